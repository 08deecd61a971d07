"""What hostile input can make a session hold, and what large input makes it do.

Memory is what Python allocated at most, work is octets looked at or moved: never the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from smtpcore import Limits, ServerSession, State
from smtpcore.content import header_field
from smtpcore.extensions.limits import SessionLimits
from smtpcore.input import MAX_EARLY, ChunkReader, ContentReader

from .cuts import Cut, every_cut
from .edges import DATA, IN, LMTP_RECIPIENT, READY, RECIPIENT, lines
from .measuring import MEGABYTE, CountingBuffer, peak_of
from .policies import ACCOUNTS
from .servers import SERVERS
from .speaking import NOW, RCPT, names, say

pytestmark = pytest.mark.no_cover  # coverage keeps memory of its own, and takes its time

PIECE = b"x" * 65_536
TEXT = (b"y" * 76 + b"\r\n") * 800


def session_after(before: bytes, policy: str = "every") -> ServerSession:
    session = ServerSession(SERVERS[policy])
    session.greet(NOW)
    session.receive_data(before, NOW)
    session.data_to_send()
    return session


ENDLESS = {
    "a line": (READY, "every"),
    "a line of AUTH": (READY + b"AUTH PLAIN ", "every"),
    "a response": (READY + b"AUTH PLAIN\r\n", "every"),
    "a path": (READY + b"MAIL FROM:<", "every"),
    "parameters": (READY + b"MAIL FROM:<> SIZE=1 ", "every"),
    "mail data": (DATA, "every-small"),
    "mail data of LMTP": (LMTP_RECIPIENT + b"DATA\r\n", "rfc2033"),
    "a chunk of 2^63": (RECIPIENT + b"BDAT 9223372036854775808\r\n", "every"),
    "a chunk of 30 digits": (RECIPIENT + b"BDAT 123456789012345678901234567890 LAST\r\n", "every"),
    "a chunk too early": (READY + b"BDAT 9223372036854775808\r\n", "every"),
    "what follows STARTTLS": (READY + b"STARTTLS\r\n", "every"),
    "what follows QUIT": (READY + b"QUIT\r\n", "every"),
}
"""What never ends -> what was said before, to whom."""


@pytest.mark.parametrize(("before", "policy"), ENDLESS.values(), ids=ENDLESS)
def test_what_never_ends_is_not_held(before: bytes, policy: str) -> None:
    """20 MB, where no more than 10 may be kept: less than 1 MB at any time, and no reply."""
    session = session_after(before, policy)
    state = session.state

    def feed() -> None:
        for _ in range(320):
            assert session.receive_data(PIECE, NOW) == []

    assert peak_of(feed) < MEGABYTE
    assert session.state is state


def test_message_over_the_limit_is_never_held_whole() -> None:
    """Up to the limit it is, in case it ends there; then all of it is dropped, and only counted."""
    session = session_after(DATA, "full")
    kept: list[int] = []

    def feed() -> None:
        for _ in range(320):
            session.receive_data(TEXT, NOW)
            kept.append(len(session.pending))

    limit = Limits().message
    peak = peak_of(feed)
    events = say(session, "", ".")

    assert 320 * len(TEXT) > 1.5 * limit
    assert max(kept) <= limit
    assert kept[-1] == 0
    # What is held, and a copy of it that `pending` makes for who looks.
    assert peak < 2 * limit + MEGABYTE
    assert [("message-too-big", 552)] == names(events)


def test_who_does_not_wait_for_the_greeting_is_not_heard_for_ever() -> None:
    """RFC 5321 4.3.1: a sender SHOULD wait for it; one that sends on and on gets 421."""
    session = ServerSession(SERVERS["every"])

    def feed() -> None:
        for _ in range(320):
            session.receive_data(PIECE, NOW)

    assert peak_of(feed) < MEGABYTE
    assert session.data_to_send().startswith(b"421 ")
    assert (State.CLOSED, []) == (session.state, session.greet(NOW))


@every_cut
@pytest.mark.parametrize(("over", "codes"), [(0, [220, 500]), (1, [421])])
def test_what_waits_for_the_greeting_has_a_limit(over: int, codes: list[int], cut: Cut) -> None:
    """To the octet, and however it comes."""
    session = ServerSession(SERVERS["every"])
    octets = b"x" * (MAX_EARLY + over - 2) + b"\r\n"
    events = [event for piece in cut(octets) for event in session.receive_data(piece, NOW)]
    events += [*session.greet(NOW), *session.receive_data(b"", NOW)]

    assert codes == [code for _, code in names(events)]


def test_domains_are_kept_only_where_they_are_counted() -> None:
    """RFC 9422 4.3: a session without end would else hold every domain it was told."""
    counting = replace(SERVERS["every"], settings=(ACCOUNTS, SessionLimits(rcptdomainmax=3)))
    held = []
    for policy in (SERVERS["every"], counting):
        session = ServerSession(policy)
        session.greet(NOW)
        session.receive_data(IN + lines("MAIL FROM:<>"), NOW)
        for number in range(50):
            session.receive_data(lines(f"RCPT TO:<a@{number}.example>"), NOW)
        held.append(len(session.standing.recipient_domains))

    assert [0, 3] == held


def chunks_over_the_limit(session: ServerSession) -> Iterator[int]:
    for _ in range(20):
        session.receive_data(lines("BDAT 1000000") + b"z" * 1_000_000, NOW)
        session.data_to_send()
        yield len(session.standing.chunks)


def test_message_over_the_limit_is_not_held_in_chunks_either() -> None:
    """Each chunk is within the limit, all together are not."""
    session = session_after(RECIPIENT)
    held = list(chunks_over_the_limit(session))

    assert max(held) <= Limits().message
    assert held[-1] == 0


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_small_pieces_weigh_no_more_than_what_they_hold(size: int) -> None:
    """A client that sends two octets at a time cannot make a message many times as heavy."""
    session = session_after(DATA)
    pieces = MEGABYTE // 8 // size

    def feed() -> None:
        for _ in range(pieces):
            session.receive_data(b"z" * size, NOW)

    assert peak_of(feed) < 1.5 * pieces * size + 5_000


def test_ten_thousand_recipients_get_452_and_take_no_room() -> None:
    """RFC 5321 4.5.3.1.10: a hundred are taken, the others may come again later."""
    session = session_after(IN + lines("MAIL FROM:<>"))
    replies: list[tuple[str, int]] = []

    def feed() -> None:
        for number in range(10_000):
            replies.extend(names(say(session, f"RCPT TO:<user{number}@elsewhere.example>")))
            session.data_to_send()

    peak = peak_of(feed)

    assert replies.count(("recipient-accepted", 250)) == 100
    assert replies.count(("too-many-recipients", 452)) == 9_900
    # Above all what the core remembers of lines and replies: a thousand of each.
    assert peak < 2 * MEGABYTE


def content_work(megabytes: int, pieces: int) -> int:
    """Return the work that a message of so many megabytes costs in pieces of so many octets."""
    reader, buffer = ContentReader(10**9), CountingBuffer(b"\r\n")
    octets = b".a line with a dot\r\n" * (megabytes * MEGABYTE // 20)
    for start in range(0, len(octets), pieces):
        buffer += octets[start : start + pieces]
        assert reader.take(buffer) is None
    return buffer.work


@pytest.mark.parametrize("pieces", [1_000, 65_536, 10**9])
def test_a_message_twice_as_large_is_twice_the_work(pieces: int) -> None:
    """And each octet of it is looked at a few times, so 50 MB cost fifty times as much as one."""
    once, twice = content_work(1, pieces), content_work(2, pieces)

    assert twice < 2.01 * once
    assert once < 6 * MEGABYTE


def chunk_work(count: int) -> int:
    buffer = CountingBuffer(b"\r\n" + b"x" * count)
    for _ in range(count):
        assert ChunkReader(1, wanted=True).take(buffer) == b"x"
    assert buffer == b"\r\n"
    return buffer.work


def test_twice_as_many_chunks_at_once_are_twice_the_work() -> None:
    """What is behind a chunk does not move when the chunk is taken."""
    assert chunk_work(2_000) == 2 * chunk_work(1_000)


FIELDS = {
    "on one line": b"From: " + b"x" * MEGABYTE,
    "folded at each character": b"From:" + b"\r\n x" * (MEGABYTE // 4),
    "folded over empty lines": b"From:" + b"\r\n\t" * (MEGABYTE // 3),
}


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_a_field_of_a_header_weighs_a_few_times_what_it_holds(field: bytes) -> None:
    """RFC 5322 2.2.3 lets a field be folded without end; to read it is no way to fill memory."""
    peak = peak_of(lambda: header_field(field + b"\r\n\r\n", "From"))

    assert peak < 6 * len(field)


ADDRESSLESS = {
    "a word without end": "x" * MEGABYTE,
    "at signs": "@" * MEGABYTE,
    "brackets that nothing closes": "<" * MEGABYTE,
    "a bracket that nothing closes": "<" + "x" * MEGABYTE,
    "words": "x, " * (MEGABYTE // 3),
}


@pytest.mark.parametrize("text", ADDRESSLESS.values(), ids=ADDRESSLESS)
def test_a_field_without_an_address_is_looked_through_once(text: str) -> None:
    """To begin again at each character of a word would take a day: who waits sees it fail."""
    session = session_after(READY + lines("MAIL FROM:<> SUBMITTER=alice@client.example"))
    events = say(session, RCPT, "DATA", f"From: {text}", "", "hi", ".")

    assert ("submitter-mismatch", 550) == names(events)[-1]
