"""RFC 5321 4.1.4, 3.1: which command may come when. Whatever `NEXT` says is what happens."""

from __future__ import annotations

from itertools import product

import pytest

from smtpcore import NEXT, OBSOLETE, CommandReceived, ReplySent, State, Verb

from .policies import POLICIES
from .speaking import MAIL, NOW, RCPT, names, octets, replies_in, say, session_in

GOOD = {
    Verb.EHLO: "EHLO other.example",
    Verb.HELO: "HELO other.example",
    Verb.MAIL: MAIL,
    Verb.RCPT: RCPT,
    Verb.VRFY: "VRFY alice",
    Verb.EXPN: "EXPN friends",
}
"""A line with each verb that is accepted where the verb is in order; the others stand alone."""

READING = [State.GREETED, State.READY, State.HAS_SENDER, State.HAS_RECIPIENT, State.REFUSING]
"""The states in which lines are read as commands."""

VERBS = [verb for verb in Verb if verb is not Verb.END_OF_DATA]

BAD = {
    Verb.EHLO: "EHLO -",
    Verb.HELO: "HELO",
    Verb.MAIL: "MAIL FROM:<a",
    Verb.RCPT: "RCPT TO:<nobody@example.com>",
    Verb.DATA: "DATA now",
    Verb.RSET: "RSET now",
    Verb.NOOP: "NOOP \x00",
    Verb.HELP: "HELP nothing",
    Verb.VRFY: "VRFY nobody",
    Verb.EXPN: "EXPN nothing",
    Verb.QUIT: "QUIT now",
    Verb.TURN: "TURN",
    Verb.SEND: "SEND",
    Verb.SOML: "SOML",
    Verb.SAML: "SAML",
}
"""A line with each verb that is refused even where the verb is in order."""


every_pair = pytest.mark.parametrize(("state", "verb"), list(product(READING, VERBS)))


@every_pair
def test_good_command_goes_where_the_table_says(state: State, verb: Verb) -> None:
    """In order and accepted: the table's next state. Out of order: 503, and nothing moves."""
    session = session_in(state)
    (reply,) = replies_in(say(session, GOOD.get(verb, verb.value)))

    assert NEXT[state].get(verb, state) == session.state
    assert (state, session.state) == (reply.before, reply.after)
    assert (verb not in NEXT[state]) == (reply.reply.code == 503)
    assert (verb in OBSOLETE and verb in NEXT[state]) == (reply.reply.code == 502)


@every_pair
def test_refused_command_moves_nothing(state: State, verb: Verb) -> None:
    """RFC 5321 4.1.4: a command that fails leaves state and envelope as they were."""
    session = session_in(state)
    before = session.envelope
    (reply,) = replies_in(say(session, BAD[verb]))

    assert (state, before) == (session.state, session.envelope)
    assert reply.reply.is_refusal
    assert (verb not in NEXT[state]) == (reply.reply.code == 503)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", [State.CONNECTED, State.CLOSED])
def test_nothing_is_answered_where_nothing_is_read(state: State, verb: Verb) -> None:
    """Before the greeting and after the end there is no command."""
    session = session_in(state)
    events = say(session, GOOD.get(verb, verb.value))

    assert ([], b"", state) == (events, session.data_to_send(), session.state)


@pytest.mark.parametrize("verb", VERBS)
def test_mail_data_is_never_a_command(verb: Verb) -> None:
    """RFC 5321 4.1.1.4: what comes after 354 is content until the lone dot."""
    session = session_in(State.RECEIVING_CONTENT)
    line = GOOD.get(verb, verb.value)

    assert [] == say(session, line)
    assert (State.RECEIVING_CONTENT, octets(line)) == (session.state, session.pending)


def test_lone_dot_ends_mail_data() -> None:
    """`END_OF_DATA` is the one way out that the table knows there."""
    session = session_in(State.RECEIVING_CONTENT)
    events = say(session, ".")

    assert [("message-accepted", 250)] == names(events)
    assert [Verb.END_OF_DATA] == [reply.verb for reply in replies_in(events)]
    assert NEXT[State.RECEIVING_CONTENT] == {Verb.END_OF_DATA: session.state}


