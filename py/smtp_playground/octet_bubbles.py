"""The view model of octets: the panel's Bytes tab, and what raw mode sends. See `bubbles.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from smtp_playground.bubbles import Update

OctetKind = Literal["text", "line-end", "stray", "control", "dot", "high", "secret"]
RulerKind = Literal["command-line", "path", "local-part", "domain", "reply-line", "text-line"]


@dataclass(frozen=True, slots=True)
class OctetRun:
    """Octets of one kind that stand together."""

    kind: OctetKind
    "`stray`: a CR or an LF alone; `dot`: one at the beginning of a line; `high`: not ASCII."
    hex: str
    "`0d 0a`."
    text: str
    "One character an octet, each of them to be seen."


@dataclass(frozen=True, slots=True)
class OctetRow:
    """Eight octets, or fewer at the end."""

    offset: str
    "Of the first of them, in hexadecimal."
    runs: tuple[OctetRun, ...]


@dataclass(frozen=True, slots=True)
class Ruler:
    """A limit, and how much of it is used."""

    kind: RulerKind
    used: int
    limit: int


@dataclass(frozen=True, slots=True)
class DotRow:
    """A line of mail data that begins with a dot, before and after the dot is taken away."""

    sent: str
    kept: str
    "Empty if the line is the end of the message."
    ends: bool


@dataclass(frozen=True, slots=True)
class OctetPiece:
    """The octets of one bubble."""

    bubble: int
    speaker: Literal["client", "server"]
    label: str
    "The speaker in the reader's language."
    size: int
    "In octets; of a piece with a secret, what can be told without it."
    more: int
    "How many of them are not shown."
    has_secret: bool
    rows: tuple[OctetRow, ...]
    rulers: tuple[Ruler, ...]
    dots: tuple[DotRow, ...]
    dots_doubled: int
    "How many leading dots the page has doubled for the reader."


@dataclass(frozen=True, slots=True)
class OctetsView:
    """The panel's Bytes tab: one bubble, or the end of the conversation."""

    bubble: int
    "0: the whole conversation."
    pieces: tuple[OctetPiece, ...]
    let_go: bool
    "Whether there is more before the first piece."


@dataclass(frozen=True, slots=True)
class RawMistake:
    """An escape that is badly written: nothing was sent."""

    told: str
    start: int
    "Where it begins and ends, in UTF-16 units, as the view counts."
    end: int


@dataclass(frozen=True, slots=True)
class RawSent:
    """The answer to raw octets: what came of them, or why they were not sent."""

    update: Update | None
    mistake: RawMistake | None
