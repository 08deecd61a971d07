"""RFC 5321 3.4, 3.5, 4.5.1, 7.3: who lives here, told by RCPT, VRFY and EXPN."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import State

from .policies import EVERY, POLICIES
from .speaking import MAIL, answer, replies_in, say, session_in

FOUND = ("mailbox-verified", 250)
UNKNOWN = ("no-such-user", 550)
NOBODY = ("no-such-mailbox", 550)
ELSEWHERE = ("relaying-denied", 550)
OPEN = ("cannot-verify", 252)
OFF = ("not-implemented", 502)
LISTED = ("list-expanded", 250)
NO_LIST = ("no-such-list", 550)
ACCEPTED = ("recipient-accepted", 250)

QUESTIONS = [
    # 3.5.1: user names and mailboxes are looked up in any case.
    ("VRFY alice", FOUND),
    ("VRFY ALICE", FOUND),
    ("VRFY alice@example.com", FOUND),
    ("VRFY Alice@Example.COM", FOUND),
    ("VRFY <alice@example.com>", FOUND),
    ("VRFY Alice Archer <alice@example.com>", FOUND),
    # 4.1.2: String = Atom / Quoted-string, and quoted forms stand for what they quote.
    ('VRFY "alice"', FOUND),
    ('VRFY "alice@example.com"', FOUND),
    ('VRFY "alice"@example.com', FOUND),
    ('VRFY "al\\ice"@example.com', FOUND),
    ('VRFY "Carol Carter"', FOUND),
    ("VRFY carol carter", FOUND),
    ("VRFY Carter", FOUND),
    # 4.5.1: postmaster is always there.
    ("VRFY postmaster", FOUND),
    ("VRFY PostMaster@example.com", FOUND),
    ("VRFY nobody", UNKNOWN),
    ("VRFY nobody@example.com", UNKNOWN),
    ('VRFY ""', UNKNOWN),
    ("VRFY <>", UNKNOWN),
    ("VRFY @", UNKNOWN),
    ("VRFY alice@elsewhere.example", UNKNOWN),
    ("VRFY Archer", ("ambiguous-mailbox", 553)),
    # 3.4: forwarding addresses.
    ("VRFY eve", ("will-forward", 251)),
    ("VRFY frank@example.com", ("user-moved", 551)),
    # 3.5.1: "252 Unable to verify members of mailing list".
    ("VRFY friends", OPEN),
    ("EXPN friends", LISTED),
    ("EXPN FRIENDS@EXAMPLE.COM", LISTED),
    ("EXPN <friends@example.com>", LISTED),
    ("EXPN friends@elsewhere.example", NO_LIST),
    ("EXPN alice", NO_LIST),
    ("VRFY", ("argument-missing", 501)),
    ("EXPN", ("argument-missing", 501)),
]


@pytest.mark.parametrize("state", [State.GREETED, State.HAS_RECIPIENT])
@pytest.mark.parametrize(("line", "expected"), QUESTIONS)
def test_verification_really_looks(line: str, expected: tuple[str, int], state: State) -> None:
    """RFC 5321 3.5.3: 250 only for an address that was verified; 4.1.4: in any state."""
    actual = answer(line, state)

    assert expected == actual


@pytest.mark.parametrize(
    ("policy", "expected"), [("withheld", OPEN), ("not-implemented", OFF)], ids=["252", "502"]
)
@pytest.mark.parametrize("line", ["VRFY alice", "VRFY nobody", "EXPN friends", "EXPN nothing"])
def test_verification_that_is_off_tells_nothing(
    line: str, policy: str, expected: tuple[str, int]
) -> None:
    """RFC 5321 7.3 and 3.5.3: one reply, whoever is asked for."""
    actual = answer(line, State.READY, POLICIES[policy])

    assert expected == actual


@pytest.mark.parametrize("line", ["VRFY", "EXPN", "VRFY  two  spaces", "HELP", "HELP MAIL"])
def test_what_is_not_implemented_is_502_whatever_the_argument(line: str) -> None:
    """RFC 5321 4.2.4: no argument would make the command work, so it is not at fault."""
    actual = answer(line, State.READY, POLICIES["not-implemented"])

    assert OFF == actual


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("VRFY alice", ("250 2.1.5 Alice Archer <alice@example.com>",)),
        ("VRFY frank", ("551 5.1.6 User not local; please try <frank@example.net>",)),
        ("VRFY eve", ("251 2.1.5 User not local; will forward to <eve@example.net>",)),
        (
            "EXPN friends",
            ("250-2.1.5 Alice Archer <alice@example.com>", "250 2.1.5 <bob@example.com>"),
        ),
        (
            "VRFY archer",
            (
                "553-5.1.4 Ambiguous; Possibilities are",
                "553-5.1.4 Alice Archer <alice@example.com>",
                "553 5.1.4 Dave Archer <dave@example.com>",
            ),
        ),
    ],
)
def test_verification_names_mailboxes_in_brackets(line: str, lines: tuple[str, ...]) -> None:
    """RFC 5321 3.5.1, 3.5.2: one mailbox a line, fully qualified, in pointed brackets."""
    (reply,) = replies_in(say(session_in(State.READY), line))

    assert lines == reply.lines


RECIPIENTS = [
    ("alice@example.com", ACCEPTED),
    ("ALICE@EXAMPLE.COM", ACCEPTED),
    ('"alice"@example.com', ACCEPTED),
    ('"al\\ice"@example.com', ACCEPTED),
    ("friends@example.com", ACCEPTED),
    ("postmaster@example.com", ACCEPTED),
    ("POSTMASTER@Example.Com", ACCEPTED),
    ("Postmaster", ACCEPTED),
    ("pOSTMASTEr", ACCEPTED),
    ("eve@example.com", ("will-forward", 251)),
    ("frank@example.com", ("user-moved", 551)),
    ("nobody@example.com", NOBODY),
    ("Alice.Archer@example.com", NOBODY),
    ('""@example.com', NOBODY),
    ("alice@elsewhere.example", ELSEWHERE),
    ("alice@sub.example.com", ELSEWHERE),
    ("alice@[192.0.2.1]", ELSEWHERE),
    ("postmaster@elsewhere.example", ELSEWHERE),
    ("alice%elsewhere.example@example.com", NOBODY),
]


@pytest.mark.parametrize("state", [State.HAS_SENDER, State.HAS_RECIPIENT])
@pytest.mark.parametrize(("mailbox", "expected"), RECIPIENTS)
def test_recipient_is_looked_up(mailbox: str, expected: tuple[str, int], state: State) -> None:
    """RFC 5321 3.3, 3.4, 3.6: local, forwarded, moved, unknown, or another's."""
    actual = answer(f"RCPT TO:<{mailbox}>", state)

    assert expected == actual


DOMAINLESS = [
    ("VRFY alice", UNKNOWN),
    ("VRFY Archer", UNKNOWN),
    ("VRFY postmaster", UNKNOWN),
    ("VRFY alice@example.com", UNKNOWN),
    ("EXPN friends", LISTED),
    (f"{MAIL} TRANSID=<1@client.example>", ("sender-accepted", 250)),
]


@pytest.mark.parametrize(("line", "expected"), DOMAINLESS)
def test_server_without_a_domain_answers_all_the_same(line: str, expected: tuple[str, int]) -> None:
    """RFC 5321 3.5.3: 250 is for what was verified; nobody has an address there."""
    assert expected == answer(line, State.READY, replace(EVERY, domains=frozenset()))
