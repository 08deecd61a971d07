"""What is the same in every language: who can say what, real servers' lines, names in programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from smtp_playground.content_files import ContentFile, Table
from smtp_playground.content_keys import RFC, Key, filled, list_of
from smtp_playground.errors import ContentError
from smtp_playground.reference.entries import FindPattern
from smtp_playground.reference.library import REFERENCE

if TYPE_CHECKING:
    from smtp_playground.words import Reference

SERVERS: Final[Mapping[str, str]] = {
    "postfix": "Postfix",
    "exim": "Exim",
    "sendmail": "Sendmail",
    "qmail": "qmail",
    "opensmtpd": "OpenSMTPD",
    "exchange": "Exchange",
    "gmail": "Gmail",
    "aiosmtpd": "aiosmtpd",
    "haraka": "Haraka",
    "stalwart": "Stalwart",
}
"""The servers whose lines are quoted, in the order in which they are shown."""

PROGRAMS: Final = ("smtplib", "aiosmtpd", "nodemailer")


@dataclass(frozen=True, slots=True)
class Said:
    """One line that a real server says."""

    server: str
    after: str
    "A verb in upper case, or `connect`, `dot`, `any`, `timeout`, `tls`, `several-errors`."
    line: str

    @property
    def code(self) -> str:
        """The reply code that it begins with."""
        return self.line[:3]


@dataclass(frozen=True, slots=True)
class Row:
    """What one command can be answered: codes, by their kind (RFC 5321 4.3.2)."""

    rfc: tuple[Reference, ...]
    success: tuple[str, ...]
    intermediate: tuple[str, ...]
    error: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.success, *self.intermediate, *self.error)


@dataclass(frozen=True, slots=True)
class Tables:
    """All that stands in no language's folder."""

    said: tuple[Said, ...]
    matrix: Mapping[str, Row]
    "By a command's id, and `connect`, `any`."
    constants: Mapping[str, Mapping[str, tuple[str, ...]]]
    "Code -> program -> names."
    patterns: tuple[FindPattern, ...]
    "How the parts of a log line are found, in the order in which they are tried."


_CODES: Final = Key(list_of(filled), optional=True)
_ROW: Final = {"rfc": RFC, "success": _CODES, "intermediate": _CODES, "error": _CODES}
_NAMES: Final = dict.fromkeys(PROGRAMS, _CODES)
_LINE: Final = Key(filled)
_PATTERN: Final = {"part": _LINE, "pattern": _LINE, "leads_to": Key(filled, optional=True)}
_SAID: Final = {"server": _LINE, "after": _LINE, "line": _LINE}


def load_tables(root: Path = REFERENCE) -> Tables:
    """Load them. Raises `ContentError`."""
    matrix = ContentFile(root.parent, "matrix.toml")
    constants = ContentFile(root, "constants.toml")
    return Tables(
        said=tuple(_said(ContentFile(root, "said.toml"))),
        matrix={id_: Row(**matrix.whole(id_, table, _ROW)) for id_, table in matrix.tables()},
        constants={
            code: constants.whole(code, table, _NAMES) for code, table in constants.tables()
        },
        patterns=tuple(_patterns(ContentFile(root, "find.toml"))),
    )


def _patterns(file: ContentFile) -> Iterator[FindPattern]:
    rows: Any = file.flat().get("pattern", ())
    for number, row in enumerate(rows, 1):
        place = f"pattern[{number}]"
        table = file.whole(place, row, _PATTERN)
        try:
            groups = re.compile(table["pattern"]).groups
        except re.error as error:
            raise ContentError(file.path, f"{place}.pattern", f"cannot be read: {error}") from error
        if groups != 1:
            raise ContentError(file.path, f"{place}.pattern", "must have one group: the part")
        yield FindPattern(table["part"], table["pattern"], table["leads_to"] or "")


def _said(file: ContentFile) -> list[Said]:
    rows: Any = file.flat().get("said", ())
    said = []
    for number, row in enumerate(rows, 1):
        place = f"said[{number}]"
        table: Table = file.whole(place, row, _SAID)
        if table["server"] not in SERVERS:
            raise ContentError(file.path, place, f"names no server; there are {', '.join(SERVERS)}")
        if not re.match(r"[0-9]{3}(?:[ -]|$)", table["line"]):
            raise ContentError(file.path, place, "must begin with a code of three digits")
        said.append(Said(**table))
    return said
