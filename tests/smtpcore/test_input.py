"""Octets in: pieces do not matter, work is linear, and no more is held than the limits say.

Work is counted in octets looked at or moved, never by the clock.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from smtpcore import Event, State
from smtpcore.extensions.auth import MAX_RESPONSE_LINE
from smtpcore.input import Content, ContentReader, Line, LineReader

from .cuts import Cut, every_cut
from .measuring import MEGABYTE, CountingBuffer, peak_of
from .policies import with_limits
from .speaking import EHLO, MAIL, NOW, RCPT, names, octets, replies_in, say, session_in

PIECE = b"x" * 65536


def take_all(reader: LineReader | ContentReader, pieces: list[bytes]) -> tuple[int, int, int]:
    """Feed a reader; return how much it took, the work done, and the most the buffer held."""
    buffer = CountingBuffer(b"\r\n")
    taken = held = 0
    for piece in pieces:
        buffer += piece
        while reader.take(buffer) is not None:
            taken += 1
        held = max(held, len(buffer))
    return taken, buffer.work, held


STREAMS: dict[str, tuple[Callable[[], LineReader | ContentReader], Callable[[int], bytes]]] = {
    "lines": (lambda: LineReader(512), lambda n: b"NOOP\r\n" * n),
    "line-without-end": (lambda: LineReader(512), lambda n: b"x" * 6 * n),
    "line-of-cr": (lambda: LineReader(512), lambda n: b"\r" * 6 * n),
    "content": (lambda: ContentReader(10**9), lambda n: b"a line\r\n" * n),
    "content-of-dots": (lambda: ContentReader(10**9), lambda n: b"\r\n." * 2 * n),
    "content-almost-ending": (lambda: ContentReader(10**9), lambda n: b"\r\n.\r" * n),
    "content-without-lines": (lambda: ContentReader(10**9), lambda n: b"x" * 6 * n),
    "content-over-the-limit": (lambda: ContentReader(10), lambda n: b"a line\r\n" * n),
}


@pytest.mark.parametrize("size", [1, 7, 1000, 10**9], ids="pieces-of-{}".format)
@pytest.mark.parametrize("stream", STREAMS)
def test_work_is_linear_in_the_octets(stream: str, size: int) -> None:
    """Twice the octets are twice the work, and each octet is touched a few times at most."""
    make, data = STREAMS[stream]
    works = []
    for n in (500, 1000):
        text = data(n)
        pieces = [text[start : start + size] for start in range(0, len(text), size)]
        _, work, _ = take_all(make(), pieces)
        works.append(work)

    assert works[1] <= 2 * works[0] + 100
    assert works[1] <= 16 * len(data(1000))


def test_line_without_end_is_not_held() -> None:
    """Of 10 MB without CRLF no more than the last piece is ever in the buffer."""
    _, _, held = take_all(LineReader(512), [PIECE] * 160)

    assert held == len(b"\r\nx")


def test_line_over_the_limit_keeps_its_beginning_and_its_size() -> None:
    """So that the reply can say how long it was, and the page can show what it was."""
    reader, buffer = LineReader(10), bytearray(b"\r\n")
    for piece in (b"0123456789", b"0123456789", b"0123\r", b"\nNOOP\r\n"):
        buffer += piece
        line = reader.take(buffer)

    assert Line(b"0123456789", 26) == line
    assert Line(b"NOOP", 6) == reader.take(buffer)


@every_cut
@pytest.mark.parametrize("length", [*range(8, 14), 30])
def test_line_near_the_limit_does_not_depend_on_its_pieces(length: int, cut: Cut) -> None:
    """At the limit, one over, and with a CR just where the buffer is emptied."""
    reader, buffer, lines = LineReader(10), bytearray(b"\r\n"), []
    for piece in cut(b"a" * (length - 1) + b"\r" + b"\r\n" + b"b\r\n"):
        buffer += piece
        while (line := reader.take(buffer)) is not None:
            lines.append(line)
    text = b"a" * (length - 1) + b"\r"

    assert [Line(text[:10], length + 2), Line(b"b", 3)] == lines


def test_content_over_the_limit_is_counted_and_not_held() -> None:
    """What is too large is read to its end, and its true size is told."""
    reader, buffer = ContentReader(1000), bytearray(b"\r\n")
    for _ in range(100):
        buffer += PIECE
        assert reader.take(buffer) is None
    buffer += b"\r\n.\r\n"

    assert Content(b"", 100 * len(PIECE) + 2, 0) == reader.take(buffer)


def test_content_at_the_limit_is_held() -> None:
    """The limit itself is allowed, one octet more is not."""
    results = []
    for limit in (5, 4):
        buffer = bytearray(b"\r\nabc\r\n.\r\nNOOP\r\n")
        results.append((ContentReader(limit).take(buffer), bytes(buffer)))

    assert [
        (Content(b"abc\r\n", 5, 0), b"\r\nNOOP\r\n"),
        (Content(b"", 5, 0), b"\r\nNOOP\r\n"),
    ] == results


@pytest.mark.parametrize("state", [State.GREETED, State.RECEIVING_CONTENT])
def test_endless_input_keeps_memory_bounded(state: State) -> None:
    """10 MB without CRLF, as a command or as a message over the limit: well under 1 MB held."""
    session = session_in(state, with_limits(message=1000))

    def feed() -> list[Event]:
        return [event for _ in range(160) for event in session.receive_data(PIECE, NOW)]

    assert peak_of(feed) < MEGABYTE
    assert session.state is state


def test_endless_line_is_answered_once_and_reading_goes_on() -> None:
    """RFC 5321 4.5.3.1.9: 500, and the next line is a command again."""
    session = session_in(State.READY)
    for _ in range(160):
        assert [] == session.receive_data(PIECE, NOW)
    events = say(session, "", "NOOP")

    assert [("line-too-long", 500), ("nothing-done", 250)] == names(events)
    assert 160 * len(PIECE) + 2 == replies_in(events)[0].facts["size"]


def test_message_over_the_limit_is_read_to_its_end_and_refused() -> None:
    """RFC 5321 4.5.3.1.9, RFC 1870 6.3: 552 after the dot, not before."""
    session = session_in(State.RECEIVING_CONTENT, with_limits(message=100_000))
    for _ in range(10):
        assert [] == session.receive_data(PIECE, NOW)
    events = say(session, "", ".", "NOOP")

    assert [("message-too-big", 552), ("nothing-done", 250)] == names(events)


def test_pending_shows_what_has_begun() -> None:
    """A host can show, or lose, what was not ended: a command or a message."""
    session = session_in(State.READY)
    session.receive_data(b"MAIL FR", NOW)
    command = session.pending
    session.receive_data(b"OM:<>\r\n" + octets(RCPT) + b"DATA\r\none\r\n..two\r\n.\r", NOW)

    assert (b"MAIL FR", b"one\r\n.two\r\n.\r") == (command, session.pending)


def test_pending_line_over_the_limit_shows_its_beginning() -> None:
    """No more is shown than is held."""
    session = session_in(State.READY)
    session.receive_data(b"y" + PIECE, NOW)

    assert (b"y" + PIECE)[:MAX_RESPONSE_LINE] == session.pending


def test_pending_message_over_the_limit_is_gone() -> None:
    """What is too large is not kept."""
    session = session_in(State.RECEIVING_CONTENT, with_limits(message=10))
    session.receive_data(PIECE, NOW)
    session.receive_data(PIECE + b"\r\n.\r", NOW)

    assert b"" == session.pending


def test_many_messages_at_once_cost_linear_work() -> None:
    """A pipelined session is never moved about in memory as a whole, message by message."""
    works = []
    for n in (200, 400):
        session = session_in(State.GREETED)
        session._input = buffer = CountingBuffer(session._input)
        say(session, EHLO, *[MAIL, RCPT, "DATA", "hello", "."] * n)
        works.append(buffer.work)

    assert works[1] <= 2 * works[0] + 1000
