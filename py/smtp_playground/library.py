"""The content, read from TOML and checked: nothing unknown, nothing missing, nothing broken.

`en` is whole. Another language holds words only: whatever is the same in every language
(RFC sections, examples, ids) stands in `en`, which also fills every gap. What is wrong is
said in one line: the file, the table and key, and the problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from smtp_playground.content_files import ContentFile, Table
from smtp_playground.content_keys import FLAT, KINDS, OF_EXTENSIONS, ONLY_OF_EXTENSIONS
from smtp_playground.errors import ContentError
from smtp_playground.words import Words

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["CONTENT", "ContentError", "Library", "LibraryError", "the_library"]

CONTENT: Final = Path(__file__).parent / "content"
ENGLISH: Final = "en"
_NOT_LANGUAGES: Final = frozenset({ENGLISH, "personas", "reference", "schema"})

Values = Mapping[str, Mapping[str, Table]]
"""File -> id of a table -> key -> value as read."""


class LibraryError(LookupError):
    """A language that the content does not have."""


@dataclass(frozen=True, slots=True)
class Library:
    """All words in all languages."""

    _words: Mapping[str, Words]

    @classmethod
    def load(cls, root: Traversable = CONTENT) -> Library:
        """Read everything under `root`. Raises `ContentError`."""
        english = _Language(root, ENGLISH).values()
        _check_ids(english)
        words = {ENGLISH: _words(ENGLISH, english)}
        for folder in sorted(root.iterdir(), key=lambda entry: entry.name):
            if folder.is_dir() and folder.name not in _NOT_LANGUAGES:
                values = _Language(root, folder.name, english).values()
                words[folder.name] = _words(folder.name, values)
        return cls(words)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, English first."""
        return tuple(self._words)

    def words(self, language: str) -> Words:
        """Return everything that is said in a language. Raises `LibraryError`."""
        if language not in self._words:
            there_are = ", ".join(self.languages)
            raise LibraryError(f"no words in {language!r}; there are: {there_are}")
        return self._words[language]


@cache
def the_library() -> Library:
    """Return the words that come along, read once. A memory snapshot holds them ready."""
    return Library.load()


@dataclass(frozen=True, slots=True)
class _Language:
    """Reads the files of one language, over the English ones if it is not English."""

    root: Traversable
    name: str
    english: Values | None = None

    def values(self) -> Values:
        tables = {kind: self._tables(kind) for kind in KINDS}
        return tables | {kind: self._flat(kind) for kind in FLAT}

    def _tables(self, kind: str) -> Mapping[str, Table]:
        keys = KINDS[kind].keys
        found: dict[str, Table] = {}
        for file, id_, table in self._all_tables(kind):
            if id_ in found:
                raise ContentError(file.path, id_, "stands in another file as well; remove one")
            if self.english is None:
                found[id_] = file.whole(id_, table, keys)
            else:
                found[id_] = file.translated(id_, table, keys, self.english[kind])
        return found if self.english is None else {**self.english[kind], **found}

    def _all_tables(self, kind: str) -> Iterator[tuple[ContentFile, str, Table]]:
        """Yield the tables of a kind: those of its own file, then those of each extension."""
        own = ContentFile(self.root, f"{self.name}/{kind}.toml")
        may_be_missing = self.english is not None or kind in ONLY_OF_EXTENSIONS
        for id_, table in own.tables(may_be_missing=may_be_missing):
            yield own, id_, table
        if kind in OF_EXTENSIONS:
            for file in self._extension_files():
                for part, tables in file.tables():
                    if part not in OF_EXTENSIONS:
                        there_are = ", ".join(OF_EXTENSIONS)
                        raise ContentError(file.path, part, f"is not known; there are: {there_are}")
                    if part == kind:
                        yield from ((file, id_, table) for id_, table in tables.items())

    def _extension_files(self) -> list[ContentFile]:
        folder = self.root.joinpath(self.name, "extensions")
        names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
        return [
            ContentFile(self.root, f"{self.name}/extensions/{name}")
            for name in names
            if name.endswith(".toml")
        ]

    def _flat(self, kind: str) -> Mapping[str, Table]:
        file = ContentFile(self.root, f"{self.name}/{kind}.toml")
        if self.english is None:
            return {group: file.strings(group, table, FLAT[kind]) for group, table in file.tables()}
        merged = dict(self.english[kind])
        for group, table in file.tables(may_be_missing=True):
            strings = file.strings(group, table, FLAT[kind])
            file.refuse_unknown(group, strings, merged.get(group, {}), "English does not have it")
            merged[group] = {**merged[group], **strings}
        return merged


def _check_ids(english: Values) -> None:
    """Refuse an example that lacks what is to be changed in it."""
    for id_, table in english["commands"].items():
        if table["change"] not in table["example"]:
            raise ContentError("en/commands.toml", f"{id_}.change", "is not part of the example")


def _entries(groups: Mapping[str, Table]) -> Iterator[tuple[str, str, str]]:
    for group, table in groups.items():
        for key, text in table.items():
            yield group, key, text


def _words(language: str, values: Values) -> Words:
    made: dict[str, Any] = {
        name: {id_: kind.make(**table) for id_, table in values[name].items()}
        for name, kind in KINDS.items()
    }
    for name in FLAT:
        made[name] = {f"{group}.{key}": text for group, key, text in _entries(values[name])}
    return Words(language, **made)
