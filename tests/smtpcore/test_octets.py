"""RFC 5321 2.3.8, 2.4, 4.1.1, 4.1.2: octets that no command may hold, and white space."""

from __future__ import annotations

import pytest

from smtpcore import CommandReceived, Leniency, State

from .speaking import answer, say, session_in

NONE = ("unrecognized", 500)
EMPTY = ("empty-line", 500)
BARE = ("bare-line-end", 500)
NON_ASCII = ("non-ascii", 500)
CONTROL = ("control-character", 501)
DONE = ("nothing-done", 250)
GOODBYE = ("closing", 221)

LINES = [
    # 2.3.8: CR and LF come only together, and only as a line's end.
    (b"NOOP\nNOOP", BARE),
    (b"NOOP\rNOOP", BARE),
    (b"NOOP\r", BARE),
    (b"NOOP\n", BARE),
    (b"\nNOOP", BARE),
    (b"NOOP\n\rNOOP", BARE),
    (b"\r", BARE),
    (b"MAIL FROM:<a@b>\nRCPT TO:<alice@example.com>", BARE),
    # 2.4: octets above 127.
    (b"EHLO caf\xe9.example", NON_ASCII),
    (b"NOOP \x80", NON_ASCII),
    (b"\xff\xfe", NON_ASCII),
    ("MAIL FROM:<jos\u00e9@client.example>".encode(), NON_ASCII),
    # 4.1.2: other character codes that no command holds.
    (b"NOOP\x00", CONTROL),
    # "no other reasons for rejection": a verb that nobody knows is one.
    (b"NO\x00OP", ("unrecognized", 500)),
    (b"\x00", ("unrecognized", 500)),
    (b"NOOP \x7f", CONTROL),
    (b"NOOP \x1b[A", CONTROL),
    (b"NOOP\thello", CONTROL),
    (b"\tNOOP", ("unrecognized", 500)),
    (b"NOOP \t x", CONTROL),
    (b"MAIL FROM:<a\x00b@client.example>", CONTROL),
    (b'MAIL FROM:<"a\tb"@client.example>', CONTROL),
    # 4.1.1: "whitespace ... SHOULD be tolerated" before the CRLF.
    (b"NOOP ", DONE),
    (b"NOOP\t", DONE),
    (b"NOOP \t \t", DONE),
    (b"QUIT   ", GOODBYE),
    # What is no command at all.
    (b"", EMPTY),
    (b" ", EMPTY),
    (b"\t", EMPTY),
    (b" \t ", EMPTY),
    (b" NOOP", NONE),
    (b"NOOPE", NONE),
    (b"NOO", NONE),
    (b".", NONE),
    (b"MAILFROM:<a@client.example>", NONE),
    (b"STARTTLS", NONE),
    (b"AUTH PLAIN", NONE),
    (b"LHLO client.example", NONE),
    (b"X-ANYTHING", NONE),
    (b"GET / HTTP/1.1", NONE),
    # 2.4: verbs in any case.
    (b"noop", DONE),
    (b"nOoP", DONE),
]


@pytest.mark.parametrize(("line", "expected"), LINES, ids=[repr(line) for line, _ in LINES])
def test_line_is_answered_by_its_octets(line: bytes, expected: tuple[str, int]) -> None:
    """Whatever a line holds, it has one reply, by name."""
    actual = answer(line)

    assert expected == actual


@pytest.mark.parametrize("line", [b"NOOP ", b"NOOP\t", b"NOOP \t "])
def test_trailing_white_space_is_remarked(line: bytes) -> None:
    """What was let pass is told, so that it can be explained."""
    (received,) = (
        event for event in say(session_in(State.READY), line) if isinstance(event, CommandReceived)
    )

    assert (Leniency.TRAILING_SPACE,) == received.tolerated


@pytest.mark.parametrize("line", [line for line, reply in LINES if reply != GOODBYE])
def test_bad_line_changes_nothing(line: bytes) -> None:
    """A line that is no command leaves the transaction as it is."""
    session = session_in(State.HAS_RECIPIENT)
    before = session.envelope
    say(session, line)

    assert (State.HAS_RECIPIENT, before) == (session.state, session.envelope)
