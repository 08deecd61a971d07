"""SMTP as a server speaks it (RFC 5321), pure: no clock, no randomness, no I/O."""

from collections.abc import Mapping
from typing import Final

from smtpcore import replies
from smtpcore.commands import (
    Command,
    Hello,
    Mail,
    Malformed,
    Path,
    Plain,
    Rcpt,
    parse_command,
)
from smtpcore.dialect import Dialect, Leniency, Limits
from smtpcore.events import (
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Envelope,
    Event,
    MessageAccepted,
    Recipient,
    ReplySent,
)
from smtpcore.extensions import (
    Extension,
    eightbitmime,
    enhancedstatuscodes,
    pipelining,
    size,
)
from smtpcore.policy import Policy, Verification
from smtpcore.replies import Reply
from smtpcore.session import ServerSession
from smtpcore.states import NEXT, OBSOLETE, State, Verb

EXTENSIONS: Final[Mapping[str, Extension]] = {
    module.EXTENSION.keyword: module.EXTENSION
    for module in (pipelining, size, eightbitmime, enhancedstatuscodes)
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
    "NEXT",
    "OBSOLETE",
    "Command",
    "CommandReceived",
    "ConnectionClosed",
    "ContentReceived",
    "Dialect",
    "Envelope",
    "Event",
    "Extension",
    "Hello",
    "Leniency",
    "Limits",
    "Mail",
    "Malformed",
    "MessageAccepted",
    "Path",
    "Plain",
    "Policy",
    "Rcpt",
    "Recipient",
    "Reply",
    "ReplySent",
    "ServerSession",
    "State",
    "Verb",
    "Verification",
    "parse_command",
]
