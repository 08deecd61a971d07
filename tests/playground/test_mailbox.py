"""The mailbox as the page asks for it: the list, one message, and its file."""

from __future__ import annotations

import base64
import inspect
import json
import re
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtp_playground import mailbox as mailbox_module
from smtp_playground import mime, pairing, trace
from smtp_playground.header import HEADER_READ, VALUE_READ, VALUE_SHOWN, Header
from smtp_playground.inbox import Inbox
from smtp_playground.mailbox import (
    FIELDS_SHOWN,
    PARAMETERS_SHOWN,
    RECIPIENTS_LISTED,
    SOURCE_SHOWN,
    eml,
    mailbox,
)
from smtp_playground.trace import protocol_facts
from smtp_playground.visible import shown
from smtpcore.message import Message

from .mails import HEADER, LIBRARY, lines, mail, message, names, told, view

BUILT_FROM_PIECES = {"authors-with-sender", "authors-without-sender", "path-null"} | {
    f"{name}-missing" for name in ("date", "message-id")
}

# The list.


def listed(*messages: Message) -> Inbox:
    inbox = Inbox()
    for each in messages:
        inbox.add(each)
    return inbox


def test_the_list_tells_what_a_reader_looks_for() -> None:
    encoded = lines("From: =?utf-8?q?Ren=C3=A9?= <r@x.example>", "Subject: =?utf-8?b?T2zDoQ==?=")
    found = mailbox(listed(message(mail("x")), message(encoded, protocol="ESMTPSA")))
    row = found.messages[0]

    assert [2, 1] == [each.number for each in found.messages]
    assert ("Olá", "René <r@x.example>") == (row.subject, row.author)
    assert ("<me@client.example>", ("<alice@example.com>",)) == (row.reverse_path, row.recipients)
    assert (len(encoded), "ESMTPSA", True, True) == (
        row.size,
        row.protocol,
        row.encrypted,
        row.authenticated,
    )
    assert 0 == found.let_go


def test_a_message_without_a_header_is_listed_all_the_same() -> None:
    row = mailbox(listed(message(b""))).messages[0]

    assert ("", "", 0) == (row.subject, row.author, row.size)


def test_of_many_recipients_the_list_names_some() -> None:
    recipients = [f"u{number}@example.com" for number in range(RECIPIENTS_LISTED + 4)]
    row = mailbox(listed(message(b"", recipients=recipients))).messages[0]

    assert (RECIPIENTS_LISTED, 4) == (len(row.recipients), row.more_recipients)


@pytest.mark.parametrize(
    ("protocol", "facts"),
    [
        ("SMTP", (False, False)),
        ("ESMTP", (False, False)),
        ("ESMTPS", (True, False)),
        ("ESMTPA", (False, True)),
        ("LMTPSA", (True, True)),
        ("UTF8SMTPS", (True, False)),
        ("UTF8LMTPA", (False, True)),
        ("something else", (False, False)),
    ],
)
def test_the_protocol_tells_of_encryption_and_authentication(
    protocol: str, facts: tuple[bool, bool]
) -> None:
    """RFC 3848; RFC 6531 4.3."""
    assert facts == protocol_facts(protocol)


# How it came, and what this server adds.


def test_the_clauses_of_received_are_told_one_by_one() -> None:
    return_path, received = view(message(b"", peer="192.0.2.1", protocol="ESMTPSA")).trace

    assert ("Return-Path", "<me@client.example>") == (return_path.name, return_path.clauses[0].text)
    assert [
        "from client.example ([192.0.2.1])",
        "by mx.example.com",
        "with ESMTPSA",
        "id 6b072220-1",
        "for <alice@example.com>",
        "Wed, 25 Nov 2026 18:00:00 +0000",
    ] == [clause.text for clause in received.clauses]
    assert all(clause.meaning for clause in received.clauses)
    assert ["received"] == names(received.remarks, "trace")


def test_with_several_recipients_none_is_named() -> None:
    """RFC 5321 7.2."""
    received = view(message(b"", recipients=["a@example.com", "b@example.com"])).trace[1]

    assert not [clause for clause in received.clauses if clause.text.startswith("for")]
    assert "there are 2 recipients" in told(received.remarks)


