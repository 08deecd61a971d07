"""The view model of accepted messages: what `bubbles.py` is to the conversation.

The types of the view are generated from both, and the same holds: plain, frozen, JSON-shaped.
"""

from __future__ import annotations

from dataclasses import dataclass

from smtp_playground.bubbles import Section
from smtp_playground.runs import Run


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message the server has taken responsibility for, as the mailbox lists it."""

    number: int
    "By which the page asks for it."
    subject: str
    "Decoded; empty if there is none."
    author: str
    "What From says, decoded; empty if there is none."
    reverse_path: str
    recipients: tuple[str, ...]
    more_recipients: int
    size: int
    protocol: str
    "`ESMTPSA`: how it came."
    encrypted: bool
    authenticated: bool


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The messages that are kept, the newest first."""

    messages: tuple[MessageRow, ...]
    let_go: int
    "How many older ones are kept no longer."


@dataclass(frozen=True, slots=True)
class Explained:
    """Something that stands in a message or came with it, and what it means."""

    label: str
    "May be empty."
    text: str
    meaning: tuple[Run, ...]
    "May be empty."


@dataclass(frozen=True, slots=True)
class PairedLine:
    """What the envelope says, beside what the header says; either may be missing."""

    command: str
    "`RCPT TO`; empty: the envelope has nothing here."
    path: str
    parameters: tuple[str, ...]
    field: str
    "`To`; empty: the header has nothing here."
    value: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """Lines that belong together, and what is to be said of them."""

    id: str
    "`sender`, `both`, `envelope-only`, `header-only`, `unseen`."
    title: str
    lines: tuple[PairedLine, ...]
    more_lines: int
    remarks: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class TraceField:
    """A field that this server put before the content, clause by clause."""

    name: str
    clauses: tuple[Explained, ...]
    remarks: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a header."""

    name: str
    value: str
    "Decoded, in one line."
    wire: str
    "As it came; empty if that is the same."
    remarks: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class MailPart:
    """A part of a message, and the parts inside it."""

    place: str
    "`2.1`; empty for the message itself."
    type: str
    "`text/html`; empty if the message was not taken apart."
    about: tuple[Run, ...]
    facts: tuple[Explained, ...]
    size: int
    "Octets once decoded; -1 for what only holds parts."
    remarks: tuple[tuple[Run, ...], ...]
    text: str | None
    "Null for what is no text."
    truncated: bool
    parts: tuple[MailPart, ...]
    more_parts: int
    "Parts inside that are not shown."


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message from every side."""

    number: int
    subject: str
    size: int
    remarks: tuple[tuple[Run, ...], ...]
    pairings: tuple[Pairing, ...]
    "The envelope beside the header."
    question: Section
    "Why From may differ from MAIL FROM."
    facts: tuple[Explained, ...]
    "How it came."
    trace: tuple[TraceField, ...]
    fields: tuple[Field, ...]
    more_fields: int
    body: MailPart
    added: str
    "The trace fields as they stand before the content."
    source: str
    "The content as it came; what is not printable is made visible. At most 64 KiB of it."
    truncated: bool


@dataclass(frozen=True, slots=True)
class Eml:
    """A whole message as a file."""

    filename: str
    type: str
    base64: str
