"""Lesson files: read whole, or refused with the place and the mend."""

from __future__ import annotations

import json

import jsonschema
import pytest

from smtp_playground.errors import ContentError
from smtp_playground.lessons.lesson import ClosedSeen, MessageSeen, ReplySeen, TimePassed, TlsSeen
from smtp_playground.lessons.linting import lint
from smtp_playground.lessons.reading import (
    KEYS,
    MESSAGE_KEYS,
    MOST_CHARACTERS,
    QUESTION_KEYS,
    REPLY_KEYS,
    SEE_KINDS,
    STEP_KEYS,
    parse_lesson,
    read_lesson,
)
from smtp_playground.library import CONTENT
from smtp_playground.markup import plain

from .lesson_tables import HELLO, changed, text

SEE = "steps.0.see.0"
TOML = """
format = 1
id = "hello"
language = "en"
title = "Hello"
minutes = 3
goal = "Say hello."
story = "A server waits."
persona = "playground"
near_miss_why = "No."
notice = "So."
solution = ["EHLO client.example"]
near_miss = ["HELLO"]
[[rule]]
when = { command = "RCPT" }
then = { code = 450 }
[[steps]]
id = "ehlo"
task = "Say it."
hints = ["a", "b"]
see = [ { after = "EHLO", code = 250 } ]
"""


def test_a_lesson_is_read_from_json_and_from_toml() -> None:
    from_json, from_toml = parse_lesson(text()), parse_lesson(TOML)

    assert [plain(part) for part in from_json.story] == ["A server waits.", "You go first? No."]
    assert from_json.steps[0].question
    assert from_json.steps[0].question.answer == 0
    assert from_toml.track == "own"
    assert from_toml.steps[0].see == (ReplySeen("EHLO", "250"),)
    assert [rule.then.reply and rule.then.reply.code for rule in from_toml.rules] == [450]


@pytest.mark.parametrize(
    ("table", "seen"),
    [
        ({"reply": "no-such-mailbox"}, ReplySeen(reply="no-such-mailbox")),
        ({"code": "5xx", "times": 3}, ReplySeen(code="5xx", times=3)),
        ({"message": {"from": "", "to": ["a@b"]}}, MessageSeen(sender="", recipients=("a@b",))),
        ({"message": {"exactly": ""}}, MessageSeen(exactly="")),
        ({"message": {"round_trips": 3}}, MessageSeen(round_trips=3)),
        ({"closed": True}, ClosedSeen()),
        ({"tls": True, "discarded": True}, TlsSeen(discarded=True)),
        ({"time_passed": 300}, TimePassed(300)),
    ],
)
def test_whatever_can_be_seen_can_be_asked_for(table: object, seen: object) -> None:
    assert read_lesson(changed(SEE, table)).steps[0].see == (seen,)


BEYOND_THE_SCHEMA = {
    "title", "goal", "story", "persona", "language", "solution", "steps.1.id",
    f"{SEE}.after", f"{SEE}.reply", SEE, "steps.0.question.answer",
}  # fmt: skip
"""Where a mistake may be one that only the reader finds."""

MISTAKES = [
    ("format", 2, "format", "newer playground"),
    ("format", "1", "format", "whole number"),
    ("id", "Hello There", "id", "small letters"),
    ("language", "english!", "language", "pt-BR"),
    ("title", None, "title", "is missing"),
    ("title", " ", "title", "is empty"),
    ("title", 5, "title", "text in quotes"),
    ("title", "x" * 200, "title", "at most 120"),
    ("track", "first", "track", "first-mail"),
    ("minutes", 0, "minutes", "from 1 to"),
    ("goal", "Say *hello", "goal", "stray *"),
    ("goal", "Say {hello", "goal", "stray {"),
    ("story", "x" * 9000, "story", "at most 8000"),
    ("persona", "postfixx", "persona", "postfix"),
    ("colour", "red", "colour", "is not known"),
    ("solution", [], "solution", "has 0 items"),
    ("solution", "EHLO", "solution", "list in brackets"),
    ("solution", [5], "solution[1]", "text in quotes"),
    ("solution", ["EHLO a\r\nQUIT"], "solution[1]", "write two lines"),
    ("solution", ["! reboot"], "solution[1]", "! connect"),
    ("solution", ["! pass time 0"], "solution[1]", "! pass time SECONDS"),
    ("solution", [["! connect"]], "solution[1]", "only lines"),
    ("solution", [r"! raw \q"], "solution[1]", "escape"),
    ("rule", [{"when": {"command": "RCPT"}}], "rule 1", ""),
    ("rule", "no", "rule", "[[rule]]"),
    ("steps", [], "steps", "has 0 items"),
    ("steps.0", "no", "steps[1]", "must be a table"),
    ("steps.1.id", "ehlo", "steps 2 (ehlo).id", "another step"),
    ("steps.0.task", None, "steps 1 (ehlo).task", "is missing"),
    ("steps.0.entry", "EHLO", "steps 1 (ehlo).entry", "commands/ehlo"),
    ("steps.0.see", [], "steps 1 (ehlo).see", "has 0 items"),
    ("steps.0.typed", "EHLO", "steps 1 (ehlo).typed", "is not known"),
    (f"{SEE}.code", "354!", "steps 1 (ehlo).see 1.code", "354"),
    (f"{SEE}.code", "999", "steps 1 (ehlo).see 1.code", "354"),
    (f"{SEE}.after", "HELLO", "steps 1 (ehlo).see 1.after", "EHLO"),
    (f"{SEE}.reply", "no-such-reply", "steps 1 (ehlo).see 1.reply", "replies"),
    (f"{SEE}.enhanced", "9", "steps 1 (ehlo).see 1.enhanced", "4.7.1"),
    (f"{SEE}.times", 0, "steps 1 (ehlo).see 1.times", "from 1"),
    (SEE, {"after": "EHLO"}, "steps 1 (ehlo).see 1", "which reply"),
    (SEE, {}, "steps 1 (ehlo).see 1", "one thing"),
    (SEE, {"code": "250", "closed": True}, "steps 1 (ehlo).see 1", "one thing"),
    (SEE, {"closed": False}, "steps 1 (ehlo).see 1.closed", "must be true"),
    (SEE, {"command": "connect"}, "steps 1 (ehlo).see 1.command", "EHLO"),
    (SEE, {"message": {}}, "steps 1 (ehlo).see 1.message", "what message"),
    (SEE, {"message": {"subject": "a"}}, "steps 1 (ehlo).see 1.message.subject", "not known"),
    (SEE, {"time_passed": -1}, "steps 1 (ehlo).see 1.time_passed", "from 1"),
    ("steps.0.question.choices", ["250"], "steps 1 (ehlo).question.choices", "from 2"),
    ("steps.0.question.choices", ["a", "a"], "steps 1 (ehlo).question.choices", "twice"),
    ("steps.0.question.answer", 3, "steps 1 (ehlo).question.answer", "from 1 to 2"),
]


