"""From a code, a command or a line out of a log to the entry that explains it.

The patterns are data, so that the page finds without Python what is found here:
`web/reference/find.ts` does the same with the same data, and a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import Field, dataclass, fields
from typing import TYPE_CHECKING, Final

from smtp_playground.reference.entries import (
    Entry,
    Find,
    FindLabels,
    FindPattern,
    FindRow,
)

if TYPE_CHECKING:
    from smtp_playground.reference.composing import Composer

LONGEST: Final = 2000
"""Characters of a line that are looked at."""

WORDS: Final = 8
"""A line of more words is no name of anything."""

SHOWN: Final = 12
"""Entries that are offered for words."""


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A part of the line, and the entry that explains it."""

    part: str
    text: str
    address: str
    "Empty: no entry is about it."


@dataclass(frozen=True, slots=True)
class Found:
    """What a line is about: its parts, and the entries, the best first."""

    parts: tuple[FoundPart, ...]
    addresses: tuple[str, ...]


def find_data(composer: Composer, entries: Iterable[Entry]) -> Find:
    """Return what the box goes by."""
    labels = {field.name: composer.label(f"find.{_key(field)}") for field in fields(FindLabels)}
    return Find(FindLabels(**labels), composer.tables.patterns, tuple(_rows(composer, entries)))


def _key(field: Field[str]) -> str:
    return field.name.replace("_", "-")


def _rows(composer: Composer, entries: Iterable[Entry]) -> Iterator[FindRow]:
    for entry in entries:
        if entry.kind == "glossary":
            yield from _terms(composer)
        else:
            called = entry.address.partition("/")[2].replace("-", " ")  # 354 vs 502
            told = f"{entry.label} {entry.code} {called} {_told(composer, entry)}"
            also = " ".join(dict.fromkeys(_words(told).split()))
            yield FindRow(entry.address, entry.code, entry.severity, entry.title, also)


def _told(composer: Composer, entry: Entry) -> str:
    """Return what real servers say with a reply code: that is what a person has before them."""
    if entry.kind != "replies":
        return ""
    lines = [row.line for row in composer.tables.said if row.code == entry.code]
    return " ".join(re.sub(r"<[^>]*>|[^a-zA-Z ]", " ", line) for line in lines)


def _terms(composer: Composer) -> Iterator[FindRow]:
    for id_, told in composer.extra.glossary.items():
        words = _words(f"{told.term} {id_.replace('-', ' ')}")
        yield FindRow(f"glossary/{id_}", "", "none", told.term, words)


def find(line: str, data: Find) -> Found:
    """Find what a line is about."""
    looked_at = line.strip()[:LONGEST]
    rows = {row.address: row for row in data.rows}
    parts = tuple(_parts(looked_at, data.patterns, rows))
    told = [part.address for part in parts if part.address]
    named = [row.address for row in data.rows if _words(looked_at) in _names(row)]
    all_ = dict.fromkeys([*named, *told, *_by_words(looked_at, data.rows)])
    return Found(parts, tuple(all_)[:SHOWN])


def _names(row: FindRow) -> tuple[str, ...]:
    """Return what is this entry and no other: `550`, a title, `354 vs 502`."""
    last = row.address.partition("/")[2].replace("-", " ")
    return tuple(filter(None, (row.code.casefold(), _words(row.title), last)))


def _parts(
    line: str, tried: Iterable[FindPattern], rows: Mapping[str, FindRow]
) -> Iterator[FoundPart]:
    found: set[str] = set()
    for pattern in tried:
        if pattern.part in found:
            continue
        match = re.search(pattern.pattern, line, re.IGNORECASE)
        if match is None:
            continue
        address = pattern.leads_to or _address(pattern.part, match[1], rows)
        if pattern.part == "code" and not address:
            continue
        found.add(pattern.part)
        yield FoundPart(pattern.part, match[1], address)


def _address(part: str, text: str, rows: Mapping[str, FindRow]) -> str:
    match part:
        case "code":
            wanted = [f"replies/{text}"]
        case "enhanced":
            subject, detail = text.split(".")[1:]
            wanted = [f"enhanced/x.{subject}.{detail}", f"enhanced/x.{subject}.0", "enhanced/x.0.0"]
        case "command":
            words = text.lower().split()
            wanted = [f"commands/{'-'.join(words)}", f"commands/{words[0]}"]
        case _:
            wanted = []
    return next((address for address in wanted if address in rows), "")


def _words(text: str) -> str:
    """Return the words of a text, in lower case, without what stands between them."""
    return " ".join(re.sub(r"[:,()]", " ", text.casefold()).split())


def _by_words(line: str, rows: Iterable[FindRow]) -> list[str]:
    """Return the entries whose words begin with all of the line's; whole words first."""
    wanted = _words(line).split()
    if not wanted or len(wanted) > WORDS:
        return []
    ranked = [(rank, row.address) for row in rows if (rank := _rank(wanted, row)) is not None]
    return [address for _, address in sorted(ranked, key=lambda pair: pair[0])]


def _rank(wanted: list[str], row: FindRow) -> int | None:
    """Return how well a row fits, 1 best; None: not at all."""
    words = row.words.split()
    if not all(any(word.startswith(start) for word in words) for start in wanted):
        return None
    return 1 if all(start in words for start in wanted) else 2