@pytest.mark.parametrize(
    ("protocol", "keys"),
    [
        ("SMTP", ["smtp"]),
        ("ESMTP", ["esmtp", "in-clear", "anonymous"]),
        ("UTF8SMTPSA", ["utf8smtp", "encrypted", "authenticated"]),
        ("LMTPA", ["lmtp", "in-clear", "authenticated"]),
        ("UTF8LMTPS", ["utf8lmtp", "encrypted", "anonymous"]),
        ("X", []),
    ],
)
def test_the_protocol_is_told_letter_by_letter(protocol: str, keys: list[str]) -> None:
    meaning = view(message(b"", protocol=protocol)).trace[1].clauses[2].meaning
    words = LIBRARY.words("en").mailbox

    assert " ".join(told([words[f"protocol.{key}"]]) for key in keys) == told([meaning])


@pytest.mark.parametrize(
    ("sender", "peer", "expected"),
    [("", "", ["path-null", "from-name"]), ("a@b.example", "2001:db8::1", ["path", "from"])],
)
def test_what_is_told_depends_on_what_came(sender: str, peer: str, expected: list[str]) -> None:
    trace = view(message(b"", sender=sender, peer=peer)).trace

    assert expected == names([field.clauses[0].meaning for field in trace], "trace")


def test_a_recipient_with_a_semicolon_does_not_end_the_clause() -> None:
    received = view(message(b"", recipients=['"a; b"@example.com'])).trace[1]

    assert 'for <"a; b"@example.com>' in [clause.text for clause in received.clauses]


def test_the_client_and_every_parameter_are_told_once() -> None:
    facts = view(
        message(
            b"",
            peer="192.0.2.1",
            parameters={"SIZE": "9", "X-NEW": None},
            recipients=["a@example.com", "b@example.com"],
            asked={"NOTIFY": "NEVER"},
        )
    ).facts

    assert [
        ("Client", "client.example"),
        ("Its address", "192.0.2.1"),
        ("Protocol", "ESMTP"),
        ("MAIL", "SIZE=9"),
        ("MAIL", "X-NEW"),
        ("RCPT", "NOTIFY=NEVER"),
    ] == [(fact.label, fact.text) for fact in facts]
    assert facts[3].meaning == LIBRARY.words("en").parameters["size"].text
    assert facts[4].meaning == ()


def test_parameters_are_bounded() -> None:
    parameters = {f"X-{number}": None for number in range(PARAMETERS_SHOWN + 5)}
    facts = view(message(b"", parameters=parameters)).facts

    assert PARAMETERS_SHOWN == sum(fact.label == "MAIL" for fact in facts)


# The header, field by field.


def test_a_field_is_shown_as_meant_and_as_it_came() -> None:
    content = lines("Subject: =?utf-8?q?Ol=C3=A1?=", " there", "X-Plain: as it is")
    subject, other = view(message(content)).fields

    assert ("Olá there", "Subject: =?utf-8?q?Ol=C3=A1?=\n there") == (subject.value, subject.wire)
    assert ("as it is", "") == (other.value, other.wire)


def test_what_is_no_address_is_shown_as_it_is_written() -> None:
    field = view(message(lines("From: A B =?utf-8?q?Ol=C3=A1?="))).fields[0]

    assert "A B Olá" == field.value
    assert ["invalid-header"] == names(field.remarks, "defect")


