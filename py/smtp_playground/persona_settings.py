"""The parts of a persona file that tune extensions and ask for replies.

An extension's settings are a frozen dataclass in its own file; its fields and their types say
what may stand in `[extension.<KEYWORD>]`, so nothing about it is written twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final, get_type_hints

from smtp_playground.ids import VERBS, command_id
from smtpcore import CATALOGUE, EXTENSIONS, FAULTS, Reply, Verb

LARGEST: Final = 1_073_741_824
"""Octets, seconds or counts."""

Table = Mapping[str, Any]
Fail = Callable[[str, str], Exception]
"""A place in the file and what is wrong there -> the error to raise."""


def read_settings(table: Table, extensions: tuple[str, ...], fail: Fail) -> tuple[object, ...]:
    """Return the settings of the extensions that are on. Raises what `fail` makes."""
    for keyword in table:
        if keyword not in EXTENSIONS or EXTENSIONS[keyword].settings is object:
            tunable = (name for name, known in EXTENSIONS.items() if known.settings is not object)
            place = f"extension.{keyword}"
            raise fail(place, f"cannot be tuned; these can: {', '.join(sorted(tunable))}")
        if keyword not in extensions:
            raise fail(f"extension.{keyword}", "is tuned and not on; add it to server.extensions")
    return tuple(_settings(keyword, values, fail) for keyword, values in table.items())


def _settings(keyword: str, table: object, fail: Fail) -> object:
    kind: type[Any] = EXTENSIONS[keyword].settings
    hints = get_type_hints(kind)
    keys = {field.name.replace("_", "-"): field.name for field in fields(kind)}
    place = f"extension.{keyword}"
    if not isinstance(table, dict):
        raise fail(place, "must be a table")
    for key in table:
        if key not in keys:
            known = ", ".join(sorted(keys))
            raise fail(f"{place}.{key}", f"is not known; known are {known}")
    values = {
        keys[key]: _value(f"{place}.{key}", str(hints[keys[key]]), value, fail)
        for key, value in table.items()
    }
    try:
        settings: object = kind(**values)
    except ValueError as error:
        raise fail(place, str(error)) from error
    return settings


def _value(place: str, kind: str, value: Any, fail: Fail) -> object:  # noqa: ANN401
    expected, reads = _KINDS[kind.removeprefix("collections.abc.")]
    try:
        return reads(value)
    except (TypeError, ValueError) as error:
        raise fail(place, f"must be {expected}") from error


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if type(value) is not int or not -LARGEST <= value <= LARGEST:
        raise ValueError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(map(_text, value))


def _table_of(read: Callable[[object], object]) -> Callable[[object], dict[str, object]]:
    def read_table(value: object) -> dict[str, object]:
        if not isinstance(value, dict) or not all(map(_is_key, value)):
            raise TypeError(value)
        return {key: read(entry) for key, entry in value.items()}

    return read_table


def _is_key(key: str) -> bool:
    """Names are compared in lower case; what is compared as it is has a mark that no name has."""
    return key == key.lower() or key.startswith("<") or "://" in key


_KINDS: Final[Mapping[str, tuple[str, Callable[[Any], object]]]] = {
    "<class 'bool'>": ("true or false", _boolean),
    "bool | None": ("true or false", _boolean),
    "<class 'int'>": (f"a whole number of at most {LARGEST}", _number),
    "<class 'str'>": ("a text", _text),
    "tuple[str, ...]": ("a list of texts", _texts),
    "Mapping[str, str]": ("a table of names in lower case with texts", _table_of(_text)),
    "Mapping[str, int]": ("a table of names in lower case with numbers", _table_of(_number)),
    "Mapping[str, tuple[str, ...]]": (
        "a table of names in lower case with lists of texts",
        _table_of(_texts),
    ),
}
"""A field's type -> what must stand there, and how it is read."""


def read_answers(table: Table, fail: Fail) -> dict[Verb, dict[str, Reply]]:
    """Return the replies that a persona asks for, by verb and by whom they concern."""
    return {
        _verb(command, fail): _answers(command, asked, fail) for command, asked in table.items()
    }


def _verb(command: str, fail: Fail) -> Verb:
    if VERBS.get(command) not in FAULTS:
        known = ", ".join(map(command_id, FAULTS))
        raise fail(f"answers.{command}", f"is not known; known are {known}")
    return VERBS[command]


def _answers(command: str, table: object, fail: Fail) -> dict[str, Reply]:
    if not isinstance(table, dict):
        raise fail(f"answers.{command}", "must be a table of names with reply names")
    names = {reply.name for reply in FAULTS[VERBS[command]]}
    for key, name in table.items():
        place = f"answers.{command}.{key}"
        if key != key.lower():
            raise fail(place, "must be in lower case: names are compared so")
        if name not in names:
            raise fail(place, f"must be one of: {', '.join(sorted(names))}, not {name!r}")
    return {key: CATALOGUE[name] for key, name in table.items()}
