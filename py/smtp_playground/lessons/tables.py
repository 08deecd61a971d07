"""Reads tables of a lesson file key by key; what is wrong is told with its place and the mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from smtp_playground.errors import ContentError
from smtp_playground.markup import MarkupError, Text, parse

LONGEST_TEXT: Final = 8_000
"""Characters of one text."""
LONGEST_LIST: Final = 100

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Reader:
    """One table of a file, and where it stands."""

    file: str
    place: str
    "Before a key: `steps 2 (refused).`; empty at the top."
    table: Mapping[str, Any]

    def error(self, key: str, problem: str) -> ContentError:
        """Return the error to raise about a key, or about the table if it is empty."""
        return ContentError(self.file, (self.place + key).rstrip("."), problem)

    def only(self, *known: str) -> None:
        """Refuse other keys."""
        for key in self.table:
            if key not in known:
                raise self.error(key, f"is not known; known are {', '.join(known)}")

    def has(self, key: str) -> bool:
        """Tell whether a key is there."""
        return key in self.table

    def string(self, key: str, default: str | None = None, most: int = LONGEST_TEXT) -> str:
        """Return a text in quotes; without a default it must be there and say something."""
        value = self._value(key, default)
        if not isinstance(value, str):
            raise self.error(key, "must be a text in quotes")
        if default is None and not value.strip():
            raise self.error(key, "is empty; write a text")
        if len(value) > most:
            raise self.error(key, f"is {len(value)} characters long; at most {most}")
        return value

    def number(self, key: str, least: int, most: int, default: int | None = None) -> int:
        """Return a whole number within bounds."""
        value = self._value(key, default)
        if type(value) is not int or not least <= value <= most:
            raise self.error(key, f"must be a whole number from {least} to {most}")
        return value

    def true(self, key: str) -> bool:
        """Return whether a key is there; it can only be true."""
        if key in self.table and self.table[key] is not True:
            raise self.error(key, "must be true, or be left out")
        return key in self.table

    def text(self, key: str, default: str | None = None) -> Text:
        """Return a text with light markup."""
        return self.marked(key, self.string(key, default))

    def paragraphs(self, key: str, default: str | None = None) -> tuple[Text, ...]:
        """Return the paragraphs of a text, which are parted by empty lines."""
        parts = self.string(key, default).replace("\r\n", "\n").split("\n\n")
        return tuple(self.marked(key, " ".join(part.split())) for part in parts if part.strip())

    def marked(self, key: str, source: str) -> Text:
        """Parse light markup."""
        try:
            return parse(source)
        except MarkupError as error:
            raise self.error(key, str(error)) from error

    def one_of(self, key: str, known: tuple[str, ...], default: str | None = None) -> str:
        """Return one of a few words."""
        value = self.string(key, default)
        if value not in known:
            raise self.error(key, f"must be one of these: {', '.join(known)}")
        return value

    def many(
        self,
        key: str,
        read: Callable[[str, object], Item],
        least: int = 1,
        most: int = LONGEST_LIST,
    ) -> tuple[Item, ...]:
        """Return a list, each item read with its place as key."""
        values = self.table.get(key, [])
        if not isinstance(values, list):
            raise self.error(key, "must be a list in brackets")
        if not least <= len(values) <= most:
            raise self.error(key, f"has {len(values)} items; from {least} to {most}")
        return tuple(read(f"{key}[{place}]", value) for place, value in enumerate(values, 1))

    def texts(self, key: str, least: int = 1, most: int = LONGEST_LIST) -> tuple[Text, ...]:
        """Return a list of texts with light markup."""
        return self.many(
            key, lambda place, value: self.marked(place, self.quoted(place, value)), least, most
        )

    def strings(self, key: str, least: int = 1, most: int = LONGEST_LIST) -> tuple[str, ...]:
        """Return a list of plain texts."""
        return self.many(key, self.quoted, least, most)

    def quoted(self, place: str, value: object) -> str:
        """Return an item of a list that must be a text."""
        if not isinstance(value, str):
            raise self.error(place, "must be a text in quotes")
        if len(value) > LONGEST_TEXT:
            raise self.error(place, f"is {len(value)} characters long; at most {LONGEST_TEXT}")
        return value

    def tables(
        self, key: str, name: Callable[[Mapping[str, Any]], str], least: int, most: int
    ) -> tuple[Reader, ...]:
        """Return the tables of a list; `name` says how each is called in errors."""

        def one(place: str, value: object) -> Reader:
            if not isinstance(value, dict):
                raise self.error(place, "must be a table")
            number = place.removeprefix(key).strip("[]")
            called = name(value)
            where = f"{self.place}{key} {number}{f' ({called})' if called else ''}."
            return Reader(self.file, where, value)

        return self.many(key, one, least, most)

    def part(self, key: str) -> Reader:
        """Return a table within this one; an empty one if it is missing."""
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self.error(key, "must be a table")
        return Reader(self.file, f"{self.place}{key}.", value)

    def _value(self, key: str, default: object) -> object:
        if key not in self.table and default is None:
            raise self.error(key, "is missing")
        return self.table.get(key, default)
