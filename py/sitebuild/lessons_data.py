"""The lessons as data for the page, a file a language: to be listed, and handed to Python whole."""

from __future__ import annotations

import json

from sitebuild.errors import BuildError
from sitebuild.snapshot import gzipped
from smtp_playground.errors import ContentError
from smtp_playground.lessons.built_in import languages
from smtp_playground.lessons.data import page_data


def lessons_data() -> dict[str, bytes]:
    """Return the lessons of each language, packed with gzip: for the page and the single file."""
    return {language: _packed(language) for language in languages()}


def _packed(language: str) -> bytes:
    try:
        data = page_data(language)
    except ContentError as error:
        raise BuildError(str(error)) from error
    return gzipped(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
