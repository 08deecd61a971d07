"""Accepted messages as the page shows them: the list, and one of them from every side.

A message is parsed when a reader opens it, never before; of the others, only the header
that the list is made from is read, and only while somebody looks at the list.
"""

from __future__ import annotations

import base64
from typing import Final

from smtp_playground.bubbles import Section
from smtp_playground.header import Header, HeaderField
from smtp_playground.inbox import Inbox
from smtp_playground.mail_bubbles import (
    Eml,
    Explained,
    Field,
    Mailbox,
    MessageRow,
    MessageView,
)
from smtp_playground.markup import plain
from smtp_playground.mime import defect_told, mail_parts
from smtp_playground.pairing import Pairer, parameters_shown
from smtp_playground.trace import protocol_facts, trace_fields
from smtp_playground.visible import shown, visible_text
from smtp_playground.words import Words
from smtpcore.message import Message
from smtpcore.paths import Parameters

RECIPIENTS_LISTED: Final = 5
"""Recipients of a message that the list names."""
PARAMETERS_SHOWN: Final = 20
FIELDS_SHOWN: Final = 100
SOURCE_SHOWN: Final = 65_536
"""Octets of a message that are shown as they came."""
_REASONS: Final = ("list", "report", "behalf", "forged")


def mailbox(inbox: Inbox) -> Mailbox:
    """Return the list of messages, the newest first."""
    rows = tuple(_row(number, message) for number, message in inbox.newest_first())
    return Mailbox(rows, inbox.let_go)


def _row(number: int, message: Message) -> MessageRow:
    header, envelope = Header(message.content), message.envelope
    encrypted, authenticated = protocol_facts(message.protocol)
    listed = envelope.recipients[:RECIPIENTS_LISTED]
    return MessageRow(
        number=number,
        subject=header.text("Subject"),
        author=header.text("From"),
        reverse_path=shown(str(envelope.reverse_path)),
        recipients=tuple(shown(str(recipient.path)) for recipient in listed),
        more_recipients=len(envelope.recipients) - len(listed),
        size=len(message.content),
        protocol=message.protocol,
        encrypted=encrypted,
        authenticated=authenticated,
    )


def message_view(number: int, message: Message, words: Words) -> MessageView:
    """Return one message: envelope beside header, trace, parts, source."""
    header = Header(message.content)
    pairer = Pairer(message, header, words)
    fields = header.first(FIELDS_SHOWN)
    return MessageView(
        number=number,
        subject=header.text("Subject"),
        size=len(message.content),
        remarks=pairer.remarks(),
        pairings=pairer.rows(),
        question=_question(words),
        facts=tuple(_facts(message, words)),
        trace=trace_fields(message, words),
        fields=tuple(_field(field, words) for field in fields),
        more_fields=len(header) - len(fields),
        body=mail_parts(message.content, words),
        added=visible_text(message.return_path + message.received),
        source=visible_text(message.content[:SOURCE_SHOWN]),
        truncated=len(message.content) > SOURCE_SHOWN,
    )


def eml(number: int, message: Message) -> Eml:
    """Return a message as a mailbox gets it, every octet of it."""
    octets = base64.b64encode(message.delivered).decode()
    return Eml(f"message-{number}.eml", "message/rfc822", octets)


def _question(words: Words) -> Section:
    told = words.mailbox
    points = tuple(told[f"why.{reason}"] for reason in _REASONS)
    return Section("why", plain(told["why.question"]), (told["why.answer"],), points)


def _facts(message: Message, words: Words) -> list[Explained]:
    """Return how the message came, and what was asked for it beyond its delivery."""
    told = words.mailbox
    facts = [
        Explained(plain(told[f"came.{label}"]), shown(value), ())
        for label, value in (
            ("client", message.client),
            ("peer", message.peer),
            ("protocol", message.protocol),
        )
        if value
    ]
    envelope = message.envelope
    facts += _parameters("MAIL", [envelope.parameters], words)
    facts += _parameters("RCPT", [each.parameters for each in envelope.recipients], words)
    return facts


def _parameters(command: str, given: list[Parameters], words: Words) -> list[Explained]:
    """Return the parameters of a command's lines, each once, with what it asks for."""
    texts = dict.fromkeys(text for parameters in given for text in parameters_shown(parameters))
    known = [words.parameters.get(text.partition("=")[0].lower()) for text in texts]
    return [
        Explained(command, text, told.text if told else ())
        for text, told in list(zip(texts, known, strict=True))[:PARAMETERS_SHOWN]
    ]


def _field(field: HeaderField, words: Words) -> Field:
    remarks = tuple(defect_told(defect, words.mailbox) for defect in field.defects)
    same = field.wire == f"{field.name}: {field.value}"
    return Field(field.name, field.value, "" if same else field.wire, remarks)
