"""A conversation in every form: what was said stands in it, and nothing that nobody may read."""

from __future__ import annotations

import ast
import base64
import json
from html.parser import HTMLParser

import pytest
from jsonschema import Draft202012Validator

from smtp_playground.content_lines import CONTENT_LINES_KEPT
from smtp_playground.exports import FORMS
from smtp_playground.library import CONTENT

from .exporting import HELLO, LETTER, LIBRARY, MAIL, PLAIN, RCPT, conversation, say, written

SCHEMA = json.loads((CONTENT / "schema" / "transcript.json").read_text(encoding="utf-8"))
LATE_LOGIN = (HELLO, "AUTH LOGIN", "YWxpY2U=", "d29uZGVybGFuZA==")


def test_text_is_what_was_said() -> None:
    made = conversation(HELLO, "VRFY alice", "QUIT")

    assert written("text", made).splitlines() == [
        "-- New connection to mx.example.com, played by Playground. "
        "In SMTP the server speaks first.",
        "S: 220 mx.example.com ESMTP Playground, ready when you are",
        "C: EHLO client.example",
        *(line for line in written("text", made).splitlines() if line.startswith("S: 250")),
        "C: VRFY alice",
        "S: 502 5.5.1 VRFY is not implemented on this server",
        "C: QUIT",
        "S: 221 2.0.0 mx.example.com Goodbye",
        "-- The server has closed the connection. Open a new one to go on.",
    ]


def test_mail_data_stands_as_it_was_sent() -> None:
    made = conversation(HELLO, MAIL, RCPT, *LETTER)

    sent = [line for line in written("text", made).splitlines() if line.startswith("C:")]
    assert sent[-6:] == [
        *("C: DATA", "C: Subject: Boats", "C:", "C: They come out on Saturday.", "C: ..", "C: ."),
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LIBRARY.languages)
def test_the_same_conversation_makes_the_same_text(form: str, language: str) -> None:
    lines = (HELLO, PLAIN, MAIL, RCPT, *LETTER, "QUIT")

    first, second = (written(form, conversation(*lines), language=language) for _ in range(2))
    assert first == second
    assert first.endswith("\n")


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_conversation_has_every_form(form: str) -> None:
    made = conversation()
    made.clear()

    assert written(form, made) or form in ("text", "markdown")


def test_connections_follow_each_other() -> None:
    made = conversation(HELLO, "QUIT")
    made.open(made.persona, 0.0)
    say(made, ["HELO client.example"])

    told = written("text", made)
    assert told.count("-- New connection") == 2
    assert "def test_conversation_2():" in written("pytest", made)
    assert len(json.loads(written("json", made))["connections"]) == 2


def test_what_is_no_longer_remembered_is_told() -> None:
    made = conversation(HELLO)
    made.clear()
    say(made, ["NOOP"])

    assert written("text", made).startswith("-- The beginning of this conversation was not kept.")
    assert "# The beginning of this conversation was not kept." in written("smtplib", made)


def test_a_long_message_is_told_of() -> None:
    lines = ["x"] * (CONTENT_LINES_KEPT + 5)
    made = conversation(HELLO, MAIL, RCPT, "DATA", *lines, ".")

    for form in ("text", "swaks", "smtplib", "html", "markdown"):
        assert "Lines of the message that were not kept: 5" in written(form, made)


# What cannot be seen.


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("hostile", ["\u202e", "\u200b", "\x1b[31m", "\x00", "\u2028", "\ufeff"])
def test_nothing_that_cannot_be_seen_is_in_an_export(form: str, hostile: str) -> None:
    """Not in a message, nor in a path, nor in what is no command."""
    made = conversation(
        f"FOO {hostile}",
        HELLO,
        f"MAIL FROM:<you@client.example> FOO={hostile}",
        f"MAIL FROM:<a{hostile}b@client.example> SMTPUTF8",
        MAIL,
        RCPT,
        *("DATA", f"Subject: {hostile}", "", f"text {hostile}", "."),
    )

    text = written(form, made, secrets=True)
    assert hostile not in text.replace("\n", "")
    assert text.replace("\n", "").replace("\t", "").isprintable()


# JSON.


@pytest.mark.parametrize("secrets", [False, True])
def test_json_keeps_to_its_schema(*, secrets: bool) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    made = conversation(
        *(*LATE_LOGIN, b"FOO \xff", MAIL, RCPT, "BDAT 5", "abcde", "BDAT 2 LAST", "", "x" * 600),
        *("STARTTLS", HELLO, MAIL, RCPT, "DATA", *["y"] * 500, ".", "QUIT"),
    )

    told = json.loads(written("json", made, secrets=secrets))
    Draft202012Validator(SCHEMA).validate(told)
    assert told["secrets"] == secrets


def test_json_has_the_octets_of_what_text_cannot_show() -> None:
    told = json.loads(written("json", conversation(b"FOO \xff\x07")))

    (line,) = [line for line in told["connections"][0]["lines"] if line["from"] == "client"]
    assert line["text"] == r"FOO \xff\x07"
    assert base64.b64decode(line["octets"]) == b"FOO \xff\x07"


# Raw octets.


def test_a_line_without_its_end_is_the_clients() -> None:
    made = conversation(HELLO)
    made.send(b"NO", 0.0)

    assert written("text", made).endswith("C: NO\n")
    assert 'client.send(b"NO")' in written("smtplib", made)
    (line,) = json.loads(written("json", made))["connections"][0]["lines"][-1:]
    assert (line["from"], line["kind"]) == ("client", "begun")


