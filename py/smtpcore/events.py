"""What happened in a session, in order, both sides: the conversation is this stream.

What a client must keep to itself stands in fields named `hidden`, which no representation
shows: whoever prints an event prints no password.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from smtpcore.commands import Command, Facts, Malformed
from smtpcore.dialect import Leniency
from smtpcore.message import Envelope, Message
from smtpcore.replies import Reply
from smtpcore.states import State, Verb


@dataclass(frozen=True, slots=True)
class CommandReceived:
    """A line came that is to be read as a command."""

    line: bytes
    "Without its CRLF and without a secret; of a line over the limit, only the beginning."
    size: int
    "In octets, with its CRLF."
    verb: Verb | None
    command: Command | Malformed
    tolerated: tuple[Leniency, ...]
    state: State
    "In which it came."
    hidden: bytes = field(default=b"", repr=False)
    "The end of the line, where it is a secret: the initial response of AUTH."


@dataclass(frozen=True, slots=True)
class ResponseReceived:
    """A line came in answer to a challenge (RFC 4954 4)."""

    line: bytes
    "What of it may be shown: `*`, or nothing."
    size: int
    hidden: bytes = field(default=b"", repr=False)
    "The response, in base64 if the client knows how."


@dataclass(frozen=True, slots=True)
class ChunkReceived:
    """The octets of a BDAT have come (RFC 3030 2)."""

    octets: bytes
    "Empty if they were not wanted: then they are only counted."
    size: int
    last: bool


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
    rule: str = ""
    """The name of the rule that wanted it so; in brackets, the address that did; empty: neither."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The server says nothing for a while, because a rule wants it so; it reads nothing either."""

    seconds: int | None
    "None: for ever."
    rule: str
    "Its name; in brackets, the address that asked for it."


@dataclass(frozen=True, slots=True)
class TlsStarted:
    """The connection is encrypted from here on, and the session starts anew (RFC 3207 4.2)."""

    discarded: int
    "Octets that came in the clear behind STARTTLS, and were thrown away (CVE-2011-0411)."
    implicit: bool
    "Whether it was so from the first octet (RFC 8314 3.3)."


@dataclass(frozen=True, slots=True)
class MessageAccepted:
    """The server took responsibility for a message (RFC 5321 4.2.5)."""

    message: Message


@dataclass(frozen=True, slots=True)
class ConnectionClosed:
    """Nothing more will be read or sent."""

    by_client: bool
    unfinished: bytes
    "What had come of a line or a message that was never ended."
    rule: str = ""
    "The name of the rule by which the connection was dropped; empty: none."


Event: TypeAlias = (
    CommandReceived
    | ResponseReceived
    | ChunkReceived
    | ContentReceived
    | ReplySent
    | Waiting
    | TlsStarted
    | MessageAccepted
    | ConnectionClosed
)
