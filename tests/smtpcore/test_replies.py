"""RFC 5321 4.2, RFC 3463, RFC 2034: every reply there is, and how a reply is written."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtpcore import CATALOGUE, EXTENSIONS, FAULTS, Policy, Reply, State
from smtpcore.commands import Fact
from smtpcore.wire import MAX_REPLY_LINE, reply_lines

from .random_input import octet_lines, policies, steady
from .speaking import conversation, octets, replies_in

EVERY_REPLY = pytest.mark.parametrize("reply", CATALOGUE.values(), ids=CATALOGUE)

REPLY_LINE = re.compile(r"(?P<code>[2-5][0-5][0-9])(?P<separator>[ -])[\t -~]*")
"""RFC 5321 4.2: Reply-code = %x32-35 %x30-35 %x30-39; textstring = 1*(%d09 / %d32-126)."""

UTF8_REPLY_LINE = re.compile(r"(?P<code>[2-5][0-5][0-9])(?P<separator>[ -])[\t -~\xa0-\U0010FFFF]*")
"""RFC 6531 3.7.4: the same with UTF-8, for a client that asked for it."""

KNOWN_CODES = {
    *(211, 214, 220, 221, 250, 251, 252, 354),
    *(421, 450, 451, 452, 455),
    *(500, 501, 502, 503, 504, 550, 551, 552, 553, 554, 555),
    *(521, 556),  # RFC 7504
}
"""RFC 5321 4.2.3: the whole list."""

CODES_OF_EXTENSIONS = {
    "AUTH": {235, 334, 432, 454, 500, 501, 503, 504, 530, 534, 535, 538},  # RFC 4954 4, 6
    "ATRN": {250, 450, 451, 453},  # RFC 2645 5.2.1
    "CHECKPOINT": {355},  # RFC 1845 3
    "ETRN": {250, 251, 252, 253, 458, 459},  # RFC 1985 5.3
    "STARTTLS": {220, 454, 503, 530, 554},  # RFC 3207 4
}
"""What an extension may say besides (RFC 5321 2.2.2)."""

CODES_OF_NO_RFC = {
    *(422, 430, 523, 524, 525, 533),  # IANA's table of enhanced codes names them (RFC 5248)
    435,  # Exim's
}
"""Said only where a policy asks for it."""

ASKED_ONLY = {reply.name for replies in FAULTS.values() for reply in replies}


@EVERY_REPLY
def test_reply_has_a_code_of_the_standard(reply: Reply) -> None:
    """RFC 5321 4.2: servers send only the codes listed there, or an extension's own."""
    owner = next((name for name, one in EXTENSIONS.items() if reply in one.replies), "")
    own = CODES_OF_EXTENSIONS.get(owner, set())
    asked = CODES_OF_NO_RFC if reply.name in ASKED_ONLY else set()

    assert reply.code in KNOWN_CODES | own | asked


@EVERY_REPLY
def test_name_is_an_id(reply: Reply) -> None:
    """Words are found by it: kebab-case, and it is the name under which it is listed."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", reply.name)
    assert CATALOGUE[reply.name] is reply


@EVERY_REPLY
def test_enhanced_code_has_the_class_of_the_code(reply: Reply) -> None:
    """RFC 2034 section 4: its first digit is the reply's; a 3yz reply has none."""
    enhanced = re.fullmatch(r"([245])\.\d{1,3}\.\d{1,3}", reply.enhanced)

    assert (enhanced is None) == (reply.enhanced == "")
    assert enhanced is None or int(enhanced[1]) == reply.code // 100


def test_replies_without_enhanced_code_are_those_of_rfc_2034() -> None:
    """Section 4: the greeting, HELO, EHLO and 3yz."""
    without = {reply.name for reply in CATALOGUE.values() if not reply.enhanced}

    assert {
        *("service-ready", "no-service", "hello", "extended-hello", "client-refused"),
        *("start-mail-input", "auth-challenge", "restart-offset"),
    } == without


