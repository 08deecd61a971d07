"""What a learner has done: a text that the page keeps, and people carry about as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from smtp_playground.errors import ContentError
from smtp_playground.lessons.tables import Reader

FORMAT: Final = 1
KIND: Final = "smtp-playground-progress"
FILE: Final = "progress"
MOST_CHARACTERS: Final = 1_000_000
MOST_LESSONS: Final = 1_000
MOST: Final = 100_000_000
"""Of anything that is counted."""


@dataclass(frozen=True, slots=True)
class Record:
    """What came of one lesson; of several attempts the best of each number."""

    done: bool
    tries: int
    hints: int
    "How many were opened, in the attempt that needed the fewest."
    lines: int
    "The fewest it took; 0: it was never done."
    round_trips: int
    seconds: int


Progress = Mapping[str, Record]
"""A lesson's id -> its record."""


def read_progress(text: str) -> dict[str, Record]:
    """Read progress, of an older format too; an empty text is none. Raises `ContentError`."""
    if not text.strip():
        return {}
    reader = Reader(FILE, "", parse_json(text, FILE, MOST_CHARACTERS))
    if reader.string("kind", KIND) != KIND:
        raise reader.error("kind", f"must be {KIND}: this file is something else")
    version = reader.number("format", 0, 1_000, 0)
    if version > FORMAT:
        told = f"is {version}: a newer playground wrote this; update the page, and nothing is lost"
        raise reader.error("format", told)
    reader.only("format", "kind", "lessons")
    return _of_format_0(reader) if version == 0 else _lessons(reader)


def _of_format_0(reader: Reader) -> dict[str, Record]:
    """Read the first format: a list of what is done."""
    ids = reader.strings("lessons", 0, MOST_LESSONS)
    return {
        id_: Record(done=True, tries=1, hints=0, lines=0, round_trips=0, seconds=0) for id_ in ids
    }


def _lessons(reader: Reader) -> dict[str, Record]:
    table = reader.part("lessons")
    if len(table.table) > MOST_LESSONS:
        raise reader.error("lessons", f"has {len(table.table)} entries; at most {MOST_LESSONS}")
    return {id_: read_record(table.part(id_)) for id_ in table.table}


def read_record(reader: Reader) -> Record:
    """Read one lesson's record. Raises `ContentError`."""
    reader.only(*(field.name for field in fields(Record)))
    if not isinstance(reader.table.get("done"), bool):
        raise reader.error("done", "must be true or false")
    numbers = {
        field.name: reader.number(field.name, 0, MOST)
        for field in fields(Record)
        if field.name != "done"
    }
    return Record(done=reader.table["done"], **numbers)


def write_progress(progress: Progress) -> str:
    """Return the text that is read as this progress."""
    lessons = {id_: asdict(progress[id_]) for id_ in sorted(progress)}
    return json.dumps({"format": FORMAT, "kind": KIND, "lessons": lessons}, ensure_ascii=True)


def merged(one: Progress, other: Progress) -> dict[str, Record]:
    """Return both together; where both have a lesson, the better of each number."""
    both = {id_: better(one[id_], other[id_]) for id_ in one.keys() & other.keys()}
    return {**one, **other, **both}


def better(one: Record, other: Record) -> Record:
    """Return the best of two records of the same lesson."""
    if one.done != other.done:
        best = one if one.done else other
        return Record(
            True,
            max(one.tries, other.tries),
            best.hints,
            best.lines,
            best.round_trips,
            best.seconds,
        )
    return Record(
        done=one.done,
        tries=max(one.tries, other.tries),
        hints=min(one.hints, other.hints),
        lines=_fewest(one.lines, other.lines),
        round_trips=_fewest(one.round_trips, other.round_trips),
        seconds=_fewest(one.seconds, other.seconds),
    )


def _fewest(one: int, other: int) -> int:
    """Return the smaller number; 0 stands for none yet."""
    return min(one, other) if one and other else one or other


def parse_json(text: str, file: str, most: int) -> dict[str, Any]:
    """Return the object that a JSON text holds. Raises `ContentError`."""
    if len(text) > most:
        raise ContentError(file, "", f"is longer than {most} characters")
    try:
        value = json.loads(text.lstrip("\ufeff"))
    except RecursionError as error:
        raise ContentError(file, "", "is nested too deeply to be read") from error
    except ValueError as error:
        raise ContentError(file, "", f"is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ContentError(file, "", "must be a JSON object in braces")
    return value
