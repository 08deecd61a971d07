"""RFC 5321 4.1.4, 3.1: which command may come when. Whatever `NEXT` says is what happens."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from smtpcore import (
    MOVES,
    NEXT,
    OBSOLETE,
    CommandReceived,
    Policy,
    ReplySent,
    ResponseReceived,
    ServerSession,
    State,
    Verb,
    Verification,
    parse_command,
)

from .policies import DRAFT, EVERY, FULL, LMTP, offering
from .speaking import MAIL, NOW, RCPT, names, octets, replies_in, say, session_in

SERVERS = {"full": FULL, "every": EVERY, "lmtp": LMTP}

GOOD = {
    Verb.EHLO: "EHLO other.example",
    Verb.HELO: "HELO other.example",
    Verb.LHLO: "LHLO other.example",
    Verb.MAIL: MAIL,
    Verb.RCPT: RCPT,
    Verb.BDAT: "BDAT 0",
    Verb.BURL: f"BURL {DRAFT}",
    Verb.VRFY: "VRFY alice",
    Verb.EXPN: "EXPN friends",
    Verb.AUTH: "AUTH PLAIN",
    Verb.ETRN: "ETRN client.example",
    Verb.ATRN: "ATRN client.example",
    Verb.XCLIENT: "XCLIENT ADDR=192.0.2.9",
}
"""A line with each verb that is accepted where the verb is in order; the others stand alone."""

READING = [
    *(State.GREETED, State.READY, State.HAS_SENDER, State.HAS_RECIPIENT, State.HAS_CHUNKS),
    State.REFUSING,
]
"""The states in which lines are read as commands."""

SILENT = [State.CONNECTED, State.STARTING_TLS, State.REVERSED, State.CLOSED]
"""The states in which nothing is read."""

VERBS = [verb for verb in Verb if verb not in MOVES]

FOR_ACCOUNTS = {Verb.BURL, Verb.ATRN}
"""What is taken only from who has logged in."""

BAD = {
    Verb.EHLO: "EHLO -",
    Verb.HELO: "HELO",
    Verb.LHLO: "LHLO -",
    Verb.MAIL: "MAIL FROM:<a",
    Verb.RCPT: "RCPT TO:<nobody@example.com>",
    Verb.DATA: "DATA now",
    Verb.BDAT: "BDAT x",
    Verb.BURL: "BURL x",
    Verb.RSET: "RSET now",
    Verb.NOOP: "NOOP \x00",
    Verb.HELP: "HELP nothing",
    Verb.VRFY: "VRFY nobody",
    Verb.EXPN: "EXPN nothing",
    Verb.STARTTLS: "STARTTLS now",
    Verb.AUTH: "AUTH NOTHING",
    Verb.ETRN: "ETRN nowhere.example",
    Verb.ATRN: "ATRN elsewhere.example",
    Verb.XCLIENT: "XCLIENT ADDR=nowhere",
    Verb.QUIT: "QUIT now",
    Verb.TURN: "TURN",
    Verb.SEND: "SEND",
    Verb.SOML: "SOML",
    Verb.SAML: "SAML",
}
"""A line with each verb that is refused even where the verb is in order."""


def good(verb: Verb) -> str:
    return GOOD.get(verb, verb.value)


def can_be_in(state: State, policy: Policy) -> bool:
    """Tell whether a server has commands that lead to a state."""
    needed = {State.HAS_CHUNKS: Verb.BDAT, State.AUTHENTICATING: Verb.AUTH}
    needed |= {State.STARTING_TLS: Verb.STARTTLS, State.REVERSED: Verb.ATRN}
    return state not in needed or needed[state] in policy.forms


every_pair = pytest.mark.parametrize(
    ("state", "verb", "server"),
    [
        (state, verb, name)
        for (name, policy), state, verb in product(SERVERS.items(), READING, VERBS)
        if can_be_in(state, policy)
    ],
)


def session_for(state: State, verb: Verb, policy: Policy) -> ServerSession:
    """Return a session in `state` in which nothing but the order can keep `verb` back."""
    return session_in(state, policy, account=verb in FOR_ACCOUNTS and verb in policy.forms)


def code_for(state: State, verb: Verb, policy: Policy) -> int | None:
    """Return the code that answers a verb whatever follows it, if there is one."""
    if state is State.REFUSING:
        return None if verb is Verb.QUIT else 503
    if verb in OBSOLETE:
        return 502
    if verb not in policy.forms:
        return 500
    return None if verb in NEXT[state] else 503


@every_pair
def test_good_command_goes_where_the_table_says(state: State, verb: Verb, server: str) -> None:
    """In order and accepted: the table's next state. Out of order: 503, and nothing moves."""
    policy = SERVERS[server]
    session = session_for(state, verb, policy)
    refused = code_for(state, verb, policy)
    (reply,) = replies_in(say(session, good(verb)))

    assert (refused or reply.reply.code) == reply.reply.code
    assert (refused is None) == (not reply.reply.is_refusal)
    assert (state if refused else NEXT[state][verb]) == session.state
    assert (state, session.state) == (reply.before, reply.after)


