"""RFC 3207, RFC 8314, RFC 8689: TLS begins, the session starts anew, and some want no less."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import (
    ConnectionClosed,
    Policy,
    ReplySent,
    ServerSession,
    State,
    TlsStarted,
    Verb,
    replies,
)
from smtpcore.extensions import starttls
from smtpcore.extensions.requiretls import RequireTls
from smtpcore.extensions.starttls import StartTls

from .cuts import Cut, every_cut
from .policies import EVERY, FULL, LMTP, tuned
from .speaking import (
    EHLO,
    LOGIN,
    MAIL,
    NOW,
    RCPT,
    chunk,
    fed,
    hello,
    messages,
    names,
    octets,
    replies_in,
    say,
    session_in,
)

READY = ("ready-for-tls", 220)
REQUIRED = ("tls-required", 530)
ACTIVE = ("tls-already-active", 503)
TOO_WEAK = ("tls-too-weak", 554)
HELLO_FIRST = ("hello-first", 503)

STRICT = tuned(StartTls(required=True))
WEAK = tuned(StartTls(suffices=False))


def encrypted(policy: Policy = EVERY, external: str = "") -> ServerSession:
    """Return a session just after the handshake."""
    session = session_in(State.STARTING_TLS, policy)
    session.start_tls(NOW, external)
    return session


def keywords(session: ServerSession) -> list[str]:
    (reply,) = replies_in(say(session, hello(session.policy)))
    return [line[4:].partition(" ")[0] for line in reply.lines[1:]]


# The command.


@pytest.mark.parametrize(
    ("line", "state", "expected"),
    [
        ("STARTTLS", State.READY, READY),
        ("starttls", State.READY, READY),
        ("STARTTLS ", State.READY, READY),
        ("STARTTLS now", State.READY, ("argument-not-allowed", 501)),
        ("STARTTLS", State.GREETED, HELLO_FIRST),
        ("STARTTLS", State.HAS_SENDER, ("transaction-open", 503)),
        ("STARTTLS", State.HAS_RECIPIENT, ("transaction-open", 503)),
        ("STARTTLS", State.HAS_CHUNKS, ("transaction-open", 503)),
    ],
)
def test_starttls_is_answered(line: str, state: State, expected: tuple[str, int]) -> None:
    """RFC 3207 4: 220, or 501 for a parameter; not within a transaction."""
    session = session_in(state, EVERY)

    assert [expected] == names(say(session, line))
    assert (State.STARTING_TLS if expected == READY else state) is session.state


def test_starttls_may_not_be_possible_now() -> None:
    """RFC 3207 4: 454, and the session goes on in the clear."""
    policy = replace(EVERY, answers={Verb.STARTTLS: {"*": starttls.NOT_AVAILABLE}})
    session = session_in(State.READY, policy)

    assert [("tls-not-available", 454), ("sender-accepted", 250)] == names(
        say(session, "STARTTLS", MAIL)
    )
    assert not session.secure


# What comes behind it.

INJECTED = octets("EHLO evil.example") + octets(MAIL) + octets(RCPT) + octets("DATA")


@every_cut
@pytest.mark.parametrize("behind", [b"", b"x", b"\r\n", INJECTED, b"\x16\x03\x01" * 100])
def test_what_was_sent_behind_starttls_is_thrown_away_and_counted(behind: bytes, cut: Cut) -> None:
    """CVE-2011-0411: nothing said in the clear is heard under TLS, in whatever pieces it came."""
    session = session_in(State.READY, EVERY)
    events = fed(session, octets("STARTTLS") + behind, cut)
    pending = session.pending
    started = session.start_tls(NOW)

    assert [READY] == names(events)
    assert (b"", b"") == (pending, session.pending)
    assert [TlsStarted(len(behind), implicit=False)] == started
    assert [HELLO_FIRST] == names(say(session, MAIL))


def test_what_comes_after_the_handshake_is_heard() -> None:
    """Not one octet too many is thrown away, and the count begins anew."""
    session = encrypted()

    assert [("extended-hello", 250)] == names(say(session, EHLO))
    with pytest.raises(ValueError, match="no TLS handshake is due in the state ready"):
        session.start_tls(NOW)


@pytest.mark.parametrize("state", [state for state in State if state is not State.STARTING_TLS])
def test_no_handshake_is_due_in_another_state(state: State) -> None:
    """It is the host's mistake, not the client's, so it raises."""
    session = session_in(state, EVERY)
    before = session.state
    with pytest.raises(ValueError, match=f"in the state {state}"):
        session.start_tls(NOW)

    assert (before, False) == (session.state, session.secure)


def test_client_may_vanish_in_the_handshake() -> None:
    """RFC 3207 4.1: what came in the clear is nobody's; nothing is told of it."""
    session = session_in(State.STARTING_TLS, EVERY)
    session.receive_data(b"\x16\x03\x01", NOW)

    assert [ConnectionClosed(by_client=True, unfinished=b"")] == session.receive_eof(NOW)


