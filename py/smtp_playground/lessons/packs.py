"""Class packs: the lessons of a class in their order, its language and its options, as JSON.

A lesson that comes along is there by its id, a teacher's own one whole. Each of those is read as
any lesson is: a pack is data that anyone may write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from smtp_playground.lessons.exchanged import read_exchanged
from smtp_playground.lessons.lesson import Lesson
from smtp_playground.lessons.reading import read_lesson
from smtp_playground.lessons.tables import Reader

FORMAT: Final = 1
KIND: Final = "smtp-playground-pack"
FILE: Final = "pack"
MOST_CHARACTERS: Final = 4_000_000
MOST_LESSONS: Final = 200
LONGEST_TITLE: Final = 120
OPTIONS: Final = ("solutions", "ask_name")

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class OwnLesson:
    """A lesson that a pack brings."""

    lesson: Lesson
    table: Mapping[str, Any]


PackLesson = str | OwnLesson


@dataclass(frozen=True, slots=True)
class Pack:
    """A class pack."""

    title: str
    language: str
    lessons: tuple[PackLesson, ...]
    solutions: bool = True
    ask_name: bool = True


def read_pack(text: str) -> Pack:
    """Read a pack. Raises `ContentError` with the lesson, the place in it, and the mend."""
    reader = read_exchanged(text, FILE, KIND, FORMAT, MOST_CHARACTERS)
    reader.only("format", "kind", "title", "language", "options", "lessons")
    language = reader.string("language", most=40)
    if not _LANGUAGE.fullmatch(language):
        raise reader.error("language", "must be a language such as en or pt-BR")
    options = reader.part("options")
    options.only(*OPTIONS)
    return Pack(
        title=reader.string("title", most=LONGEST_TITLE),
        language=language,
        lessons=_lessons(reader),
        **{key: _flag(options, key) for key in OPTIONS},
    )


def _flag(options: Reader, key: str) -> bool:
    value = options.table.get(key, True)
    if not isinstance(value, bool):
        raise options.error(key, "must be true or false")
    return value


def _lessons(reader: Reader) -> tuple[PackLesson, ...]:
    found = reader.many(
        "lessons", lambda place, value: _lesson(reader, place, value), 1, MOST_LESSONS
    )
    ids = [id_of(each) for each in found]
    for number, id_ in enumerate(ids, 1):
        if id_ in ids[: number - 1]:
            told = f"is {id_}, which is in the pack already; remove one of them"
            raise reader.error(f"lessons[{number}]", told)
    return found


def _lesson(reader: Reader, place: str, value: object) -> PackLesson:
    if isinstance(value, str):
        if not _ID.fullmatch(value) or len(value) > 80:
            raise reader.error(place, "must be a lesson's id, such as my-lesson, or a lesson")
        return value
    if not isinstance(value, dict):
        raise reader.error(place, "must be a lesson's id in quotes, or a lesson in braces")
    return OwnLesson(read_lesson(value, f"{FILE}, {place}"), value)


def id_of(lesson: PackLesson) -> str:
    """Return a lesson's id."""
    return lesson if isinstance(lesson, str) else lesson.lesson.id


def write_pack(pack: Pack) -> str:
    """Return the text of a pack: in ASCII and without `<`, so that it can stand in a page."""
    table = {
        "format": FORMAT,
        "kind": KIND,
        "title": pack.title,
        "language": pack.language,
        "options": {"solutions": pack.solutions, "ask_name": pack.ask_name},
        "lessons": [each if isinstance(each, str) else each.table for each in pack.lessons],
    }
    return json.dumps(table, ensure_ascii=True, indent=1).replace("<", "\\u003c") + "\n"
