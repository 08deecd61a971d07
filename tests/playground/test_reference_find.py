"""From a code, a command or a line of a log to its entry; from anything else, to nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from smtp_playground.reference.find import LONGEST, SHOWN, Found, find
from smtp_playground.reference.library import ENGLISH
from smtp_playground.reference.whole import composers, reference

LINES: list[dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("log_lines.toml").read_text(encoding="utf-8")
)["line"]
COMMANDS = {"dot": "commands/end-of-data", "connect": "", "": ""}
"""In the table: the end of the data; the greeting, which answers no command; not told."""


def found(line: str, language: str = ENGLISH) -> Found:
    return find(line, reference(language).find)


def address(line: str, part: str) -> str:
    return next((each.address for each in found(line).parts if each.part == part), "")


def text(line: str, part: str) -> str:
    return next((each.text for each in found(line).parts if each.part == part), "")


# Lines of logs and bounces.


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["server"])
def test_a_line_of_a_log_leads_to_its_entry(line: dict[str, str]) -> None:
    """The reply's code first, then its enhanced code, then what was answered."""
    command = COMMANDS.get(line["command"], f"commands/{line['command'].lower()}")
    wanted = [line["entry"], address(line["text"], "enhanced"), command]

    assert text(line["text"], "enhanced") == line["enhanced"]
    assert address(line["text"], "enhanced") == _entry_of(line["enhanced"])
    assert list(found(line["text"]).addresses) == [each for each in wanted if each]


def _entry_of(enhanced: str) -> str:
    return f"enhanced/x.{enhanced[2:]}" if enhanced else ""


def test_the_lines_are_those_of_six_servers_and_three_libraries() -> None:
    servers = [line["server"] for line in LINES]

    assert len(LINES) >= 20
    assert {"postfix", "exim", "sendmail", "qmail", "exchange", "gmail"} < set(servers)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["server"])
def test_a_line_leads_to_the_same_in_every_language(line: dict[str, str]) -> None:
    """Words alone differ: a line of a log has too many to be taken for such."""
    assert all(found(line["text"], language) == found(line["text"]) for language in composers())


@pytest.mark.parametrize(
    ("line", "part", "told"),
    [
        ("host mx.example.com[192.0.2.1] said: 550 <a@b.example>", "address", "a@b.example"),
        ("host mx.example.com[192.0.2.1] said: 550 <a@b.example>", "host", "mx.example.com"),
        ("relay=mx.example.com[192.0.2.1]:25, status=deferred", "host", "mx.example.com"),
        ("host [192.0.2.1] said: 421", "host", "[192.0.2.1]"),
        ("said: 550-5.7.1 Not you (in reply to MAIL FROM command)", "command", "MAIL"),
        ("Connected to 192.0.2.1 but sender was rejected.", "command", "sender was rejected"),
    ],
)  # fmt: skip
def test_the_parts_of_a_line_are_told(line: str, part: str, told: str) -> None:
    assert text(line, part) == told


@pytest.mark.parametrize(
    ("line", "leads_to"),
    [
        ("SMTP error from remote mail server after end of data: 552 x", "commands/end-of-data"),
        ("SMTP error from remote mail server after pipelined RCPT TO:<a@b>: 450", "commands/rcpt"),
        ("NOQUEUE: reject: END-OF-MESSAGE from a.example[192.0.2.7]: 552", "commands/end-of-data"),
        ("NOQUEUE: reject: VRFY from a.example[192.0.2.7]: 502 x; proto=SMTP", "commands/vrfy"),
        ("ruleset=check_mail, arg1=<a@b.example>, reject=553 5.1.8 x", "commands/mail"),
        ("192.0.2.1_but_sender_was_rejected./Remote_host_said:_550_x", "commands/mail"),
        ("192.0.2.1 failed on DATA command.\nRemote host said: 451 x", "commands/data"),
        ("failed_after_I_sent_the_message./Remote_host_said:_554_x", "commands/end-of-data"),
        ("smtplib.SMTPHeloError: (501, b'x')", "commands/ehlo"),
        ("smtplib.SMTPDataError: (552, b'5.3.4 x')", "commands/data"),
        ("Error: Message failed: 552 5.3.4 x", "commands/end-of-data"),
        ("530 5.7.0 Must issue a STARTTLS command first", "commands/starttls"),
        ("proto=ESMTP helo=<client.example>", ""),
    ],
)  # fmt: skip
def test_what_was_answered_is_found_in_each_programs_words(line: str, leads_to: str) -> None:
    assert address(line, "command") == leads_to


