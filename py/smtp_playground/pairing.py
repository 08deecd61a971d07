"""The envelope beside the header, row by row, with what is worth a word about each pair.

RFC 5321 7.2: "There is no inherent relationship between" the paths of the envelope "and the
addresses in the header section". So nothing here is an error of SMTP; it is what a reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from smtp_playground.header import Header, HeaderField, key_of
from smtp_playground.mail_bubbles import PairedLine, Pairing
from smtp_playground.markup import Fact, Text, fill
from smtp_playground.visible import shown
from smtp_playground.words import Words
from smtpcore.message import Message, Recipient
from smtpcore.paths import Parameters

LINES_SHOWN: Final = 50
"""Lines of one row that are shown; the number of the others is told."""

DESTINATIONS: Final = ("To", "Cc", "Bcc")
ONLY_ONCE: Final = (
    *("From", "Sender", "Reply-To", *DESTINATIONS),
    *("Date", "Subject", "Message-ID"),
)
"""Fields that may stand in a header once at most (RFC 5322 3.6)."""


def parameters_shown(parameters: Parameters) -> tuple[str, ...]:
    """Return the parameters of a command as they are written."""
    return tuple(
        shown(keyword if value is None else f"{keyword}={value}")
        for keyword, value in parameters.items()
    )


class Pairer:
    """Hold one message's envelope against its header."""

    def __init__(self, message: Message, header: Header, words: Words) -> None:
        """Take the message, its header, and the words to remark in."""
        self._message = message
        self._envelope = message.envelope
        self._header = header
        self._words = words.mailbox

    def rows(self) -> tuple[Pairing, ...]:
        """Return the rows that have something to show."""
        return (self._sender(), *self._recipients(), self._unseen())

    def remarks(self) -> tuple[Text, ...]:
        """Return what there is to say of the content as a whole."""
        content, header = self._message.content, self._header
        if not content:
            return (self._remark("empty"),)
        if not len(header):
            return (self._remark("no-header"),)
        remarks = [
            self._remark("repeated", field=name, count=header.count(name))
            for name in ONLY_ONCE
            if header.count(name) > 1
        ]
        # RFC 6531 lets a header hold UTF-8; the names of RFC 6531 4.3 tell that it was asked for.
        if header.has_eight_bit and not self._message.protocol.startswith("UTF8"):
            remarks.append(self._remark("eight-bit"))
        if header.count("Return-Path"):
            remarks.append(self._remark("return-path"))
        return tuple(remarks)

    # Who it is from.

    def _sender(self) -> Pairing:
        authors = self._header.named("From")
        first = authors[0] if authors else None
        lines = [
            PairedLine(
                "MAIL FROM",
                shown(str(self._envelope.reverse_path)),
                parameters_shown(self._envelope.parameters),
                *((first.name, first.value) if first else ("", "")),
            ),
            *map(_header_line, (*authors[1:], *self._header.named("Sender", "Reply-To"))),
        ]
        return self._row("sender", lines, [*self._about_path(first), *self._about_author(first)])

    def _about_path(self, author: HeaderField | None) -> Iterable[Text]:
        if self._envelope.reverse_path.is_null:
            yield self._remark("null-reverse-path")
        elif author and author.mailboxes:
            same = key_of(self._envelope.reverse_path) in {each.key for each in author.mailboxes}
            yield self._remark("from-same" if same else "from-differs")

    def _about_author(self, author: HeaderField | None) -> Iterable[Text]:
        if not len(self._header):
            return
        if author is None:
            yield self._remark("from-missing")
        elif not author.mailboxes:
            yield self._remark("from-unreadable")
        elif len(author.mailboxes) > 1:
            # RFC 5322 3.6.2: then "the sender field ... MUST appear in the message".
            sender = "with" if self._header.count("Sender") else "without"
            yield self._remark(f"authors-{sender}-sender", count=len(author.mailboxes))

    # Whom it is for.

    def _recipients(self) -> Iterable[Pairing]:
        recipients = self._envelope.recipients
        fields = self._header.named(*DESTINATIONS)
        named = {
            mailbox.key: (field.name, mailbox.text)
            for field in reversed(fields)
            for mailbox in reversed(field.mailboxes)
        }
        known = {key_of(recipient.path) for recipient in recipients}
        yield from self._named(
            [
                _recipient_line(recipient, *named[key_of(recipient.path)])
                for recipient in recipients
                if key_of(recipient.path) in named
            ]
        )
        yield from self._blind(
            [
                _recipient_line(recipient)
                for recipient in recipients
                if key_of(recipient.path) not in named
            ],
            fields,
        )
        yield from self._only_named(
            [
                PairedLine("", "", (), name, text)
                for key, (name, text) in reversed(named.items())
                if key not in known
            ],
            fields,
        )

    def _named(self, lines: list[PairedLine]) -> Iterable[Pairing]:
        if lines:
            yield self._row("both", lines, [self._remark("both")])

    def _blind(self, lines: list[PairedLine], fields: Sequence[HeaderField]) -> Iterable[Pairing]:
        if not lines:
            return
        if not fields:
            remark = "no-destination"
        elif all(field.readable for field in fields):
            remark = "blind"
        else:
            remark = "unpaired"
        yield self._row("envelope-only", lines, [self._remark(remark)])

    def _only_named(
        self, lines: list[PairedLine], fields: Sequence[HeaderField]
    ) -> Iterable[Pairing]:
        nobody = [_header_line(field) for field in fields if not field.mailboxes]
        remarks = [
            self._remark(remark)
            for remark, applies in {
                "not-here": lines,
                "nobody": nobody,
                "bcc": self._header.count("Bcc"),
            }.items()
            if applies
        ]
        if remarks:
            yield self._row("header-only", [*lines, *nobody], remarks)

    # What the envelope does not know.

    def _unseen(self) -> Pairing:
        fields = self._header.named("Date", "Subject", "Message-ID", at_most=1)
        missing = [
            f"{name.lower()}-missing"
            for name in ("Date", "Message-ID")
            if len(self._header) and not self._header.count(name)
        ]
        lines = [_header_line(field) for field in fields]
        return self._row("unseen", lines, map(self._remark, ["unseen", *missing]))

    def _row(self, row: str, lines: list[PairedLine], remarks: Iterable[Text]) -> Pairing:
        title = "".join(run.text for run in self._words[f"row.{row}"])
        shown_lines = tuple(lines[:LINES_SHOWN])
        return Pairing(row, title, shown_lines, len(lines) - len(shown_lines), tuple(remarks))

    def _remark(self, name: str, **facts: Fact) -> Text:
        return fill(self._words[f"remark.{name}"], facts)


def _recipient_line(recipient: Recipient, field: str = "", text: str = "") -> PairedLine:
    parameters = parameters_shown(recipient.parameters)
    return PairedLine("RCPT TO", shown(str(recipient.path)), parameters, field, text)


def _header_line(field: HeaderField) -> PairedLine:
    return PairedLine("", "", (), field.name, field.value)
