"""What makes one server another: its words, its patience, what it lets pass; all of it data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import (
    CATALOGUE,
    EXTENSIONS,
    NEXT,
    CommandReceived,
    ConnectionClosed,
    Counts,
    Dialect,
    Event,
    Farewell,
    Leniency,
    Limits,
    MessageAccepted,
    Patience,
    Policy,
    Reply,
    ServerSession,
    State,
    Verb,
    Wording,
    replies,
)
from smtpcore.extensions.auth import Auth
from smtpcore.extensions.size import Size

from .policies import FULL
from .servers import SERVERS
from .speaking import EHLO, MAIL, NOW, RCPT, names, replies_in, say, session_in


def worded(name: str, text: str, code: int = 0, **more: object) -> Wording:
    """Return other words for a reply; a code of 0 leaves it its own."""
    base = CATALOGUE[name]
    reply = replace(base, text=text, code=code or base.code)
    return Wording(reply, **more)  # type: ignore[arg-type]


def lines(policy: Policy, *said: str, peer: str = "") -> list[str]:
    """Return what a server says to these lines, its greeting left out."""
    session = ServerSession(policy, peer=peer)
    session.greet(NOW)
    return [line for reply in replies_in(say(session, *said)) for line in reply.lines]


# Words.


def test_a_reply_has_other_words_for_one_command() -> None:
    other = worded("sender-first", "Need RCPT")
    mine = replace(
        FULL, wording={"sender-first": worded("sender-first", "Need MAIL", to={"DATA": other})}
    )

    assert lines(mine, EHLO, "RCPT TO:<alice@example.com>", "DATA")[-2:] == [
        "503 5.5.1 Need MAIL",
        "503 5.5.1 Need RCPT",
    ]


def test_what_is_unknown_has_words_by_its_first_word() -> None:
    """A verb that a server was never taught may be one that it should know."""
    other = worded("unrecognized", "No VRFY here")
    mine = replace(
        FULL,
        unlearned=frozenset({Verb.VRFY}),
        wording={"unrecognized": worded("unrecognized", 'What is "{line}"?', to={"VRFY": other})},
    )

    assert lines(mine, "vrfy alice", "FOO  bar ") == [
        "500 5.5.2 No VRFY here",
        '500 5.5.2 What is "FOO  bar"?',
    ]


def test_a_wording_may_close_the_connection() -> None:
    mine = replace(FULL, wording={"bad-syntax": worded("bad-syntax", "Bye", 521, closes=True)})
    session = session_in(State.READY, mine)
    events = say(session, "MAIL TO:<a@b.example>")

    assert ("bad-syntax", 521) in names(events)
    assert isinstance(events[-1], ConnectionClosed)
    assert session.state is State.CLOSED


def test_the_facts_of_the_moment_are_the_hosts() -> None:
    """No clock: `now` says which day it is, and the host who is there."""
    text = "{date}|{seconds}|{stamp}|{id}|{peer}"
    mine = replace(FULL, wording={"nothing-done": worded("nothing-done", text)})
    session = ServerSession(mine, peer="192.0.2.1")
    session.greet(NOW)
    (reply,) = replies_in(session.receive_data(b"NOOP\r\n", 1_795_464_000.0))

    assert reply.lines == (
        "250 2.0.0 Mon, 23 Nov 2026 20:00:00|1795464000|1xVaCm|6B049B4000|192.0.2.1",
    )
    assert lines(mine, "NOOP")[0].endswith("|unknown")


def test_a_fact_that_there_is_not_leaves_a_gap() -> None:
    """Nothing a client sends raises, however a policy was made."""
    mine = replace(FULL, wording={"reset": worded("reset", "gone: {forward}.")})

    assert lines(mine, "RSET") == ["250 2.0.0 gone: ."]


def test_data_in_vain_may_tell_why_the_recipients_were_refused() -> None:
    text = "All were rejected with this error:\n{refusal}\nSo no"
    mine = replace(FULL, wording={"no-valid-recipients": worded("no-valid-recipients", text)})

    assert lines(mine, EHLO, MAIL, "RCPT TO:<nobody@example.com>", "DATA")[-3:] == [
        "554-5.5.1 All were rejected with this error:",
        "554-5.5.1 550 5.1.1 No mailbox <nobody@example.com> here",
        "554 5.5.1 So no",
    ]


# What EHLO lists.


def test_a_server_lists_what_it_lists_in_its_own_order() -> None:
    """Extensions where they stand, optional commands, and what is not played; nothing else."""
    mine = replace(
        FULL,
        extensions=(EXTENSIONS["SIZE"], EXTENSIONS["STARTTLS"], EXTENSIONS["AUTH"]),
        listed=("STARTTLS", "X-FOO BAR", "SIZE", "AUTH", "HELP"),
        settings=(
            Size(told=False),
            Auth(("LOGIN",), clear_text_without_tls=False, listed=("NTLM",)),
        ),
    )
    session = session_in(State.GREETED, mine)
    in_clear = replies_in(say(session, EHLO))[0].lines
    say(session, "STARTTLS")
    session.start_tls(NOW)
    encrypted = replies_in(say(session, EHLO))[0].lines

    assert [line[4:] for line in in_clear[1:]] == [
        "STARTTLS",
        "X-FOO BAR",
        "SIZE",
        "AUTH NTLM",
        "HELP",
    ]
    assert [line[4:] for line in encrypted[1:]] == ["X-FOO BAR", "SIZE", "AUTH NTLM LOGIN", "HELP"]


def test_an_auth_that_is_not_offered_yet_may_be_told_so() -> None:
    """Exim: "AUTH command used when not advertised", until TLS has come."""
    mine = replace(
        FULL,
        extensions=(EXTENSIONS["AUTH"],),
        unoffered=frozenset({Verb.AUTH}),
        settings=(Auth(("PLAIN",), clear_text_without_tls=False),),
    )

    assert lines(mine, EHLO, "AUTH PLAIN")[-1] == "503 AUTH is not offered here"
    assert lines(replace(mine, unoffered=frozenset()), EHLO, "AUTH PLAIN")[-1][:3] == "504"


# What is let pass.


TOLERANT = SERVERS["tolerant"]

SLIPS = {
    "MAIL FROM:a@b.example": {Leniency.BRACKETS_MISSING, Leniency.HELLO_MISSING},
    "MAIL FROM:<a>": {Leniency.DOMAIN_MISSING, Leniency.HELLO_MISSING},
    "MAIL FROM:<> X": {Leniency.PARAMETER_IGNORED, Leniency.HELLO_MISSING},
    "EHLO": {Leniency.CLIENT_NAME_MISSING},
    "EHLO who am I": {Leniency.ANY_CLIENT_NAME},
    "EHLO my_host": {Leniency.UNDERSCORE_IN_NAME},
    "RSET it": {Leniency.ARGUMENT_IGNORED},
    "NOOP": set(),
}


@pytest.mark.parametrize(("line", "slips"), SLIPS.items(), ids=SLIPS)
def test_what_is_let_pass_is_remarked(line: str, slips: set[Leniency]) -> None:
    events = say(session_in(State.GREETED, TOLERANT), line)
    (received,) = (event for event in events if isinstance(event, CommandReceived))

    assert slips == set(received.tolerated)
    assert names(events)[0][1] == 250


def test_a_second_mail_begins_the_transaction_anew() -> None:
    session = session_in(State.HAS_RECIPIENT, TOLERANT)
    events = say(session, "MAIL FROM:<new@client.example>")

    assert names(events) == [("sender-accepted", 250)]
    assert session.state is State.HAS_SENDER
    assert session.envelope is not None
    assert (str(session.envelope.reverse_path), ()) == (
        "<new@client.example>",
        session.envelope.recipients,
    )


def test_a_second_mail_that_is_refused_changes_nothing() -> None:
    session = session_in(State.HAS_RECIPIENT, TOLERANT)
    events = say(session, "MAIL FROM:<a b@c.example>")

    assert names(events)[0][1] == 501
    assert session.state is State.HAS_RECIPIENT


def test_what_is_implied_is_possible() -> None:
    """Chips and states tell of it, and of nothing more."""
    strict = {*FULL.allowed_in(State.GREETED)}

    assert Verb.MAIL not in strict
    assert {*TOLERANT.allowed_in(State.GREETED)} - strict == {Verb.MAIL}
    assert Verb.MAIL in TOLERANT.allowed_in(State.HAS_RECIPIENT)
    assert Verb.RCPT not in TOLERANT.allowed_in(State.GREETED)


def test_a_command_that_is_out_of_order_all_the_same_is_not_let_pass() -> None:
    events = say(session_in(State.GREETED, TOLERANT), "RCPT TO:<a@b.example>")
    (received,) = (event for event in events if isinstance(event, CommandReceived))

    assert received.tolerated == ()
    assert names(events) == [("sender-first", 503)]


def test_nothing_is_implied_where_the_table_has_a_way() -> None:
    """The table stays the law: what is implied is a step in it."""
    for state, row in NEXT.items():
        for verb in Verb:
            slip = TOLERANT.dialect.implies(verb, state)

            assert slip is None or verb not in row
            assert TOLERANT.dialect.state_for(verb, state) in State


def test_who_did_not_say_hello_is_unknown_in_the_trace() -> None:
    session = session_in(State.GREETED, TOLERANT)
    events = say(session, "MAIL FROM:<>", RCPT, "DATA", ".")
    (accepted,) = (event for event in events if isinstance(event, MessageAccepted))

    assert accepted.message.received.startswith(b"Received: from unknown\r\n")


@pytest.mark.parametrize("line", ["GET / HTTP/1.1", "connect x", "Subject: hi"])
def test_what_is_no_smtp_ends_the_session(line: str) -> None:
    assert names(say(session_in(State.READY, TOLERANT), line)) == [("not-smtp", 421)]
    assert names(say(session_in(State.READY), line)) == [("unrecognized", 500)]


# Patience.


def patient(counts: Counts, farewell: Farewell, **limits: int) -> Policy:
    dialect = Dialect(Limits(errors=3, **limits), patience=Patience(counts, farewell))
    return replace(FULL, dialect=dialect, extensions=())


COUNTED: dict[Counts, tuple[str, ...]] = {
    Counts.BADLY_MADE: ("FOO", "MAIL", "RSET now"),
    Counts.MISUSED: ("FOO", "DATA", "TURN"),
    Counts.REFUSED: ("FOO", "DATA", "VRFY nobody"),
}


@pytest.mark.parametrize("counts", COUNTED)
def test_what_counts_is_the_servers_choice(counts: Counts) -> None:
    session = session_in(State.READY, patient(counts, Farewell.IN_PLACE))
    for line in COUNTED[counts]:
        said = names(say(session, line))

    assert said == [("too-many-errors", 421)]


def test_what_does_not_count_is_suffered() -> None:
    session = session_in(State.READY, patient(Counts.MISUSED, Farewell.IN_PLACE))
    for _ in range(10):
        said = names(say(session, "VRFY nobody"))

    assert said == [("no-such-user", 550)]


def test_a_server_may_answer_the_last_mistake_and_then_hang_up() -> None:
    """Postfix: its own reply, and 421 behind it."""
    session = session_in(State.READY, patient(Counts.REFUSED, Farewell.AFTER))
    events = say(session, "FOO", "BAR", "DATA", "NOOP")

    assert names(events)[2:] == [("sender-first", 503), ("too-many-errors", 421)]


def test_nothing_is_said_after_a_reply_that_closes() -> None:
    policy = patient(Counts.REFUSED, Farewell.AFTER)
    mine = replace(policy, wording={"empty-line": worded("empty-line", "Bye", closes=True)})
    events = say(session_in(State.READY, mine), "FOO", "BAR", "")

    assert names(events)[2:] == [("empty-line", 500)]
    assert isinstance(events[-1], ConnectionClosed)


def test_a_server_may_hang_up_in_a_further_line_of_its_reply() -> None:
    """Exim: the code is that of the mistake, the name tells what it means."""
    policy = patient(Counts.MISUSED, Farewell.CONTINUED)
    mine = replace(policy, wording={"too-many-errors": worded("too-many-errors", "Enough", 500)})
    events = say(session_in(State.READY, mine), "FOO", "BAR", "MAIL SIZE=1", "NOOP")

    assert replies_in(events)[-1].lines == (
        "501-Syntax: MAIL FROM:<reverse-path> [parameters]",
        "501 Enough",
    )
    assert names(events)[-1] == ("too-many-errors", 501)


@pytest.mark.parametrize("farewell", Farewell)
def test_unknown_commands_may_be_counted_by_themselves(farewell: Farewell) -> None:
    """Whatever the manner, the last of them is answered in place of its own reply."""
    mine = patient(Counts.BADLY_MADE, farewell, unknown=2)
    session = session_in(State.READY, replace(mine))
    events = say(session, "RSET x", "FOO")

    assert names(events)[-1] == ("unrecognized", 500)
    assert names(say(session, "BAR"))[-1] == ("too-many-unknown", 421)


def accepted_between(policy: Policy) -> list[Event]:
    session = session_in(State.READY, policy)
    return say(session, "FOO", "BAR", MAIL, RCPT, "DATA", ".", "FOO")


def test_a_server_may_never_forgive() -> None:
    forgiving = patient(Counts.BADLY_MADE, Farewell.IN_PLACE)
    patience = Patience(forgives=False)
    unforgiving = replace(forgiving, dialect=replace(forgiving.dialect, patience=patience))

    assert names(accepted_between(forgiving))[-1] == ("unrecognized", 500)
    assert names(accepted_between(unforgiving))[-1] == ("too-many-errors", 421)


def test_a_reply_that_is_not_reworded_closes_by_its_code() -> None:
    plain: list[Reply] = [replies.RESET, replies.SERVICE_UNAVAILABLE]

    assert [FULL.worded(reply, "") for reply in plain] == [
        (replies.RESET, False),
        (replies.SERVICE_UNAVAILABLE, True),
    ]
