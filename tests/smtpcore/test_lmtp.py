"""RFC 2033: LHLO in place of EHLO, and a reply for each recipient at a message's end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import Dialect, Limits, State, Verb, replies

from .cuts import Cut, every_cut
from .policies import EVERY, LMTP
from .speaking import (
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
DELIVERED = ("recipient-delivered", 250)
TOO_BIG = ("message-too-big", 552)
DONE = ("nothing-done", 250)
UNKNOWN = ("unrecognized", 500)

BOB = "RCPT TO:<bob@example.com>"
CAROL = "RCPT TO:<carol@example.com>"
NOBODY = "RCPT TO:<nobody@example.com>"


@pytest.mark.parametrize("line", ["EHLO client.example", "HELO client.example", "EHLO", "HELO -"])
def test_smtp_s_hellos_are_unknown(line: str) -> None:
    """RFC 2033 4.1: "The 500 reply code is recommended"; LHLO is unknown in SMTP."""
    session = session_in(State.GREETED, LMTP)

    assert [UNKNOWN, ("hello-first", 503)] == names(say(session, line, MAIL))


def test_lhlo_is_unknown_in_smtp() -> None:
    """RFC 2033 4.1: so that two who speak different protocols find out."""
    assert [UNKNOWN] == names(say(session_in(State.GREETED, EVERY), "LHLO client.example"))


def test_lhlo_is_what_ehlo_is() -> None:
    """RFC 2033 4.1: "identical semantics"."""
    (lmtp,) = replies_in(say(session_in(State.GREETED, LMTP), "LHLO client.example"))
    (smtp,) = replies_in(say(session_in(State.GREETED, EVERY), "EHLO client.example"))

    assert smtp.lines == lmtp.lines
    assert smtp.reply == lmtp.reply


def test_server_says_which_protocol_it_speaks() -> None:
    """RFC 2033 4: in its greeting, and in what it asks for."""
    session = session_in(State.CONNECTED, LMTP)
    greeting, first = replies_in(session.greet(NOW) + say(session, MAIL))

    assert ("220 mx.example.com LMTP Service ready",) == greeting.lines
    assert "LHLO" in first.lines[0]


@pytest.mark.parametrize("tried", [[], [NOBODY], ["RCPT TO:<"]])
def test_data_without_a_recipient_is_503(tried: list[str]) -> None:
    """RFC 2033 4.2: "MUST fail with a 503 reply code", where SMTP may say 554."""
    session = session_in(State.HAS_SENDER, LMTP)

    assert ("recipient-first", 503) == names(say(session, *tried, "DATA"))[-1]


@every_cut
def test_dot_has_a_reply_for_each_recipient_in_their_order(cut: Cut) -> None:
    """RFC 2033 4.2: also where two of them are the same."""
    session = session_in(State.HAS_RECIPIENT, LMTP)
    said = [NOBODY, BOB, RCPT, CAROL, "DATA", "hi", ".", "NOOP"]
    events = fed(session, b"".join(map(octets, said)), cut)
    told = [reply for reply in replies_in(events) if reply.reply.name == DELIVERED[0]]

    assert [DELIVERED] * 4 + [DONE] == names(events)[5:]
    assert ["alice", "bob", "alice", "carol"] == [
        str(reply.facts["path"]).strip("<>").partition("@")[0] for reply in told
    ]
    assert [Verb.END_OF_DATA] * 4 == [reply.verb for reply in told]
    assert State.READY is session.state


FAULTY = replace(
    LMTP,
    answers={Verb.END_OF_DATA: {"bob": replies.MAILBOX_FULL, "carol": replies.CONTENT_REFUSED}},
)


@pytest.mark.parametrize(
    ("recipients", "expected", "taken"),
    [
        ([RCPT, BOB], [250, 452], ["alice"]),
        ([BOB, RCPT], [452, 250], ["alice"]),
        ([BOB, CAROL], [452, 550], []),
        ([BOB, RCPT, CAROL, RCPT], [452, 250, 550, 250], ["alice", "alice"]),
    ],
)
def test_each_recipient_is_answered_for_itself(
    recipients: list[str], expected: list[int], taken: list[str]
) -> None:
    """RFC 2033 4.2: responsibility is taken for those with a 250, and for nobody else."""
    session = session_in(State.HAS_SENDER, FAULTY)
    say(session, *recipients)
    events = say(session, "DATA", "hi", ".")

    assert [354, *expected] == [code for _, code in names(events)]
    assert [taken] * bool(taken) == [
        [to.path.local_part for to in message.envelope.recipients] for message in messages(events)
    ]
    assert (State.READY, None) == (session.state, session.envelope)


def test_smtp_answers_for_all_recipients_at_once() -> None:
    """RFC 5321 4.1.1.4: one reply to the dot, and so one fault is everybody's."""
    session = session_in(State.HAS_RECIPIENT, replace(FAULTY, kind=EVERY.kind))
    events = say(session, BOB, CAROL, "DATA", "hi", ".")

    assert [("mailbox-full", 452)] == names(events)[3:]
    assert [] == messages(events)


@pytest.mark.parametrize(
    ("limits", "content", "expected"),
    [
        (Limits(message=10), "x" * 20, TOO_BIG),
        (Limits(text_line=10), "x" * 20, ("text-line-too-long", 500)),
    ],
)
def test_refused_content_is_refused_to_each_recipient(
    limits: Limits, content: str, expected: tuple[str, int]
) -> None:
    """RFC 2033 4.2: and that many refusals of one message are no reason to hang up."""
    policy = replace(LMTP, dialect=Dialect(replace(limits, errors=3)))
    session = session_in(State.HAS_SENDER, policy)
    say(session, *[RCPT] * 20)
    events = say(session, "DATA", content, ".", "NOOP")

    assert [expected] * 20 + [DONE] == names(events)[1:]
    assert [] == messages(events)


def test_messages_are_numbered_though_some_reach_nobody() -> None:
    """Only what is accepted counts."""
    session = session_in(State.READY, FAULTY)
    numbers: list[int] = []
    for recipient in (RCPT, BOB, RCPT):
        events = say(session, MAIL, recipient, "DATA", "hi", ".")
        numbers += [message.number for message in messages(events)]

    assert [1, 2] == numbers


@every_cut
def test_last_chunk_has_a_reply_for_each_recipient(cut: Cut) -> None:
    """RFC 2033 4.3: and any other chunk has one."""
    session = session_in(State.HAS_RECIPIENT, LMTP)
    say(session, "RCPT TO:<bob@example.com>", "RCPT TO:<nobody@example.com>", RCPT)
    events = fed(session, chunk(b"hel") + chunk(b"lo", " LAST") + octets("NOOP"), cut)

    assert [CHUNK, *[DELIVERED] * 3, DONE] == names(events)
    assert ["alice", "bob", "alice"] == [
        to.path.local_part for message in messages(events) for to in message.envelope.recipients
    ]


def test_failed_message_has_a_reply_for_each_recipient_as_well() -> None:
    """RFC 2033 4.3: a client that sent its chunks at once counts on them."""
    policy = replace(LMTP, dialect=Dialect(Limits(message=100)))
    session = session_in(State.HAS_RECIPIENT, policy)
    say(session, "RCPT TO:<bob@example.com>")
    events = fed(session, chunk(b"x" * 101) + chunk(b"x", " LAST") + octets("NOOP"))

    assert [TOO_BIG, TOO_BIG, TOO_BIG, DONE] == names(events)


@pytest.mark.parametrize("tried", [[], ["RCPT TO:<nobody@example.com>"]])
def test_last_chunk_without_a_recipient_has_no_reply(tried: list[str]) -> None:
    """RFC 2033 4.3: "then the BDAT LAST command returns zero replies"; and all is over."""
    session = session_in(State.HAS_SENDER, LMTP)
    say(session, *tried)
    events = fed(session, chunk(b"x") + chunk(b"x", " LAST"))

    assert [("recipient-first", 503)] == names(events)
    assert (State.READY, None) == (session.state, session.envelope)
    assert [("sender-accepted", 250)] == names(say(session, MAIL))


@pytest.mark.parametrize("state", [State.GREETED, State.READY])
def test_last_chunk_outside_a_transaction_has_one(state: State) -> None:
    """RFC 2033 4.3 speaks of a mail transaction, and here is none."""
    session = session_in(state, LMTP)

    assert 1 == len(names(fed(session, chunk(b"x", " LAST"))))
    assert state is session.state