def test_a_date_that_is_none_is_told() -> None:
    field = view(message(lines("Date: yesterday"))).fields[0]

    assert ("yesterday", ["invalid-date"]) == (field.value, names(field.remarks, "defect"))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (b"Subject: Ol\xc3\xa1", "Olá"),
        (b"Subject: Ol\xe1", "Ol\\xe1"),
        (b"Subject: \xe2\x80\xaeabc", "\\xe2\\x80\\xaeabc"),
        (b"Subject: =?utf-8?q?=E2=80=AEabc?=", "\\xe2\\x80\\xaeabc"),
        (b"Subject: =?utf-8?q?a=0D=0ABcc:_x?=", "a\\x0d\\x0aBcc: x"),
        (b"Subject: a\x00b\x1b[31m", "a\\x00b\\x1b[31m"),
        (b"Message-ID: <", "<"),
        (b"From: =?utf-8?q?a=0Db?= <a@b.example>", "=?utf-8?q?a=0Db?= <a@b.example>"),
        (b"From: " + b"(" * 2_000, "(" * VALUE_SHOWN + "…"),
        (b"Subject:", ""),
        (b"Content-Type: text/plain;charset=utf-8", "text/plain;charset=utf-8"),
    ],
)
def test_every_sign_of_a_field_can_be_seen(line: bytes, value: str) -> None:
    """Octets that are no text, smuggled lines, and what makes the library raise."""
    assert value == view(message(line + b"\r\n\r\n")).fields[0].value


def test_a_huge_field_is_shown_in_part() -> None:
    content = lines("To: " + "a@b.example, " * VALUE_READ)
    shown_view = view(message(content))

    assert VALUE_SHOWN + 1 == len(shown_view.fields[0].value)
    assert ["unpaired"] == names(shown_view.pairings[1].remarks, "remark")


def test_a_huge_header_is_read_in_part() -> None:
    content = lines(*(f"X-{number}: y" for number in range(100_000)), "Subject: late")
    shown_view = view(message(content))

    assert FIELDS_SHOWN == len(shown_view.fields)
    assert FIELDS_SHOWN + shown_view.more_fields == len(Header(content))
    assert len(Header(content)) < HEADER_READ
    assert "" == shown_view.subject


# Source and file.


def test_the_source_is_every_octet_made_visible() -> None:
    shown_view = view(message(b"Subject: \xff\r\n\r\nbare\nand\x00\r\n"))

    assert "Subject: \\xff\n\nbare\\x0aand\\x00\n" == shown_view.source
    assert shown_view.added.startswith("Return-Path: <me@client.example>\nReceived: from ")
    assert not shown_view.truncated


def test_a_long_source_is_shown_in_part() -> None:
    shown_view = view(message(b"x" * (SOURCE_SHOWN + 1)))

    assert (SOURCE_SHOWN, True) == (len(shown_view.source), shown_view.truncated)


def test_the_file_is_what_a_mailbox_gets() -> None:
    content = bytes(range(256)) * 1_000
    kept = message(content)
    file = eml(3, kept)

    assert "message-3.eml" == file.filename
    assert kept.delivered == base64.b64decode(file.base64)
    assert kept.delivered.endswith(content)


# In every language, whatever it is.


def test_no_words_are_left_over() -> None:
    """Those that are looked up by what a message says of itself are told one by one elsewhere."""
    sources = "".join(map(inspect.getsource, (mailbox_module, mime, pairing, trace)))
    written = "|".join(re.findall(r'"([^"]*)"', sources))
    names_said = {
        name
        for group, _, name in (key.partition(".") for key in LIBRARY.words("en").mailbox)
        if group not in {"defect", "type", "encoding", "disposition", "protocol"}
    }

    assert len(names_said) > 40
    assert {name for name in names_said if name not in written} <= BUILT_FROM_PIECES


@pytest.mark.parametrize("language", LIBRARY.languages)
def test_a_message_is_told_in_every_language(language: str) -> None:
    words = LIBRARY.words(language).mailbox
    shown_view = view(message(mail("x"), recipients=["a@b.example", "c@d.example"]), language)

    assert told([words["why.question"]]) == shown_view.question.heading
    assert told([words["row.sender"]]) == shown_view.pairings[0].title
    assert "2" in told(shown_view.trace[1].remarks)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*map(str.encode, HEADER), b"", b"--b"]) | st.binary(max_size=40)))
def test_no_content_is_too_strange(parts: list[bytes]) -> None:
    """Any octets give a view, and nothing in it is invisible but line ends and tabs."""
    shown_view = asdict(view(message(b"\r\n".join(parts))))

    answer = json.dumps(shown_view, ensure_ascii=False)

    assert shown(answer) == answer
    assert answer.encode()
