"""RFC 5321 4.1.1: how each command is written, and what is let pass."""

from __future__ import annotations

import pytest

from smtpcore import (
    CommandReceived,
    Hello,
    Leniency,
    Mail,
    Path,
    Plain,
    Rcpt,
    State,
    Verb,
    parse_command,
)

from .policies import FULL, POLICIES
from .speaking import answer, names, say, session_in

MISSING = ("argument-missing", 501)
NOT_ALLOWED = ("argument-not-allowed", 501)
BAD_NAME = ("bad-client-name", 501)
BAD_SYNTAX = ("bad-syntax", 501)
COLON = ("space-around-colon", 501)
NO_BRACKETS = ("brackets-missing", 501)
BAD_VALUE = ("bad-parameter", 501)
REPEATED = ("repeated-parameter", 501)
NOT_RECOGNIZED = ("parameter-not-recognized", 555)
SENDER_OK = ("sender-accepted", 250)
RECIPIENT_OK = ("recipient-accepted", 250)
EHLO_OK = ("extended-hello", 250)
HELO_OK = ("hello", 250)
DONE = ("nothing-done", 250)
HELP = ("help-text", 214)
TOPIC = ("help-topic", 214)
NO_TOPIC = ("no-such-help", 504)

A = "MAIL FROM:<a@b.example>"
R = "RCPT TO:<alice@example.com>"

LINES = [
    # 4.1.1.1: EHLO SP ( Domain / address-literal ), HELO SP Domain.
    ("EHLO client.example", EHLO_OK),
    ("ehlo localhost", EHLO_OK),
    ("EHLO [192.0.2.1]", EHLO_OK),
    ("EHLO [IPv6:2001:db8::1]", EHLO_OK),
    ("HELO client.example", HELO_OK),
    ("HELO [192.0.2.1]", HELO_OK),
    ("EHLO", MISSING),
    ("HELO", MISSING),
    ("EHLO client.example extra", BAD_NAME),
    ("EHLO client_1.example", BAD_NAME),
    ("EHLO client.example.", BAD_NAME),
    ("EHLO 192.0.2.1:25", BAD_NAME),
    ("EHLO [192.0.2.300]", BAD_NAME),
    ("EHLO [DNS:client.example]", BAD_NAME),
    ("EHLO [IPv6:2001:db8:::1]", BAD_NAME),
    ("HELO <client.example>", BAD_NAME),
    ("EHLO  client.example", BAD_SYNTAX),
    # 4.1.1.2: "MAIL FROM:" Reverse-path [SP Mail-parameters]
    (A, SENDER_OK),
    ("mail from:<a@b.example>", SENDER_OK),
    ("MaIl FrOm:<a@b.example>", SENDER_OK),
    ("MAIL", MISSING),
    ("MAIL FROM", BAD_SYNTAX),
    ("MAIL FROM:", BAD_SYNTAX),
    ("MAIL FROM: ", BAD_SYNTAX),
    ("MAIL <a@b.example>", BAD_SYNTAX),
    ("MAIL FROM<a@b.example>", BAD_SYNTAX),
    ("MAIL TO:<a@b.example>", BAD_SYNTAX),
    ("MAIL FROM:FROM:<a@b.example>", NO_BRACKETS),
    ("MAIL  FROM:<a@b.example>", BAD_SYNTAX),
    # 3.3: "spaces are not permitted on either side of the colon".
    ("MAIL FROM: <a@b.example>", COLON),
    ("MAIL FROM :<a@b.example>", COLON),
    ("MAIL FROM : <a@b.example>", COLON),
    # 4.1.1.3: "RCPT TO:" ... [SP Rcpt-parameters]
    (R, RECIPIENT_OK),
    ("rcpt to:<alice@example.com>", RECIPIENT_OK),
    ("RCPT", MISSING),
    ("RCPT TO:", BAD_SYNTAX),
    ("RCPT FROM:<alice@example.com>", BAD_SYNTAX),
    ("RCPT TO: <alice@example.com>", COLON),
    ("RCPT TO :<alice@example.com>", COLON),
    # 4.1.1.11: parameters; 4.1.2: esmtp-param = esmtp-keyword ["=" esmtp-value].
    (A + " SIZE=1", SENDER_OK),
    (A + " size=1 body=7bit", SENDER_OK),
    (A + " FOO=BAR", NOT_RECOGNIZED),
    (A + " FOO", NOT_RECOGNIZED),
    (A + " 0-x=<>", NOT_RECOGNIZED),
    (A + " SIZE=1 FOO", NOT_RECOGNIZED),
    (A + " AUTH=<>", NOT_RECOGNIZED),
    (A + " SMTPUTF8", NOT_RECOGNIZED),
    (R + " NOTIFY=NEVER", NOT_RECOGNIZED),
    (R + " SIZE=1", NOT_RECOGNIZED),
    (R + " BODY=7BIT", NOT_RECOGNIZED),
    (A + " SIZE=1 SIZE=1", REPEATED),
    (A + " SIZE=1 BODY=7BIT size=2", REPEATED),
    (A + " =1", BAD_SYNTAX),
    (A + " SIZE=", BAD_SYNTAX),
    (A + " SIZE=1=2", BAD_SYNTAX),
    (A + " -X=1", BAD_SYNTAX),
    (A + " X_Y=1", BAD_SYNTAX),
    (A + "  SIZE=1", BAD_SYNTAX),
    (A + " SIZE=1  BODY=7BIT", BAD_SYNTAX),
    (A + "SIZE=1", BAD_SYNTAX),
    # 4.1.1.4, 4.1.1.5, 4.1.1.10: no argument; 4.1.1: 501 then.
    ("DATA now", NOT_ALLOWED),
    ("RSET all", NOT_ALLOWED),
    ("QUIT please", NOT_ALLOWED),
    # 4.1.1.9: "If a parameter string is specified, servers SHOULD ignore it."
    ("NOOP", DONE),
    ("NOOP anything", DONE),
    ("NOOP  any  thing", DONE),
    # 4.1.1.8: HELP [ SP String ]
    ("HELP", HELP),
    ("HELP mail", TOPIC),
    ("HELP NOOP", TOPIC),
    ("HELP TURN", NO_TOPIC),
    ("HELP .", NO_TOPIC),
    ("HELP MAIL FROM", NO_TOPIC),
]