@every_pair
def test_refused_command_moves_nothing(state: State, verb: Verb, server: str) -> None:
    """RFC 5321 4.1.4: a command that fails leaves state and envelope as they were."""
    policy = SERVERS[server]
    session = session_in(state, policy)
    before, refused = session.envelope, code_for(state, verb, policy)
    (reply,) = replies_in(say(session, BAD[verb]))

    assert (state, before) == (session.state, session.envelope)
    assert reply.reply.is_refusal
    assert (refused or reply.reply.code) == reply.reply.code


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", SILENT)
def test_nothing_is_answered_where_nothing_is_read(state: State, verb: Verb) -> None:
    """Before the greeting, in a handshake, as a client, and after the end: no command."""
    session = session_in(state, EVERY)
    events = say(session, good(verb))

    assert ([], b"", state) == (events, session.data_to_send(), session.state)


@pytest.mark.parametrize("verb", VERBS)
def test_mail_data_is_never_a_command(verb: Verb) -> None:
    """RFC 5321 4.1.1.4: what comes after 354 is content until the lone dot."""
    session = session_in(State.RECEIVING_CONTENT)
    line = good(verb)

    assert [] == say(session, line)
    assert (State.RECEIVING_CONTENT, octets(line)) == (session.state, session.pending)


@pytest.mark.parametrize("verb", VERBS)
def test_response_is_never_a_command(verb: Verb) -> None:
    """RFC 4954 4: a line after 334 answers the challenge, and is no more than that."""
    session = session_in(State.AUTHENTICATING, EVERY)
    received, sent = say(session, good(verb))

    assert isinstance(received, ResponseReceived)
    assert isinstance(sent, ReplySent)
    assert (501, Verb.RESPONSE) == (sent.reply.code, sent.verb)
    assert NEXT[State.AUTHENTICATING] == {Verb.RESPONSE: session.state}


def test_lone_dot_ends_mail_data() -> None:
    """`END_OF_DATA` is the one way out that the table knows there."""
    session = session_in(State.RECEIVING_CONTENT)
    events = say(session, ".")

    assert [("message-accepted", 250)] == names(events)
    assert [Verb.END_OF_DATA] == [reply.verb for reply in replies_in(events)]
    assert NEXT[State.RECEIVING_CONTENT] == {Verb.END_OF_DATA: session.state}


@pytest.mark.parametrize("verb", sorted(MOVES))
def test_what_is_no_command_is_never_parsed(verb: Verb) -> None:
    """A line that spells such a move is a line like any other: no client can say it."""
    command, _ = parse_command(verb.value.encode(), EVERY)

    assert verb != command.verb


@pytest.mark.parametrize("state", READING)
def test_lone_dot_is_no_command(state: State) -> None:
    """Outside of mail data a dot is a word like any other that is not known."""
    expected = 503 if state is State.REFUSING else 500
    (reply,) = replies_in(say(session_in(state, EVERY), "."))

    assert (expected, None) == (reply.reply.code, reply.verb)


BETWEEN = (Verb.STARTTLS, Verb.AUTH, Verb.ETRN, Verb.ATRN, Verb.XCLIENT)
CONTENT = (Verb.DATA, Verb.BDAT, Verb.BURL)
IN_TRANSACTION = (State.HAS_SENDER, State.HAS_RECIPIENT, State.HAS_CHUNKS)

OUT_OF_ORDER: dict[tuple[State, Verb], str] = {
    **{(State.GREETED, verb): "hello-first" for verb in (Verb.MAIL, Verb.RCPT, *CONTENT, *BETWEEN)},
    **{(State.READY, verb): "sender-first" for verb in (Verb.RCPT, *CONTENT)},
    **{(State.HAS_SENDER, verb): "recipient-first" for verb in CONTENT},
    **{(state, Verb.MAIL): "nested-mail" for state in IN_TRANSACTION},
    **{(state, verb): "transaction-open" for state in IN_TRANSACTION for verb in BETWEEN},
    **{(State.HAS_CHUNKS, verb): "chunks-begun" for verb in (Verb.RCPT, Verb.DATA)},
    **{(State.REFUSING, verb): "out-of-order" for verb in VERBS if verb is not Verb.QUIT},
}


