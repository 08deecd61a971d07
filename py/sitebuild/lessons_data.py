"""The lessons as data for the page, a file a language: it hands them to Python whole."""

from __future__ import annotations

import json

from sitebuild.snapshot import gzipped
from smtp_playground.library import Library


def lessons_data() -> dict[str, bytes]:
    """Return the lessons of each language, packed with gzip: for the page and the single file."""
    from smtp_playground.lessons.data import page_data  # noqa: PLC0415

    made = {}
    for language in Library.load().languages:
        text = json.dumps(page_data(language), ensure_ascii=False, separators=(",", ":"))
        made[language] = gzipped(text.encode())
    return made