def test_no_two_replies_share_a_name() -> None:
    """The catalogue holds as many replies as were ever defined."""
    from smtpcore import replies  # noqa: PLC0415

    base = [value for value in vars(replies).values() if isinstance(value, Reply)]
    added = [reply for extension in EXTENSIONS.values() for reply in extension.replies]

    assert len(base) + len(added) == len(CATALOGUE)


def facts_for(reply: Reply, value: Fact) -> dict[str, Fact]:
    """Return a fact for each placeholder of a reply."""
    names = [name for _, name, _, _ in Formatter().parse(reply.text) if name]
    return dict.fromkeys(names, value)


def assert_well_formed(
    lines: tuple[str, ...], code: int, form: re.Pattern[str] = REPLY_LINE
) -> None:
    """Check lines against RFC 5321 4.2 and 4.5.3.1.5."""
    matches = [form.fullmatch(line) for line in lines]
    separators = "".join(match["separator"] for match in matches if match)

    # RFC 4954 4: a challenge is as long as it is.
    assert all(len(line.encode()) + 2 <= MAX_REPLY_LINE for line in lines) or code == 334
    assert all(match and match["code"] == str(code) for match in matches)
    assert separators == "-" * (len(lines) - 1) + " "


@EVERY_REPLY
@given(value=st.text(max_size=600) | st.integers())
@steady
def test_any_fact_makes_a_well_formed_reply(reply: Reply, value: Fact) -> None:
    """RFC 5321 4.2, 4.5.3.1.5: whatever a client sent, what is sent back is a reply."""
    lines = reply_lines(reply, reply.enhanced, facts_for(reply, value))

    assert_well_formed(lines, reply.code)
    assert all(line[4:].startswith(reply.enhanced) for line in lines)


@EVERY_REPLY
@given(value=st.text(max_size=600))
@steady
def test_any_fact_makes_a_well_formed_reply_in_utf8(reply: Reply, value: str) -> None:
    """RFC 6531 3.7.4: octets are counted, no character is cut in two."""
    lines = reply_lines(reply, reply.enhanced, facts_for(reply, value), utf8=True)

    assert_well_formed(lines, reply.code, UTF8_REPLY_LINE)


@given(lines=octet_lines, policy=policies)
@steady
def test_any_line_has_a_well_formed_reply(lines: list[bytes], policy: Policy) -> None:
    """What goes out is exactly the lines of the replies, each ended with CRLF."""
    events, sent, state = conversation([octets(line) for line in lines], policy)
    said = [line for reply in replies_in(events) for line in reply.lines]

    assert b"".join(line.encode() + b"\r\n" for line in said) == sent
    for reply in replies_in(events):
        assert_well_formed(reply.lines, reply.reply.code, UTF8_REPLY_LINE)
    assert state is not State.CONNECTED


def test_long_reply_line_is_cut() -> None:
    """RFC 5321 4.5.3.1.5: 512 octets with code and CRLF, on the first line and on others."""
    reply = Reply("long", 250, "2.0.0", "{text}\n{text}")
    lines = reply_lines(reply, reply.enhanced, {"text": "x" * 600})

    assert [510, 510] == [len(line) for line in lines]


def test_long_reply_line_in_utf8_is_cut_between_characters() -> None:
    """RFC 5321 4.5.3.1.5 counts octets; half a character would be none."""
    reply = Reply("long", 250, "2.0.0", "x{text}")
    (line,) = reply_lines(reply, reply.enhanced, {"text": "\u00e9" * 600}, utf8=True)

    assert "250 2.0.0 x" + "\u00e9" * 249 == line
    assert 509 == len(line.encode())


def test_lines_of_a_fact_are_lines_of_the_reply() -> None:
    """A list is told line by line, and what cannot be said is shown as a question mark."""
    reply = Reply("list", 250, "", "{mailboxes}")
    lines = reply_lines(reply, "", {"mailboxes": "one\ntw\x00\no\u00e9\rx"})

    assert ("250-one", "250-tw?", "250 o??x") == lines