# The session starts anew.


def test_session_knows_nothing_of_what_was_said_in_the_clear() -> None:
    """RFC 3207 4.2: "The server MUST discard any knowledge obtained from the client"."""
    session = session_in(State.READY, EVERY, account=True)
    say(session, MAIL, RCPT, "RSET", "STARTTLS")
    before = (session.client, session.account)
    session.start_tls(NOW)

    assert ("client.example", "alice") == before
    assert ("", "", None, State.GREETED, True) == (
        session.client,
        session.account,
        session.envelope,
        session.state,
        session.secure,
    )


def test_nothing_is_sent_after_the_handshake() -> None:
    """RFC 3207 4.2: no second greeting; the client speaks first."""
    session = session_in(State.READY, EVERY)
    say(session, "STARTTLS")
    before = session.data_to_send()
    session.start_tls(NOW)

    assert b"220 2.0.0 Ready to start TLS\r\n" == before
    assert b"" == session.data_to_send()


@pytest.mark.parametrize("line", [MAIL, RCPT, "DATA", "STARTTLS", LOGIN])
def test_client_must_say_hello_again(line: str) -> None:
    """RFC 3207 4.2: it is "as if it had been just connected"."""
    session = encrypted()

    assert [HELLO_FIRST] == names(say(session, line))


def test_extensions_are_those_of_tls() -> None:
    """RFC 3207 4.2: STARTTLS is offered no more; RFC 8689 2: REQUIRETLS is now."""
    clear, secret = keywords(session_in(State.GREETED, EVERY)), keywords(encrypted())

    assert ("STARTTLS" in clear, "REQUIRETLS" in clear) == (True, False)
    assert ("STARTTLS" in secret, "REQUIRETLS" in secret) == (False, True)
    assert {*clear} ^ {*secret} == {"STARTTLS", "REQUIRETLS"}


def test_tls_starts_once() -> None:
    """RFC 3207 4.2: 503 to a client that asks again."""
    session = encrypted()

    assert [("extended-hello", 250), ACTIVE] == names(say(session, EHLO, "STARTTLS"))
    assert (State.READY, True) == (session.state, session.secure)


def test_certificate_is_known_to_the_session_it_came_with() -> None:
    """RFC 4422 A: what the handshake proved may be used by EXTERNAL."""
    session = encrypted(external="alice")
    say(session, EHLO)

    assert [("auth-succeeded", 235)] == names(say(session, "AUTH EXTERNAL ="))


@pytest.mark.parametrize("policy", [EVERY, LMTP], ids=["smtp", "lmtp"])
def test_message_over_tls_says_so(policy: Policy) -> None:
    """RFC 3848: the protocol has an S."""
    session = encrypted(policy)
    events = say(session, hello(policy), MAIL, RCPT, "DATA", "hi", ".")
    (message,) = messages(events)

    assert message.protocol in ("ESMTPS", "LMTPS")


# From the first octet.


def test_tls_may_begin_with_the_first_octet() -> None:
    """RFC 8314 3.3: the greeting is encrypted already, and STARTTLS is not offered."""
    session = ServerSession(EVERY, secure=True)
    started, greeting = session.greet(NOW)

    assert TlsStarted(0, implicit=True) == started
    assert isinstance(greeting, ReplySent)
    assert ("service-ready", State.GREETED) == (greeting.reply.name, session.state)
    assert "STARTTLS" not in keywords(session)
    assert [ACTIVE] == names(say(session, "STARTTLS"))


# Where TLS is required.


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("NOOP", ("nothing-done", 250)),
        (EHLO, ("extended-hello", 250)),
        ("STARTTLS", READY),
        ("QUIT", ("closing", 221)),
        *[
            (line, REQUIRED)
            for line in (
                *("HELO a", MAIL, RCPT, "DATA", "RSET", "HELP", "VRFY alice", "EXPN friends"),
                *(LOGIN, "ETRN a.example", "ATRN", "XCLIENT ADDR=192.0.2.1", "MAIL FROM:<"),
            )
        ],
    ],
)
@pytest.mark.parametrize("state", [State.GREETED, State.READY])
def test_required_tls_holds_back_all_but_four(
    line: str, expected: tuple[str, int], state: State
) -> None:
    """RFC 3207 4: 530 to "every command other than NOOP, EHLO, STARTTLS, or QUIT"."""
    (actual,) = names(say(session_in(state, STRICT), line))
    too_early = line == "STARTTLS" and state is State.GREETED

    assert (HELLO_FIRST if too_early else expected) == actual