# A word or two.


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("550", "replies/550"),
        (" 354 ", "replies/354"),
        ('"354"', "replies/354"),
        ("S: 354 go", "replies/354"),
        ("250 OK", "replies/250"),
        ("550-5.7.1", "replies/550"),
        ("SMTP 554", "replies/554"),
        ("error 535", "replies/535"),
        ("5.7.1", "enhanced/x.7.1"),
        ("x.7.1", "enhanced/x.7.1"),
        ("2.6.99", "enhanced/x.6.0"),
        ("vrfy", "commands/vrfy"),
        ("TURN", "commands/turn"),
        ("quit", "commands/quit"),
        ("mail", "commands/mail"),
        ("Rcpt To", "commands/rcpt"),
        ("end of data", "commands/end-of-data"),
        ("size", "extensions/size"),
        ("8bitmime", "extensions/8bitmime"),
        ("greylisting", "glossary/greylisting"),
        ("greylist", "glossary/greylisting"),
        ("mailbox full", "enhanced/x.2.2"),
        ("101", "replies/101"),
        ("354 vs 502", "compare/354-vs-502"),
        ("mailbox", "glossary/mailbox"),
    ],
)
def test_a_word_leads_to_its_entry(typed: str, first: str) -> None:
    assert found(typed).addresses[:1] == (first,)


@pytest.mark.parametrize("language", composers())
def test_every_entry_is_found_by_what_it_is_called(language: str) -> None:
    """By its code; a term by its name; a pair by its codes."""
    rows = reference(language).find.rows
    names = {row.address: row.code or row.title for row in rows}
    names |= {
        row.address: row.address.removeprefix("compare/").replace("-", " ")
        for row in rows
        if row.address.startswith("compare/")
    }

    assert len(names) > 300
    assert [
        each for each, name in names.items() if each not in found(name, language).addresses
    ] == []


def test_all_of_the_words_must_fit_and_few_enough_are_shown() -> None:
    assert found("mailbox nonsense").addresses == ()
    assert len(found("r").addresses) == SHOWN


@pytest.mark.parametrize("language", composers())
def test_brackets_and_commas_hide_no_word(language: str) -> None:
    """As in *servidor de e-mail (mail transfer agent, MTA)*."""
    for typed in ("MTA", "mail transfer agent", "(mta)", "transfer, agent"):
        assert "glossary/transfer-agent" in found(typed, language).addresses, typed


@pytest.mark.parametrize("language", composers())
def test_words_are_found_in_the_language_that_is_read(language: str) -> None:
    greylisting = composers()[language].extra.glossary["greylisting"].term

    assert found(greylisting.upper(), language).addresses[:1] == ("glossary/greylisting",)


# What is not about a reply.


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "\n",
        "foo bar",
        "999",
        "299",
        "1550",
        "5501",
        "5.7.1.1",
        "192.0.5.7.1",
        "0.250",
        "port 587",
        "RFC 5321",
        "Nov 23 20:00:00 mail postfix/smtpd[550]: connect from mail[192.0.2.1]:587",
        "Nov 23 20:00:00 mail sendmail[421]: 3ANK0xyz001234: queued",
        "2026-11-23 20:00:00.450 +0200 mail: client.example connected",
        "10.250.2.1:25 is listening",
        "192.0.2.250 connected to 10.5.5.1",
        "queue id 550A1B22, size=354, nrcpt=250 (queue active)",
        "delay=450, delays=421/0.01/250/0.5",
        "[2001:db8::550] connected",
        "alice@example.com",
        "250.000 messages",
        "é ñ ü",
        "\0\x1b[31m",
    ],
)
def test_what_is_no_code_is_not_taken_for_one(line: str) -> None:
    parts = {part.part for part in found(line).parts}

    assert parts & {"code", "enhanced"} == set()
    assert not [each for each in found(line).addresses if each.startswith("replies/")]


@pytest.mark.parametrize(
    "junk",
    [
        "5",
        "5.7.",
        "<",
        "a@",
        "relay=",
        "550 ",
        "rcpt to",
        "[",
        "host a.",
        "said: ",
        "does not like ",
    ],
)
def test_no_more_of_a_line_is_read_than_a_person_would(junk: str) -> None:
    """So that nothing that is pasted can keep the page waiting."""
    pasted = junk * (100_000 // len(junk))

    assert found(pasted) == found(pasted[:LONGEST])
    assert not found(f"{'x' * LONGEST} said: 550 5.1.1 <a@b.example>").parts


@pytest.mark.parametrize("pattern", reference(ENGLISH).find.patterns)
def test_a_pattern_means_the_same_to_browsers(pattern: Any) -> None:  # noqa: ANN401 - shown as it is
    """None of what Python and JavaScript read in two ways, or one of them not at all."""
    for stranger in ("(?P", "(?<", "(?i", r"\A", r"\Z", r"\w", r"\d", r"\b", "(?>", "++"):
        assert stranger not in pattern.pattern
