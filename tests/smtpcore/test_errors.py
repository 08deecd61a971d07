"""RFC 5321 3.8, 4.2.3, 7.8: a client that makes too many mistakes is told goodbye."""

from __future__ import annotations

import pytest

from smtpcore import CATALOGUE, ConnectionClosed, State

from .policies import POLICIES, with_limits
from .speaking import MAIL, RCPT, names, say, session_in

TOO_MANY = ("too-many-errors", 421)
THREE = with_limits(errors=3)

MISTAKES = [
    "FOO",
    "",
    "NOOP\x00",
    "NOOP\xff",
    "NOOP\n",
    "NOOP" + "x" * 600,
    "EHLO",
    "EHLO -",
    "MAIL FROM:<a@b> FOO",
    "RSET now",
]

REFUSALS = [
    *("VRFY nobody", "EXPN nobody", "VRFY Archer", "VRFY frank", "NOOP", "RSET"),
    # What the server leaves out.
    *("TURN", "HELP nothing"),
    # What follows one refused command when a client does not wait (RFC 2920).
    *("RCPT TO:<alice@example.com>", "DATA"),
]


@pytest.mark.parametrize("line", MISTAKES, ids=repr)
def test_third_mistake_closes(line: str) -> None:
    """RFC 5321 3.8: 421 may answer any command, and then the server closes."""
    session = session_in(State.READY, THREE)
    events = say(session, line, line, line, "NOOP")

    assert [TOO_MANY] == names(events)[2:]
    assert (ConnectionClosed(by_client=False, unfinished=b""), State.CLOSED) == (
        events[-1],
        session.state,
    )


@pytest.mark.parametrize("line", REFUSALS)
def test_honest_refusal_is_no_mistake(line: str) -> None:
    """What the client could not know, or what follows from one mistake, is none of its own."""
    session = session_in(State.READY, THREE)
    say(session, *[line] * 10)

    assert State.READY is session.state


def test_mistakes_are_counted_across_transactions() -> None:
    """RSET clears the transaction, not the memory of what went wrong."""
    session = session_in(State.READY, THREE)
    events = say(session, "FOO", "RSET", "FOO", "EHLO a", "FOO")

    assert TOO_MANY == names(events)[-1]


def test_accepted_message_clears_the_count() -> None:
    """A client that gets its mail through is none that only makes mistakes."""
    session = session_in(State.READY, THREE)
    say(session, "FOO", "FOO", MAIL, RCPT, "DATA", ".")
    events = say(session, "FOO", "FOO")

    assert [("unrecognized", 500)] * 2 == names(events)
    assert [TOO_MANY] == names(say(session, "FOO"))


def test_refused_message_does_not_clear_the_count() -> None:
    """Only the 250 after the dot does."""
    session = session_in(State.READY, POLICIES["small"])
    say(session, "FOO", MAIL, RCPT, "DATA", "x" * 200, ".", "FOO")

    assert [TOO_MANY] == names(say(session, "FOO"))


def test_mistake_in_content_does_not_count() -> None:
    """A permanent refusal turned into 421 would have the message tried again and again."""
    session = session_in(State.READY, POLICIES["small"])
    events = say(session, "FOO", "FOO", MAIL, RCPT, "DATA", "x" * 60, ".", "NOOP")

    assert [("text-line-too-long", 500), ("nothing-done", 250)] == names(events)[-2:]


def test_last_reply_names_the_limit() -> None:
    """So that the explanation can."""
    session = session_in(State.READY, THREE)
    *_, reply, _ = say(session, "FOO", "FOO", "FOO")

    assert {"limit": 3, "verb": ""}.items() <= getattr(reply, "facts", {}).items()


def test_mistakes_are_the_replies_to_what_is_badly_made() -> None:
    """Neither 502 and 504, what the server leaves out, nor 503, which comes in numbers.

    And a wrong password: guessing must end (RFC 4954 9).
    """
    mistakes = {reply.code for reply in CATALOGUE.values() if reply.is_error}

    assert {500, 501, 535, 555} == mistakes


def test_refusals_are_the_4yz_and_5yz_replies() -> None:
    """RFC 5321 4.2.1: the first digit tells."""
    actual = {reply.code // 100 for reply in CATALOGUE.values() if reply.is_refusal}

    assert {4, 5} == actual