@pytest.mark.parametrize(("path", "value", "place", "mend"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_the_mend(
    path: str, value: object, place: str, mend: str
) -> None:
    with pytest.raises(ContentError) as caught:
        read_lesson(changed(path, value))

    assert caught.value.place.startswith(place)
    assert mend in caught.value.problem


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", "format"),
        ("<html><script>alert(1)</script></html>", "is not TOML"),
        ("{", "is not JSON"),
        ("[1]", "1 is not known"),
        ('{"a": ' * 50_000, "is"),
        ("x" * (MOST_CHARACTERS + 1), "is longer than"),
        ("a = 1\n" + "\x00", "is not TOML"),
    ],
)
def test_what_is_no_lesson_is_refused(source: str, told: str) -> None:
    with pytest.raises(ContentError, match=told):
        parse_lesson(source)


def test_markup_of_web_pages_is_only_text() -> None:
    lesson = read_lesson(changed("goal", "<script>alert(1)</script>"))
    assert plain(lesson.goal) == "<script>alert(1)</script>"


LINT = [
    ("solution", ["EHLO client.example"], "solution", "step 2 (mail)"),
    ("near_miss", HELLO["solution"], "near_miss", "solves the lesson"),
    ("steps.1.hints", ["one"], "steps 2 (mail).hints", "at least 2"),
    ("goal", "One. Two.", "goal", "one sentence"),
    ("steps.0.entry", "commands/hello", "steps 1 (ehlo).entry", "leads nowhere"),
    ("notice", "See [this](#replies/999).", "notice", "replies/999"),
    ("minutes", 0, "minutes", "from 1"),
]


@pytest.mark.parametrize(("path", "value", "place", "mend"), LINT)
def test_the_linter_finds_what_can_be_read_and_is_wrong(
    path: str, value: object, place: str, mend: str
) -> None:
    entries = frozenset({"commands/ehlo", "replies/250"})
    _, found = lint(text(changed(path, value)), entries)

    assert [(each.place, mend in each.problem) for each in found] == [(place, True)]


def test_the_linter_finds_nothing_in_a_good_one() -> None:
    lesson, found = lint(text(), frozenset({"commands/ehlo"}))
    assert lesson
    assert found == []


def test_the_schema_knows_the_same_keys() -> None:
    schema = json.loads((CONTENT / "schema" / "lesson.json").read_text(encoding="utf-8"))
    properties = schema["properties"]
    step = properties["steps"]["items"]["properties"]
    kinds = schema["$defs"]["see"]["oneOf"]

    assert {*properties} == {*KEYS}
    assert {*step} == {*STEP_KEYS}
    assert {*step["question"]["properties"]} == {*QUESTION_KEYS}
    assert {*kinds[0]["properties"]} == {*REPLY_KEYS}
    assert {*kinds[2]["properties"]["message"]["properties"]} == {*MESSAGE_KEYS}
    assert {next(iter(kind["properties"])) for kind in kinds[1:]} == {*SEE_KINDS}
    jsonschema.validate(HELLO, schema)


@pytest.mark.parametrize(
    ("path", "value"), [(row[0], row[1]) for row in MISTAKES if row[2] != "rule 1"]
)
def test_the_schema_refuses_what_it_can_know(path: str, value: object) -> None:
    """What is beyond it, such as markup and names, only the reader finds."""
    schema = json.loads((CONTENT / "schema" / "lesson.json").read_text(encoding="utf-8"))
    found = [*jsonschema.Draft202012Validator(schema).iter_errors(changed(path, value))]
    assert found or path in BEYOND_THE_SCHEMA
