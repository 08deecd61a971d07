"""Edge inputs: octets, lines, verbs and their order."""

from __future__ import annotations

from typing import Final

from .edges import (
    DATA,
    GREETED,
    PLAIN_READY,
    READY,
    RECIPIENT,
    SENDER,
    Edge,
    edges,
    lines,
)

CLIENT_HELLO: Final = (
    b"\x16\x03\x01\x00\xf8\x01\x00\x00\xf4\x03\x03" + bytes(range(32)) + b"\x20" + b"\r\n" * 3
)
"""How a client that speaks TLS at once begins; CRLFs may well be among its random octets."""

HTTP: Final = lines("POST / HTTP/1.1", "Host: mx.example.com", "Content-Length: 6", "", "QUIT")


@edges(
    ("full", GREETED, b"NO\0OP\r\n", "500", "5321 4.1.2: a NUL in a verb"),
    ("full", GREETED, b"NOOP \0\r\n", "501", "5321 4.1.2: a NUL in an argument"),
    ("full", GREETED, b"\0\r\n", "500", "5321 4.1.2: a NUL alone"),
    ("full", READY, b"MAIL FROM:<a\0b@c.example>\r\n", "501", "5321 4.1.2: a NUL in a path"),
    ("full", GREETED, b"NOOP \x7f\r\n", "501", "5321 4.1.2: a DEL"),
    ("full", SENDER, b"RCPT TO:<\x1b[1m@a.example>\r\n", "501", "5321 4.1.2: an escape in a path"),
    ("full", GREETED, b"EHLO \x07client.example\r\n", "501", "5321 4.1.2: a bell in a name"),
    ("full", READY, b"MAIL\tFROM:<>\r\n", "501", "5321 4.1.1: a tab is no space"),
    (
        "full",
        GREETED,
        b"EHLO client.example\x0b\r\n",
        "501",
        "5321 4.1.1: a vertical tab at the end",
    ),
    ("full", GREETED, b"N\xd6\xd6P\r\n", "500", "5321 2.4: 8-bit octets in a verb"),
    ("full", GREETED, b"NOOP \xff\r\n", "500", "5321 2.4: an 8-bit octet in an argument"),
    ("full", READY, b"MAIL FROM:<\xe9@c.example>\r\n", "500", "5321 2.4: 8-bit without SMTPUTF8"),
    ("full", GREETED, b"\xef\xbb\xbfEHLO c.example\r\n", "500", "5321 2.4: a byte order mark"),
    ("every", GREETED, b"EHLO caf\xc3\xa9.example\r\n", "500", "6531 3.7.1: EHLO stays ASCII"),
    ("full", GREETED, b"NOOP\nQUIT\r\n", "500", "5321 2.3.8: LF ends no command"),
    ("full", GREETED, b"NOOP\rQUIT\r\n", "500", "5321 2.3.8: CR ends no command"),
    ("full", GREETED, b"\nQUIT\n\r\n", "500", "5321 2.3.8: LF around a command"),
    ("full", GREETED, b"\n\rQUIT\n\r\r\n", "500", "5321 2.3.8: LF CR around a command"),
    ("full", GREETED, b"NOOP\r\r\n", "500", "5321 2.3.8: a CR too many"),
    ("full", GREETED, b"NOOP\r\n\nNOOP\r\n", "250 500", "5321 2.3.8: an LF too many"),
    ("full", GREETED, b"QUIT\n", "", "5321 2.3.8: LF alone is still waited for"),
    ("full", GREETED, b"QUIT\r", "", "5321 2.3.8: CR alone is still waited for"),
    (
        "full",
        SENDER,
        b"RCPT TO:<a@b.example>\nDATA\n.\nQUIT\n\r\n",
        "500",
        "5321 4.1.1.4: all by LF",
    ),
    ("full", GREETED, b"\r\n", "500", "5321 4.2.4: an empty line"),
    ("full", GREETED, b"\r\n\r\n\r\n", "500 500 500", "5321 4.2.4: three empty lines"),
    ("full", GREETED, b" \t \r\n", "500", "5321 4.2.4: nothing but white space"),
    ("full", GREETED, b" NOOP\r\n", "500", "5321 4.1.1: a space in front of the verb"),
    ("full", GREETED, b".\r\n", "500", "5321 4.1.1.4: a dot outside mail data"),
)
def test_octets_of_a_command_line(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@edges(
    ("full", GREETED, lines("nOoP"), "250", "5321 2.4: verbs in any case"),
    ("full", GREETED, b"NOOP \r\n", "250", "5321 4.1.1: a space at the end"),
    ("full", GREETED, b"RSET\t\r\n", "250", "5321 4.1.1: a tab at the end"),
    ("full", GREETED, b"EHLO c.example \t \r\n", "250", "5321 4.1.1: white space after a name"),
    ("full", READY, b"MAIL FROM:<> \r\n", "250", "5321 4.1.1: a space after a path"),
    ("full", RECIPIENT, b"DATA  \r\n", "354", "5321 4.1.1: spaces after DATA"),
    ("full", GREETED, b"QUIT \r\n", "221", "5321 4.1.1: a space after QUIT"),
    ("full", GREETED, lines("EHLO  c.example"), "501", "5321 4.1.1: two spaces"),
    ("lenient", GREETED, lines("EHLO  c.example"), "250", "5321 4.1.1: two spaces let pass"),
    ("full", GREETED, lines('NOOP <a> = "b'), "250", "5321 4.1.1.9: NOOP takes any string"),
    ("full", GREETED, lines("FOO"), "500", "5321 4.2.4: an unknown verb"),
    ("full", GREETED, lines("X-FOO bar"), "500", "5321 4.1.5: an unknown private verb"),
    ("full", GREETED, lines("NOOPS"), "500", "5321 4.2.4: a verb and a letter"),
    ("full", READY, lines("MAILFROM:<>"), "500", "5321 4.1.1.2: no space after the verb"),
    ("full", GREETED, lines("BDAT LAST"), "500", "5321 4.2.4: the name of a move is no verb"),
    ("full", GREETED, lines("AUTH RESPONSE"), "500", "5321 4.2.4: nor is a response"),
    ("full", GREETED, lines("TURN"), "502", "5321 F.1: TURN"),
    ("full", GREETED, lines("SEND FROM:<>", "SOML", "SAML x"), "502 502 502", "5321 F.6: SEND"),
    ("full", GREETED, lines("STARTTLS", "AUTH PLAIN"), "500 500", "5321 4.2.4: not offered"),
    ("full", GREETED, HTTP, "500 500 500 500 221", "5321 7.8: an HTTP request"),
    ("full", GREETED, CLIENT_HELLO, "500 500 500", "5321 3.8: a TLS ClientHello"),
    ("full", GREETED, lines("RSET x", "QUIT x"), "501 501", "5321 4.1.1: arguments not allowed"),
    ("full", RECIPIENT, lines("DATA x", "DATA"), "501 354", "5321 4.1.1.4: DATA takes none"),
    ("full", GREETED, lines("HELP", "HELP mail"), "214 214", "5321 4.1.1.8: HELP"),
    ("full", GREETED, lines("HELP FOO", "HELP STATUS"), "504 211", "5321 4.3.2: topics of HELP"),
    ("full", GREETED, lines("VRFY", "EXPN"), "501 501", "5321 4.1.1.6: nobody to verify"),
    ("full", GREETED, lines("VRFY Archer"), "553", "5321 3.5.1: an ambiguous name"),
    ("full", GREETED, lines("VRFY friends"), "252", "5321 3.5.1: a list cannot be verified"),
    ("full", GREETED, lines("EXPN friends", "EXPN alice"), "250 550", "5321 3.5.1: EXPN"),
    ("full", GREETED, lines("VRFY eve", "VRFY frank"), "251 551", "5321 3.4: forwarding"),
    ("withheld", GREETED, lines("VRFY nobody", "EXPN x"), "252 252", "5321 7.3: switched off"),
    (
        "not-implemented",
        GREETED,
        lines("VRFY", "EXPN", "HELP"),
        "502 502 502",
        "5321 4.2.4: left out",
    ),
    ("plain", GREETED, lines("NOOP " + "x" * 505), "250", "5321 4.5.3.1.4: 512 octets"),
    ("plain", GREETED, lines("NOOP " + "x" * 506), "500", "5321 4.5.3.1.4: 513 octets"),
    ("plain", GREETED, b"x" * 100_000 + lines("", "NOOP"), "500 250", "5321 4.5.3.1.9: 100 kB"),
    ("plain", GREETED, b"QUIT " * 9999 + b"\r\n", "500", "5321 4.5.3.1.9: no part of it counts"),
    (
        "plain",
        GREETED,
        b"x" * 511 + b"\r" + lines("", "NOOP"),
        "500 250",
        "5321 4.5.3.1.9: CR there",
    ),
)
def test_verbs_and_lines(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@edges(
    ("full", GREETED, lines("EHLO"), "501", "5321 4.1.1.1: EHLO without a name"),
    ("full", GREETED, lines("EHLO a b"), "501", "5321 4.1.1.1: two names"),
    ("full", GREETED, lines("EHLO -a", "EHLO a-"), "501 501", "5321 4.1.2: a hyphen at an end"),
    ("full", GREETED, lines("EHLO a..b", "EHLO a."), "501 501", "5321 4.1.2: an empty label"),
    ("full", GREETED, lines("EHLO a_b"), "501", "5321 4.1.2: an underscore"),
    ("lenient", GREETED, lines("EHLO a_b"), "250", "5321 4.1.2: an underscore let pass"),
    ("full", GREETED, lines("EHLO 192.0.2.1"), "250", "5321 4.1.2: digits are a name too"),
    ("full", GREETED, lines("EHLO xn--caf-dma.example"), "250", "5321 2.3.5: an A-label"),
    ("full", GREETED, lines("EHLO " + "a" * 255), "250", "5321 4.5.3.1.2: 255 octets"),
    ("full", GREETED, lines("EHLO " + "a" * 256), "501", "5321 4.5.3.1.2: 256 octets"),
    ("full", GREETED, lines("EHLO [192.0.2.1]"), "250", "5321 4.1.3: IPv4"),
    ("full", GREETED, lines("EHLO [192.0.2.256]"), "501", "5321 4.1.3: over 255"),
    ("full", GREETED, lines("EHLO [192.0.2]"), "501", "5321 4.1.3: three numbers"),
    ("full", GREETED, lines("EHLO [192.0.2.1"), "501", "5321 4.1.3: no bracket"),
    ("full", GREETED, lines("EHLO [IPv6:1:2:3:4:5:6:7:8]"), "250", "5321 4.1.3: IPv6 in full"),
    ("full", GREETED, lines("EHLO [ipv6:::]"), "250", "5321 4.1.3: IPv6 of zeros"),
    ("full", GREETED, lines("EHLO [IPv6:1::8]"), "250", "5321 4.1.3: IPv6 compressed"),
    ("full", GREETED, lines("EHLO [IPv6:1:2:3:4:5:6::]"), "250", "5321 4.1.3: six groups and ::"),
    ("full", GREETED, lines("EHLO [IPv6:1:2:3:4:5:6:7::]"), "501", "5321 4.1.3: :: for one group"),
    ("full", GREETED, lines("EHLO [IPv6:1:2:3:4:5:6:7:8:9]"), "501", "5321 4.1.3: nine groups"),
    ("full", GREETED, lines("EHLO [IPv6:1::2::3]"), "501", "5321 4.1.3: :: twice"),
    ("full", GREETED, lines("EHLO [IPv6:12345::]"), "501", "5321 4.1.3: five digits"),
    ("full", GREETED, lines("EHLO [IPv6:::192.0.2.1]"), "250", "5321 4.1.3: IPv4 within IPv6"),
    ("full", GREETED, lines("EHLO [IPv6:192.0.2.1::]"), "501", "5321 4.1.3: IPv4 in front"),
    ("full", GREETED, lines("EHLO [::1]"), "501", "5321 4.1.3: IPv6 without its tag"),
    (
        "full",
        GREETED,
        lines("EHLO [x-net:any%thing]"),
        "501",
        "5321 4.1.3: a tag that is not registered",
    ),
    ("full", GREETED, lines("EHLO []"), "501", "5321 4.1.3: nothing in the brackets"),
)
def test_names_of_clients(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@edges(
    ("full", GREETED, lines("LHLO c.example"), "500", "2033 4.1: LHLO to SMTP"),
    (
        "lmtp",
        GREETED,
        lines("EHLO c.example", "HELO c.example"),
        "500 500",
        "2033 4.1: EHLO to LMTP",
    ),
    ("lmtp", GREETED, lines("lhlo c.example", "LHLO d.example"), "250 250", "2033 4.1: LHLO twice"),
    ("lmtp", GREETED, lines("MAIL FROM:<>", "LHLO"), "503 501", "2033 4.1: LHLO without a name"),
    (
        "full",
        READY,
        lines("EHLO d.example", "HELO e.example"),
        "250 250",
        "5321 4.1.4: hello again",
    ),
    ("full", RECIPIENT, lines("EHLO d.example", "DATA"), "250 503", "5321 4.1.4: EHLO resets"),
    (
        "full",
        RECIPIENT,
        lines("EHLO", "EHLO a b", "DATA"),
        "501 501 354",
        "5321 4.1.4: a bad one not",
    ),
    (
        "full",
        PLAIN_READY,
        lines("MAIL FROM:<> SIZE=1"),
        "555",
        "5321 2.2.1: no parameters after HELO",
    ),
    ("full", GREETED, lines("MAIL FROM:<>"), "503", "5321 4.1.4: MAIL before EHLO"),
    ("full", GREETED, lines("RCPT TO:<alice@example.com>"), "503", "5321 4.1.4: RCPT before EHLO"),
    ("full", GREETED, lines("DATA"), "503", "5321 4.1.4: DATA before EHLO"),
    ("full", GREETED, lines("MAIL x", "RCPT", "DATA 1"), "503 503 503", "5321 4.1.4: order first"),
    (
        "full",
        GREETED,
        lines("NOOP", "RSET", "VRFY alice"),
        "250 250 250",
        "5321 4.1.4: at any time",
    ),
    ("full", READY, lines("RCPT TO:<alice@example.com>"), "503", "5321 3.3: RCPT without MAIL"),
    ("full", READY, lines("DATA", ".", "QUIT"), "503 500 221", "5321 3.3: DATA without MAIL"),
    ("full", SENDER, lines("DATA"), "503", "5321 3.3: DATA without RCPT"),
    ("full", SENDER, lines("RCPT TO:<x@example.com>", "DATA"), "550 554", "5321 3.3: all refused"),
    ("full", SENDER, lines("MAIL FROM:<>"), "503", "5321 4.1.4: MAIL twice"),
    ("full", SENDER, lines("RSET", "MAIL FROM:<>"), "250 250", "5321 4.1.1.5: RSET clears"),
    ("full", RECIPIENT, lines("RSET", "DATA"), "250 503", "5321 4.1.1.5: RSET clears recipients"),
    ("full", DATA, lines("QUIT", "RSET", "NOOP"), "", "5321 4.1.1.4: in mail data all is text"),
    ("full", DATA, lines(".", "DATA"), "250 503", "5321 4.1.1.4: the dot clears"),
    ("full", READY, lines("QUIT", "NOOP", "MAIL FROM:<>"), "221", "5321 4.1.1.10: QUIT is the end"),
    ("no-service", GREETED, lines("NOOP", "FOO", "QUIT"), "503 503 221", "5321 3.1: 554 greeting"),
    ("no-mail", GREETED, lines("NOOP", "QUIT", "NOOP"), "521 221", "7504 3: 521 greeting"),
    ("full", GREETED, lines("FOO") * 21, "500 " * 19 + "421", "5321 7.8: twenty mistakes"),
    ("full", GREETED, lines("TURN") * 25, "502 " * 25, "5321 3.8: what is left out is no mistake"),
    ("full", GREETED, lines("DATA") * 25, "503 " * 25, "5321 3.8: nor what came too early"),
    ("full", GREETED, lines("FOO") * 19 + READY, "500 " * 19 + "250", "5321 3.8: nineteen stay"),
)
def test_order_of_commands(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner
