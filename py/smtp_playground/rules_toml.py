"""Rules as people write them: `[[rule]]` tables in TOML, read and written back.

    [[rule]]
    name = "Greylisting"
    when = { command = "RCPT", address = "*@example.org", until_minute = 5 }
    then = { code = 450, enhanced = "4.7.1", text = "Come back in five minutes" }
    times = 3

A mistake is said in one line: the rule, the key, and the mend.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from smtp_playground.errors import ContentError
from smtpcore import CATALOGUE, Reply, Rule, Then, When
from smtpcore.faults import fault, faults_at
from smtpcore.globs import Glob
from smtpcore.rules import RuleError, eclipsed, name_of

MOST_RULES: Final = 200
LONGEST_TEXT: Final = 65_536
"""Characters of what is read at once."""

Table = Mapping[str, Any]
Fail = Callable[[str, str], Exception]
"""A place and what is wrong there -> the error to raise."""

_RULE_KEYS: Final = ("name", "when", "then", "times", "on")
_WHEN_KEYS: Final = tuple(field.name for field in fields(When))
_THEN_KEYS: Final = ("code", "enhanced", "text", "reply", "delay", "drop", "hang")
_PATTERNS: Final = frozenset({"address", "argument"})
_FLAGS: Final = frozenset({"drop", "hang", "on"})
_TEXTS: Final = frozenset({"name", "command", "enhanced", "text", "reply", *_PATTERNS})


def parse_rules(text: str, file: str = "rules") -> tuple[Rule, ...]:
    """Return the rules of a TOML text. Raises `ContentError`."""
    if len(text) > LONGEST_TEXT:
        raise ContentError(file, "", f"is longer than {LONGEST_TEXT} characters")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(file, "", f"is not TOML: {error}") from error
    except RecursionError as error:
        raise ContentError(file, "", "is nested too deeply to be read") from error

    def fail(place: str, problem: str) -> ContentError:
        return ContentError(file, place, problem)

    for key in table.keys() - {"rule"}:
        raise fail(key, "is not known here; every rule begins with [[rule]]")
    return read_rules(table.get("rule", []), fail)


def read_rules(tables: object, fail: Fail) -> tuple[Rule, ...]:
    """Return the rules of the `[[rule]]` tables of a file. Raises what `fail` makes."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise fail("rule", "must be tables that begin with [[rule]]")
    if len(tables) > MOST_RULES:
        raise fail("rule", f"is there {len(tables)} times; at most {MOST_RULES}")
    return tuple(_rule(number, table, fail) for number, table in enumerate(tables, 1))


def _rule(number: int, table: Table, fail: Fail) -> Rule:
    def here(place: str, problem: str) -> Exception:
        return fail(f"rule {number}{f', {place}' if place else ''}", problem)

    _check(table, "", _RULE_KEYS, here)
    when, then = _part(table, "when", _WHEN_KEYS, here), _part(table, "then", _THEN_KEYS, here)
    command = when.get("command", "any")
    try:
        return Rule(
            when=When(**{key: _moment(key, value) for key, value in when.items()}),
            then=_then(then, command),
            times=table.get("times"),
            name=table.get("name", ""),
            on=table.get("on", True),
        )
    except RuleError as error:
        raise here(error.place, str(error)) from error


def _part(table: Table, name: str, known: Sequence[str], fail: Fail) -> Table:
    part = table.get(name, {})
    if not isinstance(part, dict):
        raise fail(name, 'must be a table in braces, such as { command = "RCPT" }')
    _check(part, f"{name}.", known, fail)
    return part


def _check(table: Table, prefix: str, known: Sequence[str], fail: Fail) -> None:
    for key, value in table.items():
        place = f"{prefix}{key}"
        if key not in known:
            raise fail(place, f"is not known; known are {', '.join(known)}")
        if key in _TEXTS and not isinstance(value, str):
            raise fail(place, "must be a text in quotes")
        if key in _FLAGS and not isinstance(value, bool):
            raise fail(place, "must be true or false")


def _moment(key: str, value: Any) -> Any:  # noqa: ANN401 (whatever stands in the file)
    if key not in _PATTERNS:
        return value
    bare = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    try:
        return Glob(bare)
    except ValueError as error:
        raise RuleError(f"when.{key}", str(error)) from error


def _then(table: Table, command: str) -> Then:
    does = {key: table[key] for key in ("delay", "drop", "hang") if key in table}
    return Then(reply=_reply(table, command), **does)


def _reply(table: Table, command: str) -> Reply | None:
    name, code = table.get("reply"), table.get("code")
    said = {key for key in ("enhanced", "text") if key in table}
    if name is not None:
        if code is not None or "enhanced" in said:
            raise RuleError("then.reply", "stands for code and enhanced; leave those out")
        return _named(name, command, table.get("text", ""))
    if code is None:
        if said:
            raise RuleError(f"then.{min(said)}", "needs a code beside it, such as code = 450")
        return None
    if type(code) is not int:
        raise RuleError("then.code", "must be a whole number such as 450")
    return fault(command, code, table.get("enhanced", ""), table.get("text", ""))


def _named(name: str, command: str, text: str) -> Reply:
    known = {reply.name: reply for reply in faults_at(command)}
    if name not in known:
        there_are = ", ".join(sorted(known))
        raise RuleError("then.reply", f"must be one of these at {command}: {there_are}")
    reply = known[name]
    return Reply(name, reply.code, reply.enhanced, text or reply.text)


def warnings(rules: Sequence[Rule]) -> Iterable[tuple[str, str]]:
    """Yield the names of rules that can never apply, each with the one that always does before."""
    for later, earlier in eclipsed(rules):
        yield name_of(rules[later], later), name_of(rules[earlier], earlier)


# Back again.


def write_rules(rules: Iterable[Rule]) -> str:
    """Return the TOML text that reads as these rules."""
    return "\n".join(map(_written, rules))


def _written(rule: Rule) -> str:
    when = {
        key: (value.pattern or "<>") if isinstance(value, Glob) else value
        for key in _WHEN_KEYS
        if (value := getattr(rule.when, key)) != _DEFAULTS[key] or key == "command"
    }
    lines = ["[[rule]]"]
    lines += [f"name = {_value(rule.name)}"] if rule.name else []
    lines += [f"when = {_inline(when)}", f"then = {_inline(_done(rule.then, rule.when.command))}"]
    lines += [f"times = {rule.times}"] if rule.times is not None else []
    lines += [] if rule.on else ["on = false"]
    return "\n".join(lines) + "\n"


_DEFAULTS: Final = {field.name: getattr(When(), field.name) for field in fields(When)}


def _done(then: Then, command: str) -> dict[str, object]:
    done: dict[str, object] = {}
    reply = then.reply
    if reply is not None:
        usual = fault(command, reply.code, reply.enhanced)
        if reply.name != usual.name:  # two names have the same codes: the first is meant by those
            usual = CATALOGUE[reply.name]
            done["reply"] = reply.name
        else:
            done["code"] = reply.code
            if reply.enhanced != fault(command, reply.code).enhanced:
                done["enhanced"] = reply.enhanced
        if reply.text != usual.text:
            done["text"] = reply.text
    done |= {"delay": then.delay} if then.delay else {}
    done |= {"drop": True} if then.drop else {}
    done |= {"hang": True} if then.hang else {}
    return done


def _inline(table: Mapping[str, object]) -> str:
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in table.items()) + " }"


def _value(value: object) -> str:
    """Return a value in TOML, whose strings are those of JSON but for one character."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower()