@pytest.mark.parametrize("state", READING)
def test_lone_dot_is_no_command(state: State) -> None:
    """Outside of mail data a dot is a word like any other that is not known."""
    expected = 503 if state is State.REFUSING else 500
    (reply,) = replies_in(say(session_in(state), "."))

    assert (expected, None) == (reply.reply.code, reply.verb)


OUT_OF_ORDER: dict[tuple[State, Verb], str] = {
    (State.GREETED, Verb.MAIL): "hello-first",
    (State.GREETED, Verb.RCPT): "hello-first",
    (State.GREETED, Verb.DATA): "hello-first",
    (State.READY, Verb.RCPT): "sender-first",
    (State.READY, Verb.DATA): "sender-first",
    (State.HAS_SENDER, Verb.MAIL): "nested-mail",
    (State.HAS_SENDER, Verb.DATA): "recipient-first",
    (State.HAS_RECIPIENT, Verb.MAIL): "nested-mail",
    **{(State.REFUSING, verb): "out-of-order" for verb in VERBS if verb is not Verb.QUIT},
}


def test_every_503_says_what_is_missing() -> None:
    """RFC 5321 4.1.4, 3.3: each pair that is out of order, and the name of its reply."""
    actual = {
        (state, verb): reply.reply.name
        for state, verb in product(READING, VERBS)
        for reply in replies_in(say(session_in(state), GOOD.get(verb, verb.value)))
        if reply.reply.code == 503
    }

    assert OUT_OF_ORDER == actual


def test_data_after_refused_recipients_is_554() -> None:
    """RFC 5321 3.3: "no valid recipients" where all RCPT commands were rejected."""
    session = session_in(State.HAS_SENDER)
    events = say(session, "RCPT TO:<nobody@example.com>", "DATA")

    assert [("no-such-mailbox", 550), ("no-valid-recipients", 554)] == names(events)
    assert State.HAS_SENDER is session.state


@pytest.mark.parametrize("end", ["RSET", "EHLO a", "HELO a"])
def test_refused_recipients_are_forgotten_with_their_transaction(end: str) -> None:
    """What was refused in one transaction says nothing about the next."""
    session = session_in(State.HAS_SENDER)
    events = say(session, "RCPT TO:<nobody@example.com>", end, MAIL, "DATA")

    assert ("recipient-first", 503) == names(events)[-1]


@pytest.mark.parametrize("state", State)
def test_allowed_is_read_from_the_table(state: State) -> None:
    """What may be sent now is the table's row, without the verbs that are always 502."""
    expected = [verb for verb in NEXT[state] if verb not in OBSOLETE]
    actual = session_in(state).allowed()

    assert expected == list(actual)


def test_the_table_has_a_row_for_every_state() -> None:
    """Empty rows are written out; no state and no verb is forgotten."""
    assert set(State) == set(NEXT)
    assert set(Verb) == {verb for row in NEXT.values() for verb in row}


def test_every_state_can_be_reached() -> None:
    """From the two states that a greeting leads to, along the table."""
    reached = {State.CONNECTED, State.GREETED, State.REFUSING}
    for _ in State:
        reached |= {after for state in reached for after in NEXT[state].values()}

    assert set(State) == reached


@pytest.mark.parametrize("state", READING)
def test_events_tell_command_and_reply_in_order(state: State) -> None:
    """One ordered stream holds both sides; the command knows the state in which it came."""
    received, sent = say(session_in(state, POLICIES["full"]), "RSET")

    assert isinstance(received, CommandReceived)
    assert isinstance(sent, ReplySent)
    assert (state, Verb.RSET, b"RSET", 6) == (
        received.state,
        received.verb,
        received.line,
        received.size,
    )
    assert Verb.RSET is sent.verb


def test_greeting_comes_once_and_first() -> None:
    """RFC 5321 3.1: 220, or 554 from a host that gives no service."""
    session, refusing = session_in(State.CONNECTED), session_in(State.REFUSING)
    events = session.greet(NOW)

    assert [("service-ready", 220)] == names(events)
    assert (State.GREETED, State.REFUSING) == (session.state, refusing.state)