def test_octets_go_out_as_they_were_written() -> None:
    """Bare line ends, and what looks like the end of a message and is none."""
    made = conversation(HELLO, MAIL, RCPT, "DATA")
    made.send(b"a\nb\r\n\n.\nc\r\n.\r\n", 0.0)

    told = written("smtplib", made)
    assert r'b"a\nb\r\n"' in told
    assert r'b"\n.\nc\r\n"' in told
    assert r"C: a\x0ab" in written("text", made)


def test_a_chunk_that_was_not_kept_whole_has_its_size_all_the_same() -> None:
    made = conversation(HELLO, MAIL, RCPT, "BDAT 40000 LAST")
    made.send(b"x\r\n" * 13_333 + b"y", 0.0)

    told = written("smtplib", made)
    assert "Lines of the message that were not kept" in told
    constants = [node.value for node in ast.walk(ast.parse(told)) if isinstance(node, ast.Constant)]
    (sent,) = [value for value in constants if isinstance(value, bytes) and b"BDAT" in value]
    assert len(sent) == len(b"BDAT 40000 LAST\r\n") + 40_000


# Markup.

HOSTILE_MARKUP = "<script>alert(1)</script><img src=x onerror='alert(2)'>\"&amp;` ```` # *_[x](y)"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_holds_text_and_nothing_else() -> None:
    made = conversation(HOSTILE_MARKUP, HELLO, MAIL, RCPT, "DATA", HOSTILE_MARKUP, ".")
    page = _Tags()
    page.feed(written("html", made))

    assert page.text.count(HOSTILE_MARKUP) == 2
    assert page.seen == {
        *("html", "head", "meta", "title", "style", "body", "main", "section"),
        *("h1", "h2", "p", "ol", "li", "b", "code"),
    }
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class"}


def test_html_speaks_the_readers_language() -> None:
    page = written("html", conversation(HELLO), language="pt-BR")

    assert '<html lang="pt-BR">' in page
    assert "<b>Servidor</b>" in page


def test_no_line_ends_a_fence_of_markdown() -> None:
    made = conversation(HELLO, MAIL, RCPT, "DATA", "```", "`````", "~~~", ".")

    assert "``````smtp" in written("markdown", made).splitlines()


# Programs.


@pytest.mark.parametrize("form", ["smtplib", "pytest"])
@pytest.mark.parametrize("language", LIBRARY.languages)
def test_python_is_python(form: str, language: str) -> None:
    made = conversation(
        *(HELLO, PLAIN, HOSTILE_MARKUP, 'FOO "\\" {x}', MAIL, RCPT, *LETTER, "AUTH CRAM-MD5", "*"),
        *("STARTTLS", HELLO, "AUTH SCRAM-SHA-256", "eA==", "x" * 3000, "QUIT"),
    )

    tree = ast.parse(written(form, made, language=language))
    assert [type(node).__name__ for node in tree.body if isinstance(node, ast.Import)]


def test_a_test_asserts_the_codes() -> None:
    told = written("pytest", conversation(HELLO, "VRFY alice", MAIL, RCPT, *LETTER, "QUIT"))

    assert [line.rpartition(" ")[2] for line in told.splitlines() if " assert " in line] == [
        *("220", "250", "502", "250", "250", "354", "250", "221"),
    ]


def test_swaks_says_what_it_has_no_place_for() -> None:
    made = conversation(HELLO, "VRFY alice", "FOO\x07", f"{MAIL} SIZE=10", RCPT, *LETTER, "NOOP")

    told = written("swaks", made)
    assert "# swaks has no place for this line: VRFY alice" in told
    assert r"# swaks has no place for this line: FOO\x07" in told
    assert "# swaks has no place for these parameters: SIZE=10" in told
    assert "# swaks has no place for this line: NOOP" in told
    assert told.count("| swaks") == 1


def test_swaks_cannot_send_an_empty_message() -> None:
    told = written("swaks", conversation(HELLO, MAIL, RCPT, "DATA", "."))

    assert "# swaks cannot send an empty message: an empty line goes in its place." in told


@pytest.mark.parametrize(
    ("lines", "stop"),
    [
        ((), "CONNECT"),
        ((HELLO,), "HELO"),
        ((HELLO, "STARTTLS"), "TLS"),
        ((HELLO, PLAIN), "AUTH"),
        ((HELLO, MAIL), "MAIL"),
        ((HELLO, MAIL, RCPT), "RCPT"),
        ((HELLO, MAIL, RCPT, "DATA", "unfinished"), "RCPT"),
    ],
)
def test_swaks_stops_where_the_conversation_did(lines: tuple[str, ...], stop: str) -> None:
    assert f"--quit-after {stop}" in written("swaks", conversation(*lines))


def test_a_login_that_holds_once_is_left_out_and_told() -> None:
    made = conversation(HELLO, "AUTH SCRAM-SHA-256", "biwsbj1hbGljZSxyPWFiYw==", "*")

    for form in ("smtplib", "pytest"):
        told = written(form, made)
        assert "# Left out: the login by SCRAM-SHA-256." in told
        assert 'client.docmd("AUTH' not in told
    assert "# Left out: the login by SCRAM-SHA-256," in written("swaks", made)
