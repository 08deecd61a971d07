"""What a server says to a client's lines, said one after the other on one connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from smtp_playground.deeds import TLS, carry_out
from smtp_playground.lessons.reading import personas
from smtp_playground.ready_rules import ready_rules
from smtpcore import ConnectionClosed, Event, ReplySent, ServerSession, State


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a session."""

    greeting: tuple[str, ...]
    replies: tuple[tuple[str, ...], ...]
    "The server's lines after each of the client's."
    closed_after: int | None
    "How many lines were said when the connection ended; None: it did not."


def play(persona: str, rules: Sequence[str], lines: Iterable[str]) -> Answered:
    """Say lines to a server that follows ready-made rules; its clock stands still.

    TLS begins by itself once the server has agreed to it. Raises LookupError for a persona or a
    rule that there is not.
    """
    policy = personas()[persona].policy
    policy = replace(policy, rules=(*policy.rules, *(ready_rules()[rule] for rule in rules)))
    server = ServerSession(policy, secure=policy.implicit_tls)
    greeting = _said(server.greet(0.0))
    replies: list[tuple[str, ...]] = []
    closed: int | None = None
    for line in lines:
        if closed is not None:
            break
        events = server.receive_data(f"{line}\r\n".encode(), 0.0)
        if server.state is State.STARTING_TLS:
            events += carry_out(TLS, server, 0.0)
        replies.append(_said(events))
        if any(isinstance(event, ConnectionClosed) for event in events):
            closed = len(replies)
    return Answered(greeting, tuple(replies), closed)


def _said(events: Sequence[Event]) -> tuple[str, ...]:
    return tuple(line for event in events if isinstance(event, ReplySent) for line in event.lines)
