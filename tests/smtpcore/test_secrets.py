"""What of a line is shown: a client's secret is in no event but where it is named so."""

from __future__ import annotations

import pytest

from smtpcore import CommandReceived, Policy, ResponseReceived, State

from .policies import EVERY, FULL
from .speaking import say, session_in

SECRET = b"AGFsaWNlAHdvbmRlcmxhbmQ="

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
