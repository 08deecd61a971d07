"""RFC 5321 4.4: the trace fields of an accepted message, and what it came by (RFC 3848)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import EXTENSIONS, Kind, Message, ServerSession

from .policies import EVERY, LMTP
from .speaking import MAIL, NOW, RCPT, messages, say

PLAIN = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ="


def accepted(*lines: str, secure: bool = False, kind: Kind = Kind.SMTP, peer: str = "") -> Message:
    """Return the message that these lines deliver."""
    policy = LMTP if kind is Kind.LMTP else replace(EVERY, kind=kind)
    session = ServerSession(policy, secure=secure, peer=peer)
    session.greet(NOW)
    (message,) = messages(say(session, *lines, "DATA", "Hello", "."))
    return message


def test_a_delivered_message_begins_with_its_trace() -> None:
    """Return-Path first, then Received; then the content, octet by octet as it came."""
    message = accepted("EHLO client.example", MAIL, RCPT, peer="192.0.2.1")

    assert message.delivered == (
        b"Return-Path: <sender@client.example>\r\n"
        b"Received: from client.example ([192.0.2.1])\r\n"
        b"\tby mx.example.com with ESMTP id 6553f100-1\r\n"
        b"\tfor <alice@example.com>;\r\n"
        b"\tTue, 14 Nov 2023 22:13:20 +0000\r\n"
        b"Hello\r\n"
    )


@pytest.mark.parametrize(
    ("peer", "told"),
    [
        ("", b"from client.example\r\n"),
        ("2001:db8::1", b"from client.example ([IPv6:2001:db8::1])\r\n"),
    ],
)
def test_the_address_of_the_client_is_told_if_it_is_known(peer: str, told: bytes) -> None:
    """RFC 5321 4.1.3: an IPv6 literal has its tag."""
    message = accepted("EHLO client.example", MAIL, RCPT, peer=peer)

    assert message.received.startswith(b"Received: " + told)


@pytest.mark.parametrize(
    "recipients",
    [(RCPT, "RCPT TO:<bob@example.com>"), ("RCPT TO:<Postmaster>",)],
    ids=["several", "no-domain"],
)
def test_for_names_one_recipient_with_a_domain_or_nobody(recipients: tuple[str, ...]) -> None:
    """RFC 5321 7.2: of several, none may learn of another from the trace."""
    assert b"for" not in accepted("EHLO client.example", MAIL, *recipients).received


def test_a_notification_returns_to_nobody() -> None:
    message = accepted("EHLO client.example", "MAIL FROM:<>", RCPT)

    assert message.return_path == b"Return-Path: <>\r\n"


PROTOCOLS = {
    "SMTP": (("HELO a", MAIL), False, Kind.SMTP),
    "ESMTP": (("EHLO a", MAIL), False, Kind.SMTP),
    "ESMTPS": (("EHLO a", MAIL), True, Kind.SMTP),
    "ESMTPA": (("EHLO a", PLAIN, MAIL), False, Kind.SUBMISSION),
    "ESMTPSA": (("EHLO a", PLAIN, MAIL), True, Kind.SUBMISSION),
    "LMTP": (("LHLO a", MAIL), False, Kind.LMTP),
    "LMTPS": (("LHLO a", MAIL), True, Kind.LMTP),
    "LMTPSA": (("LHLO a", PLAIN, MAIL), True, Kind.LMTP),
    "UTF8SMTP": (("EHLO a", f"{MAIL} SMTPUTF8"), False, Kind.SMTP),
    "UTF8SMTPSA": (("EHLO a", PLAIN, f"{MAIL} SMTPUTF8"), True, Kind.SUBMISSION),
    "UTF8LMTP": (("LHLO a", f"{MAIL} SMTPUTF8"), False, Kind.LMTP),
}
"""RFC 3848, RFC 6531 4.3: the protocol of the `with` clause, and how to come by it."""


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_with_tells_how_a_message_came(protocol: str) -> None:
    lines, secure, kind = PROTOCOLS[protocol]
    message = accepted(*lines, RCPT, secure=secure, kind=kind)

    assert protocol == message.protocol
    assert f" with {protocol} id ".encode() in message.received


def test_an_address_in_utf8_stands_as_it_is() -> None:
    """RFC 6531 3.7.3: the trace of a message with SMTPUTF8 may hold UTF-8."""
    message = accepted("EHLO a", "MAIL FROM:<jo\xc3\xa3o@client.example> SMTPUTF8", RCPT)

    assert message.return_path == "Return-Path: <joão@client.example>\r\n".encode()


def test_every_extension_is_told_apart_by_its_keyword() -> None:
    assert all(keyword == each.keyword for keyword, each in EXTENSIONS.items())
