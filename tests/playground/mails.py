"""Messages made by hand, and what is shown of them with the styles taken off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from smtp_playground.library import the_library
from smtp_playground.mail_bubbles import MessageView, Pairing
from smtp_playground.mailbox import message_view
from smtp_playground.markup import Text, plain
from smtpcore.message import Envelope, Message, Recipient
from smtpcore.paths import Parameters, Path

LIBRARY: Final = the_library()
WORDS: Final = LIBRARY.words("en")

HEADER: Final = (
    "From: Me <me@client.example>",
    "To: Alice <alice@example.com>",
    "Subject: Hello",
    "Date: Wed, 25 Nov 2026 18:00:00 +0000",
    "Message-ID: <1@client.example>",
)
"""A header that has nothing to be remarked on."""


def lines(*texts: str | bytes) -> bytes:
    """Return lines as mail has them."""
    octets = (text if isinstance(text, bytes) else text.encode() for text in texts)
    return b"".join(line + b"\r\n" for line in octets)


def mail(*texts: str | bytes) -> bytes:
    """Return a message with a good header; the texts are its body."""
    return lines(*HEADER, "", *texts)


def path(address: str) -> Path:
    """Return the path `<address>`."""
    local_part, _, domain = address.rpartition("@")
    return Path(local_part, domain) if local_part else Path(domain)


def message(
    content: bytes = b"",
    *,
    sender: str = "me@client.example",
    parameters: Parameters | None = None,
    recipients: Iterable[str] = ("alice@example.com",),
    asked: Parameters | None = None,
    peer: str = "",
    protocol: str = "ESMTP",
) -> Message:
    """Return an accepted message; `asked` are the parameters of each RCPT."""
    envelope = Envelope(
        path(sender),
        parameters or {},
        tuple(Recipient(path(recipient), asked or {}) for recipient in recipients),
    )
    return Message(
        number=1,
        envelope=envelope,
        content=content,
        client="client.example",
        peer=peer,
        hostname="mx.example.com",
        protocol=protocol,
        at=1_795_629_600.0,
    )


def view(told: Message, language: str = "en") -> MessageView:
    """Return a message as the page shows it."""
    return message_view(7, told, LIBRARY.words(language))


def row(shown: MessageView, row_id: str) -> Pairing:
    """Return one row of the envelope beside the header."""
    return next(pairing for pairing in shown.pairings if pairing.id == row_id)


def names(texts: Iterable[Text], group: str) -> list[str]:
    """Return under which keys of a group these words are found, facts or not."""
    known = {
        key.removeprefix(f"{group}."): re.sub(r"\\{[a-z]+\\}", ".*", re.escape(plain(template)))
        for key, template in WORDS.mailbox.items()
        if key.startswith(f"{group}.")
    }
    return [
        next(key for key, pattern in known.items() if re.fullmatch(pattern, plain(text)))
        for text in texts
    ]


def told(texts: Iterable[Text]) -> str:
    """Return words without their styles, one text a line."""
    return "\n".join(map(plain, texts))
