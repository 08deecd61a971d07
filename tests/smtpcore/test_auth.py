"""RFC 4954: AUTH, when it may come, and how it goes on to its end."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from dataclasses import replace

import pytest

from smtpcore import (
    Event,
    Policy,
    ResponseReceived,
    ServerSession,
    State,
    Verb,
)
from smtpcore.extensions.starttls import StartTls
from smtpcore.sasl import BEARER, CLEAR_TEXT, MECHANISMS

from .policies import ACCOUNTS, EVERY, LMTP, tuned
from .scram_client import Client
from .speaking import (
    EHLO,
    LOGIN,
    MAIL,
    NOW,
    RCPT,
    SECRET,
    hello,
    names,
    replies_in,
    say,
    session_in,
)

IN = ("auth-succeeded", 235)
ASKED = ("auth-challenge", 334)
WRONG = ("credentials-invalid", 535)
NOT_BASE64 = ("auth-not-base64", 501)
SERVER_FIRST = ("auth-server-first", 501)
NO_SUCH_MECHANISM = ("auth-unknown-mechanism", 504)
REQUIRED = ("auth-required", 530)
DONE = ("nothing-done", 250)


def b64(text: str | bytes) -> str:
    return b64encode(text.encode() if isinstance(text, str) else text).decode()


def challenges_in(events: list[Event]) -> list[bytes]:
    """Return the challenges among events, decoded."""
    return [
        b64decode(reply.lines[0][4:]) for reply in replies_in(events) if reply.reply.code == 334
    ]


def answered(session: ServerSession, *lines: str) -> list[tuple[str, int]]:
    return [name for line in lines for name in names(say(session, line))]


# The exchange.


def test_challenge_without_data_keeps_its_space() -> None:
    """RFC 4954 4: "the complete response line is "334 "."."""
    session = session_in(State.READY, EVERY)
    say(session, "AUTH PLAIN")

    assert b"334 \r\n" == session.data_to_send()


@pytest.mark.parametrize("mechanism", sorted(MECHANISMS.keys() - {"EXTERNAL"}))
def test_star_cancels_every_mechanism(mechanism: str) -> None:
    """RFC 4954 4: 501, and the client may try again."""
    session = encrypted()
    received = say(session, f"AUTH {mechanism}", "*")[2]

    assert isinstance(received, ResponseReceived)
    assert (b"*", b"", 3) == (received.line, received.hidden, received.size)
    assert [IN] == names(say(session, LOGIN))


@pytest.mark.parametrize("line", ["* ", " *", "**", "=", "*\t"])
def test_nothing_but_one_star_cancels(line: str) -> None:
    """It is no base64, and that is what the reply says."""
    assert [NOT_BASE64] == names(say(session_in(State.AUTHENTICATING, EVERY), line))


def logged_in_by(mechanism: str, session: ServerSession) -> list[tuple[str, int]]:
    """Log in as alice by a mechanism whose client knows what the server answers."""
    if mechanism.startswith("SCRAM"):
        client = Client(mechanism)
        (server_first,) = challenges_in(say(session, f"AUTH {mechanism} {b64(client.first)}"))
        final = say(session, b64(client.final(server_first.decode())))
        assert [client.verifier(server_first.decode())] == challenges_in(final)
        return names(say(session, ""))
    if mechanism == "CRAM-MD5":
        (challenge,) = challenges_in(say(session, "AUTH CRAM-MD5"))
        digest = hmac.new(b"wonderland", challenge, hashlib.md5).hexdigest()
        return names(say(session, b64(f"alice {digest}")))
    said = {
        "PLAIN": ["\0alice\0wonderland"],
        "LOGIN": ["alice", "wonderland"],
        "EXTERNAL": ["="],
        "XOAUTH2": ["user=alice\1auth=Bearer white-rabbit\1\1"],
        "OAUTHBEARER": ["n,a=alice,\1auth=Bearer white-rabbit\1\1"],
    }[mechanism]
    initial, *more = [text if text == "=" else b64(text) for text in said]
    return answered(session, f"AUTH {mechanism} {initial}", *more)[-1:]


def encrypted(policy: Policy = EVERY, external: str = "alice") -> ServerSession:
    """Return a session after STARTTLS with a client's certificate, ready."""
    session = session_in(State.STARTING_TLS, policy)
    session.start_tls(NOW, external)
    say(session, hello(policy))
    return session


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_client_can_log_in_by_every_mechanism(mechanism: str) -> None:
    """RFC 4954 4: 235, and the session knows whose it is."""
    session = encrypted()

    assert [IN] == logged_in_by(mechanism, session)
    assert ("alice", State.READY) == (session.account, session.state)


@pytest.mark.parametrize(
    ("mechanism", "responses"),
    [
        ("PLAIN", ["\0alice\0wrong"]),
        ("PLAIN", ["\0nobody\0wonderland"]),
        ("PLAIN", ["bob\0alice\0wonderland"]),
        ("LOGIN", ["alice", "wrong"]),
        ("LOGIN", ["nobody", "wonderland"]),
        ("CRAM-MD5", ["alice " + "0" * 32]),
        ("XOAUTH2", ["user=alice\1auth=Bearer wrong\1\1", ""]),
        ("OAUTHBEARER", ["n,a=alice,\1auth=Bearer wrong\1\1", "\1"]),
    ],
)
def test_wrong_credentials_are_535(mechanism: str, responses: list[str]) -> None:
    """RFC 4954 6: one reply whatever was wrong; who is not in is nobody."""
    session = encrypted()
    said = answered(session, f"AUTH {mechanism}", *map(b64, responses))

    assert [ASKED] * len(responses) + [WRONG] == said
    assert ("", State.READY) == (session.account, session.state)


@pytest.mark.parametrize("mechanism", ["CRAM-MD5", "cram-md5"])
def test_initial_response_is_refused_where_the_server_speaks_first(mechanism: str) -> None:
    """RFC 4954 4: 501 5.7.0."""
    session = session_in(State.READY, EVERY)
    (reply,) = replies_in(say(session, f"AUTH {mechanism} AAAA"))

    assert SERVER_FIRST == (reply.reply.name, reply.reply.code)
    assert "5.7.0" == reply.enhanced


def test_challenges_come_from_the_seed_and_never_twice() -> None:
    """Law 1: no chance in the core; RFC 2195 2: yet no challenge is a second time the same."""

    def challenges(seed: bytes) -> list[bytes]:
        session = ServerSession(EVERY, seed=seed)
        session.greet(NOW)
        return challenges_in(say(session, EHLO, *["AUTH CRAM-MD5", "*"] * 3))

    one, other = challenges(b"one"), challenges(b"other")

    assert one == challenges(b"one")
    assert 6 == len({*one, *other})


def test_long_challenge_is_sent_whole() -> None:
    """RFC 4954 4: "MUST be able to handle the maximum encoded size of challenges": no 512 here."""
    session = session_in(State.READY, EVERY)
    client = Client("SCRAM-SHA-256", nonce="n" * 3000)
    (server_first,) = challenges_in(say(session, f"AUTH SCRAM-SHA-256 {b64(client.first)}"))

    assert server_first.startswith(b"r=" + b"n" * 3000)
    assert [ASKED] == names(say(session, b64(client.final(server_first.decode()))))


# When AUTH may come, and what it may name.


@pytest.mark.parametrize("line", [LOGIN, "AUTH CRAM-MD5", "AUTH NOTHING", "AUTH PLAIN ="])
def test_nobody_logs_in_twice(line: str) -> None:
    """RFC 4954 4: 503, also after another EHLO."""
    session = session_in(State.READY, EVERY, account=True)

    assert [("already-authenticated", 503), ("extended-hello", 250)] == answered(
        session, line, EHLO
    )
    assert [("already-authenticated", 503)] == answered(session, line)
    assert "alice" == session.account


@pytest.mark.parametrize("state", [State.HAS_SENDER, State.HAS_RECIPIENT, State.HAS_CHUNKS])
def test_nobody_logs_in_within_a_transaction(state: State) -> None:
    """RFC 4954 4: "not permitted during a mail transaction"."""
    session = session_in(state, EVERY)
    before = session.envelope

    assert [("transaction-open", 503)] == answered(session, LOGIN)
    assert (before, "") == (session.envelope, session.account)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AUTH", ("argument-missing", 501)),
        ("AUTH NOTHING", NO_SUCH_MECHANISM),
        ("AUTH DIGEST-MD5 AAAA", NO_SUCH_MECHANISM),
        ("AUTH EXTERNAL =", NO_SUCH_MECHANISM),
        ("AUTH PLAIN+", ("bad-syntax", 501)),
        ("AUTH PLAIN  " + SECRET, ("bad-syntax", 501)),
        ("AUTH  PLAIN " + SECRET, ("bad-syntax", 501)),
        ("AUTH PLAIN a b", ("bad-syntax", 501)),
        ("AUTH " + "M" * 20, NO_SUCH_MECHANISM),
        ("AUTH " + "M" * 21, ("bad-syntax", 501)),
    ],
)
def test_auth_names_a_mechanism_that_is_offered(line: str, expected: tuple[str, int]) -> None:
    """RFC 4954 4: 504 else; RFC 4422 3.1: a name has at most 20 characters."""
    assert [expected] == answered(session_in(State.READY, EVERY), line)


GUARDED = tuned(replace(ACCOUNTS, clear_text_without_tls=False))
HISTORIC = tuned(replace(ACCOUNTS, clear_text_without_tls=False, answers_538=True))


def offered(session: ServerSession, line: str = EHLO) -> set[str]:
    """Return the mechanisms that EHLO lists."""
    (reply,) = replies_in(say(session, line))
    listed = [line[4:].split(" ")[1:] for line in reply.lines if line[4:8] == "AUTH"]
    return set(listed[0]) if listed else set()


def test_mechanisms_that_show_the_password_may_need_tls() -> None:
    """RFC 4954 4, 6: not offered in the clear, and offered under TLS."""
    everything = set(MECHANISMS)

    assert everything - BEARER - {"EXTERNAL"} == offered(session_in(State.READY, EVERY))
    assert everything - CLEAR_TEXT - {"EXTERNAL"} == offered(session_in(State.READY, GUARDED))
    assert everything == offered(encrypted(GUARDED))
    assert everything - {"EXTERNAL"} == offered(encrypted(GUARDED, external=""))


@pytest.mark.parametrize("mechanism", sorted(CLEAR_TEXT))
def test_password_in_the_clear_is_504_or_538(mechanism: str) -> None:
    """RFC 4954 4: 504; 6: 538 "for historical purposes only"."""
    line = f"AUTH {mechanism}"

    assert [NO_SUCH_MECHANISM] == answered(session_in(State.READY, GUARDED), line)
    assert [("auth-encryption-required", 538)] == answered(session_in(State.READY, HISTORIC), line)
    assert [ASKED] == answered(encrypted(HISTORIC), line)


@pytest.mark.parametrize("mechanism", ["NOTHING", "EXTERNAL", "GSSAPI"])
def test_538_is_for_what_encryption_would_help(mechanism: str) -> None:
    """RFC 4954 6: "may only be used when the underlying SMTP connection is encrypted"."""
    line = f"AUTH {mechanism} ="

    assert [NO_SUCH_MECHANISM] == answered(session_in(State.READY, HISTORIC), line)
    assert [NO_SUCH_MECHANISM] == answered(encrypted(HISTORIC, external=""), line)


@pytest.mark.parametrize("mechanism", sorted(BEARER))
def test_a_token_is_never_taken_in_the_clear(mechanism: str) -> None:
    """RFC 7628 3: "TLS MUST be used for OAUTHBEARER"; whatever a server does with passwords."""
    assert [NO_SUCH_MECHANISM] == answered(session_in(State.READY, EVERY), f"AUTH {mechanism}")
    assert [ASKED] == answered(encrypted(), f"AUTH {mechanism}")


def test_auth_is_not_listed_where_tls_comes_first() -> None:
    """RFC 3207 4: AUTH gets 530 there, and what is refused is not offered (RFC 5321 4.2.4)."""
    policy = tuned(ACCOUNTS, StartTls(required=True))

    assert set() == offered(session_in(State.READY, policy))
    assert set(MECHANISMS) == offered(encrypted(policy))


