"""What tunes an extension is checked where it is made, and rare turns of the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from smtpcore import Greeting, MessageAccepted, ServerSession, State, TlsStarted, replies
from smtpcore.extensions.auth import Auth
from smtpcore.extensions.limits import SessionLimits
from smtpcore.extensions.mt_priority import MtPriority
from smtpcore.extensions.rrvs import Rrvs
from smtpcore.extensions.starttls import StartTls
from smtpcore.states import Verb

from .policies import EVERY, FULL, LMTP
from .speaking import EHLO, MAIL, NOW, RCPT, names, octets, say, session_in

BAD: dict[str, tuple[Callable[[], object], str]] = {
    "mechanism": (lambda: Auth(mechanisms=("FOO",)), "'FOO' is none of PLAIN"),
    "limit": (lambda: SessionLimits(mailmax=1_000_000), "from 0 to 999999"),
    "domains": (lambda: SessionLimits(rcptdomainmax=-1), "from 0 to 999999"),
    "date": (lambda: Rrvs(mailboxes={"alice": "today"}), "'today' is no date"),
}


@pytest.mark.parametrize("name", BAD)
def test_settings_that_cannot_be_are_refused(name: str) -> None:
    make, told = BAD[name]

    with pytest.raises(ValueError, match=told):
        make()


def test_orcpt_may_be_utf8_where_its_type_says_so() -> None:
    """RFC 6533 3: `utf-8;` and the address itself, under SMTPUTF8; another type wants xtext."""
    session = session_in(State.READY, EVERY)
    good = f"{RCPT} ORCPT=utf-8;jo\xc3\xa3o@example.com"
    bad = f"{RCPT} ORCPT=rfc822;jo\xc3\xa3o@example.com"

    assert [("sender-accepted", 250), ("recipient-accepted", 250), ("bad-parameter", 501)] == names(
        say(session, f"{MAIL} SMTPUTF8", good, bad)
    )


def test_xclient_without_an_address_keeps_the_one_there_is() -> None:
    session = ServerSession(EVERY, peer="192.0.2.1")
    session.greet(NOW)
    say(session, EHLO, "XCLIENT NAME=client.example LOGIN=alice")

    assert ("192.0.2.1", "alice", State.GREETED) == (
        session.standing.peer,
        session.account,
        session.state,
    )


def test_a_session_tells_whether_it_is_encrypted_and_what_is_due() -> None:
    session = ServerSession(EVERY, secure=True)
    events = session.greet(NOW)
    say(session, EHLO, MAIL, RCPT)
    session.receive_data(octets("BDAT 10") + b"1234", NOW)

    assert [TlsStarted(0, implicit=True)] == events[:1]
    assert (True, 6, b"1234") == (session.secure, session.octets_due, session.pending)


def test_nothing_is_due_outside_of_a_chunk() -> None:
    assert (False, 0) == (
        session_in(State.READY).secure,
        session_in(State.READY).octets_due,
    )


def test_a_421_ends_the_replies_that_were_to_come() -> None:
    """LMTP: one recipient's 421 closes, and nothing is taken for who hears nothing (RFC 2033 5)."""
    asked = {Verb.END_OF_DATA: {"alice": replies.SERVICE_UNAVAILABLE}}
    session = session_in(State.CONNECTED, replace(LMTP, answers=asked))
    session.greet(NOW)
    events = say(session, "LHLO a", MAIL, RCPT, "RCPT TO:<bob@example.com>", "DATA", "Hi", ".")

    assert ("service-unavailable", 421) == names(events)[-1]
    assert State.CLOSED is session.state
    assert not any(isinstance(event, MessageAccepted) for event in events)


@pytest.mark.parametrize(
    ("greeting", "name", "state"),
    [
        (Greeting.READY, "service-ready", State.GREETED),
        (Greeting.NO_SERVICE, "no-service", State.REFUSING),
        (Greeting.NO_MAIL, "host-takes-no-mail", State.REFUSING),
    ],
)
def test_a_server_greets_as_its_policy_says(greeting: Greeting, name: str, state: State) -> None:
    """RFC 5321 3.1, RFC 7504 3."""
    session = ServerSession(replace(FULL, greeting=greeting))

    assert [name] == [said for said, _ in names(session.greet(NOW))]
    assert state is session.state


