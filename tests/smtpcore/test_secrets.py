"""What of a line is shown: a client's secret is in no event but where it is named so."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace

import pytest

from smtpcore import CommandReceived, ConnectionClosed, Policy, ResponseReceived, State
from smtpcore.extensions.auth import Auth

from .policies import ACCOUNTS, EVERY, FULL, LMTP, tuned
from .speaking import LOGIN, MAIL, NOW, octets, say, session_in

WORD = LOGIN.split(" ")[-1]
SECRET = WORD.encode()
PASSWORDS = (WORD, "wonderland", b64encode(b"wonderland").decode(), "white-rabbit")

STRICT = tuned(replace(ACCOUNTS, required=True))
GUARDED = tuned(replace(ACCOUNTS, clear_text_without_tls=False))


def b64(text: str) -> str:
    return b64encode(text.encode()).decode()


LINES = [
    (b"AUTH", b"", b""),
    (b"AUTH LOGIN", b"AUTH LOGIN", b""),
    (b"AUTH PLAIN " + SECRET, b"AUTH PLAIN ", SECRET),
    (b"auth plain " + SECRET, b"auth plain ", SECRET),
    (b"AUTH PLAIN =", b"AUTH PLAIN ", b"="),
    # Written badly, and a secret all the same.
    (b"AUTH  PLAIN   " + SECRET, b"AUTH  PLAIN   ", SECRET),
    (b"AUTH\tPLAIN\t" + SECRET, b"AUTH\tPLAIN\t", SECRET),
    (b"AUTH\x00PLAIN\x00" + SECRET, b"AUTH\x00PLAIN\x00", SECRET),
    (b"AUTH PLAIN user " + SECRET, b"AUTH PLAIN ", b"user " + SECRET),
    (b" AUTH PLAIN " + SECRET, b" AUTH PLAIN ", SECRET),
    (b"\tAUTH\t\tPLAIN\t" + SECRET, b"\tAUTH\t\tPLAIN\t", SECRET),
    (b"AUTH " + SECRET, b"AUTH ", SECRET),
    (b"AUTH\x7f" + SECRET, b"AUTH\x7f", SECRET),
    (b"AUTH PLAIN:" + SECRET, b"AUTH ", b"PLAIN:" + SECRET),
    (b"AUTH PLAIN\xa0" + SECRET, b"AUTH ", b"PLAIN\xa0" + SECRET),
    (b"EHLO a\nAUTH PLAIN " + SECRET, b"EHLO a\nAUTH PLAIN ", SECRET),
    (b"EHLO a\n\rAUTH LOGIN\n" + SECRET, b"EHLO a\n\rAUTH LOGIN\n", SECRET),
    (b"AUTH PLAIN\n" + SECRET + b"\nNOOP", b"AUTH PLAIN\n", SECRET + b"\nNOOP"),
    # No AUTH, and no secret that anybody could know of.
    (b"NOOP PLAIN " + SECRET, b"NOOP PLAIN " + SECRET, b""),
    (b"AUTHOR PLAIN " + SECRET, b"AUTHOR PLAIN " + SECRET, b""),
    (b"MAIL FROM:<a@b.example> AUTH=<>", b"MAIL FROM:<a@b.example> AUTH=<>", b""),
]


@pytest.mark.parametrize("policy", [EVERY, FULL], ids=["with-auth", "without"])
@pytest.mark.parametrize(("line", "shown", "hidden"), LINES)
def test_what_follows_the_mechanism_is_hidden(
    policy: Policy, line: bytes, shown: bytes, hidden: bytes
) -> None:
    """Also on a server that does not know AUTH: the client sent it all the same."""
    received = say(session_in(State.READY, policy), line)[0]

    assert isinstance(received, CommandReceived)
    assert (received.line, received.hidden) == (shown or line, hidden)
    assert SECRET.decode() not in repr(received) or not hidden


@pytest.mark.parametrize(
    ("line", "shown", "hidden"), [(SECRET, b"", SECRET), (b"*", b"*", b""), (b"", b"", b"")]
)
def test_of_a_response_nothing_is_shown_but_the_star(
    line: bytes, shown: bytes, hidden: bytes
) -> None:
    """The star cancels (RFC 4954 4), and tells nothing."""
    session = session_in(State.READY, EVERY)
    say(session, "AUTH PLAIN")
    received = say(session, line)[0]

    assert isinstance(received, ResponseReceived)
    assert (received.line, received.hidden) == (shown, hidden)
    assert SECRET.decode() not in repr(received)


WITH_SECRETS = {
    "initial response": [LOGIN],
    "response": ["AUTH PLAIN", WORD],
    "login": ["AUTH LOGIN", b64("alice"), b64("wonderland")],
    "login, name first": [f"AUTH LOGIN {b64('alice')}", b64("wonderland")],
    "token": ["AUTH XOAUTH2 " + b64("user=alice\1auth=Bearer white-rabbit\1\1")],
    "mechanism that is not offered": [f"AUTH NOTHING {WORD}"],
    "mechanism that is none": [f"AUTH PLAIN+ {WORD}"],
    "no mechanism": [f"AUTH {WORD}"],
    "two spaces": [f"AUTH  PLAIN {WORD}"],
    "more spaces": [f"AUTH PLAIN   {WORD}"],
    "tabs": [f"AUTH\tPLAIN\t{WORD}"],
    "something behind it": [f"AUTH PLAIN {WORD} more"],
    "a control behind it": [f"AUTH PLAIN {WORD}\x00"],
    "an octet behind it": [f"AUTH PLAIN {WORD}\u00e9"],
    "a space in front": [f" AUTH PLAIN {WORD}"],
    "no CRLF": [f"EHLO a\nAUTH PLAIN {WORD}\nMAIL FROM:<>"],
    "no base64": ["AUTH LOGIN", b64("alice"), "wonderland"],
    "a password in the clear": ["AUTH PLAIN wonderland"],
    "a long line": [f"AUTH PLAIN {WORD}{'=' * 20_000}"],
    "a long response": ["AUTH PLAIN", WORD * 1000],
    "after logging in": [LOGIN, LOGIN],
    "in a transaction": [MAIL, LOGIN],
}


@pytest.mark.parametrize("policy", [EVERY, STRICT, LMTP], ids=["every", "strict", "lmtp"])
@pytest.mark.parametrize("case", WITH_SECRETS)
def test_no_event_shows_a_secret(case: str, policy: Policy) -> None:
    """RFC 4954 9: neither what came nor what is answered, nor its facts, nor the octets sent."""
    session = session_in(State.READY, policy)
    events = [event for line in WITH_SECRETS[case] for event in say(session, line)]
    shown = repr(events) + repr(session.standing) + repr(session.data_to_send())

    assert [] == [password for password in PASSWORDS if password in shown]


RESPONSES = {"response", "login", "login, name first", "no base64", "a long response"}
"""Lines of which nobody can know that they are responses, if none was asked for."""


@pytest.mark.parametrize("policy", [FULL, GUARDED], ids=["without-auth", "not-in-the-clear"])
@pytest.mark.parametrize("case", sorted(WITH_SECRETS.keys() - RESPONSES))
def test_no_event_shows_a_secret_that_was_not_asked_for(case: str, policy: Policy) -> None:
    """A server that does not want it hears it all the same."""
    session = session_in(State.READY, policy)
    shown = repr([event for line in WITH_SECRETS[case] for event in say(session, line)])

    assert [] == [password for password in PASSWORDS if password in shown]


@pytest.mark.parametrize("policy", [EVERY, FULL], ids=["every", "full"])
@pytest.mark.parametrize("end", range(len("AUTH PLAIN "), len(LOGIN) + 2))
def test_client_that_vanishes_within_a_secret_leaves_none(end: int, policy: Policy) -> None:
    """What was never ended is a secret as well: `pending`, and `unfinished` of the end."""
    session = session_in(State.READY, policy)
    session.receive_data(octets(LOGIN)[:end], NOW)
    pending = session.pending
    (closed,) = session.receive_eof(NOW)

    assert b"AUTH PLAIN " == pending
    assert ConnectionClosed(by_client=True, unfinished=b"AUTH PLAIN ") == closed


@pytest.mark.parametrize("state", [State.AUTHENTICATING, State.CONNECTED])
def test_client_that_vanishes_within_a_response_leaves_nothing(state: State) -> None:
    """Whatever follows a 334, or may follow one."""
    session = session_in(state, EVERY)
    said = SECRET if state is State.AUTHENTICATING else octets("AUTH LOGIN") + b"d29uZGVy"
    session.receive_data(said, NOW)
    pending = session.pending
    (closed,) = session.receive_eof(NOW)

    assert re.fullmatch(rb"(?:AUTH LOGIN)?", pending)
    assert ConnectionClosed(by_client=True, unfinished=pending) == closed


def test_hidden_holds_the_secret_for_who_asks_for_it() -> None:
    """The page shows it to its owner, on demand; no representation does."""
    session = session_in(State.READY, EVERY)
    received, _, response, _ = say(session, "AUTH LOGIN YWxpY2U=", "d29uZGVybGFuZA==")

    assert isinstance(received, CommandReceived)
    assert isinstance(response, ResponseReceived)
    assert (b"AUTH LOGIN ", b"YWxpY2U=") == (received.line, received.hidden)
    assert (b"", b"d29uZGVybGFuZA==", 18) == (response.line, response.hidden, response.size)


def test_nothing_that_is_remembered_is_a_secret() -> None:
    """Lines are remembered because clients repeat themselves; these are not."""
    policy = replace(EVERY)
    for lines in WITH_SECRETS.values():
        say(session_in(State.READY, policy), *lines)
    remembered = repr(policy.parsed)

    assert "client.example" in remembered
    assert [] == [password for password in PASSWORDS if password in remembered]


def test_settings_show_no_password() -> None:
    """Nor does the policy that holds them."""
    assert "wonderland" not in repr(EVERY) + repr(Auth(accounts={"alice": "wonderland"}))
