"""Class packs: written, read again, and refused with the lesson, the place and the mend."""

from __future__ import annotations

import json
from typing import Any

import pytest

from smtp_playground.errors import ContentError
from smtp_playground.lessons.packs import Pack, id_of, read_pack, write_pack

OWN: dict[str, Any] = {
    "format": 1,
    "id": "my-own",
    "language": "en",
    "title": "</script><script>alert(1)</script>",
    "minutes": 5,
    "goal": "Be refused.",
    "story": "Olá.",
    "persona": "playground",
    "near_miss_why": "It is not refused.",
    "notice": "Nothing.",
    "solution": ["VRFY alice"],
    "near_miss": ["NOOP"],
    "steps": [
        {"id": "one", "task": "Ask.", "hints": ["a", "b"], "see": [{"code": "502"}]},
    ],
}
PACK: dict[str, Any] = {
    "format": 1,
    "kind": "smtp-playground-pack",
    "title": "Turma 1",
    "language": "pt-BR",
    "options": {"solutions": False, "ask_name": True},
    "lessons": ["greylisting", OWN, "say-hello"],
}


def pack(**values: object) -> str:
    return json.dumps({**PACK, **values})


def own(**values: object) -> str:
    return pack(lessons=["say-hello", {**OWN, **values}])


def test_a_pack_is_read_as_it_was_written() -> None:
    read = read_pack(json.dumps(PACK))

    assert read_pack(write_pack(read)) == read
    assert json.loads(write_pack(read)) == PACK
    assert [id_of(each) for each in read.lessons] == ["greylisting", "my-own", "say-hello"]
    assert (read.title, read.language, read.solutions) == ("Turma 1", "pt-BR", False)


def test_a_pack_can_stand_in_a_page() -> None:
    """Nothing in it ends the script block that it stands in, and no encoding changes it."""
    text = write_pack(read_pack(json.dumps(PACK)))

    assert text.isascii()
    assert "<" not in text


def test_options_may_be_left_out() -> None:
    table = {key: value for key, value in PACK.items() if key != "options"}

    read = read_pack(json.dumps(table))

    assert (read.solutions, read.ask_name) == (True, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is not JSON"),
        ("[]", "must be a JSON object in braces"),
        ("{}", "kind must be smtp-playground-pack: this file is something else"),
        (pack(format=2), "format is 2: a newer playground wrote this; update the page"),
        (pack(format=True), "format must be a whole number"),
        (pack(titel="x"), "titel is not known; known are format, kind, title"),
        (pack(title=""), "title is empty; write a text"),
        (pack(title="x" * 121), "title is 121 characters long; at most 120"),
        (pack(language="<b>"), "language must be a language such as en or pt-BR"),
        (pack(options={"hints": True}), "options.hints is not known"),
        (pack(options={"solutions": "no"}), "options.solutions must be true or false"),
        (pack(lessons=[]), "lessons has 0 items; from 1 to 200"),
        (pack(lessons=["a"] * 201), "lessons has 201 items"),
        (pack(lessons={}), "lessons must be a list in brackets"),
        (pack(lessons=["../../etc"]), "lessons[1] must be a lesson's id"),
        (pack(lessons=["a", 5]), "lessons[2] must be a lesson's id in quotes, or a lesson"),
        (pack(lessons=["a", "b", "a"]), "lessons[3] is a, which is in the pack already; remove"),
        (own(task="x"), "lessons[2]: task is not known"),
        (own(goal="<b>x</b> [x](javascript:alert(1))"), "lessons[2]: goal"),
        (own(persona="gmail2"), "lessons[2]: persona must be one of these"),
        (own(steps=[{**OWN["steps"][0], "see": [{}]}]), "lessons[2]: steps 1 (one).see 1 must say"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("x" * 50_000_000, "is longer than 4000000 characters"),
    ],
    ids=lambda value: value[-40:],
)
def test_a_bad_pack_is_refused_with_the_place_and_the_mend(text: str, told: str) -> None:
    with pytest.raises(ContentError) as refusal:
        read_pack(text)

    assert told in str(refusal.value)


def test_a_pack_is_data() -> None:
    assert read_pack(write_pack(Pack("x", "en", ("a",)))) == Pack("x", "en", ("a",))
