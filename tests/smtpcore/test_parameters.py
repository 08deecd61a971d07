"""RFC 5321 4.1.1.11: every parameter of every extension, and every shape of its value."""

from __future__ import annotations

import pytest

from smtpcore import EXTENSIONS, Envelope, State
from smtpcore.grammar import decode_xtext

from .policies import EVERY, offering
from .speaking import MAIL, RCPT, names, say, session_in

OK = "accepted"
BAD = "bad-parameter"
SYNTAX = "bad-syntax"
REPEATED = "repeated-parameter"
UNKNOWN = "parameter-not-recognized"
TOO_BIG = "declared-size-too-big"
HELD = "hold-too-long"
PRIORITY = "bad-priority"
NO_ENVID = "tracking-needs-envid"

DIGITS = "1" * 30
SHA_1 = "2jmj7l5rSw0yVb/vlWAYkK/YBw0"
"""A hash of 20 octets in base64, without its pad."""
DATE = "2023-11-15T00:00:00Z"
"""Two hours after `NOW`."""

MAIL_PARAMETERS: dict[str, list[tuple[str, str]]] = {
    "SIZE": [
        ("SIZE=0", OK),
        ("SIZE=10485760", OK),
        ("SIZE=10485761", TOO_BIG),
        (f"SIZE={DIGITS[:20]}", TOO_BIG),
        (f"SIZE={DIGITS[:21]}", BAD),
        (f"SIZE={DIGITS}", BAD),
        ("SIZE=+1", BAD),
    ],
    "BODY": [
        ("BODY=7BIT", OK),
        ("BODY=8BITMIME", OK),
        ("BODY=BINARYMIME", OK),
        ("BODY=9BIT", BAD),
        (f"BODY={DIGITS}", BAD),
    ],
    "SMTPUTF8": [("SMTPUTF8", OK), ("SMTPUTF8=YES", BAD), (f"SMTPUTF8={DIGITS}", BAD)],
    "RET": [("RET=FULL", OK), ("RET=HDRS", OK), ("RET=FULL,HDRS", BAD), (f"RET={DIGITS}", BAD)],
    "ENVID": [
        ("ENVID=QQ314159", OK),
        ("ENVID=two+20words+2B", OK),
        (f"ENVID={'e' * 100}", OK),
        (f"ENVID={'e' * 101}", BAD),
        ("ENVID=+", BAD),
        ("ENVID=+2b", BAD),
        ("ENVID=+0A", BAD),
        ("ENVID=+E9", BAD),
    ],
    "AUTH": [
        ("AUTH=<>", OK),
        ("AUTH=+3C+3E", OK),
        ("AUTH=e+3Dmc2@example.com", OK),
        ("AUTH=a@[192.0.2.1]", OK),
        # RFC 4954 8: hexadecimal digits in any case; RFC 3629: octets are UTF-8 or nothing.
        ("AUTH=e+3dmc2@example.com", OK),
        ("AUTH=+C3+A9@example.com", OK),
        ("AUTH=+e9@example.com", BAD),
        ("AUTH=+C3@example.com", BAD),
        ("AUTH=alice", BAD),
        ("AUTH=<a@b.example>", BAD),
        ("AUTH=@r.example:a@b.example", BAD),
        ("AUTH=a+4@b.example", BAD),
        ("AUTH=a@-", BAD),
    ],
    "REQUIRETLS": [("REQUIRETLS", OK), ("REQUIRETLS=1", BAD)],
    "BY": [
        ("BY=1;R", OK),
        ("BY=+120;RT", OK),
        ("BY=-120;N", OK),
        ("BY=0;NT", OK),
        ("BY=999999999;R", OK),
        ("BY=1000000000;R", BAD),
        (f"BY={DIGITS};R", BAD),
        ("BY=0;R", BAD),
        ("BY=-1;R", BAD),
        ("BY=120", BAD),
        ("BY=120;", BAD),
        ("BY=;R", BAD),
        ("BY=120;X", BAD),
        ("BY=120;TR", BAD),
        ("BY=1.5;R", BAD),
    ],
    "HOLDFOR": [
        ("HOLDFOR=1", OK),
        ("HOLDFOR=604800", OK),
        ("HOLDFOR=604801", HELD),
        ("HOLDFOR=999999999", HELD),
        ("HOLDFOR=1000000000", BAD),
        (f"HOLDFOR={DIGITS}", BAD),
        ("HOLDFOR=0", BAD),
        ("HOLDFOR=01", BAD),
        ("HOLDFOR=-1", BAD),
        (f"HOLDFOR=1 HOLDUNTIL={DATE}", "hold-given-twice"),
        ("HOLDFOR=60 BY=30;R", HELD),
        ("BY=30;N HOLDFOR=60", HELD),
        ("HOLDFOR=30 BY=60;R", OK),
        ("HOLDFOR=30 BY=x", BAD),
    ],
    "HOLDUNTIL": [
        (f"HOLDUNTIL={DATE}", OK),
        ("HOLDUNTIL=2023-11-21T22:13:20Z", OK),
        ("HOLDUNTIL=2023-11-21T22:13:21Z", HELD),
        ("HOLDUNTIL=9999-12-31T23:59:59Z", HELD),
        # RFC 4865 3 (4): a "future date and time"; 4.2 (8): 501 if "otherwise invalid".
        ("HOLDUNTIL=2023-11-14T22:13:21Z", OK),
        ("HOLDUNTIL=2023-11-14T22:13:20Z", BAD),
        ("HOLDUNTIL=1999-12-31T23:59:59Z", BAD),
        ("HOLDUNTIL=2023-11-15T02:00:00+02:00", BAD),
        ("HOLDUNTIL=2023-11-15T00:00:00", BAD),
        ("HOLDUNTIL=2023-02-29T00:00:00Z", BAD),
        (f"HOLDUNTIL={DIGITS}", BAD),
        (f"HOLDUNTIL={DATE} BY=60;R", HELD),
        (f"HOLDUNTIL={DATE} BY=86400;R", OK),
    ],
    "MT-PRIORITY": [
        ("MT-PRIORITY=0", OK),
        ("MT-PRIORITY=-9", OK),
        ("MT-PRIORITY=9", "priority-changed"),
        ("MT-PRIORITY=10", PRIORITY),
        ("MT-PRIORITY=-10", PRIORITY),
        ("MT-PRIORITY=+1", PRIORITY),
        ("MT-PRIORITY=-0", PRIORITY),
        (f"MT-PRIORITY={DIGITS}", PRIORITY),
    ],
    "MTRK": [
        (f"MTRK={SHA_1} ENVID=1@client.example", OK),
        (f"MTRK={SHA_1}:999999999 ENVID=1@client.example", OK),
        (f"MTRK={SHA_1}:1000000000 ENVID=1@client.example", BAD),
        (f"MTRK={SHA_1}: ENVID=1@client.example", BAD),
        (f"MTRK={SHA_1}x ENVID=1@client.example", BAD),
        (f"MTRK={SHA_1[1:]} ENVID=1@client.example", BAD),
        (f"MTRK=-{SHA_1[1:]} ENVID=1@client.example", BAD),
        (f"MTRK={SHA_1}", NO_ENVID),
        (f"MTRK={SHA_1} ENVID=1", NO_ENVID),
        (f"MTRK={DIGITS}", BAD),
    ],
    "SOLICIT": [
        ("SOLICIT=net.example:ADV", OK),
        ("SOLICIT=a,b-c,d_e,f.g:1", OK),
        (f"SOLICIT={'s' * 1000}", OK),
        (f"SOLICIT={'s' * 1001}", BAD),
        ("SOLICIT=1a", BAD),
        ("SOLICIT=,a", BAD),
        ("SOLICIT=a,,b", BAD),
        ("SOLICIT=a;b", BAD),
        (f"SOLICIT={DIGITS}", BAD),
    ],
    "SUBMITTER": [
        ("SUBMITTER=a@b.example", OK),
        ("SUBMITTER=a+2Bx@b.example", OK),
        ("SUBMITTER=alice", BAD),
        ("SUBMITTER=<a@b.example>", BAD),
        ("SUBMITTER=a+2b@b.example", BAD),
        ("SUBMITTER=+E9@b.example", BAD),
        (f"SUBMITTER={DIGITS}", BAD),
    ],
    "CONPERM": [("CONPERM", OK), ("CONPERM=1", BAD)],
    "TRANSID": [
        ("TRANSID=<1@other.example>", OK),
        ("TRANSID=<1@client.example>", "restart-offset"),
        ("TRANSID=<1@CLIENT.example>", OK),
        (f"TRANSID=<{'t' * 76}@b>", OK),
        (f"TRANSID=<{'t' * 77}@b>", BAD),
        ("TRANSID=1@b", BAD),
        ("TRANSID=<1>", BAD),
        ("TRANSID=<@b>", BAD),
        ("TRANSID=<1@>", BAD),
        ("TRANSID=<.1@b>", BAD),
        ("TRANSID=<1,2@b>", BAD),
        ("TRANSID=<1@b@c>", BAD),
        (f"TRANSID={DIGITS}", BAD),
    ],
}
"""Parameter of MAIL -> what may be written, and the name of the reply. Without = comes below."""

