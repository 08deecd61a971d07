"""SMTP as a server speaks it (RFC 5321), pure: no clock, no randomness, no I/O."""

from collections.abc import Mapping
from typing import Final

from smtpcore import replies
from smtpcore.commands import (
    Command,
    Hello,
    Mail,
    Malformed,
    PathCommand,
    Plain,
    Rcpt,
    parse_command,
)
from smtpcore.dialect import Counts, Dialect, Farewell, Leniency, Limits, Patience
from smtpcore.events import (
    ChunkReceived,
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    MessageAccepted,
    ReplySent,
    ResponseReceived,
    TlsStarted,
    Waiting,
)
from smtpcore.extensions import (
    Extension,
    atrn,
    auth,
    binarymime,
    burl,
    checkpoint,
    chunking,
    conneg,
    conperm,
    deliverby,
    dsn,
    eightbitmime,
    enhancedstatuscodes,
    etrn,
    futurerelease,
    limits,
    mt_priority,
    mtrk,
    no_soliciting,
    pipelining,
    requiretls,
    rrvs,
    size,
    smtputf8,
    starttls,
    submitter,
    xclient,
)
from smtpcore.faults import FAULTS
from smtpcore.message import Envelope, Message, Recipient
from smtpcore.paths import Path
from smtpcore.policy import Greeting, Kind, Policy, Verification
from smtpcore.replies import Reply
from smtpcore.rules import Rule, Tally, Then, When
from smtpcore.session import ServerSession
from smtpcore.states import MOVES, NEXT, OBSOLETE, State, Verb
from smtpcore.wording import Wording

_MODULES: Final = (
    *(pipelining, size, eightbitmime, enhancedstatuscodes, smtputf8, dsn, chunking, binarymime),
    *(starttls, auth, requiretls, limits, deliverby, futurerelease, mt_priority, mtrk),
    *(no_soliciting, submitter, conperm, conneg, rrvs, checkpoint, burl, etrn, atrn, xclient),
)

EXTENSIONS: Final[Mapping[str, Extension]] = {
    module.EXTENSION.keyword: module.EXTENSION for module in _MODULES
}
"""Every extension there is, by its EHLO keyword."""

CATALOGUE: Final[Mapping[str, Reply]] = {
    reply.name: reply
    for reply in (
        *(value for value in vars(replies).values() if isinstance(value, Reply)),
        *(reply for extension in EXTENSIONS.values() for reply in extension.replies),
    )
}
"""Every reply there is, by its name."""

__all__ = [
    "CATALOGUE",
    "EXTENSIONS",
    "FAULTS",
    "MOVES",
    "NEXT",
    "OBSOLETE",
    "ChunkReceived",
    "Command",
    "CommandReceived",
    "ConnectionClosed",
    "ContentReceived",
    "Counts",
    "Dialect",
    "Envelope",
    "Event",
    "Extension",
    "Farewell",
    "Greeting",
    "Hello",
    "Kind",
    "Leniency",
    "Limits",
    "Mail",
    "Malformed",
    "Message",
    "MessageAccepted",
    "Path",
    "PathCommand",
    "Patience",
    "Plain",
    "Policy",
    "Rcpt",
    "Recipient",
    "Reply",
    "ReplySent",
    "ResponseReceived",
    "Rule",
    "ServerSession",
    "State",
    "Tally",
    "Then",
    "TlsStarted",
    "Verb",
    "Verification",
    "Waiting",
    "When",
    "Wording",
    "parse_command",
]
