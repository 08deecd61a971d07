"""Edge inputs: parameters of MAIL and RCPT, and how long a line with them may be."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from smtpcore import EXTENSIONS, Dialect, Limits, ReplySent, ServerSession

from .cuts import single, whole
from .edges import IN, READY, SENDER, Edge, edges, lines
from .policies import FULL
from .speaking import NOW

DIGITS: Final = "123456789012345678901234567890"
"""Thirty."""


def mail(parameters: str) -> bytes:
    return lines(f"MAIL FROM:<a@c.example> {parameters}")


def rcpt(parameters: str) -> bytes:
    return lines(f"RCPT TO:<alice@example.com> {parameters}")


@edges(
    ("full", READY, mail("FOO=BAR"), "555", "5321 4.1.1.11: an unknown parameter"),
    ("full", READY, mail("FOO"), "555", "5321 4.1.1.11: an unknown parameter, no value"),
    ("full", READY, mail("FOO="), "501", "5321 4.1.2: = and no value"),
    ("full", READY, mail("=FOO"), "501", "5321 4.1.2: = and no keyword"),
    ("full", READY, mail("="), "501", "5321 4.1.2: = alone"),
    ("full", READY, mail("SIZE=1=2"), "501", "5321 4.1.2: = in a value"),
    ("full", READY, mail("-FOO=1"), "501", "5321 4.1.2: a keyword that begins with a hyphen"),
    ("full", READY, mail("F_O=1"), "501", "5321 4.1.2: an underscore in a keyword"),
    ("full", READY, mail("8=1"), "555", "5321 4.1.2: a keyword of one digit"),
    ("full", READY, mail(" SIZE=1"), "501", "5321 4.1.1: two spaces before a parameter"),
    ("full", READY, mail("SIZE=1  BODY=7BIT"), "501", "5321 4.1.1: two spaces between them"),
    ("full", READY, mail("SIZE=1\tBODY=7BIT"), "501", "5321 4.1.2: a tab between them"),
    ("full", READY, lines("MAIL FROM:<>SIZE=1"), "501", "5321 4.1.1.2: no space before it"),
    ("full", READY, mail("SIZE=1 SIZE=1"), "501", "5321 4.1.1.11: given twice"),
    ("full", READY, mail("SIZE=1 sIzE=2"), "501", "5321 2.4: given twice in two cases"),
    ("full", READY, mail("FOO FOO"), "501", "5321 4.1.1.11: an unknown one given twice"),
    (
        "full",
        READY,
        mail("FOO=1") + mail("SIZE=1"),
        "555 250",
        "5321 4.1.1.11: and then without it",
    ),
    ("plain", READY, mail("SIZE=1"), "555", "5321 4.1.1.11: not offered"),
    ("full", SENDER, rcpt("SIZE=1"), "555", "1870 3: SIZE is MAIL's"),
    ("full", READY, mail("size=1"), "250", "5321 2.4: a keyword in lower case"),
    ("full", READY, mail("SIZE"), "501", "1870 5: SIZE without a value"),
    ("full", READY, mail("SIZE=0"), "250", "1870 5: SIZE of nothing"),
    ("full", READY, mail("SIZE=10485760"), "250", "1870 6.1: SIZE as large as may be"),
    ("full", READY, mail("SIZE=10485761"), "552", "1870 6.1: one octet more"),
    ("full", READY, mail("SIZE=" + DIGITS[:20]), "552", "1870 5: SIZE of 20 digits"),
    ("full", READY, mail("SIZE=" + DIGITS[:21]), "501", "1870 5: SIZE of 21 digits"),
    ("full", READY, mail("SIZE=" + DIGITS), "501", "1870 5: SIZE of 30 digits"),
    ("full", READY, mail("SIZE=" + "0" * 20), "250", "1870 5: SIZE of 20 noughts"),
    ("full", READY, mail("SIZE=-1"), "501", "1870 5: SIZE below nothing"),
    ("full", READY, mail("SIZE=0x10"), "501", "1870 5: SIZE in hexadecimal"),
    ("full", READY, mail("SIZE=1e3"), "501", "1870 5: SIZE with an exponent"),
    ("full", READY, mail("BODY=8bitmime"), "250", "6152 2: BODY in lower case"),
    ("full", READY, mail("BODY"), "501", "6152 2: BODY without a value"),
    ("full", READY, mail("BODY=9BIT"), "501", "6152 2: BODY of another kind"),
    ("full", READY, mail("BODY=BINARYMIME"), "501", "3030 3: BINARYMIME not offered"),
    ("every", READY, mail("BODY=BINARYMIME"), "250", "3030 3: BINARYMIME offered"),
    ("full", READY, mail("BODY=7BIT BODY=8BITMIME"), "501", "6152 2: BODY at most once"),
)
def test_parameters_of_the_base(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@edges(
    ("every", READY, mail("RET=full ENVID=a+2Bb"), "250", "3461 4.3: RET and ENVID"),
    ("every", READY, mail("RET=BODY"), "501", "3461 4.3: RET of another kind"),
    ("every", READY, mail("RET"), "501", "3461 4.3: RET without a value"),
    ("every", READY, mail("ENVID=" + "e" * 100), "250", "3461 5.4: ENVID of 100"),
    ("every", READY, mail("ENVID=" + "e" * 101), "501", "3461 4.4: ENVID of 101"),
    ("every", READY, mail("ENVID=a+2bb"), "501", "3461 4: xtext in lower case"),
    ("every", READY, mail("ENVID=a+"), "501", "3461 4: xtext that breaks off"),
    ("every", READY, mail("ENVID=a+00b"), "501", "3461 4.4: ENVID with a NUL in it"),
    ("every", READY, mail("NOTIFY=NEVER"), "555", "3461 4.1: NOTIFY is RCPT's"),
    ("every", SENDER, rcpt("RET=FULL"), "555", "3461 4.3: RET is MAIL's"),
    ("every", SENDER, rcpt("NOTIFY=never"), "250", "3461 4.1: NOTIFY=NEVER"),
    ("every", SENDER, rcpt("NOTIFY=SUCCESS,FAILURE,DELAY"), "250", "3461 4.1: all three"),
    ("every", SENDER, rcpt("NOTIFY=NEVER,DELAY"), "501", "3461 4.1: NEVER stands alone"),
    ("every", SENDER, rcpt("NOTIFY=DELAY,DELAY"), "250", "3461 4.1: the same twice"),
    ("every", SENDER, rcpt("NOTIFY=DELAY,"), "501", "3461 4.1: a list that goes on"),
    ("every", SENDER, rcpt("NOTIFY=ALWAYS"), "501", "3461 4.1: another word"),
    ("every", SENDER, rcpt("NOTIFY"), "501", "3461 4.1: NOTIFY without a value"),
    ("every", SENDER, rcpt("ORCPT=rfc822;" + "o" * 493), "250", "3461 5.4: ORCPT of 500"),
    ("every", SENDER, rcpt("ORCPT=rfc822;" + "o" * 494), "501", "3461 4.2: ORCPT of 501"),
    ("every", SENDER, rcpt("ORCPT=alice@example.com"), "501", "3461 4.2: ORCPT without a type"),
    ("every", SENDER, rcpt("ORCPT=rfc822;"), "501", "3461 4.2: ORCPT without an address"),
    ("every", SENDER, rcpt("ORCPT=rfc822;a+zz"), "501", "3461 4.2: ORCPT that is no xtext"),
    ("every", READY, mail("SMTPUTF8="), "501", "6531 3.4: SMTPUTF8 has no value"),
    ("every", READY, mail("AUTH=<>"), "250", "4954 5: AUTH of nobody known"),
    ("every", READY, mail("AUTH=alice"), "501", "4954 5: AUTH that is no mailbox"),
    ("every", READY, mail("AUTH=+3C+3E"), "250", "4954 5: AUTH of nobody known, in xtext"),
    ("every", READY, mail("BY=120;r"), "250", "2852 4: BY"),
    ("every", READY, mail("BY=120;NT"), "250", "2852 4: BY with a trace"),
    ("every", READY, mail("BY=120"), "501", "2852 4: BY without a mode"),
    ("every", READY, mail("BY=120;X"), "501", "2852 4: BY of another mode"),
    ("every", READY, mail("BY=0;R"), "501", "2852 4: BY at once"),
    ("every", READY, mail("BY=-999999999;N"), "250", "2852 4: BY in the past, to be told of"),
    ("every", READY, mail(f"BY={DIGITS};R"), "501", "2852 4: BY of 30 digits"),
    ("every", READY, mail("HOLDFOR=604800"), "250", "4865 4.2: held as long as may be"),
    ("every", READY, mail("HOLDFOR=604801"), "501", "4865 4.2: held a second longer"),
    ("every", READY, mail(f"HOLDFOR={DIGITS}"), "501", "4865 2: HOLDFOR of 30 digits"),
    ("every", READY, mail("HOLDFOR=01"), "501", "4865 2: HOLDFOR with a nought in front"),
    ("every", READY, mail("HOLDUNTIL=2023-02-29T00:00:00Z"), "501", "4865 2: no such day"),
    ("every", READY, mail("HOLDUNTIL=2023-11-14T25:00:00Z"), "501", "4865 2: no such hour"),
    ("every", READY, mail("MT-PRIORITY=9"), "250", "6710 4.1: raised by nobody, so lowered"),
    ("every", IN, mail("MT-PRIORITY=9"), "250", "6710 4.1: raised by somebody"),
    ("every", READY, mail(f"MT-PRIORITY={DIGITS}"), "501", "6710 7: a priority of 30 digits"),
    ("every", READY, mail("REQUIRETLS"), "555", "8689 2: REQUIRETLS without TLS"),
    ("every", READY, mail("TRANSID=<a@b>"), "250", "1845 2: TRANSID"),
    ("every", READY, mail("TRANSID=a@b"), "501", "1845 2: TRANSID without brackets"),
    ("every", READY, mail(f"TRANSID=<{'a' * 77}@b>"), "501", "1845 2: TRANSID of 81"),
    ("every", READY, mail("SOLICIT=" + "a" * 1001), "501", "3865 2.2: SOLICIT of 1001"),
    ("every", READY, mail("SOLICIT=a,"), "501", "3865 2.2: SOLICIT that goes on"),
    ("every", READY, mail("SUBMITTER=alice"), "501", "4405 4: SUBMITTER that is no mailbox"),
    ("every", SENDER, rcpt("RRVS=2014-04-03T23:01:00"), "501", "7293 3.1: RRVS without a zone"),
    ("every", SENDER, rcpt("RRVS=2014-04-03T23:01:00.5Z"), "501", "7293 3.1: RRVS to the instant"),
    ("every", SENDER, rcpt("RRVS=2014-04-03T23:01:00Z;"), "501", "7293 3.1: RRVS that goes on"),
    ("every", SENDER, rcpt("CONNEG=1"), "501", "4141 5.1: CONNEG has no value"),
    ("every", SENDER, rcpt("CONNEG"), "250", "4141 5.2: CONNEG"),
    ("every", READY, mail("CONPERM=1"), "501", "4141 4.1: CONPERM has no value"),
)
def test_parameters_of_extensions(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


ALLOWANCES: Final = (
    ("SIZE", "MAIL", 26, "1870 3 (5)"),
    ("AUTH", "MAIL", 500, "4954 3 (5)"),
    ("DSN", "MAIL", 116, "3461 5.4: RET and ENVID"),
    ("DSN", "RCPT", 530, "3461 5.4"),
    ("BINARYMIME", "MAIL", 16, "3030 3 (8)"),
    ("SMTPUTF8", "MAIL", 10, "6531 3.1 (5)"),
    ("REQUIRETLS", "MAIL", 11, "8689 2 (5)"),
    ("MT-PRIORITY", "MAIL", 15, "6710 3 (6)"),
    ("DELIVERBY", "MAIL", 17, "2852 2 (5)"),
    ("FUTURERELEASE", "MAIL", 34, "4865 3 (5)"),
    ("MTRK", "MAIL", 40, "3885 2 (5)"),
    ("CHECKPOINT", "MAIL", 88, "1845 2 (5)"),
    ("NO-SOLICITING", "MAIL", 1007, "3865 4.1"),
    ("RRVS", "RCPT", 33, "7293 3.1"),
    ("SIZE", "RCPT", 0, "5321 4.5.3.1.4"),
    ("SIZE", "NOOP", 0, "5321 4.5.3.1.4"),
)
"""Extension, verb, and by how many octets a line with it may be longer than 512."""

every_allowance = pytest.mark.parametrize(
    ("keyword", "verb", "allowance"),
    [row[:3] for row in ALLOWANCES],
    ids=[f"{section}: {verb} with {keyword}" for keyword, verb, _, section in ALLOWANCES],
)


def is_too_long(keyword: str, verb: str, size: int) -> list[bool]:
    """Tell, of a line in one piece and of one octet by octet, whether it is too long."""
    # Of a line that is not, something else is wrong, for longer than all other limits it is.
    line = f"{verb} ".ljust(size - 2, "x").encode() + b"\r\n"
    policy = replace(FULL, extensions=(EXTENSIONS[keyword],), dialect=Dialect(Limits()))
    before = SENDER if verb == "RCPT" else READY
    found = []
    for cut in (whole, single):
        session = ServerSession(policy)
        session.greet(NOW)
        events = [
            event for piece in cut(before + line) for event in session.receive_data(piece, NOW)
        ]
        names = [event.reply.name for event in events if isinstance(event, ReplySent)]
        found.append(names[-1] == "line-too-long")
    return found


@every_allowance
def test_line_may_be_longer_by_what_an_extension_allows(
    keyword: str, verb: str, allowance: int
) -> None:
    assert [False] * 2 == is_too_long(keyword, verb, 512 + allowance)
    assert [True] * 2 == is_too_long(keyword, verb, 512 + allowance + 1)
