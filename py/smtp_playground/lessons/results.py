"""What a learner hands in: a file, or a short code for a chat, which the desk reads.

Both end in a check, the beginning of a SHA-256 over what they say. It tells an accident or a
careless change. It is no seal: it has no secret in it, so whoever knows how can make another.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any, Final

from smtp_playground.errors import ContentError
from smtp_playground.lessons.exchanged import read_exchanged
from smtp_playground.lessons.progress import (
    MOST_CHARACTERS,
    MOST_LESSONS,
    Record,
    read_record,
)
from smtp_playground.lessons.tables import Reader

FORMAT: Final = 1
KIND: Final = "smtp-playground-results"
FILE: Final = "results"
LONGEST_NAME: Final = 80
LONGEST_TITLE: Final = 120
MOST_CODES: Final = 1_000
MOST_UNPACKED: Final = 200_000
"""Octets that one code may unpack to, however small it is."""

_MARK: Final = "SMTP1."
_CHECKED: Final = 11
"""Characters of a code's check."""
_CODE: Final = re.compile(
    rf"SMTP1\.([A-Za-z0-9_\-\s]{{4,300000}}?)\.([A-Za-z0-9_-]{{{_CHECKED}}})(?![A-Za-z0-9_-])"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one learner has handed in."""

    name: str
    pack: str
    lessons: Mapping[str, Record]
    intact: bool = True
    "Whether the check fits what is said."


# Writing.


def write_file(sheet: Sheet) -> str:
    """Return the text of a file that says this."""
    table = _table(sheet)
    return json.dumps({**table, "check": _digest(table)}, ensure_ascii=True, indent=1) + "\n"


def write_code(sheet: Sheet) -> str:
    """Return it as a code of one line."""
    lessons = {id_: [int(value) for value in astuple(each)] for id_, each in sheet.lessons.items()}
    packed = zlib.compress(_compact([sheet.name, sheet.pack, lessons]).encode(), 9)
    body = urlsafe_b64encode(packed).decode().rstrip("=")
    return f"{_MARK}{body}.{_check(body)}"


def _table(sheet: Sheet) -> dict[str, Any]:
    fields = Record.__dataclass_fields__
    lessons = {
        id_: {key: getattr(each, key) for key in fields} for id_, each in sheet.lessons.items()
    }
    told = {"name": sheet.name, "pack": sheet.pack, "lessons": lessons}
    return {"format": FORMAT, "kind": KIND, **told}


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(table: Mapping[str, Any]) -> str:
    """Return the check of a file: of what it says, however it is laid out."""
    told = _compact({key: value for key, value in table.items() if key != "check"})
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()


def _check(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return urlsafe_b64encode(digest[:8]).decode().rstrip("=")


# Reading.


def read_results(text: str) -> tuple[list[Sheet], int]:
    """Read a file or codes; return what was handed in, and how many codes cannot be read.

    Raises `ContentError` if there is nothing in it that could be.
    """
    if len(text) > MOST_CHARACTERS:
        raise ContentError(FILE, "", f"is longer than {MOST_CHARACTERS} characters")
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return [_read_file(text)], 0
    begun = text.count(_MARK)
    if not begun:
        told = f"has neither a results file nor a code; a code begins with {_MARK}"
        raise ContentError(FILE, "", told)
    if begun > MOST_CODES:
        raise ContentError(FILE, "", f"has {begun} codes; give at most {MOST_CODES} at once")
    sheets = [sheet for found in _CODE.finditer(text) if (sheet := _read_code(*found.groups()))]
    return sheets, begun - len(sheets)


def _read_file(text: str) -> Sheet:
    reader = read_exchanged(text, FILE, KIND, FORMAT, MOST_CHARACTERS)
    reader.only("format", "kind", "name", "pack", "lessons", "check")
    intact = reader.string("check", "", 200) == _digest(reader.table)
    return _sheet(reader, reader.part("lessons"), intact=intact)


def _sheet(reader: Reader, lessons: Reader, *, intact: bool) -> Sheet:
    if len(lessons.table) > MOST_LESSONS:
        raise reader.error("lessons", f"has {len(lessons.table)} entries; at most {MOST_LESSONS}")
    return Sheet(
        name=reader.string("name", "", LONGEST_NAME),
        pack=reader.string("pack", "", LONGEST_TITLE),
        lessons={id_: read_record(lessons.part(id_)) for id_ in lessons.table},
        intact=intact,
    )


def _read_code(body: str, check: str) -> Sheet | None:
    """Read one code. One that was changed is read as far as it makes sense, and is not intact."""
    body = "".join(body.split())  # a mail program may have broken it
    try:
        name, pack, lessons = json.loads(_unpacked(body))
        keys = tuple(Record.__dataclass_fields__)
        records = {
            id_: {**dict(zip(keys, numbers, strict=True)), "done": numbers[0] == 1}
            for id_, numbers in lessons.items()
        }
        reader = Reader(FILE, "", {"name": name, "pack": pack, "lessons": records})
        return _sheet(reader, reader.part("lessons"), intact=check == _check(body))
    except (ContentError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None


def _unpacked(body: str) -> str:
    """Return what a code says. Raises ValueError."""
    packed = urlsafe_b64decode(body + "=" * (-len(body) % 4))
    unpacker = zlib.decompressobj()
    try:
        octets = unpacker.decompress(packed, MOST_UNPACKED)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("unpacks to too much, or is cut short")
    return octets.decode()
