"""Files that people hand to one another: each tells of what kind it is, and in which format."""

from __future__ import annotations

from smtp_playground.lessons.progress import parse_json
from smtp_playground.lessons.tables import Reader


def read_exchanged(text: str, file: str, kind: str, newest: int, most: int) -> Reader:
    """Return a reader of a file's table; `file` is what errors call it, `most` its characters.

    Raises `ContentError` if it is of another kind, or of a format that is not known yet.
    """
    reader = Reader(file, "", parse_json(text, file, most))
    if reader.string("kind", "") != kind:
        raise reader.error("kind", f"must be {kind}: this file is something else")
    version = reader.number("format", 1, 1_000)
    if version > newest:
        told = f"is {version}: a newer playground wrote this; update the page to read it"
        raise reader.error("format", told)
    return reader
