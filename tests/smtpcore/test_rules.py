"""Faults on demand: when a rule applies, what it does, and what a session is after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import Kind, Message, Policy, Reply, Rule, ServerSession, State, Wording
from smtpcore.input import MAX_EARLY

from .cuts import Cut, every_cut
from .policies import EVERY, FULL
from .ruling import rule, server, talk, told
from .speaking import EHLO, LOGIN, MAIL, NOW, RCPT, fed, messages, octets, session_in

TO_BOB = "RCPT TO:<bob@example.com>"
TO_ORG = "RCPT TO:<x@example.org>"
SENT = [EHLO, MAIL, RCPT, "DATA", "."]
OK = ["250 extended-hello", "250 sender-accepted", "250 recipient-accepted"]

WHEN: dict[str, tuple[Rule, list[str], list[str]]] = {
    "a command": (rule("NOOP", 451), ["NOOP", "RSET"], ["451 rule-reply [rule 1]", "250 reset"]),
    "any command": (
        rule("any", 451),
        ["NOOP", "EHLO x.example"],
        ["451 rule-reply [rule 1]", "451 rule-reply [rule 1]"],
    ),
    "one client": (
        rule("EHLO", 550, argument="*.bad.example"),
        ["EHLO a.bad.example", EHLO],
        ["550 client-refused [rule 1]", OK[0]],
    ),
    "one topic": (
        rule("HELP", 504, argument="status"),
        ["HELP", "HELP STATUS"],
        ["214 help-text", "504 rule-reply [rule 1]"],
    ),
    "one sender": (
        rule("MAIL", 550, address="spam*@*"),
        [EHLO, "MAIL FROM:<Spammer@a.example>", MAIL],
        [OK[0], "550 sender-refused [rule 1]", OK[1]],
    ),
    "the null path": (
        rule("MAIL", 550, address=""),
        [EHLO, "MAIL FROM:<>", MAIL],
        [OK[0], "550 sender-refused [rule 1]", OK[1]],
    ),
    "one domain, though it is not served": (
        rule("RCPT", 450, address="*@example.org"),
        [EHLO, MAIL, TO_ORG, TO_BOB],
        [*OK[:2], "450 mailbox-busy [rule 1]", OK[2]],
    ),
    "the n-th time on": (
        rule("RCPT", 452, enhanced="4.5.3", nth=3),
        [EHLO, MAIL, RCPT, RCPT, RCPT, RCPT],
        [*OK, OK[2], *["452 rule-reply [rule 1]"] * 2],
    ),
    "so many times": (
        rule("RCPT", 450, enhanced="4.7.1", times=2, name="Grey"),
        [EHLO, MAIL, RCPT, RCPT, RCPT],
        [*OK[:2], *["450 greylisted [Grey]"] * 2, OK[2]],
    ),
    "exactly the n-th": (
        rule("NOOP", 451, nth=2, times=1),
        ["NOOP", "NOOP", "NOOP"],
        ["250 nothing-done", "451 rule-reply [rule 1]", "250 nothing-done"],
    ),
    "after a message": (
        rule("MAIL", 421, enhanced="4.7.0", after_messages=1),
        [*SENT, MAIL],
        [
            *(*OK, "354 start-mail-input", "250 message-accepted accepted"),
            "421 rule-reply [rule 1] closed [rule 1]",
        ],
    ),
    "not yet": (rule("NOOP", 451, from_minute=1), ["NOOP"], ["250 nothing-done"]),
    "no more": (
        rule("NOOP", 451, until_minute=1),
        ["NOOP"],
        ["451 rule-reply [rule 1]"],
    ),
    "never while it is off": (rule("NOOP", 451, on=False), ["NOOP"], ["250 nothing-done"]),
    "only in order": (rule("RCPT", 450), [RCPT], ["503 hello-first"]),
    "only if well written": (rule("EHLO", 550), ["EHLO"], ["501 argument-missing"]),
    "any recipient, at the end": (
        rule("end of data", 554, address="alice@*"),
        [EHLO, MAIL, TO_BOB, RCPT, "DATA", "."],
        [*OK, OK[2], "354 start-mail-input", "554 transaction-failed [rule 1]"],
    ),
    "no recipient, at the end": (
        rule("end of data", 554, address="bob@*"),
        SENT,
        [*OK, "354 start-mail-input", "250 message-accepted accepted"],
    ),
}


@pytest.mark.parametrize("case", WHEN)
def test_rule_applies(case: str) -> None:
    asked, lines, expected = WHEN[case]
    session, greeting = server(asked)

    assert "220 service-ready" == greeting
    assert expected == talk(session, *lines)


DOES: dict[str, tuple[Rule, list[str], list[str]]] = {
    "a refused MAIL opens nothing": (
        rule("MAIL", 451, times=1),
        [EHLO, MAIL, RCPT, MAIL],
        [OK[0], "451 local-error [rule 1]", "503 sender-first", OK[1]],
    ),
    "all recipients refused are none": (
        rule("RCPT", 450),
        [EHLO, MAIL, RCPT, "DATA"],
        [*OK[:2], "450 mailbox-busy [rule 1]", "554 no-valid-recipients"],
    ),
    "a refused DATA takes no message": (
        rule("DATA", 451),
        SENT,
        [*OK, "451 local-error [rule 1]", "500 unrecognized"],
    ),
    "a refused dot ends the transaction": (
        rule("end of data", 452),
        [*SENT, RCPT],
        [*OK, "354 start-mail-input", "452 insufficient-storage [rule 1]", "503 sender-first"],
    ),
    "421 closes": (
        rule("NOOP", 421, name="No"),
        ["NOOP", "NOOP"],
        ["421 service-unavailable [No] closed [No]", ""],
    ),
    "a drop says nothing": (rule("DATA", drop=True), SENT, [*OK, "closed [rule 1]", ""]),
    "a drop after a refusal": (
        rule("NOOP", 451, drop=True),
        ["NOOP"],
        ["451 rule-reply [rule 1] closed [rule 1]"],
    ),
    "a drop after what is said anyway": (
        rule("NOOP", 250, text="Bye", drop=True),
        ["NOOP"],
        ["250 nothing-done [rule 1] closed [rule 1]"],
    ),
    "a code that is said anyway is reworded": (
        rule("NOOP", 250, text="Done"),
        ["NOOP"],
        ["250 nothing-done"],
    ),
    "a code that is not said changes nothing": (
        rule("NOOP", 251, text="Done"),
        ["NOOP"],
        ["250 nothing-done"],
    ),
    "AUTH may fail for a while": (
        rule("AUTH", 454, argument="plain", times=1),
        [EHLO, LOGIN, LOGIN],
        [OK[0], "454 auth-unavailable [rule 1]", "235 auth-succeeded"],
    ),
    "a chunk is read before it is refused": (
        rule("BDAT", 451, times=1),
        [EHLO, MAIL, RCPT, "BDAT 6", "NOOP", "BDAT 0 LAST", "RSET"],
        [*OK, "", "451 rule-reply [rule 1]", "503 part-failed", "250 reset"],
    ),
    "the last chunk ends a message too": (
        rule("end of data", 554),
        [EHLO, MAIL, RCPT, "BDAT 0 LAST"],
        [*OK, "554 transaction-failed [rule 1]"],
    ),
}


@pytest.mark.parametrize("case", DOES)
def test_session_is_consistent_after_a_rule(case: str) -> None:
    asked, lines, expected = DOES[case]
    session, _ = server(asked, policy=EVERY)

    assert expected == talk(session, *lines)


def test_reworded_reply_has_the_words_of_the_rule_and_the_name_of_what_it_means() -> None:
    session, _ = server(
        rule("MAIL", 250, text="Hello {path} of {domain}"), rule("NOOP", 250, enhanced="2.1.0")
    )
    talk(session, EHLO)
    session.data_to_send()
    talk(session, MAIL, "NOOP")

    assert (
        b"250 2.1.0 Hello <sender@client.example> of client.example\r\n250 2.1.0 OK\r\n"
    ) == session.data_to_send()


def test_rules_are_words_of_their_own() -> None:
    """A persona's wording of the same reply does not take their place."""
    theirs = {"mailbox-busy": Reply("mailbox-busy", 450, "4.2.0", "Theirs")}
    wording = {name: Wording(reply) for name, reply in theirs.items()}
    policy = replace(FULL, wording=wording)
    session, _ = server(rule("RCPT", 450, text="Mine, {client}"), policy=policy)
    talk(session, EHLO, MAIL)
    session.data_to_send()
    talk(session, RCPT)

    assert b"450 4.2.0 Mine, client.example\r\n" == session.data_to_send()


