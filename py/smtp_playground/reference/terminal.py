"""An entry for the terminal: `python -m smtp_playground explain 550 5.7.1`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from smtp_playground.markup import Text, plain
from smtp_playground.reference.entries import (
    Entry,
    EntrySection,
    PointsBlock,
    TextBlock,
    TranscriptBlock,
)
from smtp_playground.reference.find import find
from smtp_playground.reference.whole import composers, reference

WIDTH: Final = 88
SHOWN: Final = (
    "fix",
    "go-on",
    "avoid",
    "client",
    "note",
    "mistakes",
    "use",
    "syntax",
    "session",
    "seen",
)
"""The sections that are printed; the page has more."""


class NothingFoundError(LookupError):
    """What was asked for leads to no entry."""


def explain(words: Sequence[str], language: str) -> Iterator[str]:
    """Yield the lines of what is found. Raises `NothingFoundError`; KeyError for the language."""
    data = reference(language)
    found = find(" ".join(words), data.find)
    if not found.addresses:
        raise NothingFoundError(" ".join(words))
    told = [part.address for part in found.parts if part.address]
    if found.addresses[0] not in told:  # it was named in full, or there are no parts
        told = [found.addresses[0]]
    entries = {entry.address: entry for entry in data.entries}
    for address in dict.fromkeys(told):
        yield from _told(entries, address)
    more = [address for address in found.addresses if address not in told]
    if more:
        label = composers()[language].label("terminal.more")
        names = (_name(entries, address) for address in more)
        yield from textwrap.wrap(f"{label} {', '.join(names)}", WIDTH, break_on_hyphens=False)


def _name(entries: dict[str, Entry], address: str) -> str:
    """Return what may be asked for to get an entry: `550`, `354 vs 502`, `mail user agent`."""
    code = entries[address].code if address in entries else ""
    return code or address.partition("/")[2].replace("-", " ") or address


def languages() -> tuple[str, ...]:
    """Return the languages there are."""
    return tuple(composers())


def _told(entries: dict[str, Entry], address: str) -> Iterator[str]:
    if address in entries:
        yield from _entry(entries[address])
        return
    term = address.removeprefix("glossary/")
    section = next(s for s in entries["glossary"].sections if s.id == term)
    yield section.heading
    yield from _section(section)
    yield ""


def _entry(entry: Entry) -> Iterator[str]:
    yield f"{entry.code} {entry.title}".strip()
    if entry.status:
        yield entry.status
    for paragraph in entry.lead:
        yield from _wrapped(plain(paragraph))
    for section in entry.sections:
        if section.id in SHOWN:
            yield ""
            yield f"{section.heading}:"
            yield from _section(section)
    yield ""


def _section(section: EntrySection) -> Iterator[str]:
    for block in section.blocks:
        match block:
            case TextBlock():
                yield from _wrapped(plain(block.runs), "  ")
            case PointsBlock():
                for point in block.points:
                    yield from _point(point)
            case TranscriptBlock():
                yield from (f"  -- {setting}" for setting in block.settings)
                marks = {"client": "C:", "server": "S:", "note": "--"}
                yield from (f"  {marks[line.speaker]} {line.text}" for line in block.lines)


def _point(point: Text) -> list[str]:
    return textwrap.wrap(plain(point), WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _wrapped(words: str, indent: str = "") -> list[str]:
    return textwrap.wrap(words, WIDTH, initial_indent=indent, subsequent_indent=indent)
