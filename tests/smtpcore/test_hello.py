"""RFC 5321 4.1.1.1, 4.1.4, RFC 2034: what EHLO offers, and what HELO does without."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from smtpcore import (
    CATALOGUE,
    EXTENSIONS,
    CommandReceived,
    Leniency,
    Policy,
    State,
    Verb,
    Verification,
)

from .policies import FULL, POLICIES
from .speaking import EHLO, MAIL, RCPT, names, replies_in, say, session_in


def keywords(policy: Policy) -> list[str]:
    """Return the keyword lines of the EHLO reply."""
    (reply,) = replies_in(say(session_in(State.GREETED, policy), EHLO))
    return [line[4:] for line in reply.lines[1:]]


def test_ehlo_lists_what_the_server_offers() -> None:
    """RFC 5321 4.1.1.1: one keyword a line, with its parameters."""
    expected = [
        "PIPELINING",
        "SIZE 10485760",
        "8BITMIME",
        "ENHANCEDSTATUSCODES",
        "VRFY",
        "EXPN",
        "HELP",
    ]

    assert expected == keywords(FULL)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Policy(), ["VRFY", "EXPN", "HELP"]),
        (Policy(vrfy=Verification.WITHHELD), ["EXPN", "HELP"]),
        (Policy(vrfy=Verification.NOT_IMPLEMENTED), ["EXPN", "HELP"]),
        (Policy(expn=Verification.WITHHELD), ["VRFY", "HELP"]),
        (Policy(expn=Verification.NOT_IMPLEMENTED), ["VRFY", "HELP"]),
        (Policy(help=False), ["VRFY", "EXPN"]),
    ],
)
def test_ehlo_never_lists_what_is_not_there(policy: Policy, expected: list[str]) -> None:
    """RFC 5321 4.2.4: no capability for which 502 (or 500) will be returned."""
    assert expected == keywords(policy)


def test_ehlo_of_a_bare_server_is_one_line() -> None:
    """With nothing to list there is nothing after the greeting."""
    policy = replace(POLICIES["not-implemented"], extensions=())
    (reply,) = replies_in(say(session_in(State.GREETED, policy), EHLO))

    assert ("250 mx.example.com Hello client.example",) == reply.lines


def test_helo_is_one_line_without_extensions() -> None:
    """RFC 5321 4.1.1.1: a HELO client would not know what to do with them."""
    (reply,) = replies_in(say(session_in(State.GREETED), "HELO client.example"))

    assert ("250 mx.example.com Hello client.example",) == reply.lines


@pytest.mark.parametrize("parameter", ["SIZE=1", "BODY=7BIT", "FOO"])
def test_no_parameter_comes_after_helo(parameter: str) -> None:
    """RFC 5321 2.2.1, 4.1.1.11: nothing was offered, so it is 555; EHLO changes that."""
    session = session_in(State.GREETED)
    events = say(
        session, "HELO a", f"{MAIL} {parameter}", EHLO, MAIL, "HELO a", f"{MAIL} {parameter}"
    )

    assert [250, 555, 250, 250, 250, 555] == [code for _, code in names(events)]


@pytest.mark.parametrize("hello", ["EHLO other.example", "HELO other.example"])
@pytest.mark.parametrize("state", [State.READY, State.HAS_SENDER, State.HAS_RECIPIENT])
def test_hello_again_clears_the_transaction(state: State, hello: str) -> None:
    """RFC 5321 4.1.4: "exactly as if a RSET command had been issued"."""
    session = session_in(state)
    say(session, hello)

    assert (State.READY, None, "other.example") == (
        session.state,
        session.envelope,
        session.client,
    )


def test_a_name_with_an_underscore_is_for_the_lenient() -> None:
    """RFC 5321 4.1.2: "the underscore character is not permitted"; curl may send one."""
    lenient = session_in(State.GREETED, POLICIES["lenient"])
    events = say(lenient, "EHLO my_mail.eml")
    received = events[0]

    assert State.READY is lenient.state
    assert isinstance(received, CommandReceived)
    assert (Leniency.UNDERSCORE_IN_NAME,) == received.tolerated
    refused = [
        *say(lenient, "EHLO my_mail eml"),
        *say(session_in(State.GREETED), "EHLO my_mail.eml"),
    ]
    assert [("bad-client-name", 501)] * 2 == names(refused)


@pytest.mark.parametrize("hello", ["EHLO", "HELO", "EHLO -", "HELO a_b", "EHLO" + " " * 600])
@pytest.mark.parametrize("state", [State.GREETED, State.READY, State.HAS_RECIPIENT])
def test_refused_hello_changes_nothing(state: State, hello: str) -> None:
    """RFC 5321 4.1.4: the server "MUST stay in the same state"."""
    session = session_in(state)
    before = (session.state, session.envelope, session.client)
    say(session, hello)

    assert before == (session.state, session.envelope, session.client)


ENHANCED = re.compile(r"(\d)\d\d[ -]\1\.\d{1,3}\.\d{1,3} ")


def lines_of_a_whole_session(policy: Policy) -> list[tuple[Verb | None, str]]:
    """Return what is said in a session with mistakes in it, line by line."""
    session = session_in(State.CONNECTED, policy)
    events = session.greet(0)
    hellos = ["EHLO", "HELO -", "EHLO \xff", "HELO" + "x" * 600, EHLO, "HELO a"]
    events += say(session, *hellos, MAIL, "RCPT TO:<nobody@example.com>", RCPT, "FOO")
    events += say(session, "VRFY Archer", "HELP", "DATA", ".", "QUIT")
    return [(event.verb, line) for event in replies_in(events) for line in event.lines]


def test_enhanced_codes_are_on_every_line_that_may_have_one() -> None:
    """RFC 2034 section 4: not in the greeting, nor for HELO and EHLO, nor on 354; else always."""
    (_, greeting), *others = lines_of_a_whole_session(FULL)
    expected = [
        line for verb, line in others if verb in (Verb.EHLO, Verb.HELO) or line.startswith("354")
    ]
    without = [line for _, line in others if not ENHANCED.match(line)]

    assert greeting == "220 mx.example.com ESMTP Service ready"
    assert expected == without


def test_no_enhanced_codes_where_they_are_not_offered() -> None:
    """RFC 2034 section 3: the keyword says that the codes will be there."""
    policy = replace(FULL, extensions=(EXTENSIONS["SIZE"], EXTENSIONS["PIPELINING"]))
    actual = [line for _, line in lines_of_a_whole_session(policy) if ENHANCED.match(line)]

    assert [] == actual


def test_last_reply_to_a_hello_has_no_enhanced_code() -> None:
    """RFC 2034 section 4: "any response to HELO or EHLO", 421 as well."""
    session = session_in(State.READY, POLICIES["small"])
    *_, reply = replies_in(say(session, "EHLO", "EHLO", "EHLO"))

    assert (CATALOGUE["too-many-errors"], "") == (reply.reply, reply.enhanced)
    assert reply.lines[0].startswith("421 mx.example.com")


def test_size_line_tells_the_limit() -> None:
    """RFC 1870 section 3: the keyword's parameter is the fixed maximum message size."""
    assert "SIZE 100" in keywords(POLICIES["small"])