GREETINGS = {
    (554, ""): ("554 no-service [rule 1]", "503 out-of-order"),
    (451, ""): ("451 rule-reply [rule 1]", "503 out-of-order"),
    (421, ""): ("421 service-unavailable [rule 1] closed [rule 1]", ""),
    (220, "Hi"): ("220 service-ready", OK[0]),
}


@pytest.mark.parametrize("codes", GREETINGS, ids=str)
def test_rule_may_be_about_the_greeting(codes: tuple[int, str]) -> None:
    """Whom a greeting refuses may only say QUIT (RFC 5321 3.1)."""
    code, text = codes
    session, greeting = server(rule("connect", code, text=text))

    assert GREETINGS[codes] == (greeting, *talk(session, EHLO))


def test_delay_keeps_the_server_silent_and_the_client_waiting() -> None:
    session, _ = server(rule("EHLO", delay=30, times=1))

    assert ["waits 30 [rule 1]", ""] == talk(session, EHLO, "NOOP")
    assert NOW + 30 == session.quiet_until
    assert "" == told(session.wake(NOW + 29))
    assert "250 extended-hello 250 nothing-done" == told(session.wake(NOW + 30))
    assert session.quiet_until is None


def test_what_comes_after_the_time_is_over_wakes_the_server_too() -> None:
    session, _ = server(rule("EHLO", delay=30))
    talk(session, EHLO)

    assert ["250 extended-hello 250 nothing-done"] == talk(session, "NOOP", now=NOW + 60)


