"""Edge inputs: BDAT and BURL (RFC 3030, RFC 4468), also to LMTP (RFC 2033)."""

from __future__ import annotations

from typing import Final

from .edges import (
    DATA,
    IN,
    LMTP_READY,
    LMTP_RECIPIENT,
    LMTP_SENDER,
    READY,
    RECIPIENT,
    SENDER,
    Edge,
    edges,
    lines,
)

BINARY: Final = READY + lines(
    "MAIL FROM:<a@c.example> BODY=BINARYMIME", "RCPT TO:<alice@example.com>"
)
DIGITS: Final = "123456789012345678901234567890"
QUIT: Final = b"QUIT\r\n"
"""Six octets of a chunk."""


def bdat(argument: str, octets: bytes = b"") -> bytes:
    return lines(f"BDAT {argument}") + octets


@edges(
    ("every", RECIPIENT, bdat("6 LAST", QUIT), "250", "3030 2: a command within a chunk"),
    ("every", RECIPIENT, bdat("6", QUIT) + bdat("0 LAST"), "250 250", "3030 2: nothing at the end"),
    ("every", RECIPIENT, bdat("0 LAST"), "250", "3030 2: a message of nothing"),
    ("every", RECIPIENT, bdat("0") * 3 + bdat("0 LAST"), "250 250 250 250", "3030 2: empty chunks"),
    (
        "every",
        RECIPIENT,
        bdat("5 LAST", b"\r\n.\r\n") + QUIT,
        "250 221",
        "3030 2: a dot ends nothing",
    ),
    (
        "every",
        RECIPIENT,
        bdat("4 last", b"\0\n\r\xff"),
        "250",
        "3030 2: LAST in any case, any octets",
    ),
    (
        "every",
        RECIPIENT,
        lines("bdat 2") + b"ab" + bdat("1 Last", b"c"),
        "250 250",
        "5321 2.4: bdat",
    ),
    ("every", RECIPIENT, bdat("000000006 LAST", QUIT), "250", "3030 2: noughts in front"),
    ("every", RECIPIENT, bdat("6 LAST ", QUIT), "250", "5321 4.1.1: a space behind LAST"),
    ("every", RECIPIENT, lines("BDAT"), "501", "3030 2: no size"),
    ("every", RECIPIENT, bdat("LAST"), "501", "3030 2: LAST and no size"),
    ("every", RECIPIENT, bdat("-1"), "501", "3030 2: a size below nothing"),
    ("every", RECIPIENT, bdat("+1"), "501", "3030 2: a size with a sign"),
    ("every", RECIPIENT, bdat("0x6"), "501", "3030 2: a size in hexadecimal"),
    ("every", RECIPIENT, bdat("6LAST", QUIT), "501", "3030 2: no space before LAST"),
    ("every", RECIPIENT, bdat("6 FIRST", QUIT), "501", "3030 2: another word"),
    ("every", RECIPIENT, bdat("6 LAST LAST", QUIT), "501", "3030 2: LAST twice"),
    ("every", RECIPIENT, bdat(" 6", QUIT), "501", "5321 4.1.1: two spaces"),
    ("every", RECIPIENT, bdat("\xb2"), "500", "5321 2.4: a digit that is not ASCII"),
    (
        "every",
        RECIPIENT,
        bdat("9223372036854775808", QUIT),
        "",
        "3030 2: 2^63 octets are waited for",
    ),
    ("every", RECIPIENT, bdat(DIGITS + " LAST", QUIT), "", "3030 2: so is a size of 30 digits"),
    ("small", RECIPIENT, bdat("6", QUIT), "500 221", "3030 2: not offered, so read as commands"),
    ("full", DATA, bdat("6 LAST", QUIT), "", "3030 2: in mail data it is text"),
)
def test_chunks(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@edges(
    ("every", b"", bdat("6", QUIT) + QUIT, "503 221", "3030 2: before EHLO, swallowed"),
    ("every", READY, bdat("6", QUIT) + QUIT, "503 221", "3030 2: before MAIL, swallowed"),
    ("every", SENDER, bdat("6 LAST", QUIT) + QUIT, "503 221", "3030 2: before RCPT, swallowed"),
    (
        "every",
        SENDER,
        lines("RCPT TO:<x@example.com>") + bdat("6", QUIT) * 2 + bdat("6 LAST", QUIT),
        "550 554 554 554",
        "3030 2: all recipients refused, the pipeline swallowed",
    ),
    ("every", RECIPIENT, bdat("6 LAST", QUIT) + bdat("6", QUIT), "250 503", "3030 2: after LAST"),
    (
        "every",
        RECIPIENT,
        bdat("1", b"a") + lines("DATA", "NOOP"),
        "250 503 250",
        "3030 2: DATA after it",
    ),
    (
        "every",
        RECIPIENT,
        bdat("1", b"a") + lines("MAIL FROM:<>"),
        "250 503",
        "5321 4.1.4: MAIL after it",
    ),
    (
        "every",
        RECIPIENT,
        bdat("1", b"a") + lines("RCPT TO:<alice@example.com>"),
        "250 503",
        "3030 2: RCPT",
    ),
    (
        "every",
        RECIPIENT,
        bdat("1", b"a") + lines("STARTTLS"),
        "250 503",
        "3207 4: STARTTLS after it",
    ),
    (
        "every",
        RECIPIENT,
        bdat("1", b"a") + lines("RSET", "DATA"),
        "250 250 503",
        "3030 2: RSET clears",
    ),
    (
        "every",
        RECIPIENT,
        bdat("1", b"a") + lines("NOOP") + bdat("0 LAST"),
        "250 250 250",
        "5321 4.1.4: NOOP",
    ),
    (
        "every",
        RECIPIENT,
        bdat("1", b"a") + READY + lines("DATA"),
        "250 250 503",
        "5321 4.1.4: EHLO clears",
    ),
    (
        "every",
        RECIPIENT,
        bdat("1", b"a") + bdat("x") + bdat("0 LAST"),
        "250 501 503",
        "3030 2: a bad one",
    ),
    ("every", BINARY, lines("DATA", "NOOP"), "503 250", "3030 3: DATA after BODY=BINARYMIME"),
    ("every", BINARY, bdat("3 LAST", b"\n\r\0"), "250", "3030 3: BINARYMIME by BDAT"),
    ("every", DATA, lines(".") + bdat("1", b"a"), "250 503", "3030 2: BDAT after DATA is over"),
    (
        "every-small",
        RECIPIENT,
        bdat("101", b"x" * 101) + QUIT,
        "552 221",
        "3030 2: a chunk too large",
    ),
    (
        "every-small",
        RECIPIENT,
        bdat("101 LAST", b"x" * 101),
        "552",
        "3030 2: a last chunk too large",
    ),
    (
        "every-small",
        RECIPIENT,
        bdat("60", b"x" * 60) * 2 + bdat("60 LAST", b"x" * 60),
        "250 552 552",
        "3030 2: too large by degrees, and so to its end",
    ),
    (
        "every-small",
        RECIPIENT,
        bdat("100 LAST", b"x\r\n" * 33 + b"x"),
        "250",
        "3030 2: as large as may be",
    ),
    (
        "every-small",
        RECIPIENT,
        bdat("60 LAST", b"x" * 60),
        "500",
        "5321 4.5.3.1.6: a text line too long",
    ),
)
def test_chunks_out_of_order_or_too_large(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@edges(
    ("lmtp", LMTP_READY, lines("DATA"), "503", "2033 4.2: DATA without MAIL"),
    ("lmtp", LMTP_SENDER, lines("DATA"), "503", "2033 4.2: DATA without RCPT"),
    (
        "lmtp",
        LMTP_SENDER,
        lines("RCPT TO:<x@example.com>", "DATA"),
        "550 503",
        "2033 4.2: all refused",
    ),
    ("lmtp", LMTP_RECIPIENT, lines("DATA", "."), "354 250", "2033 4.2: one recipient, one reply"),
    (
        "lmtp",
        LMTP_RECIPIENT,
        lines("RCPT TO:<alice@example.com>", "RCPT TO:<x@example.com>", "DATA", ".", "NOOP"),
        "250 550 354 250 250 250",
        "2033 4.2: the same twice and a stranger, two replies",
    ),
    (
        "lmtp",
        LMTP_READY,
        bdat("6 LAST", QUIT) + QUIT,
        "503 221",
        "2033 4.3: BDAT LAST without MAIL",
    ),
    ("lmtp", LMTP_SENDER, bdat("6 LAST", QUIT) + QUIT, "221", "2033 4.3: no RCPT, no reply"),
    ("lmtp", LMTP_SENDER, bdat("6", QUIT) + QUIT, "503 221", "2033 4.3: without LAST always one"),
    (
        "lmtp",
        LMTP_RECIPIENT,
        lines("RCPT TO:<bob@example.com>") + bdat("6", QUIT) + bdat("0 LAST"),
        "250 250 250 250",
        "2033 4.3: two recipients, two replies to LAST",
    ),
    ("rfc2033", LMTP_READY, lines("STARTTLS"), "500", "2033 4: what is not offered"),
)
def test_lmtp(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@edges(
    ("every", RECIPIENT, lines("BURL imap://a.example/x LAST"), "530", "4468 3.3: who asks"),
    ("every", IN, lines("BURL imap://a.example/x"), "503", "4468 3.1: before MAIL"),
    ("every", RECIPIENT, lines("BURL"), "501", "4468 3.5: no URL"),
    ("every", RECIPIENT, lines("BURL x LAST"), "501", "4468 3.5: no URL but a word"),
    ("every", RECIPIENT, lines("BURL imap://a.example/x FIRST"), "501", "4468 3.5: another word"),
    ("full", RECIPIENT, lines("BURL imap://a.example/x"), "500", "4468 3.1: not offered"),
)
def test_burl(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner
