"""Talking to a server that has rules: what it says, as short lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from smtpcore import (
    ConnectionClosed,
    Event,
    MessageAccepted,
    Policy,
    ReplySent,
    Rule,
    ServerSession,
    Then,
    Waiting,
    When,
)
from smtpcore.faults import fault
from smtpcore.globs import Glob

from .policies import FULL
from .speaking import NOW, octets


def rule(
    command: str = "any",
    code: int = 0,
    *,
    enhanced: str = "",
    text: str = "",
    address: str | None = None,
    argument: str | None = None,
    name: str = "",
    times: int | None = None,
    on: bool = True,
    **more: int,
) -> Rule:
    """Return a rule; what has the name of a field of `Then` is done, all else is when."""
    does = {key: more.pop(key) for key in ("delay", "drop", "hang") if key in more}
    patterns = {
        key: Glob(pattern)
        for key, pattern in {"address": address, "argument": argument}.items()
        if pattern is not None
    }
    reply = fault(command, code, enhanced, text) if code else None
    return Rule(
        when=When(command=command, **patterns, **more),  # type: ignore[arg-type]
        then=Then(reply=reply, **does),  # type: ignore[arg-type]
        name=name,
        times=times,
        on=on,
    )


def server(*rules: Rule, policy: Policy = FULL, now: float = NOW) -> tuple[ServerSession, str]:
    """Return a session with these rules, greeted, and what it said."""
    session = ServerSession(replace(policy, rules=rules))
    return session, told(session.greet(now))


def talk(session: ServerSession, *lines: str, now: float = NOW) -> list[str]:
    """Send lines, one by one; return what came of each."""
    return [told(session.receive_data(octets(line), now)) for line in lines]


def told(events: Iterable[Event]) -> str:
    """Return what happened: codes and names of replies, and what else there is to rules."""
    return " ".join(filter(None, map(_told, events)))


def _told(event: Event) -> str:
    match event:
        case ReplySent(reply=reply, rule=rule):
            return f"{reply.code} {reply.name}{f' [{rule}]' if rule else ''}"
        case Waiting(seconds=seconds, rule=rule):
            return f"waits {seconds or 'for ever'} [{rule}]"
        case ConnectionClosed(by_client=by_client, rule=rule):
            return f"closed{' by client' * by_client}{f' [{rule}]' if rule else ''}"
        case MessageAccepted():
            return "accepted"
        case _:
            return ""