def test_delays_add_up_and_the_first_rule_that_does_more_decides() -> None:
    slow = rule("any", delay=1, name="slow")
    session, _ = server(slow, rule("NOOP", delay=2), rule("NOOP", 451, delay=4), rule("NOOP", 450))

    assert ["waits 7 [rule 3]"] == talk(session, "NOOP")
    assert "451 rule-reply [rule 3]" == told(session.wake(NOW + 7))


def test_delay_of_the_greeting() -> None:
    """A client that does not wait for it is read afterwards."""
    session, greeting = server(rule("connect", delay=5))

    assert "waits 5 [rule 1]" == greeting
    assert [""] == talk(session, EHLO)
    assert "220 service-ready 250 extended-hello" == told(session.wake(NOW + 5))


def test_delay_before_a_drop() -> None:
    session, _ = server(rule("NOOP", delay=5, drop=True))

    assert ["waits 5 [rule 1]"] == talk(session, "NOOP")
    assert "closed [rule 1]" == told(session.wake(NOW + 5))


def test_server_that_hangs_never_answers_and_may_be_left() -> None:
    session, _ = server(rule("RCPT", hang=True))

    assert [*OK[:2], "waits for ever [rule 1]", ""] == talk(session, EHLO, MAIL, RCPT, RCPT)
    assert "" == told(session.wake(NOW + 1e9))
    assert "closed by client" == told(session.receive_eof(NOW))
    assert (None, State.CLOSED) == (session.quiet_until, session.state)


def test_host_may_end_a_session_that_waits() -> None:
    session, _ = server(rule("NOOP", hang=True, name="h"))
    talk(session, "NOOP")

    assert "421 timed-out closed" == told(session.time_out(NOW, 300))
    assert "" == told(session.wake(NOW + 1e9))


@every_cut
def test_what_comes_while_the_server_is_silent_is_bounded(cut: Cut) -> None:
    session, _ = server(rule("NOOP", hang=True))
    talk(session, "NOOP")
    events = fed(session, octets("x" * MAX_EARLY), cut)

    assert "421 service-unavailable closed" == told(events)


def test_clock_and_tally_outlive_a_connection() -> None:
    """Greylisting lets in who comes again later, and a limit counts whoever comes."""
    grey = rule("RCPT", 450, enhanced="4.7.1", until_minute=5, name="Grey")
    once = rule("EHLO", 421, times=1)
    first, _ = server(grey, once)
    assert ["421 service-unavailable [rule 2] closed [rule 2]"] == talk(first, EHLO)
    later = {}
    for minute in (0, 4, 5):
        session = ServerSession(first.policy)
        session.standing.tally = first.standing.tally
        session.greet(NOW + minute * 60)
        later[minute] = talk(session, EHLO, MAIL, RCPT, now=NOW + minute * 60)[2]

    assert {0: "450 greylisted [Grey]", 4: "450 greylisted [Grey]", 5: OK[2]} == later


def test_lmtp_hears_a_rule_for_each_recipient() -> None:
    policy = replace(FULL, kind=Kind.LMTP)
    session, _ = server(rule("end of data", 452, address="bob@*"), policy=policy)
    answers = talk(session, EHLO.replace("EHLO", "LHLO"), MAIL, RCPT, TO_BOB, "DATA", ".")

    assert " ".join(["452 insufficient-storage [rule 1]"] * 2) == answers[-1]


def test_server_without_rules_keeps_no_count() -> None:
    session = session_in(State.READY)
    talk(session, "NOOP")

    assert ({}, {}) == (session.standing.tally.seen, session.standing.tally.applied)


def test_message_that_is_refused_is_not_taken() -> None:
    session, _ = server(rule("end of data", 451, times=1))
    taken: list[Message] = []
    for line in (*SENT, *SENT[1:]):
        taken += messages(session.receive_data(octets(line), NOW))

    assert [1] == [message.number for message in taken]


def test_rules_are_data() -> None:
    assert Policy(rules=(rule("NOOP", 451),)) == Policy(rules=(rule("NOOP", 451),))
