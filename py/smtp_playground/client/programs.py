"""The programs that a reader may begin with, in each language, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from smtp_playground.errors import ContentError
from smtp_playground.library import CONTENT
from smtp_playground.personas import parse_table, read_octets
from smtp_playground.ready_rules import ready_rules

FILE: Final = "programs.toml"
_KEYS: Final = frozenset({"title", "code", "rule"})


@dataclass(frozen=True, slots=True)
class Program:
    """One of them: data, which nothing of ours runs."""

    id: str
    title: str
    code: str
    rule: str
    "The ready-made rule that shows what it is about; empty: none is needed."


def programs(language: str) -> tuple[Program, ...]:
    """Return them in a language. Raises `ContentError`, which names the place and the mend."""
    english = _tables("en")
    own = _tables(language)
    if missing := english.keys() ^ own.keys():
        raise ContentError(_path(language), min(missing), "must be in both languages or in none")
    return tuple(_program(language, id_, own[id_], english[id_]) for id_ in english)


def _program(language: str, id_: str, table: dict[str, Any], english: dict[str, Any]) -> Program:
    if unknown := table.keys() - _KEYS:
        raise ContentError(_path(language), f"{id_}.{min(unknown)}", "is not known")
    for key in ("title", "code"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise ContentError(_path(language), f"{id_}.{key}", "must be a text in quotes")
    rule = english.get("rule", "")
    if rule and rule not in ready_rules():
        raise ContentError(_path("en"), f"{id_}.rule", f"no ready-made rule is called {rule!r}")
    return Program(id_, table["title"], table["code"], rule)


def _tables(language: str) -> dict[str, Any]:
    return dict(parse_table(_path(language), read_octets(CONTENT / language / FILE)))


def _path(language: str) -> str:
    return f"{language}/{FILE}"
