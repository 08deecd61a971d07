"""A conversation in Markdown: lines of the wire in fenced blocks, notes as paragraphs between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from smtp_playground.exports.plain_text import line_of, opening, text_of
from smtp_playground.exports.record import Connection, Telling

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|&~!$^]|^[-+=])")
_BACKTICKS: Final = re.compile(r"`+")
SHORTEST_FENCE: Final = 3


def write(connections: tuple[Connection, ...], telling: Telling) -> str:
    """Return the conversation under a heading for each connection."""
    return "\n".join(line for each in connections for line in _connection(each, telling))


def _connection(connection: Connection, telling: Telling) -> Iterator[str]:
    name = connection.name(telling.words.language)
    heading = telling.label("heading", hostname=connection.hostname, persona=name)
    yield from (f"## {escaped(heading)}", "", escaped(opening(connection, telling)), "")
    for is_note, group in groupby(connection.said, lambda said: said.speaker == "note"):
        if is_note:
            for said in group:
                yield from (escaped(text_of(said, telling)), "")
        else:
            yield from _fenced(line_of(said, telling) for said in group)


def _fenced(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines in a fence that none of them can end (CommonMark 4.5)."""
    kept = [*lines]
    longest = max((len(run) for line in kept for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * max(SHORTEST_FENCE, longest + 1)
    yield from (f"{fence}smtp", *kept, fence, "")


def escaped(text: str) -> str:
    """Return one line of words in which no character is markup (CommonMark 2.4)."""
    return _SPECIAL.sub(r"\\\1", text)
