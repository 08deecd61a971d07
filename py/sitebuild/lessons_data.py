"""The lessons as data for the page, a file a language: to be listed, and handed to Python whole."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sitebuild.errors import BuildError
from sitebuild.snapshot import gzipped
from smtp_playground.errors import ContentError
from smtp_playground.lessons.built_in import languages, lesson_tables, lessons
from smtp_playground.lessons.lesson import TRACKS, Lesson
from smtp_playground.library import CONTENT


def lessons_data() -> dict[str, bytes]:
    """Return the lessons of each language, packed with gzip: for the page and the single file."""
    return {language: _packed(language) for language in languages()}


def _packed(language: str) -> bytes:
    try:
        tables, read = lesson_tables(language), lessons(language)
    except ContentError as error:
        raise BuildError(str(error)) from error
    rows = [_row(lesson, tables[id_]) for id_, lesson in read.items()]
    data = {"tracks": _tracks(language), "lessons": rows}
    return gzipped(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def _tracks(language: str) -> list[dict[str, str]]:
    words = tomllib.loads((CONTENT / language / "tracks.toml").read_text(encoding="utf-8"))
    return [{"id": track, **words[track]} for track in TRACKS]


def _row(lesson: Lesson, file: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the list shows, beside the whole file."""
    return {
        "id": lesson.id,
        "title": lesson.title,
        "track": lesson.track,
        "minutes": lesson.minutes,
        "goal": [asdict(run) for run in lesson.goal],
        "file": {**file, "language": lesson.language},
    }
