"""The trace fields that this server adds (RFC 5321 4.4), each clause explained in words."""

from __future__ import annotations

import re
from typing import Final

from smtp_playground.mail_bubbles import Explained, TraceField
from smtp_playground.markup import Text, fill, joined
from smtp_playground.visible import shown, visible
from smtp_playground.words import Words
from smtpcore.message import Message

# As `Message.received` writes it; the white space before a clause belongs to none.
_RECEIVED: Final = re.compile(
    r"Received:\s+(?P<client>from .+?)\s+(?P<by>by \S+)\s+(?P<with>with \S+)\s+(?P<id>id \S+)"
    r"(?:\s+(?P<for>for .+?))?;\s+(?P<date>[^;]+)",
    re.DOTALL,
)
_PROTOCOL: Final = re.compile(r"(?P<base>(?:UTF8)?(?:SMTP|LMTP)|ESMTP)(?P<tls>S?)(?P<account>A?)")


def protocol_facts(protocol: str) -> tuple[bool, bool]:
    """Tell whether a message came encrypted, and from a client that had authenticated."""
    match = _PROTOCOL.fullmatch(protocol)
    return (bool(match["tls"]), bool(match["account"])) if match else (False, False)


def protocol_meaning(protocol: str, words: Words) -> Text:
    """Return what the name of a protocol tells (RFC 3848; RFC 6531 4.3)."""
    match = _PROTOCOL.fullmatch(protocol)
    if match is None:
        return ()
    told = [words.mailbox[f"protocol.{match['base'].lower()}"]]
    if match["base"] != "SMTP":  # Its name has no other forms: it knows no extension.
        told += [
            words.mailbox["protocol.encrypted" if match["tls"] else "protocol.in-clear"],
            words.mailbox["protocol.authenticated" if match["account"] else "protocol.anonymous"],
        ]
    return joined(told)


def trace_fields(message: Message, words: Words) -> tuple[TraceField, ...]:
    """Return the fields that this server puts before the content, in their order."""
    return (_return_path(message, words), _received(message, words))


def _return_path(message: Message, words: Words) -> TraceField:
    told = words.mailbox
    null = message.envelope.reverse_path.is_null
    path = Explained(
        "", shown(str(message.envelope.reverse_path)), told[f"trace.path{'-null' * null}"]
    )
    return TraceField("Return-Path", (path,), (told["trace.return-path"],))


def _received(message: Message, words: Words) -> TraceField:
    told = words.mailbox
    match = _RECEIVED.fullmatch(message.received.decode("utf-8", "backslashreplace").strip())
    assert match is not None  # its shape is ours
    meanings = {
        "client": told["trace.from" if message.peer else "trace.from-name"],
        "by": told["trace.by"],
        "with": protocol_meaning(message.protocol, words),
        "id": told["trace.id"],
        "for": told["trace.for"],
        "date": told["trace.date"],
    }
    clauses = tuple(
        Explained("", visible(match[clause].encode()), meaning)
        for clause, meaning in meanings.items()
        if match[clause]
    )
    count = len(message.envelope.recipients)
    left_out = (fill(told["trace.for-left-out"], {"count": count}),) if count > 1 else ()
    return TraceField("Received", clauses, (told["trace.received"], *left_out))
