"""What the page shows of a program: where it stands, and what ended it."""

from __future__ import annotations

from dataclasses import dataclass

from smtp_playground.runs import Run


@dataclass(frozen=True, slots=True)
class ClientServer:
    """What a program's interpreter needs, to answer as this conversation's server would."""

    server: str
    "Made for `smtp_playground.client.cell`, which alone can read it."


@dataclass(frozen=True, slots=True)
class FaultReply:
    """A reply that is behind it."""

    bubble: int
    "Where it stands in the conversation; 0: it does not."
    code: str
    text: str
    recipient: str
    "Whom it refuses, if it is one of several."


@dataclass(frozen=True, slots=True)
class FaultView:
    """What ended a program, explained."""

    kind: str
    "The exception's class: `SMTPDataError`."
    title: str
    text: tuple[Run, ...]
    fix: tuple[Run, ...]
    line: int
    "Of the code; 0: no line of it."
    way: tuple[int, ...]
    "The lines that led there, the last one the same."
    replies: tuple[FaultReply, ...]
