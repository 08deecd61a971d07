"""The lessons as the page is given them: their list, and each one's file whole."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from smtp_playground.lessons.built_in import lesson_tables, lessons
from smtp_playground.lessons.lesson import TRACKS
from smtp_playground.library import CONTENT


def tracks(language: str, content: Path = CONTENT) -> dict[str, dict[str, str]]:
    """Return each track's `title` and `text`, in their order."""
    table = tomllib.loads((content / language / "tracks.toml").read_text(encoding="utf-8"))
    return {track: table[track] for track in TRACKS}


def page_data(language: str, content: Path = CONTENT) -> dict[str, Any]:
    """Return the tracks that have lessons, and the lessons, in their order."""
    tables, read = lesson_tables(language, content), lessons(language, content)
    used = {lesson.track for lesson in read.values()}
    return {
        "tracks": [
            {"id": track, **words}
            for track, words in tracks(language, content).items()
            if track in used
        ],
        "lessons": [row(tables[id_], asdict(lesson)) for id_, lesson in read.items()],
    }


def row(table: Mapping[str, Any], lesson: Mapping[str, Any]) -> dict[str, Any]:
    """Return one lesson of the list, with its file."""
    told = {key: lesson[key] for key in ("id", "title", "track", "minutes", "goal")}
    return told | {"file": table}
