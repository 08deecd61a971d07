"""The entries of a conversation's record: what was said, and what nobody said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from smtp_playground.content_lines import ContentSent
from smtp_playground.deeds import Deed
from smtp_playground.lessons.watch import StepDone
from smtp_playground.personas import Persona
from smtpcore import (
    CommandReceived,
    ConnectionClosed,
    ReplySent,
    ResponseReceived,
    TlsStarted,
    Waiting,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection was opened."""

    persona: Persona
    replaces: Persona | None = None
    "Another server, to which something was said just before: the two can be compared."


@dataclass(frozen=True, slots=True)
class Begun:
    """What has come of a command line that is not over: it waits in the server's buffer."""

    line: bytes
    "What of it may be shown, within the limit."
    size: int
    "In octets."


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply, with the line it answers."""

    event: ReplySent
    line: str
    persona: Persona


@dataclass(frozen=True, slots=True)
class Unsent:
    """Lines that came after the connection was closed, or the roles were reversed."""

    count: int
    waiting: bool = False
    "Whether it was too early: the server has not answered what came before."


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Octets of a line that came behind the end of a chunk, and are read as a command."""

    count: int
    "With the line's CRLF."


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A chunk to which no reply is due: the last one of LMTP without recipients (RFC 2033 4.3)."""


Note: TypeAlias = (
    Opened
    | TlsStarted
    | ConnectionClosed
    | Unsent
    | LeftOver
    | Unanswered
    | Deed
    | Waiting
    | StepDone
)
"""What nobody said."""

Entry: TypeAlias = CommandReceived | ResponseReceived | Begun | ContentSent | Answered | Note