def test_required_tls_lets_lmtp_s_hello_pass() -> None:
    """RFC 2033 4.1: LHLO is in EHLO's place."""
    session = session_in(State.GREETED, replace(STRICT, kind=LMTP.kind))

    assert [("extended-hello", 250), READY] == names(say(session, "LHLO a", "STARTTLS"))


def test_refused_chunk_is_swallowed_where_tls_is_required() -> None:
    """RFC 3030 2: whatever the reason; nothing of it is taken for a command."""
    session = session_in(State.READY, STRICT)

    assert [REQUIRED, ("nothing-done", 250)] == names(
        fed(session, chunk(b"QUIT\r\n", " LAST") + octets("NOOP"))
    )


@pytest.mark.parametrize("how", ["starttls", "implicit"])
def test_required_tls_is_content_with_tls(how: str) -> None:
    """However it began."""
    session = (
        encrypted(STRICT) if how == "starttls" else session_in(State.GREETED, STRICT, secure=True)
    )

    assert [250, 250, 250, 354, 250] == [
        code for _, code in names(say(session, EHLO, MAIL, RCPT, "DATA", "."))
    ]


@pytest.mark.parametrize(
    "line", [EHLO, "HELO a", MAIL, "NOOP", "RSET", "STARTTLS", LOGIN, "HELP", "FOO"]
)
def test_tls_that_does_not_suffice_leaves_quit(line: str) -> None:
    """RFC 3207 4.1: 554 to "every SMTP command from the client (other than a QUIT command)"."""
    session = encrypted(WEAK)

    assert [TOO_WEAK, ("closing", 221)] == names(say(session, line, "QUIT"))


def test_tls_need_not_suffice_where_there_is_none() -> None:
    """RFC 3207 4.1 speaks of what the handshake agreed on."""
    assert [("sender-accepted", 250)] == names(say(session_in(State.READY, WEAK), MAIL))


def test_server_without_starttls_does_not_know_it() -> None:
    """RFC 5321 4.2.4: 500."""
    assert [("unrecognized", 500)] == names(say(session_in(State.READY, FULL), "STARTTLS"))


# REQUIRETLS.


@pytest.mark.parametrize(
    ("parameter", "recipient", "expected"),
    [
        (" REQUIRETLS", "alice@example.com", ("recipient-accepted", 250)),
        (" REQUIRETLS", "a@old.example", ("requiretls-not-possible", 550)),
        (" REQUIRETLS", "a@OLD.example", ("requiretls-not-possible", 550)),
        (" REQUIRETLS", "a@new.example", ("recipient-accepted", 250)),
        ("", "a@old.example", ("recipient-accepted", 250)),
    ],
)
def test_message_that_wants_tls_goes_nowhere_without(
    parameter: str, recipient: str, expected: tuple[str, int]
) -> None:
    """RFC 8689 4.2.1: 550 5.7.30 for who cannot be reached so."""
    policy = tuned(RequireTls(without=("old.example",)))
    session = session_in(State.READY, policy, account=True, secure=True)
    _, answer = replies_in(say(session, MAIL + parameter, f"RCPT TO:<{recipient}>"))

    assert expected == (answer.reply.name, answer.reply.code)
    assert answer.reply.code == 250 or answer.enhanced == "5.7.30"


def test_requiretls_is_not_recognized_in_the_clear() -> None:
    """RFC 8689 2: "MUST only be specified" under TLS, and it is not offered before."""
    session = session_in(State.READY, EVERY)

    assert [("parameter-not-recognized", 555)] == names(say(session, f"{MAIL} REQUIRETLS"))


def test_faults_of_starttls_are_answered_as_asked() -> None:
    """RFC 5321 3.8: 421 may answer any command, and then the server closes."""
    policy = replace(EVERY, answers={Verb.STARTTLS: {"*": replies.SERVICE_UNAVAILABLE}})
    session = session_in(State.READY, policy)

    assert [("service-unavailable", 421)] == names(say(session, "STARTTLS"))
    assert State.CLOSED is session.state
