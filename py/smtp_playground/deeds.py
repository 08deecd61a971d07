"""What the host does to a session by itself: no client asks for it, no line on the wire says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from smtpcore import Event, ServerSession, State

MARK: Final = "! "
"""What begins a line of a session that is not the client's: a deed of the host."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One of `tls`, `time-out`, `shut-down`, `turn-away`, `pass-time`, `give-up`, `hang-up`."""

    name: str
    number: int
    "Seconds, or connections that there are already; else 0."


PASS_TIME: Final = "pass-time"
TLS: Final = Deed("tls", 0)


def deed_in(line: str) -> Deed | None:
    """Return the deed that a line of a session names, or None for a line of the client."""
    if not line.startswith(MARK):
        return None
    words = line.removeprefix(MARK).split()
    number = int(words.pop()) if words and words[-1].isdecimal() else 0
    return Deed("-".join(words), number)


def turning_away(lines: Sequence[str]) -> Deed | None:
    """Return the deed of a session whose client is turned away, so that it is not greeted first."""
    deed = deed_in(lines[0]) if lines else None
    return deed if deed and deed.name == "turn-away" else None


def carry_out(deed: Deed, session: ServerSession, now: float) -> list[Event]:
    """Do it to the session; return what happened: nothing, if it is not due."""
    match deed.name:
        case "tls" if session.state is State.STARTING_TLS:
            return session.start_tls(now)
        case "time-out":
            return session.time_out(now, deed.number)
        case "shut-down":
            return session.shut_down(now)
        case "give-up" | "hang-up":
            return session.receive_eof(now)
        case "turn-away":
            return session.turn_away(now, deed.number)
        case _:
            return []
