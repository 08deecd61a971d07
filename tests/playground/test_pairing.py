"""The envelope beside the header: which address stands where, and what is remarked on it."""

from __future__ import annotations

import pytest

from smtp_playground.pairing import LINES_SHOWN
from smtpcore.message import Message
from smtpcore.paths import Parameters

from .mails import HEADER, lines, message, names, row, told, view


def header(*changes: str) -> bytes:
    """Return a message whose good header has these fields instead of, or beside, its own."""
    changed = {change.partition(":")[0] for change in changes}
    kept = [field for field in HEADER if field.partition(":")[0] not in changed]
    fields = [change for change in changes if change.partition(":")[2]]
    return lines(*kept, *fields, "", "Hi")


def remarks(content: bytes, row_id: str, **envelope: object) -> list[str]:
    """Return what is remarked on one row."""
    return names(row(view(_message(content, **envelope)), row_id).remarks, "remark")


def rows(content: bytes, **envelope: object) -> dict[str, list[tuple[str, str]]]:
    """Return each row's lines: the path, and the field with its value."""
    return {
        pairing.id: [(line.path, f"{line.field}: {line.value}") for line in pairing.lines]
        for pairing in view(_message(content, **envelope)).pairings
    }


def _message(content: bytes, **envelope: object) -> Message:
    return message(content, **envelope)  # type: ignore[arg-type]


def test_each_side_stands_beside_the_other() -> None:
    content = header("To: Alice <Alice@EXAMPLE.com>, carol@example.com", "Cc: b@elsewhere.example")

    assert {
        "sender": [("<me@client.example>", "From: Me <me@client.example>")],
        "both": [("<alice@example.com>", "To: Alice <Alice@EXAMPLE.com>")],
        "envelope-only": [("<bob@example.com>", ": ")],
        "header-only": [
            ("", "To: carol@example.com"),
            ("", "Cc: b@elsewhere.example"),
        ],
        "unseen": [
            ("", "Date: Wed, 25 Nov 2026 18:00:00 +0000"),
            ("", "Subject: Hello"),
            ("", "Message-ID: <1@client.example>"),
        ],
    } == rows(content, recipients=("alice@example.com", "bob@example.com"))


def test_the_command_and_its_parameters_stand_with_the_path() -> None:
    asked: Parameters = {"NOTIFY": "NEVER", "CONNEG": None}
    shown = view(message(header(), parameters={"SIZE": "100"}, asked=asked))
    sender, recipient = row(shown, "sender").lines[0], row(shown, "both").lines[0]

    assert ("MAIL FROM", ("SIZE=100",)) == (sender.command, sender.parameters)
    assert ("RCPT TO", ("NOTIFY=NEVER", "CONNEG")) == (recipient.command, recipient.parameters)


@pytest.mark.parametrize(
    ("sender", "fields", "expected"),
    [
        ("me@client.example", (), ["from-same"]),
        ("ME@Client.Example", (), ["from-same"]),
        ('"me"@client.example', (), ["from-same"]),
        ("list@client.example", (), ["from-differs"]),
        ("", (), ["null-reverse-path"]),
        ("", ("From:",), ["null-reverse-path", "from-missing"]),
        ("me@client.example", ("From:",), ["from-missing"]),
        ("me@client.example", ("From: alice",), ["from-unreadable"]),
        ("me@client.example", ("From: A B C",), ["from-unreadable"]),
        (
            "me@client.example",
            ("From: me@client.example, a@b.example",),
            ["from-same", "authors-without-sender"],
        ),
        (
            "me@client.example",
            ("From: a@b.example, c@d.example", "Sender: me@client.example"),
            ["from-differs", "authors-with-sender"],
        ),
    ],
)
def test_the_sender_is_remarked_on(
    sender: str, fields: tuple[str, ...], expected: list[str]
) -> None:
    assert expected == remarks(header(*fields), "sender", sender=sender)


def test_sender_and_reply_to_stand_below_from() -> None:
    content = header("Reply-To: <r@x.example>", "Sender: s@x.example")

    assert ["From: Me <me@client.example>", "Sender: s@x.example", "Reply-To: r@x.example"] == [
        field for _, field in rows(content)["sender"]
    ]


def test_a_sender_field_is_not_taken_for_the_author() -> None:
    content = header("From:", "Sender: s@x.example")

    assert [("<me@client.example>", ": "), ("", "Sender: s@x.example")] == rows(content)["sender"]


