"""Edge inputs: AUTH and its base64, STARTTLS and what is injected behind it, UTF-8 addresses."""

from __future__ import annotations

import base64
from typing import Final

import pytest

from smtpcore import ServerSession, State, TlsStarted, Verb
from smtpcore.extensions.auth import AuthCommand

from .cuts import Cut, single, whole
from .edges import GREETED, IN, READY, SENDER, Edge, edges, lines
from .servers import SERVERS
from .speaking import NOW, replies_in, say

GOOD: Final = "AGFsaWNlAHdvbmRlcmxhbmQ="
"""`\\0alice\\0wonderland`."""


def plain(response: str) -> bytes:
    """Return AUTH PLAIN with this message, `|` standing for NUL."""
    octets = response.encode("latin-1").replace(b"|", b"\0")
    return lines(f"AUTH PLAIN {base64.b64encode(octets).decode()}")


@edges(
    ("every", READY, lines(f"AUTH PLAIN {GOOD}"), "235", "4954 4: an initial response"),
    ("every", READY, lines(f"auth plain {GOOD}"), "235", "5321 2.4: a mechanism in any case"),
    ("every", READY, lines("AUTH PLAIN", GOOD), "334 235", "4954 4: no initial response"),
    ("every", READY, lines("AUTH PLAIN", "*", "NOOP"), "334 501 250", "4954 4: cancelled"),
    (
        "every",
        READY,
        lines("AUTH PLAIN", "* "),
        "334 501",
        "4954 4: cancelled with a space: no base64",
    ),
    ("every", READY, lines("AUTH PLAIN *"), "501", "4954 4: `*` is no initial response"),
    ("every", READY, lines("AUTH PLAIN ="), "501", "4616 2: an initial response of nothing"),
    ("every", READY, lines("AUTH PLAIN", "="), "334 501", "4954 4: `=` is for initial responses"),
    ("every", READY, lines("AUTH PLAIN", ""), "334 501", "4616 2: a response of nothing"),
    ("every", READY, lines("AUTH PLAIN =AAA"), "501", "4954 4: a pad in front"),
    ("every", READY, lines("AUTH PLAIN AAA=BBB"), "501", "4954 4: a pad in the middle"),
    ("every", READY, lines("AUTH PLAIN AAAA="), "501", "4954 8: a pad too many"),
    ("every", READY, lines("AUTH PLAIN AGE"), "501", "4954 8: a pad too few"),
    ("every", READY, lines(f"AUTH PLAIN {GOOD}{GOOD}"), "501", "4954 4: base64 twice"),
    ("every", READY, lines("AUTH PLAIN", f" {GOOD}"), "334 501", "4954 4: a space in front"),
    ("every", READY, lines("AUTH PLAIN", f"{GOOD} "), "334 501", "4954 4: a space behind"),
    ("every", READY, lines("AUTH PLAIN", "AGFs\taWNl"), "334 501", "4954 4: a tab within"),
    ("every", READY, lines("AUTH PLAIN", "AGFs-_Nl"), "334 501", "4954 4: another alphabet"),
    ("every", READY, lines("AUTH PLAIN", "AGFs\xe9WNl"), "334 501", "4954 4: an 8-bit octet"),
    ("every", READY, lines("AUTH PLAIN", "AGFs\0WNl"), "334 501", "4954 4: a NUL"),
    (
        "every",
        READY,
        lines("AUTH PLAIN", "AGFs\nWNl"),
        "334 501",
        "5321 2.3.8: LF ends no response",
    ),
    (
        "every",
        READY,
        lines("AUTH PLAIN", "QUIT"),
        "334 501",
        "4954 4: a command is a response there",
    ),
    ("every", READY, lines(f"AUTH PLAIN {GOOD} x"), "501", "4954 8: a third word"),
    ("every", READY, lines(f"AUTH  PLAIN {GOOD}"), "501", "5321 4.1.1: two spaces"),
    ("every", READY, lines("AUTH"), "501", "4954 8: no mechanism"),
    ("every", READY, lines("AUTH PL/AIN"), "501", "4422 3.1: a sign no mechanism has"),
    ("every", READY, lines("AUTH " + "M" * 21), "501", "4422 3.1: a mechanism of 21"),
    ("every", READY, lines("AUTH DIGEST-MD5"), "504", "4954 4: a mechanism not offered"),
    ("every", READY, lines("AUTH EXTERNAL ="), "504", "4954 4: EXTERNAL without a certificate"),
    ("every", READY, lines("AUTH CRAM-MD5 ="), "501", "4954 4: the server speaks first"),
    ("every", READY, lines("AUTH CRAM-MD5", "AAAA"), "334 501", "2195 2: no digest"),
    ("every", READY, plain("|alice|wrong"), "535", "4954 6: a wrong password"),
    ("every", READY, plain("|mallory|wonderland"), "535", "4954 6: an unknown account"),
    ("every", READY, plain("bob|alice|wonderland"), "535", "4616 2: as somebody else"),
    ("every", READY, plain("alice|ALICE|wonderland"), "235", "4616 2: as oneself"),
    ("every", READY, plain("alice|wonderland"), "501", "4616 2: one NUL"),
    ("every", READY, plain("|alice|wonder|land"), "501", "4616 2: three NULs"),
    ("every", READY, plain("|alice|"), "501", "4616 2: no password"),
    ("every", READY, plain("|\xe9|wonderland"), "501", "4616 2: no UTF-8"),
    ("every", READY, plain("|alice|wrong") * 20, "535 " * 19 + "421", "4954 9: guessing ends"),
    ("every", IN, lines("AUTH PLAIN"), "503", "4954 4: authenticated already"),
    ("every", IN, lines("AUTH"), "503", "4954 4: no mechanism, and authenticated already"),
    (
        "every",
        IN,
        lines("AUTH PL/AIN x y"),
        "503",
        "4954 4: no AUTH at all, and authenticated already",
    ),
    (
        "every",
        IN,
        lines("AUTH " + "x" * 20_000),
        "503",
        "4954 4: too long, and authenticated already",
    ),
    ("every", IN, lines("EHLO d.example", "AUTH LOGIN"), "250 503", "4954 4: EHLO forgets it not"),
    ("every", SENDER, lines("AUTH PLAIN"), "503", "4954 4: in a transaction"),
    ("every", GREETED, lines("AUTH PLAIN"), "503", "4954 4: before EHLO"),
    ("full", READY, lines(f"AUTH PLAIN {GOOD}", GOOD), "500 500", "5321 4.2.4: AUTH not offered"),
    ("every", READY, lines("AUTH LOGIN", "", ""), "334 501 500", "4954 4: LOGIN with no name"),
    (
        "every",
        READY,
        lines("AUTH LOGIN YWxpY2U=", "eA=="),
        "334 535",
        "4954 6: LOGIN, wrong password",
    ),
    ("every", READY, lines("AUTH PLAIN", "A" * 12286), "334 501", "4954 4: 12288 octets are read"),
    ("every", READY, lines("AUTH PLAIN", "A" * 12287), "334 500", "4954 4: 12289 are too many"),
    ("every", READY, lines("AUTH PLAIN", "A" * 60_000, "NOOP"), "334 500 250", "4954 4: 60,000"),
    ("auth-first", READY, lines("MAIL FROM:<>", "VRFY x"), "530 530", "4954 6: mail wants it"),
    ("auth-first", READY, lines("NOOP", "RSET", "EHLO d"), "250 250 250", "4954 6: what does not"),
    ("auth-first", READY, lines(f"AUTH PLAIN {GOOD}"), "538", "4954 6: a password in the clear"),
)
def test_authentication(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@edges(
    ("every", GREETED, lines("STARTTLS"), "503", "3207 4: before EHLO"),
    ("every", READY, lines("STARTTLS x"), "501", "3207 4: with an argument"),
    ("every", READY, lines("starttls "), "220", "5321 2.4: in lower case"),
    ("every", SENDER, lines("STARTTLS"), "503", "3207 4: in a transaction"),
    ("full", READY, lines("STARTTLS"), "500", "5321 4.2.4: not offered"),
    ("asked", READY, lines("STARTTLS", "NOOP"), "454 250", "3207 4: not now"),
    ("every", READY, lines("STARTTLS", "NOOP", "QUIT"), "220", "CVE-2011-0411: nothing behind it"),
    ("every", READY, lines("STARTTLS") + b"\x16\x03\x01\r\n", "220", "3207 4: nor a ClientHello"),
    ("every", READY, lines("STARTTLS", "STARTTLS"), "220", "3207 4: twice at once"),
    ("tls-first", READY, lines("MAIL FROM:<>", "RSET"), "530 530", "3207 4: mail wants it"),
    (
        "tls-first",
        GREETED,
        lines("HELO c.example", "EHLO c.example"),
        "530 250",
        "3207 4: HELO too",
    ),
    ("rfc8689", READY, lines("MAIL FROM:<> REQUIRETLS"), "555", "8689 2: only under TLS"),
)
def test_starttls(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@pytest.mark.parametrize("cut", [whole, single])
def test_nothing_injected_behind_starttls_is_ever_answered(cut: Cut) -> None:
    """CVE-2011-0411: it is counted and thrown away, whether it comes at once or later."""
    injected = lines("EHLO evil.example", "MAIL FROM:<evil@evil.example>", "DATA")
    session = ServerSession(SERVERS["every"])
    session.greet(NOW)
    say(session, "EHLO client.example")
    for piece in (*cut(lines("STARTTLS") + injected), *cut(injected)):
        session.receive_data(piece, NOW)
    session.data_to_send()
    started = session.start_tls(NOW)
    replies = replies_in(say(session, "RCPT TO:<a@example.com>"))

    assert [TlsStarted(2 * len(injected), implicit=False)] == started
    assert [503] == [sent.reply.code for sent in replies]
    assert (State.GREETED, "", "") == (session.state, session.client, session.account)


def test_no_representation_of_a_command_holds_a_secret() -> None:
    """RFC 4954 9: what an event is shown as may be logged."""
    session = ServerSession(SERVERS["every"])
    session.greet(NOW)
    shown = repr(say(session, "EHLO client.example", f"AUTH PLAIN {GOOD}"))

    assert "AuthCommand" in shown
    assert "AUTH PLAIN" in shown
    assert GOOD not in shown
    assert GOOD not in repr(AuthCommand(Verb.AUTH, "PLAIN", GOOD))


@edges(
    ("utf8", READY, "MAIL FROM:<ü@c.example>\r\n".encode(), "550", "6531 3.5: not announced"),
    ("utf8", READY, "MAIL FROM:<ü@c.example> SMTPUTF8\r\n".encode(), "250", "6531 3.4: announced"),
    (
        "utf8",
        READY,
        "MAIL FROM:<a@bücher.example> SMTPUTF8\r\n".encode(),
        "250",
        "6531 3.3: a domain",
    ),
    (
        "utf8",
        READY,
        'MAIL FROM:<"ü ü"@c.example> SMTPUTF8\r\n'.encode(),
        "250",
        "6531 3.3: in quotes",
    ),
    ("utf8", READY, b"MAIL FROM:<\xfc@c.example> SMTPUTF8\r\n", "500", "6531 3.3: Latin-1"),
    ("utf8", READY, b"MAIL FROM:<\xc0\xaf@c.example> SMTPUTF8\r\n", "500", "3629 3: overlong"),
    (
        "utf8",
        READY,
        b"MAIL FROM:<\xed\xa0\x80@c.example> SMTPUTF8\r\n",
        "500",
        "3629 3: a surrogate",
    ),
    ("utf8", READY, b"MAIL FROM:<\xc3> SMTPUTF8\r\n", "500", "3629 3: half a character"),
    ("utf8", READY, lines("MAIL FROM:<a@c.example> SMTPUTF8=1"), "501", "6531 3.4: a value"),
    ("utf8", READY, lines("MAIL FROM:<a@c.example> SMTPUTF8 SMTPUTF8"), "501", "6531 3.4: twice"),
    (
        "utf8",
        SENDER,
        "RCPT TO:<josé@example.com>\r\n".encode(),
        "553",
        "6531 3.5: to, not announced",
    ),
    (
        "utf8",
        SENDER,
        lines("RCPT TO:<alice@example.com> SMTPUTF8"),
        "555",
        "6531 3.4: it is MAIL's",
    ),
    (
        "full",
        READY,
        "MAIL FROM:<ü@c.example> SMTPUTF8\r\n".encode(),
        "500",
        "6531 3.2: not offered",
    ),
    ("full", READY, lines("MAIL FROM:<a@c.example> SMTPUTF8"), "555", "5321 4.1.1.11: not offered"),
    ("utf8", READY, "NOOP ü\r\n".encode(), "500", "6531 3.1: NOOP stays ASCII"),
    ("utf8", READY, "VRFY josé\r\n".encode(), "252", "6531 3.7.4.2: the answer needs UTF-8"),
    ("utf8", READY, "VRFY josé SMTPUTF8\r\n".encode(), "250", "6531 3.7.4.2: and may have it"),
    ("utf8", READY, "VRFY joão SMTPUTF8\r\n".encode(), "550", "6531 3.7.4.2: nobody"),
)
def test_utf8(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner
