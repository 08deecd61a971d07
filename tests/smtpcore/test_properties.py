"""Laws that hold for every client: nothing raises, nothing depends on pieces, nothing is hidden."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from smtpcore import (
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    ReplySent,
    ServerSession,
    State,
    parse_command,
)
from smtpcore.commands import known_verb, verb_of

from .cuts import single, whole
from .policies import POLICIES
from .random_input import almost_commands, conversations, octet_lines, steady, streams
from .speaking import NOW, conversation

policies = st.sampled_from(sorted(POLICIES))


@given(st.binary(max_size=2000), policies)
@steady
def test_random_octets_never_raise(data: bytes, policy: str) -> None:
    """Whatever comes in, the session answers or closes."""
    _, sent, state = conversation([data], POLICIES[policy])

    assert sent
    assert state is not State.CONNECTED


@given(octet_lines, policies)
@steady
def test_every_line_read_as_a_command_has_one_reply(lines: list[bytes], policy: str) -> None:
    """RFC 5321 4.2: "Every command MUST generate exactly one reply"; so does the dot."""
    data = b"".join(line + b"\r\n" for line in lines)
    events, _, _ = conversation([data], POLICIES[policy])
    asked = [event for event in events if isinstance(event, CommandReceived | ContentReceived)]
    said = [event for event in events if isinstance(event, ReplySent)]

    assert len(asked) + 1 == len(said)  # and the greeting


@given(almost_commands | st.binary(max_size=200), policies)
@steady
def test_parsing_never_raises_and_knows_its_verb(line: bytes, policy: str) -> None:
    """A line that names a verb known here is that verb's line, however bad the rest of it is."""
    command, _ = parse_command(line, POLICIES[policy])

    assert known_verb(verb_of(line), POLICIES[policy]) == command.verb


@given(st.data(), conversations | streams, policies)
@steady
def test_cuts_change_nothing(data: st.DataObject, octets: bytes, policy: str) -> None:
    """The same octets, cut anywhere: the same events, the same output, the same state."""
    places = data.draw(st.lists(st.integers(0, len(octets)), max_size=12).map(sorted))
    pieces: Sequence[bytes] = [
        octets[start:end] for start, end in zip([0, *places], [*places, len(octets)], strict=True)
    ]
    expected = conversation(whole(octets), POLICIES[policy])

    assert expected == conversation(pieces, POLICIES[policy])
    assert expected == conversation(single(octets), POLICIES[policy])


@given(conversations | streams, policies)
@steady
def test_session_is_pure(octets: bytes, policy: str) -> None:
    """Same octets, same policy, same events: no clock, no chance, nothing shared."""
    first = conversation([octets], POLICIES[policy])
    second = conversation([octets], POLICIES[policy])

    assert first == second


@given(conversations | streams, policies)
@steady
def test_replies_tell_the_way_of_the_state(octets: bytes, policy: str) -> None:
    """Each reply begins in the state where the one before it ended."""
    events, _, state = conversation([octets], POLICIES[policy])
    said = [event for event in events if isinstance(event, ReplySent)]
    way = [State.CONNECTED, *(reply.after for reply in said)]

    assert way == [*(reply.before for reply in said), state]


@given(conversations | streams, policies)
@steady
def test_nothing_happens_after_the_end(octets: bytes, policy: str) -> None:
    """`ConnectionClosed` comes once, last, and the session stays closed."""
    session = ServerSession(POLICIES[policy])
    events = session.greet(NOW) + session.receive_data(octets, NOW) + session.receive_eof(NOW)
    session.data_to_send()
    closings = [event for event in events if isinstance(event, ConnectionClosed)]

    assert [events[-1]] == closings
    assert ([], b"", State.CLOSED) == (
        after_the_end(session),
        session.data_to_send(),
        session.state,
    )


def after_the_end(session: ServerSession) -> list[Event]:
    """Do to a closed session all that can be done to one."""
    return [
        *session.receive_data(b"NOOP\r\n", NOW),
        *session.receive_eof(NOW),
        *session.time_out(NOW, 300),
        *session.shut_down(NOW),
        *session.turn_away(NOW, 10),
    ]
