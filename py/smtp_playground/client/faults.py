"""What ended a program: an exception as data, with the replies that caused it."""

from __future__ import annotations

import json
import smtplib
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeVar

from smtp_playground.client.wire import CODE

_Value = TypeVar("_Value")

LONGEST: Final = 2_000
"""Characters of an exception's own words that are kept."""
MOST_REPLIES: Final = 20
MOST_STEPS: Final = 12
"""Lines of code on the way to it that are kept, the last ones."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A reply of the server's that an exception is about."""

    code: int
    text: str
    "What the exception has of it."
    recipient: str = ""
    "Whom it refuses, if it is one of several."


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception that nobody caught."""

    kinds: tuple[str, ...]
    "Its class, and those that one is of, as far as Exception."
    text: str
    line: int
    "Of the code, where it came from; 0: no line of it."
    way: tuple[int, ...] = ()
    "The lines of the code that led there."
    replies: tuple[Cause, ...] = ()
    module: str = ""
    "The module that cannot be imported."


def fault_of(error: BaseException) -> Fault:
    """Return an exception as data."""
    way = [line for line in _way(error) if line][-MOST_STEPS:]
    line = way[-1] if way else 0
    if isinstance(error, SyntaxError) and error.filename == CODE:
        line = error.lineno or 0
    kinds = [kind.__name__ for kind in type(error).__mro__]
    text = error.msg if isinstance(error, SyntaxError) else _words(error)
    replies = tuple(_replies(error))[:MOST_REPLIES]
    module = (error.name or "") if isinstance(error, ImportError) else ""
    return Fault(tuple(kinds), text[:LONGEST], line, tuple(way), replies, module[:LONGEST])


def _words(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return ""


def _way(error: BaseException) -> Iterator[int]:
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == CODE:
            yield line


def _replies(error: BaseException) -> Iterator[Cause]:
    """Yield the replies that `smtplib`'s exceptions carry."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        yield from _refusals(error.recipients)
    elif isinstance(error, smtplib.SMTPResponseException):
        yield Cause(int(error.smtp_code), _text(error.smtp_error))


def _refusals(recipients: object) -> Iterator[Cause]:
    if not isinstance(recipients, Mapping):
        return
    for recipient, refusal in recipients.items():
        match refusal:
            case [int(code), text]:
                yield Cause(code, _text(text), str(recipient)[:LONGEST])


def _text(said: object) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return text[:LONGEST]


def write_fault(fault: Fault) -> str:
    """Return it as JSON."""
    return json.dumps(asdict(fault))


def read_fault(text: str) -> Fault:
    """Read one: it comes from where the reader's code is run. Raises ValueError."""
    try:
        table = json.loads(text)
        return Fault(
            kinds=_all(str, table["kinds"]),
            text=_one(str, table["text"]),
            line=_one(int, table["line"]),
            way=_all(int, table["way"]),
            replies=tuple(_cause(each) for each in table["replies"][:MOST_REPLIES]),
            module=_one(str, table["module"]),
        )
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("what ended the program is told in an unknown form") from error


def _cause(table: Mapping[str, Any]) -> Cause:
    code, text = _one(int, table["code"]), _one(str, table["text"])
    return Cause(code, text, _one(str, table["recipient"]))


def _one(kind: type[_Value], value: object) -> _Value:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value


def _all(kind: type[_Value], values: list[object]) -> tuple[_Value, ...]:
    return tuple(_one(kind, value) for value in values)
