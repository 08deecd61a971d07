"""RFC 3030: chunks, whose octets are read whatever becomes of them, and what they add up to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import (
    ChunkReceived,
    CommandReceived,
    ConnectionClosed,
    Dialect,
    Event,
    Leniency,
    Limits,
    ReplySent,
    State,
)
from smtpcore.extensions.chunking import Bdat
from smtpcore.extensions.starttls import StartTls

from .cuts import Cut, every_cut
from .policies import EVERY, tuned
from .speaking import (
    EHLO,
    MAIL,
    NOW,
    RCPT,
    chunk,
    fed,
    messages,
    names,
    octets,
    replies_in,
    say,
    session_in,
)

CHUNK = ("chunk-accepted", 250)
ACCEPTED = ("message-accepted", 250)
PART_FAILED = ("part-failed", 503)
TOO_BIG = ("message-too-big", 552)
DONE = ("nothing-done", 250)
FETCHED = ("content-fetched", 250)
RESET = ("reset", 250)

SMALL = replace(EVERY, dialect=Dialect(Limits(message=100)))


def chunks_in(events: list[Event]) -> list[ChunkReceived]:
    return [event for event in events if isinstance(event, ChunkReceived)]


@every_cut
@pytest.mark.parametrize(
    "chunks",
    [
        [b"hello\r\n"],
        [b"", b""],
        [b"hel", b"lo\r", b"\n"],
        [b"one\r\n.\r\n", b"..two", b"\r\n.\r\n"],
        [b"QUIT\r\nBDAT 9\r\n", b"\r\n", b"\n\r\0\xff"],
        [bytes(range(256)) * 8, b"\r\n"],
    ],
)
def test_message_is_its_chunks_one_behind_the_other(chunks: list[bytes], cut: Cut) -> None:
    """RFC 3030 2: no dot is added or taken away, and nothing in a chunk ends anything."""
    session = session_in(State.HAS_RECIPIENT, EVERY)
    *first, last = chunks
    events = fed(session, b"".join(map(chunk, first)) + chunk(last, " LAST") + octets("NOOP"), cut)
    (message,) = messages(events)

    assert [CHUNK] * len(first) + [ACCEPTED, DONE] == names(events)
    assert b"".join(chunks) == message.content
    assert [(each, len(each)) for each in chunks] == [
        (event.octets, event.size) for event in chunks_in(events)
    ]
    assert [False] * len(first) + [True] == [event.last for event in chunks_in(events)]


def test_reply_tells_the_size_of_the_chunk_and_of_the_message() -> None:
    """RFC 3030 4.2: "250 324 octets received", and "100324" for all of them."""
    session = session_in(State.HAS_RECIPIENT, EVERY)
    one, all_of_it = replies_in(fed(session, chunk(b"x" * 30) + chunk(b"x" * 12, " LAST")))

    assert ("250 2.0.0 30 octets received",) == one.lines
    assert (30, 42) == (one.facts["size"], all_of_it.facts["size"])


def test_events_of_a_chunk_come_when_they_happen() -> None:
    """The command at once, its octets and its reply when they are complete."""
    session = session_in(State.HAS_RECIPIENT, EVERY)
    (received,) = session.receive_data(octets("BDAT 4 LAST") + b"hi", NOW)
    due, pending = session.octets_due, session.pending
    events = session.receive_data(b"\r\nNOOP\r\n", NOW)

    assert isinstance(received, CommandReceived)
    assert isinstance(received.command, Bdat)
    assert (4, True) == (received.command.size, received.command.last)
    assert (2, b"hi") == (due, pending)
    assert [ChunkReceived(b"hi\r\n", 4, last=True), *events[1:]] == events
    assert [ACCEPTED, DONE] == names(events)
    assert (0, b"") == (session.octets_due, session.pending)


def test_client_that_vanishes_within_a_chunk_leaves_its_beginning() -> None:
    """RFC 5321 3.8: and no message."""
    session = session_in(State.HAS_RECIPIENT, EVERY)
    fed(session, chunk(b"first") + octets("BDAT 10 LAST") + b"half")

    assert [ConnectionClosed(by_client=True, unfinished=b"half")] == session.receive_eof(NOW)
    assert (None, 0) == (session.envelope, session.octets_due)


BODIES = [
    ("", "DATA", ("start-mail-input", 354)),
    (" BODY=8BITMIME", "DATA", ("start-mail-input", 354)),
    (" BODY=BINARYMIME", "DATA", ("binary-needs-chunks", 503)),
    (" body=binarymime", "DATA", ("binary-needs-chunks", 503)),
    (" BODY=BINARYMIME", "BDAT 0", CHUNK),
    (" BODY=BINARYMIME", "BDAT 0 LAST", ACCEPTED),
]


@pytest.mark.parametrize(("body", "command", "expected"), BODIES)
def test_binary_content_comes_in_chunks_only(
    body: str, command: str, expected: tuple[str, int]
) -> None:
    """RFC 3030 3: DATA after BODY=BINARYMIME MUST get 503."""
    session = session_in(State.READY, EVERY)
    say(session, MAIL + body, RCPT)

    assert [expected] == names(say(session, command))


@pytest.mark.parametrize(
    ("body", "content", "expected"),
    [
        ("7BIT", b"a\nb", "bare-line-end-in-content"),
        ("7BIT", b"caf\xe9", "undeclared-8bit"),
        ("7BIT", b"x" * 60, "text-line-too-long"),
        ("8BITMIME", b"caf\xe9", "message-accepted"),
        ("BINARYMIME", b"a\nb\rcaf\xe9\0", "message-accepted"),
        ("BINARYMIME", b"x" * 60, "message-accepted"),
        ("BINARYMIME", b"x" * 101, "message-too-big"),
    ],
)
def test_lines_mean_nothing_in_binary_content(body: str, content: bytes, expected: str) -> None:
    """RFC 3030 3: "CR and LF do not necessarily represent ends of text lines"."""
    particular = replace(
        SMALL,
        refuses_bare_line_ends=True,
        refuses_undeclared_8bit=True,
        dialect=Dialect(Limits(message=100, text_line=50)),
    )
    session = session_in(State.READY, particular)
    say(session, f"{MAIL} BODY={body}", RCPT)
    events = fed(session, chunk(b"\r\n" + content, " LAST"))

    assert [expected] == [name for name, _ in names(events)]


SWALLOWED = {
    "before EHLO": (EVERY, State.GREETED, "hello-first"),
    "before MAIL": (EVERY, State.READY, "sender-first"),
    "before RCPT": (EVERY, State.HAS_SENDER, "recipient-first"),
    "refusing": (EVERY, State.REFUSING, "out-of-order"),
    "over the limit": (SMALL, State.HAS_RECIPIENT, "message-too-big"),
    "TLS is wanted": (tuned(StartTls(required=True)), State.READY, "tls-required"),
}


@every_cut
@pytest.mark.parametrize("case", SWALLOWED)
def test_refused_chunk_is_read_to_its_end_and_not_kept(case: str, cut: Cut) -> None:
    """RFC 3030 2: "MUST accept and discard the associated message data" before the reply."""
    policy, state, expected = SWALLOWED[case]
    session = session_in(state, policy)
    text = b"QUIT\r\n" * 20
    events = fed(session, chunk(text) + chunk(text, " LAST"), cut)
    got = [name for name, _ in names(events)]

    assert [expected, expected] == got
    assert [(b"", 120, False), (b"", 120, True)] == [
        (event.octets, event.size, event.last) for event in chunks_in(events)
    ]
    assert State.CLOSED is not session.state


@pytest.mark.parametrize("size", ["1000", str(2**31), str(2**63), str(2**64), "9" * 30, "9" * 100])
def test_endless_chunk_is_counted_and_not_held(size: str) -> None:
    """Whatever size a client states, nothing is made ready for it; the rest is awaited."""
    session = session_in(State.HAS_RECIPIENT, SMALL)
    events = fed(session, octets(f"BDAT {size} LAST") + b"x" * 500)

    assert [CommandReceived] == [type(event) for event in events]
    assert (int(size) - 500, b"") == (session.octets_due, session.pending)
    assert b"" == session.standing.chunks


SIZELESS = [
    ("BDAT", "argument-missing"),
    ("BDAT x", "bad-syntax"),
    ("BDAT -1", "bad-syntax"),
    ("BDAT 1.5", "bad-syntax"),
    ("BDAT 0x1", "bad-syntax"),
    ("BDAT LAST", "bad-syntax"),
    ("BDAT " + "9" * 101, "bad-syntax"),
]


@pytest.mark.parametrize(("line", "expected"), SIZELESS)
def test_chunk_without_a_size_has_no_octets(line: str, expected: str) -> None:
    """RFC 3030 2: where no size is stated none can be read, but the part was refused."""
    session = session_in(State.HAS_CHUNKS, EVERY)

    assert [(expected, 501), DONE] == names(say(session, line, "NOOP"))
    assert [PART_FAILED] == names(say(session, "BDAT 0 LAST"))


@pytest.mark.parametrize("line", ["BDAT 6LAST", "BDAT 6 FIRST", "BDAT 6 LAST LAST", "BDAT  6"])
def test_octets_of_a_badly_written_chunk_are_no_commands(line: str) -> None:
    """RFC 3030 2: "MUST accept and discard the associated message data before sending"."""
    session = session_in(State.HAS_CHUNKS, EVERY)
    events = fed(session, octets(line) + b"QUIT\r\n" + octets("BDAT 0 LAST") + octets("RSET"))

    assert [("bad-syntax", 501), PART_FAILED, RESET] == names(events)


@pytest.mark.parametrize("line", ["bdat 0 last", "Bdat 0 Last", "BDAT 0 LAST ", "BDAT 00 LAST\t"])
def test_chunk_is_understood_in_any_case(line: str) -> None:
    """RFC 5321 2.4, 4.1.1."""
    assert [ACCEPTED] == names(say(session_in(State.HAS_RECIPIENT, EVERY), line))


def test_spaces_too_many_are_for_the_lenient() -> None:
    """As in every other command."""
    lenient = replace(EVERY, dialect=Dialect(tolerated=frozenset(Leniency)))
    received, *_ = say(session_in(State.HAS_RECIPIENT, lenient), "BDAT   0 LAST")

    assert isinstance(received, CommandReceived)
    assert (Leniency.EXTRA_SPACE,) == received.tolerated


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([100], [ACCEPTED]),
        ([101], [TOO_BIG]),
        ([50, 50], [CHUNK, ACCEPTED]),
        ([50, 51], [CHUNK, TOO_BIG]),
        ([101, 0], [TOO_BIG, TOO_BIG]),
        ([60, 60, 1, 0], [CHUNK, TOO_BIG, TOO_BIG, TOO_BIG]),
        ([100, 0, 0], [CHUNK, CHUNK, ACCEPTED]),
    ],
)
def test_chunks_together_have_a_limit(sizes: list[int], expected: list[tuple[str, int]]) -> None:
    """RFC 1870 6.3, RFC 3030 2: once too large, the transaction has failed to its end."""
    session = session_in(State.HAS_RECIPIENT, SMALL)
    *first, last = (b"x" * size for size in sizes)
    events = fed(session, b"".join(map(chunk, first)) + chunk(last, " LAST"))

    assert expected == names(events)
    assert (expected[-1] == ACCEPTED) == bool(messages(events))
    assert (State.READY, None, b"") == (
        session.state,
        session.envelope,
        bytes(session.standing.chunks),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (MAIL, "nested-mail"),
        (RCPT, "chunks-begun"),
        ("DATA", "chunks-begun"),
        ("STARTTLS", "transaction-open"),
        ("BDAT 1", None),
        ("RSET", "reset"),
        (EHLO, "extended-hello"),
        ("NOOP", "nothing-done"),
    ],
)
@pytest.mark.parametrize("failed", [False, True])
def test_begun_message_is_ended_or_given_up(line: str, expected: str | None, failed: bool) -> None:
    """RFC 3030 2: "A RSET command MUST be issued", or the last chunk come."""
    session = session_in(State.HAS_RECIPIENT, SMALL)
    fed(session, chunk(b"x" * (101 if failed else 10)))
    events = fed(session, chunk(b"x") if line == "BDAT 1" else octets(line))
    usual = "message-too-big" if failed else "chunk-accepted"

    assert [expected or usual] == [name for name, _ in names(events)]
    assert (expected in ("reset", "extended-hello")) == (session.envelope is None)


def test_what_was_given_up_is_in_no_later_message() -> None:
    """RFC 3030 2: RSET "clears all segments sent during that transaction"."""
    session = session_in(State.HAS_CHUNKS, EVERY)
    fed(session, chunk(b"old") + octets("RSET") + octets(MAIL) + octets(RCPT))
    (message,) = messages(fed(session, chunk(b"new", " LAST")))

    assert b"new" == message.content


def test_data_and_chunks_may_take_turns_message_by_message() -> None:
    """RFC 3030 2: "no prohibition on using DATA and BDAT in the same session"."""
    session = session_in(State.READY, EVERY)
    envelope = octets(MAIL) + octets(RCPT)
    by_data = envelope + octets("DATA") + b"one\r\n.\r\n"
    events = fed(session, by_data + envelope + chunk(b"two", " LAST") + by_data)

    assert [b"one\r\n", b"two", b"one\r\n"] == [message.content for message in messages(events)]
    assert [1, 2, 3] == [message.number for message in messages(events)]


@pytest.mark.parametrize("last", ["", " LAST"])
def test_chunk_after_the_last_is_503(last: str) -> None:
    """RFC 3030 2: "Any BDAT command sent after the BDAT LAST is illegal"."""
    session = session_in(State.HAS_RECIPIENT, EVERY)
    events = fed(session, chunk(b"one", " LAST") + chunk(b"two", last) + octets("NOOP"))

    assert [ACCEPTED, ("sender-first", 503), DONE] == names(events)


@every_cut
def test_whole_session_may_come_in_one_piece(cut: Cut) -> None:
    """RFC 2920, RFC 3030 4.2: commands, chunks and what follows them, in any pieces."""
    session = session_in(State.GREETED, EVERY)
    data = octets(EHLO) + (octets(MAIL) + octets(RCPT) + chunk(b"hel") + chunk(b"lo", " LAST")) * 3
    events = fed(session, data + octets("QUIT"), cut)

    assert [b"hello"] * 3 == [message.content for message in messages(events)]
    assert ("closing", 221) == names(events)[-1]
    assert 1 + 3 * 4 + 1 == len([event for event in events if isinstance(event, ReplySent)])