def test_every_503_says_what_is_missing() -> None:
    """RFC 5321 4.1.4, 3.3: each pair that is out of order, and the name of its reply."""
    actual = {
        (state, verb): reply.reply.name
        for state, verb in product(READING, VERBS)
        for reply in replies_in(say(session_for(state, verb, EVERY), good(verb)))
        if reply.reply.code == 503
    }

    assert OUT_OF_ORDER == actual


@pytest.mark.parametrize("line", ["DATA", "BDAT 0", "BDAT 0 LAST", f"BURL {DRAFT} LAST"])
def test_content_after_refused_recipients_is_554(line: str) -> None:
    """RFC 5321 3.3: "no valid recipients" where all RCPT commands were rejected."""
    session = session_in(State.HAS_SENDER, EVERY)
    events = say(session, "RCPT TO:<nobody@example.com>", line)

    assert [("no-such-mailbox", 550), ("no-valid-recipients", 554)] == names(events)
    assert State.HAS_SENDER is session.state


@pytest.mark.parametrize("end", ["RSET", "EHLO a", "HELO a"])
def test_refused_recipients_are_forgotten_with_their_transaction(end: str) -> None:
    """What was refused in one transaction says nothing about the next."""
    session = session_in(State.HAS_SENDER)
    events = say(session, "RCPT TO:<nobody@example.com>", end, MAIL, "DATA")

    assert ("recipient-first", 503) == names(events)[-1]


@pytest.mark.parametrize(
    ("state", "server"),
    [
        (state, name)
        for (name, policy), state in product(SERVERS.items(), State)
        if can_be_in(state, policy)
    ],
)
def test_allowed_is_read_from_the_table(state: State, server: str) -> None:
    """What may be sent now is the table's row, without what this server answers 500 or 502."""
    policy = SERVERS[server]
    missing = OBSOLETE | (set(VERBS) - set(policy.implemented))
    if Verb.BDAT not in policy.forms:
        missing |= {Verb.LAST_CHUNK}
    expected = [verb for verb in NEXT[state] if verb not in missing]

    assert expected == list(policy.allowed_in(state))
    assert expected == list(session_in(state, policy).allowed())


@pytest.mark.parametrize(
    ("policy", "missing"),
    [
        (replace(FULL, vrfy=Verification.NOT_IMPLEMENTED), Verb.VRFY),
        (replace(FULL, expn=Verification.NOT_IMPLEMENTED), Verb.EXPN),
        (replace(FULL, help=False), Verb.HELP),
    ],
)
def test_what_is_answered_502_is_not_allowed(policy: Policy, missing: Verb) -> None:
    """Nobody should be told to send what cannot succeed."""
    allowed = policy.allowed_in(State.READY)

    assert missing not in allowed
    assert {*FULL.allowed_in(State.READY)} == {*allowed, missing}


@pytest.mark.parametrize(
    ("keywords", "last"), [(("BURL",), True), (("CHUNKING",), True), (("SIZE",), False)]
)
def test_last_chunk_is_allowed_where_there_are_chunks(keywords: tuple[str], last: bool) -> None:
    """BDAT and BURL can both end a message (RFC 3030 2, RFC 4468 3.2)."""
    allowed = offering(*keywords).allowed_in(State.HAS_RECIPIENT)

    assert last == (Verb.LAST_CHUNK in allowed)


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
    received, sent = say(session_in(state, EVERY), "RSET")

    assert isinstance(received, CommandReceived)
    assert isinstance(sent, ReplySent)
    assert (state, Verb.RSET, b"RSET", 6, b"") == (
        received.state,
        received.verb,
        received.line,
        received.size,
        received.hidden,
    )
    assert Verb.RSET is sent.verb


def test_greeting_comes_once_and_first() -> None:
    """RFC 5321 3.1: 220, or 554 from a host that gives no service."""
    session, refusing = session_in(State.CONNECTED), session_in(State.REFUSING)
    events = session.greet(NOW)

    assert [("service-ready", 220)] == names(events)
    assert (State.GREETED, State.REFUSING) == (session.state, refusing.state)