def state_for(line: str) -> State:
    """Return a state in which the line's verb is in order."""
    needed = {"RCPT": State.HAS_SENDER, "DATA": State.HAS_RECIPIENT}
    return needed.get(line[:4].upper(), State.READY)


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_command_is_answered_by_its_syntax(line: str, expected: tuple[str, int]) -> None:
    """Each line has one reply, by name, on a server that tolerates nothing."""
    actual = answer(line, state_for(line))

    assert expected == actual


COLON_REMARK = Leniency.SPACE_AFTER_COLON
SPACE_REMARK = Leniency.EXTRA_SPACE

TOLERATED = [
    ("MAIL FROM: <a@b.example>", SENDER_OK, {COLON_REMARK}),
    ("MAIL FROM:   <a@b.example>", SENDER_OK, {COLON_REMARK}),
    ("RCPT TO: <alice@example.com>", RECIPIENT_OK, {COLON_REMARK}),
    ("MAIL  FROM:<a@b.example>", SENDER_OK, {SPACE_REMARK}),
    ("MAIL   FROM: <a@b.example>", SENDER_OK, {SPACE_REMARK, COLON_REMARK}),
    (A + "  SIZE=1", SENDER_OK, {SPACE_REMARK}),
    (A + " SIZE=1   BODY=7BIT", SENDER_OK, {SPACE_REMARK}),
    ("MAIL  FROM:<a@b.example>  SIZE=1", SENDER_OK, {SPACE_REMARK}),
    ("EHLO  client.example", EHLO_OK, {SPACE_REMARK}),
    ("VRFY  alice", ("mailbox-verified", 250), {SPACE_REMARK}),
    ("NOOP  x", DONE, set()),
    # Nothing measured takes a space before the colon, or a path without brackets.
    ("MAIL FROM :<a@b.example>", COLON, set()),
    ("MAIL FROM: a@b.example", NO_BRACKETS, {COLON_REMARK}),
    ("MAIL FROM: <a@b", ("bad-sender-address", 501), {COLON_REMARK}),
    (A + "  =", BAD_SYNTAX, set()),
]


@pytest.mark.parametrize(("line", "expected", "remarks"), TOLERATED)
def test_lenient_server_lets_slips_pass_and_remarks_them(
    line: str, expected: tuple[str, int], remarks: set[Leniency]
) -> None:
    """What was let pass is told, once each, so that it can be explained."""
    events = say(session_in(state_for(line), POLICIES["lenient"]), line)
    (received,) = (event for event in events if isinstance(event, CommandReceived))

    assert [expected] == names(events)
    assert sorted(remarks) == sorted(received.tolerated)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("EHLO a", Hello(Verb.EHLO, "a")),
        ("helo a", Hello(Verb.HELO, "a")),
        ("MAIL FROM:<> SIZE=1 X", Mail(Verb.MAIL, Path(), {"SIZE": "1", "X": None})),
        ("RCPT TO:<a@b> x=Y", Rcpt(Verb.RCPT, Path("a", "b"), {"X": "Y"})),
        ("NOOP  two  words ", Plain(Verb.NOOP, " two  words")),
        ("VRFY Joe Smith", Plain(Verb.VRFY, "Joe Smith")),
        ("DATA", Plain(Verb.DATA)),
        ("turn", Plain(Verb.TURN)),
    ],
)
def test_parsed_command_holds_what_was_said(line: str, expected: object) -> None:
    """Keywords are compared without case (2.4), values and names are kept as written."""
    command, _ = parse_command(line.encode(), FULL)

    assert expected == command


@pytest.mark.parametrize("verb", FULL.implemented)
def test_help_knows_every_command(verb: Verb) -> None:
    """RFC 5321 4.1.1.8: more specific information about any command."""
    actual = answer(f"HELP {verb.lower()}")

    assert TOPIC == actual
