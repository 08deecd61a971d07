"""What the view is told of an export."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A conversation in one form."""

    form: str
    filename: str
    type: str
    text: str
    "Lines end with \\n, and so does the last."
    secrets: int
    "How many secrets the conversation holds; whether they are in the text was the reader's wish."
