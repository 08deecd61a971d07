"""What happened in a session, in order, both sides: the conversation is this stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from smtpcore.commands import Command, Facts, Parameters, Path
from smtpcore.dialect import Leniency
from smtpcore.replies import Reply
from smtpcore.states import State, Verb


@dataclass(frozen=True, slots=True)
class Recipient:
    """One accepted forward-path with its RCPT parameters."""

    path: Path
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Envelope:
    """What MAIL and RCPT said of a message (RFC 5321 2.3.1)."""

    reverse_path: Path
    parameters: Parameters
    recipients: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class CommandReceived:
    """A line came that is to be read as a command."""

    line: bytes
    "Without its CRLF; of a line over the limit, only the beginning."
    size: int
    "In octets, with its CRLF."
    verb: Verb | None
    command: Command
    tolerated: tuple[Leniency, ...]
    state: State
    "In which it came."


@dataclass(frozen=True, slots=True)
class ContentReceived:
    """Mail data came to its end, the lone dot."""

    content: bytes
    "Octets as the client meant them; empty if the size limit was passed."
    size: int
    dots_removed: int
    "Dots taken away from the beginning of lines (RFC 5321 4.5.2)."


@dataclass(frozen=True, slots=True)
class ReplySent:
    """The server said something."""

    reply: Reply
    enhanced: str
    "The enhanced status code as sent; empty if none was."
    lines: tuple[str, ...]
    "As sent, without CRLF."
    facts: Facts
    "The facts of the moment that the reply's text and its explanation are made of."
    verb: Verb | None
    "What is answered; None for the greeting, an unknown command, and an unasked 421."
    before: State
    after: State
    envelope: Envelope | None
    "The transaction that the reply speaks of; None outside one."


@dataclass(frozen=True, slots=True)
class MessageAccepted:
    """The server took responsibility for a message (RFC 5321 4.2.5)."""

    number: int
    "Counted from 1 within the session."
    client: str
    "What the client called itself."
    envelope: Envelope
    content: bytes
    at: float
    "Seconds since the epoch, as the host gave them."


@dataclass(frozen=True, slots=True)
class ConnectionClosed:
    """Nothing more will be read or sent."""

    by_client: bool
    unfinished: bytes
    "What had come of a line or a message that was never ended."


Event: TypeAlias = (
    CommandReceived | ContentReceived | ReplySent | MessageAccepted | ConnectionClosed
)
