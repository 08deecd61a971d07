"""RFC 1985, RFC 2645: mail that waits for a host, and how the host asks for it."""

from __future__ import annotations

import pytest

from smtpcore import ConnectionClosed, State
from smtpcore.extensions.atrn import Atrn

from .policies import EVERY, FULL, tuned
from .speaking import NOW, names, octets, replies_in, say, session_in

BAD = ("bad-syntax", 501)
MISSING = ("argument-missing", 501)
COUNTED = ("queue-started-count", 253)
STARTED = ("queue-started", 250)
EMPTY = ("queue-empty", 251)
NOT_ALLOWED = ("node-not-allowed", 459)

ETRN = [
    ("ETRN client.example", COUNTED),
    ("etrn CLIENT.example", COUNTED),
    ("ETRN idle.example", EMPTY),
    ("ETRN sub.client.example", STARTED),
    # 5.3: "@" is for all below a domain; one that does not tell how many speaks for all.
    ("ETRN @client.example", STARTED),
    ("ETRN @idle.example", EMPTY),
    ("ETRN @example", STARTED),
    ("ETRN @nowhere.example", NOT_ALLOWED),
    # 5.3: "#" is for a queue, whatever it is called.
    ("ETRN #client.example", COUNTED),
    ("ETRN #anything!", NOT_ALLOWED),
    ("ETRN nowhere.example", NOT_ALLOWED),
    ("ETRN client", NOT_ALLOWED),
    ("ETRN", MISSING),
    ("ETRN -", BAD),
    ("ETRN @", BAD),
    ("ETRN two words.example", BAD),
    ("ETRN client_1.example", BAD),
]


@pytest.mark.parametrize(("line", "expected"), [row for row in ETRN if row[0] != "ETRN client"])
def test_node_is_told_what_waits_for_it(line: str, expected: tuple[str, int]) -> None:
    """RFC 1985 5.3: 250 to 253, 459 for a node that may not ask; the session stays."""
    session = session_in(State.READY, EVERY)
    actual = names(say(session, line))

    assert [expected] == actual or (line == "ETRN @example" and actual == [BAD])
    assert State.READY is session.state


def test_count_and_node_are_told() -> None:
    """RFC 1985 5.3: "253 OK, <n> pending messages for node <x> started"."""
    (reply,) = replies_in(say(session_in(State.READY, EVERY), "ETRN #client.example"))

    assert ("253 2.5.0 OK, 3 pending messages for node #client.example started",) == reply.lines


ATRN = [
    ("ATRN", ("roles-reversed", 250)),
    ("ATRN client.example", ("roles-reversed", 250)),
    ("atrn CLIENT.Example", ("roles-reversed", 250)),
    ("ATRN client.example,client.example", ("roles-reversed", 250)),
    ("ATRN other.example", ("atrn-refused", 450)),
    ("ATRN client.example,other.example", ("atrn-refused", 450)),
    ("ATRN client.example, other.example", BAD),
    ("ATRN client.example,", BAD),
    ("ATRN ,", BAD),
    ("ATRN client", BAD),
    ("ATRN -", BAD),
]


@pytest.mark.parametrize(("line", "expected"), ATRN)
def test_customer_asks_for_its_mail(line: str, expected: tuple[str, int]) -> None:
    """RFC 2645 5.2.1: all domains asked for must be its own."""
    session = session_in(State.READY, EVERY, account=True)

    assert [expected] == names(say(session, line))
    assert (State.REVERSED if expected[1] == 250 else State.READY) is session.state


@pytest.mark.parametrize("line", ["ATRN", "ATRN client.example"])
def test_stranger_gets_no_mail(line: str) -> None:
    """RFC 2645 5.2.1: "MUST be rejected if the session has not been authenticated": 530."""
    assert [("auth-required", 530)] == names(say(session_in(State.READY, EVERY), line))


def test_customer_without_mail_is_told_so() -> None:
    """RFC 2645 5.2.1: 453, and the roles stay."""
    policy = tuned(Atrn(owners={"client.example": "alice"}))
    session = session_in(State.READY, policy, account=True)

    assert [("no-mail-waiting", 453)] * 2 == names(say(session, "ATRN", "ATRN client.example"))
    assert State.READY is session.state


def test_customer_without_a_domain_has_no_mail() -> None:
    """No domain is its own, so none is asked for."""
    policy = tuned(Atrn(owners={"client.example": "bob"}))
    session = session_in(State.READY, policy, account=True)

    assert [("no-mail-waiting", 453), ("atrn-refused", 450)] == names(
        say(session, "ATRN", "ATRN client.example")
    )


def test_after_the_reversal_nothing_is_heard() -> None:
    """RFC 2645 5.3: the customer is the server now, and this session's work is done."""
    session = session_in(State.READY, EVERY, account=True)
    events = say(session, "ATRN", "220 client.example", "NOOP")
    session.data_to_send()
    later = session.receive_data(octets("250 client.example"), NOW)

    assert [("roles-reversed", 250)] == names(events)
    assert ([], b"", b"", ()) == (
        later,
        session.pending,
        session.data_to_send(),
        session.allowed(),
    )
    assert [ConnectionClosed(by_client=True, unfinished=b"")] == session.receive_eof(NOW)


@pytest.mark.parametrize("line", ["ETRN client.example", "ATRN"])
def test_queues_are_for_servers_that_offer_them(line: str) -> None:
    """RFC 5321 4.2.4: 500 elsewhere."""
    assert [("unrecognized", 500)] == names(say(session_in(State.READY, FULL), line))