RCPT_PARAMETERS: dict[str, list[tuple[str, str]]] = {
    "NOTIFY": [
        ("NOTIFY=NEVER", OK),
        ("NOTIFY=SUCCESS", OK),
        ("NOTIFY=Failure,Delay,Success", OK),
        ("NOTIFY=NEVER,DELAY", BAD),
        ("NOTIFY=DELAY,DELAY", OK),
        ("NOTIFY=NEVER,NEVER", BAD),
        ("NOTIFY=DELAY,", BAD),
        ("NOTIFY=,", BAD),
        ("NOTIFY=ALWAYS", BAD),
        (f"NOTIFY={DIGITS}", BAD),
    ],
    "ORCPT": [
        ("ORCPT=rfc822;a+2Bb@example.com", OK),
        ("ORCPT=x400;anything", OK),
        ("ORCPT=utf-8;jos\\x{E9}@example.com", OK),
        (f"ORCPT=rfc822;{'o' * 493}", OK),
        (f"ORCPT=rfc822;{'o' * 494}", BAD),
        ("ORCPT=rfc822", BAD),
        ("ORCPT=rfc822;", BAD),
        ("ORCPT=;a@example.com", BAD),
        ("ORCPT=rfc822;a+b", BAD),
        (f"ORCPT={DIGITS}", BAD),
    ],
    "RRVS": [
        ("RRVS=2014-04-03T23:01:00Z", OK),
        ("RRVS=2014-04-03t23:01:00z;r", OK),
        ("RRVS=2014-04-03T23:01:00+02:00;C", OK),
        ("RRVS=2014-04-03T23:01:00Z;", BAD),
        ("RRVS=2014-04-03T23:01:00Z;X", BAD),
        ("RRVS=2014-04-03T23:01:00Z;CR", BAD),
        ("RRVS=2014-04-03T23:01:00.5Z", BAD),
        ("RRVS=2014-04-31T23:01:00Z", BAD),
        ("RRVS=2014-04-03", BAD),
        (f"RRVS={DIGITS}", BAD),
    ],
    "CONNEG": [
        ("CONNEG", "recipient-capabilities"),
        ("CONNEG=1", BAD),
        (f"CONNEG={DIGITS}", BAD),
    ],
}
"""The same for RCPT."""

ALONE = {"SMTPUTF8", "REQUIRETLS", "CONPERM", "CONNEG"}
"""What has no value."""

GOOD = {keyword: rows[0][0] for keyword, rows in {**MAIL_PARAMETERS, **RCPT_PARAMETERS}.items()}
"""A way to write each that is accepted."""

TABLES = {
    "MAIL": (State.READY, MAIL, MAIL_PARAMETERS),
    "RCPT": (State.HAS_SENDER, RCPT, RCPT_PARAMETERS),
}

ROWS = [
    (verb, written, expected)
    for verb, (_, _, table) in TABLES.items()
    for rows in table.values()
    for written, expected in rows
]

EACH = [(verb, keyword) for verb, (_, _, table) in TABLES.items() for keyword in table]

every_parameter = pytest.mark.parametrize(("verb", "keyword"), EACH)


def answered(verb: str, written: str, policy: object = EVERY) -> str:
    """Return the name of the reply to a command with this behind its path; `OK` for the usual."""
    assert isinstance(policy, type(EVERY))
    state, command, _ = TABLES[verb]
    session = session_in(state, policy, secure=True)
    ((name, _),) = names(say(session, f"{command} {written}"))
    return OK if name in ("sender-accepted", "recipient-accepted") else name


def test_every_parameter_of_every_extension_is_in_the_tables() -> None:
    """None is forgotten, and none is made up."""
    of_mail = {word for extension in EXTENSIONS.values() for word in extension.mail_parameters}
    of_rcpt = {word for extension in EXTENSIONS.values() for word in extension.rcpt_parameters}

    assert (of_mail, of_rcpt) == (set(MAIL_PARAMETERS), set(RCPT_PARAMETERS))


@pytest.mark.parametrize(("verb", "written", "expected"), ROWS, ids=[row[1][:40] for row in ROWS])
def test_parameter_is_answered_by_its_value(verb: str, written: str, expected: str) -> None:
    """501 for a value that is none (RFC 5321 4.2.2), else what its extension says."""
    assert expected == answered(verb, written)


@every_parameter
def test_keyword_is_known_in_any_case(verb: str, keyword: str) -> None:
    """RFC 5321 2.4: keywords are not case-sensitive; what is in a value may be."""
    usual = answered(verb, GOOD[keyword])
    written = GOOD[keyword].replace(keyword, keyword.lower(), 1)

    assert usual == answered(verb, written)


@every_parameter
def test_value_has_to_be_there_where_one_belongs(verb: str, keyword: str) -> None:
    """RFC 5321 4.1.2: a keyword alone is well formed; whether it says enough, it says itself."""
    expected = {"MT-PRIORITY": PRIORITY}.get(keyword, BAD)
    if keyword in ALONE:
        expected = answered(verb, GOOD[keyword])

    assert expected == answered(verb, keyword)


