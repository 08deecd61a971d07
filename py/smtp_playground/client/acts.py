"""What a program does at its end of the line, and which line of its code did it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol, assert_never, get_args

from smtp_playground.deeds import PASS_TIME, Deed
from smtp_playground.passing import LONGEST
from smtp_playground.personas import Persona

Kind = Literal["connect", "send", "wait", "hang-up"]
KINDS: Final = get_args(Kind)
HANG_UP: Final = Deed("hang-up", 0)
MOST_ACTS: Final = 500
"""Of one run: each line that is sent is one."""
MOST_OCTETS: Final = 4_000_000
"""Of all that one run sends."""
MOST_LINES: Final = 100_000
"""Of the code."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done."""

    kind: Kind
    line: int
    "Of the code, counted from 1; 0: no line of it."
    octets: bytes = field(default=b"", repr=False)
    "What was sent; for a connection, the seed of the server's challenges."
    seconds: int = 0
    "How long was waited."


class Server(Protocol):
    """Whom it is done to: a conversation, or one that can go back."""

    def open(self, persona: Persona, now: float, seed: bytes) -> list[int]:
        """Open a connection."""

    def send(self, octets: bytes, now: float) -> list[int]:
        """Send these octets."""

    def host(self, deed: Deed, now: float) -> list[int]:
        """Let the host do something."""


def perform(act: Act, server: Server, persona: Persona, now: float) -> list[int]:
    """Do it; return the ids of the entries that are new or changed."""
    match act.kind:
        case "connect":
            return server.open(persona, now, act.octets)
        case "send":
            return server.send(act.octets, now)
        case "wait":
            return server.host(Deed(PASS_TIME, act.seconds), now)
        case "hang-up":
            return server.host(HANG_UP, now)
        case _:
            assert_never(act.kind)


def write_acts(acts: Iterable[Act]) -> str:
    """Return acts as JSON."""
    return json.dumps(
        [[act.kind, act.line, b64encode(act.octets).decode(), act.seconds] for act in acts]
    )


def read_acts(text: str) -> list[Act]:
    """Read them. Raises ValueError, which names the act by its place and what is wrong."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("what the program did is no JSON") from error
    if not isinstance(rows, list) or len(rows) > MOST_ACTS:
        raise ValueError(f"what the program did must be a list of at most {MOST_ACTS} acts")
    return [_read(number, row) for number, row in enumerate(rows, 1)]


def _read(number: int, row: Any) -> Act:
    match row:
        case [str(kind), int(line), str(octets), int(seconds)] if _is_sane(kind, line, seconds):
            try:
                sent = b64decode(octets, validate=True)
            except ValueError as error:
                raise ValueError(f"act {number}: its octets are not base64") from error
            if len(sent) <= MOST_OCTETS:
                return Act(kind, line, sent, seconds)  # type: ignore[arg-type]
    raise ValueError(f"act {number}: must be [kind, line, octets, seconds] within their bounds")


def _is_sane(kind: str, line: int, seconds: int) -> bool:
    is_wait = kind == "wait"
    return kind in KINDS and 0 <= line <= MOST_LINES and is_wait <= seconds <= LONGEST * is_wait