@pytest.mark.parametrize(
    ("fields", "row_id", "expected"),
    [
        ((), "both", ["both"]),
        (("To: bob@example.com",), "envelope-only", ["blind"]),
        (("To: bob@example.com",), "header-only", ["not-here"]),
        (("To:",), "envelope-only", ["no-destination"]),
        (("To: undisclosed-recipients:;",), "envelope-only", ["blind"]),
        (("To: undisclosed-recipients:;",), "header-only", ["nobody"]),
        (("To: alice",), "envelope-only", ["unpaired"]),
        (("Bcc: bob@example.com",), "header-only", ["not-here", "bcc"]),
        (("To:", "Bcc: alice@example.com"), "header-only", ["bcc"]),
    ],
)
def test_recipients_are_remarked_on(
    fields: tuple[str, ...], row_id: str, expected: list[str]
) -> None:
    assert expected == remarks(header(*fields), row_id)


def test_a_row_without_lines_or_remarks_is_left_out() -> None:
    assert ["sender", "both", "unseen"] == list(rows(header()))


def test_a_group_names_its_members() -> None:
    content = header("To: team: alice@example.com, bob@example.com;")

    assert [("", "To: bob@example.com")] == rows(content)["header-only"]
    assert [("<alice@example.com>", "To: alice@example.com")] == rows(content)["both"]


def test_the_first_field_that_names_a_recipient_counts() -> None:
    content = header("To: alice@example.com", "Cc: Al <alice@example.com>, b@x.example")

    assert [("<alice@example.com>", "To: alice@example.com")] == rows(content)["both"]


def test_postmaster_without_a_domain_is_a_recipient() -> None:
    assert [("<postmaster>", ": ")] == rows(header(), recipients=["postmaster"])["envelope-only"]


def test_many_recipients_are_shown_in_part() -> None:
    recipients = [f"u{number}@example.com" for number in range(LINES_SHOWN + 3)]
    pairing = row(view(message(header(), recipients=recipients)), "envelope-only")

    assert (LINES_SHOWN, 3) == (len(pairing.lines), pairing.more_lines)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ((), ["unseen"]),
        (("Date:",), ["unseen", "date-missing"]),
        (("Message-ID:",), ["unseen", "message-id-missing"]),
    ],
)
def test_what_every_message_should_have_is_missed(
    fields: tuple[str, ...], expected: list[str]
) -> None:
    assert expected == remarks(header(*fields), "unseen")


@pytest.mark.parametrize(
    ("content", "protocol", "expected"),
    [
        (header(), "ESMTP", []),
        (b"", "ESMTP", ["empty"]),
        (b"\r\nHi\r\n", "ESMTP", ["no-header"]),
        (b"Hello, this is no field\r\n", "ESMTP", ["no-header"]),
        (lines("Subject: Olá", *HEADER), "ESMTP", ["repeated", "eight-bit"]),
        (header("Subject: Olá"), "UTF8SMTP", []),
        (header("Return-Path: <x@y.example>"), "ESMTP", ["return-path"]),
        (lines("from: a@b.example", *HEADER), "ESMTP", ["repeated"]),
    ],
)
def test_the_content_as_a_whole_is_remarked_on(
    content: bytes, protocol: str, expected: list[str]
) -> None:
    assert expected == names(view(message(content, protocol=protocol)).remarks, "remark")


def test_no_header_is_one_remark_and_not_five() -> None:
    shown = view(message(b"\r\nHi\r\n"))

    assert [[], ["no-destination"], ["unseen"]] == [
        names(pairing.remarks, "remark") for pairing in shown.pairings
    ]


def test_a_field_that_stands_twice_is_counted() -> None:
    shown = view(message(lines("To: a@b.example", "to: c@d.example", *HEADER)))

    assert "To stands here 3 times" in told(shown.remarks)


def test_addresses_in_another_script_are_paired() -> None:
    content = header("To: josé@exemplo.example")
    envelope = {"recipients": ["josé@exemplo.example"], "protocol": "UTF8SMTP"}

    assert [("<josé@exemplo.example>", "To: josé@exemplo.example")] == rows(content, **envelope)[
        "both"
    ]


def test_why_the_two_may_differ_is_answered_for_every_message() -> None:
    question = view(message(b"")).question

    assert "Why may From differ from MAIL FROM?" == question.heading
    for fact in ("7.2", "3.9", "4.5.5", "3.6.2", "DMARC"):
        assert fact in told([*question.paragraphs, *question.points])