ASKED = {
    Verb.MAIL: {"sender": replies.SENDER_REFUSED},
    Verb.RCPT: {
        "bob": replies.MAILBOX_FULL,
        "eve@example.org": replies.MAILBOX_BUSY,
        "@example.org": replies.GREYLISTED,
    },
}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("RCPT TO:<bob@example.com>", "mailbox-full"),
        ("RCPT TO:<BOB@Example.COM>", "mailbox-full"),
        ("RCPT TO:<bob@example.net>", "relaying-denied"),
        ("RCPT TO:<bob@example.org>", "greylisted"),
        ("RCPT TO:<eve@example.org>", "mailbox-busy"),
        (RCPT, "recipient-accepted"),
    ],
)
def test_a_recipient_is_asked_for_by_mailbox_address_or_domain(line: str, said: str) -> None:
    """A local part alone is a mailbox here: elsewhere it is somebody else's."""
    session = session_in(State.HAS_SENDER, replace(FULL, answers={Verb.RCPT: ASKED[Verb.RCPT]}))

    assert [said] == [name for name, _ in names(say(session, line))]


def test_a_sender_is_asked_for_by_its_local_part_wherever_it_is() -> None:
    session = session_in(State.READY, replace(FULL, answers=ASKED))

    assert [("sender-refused", 550)] == names(say(session, MAIL))


@pytest.mark.parametrize(
    ("line", "code"),
    [("MAIL FROM:<a@b.example>", 530), ("RCPT TO:<c@d.example>", 530), ("DATA", 530), ("FOO", 500)],
)
def test_tls_comes_before_a_commands_turn(line: str, code: int) -> None:
    """RFC 3207 4: 530 "to every command other than NOOP, EHLO, STARTTLS, or QUIT"."""
    policy = replace(EVERY, settings=(StartTls(required=True),))

    assert [code] == [said for _, said in names(say(session_in(State.GREETED, policy), line))]


@pytest.mark.parametrize("text", ["AAAA=", "AAAA==", "QR==", "QQ=", "QQ", "=AAA", "AAA=BBB"])
def test_a_response_is_base64_to_the_letter(text: str) -> None:
    """RFC 4954 4: no pad too many or too few, and none elsewhere than at the end."""
    session = session_in(State.READY, EVERY)

    assert ("auth-not-base64", 501) == names(say(session, f"AUTH PLAIN {text}"))[0]


@pytest.mark.parametrize("encoded", ["+00a", "+E9a", "a+0D+0Ab"])
def test_orcpt_stands_for_printable_ascii(encoded: str) -> None:
    """RFC 3461 4.2, 5.1 (b)."""
    session = session_in(State.HAS_SENDER, EVERY)

    assert [("bad-parameter", 501)] == names(say(session, f"{RCPT} ORCPT=rfc822;{encoded}"))


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        (" MT-PRIORITY=5", "priority-too-low"),  # lowered to 0, for nobody is logged in
        ("", "priority-too-low"),
    ],
)
def test_the_priority_that_counts_is_the_one_determined(parameter: str, expected: str) -> None:
    """RFC 6710 4.1: what was asked for, if this client may; else 0."""
    session = session_in(State.READY, replace(EVERY, settings=(MtPriority(minimum=3),)))

    assert [(expected, 450)] == names(say(session, MAIL + parameter))


def test_ownership_by_the_header_is_asked_of_mailboxes_here_only() -> None:
    """RFC 7293 5.2: an address that is not handled here is somebody else's to check."""
    since = {"far.example": "2026-01-31T12:00:00Z"}
    auth = Auth(accounts={"alice": "wonderland"})
    policy = replace(EVERY, settings=(Rrvs(domains=since), auth))
    session = session_in(State.READY, policy)
    lines = ("AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=", MAIL, "RCPT TO:<bob@far.example>", "DATA")
    field = "Require-Recipient-Valid-Since: bob@far.example; Fri, 31 Jan 2025 12:00:00 +0000"

    assert ("message-accepted", 250) == names(say(session, *lines, field, "", "."))[-1]