def test_auth_is_not_listed_where_no_mechanism_is_left() -> None:
    """RFC 4954 3: the keyword has a list, and 4.2.4 of RFC 5321 forbids what will be refused."""
    policy = tuned(replace(ACCOUNTS, mechanisms=("PLAIN",), clear_text_without_tls=False))
    (reply,) = replies_in(say(session_in(State.READY, policy), EHLO))

    assert not any("AUTH" in line for line in reply.lines)


def test_mechanisms_are_listed_as_the_server_orders_them() -> None:
    """RFC 4954 3 (3)."""
    policy = tuned(replace(ACCOUNTS, mechanisms=("LOGIN", "CRAM-MD5", "PLAIN")))
    (reply,) = replies_in(say(session_in(State.READY, policy), EHLO))

    assert "250-AUTH LOGIN CRAM-MD5 PLAIN" in reply.lines


@pytest.mark.parametrize(
    ("external", "initial", "expected"),
    [
        ("alice", "=", IN),
        ("alice", b64("alice"), IN),
        ("alice", b64("bob"), WRONG),
        ("", "=", NO_SUCH_MECHANISM),
    ],
)
def test_external_trusts_the_certificate(
    external: str, initial: str, expected: tuple[str, int]
) -> None:
    """RFC 4422 A: who TLS proved, and nobody else."""
    session = encrypted(external=external)

    assert [expected] == answered(session, f"AUTH EXTERNAL {initial}")
    assert ("alice" if expected == IN else "") == session.account


# Where authentication is required.

STRICT = tuned(replace(ACCOUNTS, required=True))
EXEMPT = {
    *(Verb.AUTH, Verb.EHLO, Verb.HELO, Verb.NOOP, Verb.RSET, Verb.QUIT),
    *(Verb.STARTTLS, Verb.HELP),
}


@pytest.mark.parametrize(
    "line",
    [
        *("AUTH PLAIN", EHLO, "HELO a", "NOOP", "RSET", "QUIT", "STARTTLS", "HELP"),
        *(
            MAIL,
            "VRFY alice",
            "EXPN friends",
            "ETRN client.example",
            "ATRN",
            "XCLIENT ADDR=1.2.3.4",
        ),
    ],
)
def test_required_authentication_holds_back_all_but_a_few(line: str) -> None:
    """RFC 4954 6: 530 to "any command other than AUTH, EHLO, HELO, NOOP, RSET, or QUIT"."""
    (reply,) = replies_in(say(session_in(State.READY, STRICT), line))

    assert (Verb(line.partition(" ")[0]) in EXEMPT) == (reply.reply.name != "auth-required")


def test_who_has_logged_in_may_do_what_was_held_back() -> None:
    """RFC 4954 6: "when ... authentication is not currently in force"."""
    session = session_in(State.READY, STRICT)
    said = answered(session, MAIL, LOGIN, MAIL, RCPT, "DATA", ".")

    assert [REQUIRED, IN] == said[:2]
    assert ("message-accepted", 250) == said[-1]


def test_who_has_logged_in_may_send_anywhere() -> None:
    """RFC 5321 3.6.2: relaying is for who is known."""
    recipient = "RCPT TO:<somebody@elsewhere.example>"
    stranger, alice = (
        session_in(State.HAS_SENDER, EVERY, account=known) for known in (False, True)
    )

    assert [("relaying-denied", 550)] == answered(stranger, recipient)
    assert [("recipient-accepted", 250)] == answered(alice, recipient)


def test_lmtp_knows_auth_as_well() -> None:
    """RFC 2033 4: the same extensions."""
    assert [IN] == answered(session_in(State.READY, LMTP), LOGIN)


@pytest.mark.parametrize("line", ["AUTH PLAIN", "AUTH PLAIN " + b64("\0alice\0wrong")])
def test_guessing_ends(line: str) -> None:
    """RFC 4954 9, RFC 5321 7.8: too many wrong passwords are answered 421."""
    policy = replace(
        EVERY, dialect=replace(EVERY.dialect, limits=replace(EVERY.dialect.limits, errors=3))
    )
    session = session_in(State.READY, policy)
    lines = [line] if " " in line[5:] else [line, b64("\0alice\0wrong")]
    said = [name for name in answered(session, *lines * 3) if name != ASKED]

    assert [WRONG, WRONG, ("too-many-errors", 421)] == said
    assert State.CLOSED is session.state