SIZES = [
    ("SIZE=0", 250),
    ("SIZE=99", 250),
    ("SIZE=100", 250),
    ("size=100", 250),
    ("SIZE=000100", 250),
    ("SIZE=101", 552),
    ("SIZE=99999999999999999999", 552),
    ("SIZE=999999999999999999999", 501),
    ("SIZE", 501),
    ("SIZE=-1", 501),
    ("SIZE=1k", 501),
    ("SIZE=1.0", 501),
    ("BODY=7BIT", 250),
    ("BODY=8bitMIME", 250),
    ("BODY=8BIT", 501),
    ("BODY=BINARYMIME", 501),
    ("BODY", 501),
]


@pytest.mark.parametrize(("parameter", "code"), SIZES)
def test_parameter_value_is_checked(parameter: str, code: int) -> None:
    """RFC 1870 section 5 (1*20DIGIT) and 6.1 (552), RFC 6152 section 2 (7BIT / 8BITMIME)."""
    session = session_in(State.READY, POLICIES["small"])
    ((_, actual),) = names(say(session, f"{MAIL} {parameter}"))

    assert code == actual
    assert (session.state is State.HAS_SENDER) == (code == 250)


def test_refused_parameter_is_named() -> None:
    """The reply knows the parameter, its value, and the limit."""
    session = session_in(State.READY, POLICIES["small"])
    bad, big, unknown = replies_in(
        say(session, f"{MAIL} BODY=x", f"{MAIL} SIZE=101"),
    ) + replies_in(say(session_in(State.READY), f"{MAIL} foo=1"))

    assert {"parameter": "BODY", "value": "x"}.items() <= dict(bad.facts).items()
    assert {"size": 101, "limit": 100}.items() <= dict(big.facts).items()
    assert {"parameter": "FOO", "verb": "MAIL"}.items() <= dict(unknown.facts).items()
