"""Laws that hold for every client: nothing raises, nothing depends on pieces, nothing is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtpcore import (
    ChunkReceived,
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    Kind,
    Policy,
    ReplySent,
    ResponseReceived,
    ServerSession,
    State,
    TlsStarted,
    parse_command,
)
from smtpcore.commands import known_verb, verb_of
from smtpcore.extensions.chunking import Bdat

from .cuts import single, whole
from .random_input import almost_commands, flights, octet_lines, policies, thorough
from .speaking import NOW, conversation


@given(st.lists(st.binary(max_size=1000), max_size=3), policies)
@thorough
def test_random_octets_never_raise(data: list[bytes], policy: Policy) -> None:
    """Whatever comes in, the session answers or closes."""
    _, sent, state = conversation([], policy, *map(whole, data))

    assert sent
    assert state is not State.CONNECTED


Exchange = tuple[Event, list[ReplySent]]


def exchanges(events: Sequence[Event]) -> Iterator[Exchange]:
    """Yield what asks for an answer, and the replies up to the next that does.

    A BDAT asks when its octets have come (RFC 3030 2).
    """
    asked: Exchange | None = None
    for event in events:
        if isinstance(event, ReplySent):
            if asked is not None:  # the greeting answers nothing
                asked[1].append(event)
        elif isinstance(event, ChunkReceived | ContentReceived | ResponseReceived) or (
            isinstance(event, CommandReceived) and not isinstance(event.command, Bdat)
        ):
            if asked is not None:
                yield asked
            asked = event, []
    if asked is not None:
        yield asked


@given(octet_lines, flights, policies)
@thorough
def test_all_that_asks_has_one_reply(lines: list[bytes], said: list[bytes], policy: Policy) -> None:
    """RFC 5321 4.2: "Every command MUST generate exactly one reply"; so does the dot."""
    data = b"".join(line + b"\r\n" for line in lines)
    events, _, _ = conversation([data], policy, *map(whole, said))

    for asked, replies in exchanges(events):
        if policy.kind is not Kind.LMTP or not ends_message(asked):
            assert len(replies) == 1
        elif len(replies) != 1 and not replies[-1:]:
            assert isinstance(asked, ChunkReceived)
        elif len(replies) != 1 and replies[-1].reply.code != 421:
            envelope = replies[0].envelope
            assert envelope is not None
            assert len(replies) == len(envelope.recipients)


def ends_message(asked: Event) -> bool:
    return isinstance(asked, ContentReceived) or (isinstance(asked, ChunkReceived) and asked.last)


@given(almost_commands | st.binary(max_size=200), policies)
@thorough
def test_parsing_never_raises_and_knows_its_verb(line: bytes, policy: Policy) -> None:
    """A line that names a verb known here is that verb's line, however bad the rest of it is."""
    command, _ = parse_command(line, policy)

    assert known_verb(verb_of(line), policy) == command.verb


def cut_at(places: Sequence[int], octets: bytes) -> list[bytes]:
    """Cut octets at places that lie within them."""
    ends = [*sorted(min(place, len(octets)) for place in places), len(octets)]
    return [octets[start:end] for start, end in zip([0, *ends], ends, strict=False)]


@given(flights, st.lists(st.integers(0, 400), max_size=12), policies)
@thorough
def test_cuts_change_nothing(said: list[bytes], places: list[int], policy: Policy) -> None:
    """The same octets, cut anywhere: the same events, the same output, the same state.

    The host shakes hands after each flight, so that what came in the clear is discarded
    whichever pieces it came in.
    """
    expected = conversation([], policy, *map(whole, said))

    assert expected == conversation([], policy, *(cut_at(places, octets) for octets in said))
    assert expected == conversation([], policy, *map(single, said))


@given(flights, policies)
@thorough
def test_session_is_pure(said: list[bytes], policy: Policy) -> None:
    """Same octets, same policy, same events: no clock, no chance, nothing shared."""
    first = conversation([], policy, *map(whole, said))
    second = conversation([], policy, *map(whole, said))

    assert first == second


@given(flights, policies)
@thorough
def test_events_tell_the_way_of_the_state(said: list[bytes], policy: Policy) -> None:
    """Each command and each reply begins in the state where the reply before it ended."""
    events, _, last = conversation([], policy, *map(whole, said))
    state = State.CONNECTED
    for event in events:
        match event:
            case ReplySent():
                assert state is event.before
                state = event.after
            case CommandReceived():
                assert state is event.state
            case TlsStarted(implicit=False):
                assert state is State.STARTING_TLS
                state = State.GREETED
            case ChunkReceived(last=True) if has_no_reply(state, policy):
                state = State.READY

    assert state is last


def has_no_reply(state: State, policy: Policy) -> bool:
    """RFC 2033 4.3: no recipient, no reply to the last chunk."""
    return state is State.HAS_SENDER and policy.kind is Kind.LMTP


@given(flights, policies)
@thorough
def test_nothing_happens_after_the_end(said: list[bytes], policy: Policy) -> None:
    """`ConnectionClosed` comes once, last, and the session stays closed."""
    session = ServerSession(policy)
    events = session.greet(NOW)
    for octets in said:
        events += session.receive_data(octets, NOW)
    events += session.receive_eof(NOW)
    session.data_to_send()
    closings = [event for event in events if isinstance(event, ConnectionClosed)]

    assert [events[-1]] == closings
    assert ([], b"", b"", State.CLOSED) == (
        after_the_end(session),
        session.data_to_send(),
        session.pending,
        session.state,
    )


def after_the_end(session: ServerSession) -> list[Event]:
    """Do to a closed session all that can be done to one."""
    with pytest.raises(ValueError, match="no TLS handshake"):
        session.start_tls(NOW)
    return [
        *session.receive_data(b"NOOP\r\n", NOW),
        *session.receive_eof(NOW),
        *session.time_out(NOW, 300),
        *session.shut_down(NOW),
        *session.turn_away(NOW, 10),
    ]
