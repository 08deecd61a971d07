"""Nothing in the reference names what there is not: every id leads somewhere."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from smtp_playground.errors import ContentError
from smtp_playground.ids import VERBS
from smtp_playground.runs import Run
from smtpcore import CATALOGUE, EXTENSIONS

if TYPE_CHECKING:
    from smtp_playground.content_files import Table
    from smtp_playground.reference.tables import Tables
    from smtp_playground.reference.words import ReferenceWords

KEYWORDS: Final = {*VERBS, *(keyword.lower() for keyword in EXTENSIONS)}
"""What may have an entry among the extensions: some servers list commands after EHLO."""

_BEYOND: Final = {"connect", "any"}
"""Rows of the matrix that are no command's."""


@dataclass(frozen=True, slots=True)
class Strangers:
    """Refuses ids that one language's tables name and that are nowhere."""

    tables: Mapping[str, Mapping[str, Table]]
    "Kind -> id -> what it says."
    files: Mapping[tuple[str, str], str]
    "Kind and id -> the file that it stands in."

    def refuse(self) -> None:
        """Raise `ContentError` for the first one."""
        known = {f"{kind}/{id_}" for kind, id_ in self._addresses()}
        for kind, tables in self.tables.items():
            for id_, table in tables.items():
                self._refuse_ids(kind, id_, table)
                for key, value in table.items():
                    for way in _ways(value):
                        self._refuse(kind, id_, key, [way], known)

    def _addresses(self) -> Iterator[tuple[str, str]]:
        return addresses(self.tables)

    def _refuse_ids(self, kind: str, id_: str, table: Table) -> None:
        codes = self.tables["codes"]
        match kind:
            case "codes":
                self._refuse(kind, id_, "related", table["related"], codes)
                self._refuse(kind, id_, "session", [table["session"] or ()], {*CATALOGUE, ()})
            case "compare":
                self._refuse_pair(id_, table)
            case "enhanced":
                self._refuse(kind, id_, "basic", table["basic"], codes)
            case "commands" | "extensions":
                self._refuse(kind, id_, "", [id_], VERBS if kind == "commands" else KEYWORDS)
            case "glossary":
                self._refuse(kind, id_, "see", table["see"], self.tables[kind])

    def _refuse_pair(self, id_: str, table: Table) -> None:
        file = self.files["compare", id_]
        if id_ != f"{table['left']}-vs-{table['right']}":
            raise ContentError(file, "", f"must be named {table['left']}-vs-{table['right']}.toml")
        for side in ("left", "right"):
            code, reply = table[side], table[f"{side}_reply"]
            if code not in {"2xx", "3xx", "4xx", "5xx"}:
                self._refuse("compare", "", side, [code], self.tables["codes"], file)
            self._refuse("compare", "", f"{side}_reply", [reply], CATALOGUE, file)
            got = str(CATALOGUE[reply].code)
            if code not in {got, f"{got[0]}xx"}:
                raise ContentError(file, f"{side}_reply", f"has another code: {got}, not {code}")

    def _refuse(
        self,
        kind: str,
        id_: str,
        key: str,
        ids: Iterable[Any],
        known: Container[Any],
        file: str = "",
    ) -> None:
        place = ".".join(part for part in (id_, key) if part)
        refuse_strangers(file or self.files[kind, id_], place, ids, known)


def addresses(tables: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    """Yield the kind and the id of each entry, by the tables of each kind."""
    yield from (("replies", code) for code in tables["codes"])
    yield from (("enhanced", f"x.{detail}") for detail in tables["enhanced"])
    yield from (("commands", id_) for id_ in VERBS)
    yield from (("extensions", id_) for id_ in KEYWORDS)
    for kind in ("compare", "glossary"):
        yield from ((kind, id_) for id_ in tables[kind])


def refuse_strangers(file: str, place: str, ids: Iterable[Any], known: Container[Any]) -> None:
    """Raise `ContentError` for the first id that is not known."""
    for id_ in ids:
        if id_ not in known:
            raise ContentError(file, place, f"names what there is not: {id_}")


def _ways(value: object) -> Iterator[str]:
    """Yield where the links in words lead to, if that is an entry."""
    if isinstance(value, Run):
        if value.href.startswith("#"):
            yield value.href.removeprefix("#")
    elif isinstance(value, tuple):
        for each in value:
            yield from _ways(each)


def check_tables(tables: Tables, words: ReferenceWords) -> None:
    """Raise `ContentError` for the first id in the tables that no words are about."""
    refuse_strangers("matrix.toml", "", tables.matrix, {*VERBS, *_BEYOND})
    for id_, row in tables.matrix.items():
        for kind in ("success", "intermediate", "error"):
            refuse_strangers("matrix.toml", f"{id_}.{kind}", getattr(row, kind), words.codes)
    refuse_strangers("constants.toml", "", tables.constants, words.codes)
    commands = {"", *(f"commands/{id_}" for id_ in VERBS)}
    for number, pattern in enumerate(tables.patterns, 1):
        refuse_strangers("find.toml", f"pattern[{number}].leads_to", [pattern.leads_to], commands)
    after = {*VERBS, *(key.removeprefix("after.") for key in words.ui if key.startswith("after."))}
    for number, said in enumerate(tables.said, 1):
        place = f"said[{number}]"
        refuse_strangers("said.toml", f"{place}.line", [said.code], words.codes)
        wanted = said.after.lower() if said.after.isupper() else said.after
        refuse_strangers("said.toml", f"{place}.after", [wanted], after)
