"""Edge inputs: mail data. Only CRLF.CRLF ends a message, on every server, however it comes."""

from __future__ import annotations

from typing import Final

import pytest

from smtpcore import ContentReceived, Kind, ServerSession, State

from .cuts import Cut, ragged, single, whole
from .edges import DATA, READY, Edge, edges, lines
from .servers import PEER, SERVERS
from .speaking import NOW, messages, say

TAKE_NO_DATA: Final = frozenset({"no-service", "no-mail", "asked-at-data", "tls-too-weak"})
"""Servers on which 354 is out of reach."""

every_server = pytest.mark.parametrize("name", sorted(SERVERS.keys() - TAKE_NO_DATA))
every_cut = pytest.mark.parametrize(
    "cut", [whole, single, ragged(1)], ids=["whole", "single", "ragged"]
)

ENDINGS: Final = {
    "LF.LF": b"\n.\n",
    "LF.CRLF": b"\n.\r\n",
    "CRLF.LF": b"\r\n.\n",
    "LF.CR": b"\n.\r",
    "CR.LF": b"\r.\n",
    "CR.CR": b"\r.\r",
    "CR.CRLF": b"\r.\r\n",
    "CRLF.CR": b"\r\n.\r",
    "CRLF.CRCRLF": b"\r\n.\r\r\n",
    "CRCRLF.CRCRLF": b"\r\r\n.\r\r\n",
    "CRLF NUL.CRLF": b"\r\n\0.\r\n",
    "CRLF.NUL CRLF": b"\r\n.\0\r\n",
    "CRLF NUL CRLF.LF": b"\r\n\0\r\n.\n",
    "CRLF. CRLF": b"\r\n. \r\n",
    "CRLF .CRLF": b"\r\n .\r\n",
    "CRLF..CRLF": b"\r\n..\r\n",
    "LFCR.LFCR": b"\n\r.\n\r",
    "LFCRLF.LFLF": b"\n\r\n.\n\n",
    "CR CR LF dot CR LF": b"\r\r.\r\n",
    "CRLF.8-bit CRLF": b"\r\n.\x8d\n",
    "dot alone": b".\r\n.",
    "NEL.NEL": b"\xc2\x85.\xc2\x85",
}
"""What some server somewhere took for the end of a message (CVE-2023-51764 and its kin)."""


def receiving_content(name: str) -> ServerSession:
    """Return a session that has just said 354."""
    policy = SERVERS[name]
    hello = "LHLO" if policy.kind is Kind.LMTP else "HELO"
    session = ServerSession(policy, secure=True, peer=PEER)
    session.greet(NOW)
    say(session, f"{hello} client.example", "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=")
    say(session, "MAIL FROM:<sender@client.example>", "RCPT TO:<Postmaster>", "DATA")
    assert session.state is State.RECEIVING_CONTENT
    session.data_to_send()
    return session


@every_server
@every_cut
def test_no_other_ending_ends_a_message(name: str, cut: Cut) -> None:
    """RFC 5321 4.1.1.4. The commands behind each are text, and nothing is answered."""
    session = receiving_content(name)
    smuggled = b"".join(
        b"text" + ending + b"NOOP\r\nMAIL FROM:<evil@evil.example>\r\n"
        for ending in ENDINGS.values()
    )
    events = [event for piece in cut(smuggled) for event in session.receive_data(piece, NOW)]

    assert ([], b"") == (events, session.data_to_send())
    assert session.state is State.RECEIVING_CONTENT


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
@every_cut
def test_what_did_not_end_a_message_is_in_it(ending: bytes, cut: Cut) -> None:
    """Octet for octet, but for the dot that transparency takes away (RFC 5321 4.5.2)."""
    session = receiving_content("full")
    text = b"text" + ending + b"NOOP\r\n"
    events = [event for piece in cut(text + b".\r\n") for event in session.receive_data(piece, NOW)]
    (message,) = messages(events)

    assert text.replace(b"\r\n.", b"\r\n") == message.content
    assert session.state is State.READY


@every_server
@every_cut
def test_the_one_ending_ends_a_message(name: str, cut: Cut) -> None:
    """Once, and what stands behind it is a command."""
    session = receiving_content(name)
    events = [
        event
        for piece in cut(b"Subject: x\r\n\r\ntext\r\n.\r\nQUIT\r\n")
        for event in session.receive_data(piece, NOW)
    ]
    (content,) = [event for event in events if isinstance(event, ContentReceived)]

    assert b"Subject: x\r\n\r\ntext\r\n" == content.content
    assert session.state is State.CLOSED


@edges(
    ("full", DATA, lines("."), "250", "5321 4.1.1.4: nothing at all"),
    ("full", DATA, lines("", "."), "250", "5321 4.1.1.4: an empty line"),
    ("full", DATA, lines(".."), "", "5321 4.5.2: two dots are one of text"),
    ("full", DATA, lines("..", "."), "250", "5321 4.5.2: and then the end"),
    ("full", DATA, lines(".x", "."), "250", "5321 4.5.2: a dot that was not doubled"),
    ("full", DATA, lines("x" * 998, "."), "250", "5321 4.5.3.1.6: a line of 1000"),
    ("full", DATA, lines("x" * 50_000, "."), "250", "5321 4.5.3.1.6: a line of 50,000"),
    ("full", DATA, b"\0\x7f\x1b\xff" + lines("", "."), "250", "5321 2.4: any octets"),
    (
        "full",
        DATA,
        lines("x", ".") + lines(".", "QUIT"),
        "250 500 221",
        "5321 4.1.1.4: a second dot",
    ),
    (
        "full",
        DATA,
        lines("x", ". ", ".") + lines("QUIT"),
        "250 221",
        "5321 4.1.1.4: a dot and a space",
    ),
    ("small", DATA, lines("x" * 48, "x" * 46, "."), "250", "1870 6.3: a hundred octets less two"),
    ("small", DATA, lines("x" * 48, "x" * 48, "."), "250", "1870 6.3: a hundred octets"),
    ("small", DATA, lines("x" * 48, "x" * 48, "x", "."), "552", "1870 6.3: a hundred and three"),
    ("small", DATA, lines("x" * 48, "." + "." + "x" * 47, "."), "250", "1870 6.1: no stuffed dot"),
    ("small", DATA, lines("x" * 49, "."), "500", "5321 4.5.3.1.6: a text line too long"),
    ("small", DATA, lines("." + "." + "x" * 47, "."), "250", "5321 4.5.3.1.6: but for its dot"),
    ("small", DATA, lines("x" * 5000, ".") + lines("QUIT"), "552 221", "1870 6.3: read to its end"),
    ("particular", DATA, b"a\nb\r\n.\r\n", "550", "5321 2.3.8: a bare LF, refused"),
    ("particular", DATA, b"a\rb\r\n.\r\n", "550", "5321 2.3.8: a bare CR, refused"),
    ("particular", DATA, b"a\r\r\n.\r\n", "550", "5321 2.3.8: CR CRLF, refused"),
    ("particular", DATA, b"\xe9\r\n.\r\n", "554", "5321 2.4: 8-bit not declared, refused"),
    (
        "particular",
        READY + lines("MAIL FROM:<> BODY=8BITMIME", "RCPT TO:<alice@example.com>", "DATA"),
        b"\xe9\r\n.\r\n",
        "250",
        "6152 3: 8-bit declared",
    ),
)
def test_mail_data(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner
