"""Writes a lesson that was made at the desk as a file, which people go on with by hand."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from smtp_playground.lessons.lesson import FORMAT
from smtp_playground.lessons.reading import KEYS, QUESTION_KEYS, STEP_KEYS

Table = Mapping[str, Any]
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
WIDE: Final = 88
"""Characters that a list may take in one line."""


def completed(form: Table) -> dict[str, Any]:
    """Return a lesson's table with what its teacher need not write: the format, and ids."""
    table = {"format": FORMAT, "track": "own", "minutes": 5, **form}
    table["id"] = table.get("id") or slug(str(table.get("title", ""))) or "my-lesson"
    steps = table.get("steps")
    if isinstance(steps, list):
        table["steps"] = [
            {**step, "id": step.get("id") or f"step-{number}"} if isinstance(step, dict) else step
            for number, step in enumerate(steps, 1)
        ]
    return {key: value for key, value in table.items() if value not in ("", [], None)}


def slug(title: str) -> str:
    """Return an id that is like a title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-")


def toml(table: Table) -> str:
    """Return the TOML text that reads as this lesson."""
    rules = (_rule(rule) for rule in _tables(table, "rule"))
    steps = (_step(step) for step in _tables(table, "steps"))
    first = "\n".join(_pairs(table, KEYS, but=("rule", "steps")))
    return "\n\n".join([first, *rules, *steps]) + "\n"


def _rule(rule: Table) -> str:
    return "\n".join(["[[rule]]", *_pairs(rule, ())])


def _step(step: Table) -> str:
    lines = ["[[steps]]", *_pairs(step, STEP_KEYS, but=("question",))]
    question = step.get("question")
    if isinstance(question, Mapping):
        lines += ["", "[steps.question]", *_pairs(question, QUESTION_KEYS)]
    return "\n".join(lines)


def _tables(table: Table, key: str) -> list[Table]:
    value = table.get(key)
    tables = value if isinstance(value, list) else []
    return [each for each in tables if isinstance(each, Mapping)]


def _pairs(table: Table, keys: tuple[str, ...], but: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield a line for each key, in the order in which people are used to see them."""
    known = [key for key in keys if key in table]
    for key in (*known, *(key for key in table if key not in keys)):
        if key not in but:
            yield f"{_key(key)} = {_value(table[key])}"


def _value(value: object) -> str:
    if isinstance(value, str) and "\n" in value:
        return _long(value)
    short = _inline(value)
    if not isinstance(value, list) or len(short) <= WIDE:
        return short
    return "\n".join(["[", *(f"  {_inline(each)}," for each in value), "]"])


def _long(text: str) -> str:
    """Return paragraphs as they are read; what cannot stand so is one line with escapes."""
    if any((each < " " and each != "\n") or each == "\x7f" for each in text) or '"' in text[-1:]:
        return _quoted(text)
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""\n{escaped}"""'


def _inline(value: object) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return (
            "{ " + ", ".join(f"{_key(key)} = {_inline(each)}" for key, each in value.items()) + " }"
        )
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_inline, value))}]"
    return str(value).lower() if isinstance(value, bool) else json.dumps(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)
