"""XCLIENT, after Postfix's XCLIENT_README: who the client really is, and a session begun anew."""

from __future__ import annotations

import pytest

from smtpcore import ServerSession, State
from smtpcore.extensions.xclient import Xclient

from .policies import EVERY, FULL, tuned
from .speaking import EHLO, MAIL, NOW, RCPT, messages, names, replies_in, say, session_in

READY = ("service-ready", 220)
BAD = ("bad-xclient-attribute", 501)
MISSING = ("argument-missing", 501)
UNKNOWN = ("unrecognized", 500)

LINES = [
    ("XCLIENT NAME=client.example", READY),
    ("xclient name=client.example addr=192.0.2.9", READY),
    ("XCLIENT NAME=[UNAVAILABLE] ADDR=[TEMPUNAVAIL]", READY),
    ("XCLIENT ADDR=192.0.2.9", READY),
    ("XCLIENT ADDR=IPV6:2001:db8::1", READY),
    ("XCLIENT ADDR=ipv6:::1", READY),
    ("XCLIENT PORT=25 PROTO=SMTP", READY),
    ("XCLIENT PROTO=esmtp HELO=spike.example LOGIN=alice", READY),
    ("XCLIENT LOGIN=[unavailable]", READY),
    ("XCLIENT HELO=two+20words", READY),
    ("XCLIENT", MISSING),
    ("XCLIENT NAME", BAD),
    ("XCLIENT =x", BAD),
    ("XCLIENT FOO=bar", BAD),
    ("XCLIENT NAME=a FOO=bar", BAD),
    ("XCLIENT NAME=a  ADDR=192.0.2.9", BAD),
    ("XCLIENT NAME=a+0Ab", BAD),
    ("XCLIENT NAME=a+2", BAD),
    ("XCLIENT NAME=a+2b", BAD),
    ("XCLIENT NAME=a=b", BAD),
    # An address is an address, and nothing that only looks like a literal.
    ("XCLIENT ADDR=", BAD),
    ("XCLIENT ADDR=client.example", BAD),
    ("XCLIENT ADDR=192.0.2.256", BAD),
    ("XCLIENT ADDR=[192.0.2.9]", BAD),
    ("XCLIENT ADDR=2001:db8::1", BAD),
    ("XCLIENT ADDR=IPV6:192.0.2.9", BAD),
    ("XCLIENT ADDR=IPV6:", BAD),
    ("XCLIENT ADDR=TAG:anything", BAD),
    ("XCLIENT PORT=-1", BAD),
    ("XCLIENT PORT=x", BAD),
    ("XCLIENT PORT=123456", BAD),
    ("XCLIENT PROTO=LMTP", BAD),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_attributes_are_checked(line: str, expected: tuple[str, int]) -> None:
    """Names in any case, values in xtext; one bad attribute spoils the command."""
    session = session_in(State.READY, EVERY)

    assert [expected] == names(say(session, line))
    assert (State.GREETED if expected == READY else State.READY) is session.state


def test_bad_attribute_is_named() -> None:
    """So that it can be mended."""
    (reply,) = replies_in(say(session_in(State.READY, EVERY), "XCLIENT NAME=a FOO=bar"))

    assert ("501 5.5.4 Bad XCLIENT attribute FOO=bar",) == reply.lines


@pytest.mark.parametrize(
    ("addr", "peer"),
    [
        ("192.0.2.9", "192.0.2.9"),
        ("IPV6:2001:db8::1", "2001:db8::1"),
        ("ipv6:2001:DB8::1", "2001:DB8::1"),
        ("[UNAVAILABLE]", ""),
    ],
)
def test_message_is_traced_to_whom_xclient_named(addr: str, peer: str) -> None:
    """RFC 5321 4.4: the proxy's own address is nobody's business."""
    session = ServerSession(EVERY, peer="198.51.100.1")
    session.greet(NOW)
    events = say(session, EHLO, f"XCLIENT ADDR={addr}", EHLO, MAIL, RCPT, "DATA", "hi", ".")
    (message,) = messages(events)

    assert peer == message.peer


def test_session_begins_anew() -> None:
    """A second greeting comes, without an enhanced code, and the client says EHLO again."""
    session = session_in(State.READY, EVERY, account=True)
    before = (session.client, session.account)
    (greeting,) = replies_in(say(session, "XCLIENT NAME=other.example"))

    assert ("client.example", "alice") == before
    assert ("", "", None) == (session.client, session.account, session.envelope)
    assert ("220 mx.example.com ESMTP Service ready",) == greeting.lines
    assert [("hello-first", 503), ("extended-hello", 250)] == names(say(session, MAIL, EHLO))


def test_login_is_the_account() -> None:
    """What the proxy has checked need not be checked again."""
    session = session_in(State.READY, EVERY)
    said = names(say(session, "XCLIENT LOGIN=Alice", EHLO, "AUTH PLAIN"))

    assert ("already-authenticated", 503) == said[-1]
    assert "alice" == session.account


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.GREETED, "hello-first"),
        (State.HAS_SENDER, "transaction-open"),
        (State.HAS_RECIPIENT, "transaction-open"),
        (State.HAS_CHUNKS, "transaction-open"),
    ],
)
def test_xclient_comes_between_transactions(state: State, expected: str) -> None:
    """Its place is that of the commands which change the session."""
    assert [(expected, 503)] == names(say(session_in(state, EVERY), "XCLIENT ADDR=192.0.2.9"))


@pytest.mark.parametrize("line", ["XCLIENT ADDR=192.0.2.9", "XCLIENT LOGIN=alice", "XCLIENT x"])
def test_who_is_not_trusted_speaks_for_nobody_else(line: str) -> None:
    """README: announced to "clients that are authorized to use this command" only; 550 else."""
    session = session_in(State.GREETED, tuned(Xclient()))
    hello, refusal = replies_in(say(session, EHLO, line))

    assert not any("XCLIENT" in text for text in hello.lines)
    assert ("xclient-refused", 550, "5.7.0") == (
        refusal.reply.name,
        refusal.reply.code,
        refusal.enhanced,
    )
    assert (State.READY, "client.example", "") == (session.state, session.client, session.account)


def test_attributes_are_offered() -> None:
    """EHLO tells which may be used; a server without the extension does not know the command."""
    (reply,) = replies_in(say(session_in(State.GREETED, EVERY), EHLO))

    assert any(line.endswith("XCLIENT NAME ADDR PORT PROTO HELO LOGIN") for line in reply.lines)
    assert [UNKNOWN] == names(say(session_in(State.READY, FULL), "XCLIENT ADDR=192.0.2.9"))
