"""What a host does to a session: greet, tell the time, stop, turn away, lose the client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, fields, replace
from typing import get_args

import pytest

from smtpcore import (
    CATALOGUE,
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    MessageAccepted,
    Policy,
    ReplySent,
    Rule,
    ServerSession,
    State,
    Then,
    Wording,
)

from .policies import EVERY, FULL
from .speaking import EHLO, MAIL, NOW, RCPT, names, octets, replies_in, say, session_in

OPEN = [state for state in State if state is not State.CLOSED]

DEEDS: dict[str, tuple[Callable[[ServerSession], list[Event]], str]] = {
    "time out": (lambda session: session.time_out(NOW, 300), "timed-out"),
    "shut down": (lambda session: session.shut_down(NOW), "shutting-down"),
    "turn away": (lambda session: session.turn_away(NOW, 10), "too-many-connections"),
}


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("deed", DEEDS)
def test_host_can_end_a_session_in_any_state(deed: str, state: State) -> None:
    """RFC 5321 3.8: 421, and the transaction is gone."""
    act, name = DEEDS[deed]
    session = session_in(state, EVERY)
    events = act(session)

    assert [(name, 421)] == names(events)
    assert ConnectionClosed(by_client=False, unfinished=b"") == events[-1]
    assert (State.CLOSED, None) == (session.state, session.envelope)
    assert session.data_to_send().startswith(b"421 ")


@pytest.mark.parametrize("deed", DEEDS)
def test_what_is_closed_stays_closed(deed: str) -> None:
    """A second end is none."""
    act, _ = DEEDS[deed]
    session = session_in(State.CLOSED)

    assert ([], b"") == (act(session), session.data_to_send())


UNTOLD = {State.AUTHENTICATING, State.STARTING_TLS, State.REVERSED}
"""Where what was half said is a secret, or not the session's to read."""


@pytest.mark.parametrize("state", OPEN)
def test_lost_client_gets_no_answer(state: State) -> None:
    """RFC 5321 3.8: the transaction is cancelled; what was half said is told to the host."""
    session = session_in(state, EVERY)
    session.receive_data(b"half", NOW)
    unfinished = session.pending
    events = session.receive_eof(NOW)

    assert (b"" if state in UNTOLD else b"half") == unfinished
    assert [ConnectionClosed(by_client=True, unfinished=unfinished)] == events
    assert (State.CLOSED, None, b"") == (
        session.state,
        session.envelope,
        session.data_to_send(),
    )


def test_what_came_before_the_greeting_is_answered_after_it() -> None:
    """A host that greets late loses nothing, and greets once."""
    session = ServerSession(FULL)
    session.receive_data(b"NOOP\r\n", NOW)

    assert [("service-ready", 220), ("nothing-done", 250)] == names(session.greet(NOW))
    assert [] == session.greet(NOW)


def test_client_that_closes_twice_is_gone_once() -> None:
    """The second time there is nothing to say."""
    session = session_in(State.CLOSED)

    assert [] == session.receive_eof(NOW)


def test_unasked_reply_answers_no_verb() -> None:
    """A 421 out of the blue does not belong to the last command."""
    session = session_in(State.READY)
    (reply,) = replies_in(session.time_out(NOW, 300))

    assert (None, 300) == (reply.verb, reply.facts["limit"])


def test_output_is_given_once() -> None:
    """What was taken to be sent is not sent again."""
    session = session_in(State.CONNECTED)
    session.greet(NOW)

    assert b"220 mx.example.com ESMTP Service ready\r\n" == session.data_to_send()
    assert b"" == session.data_to_send()


def test_quit_ends_the_session() -> None:
    """RFC 5321 4.1.1.10: 221, and what was sent after it is not read."""
    session = session_in(State.HAS_RECIPIENT)
    events = session.receive_data(octets("QUIT") + octets("NOOP"), NOW)

    assert [("closing", 221)] == names(events)
    assert ConnectionClosed(by_client=False, unfinished=b"") == events[-1]
    assert State.CLOSED is session.state


def test_closed_session_holds_nothing() -> None:
    """What came with QUIT, or comes after it, is dropped and takes no memory."""
    session = session_in(State.READY)
    session.receive_data(octets("QUIT") + b"more", NOW)
    with_quit = session.pending
    session.receive_data(b"still more", NOW)

    assert (b"", b"") == (with_quit, session.pending)


def test_server_words_its_replies_itself() -> None:
    """A policy may put its own reply in the place of any, under the same name."""
    ready = replace(CATALOGUE["service-ready"], text="{hostname} says hello\nto you")
    policy = replace(FULL, hostname="mail.example", wording={"service-ready": Wording(ready)})
    (reply,) = replies_in(ServerSession(policy).greet(NOW))

    assert ("220-mail.example says hello", "220 to you") == reply.lines
    assert ready == reply.reply


def test_conversation_is_one_ordered_stream() -> None:
    """Commands, replies, content and the message, each where it happened."""
    events = say(session_in(State.GREETED), EHLO, MAIL, RCPT, "DATA", "hi", ".", "QUIT")
    expected: list[type[Event]] = [
        *[CommandReceived, ReplySent] * 4,
        *[ContentReceived, ReplySent, MessageAccepted],
        *[CommandReceived, ReplySent, ConnectionClosed],
    ]

    assert expected == [type(event) for event in events]


def every_kind_of_event() -> Iterator[Event]:
    """Yield what happens in a session in which everything does."""
    session = session_in(State.GREETED, EVERY)
    yield from say(session, EHLO, "AUTH PLAIN", "*", "STARTTLS")
    yield from session.start_tls(NOW)
    yield from say(session, EHLO, MAIL, RCPT, "DATA", "hi", ".")
    yield from say(session, MAIL, RCPT, "BDAT 0 LAST", "QUIT")
    slow = Policy(rules=(Rule(then=Then(delay=1)),))
    yield from say(session_in(State.GREETED, slow), EHLO)


SAMPLES = {type(event): event for event in every_kind_of_event()}


@pytest.mark.parametrize("event", SAMPLES.values(), ids=lambda event: type(event).__name__)
def test_event_cannot_be_changed(event: Event) -> None:
    """What happened, happened; and nothing can be hung on it."""
    name = fields(event)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(event, name, None)
    with pytest.raises((FrozenInstanceError, TypeError, AttributeError)):
        event.remark = ""  # type: ignore[union-attr]


def test_every_event_is_in_the_union() -> None:
    """The samples above leave none out."""
    assert set(get_args(Event)) == set(SAMPLES)


def test_policy_is_data() -> None:
    """Two policies that say the same are the same, and none can be changed under a session."""
    policy = Policy()
    with pytest.raises(FrozenInstanceError):
        policy.hostname = "other.example"  # type: ignore[misc]

    assert Policy() == policy


def test_sessions_share_nothing() -> None:
    """What one client says is not known to another, on the same policy."""
    one, other = session_in(State.READY), session_in(State.READY)
    say(one, MAIL, RCPT)

    assert (None, State.READY) == (other.envelope, other.state)
