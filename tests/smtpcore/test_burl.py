"""RFC 4468: parts of a message that the server fetches itself, alone and among chunks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import Dialect, Limits, Policy, ServerSession, State

from .cuts import Cut, every_cut
from .policies import DRAFT, EVERY
from .speaking import chunk, fed, messages, names, octets, say, session_in

CHUNK = ("chunk-accepted", 250)
ACCEPTED = ("message-accepted", 250)
TOO_BIG = ("message-too-big", 552)
FETCHED = ("content-fetched", 250)


def authenticated(policy: Policy = EVERY) -> ServerSession:
    return session_in(State.HAS_RECIPIENT, policy, account=True)


@pytest.mark.parametrize(
    ("parts", "content"),
    [
        ([octets(f"BURL {DRAFT} LAST")], b"Subject: draft\r\n\r\nhi\r\n"),
        ([octets(f"burl {DRAFT} last")], b"Subject: draft\r\n\r\nhi\r\n"),
        ([octets(f"BURL {DRAFT}"), chunk(b"x", " LAST")], b"Subject: draft\r\n\r\nhi\r\nx"),
        (
            [chunk(b"X: 1\r\n"), octets(f"BURL {DRAFT} LAST")],
            b"X: 1\r\nSubject: draft\r\n\r\nhi\r\n",
        ),
        (
            [chunk(b"1"), octets(f"BURL {DRAFT}"), chunk(b"2"), chunk(b"", " LAST")],
            b"1Subject: draft\r\n\r\nhi\r\n2",
        ),
    ],
)
@every_cut
def test_urls_and_chunks_may_be_mixed(parts: list[bytes], content: bytes, cut: Cut) -> None:
    """RFC 4468 3.2: "may be interleaved until one of them terminates the transaction"."""
    events = fed(authenticated(), b"".join(parts) + octets("NOOP"), cut)
    (message,) = messages(events)

    assert content == message.content
    assert [code for _, code in names(events)] == [250] * (len(parts) + 1)


FAILURES = [
    ("imap://imap.example.com/other", ("url-not-resolved", 554)),
    ("imap://down.example.com/x", ("url-server-unavailable", 451)),
    ("imap://DOWN.example.com/x", ("url-server-unavailable", 451)),
    ("imap://elsewhere.example/x", ("url-needs-trust", 554)),
    ("http://imap.example.com/Drafts/;uid=1", ("url-needs-trust", 554)),
    ("imap:///Drafts", ("url-needs-trust", 554)),
    (f"{DRAFT};urlauth=submit+bob:internal", ("url-not-authorized", 554)),
]


@pytest.mark.parametrize(("url", "expected"), FAILURES)
@pytest.mark.parametrize("last", ["", " LAST"])
def test_url_that_cannot_be_had_ends_the_transaction(
    url: str, expected: tuple[str, int], last: str
) -> None:
    """RFC 4468 3.2: "the server will fail the entire transaction"."""
    session = authenticated()
    events = fed(session, chunk(b"before") + octets(f"BURL {url}{last}"))

    assert [CHUNK, expected] == names(events)
    assert (State.READY, None) == (session.state, session.envelope)
    assert not session.standing.chunks


@pytest.mark.parametrize("access", ["submit+alice", "submit+ALICE", "authuser", "anonymous"])
def test_url_may_carry_the_account_s_own_authorization(access: str) -> None:
    """RFC 4468 3.3: `submit+` is for the account that logged in, and nobody else."""
    events = fed(authenticated(), octets(f"BURL {DRAFT};urlauth={access}:internal LAST"))

    assert (ACCEPTED in names(events)) == access.startswith("submit+")


def test_url_of_what_is_too_large_is_552() -> None:
    """RFC 4468 6: "subsequent to URL resolution"; with what came before it."""
    policy = replace(EVERY, dialect=Dialect(Limits(message=21)))
    (one,) = names(fed(authenticated(policy), octets(f"BURL {DRAFT}")))
    (too_large,) = names(fed(authenticated(policy), chunk(b"") + octets(f"BURL {DRAFT} LAST")))[1:]
    with_more = names(fed(authenticated(policy), chunk(b"x") + octets(f"BURL {DRAFT}")))

    assert (TOO_BIG, TOO_BIG, [CHUNK, TOO_BIG]) == (one, too_large, with_more)


def test_url_that_just_fits_is_fetched() -> None:
    """22 octets, the limit itself."""
    policy = replace(EVERY, dialect=Dialect(Limits(message=22)))
    events = fed(authenticated(policy), octets(f"BURL {DRAFT}") + octets("BDAT 0 LAST"))

    assert [FETCHED, ACCEPTED] == names(events)


@pytest.mark.parametrize(
    "line", ["BURL", "BURL x", "BURL x:", "BURL x:y z", f"BURL {DRAFT} FIRST", f"BURL  {DRAFT}"]
)
def test_burl_wants_a_url(line: str) -> None:
    """RFC 4468 3.5: an absolute URI, and LAST or nothing."""
    session = authenticated()
    ((_, code),) = names(say(session, line))

    assert (501, State.HAS_RECIPIENT) == (code, session.state)
