"""The view model of two servers side by side: what `bubbles.py` is to the conversation.

The types of the view are generated from it too, and the same holds: plain, frozen, JSON-shaped.
"""

from __future__ import annotations

from dataclasses import dataclass

from smtp_playground import bubbles
from smtp_playground.runs import Run


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two servers said to a line."""

    lines: tuple[str, ...]
    "Of the wire; empty if it said nothing."
    code: str
    severity: bubbles.Severity
    severity_word: str
    remark: str
    "Why it said nothing; empty if it did say something."
    departs: tuple[Run, ...]
    "Where it departs from an RFC by this; may be empty."


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line that was sent, and what each server made of it."""

    line: str
    "As sent, secrets in dots; of what is no line on the wire, what it is."
    on_wire: bool
    here: Side
    there: Side
    differs: bool
    "Whether the two codes are not the same."
    mark: str
    "`other code`, in the reader's language; empty where there is none."


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One connection as it was, and as it would have been with another server."""

    here: str
    "The name of the server that was spoken to."
    there: str
    summary: str
    rows: tuple[ComparedRow, ...]