@every_parameter
@pytest.mark.parametrize("end", ["=", "==", "=a=b", "=\x7f", "= "])
def test_equals_sign_wants_a_value(verb: str, keyword: str, end: str) -> None:
    """RFC 5321 4.1.2: esmtp-param = esmtp-keyword ["=" esmtp-value], of one character at least."""
    expected = "control-character" if end == "=\x7f" else SYNTAX

    assert expected == answered(verb, keyword + end)


@every_parameter
def test_parameter_comes_once(verb: str, keyword: str) -> None:
    """RFC 3461 4.5, RFC 6710 4.1 and others: 501 if it is repeated, in whatever case."""
    good = GOOD[keyword].split(" ")[0]

    assert REPEATED == answered(verb, f"{GOOD[keyword]} {good.lower()}")


@every_parameter
def test_parameter_is_unknown_after_helo(verb: str, keyword: str) -> None:
    """RFC 5321 2.2.1, 4.1.1.11: nothing was offered to a client that said HELO."""
    session = session_in(State.GREETED, EVERY)
    command = {"MAIL": [MAIL], "RCPT": [MAIL, RCPT]}[verb]
    said = names(say(session, "HELO a", *command[:-1], f"{command[-1]} {GOOD[keyword]}"))

    assert (UNKNOWN, 555) == said[-1]


@every_parameter
def test_parameter_is_unknown_without_its_extension(verb: str, keyword: str) -> None:
    """RFC 5321 4.1.1.11: 555 where it is not offered, however it is written."""
    bare = offering("PIPELINING", "ENHANCEDSTATUSCODES")

    assert UNKNOWN == answered(verb, GOOD[keyword], bare)
    assert UNKNOWN == answered(verb, f"{keyword}={DIGITS}", bare)


@every_parameter
def test_parameter_belongs_to_its_command(verb: str, keyword: str) -> None:
    """None is taken with both MAIL and RCPT."""
    other = {"MAIL": "RCPT", "RCPT": "MAIL"}[verb]

    assert UNKNOWN == answered(other, GOOD[keyword].split(" ")[0])


@every_parameter
def test_unknown_parameter_spoils_a_good_one(verb: str, keyword: str) -> None:
    """The command is taken whole or not at all."""
    assert UNKNOWN == answered(verb, f"{GOOD[keyword]} X-OTHER=1")


def test_envelope_keeps_the_parameters_as_they_came() -> None:
    """Keywords in upper case, values to the letter; nothing of a refused command."""
    session = session_in(State.READY, EVERY)
    say(session, f"{MAIL} Ret=hdrs envid=A+2Bb CONPERM", f"{RCPT} notify=never ORCPT=x;Y")
    say(session, f"{RCPT} notify=always")
    envelope = session.envelope

    assert isinstance(envelope, Envelope)
    assert {"RET": "hdrs", "ENVID": "A+2Bb", "CONPERM": None} == envelope.parameters
    assert [{"NOTIFY": "never", "ORCPT": "x;Y"}] == [
        recipient.parameters for recipient in envelope.recipients
    ]


XTEXT = [
    ("", ""),
    ("a+2Bb", "a+b"),
    ("jos+C3+A9", "josé"),
    ("+F0+9F+98+80", "😀"),
    ("+C3", None),
    ("+FF", None),
    ("+ED+A0+80", None),
    ("+c3+a9", None),
    ("é", None),
    ("+2", None),
]


@pytest.mark.parametrize(("text", "expected"), XTEXT)
def test_xtext_stands_for_octets_of_utf8(text: str, expected: str | None) -> None:
    """RFC 3461 4: hexchars "encode octets"; and of upper case digits."""
    assert expected == decode_xtext(text)


RESPONSIBLE = [
    ("From: alice@client.example", True),
    ("From: Alice Archer <alice@client.example>", True),
    ("From: alice@client.example (Alice)", True),
    ("From: ALICE@client.example, bob@client.example", True),
    ("From: @ alice@client.example", True),
    ("From: malice@client.example", False),
    ("From: alice", False),
    ("From: @client.example", False),
    ("From:", False),
]


@pytest.mark.parametrize(("field", "is_alice"), RESPONSIBLE)
def test_submitter_is_the_first_address_of_its_field(field: str, is_alice: bool) -> None:
    """RFC 4405 4.2, RFC 4407 2: in brackets or bare; 550 if it is another."""
    session = session_in(State.READY, EVERY)
    events = say(session, f"{MAIL} SUBMITTER=alice@client.example", RCPT, "DATA", field, "", ".")

    assert is_alice == (("message-accepted", 250) == names(events)[-1])
    assert is_alice or ("submitter-mismatch", 550) == names(events)[-1]
