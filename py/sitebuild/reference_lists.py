"""The reference's lists: entries in groups, each under a heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from smtp_playground.reference.composing import Composer
from smtp_playground.reference.entries import Entry

SHAPES: Final = {"done": "✓", "go-on": "→", "try-later": "▲", "refused": "■", "none": ""}


@dataclass(frozen=True, slots=True)
class Way:
    """A link to an entry."""

    address: str
    "Seen from the page that the list stands in."
    code: str
    severity: str
    title: str

    @property
    def shape(self) -> str:
        """The shape that goes with its colour, so that neither stands alone."""
        return SHAPES[self.severity]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading."""

    id: str
    heading: str
    ways: tuple[Way, ...]
    about: str = ""
    address: str = ""
    short: bool = False
    "Whether codes alone are enough to choose by."


def groups_of(
    kind: str, entries: Iterable[Entry], composer: Composer, root: str
) -> Iterator[Group]:
    """Yield the groups of a kind; `root`: the way from the page to the language's folder."""
    for id_, members in groupby(entries, key=lambda entry: _group(kind, entry, composer)):
        ways = tuple(
            Way(f"{root}{entry.address}/", entry.code, entry.severity, entry.title)
            for entry in members
        )
        yield Group("", id_, ways)


def _group(kind: str, entry: Entry, composer: Composer) -> str:
    """Return the heading under which an entry stands."""
    match kind:
        case "replies":
            wild = composer.extra.codes[entry.code].status == "wild"
            return composer.label("groups.wild" if wild else f"groups.{entry.code[0]}xx")
        case "enhanced":
            subject = entry.code.split(".")[1]
            told = composer.words.enhanced[f"subject-{subject}"]
            return f"X.{subject}.…: {told.title}"
        case _:
            return ""
