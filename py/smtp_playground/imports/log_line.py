"""A line of a log, attributed to its side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from smtp_playground.bubbles import Speaker


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line that somebody said, or a note: what nobody did."""

    number: int
    "Of the line in the log, from 1."
    speaker: Speaker
    text: str
    "What was said, without the program's marks."
    sure: bool = True
    thread: str = ""
    "What tells connections apart that are told of in turns."
    around: str = ""
    "The whole line of the log, where `text` is only a part of it."


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with their numbers; only LF and CRLF end one."""
    for number, line in enumerate(text.split("\n"), start=1):
        yield number, line.rstrip("\r")


def beginning(text: str, lines: int = 400) -> Iterator[str]:
    """Yield the first lines, by which a kind is recognised."""
    return (line.rstrip("\r") for line in text.split("\n", lines)[:lines])
