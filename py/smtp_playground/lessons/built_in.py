"""The lessons that come along: whole in English, and over that the words of other languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from smtp_playground.errors import ContentError
from smtp_playground.lessons.lesson import TRACKS, Lesson
from smtp_playground.lessons.reading import read_lesson
from smtp_playground.lessons.tables import Reader
from smtp_playground.library import CONTENT

FOLDER: Final = "lessons"
WORDS: Final = ("title", "goal", "story", "near_miss_why", "notice", "discuss", "steps")
STEP_WORDS: Final = ("task", "hints", "question")
QUESTION_WORDS: Final = ("ask", "choices", "because")

Table = Mapping[str, Any]


def languages(content: Path = CONTENT) -> tuple[str, ...]:
    """Return the languages that have lessons, English first."""
    others = sorted(path.parent.name for path in content.glob(f"*/{FOLDER}"))
    return ("en", *(language for language in others if language != "en"))


def lesson_tables(language: str, content: Path = CONTENT) -> dict[str, Table]:
    """Return the lessons of a language as tables, by id, in their order. Raises `ContentError`."""
    english = {path.stem: _table(path) for path in sorted((content / "en" / FOLDER).glob("*.toml"))}
    tables = english if language == "en" else _translated(english, language, content)
    order = _order(content, english)
    return {id_: tables[id_] for id_ in order}


def lessons(language: str, content: Path = CONTENT) -> dict[str, Lesson]:
    """Return the lessons of a language by id, in their order. Raises `ContentError`."""
    found = {}
    for id_, table in lesson_tables(language, content).items():
        file = f"{language}/{FOLDER}/{id_}.toml"
        lesson = read_lesson(table, file)
        if lesson.id != id_:
            raise ContentError(file, "id", f"must be the file's name, {id_}")
        found[id_] = lesson
    return found


def _order(content: Path, english: Mapping[str, Table]) -> list[str]:
    """Return the ids by track, and within a track as `content/lessons.toml` has them."""
    file = "lessons.toml"
    wanted = Reader(file, "", _table(content / file)).strings("order", 0, 500)
    for id_ in wanted:
        if id_ not in english:
            raise ContentError(file, f"order, {id_}", "has no lesson; remove it")
    for id_ in english:
        if id_ not in wanted:
            raise ContentError(file, "order", f"lacks {id_}; add it")
    return sorted(wanted, key=lambda id_: TRACKS.index(english[id_].get("track", "own")))


def _table(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContentError(path.name, "", f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ContentError(path.name, "", f"is not TOML in UTF-8: {error}") from error


def _translated(english: Mapping[str, Table], language: str, content: Path) -> dict[str, Table]:
    folder = content / language / FOLDER
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in english:
            raise ContentError(f"{language}/{FOLDER}/{path.name}", "", "has no lesson in English")
    return {
        id_: _over(
            table, Reader(f"{language}/{FOLDER}/{id_}.toml", "", _table(folder / f"{id_}.toml"))
        )
        | {"language": language}
        for id_, table in english.items()
    }


def _over(english: Table, words: Reader) -> dict[str, Any]:
    """Return a lesson with the words of another language; each must be there."""
    words.only(*WORDS)
    steps = words.part("steps")
    steps.only(*(step["id"] for step in english["steps"]))
    return {
        **english,
        **_words(english, words, WORDS),
        "steps": [_step(step, steps) for step in english["steps"]],
    }


def _step(english: Table, steps: Reader) -> dict[str, Any]:
    if not steps.has(english["id"]):
        raise steps.error(english["id"], "is missing")
    words = steps.part(english["id"])
    words.only(*STEP_WORDS)
    step = {**english, **_words(english, words, STEP_WORDS)}
    if "question" in english:
        question = words.part("question")
        question.only(*QUESTION_WORDS)
        step["question"] = english["question"] | _words(
            english["question"], question, QUESTION_WORDS
        )
    return step


def _words(english: Table, words: Reader, keys: tuple[str, ...]) -> dict[str, Any]:
    found = {}
    for key in keys:
        if key in ("steps", "question") or key not in english:
            continue
        if not words.has(key):
            raise words.error(key, "is missing")
        value, wanted = words.table[key], english[key]
        if isinstance(wanted, list) and len(value) != len(wanted):
            raise words.error(key, f"must have as many items as in English: {len(wanted)}")
        found[key] = value
    return found
