"""A file of the content, read by the keys that its tables may have."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from smtp_playground.content_keys import BadValueError, Key
from smtp_playground.errors import ContentError
from smtp_playground.markup import MarkupError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Table: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ContentFile:
    """One TOML file; every mistake in it is told with its place."""

    root: Traversable
    path: str

    def tables(self, *, may_be_missing: bool = False) -> Iterator[tuple[str, Table]]:
        """Yield each table with its id. Raises `ContentError`."""
        if may_be_missing and not self._file.is_file():
            return
        for id_, table in self.flat().items():
            if not isinstance(table, dict):
                raise ContentError(self.path, id_, "stands outside a table; put it under [...]")
            yield id_, table

    def flat(self) -> Table:
        """Return all that stands in the file. Raises `ContentError`."""
        try:
            return tomllib.loads(self._file.read_text(encoding="utf-8"))
        except OSError as error:
            raise ContentError(self.path, "", f"cannot be read: {error.strerror}") from error
        except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
            raise ContentError(self.path, "", f"is not TOML in UTF-8: {error}") from error

    @property
    def _file(self) -> Traversable:
        return self.root.joinpath(*self.path.split("/"))

    def whole(self, id_: str, table: Table, keys: Mapping[str, Key]) -> Table:
        """Return a table of the whole language, read by its keys. Raises `ContentError`."""
        self.refuse_unknown(id_, table, keys, f"there are: {', '.join(keys)}")
        for key, rule in keys.items():
            if key not in table and not rule.optional:
                raise ContentError(self.path, f"{id_}.{key}", "is missing")
        return {
            key: self._read(id_, key, table, rule) if key in table else ()
            for key, rule in keys.items()
        }

    def translated(
        self, id_: str, table: Table, keys: Mapping[str, Key], english: Mapping[str, Table]
    ) -> Table:
        """Return a table of another language over the English one. Raises `ContentError`."""
        if id_ not in english:
            raise ContentError(self.path, id_, "is not known: English does not have it")
        self.refuse_unknown(id_, table, keys, f"there are: {', '.join(keys)}")
        for key in table:
            if keys[key].in_english_only:
                raise ContentError(self.path, f"{id_}.{key}", "stands in English only; remove it")
        return {
            **english[id_],
            **{key: self._read(id_, key, table, keys[key]) for key in table},
        }

    def strings(self, group: str, table: Table, rule: Key) -> Table:
        """Return a table whose keys are free, each value read by one rule."""
        return {key: self._read(group, key, table, rule) for key in table}

    def refuse_unknown(self, id_: str, table: Table, known: Mapping[str, Any], why: str) -> None:
        """Raise `ContentError` for a key that is not known."""
        for key in table:
            if key not in known:
                raise ContentError(self.path, f"{id_}.{key}", f"is not known: {why}")

    def _read(self, id_: str, key: str, table: Table, rule: Key) -> Any:  # noqa: ANN401 - one type a key
        try:
            return rule.read(table[key])
        except (BadValueError, MarkupError) as error:
            raise ContentError(self.path, f"{id_}.{key}", str(error)) from error
