"""Reads a lesson from TOML or JSON. A lesson is data that anyone may write: all of it is checked.

What is wrong is said in one line: the place and the mend. Nothing in a lesson is ever run.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final, get_args

from smtp_playground.errors import ContentError
from smtp_playground.lessons.lesson import (
    FORMAT,
    ClosedSeen,
    CommandSeen,
    Expectation,
    Lesson,
    LessonStep,
    Line,
    MessageSeen,
    Question,
    ReplySeen,
    TimePassed,
    TlsSeen,
    Track,
)
from smtp_playground.lessons.script import read_line
from smtp_playground.lessons.tables import Reader
from smtp_playground.lessons.watch import AFTER
from smtp_playground.passing import LONGEST
from smtp_playground.personas import Persona, load_personas
from smtp_playground.rules_toml import read_rules
from smtpcore import CATALOGUE, Verb

MOST_CHARACTERS: Final = 262_144
"""Of a lesson file."""
MOST_STEPS: Final = 50
MOST_HINTS: Final = 20
MOST_LINES: Final = 500
MOST_MINUTES: Final = 240

KEYS: Final = (
    "format", "id", "language", "title", "track", "minutes", "goal", "story", "persona", "rule",
    "steps", "solution", "near_miss", "near_miss_why", "notice", "discuss",
)  # fmt: skip
STEP_KEYS: Final = ("id", "task", "entry", "hints", "see", "question")
QUESTION_KEYS: Final = ("ask", "choices", "answer", "because")
REPLY_KEYS: Final = ("after", "code", "reply", "enhanced", "times")
MESSAGE_KEYS: Final = ("from", "to", "exactly", "holds", "dots_removed", "round_trips")
SEE_KINDS: Final = ("command", "message", "closed", "tls", "time_passed")
"""What a `see` table is about, by the key that says so; a reply has none of them."""

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE: Final = re.compile(r"[2-5x][0-9x][0-9x]")
_ENHANCED: Final = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_ENTRY: Final = re.compile(r"[a-z]+/[A-Za-z0-9.-]+")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@cache
def personas() -> Mapping[str, Persona]:
    """Return the servers that a lesson may be about."""
    return load_personas()


def parse_lesson(text: str, file: str = "lesson") -> Lesson:
    """Read a lesson from its text, TOML or JSON. Raises `ContentError`."""
    return read_lesson(parse_table(text, file), file)


def parse_table(text: str, file: str = "lesson") -> Mapping[str, Any]:
    """Return what a text of TOML or JSON holds. Raises `ContentError`."""
    if len(text) > MOST_CHARACTERS:
        told = f"is longer than {MOST_CHARACTERS} characters, so it is no lesson"
        raise ContentError(file, "", told)
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    try:
        table = json.loads(text.lstrip("\ufeff")) if is_json else tomllib.loads(text)
    except RecursionError as error:
        raise ContentError(file, "", "is nested too deeply to be read") from error
    except ValueError as error:
        kind = "JSON" if is_json else "TOML"
        raise ContentError(file, "", f"is not {kind}: {error}") from error
    return dict(table)


def read_lesson(table: Mapping[str, Any], file: str = "lesson") -> Lesson:
    """Read a lesson from a table. Raises `ContentError`."""
    return _read(Reader(file, "", table))


def _read(reader: Reader) -> Lesson:
    reader.only(*KEYS)
    version = reader.number("format", 1, 1_000)
    if version > FORMAT:
        told = f"is {version}: a newer playground wrote this lesson; this one reads up to {FORMAT}"
        raise reader.error("format", told)
    return Lesson(
        id=_matching(reader, "id", _ID, "small letters, digits and dashes, such as my-lesson"),
        language=_matching(reader, "language", _LANGUAGE, "a language such as en or pt-BR"),
        title=reader.string("title", most=120),
        track=_track(reader),
        minutes=reader.number("minutes", 1, MOST_MINUTES),
        goal=reader.text("goal"),
        story=reader.paragraphs("story"),
        persona=reader.one_of("persona", tuple(personas())),
        steps=_steps(reader),
        solution=_lines(reader, "solution"),
        near_miss=_lines(reader, "near_miss"),
        near_miss_why=reader.text("near_miss_why"),
        notice=reader.paragraphs("notice"),
        discuss=reader.texts("discuss", 0),
        rules=read_rules(reader.table.get("rule", []), reader.error),
    )


def _track(reader: Reader) -> Track:
    known: tuple[Track, ...] = get_args(Track)
    value = reader.one_of("track", known, "own")
    return next(track for track in known if track == value)


def _matching(reader: Reader, key: str, pattern: re.Pattern[str], what: str) -> str:
    value = reader.string(key, most=80)
    if not pattern.fullmatch(value):
        raise reader.error(key, f"must be {what}")
    return value


def _lines(reader: Reader, key: str) -> tuple[Line, ...]:
    def one(place: str, value: object) -> Line:
        if isinstance(value, list):
            return tuple(_line(reader, place, each, together=True) for each in value)
        return _line(reader, place, value)

    return reader.many(key, one, 1, MOST_LINES)


def _line(reader: Reader, place: str, value: object, *, together: bool = False) -> str:
    line = reader.quoted(place, value)
    try:
        read_line(line, together=together)
    except ValueError as error:
        raise reader.error(place, str(error)) from error
    return line


# Steps.


def _steps(reader: Reader) -> tuple[LessonStep, ...]:
    steps: list[LessonStep] = []
    for table in reader.tables("steps", lambda table: str(table.get("id", "")), 1, MOST_STEPS):
        step = _step(table)
        if any(step.id == other.id for other in steps):
            raise table.error("id", "is the id of another step as well; choose another one")
        steps.append(step)
    return tuple(steps)


def _step(reader: Reader) -> LessonStep:
    reader.only(*STEP_KEYS)
    entry = reader.string("entry", "")
    if entry and not _ENTRY.fullmatch(entry):
        raise reader.error("entry", "must be an entry of the reference, such as commands/ehlo")
    return LessonStep(
        id=_matching(reader, "id", _ID, "small letters, digits and dashes, such as say-hello"),
        task=reader.text("task"),
        see=tuple(map(_expectation, reader.tables("see", lambda _: "", 1, 20))),
        hints=reader.texts("hints", 0, MOST_HINTS),
        entry=entry,
        question=_question(reader.part("question")) if reader.has("question") else None,
    )


def _question(reader: Reader) -> Question:
    reader.only(*QUESTION_KEYS)
    choices = reader.strings("choices", 2, 10)
    if len({*choices}) < len(choices):
        raise reader.error("choices", "has the same choice twice; change or remove one")
    return Question(
        ask=reader.text("ask"),
        choices=choices,
        answer=reader.number("answer", 1, len(choices)) - 1,
        because=reader.text("because"),
    )


# What must be seen.


def _expectation(reader: Reader) -> Expectation:
    kinds = [kind for kind in SEE_KINDS if reader.has(kind)]
    is_reply = any(reader.has(key) for key in REPLY_KEYS)
    if len(kinds) + is_reply != 1:
        there_are = ", ".join(("code", "reply", *SEE_KINDS))
        raise reader.error("", f"must say one thing that is to be seen: one of {there_are}")
    return _KINDS[kinds[0] if kinds else "reply"](reader)


def _reply(reader: Reader) -> ReplySeen:
    reader.only(*REPLY_KEYS)
    code = str(reader.table.get("code", ""))
    if code and not _CODE.fullmatch(code):
        raise reader.error(
            "code", 'must be a reply code such as "354", or "5xx" for any of its kind'
        )
    name, enhanced = reader.string("reply", ""), reader.string("enhanced", "")
    if name and name not in CATALOGUE:
        told = "is no reply's name; the list: python -m smtp_playground replies"
        raise reader.error("reply", told)
    if enhanced and not _ENHANCED.fullmatch(enhanced):
        raise reader.error("enhanced", "must be an enhanced status code such as 4.7.1")
    if not (code or name or enhanced):
        raise reader.error("", 'must say which reply: code = "250", for example')
    after = reader.one_of("after", ("", *AFTER), "")
    return ReplySeen(after, code, name, enhanced, reader.number("times", 1, 100, 1))


def _command(reader: Reader) -> CommandSeen:
    reader.only("command", "parameter")
    verbs = tuple(verb for verb in AFTER if verb in {str(verb) for verb in Verb})
    return CommandSeen(reader.one_of("command", verbs), reader.string("parameter", "", 40).upper())


def _message(reader: Reader) -> MessageSeen:
    reader.only("message")
    part = reader.part("message")
    part.only(*MESSAGE_KEYS)
    if not part.table:
        raise reader.error("message", "must say what message: { to = [...] }, for example")
    seen = MessageSeen(
        recipients=part.strings("to", 0),
        holds=part.strings("holds", 0),
        dots_removed=part.number("dots_removed", 0, 1_000) if part.has("dots_removed") else None,
        round_trips=part.number("round_trips", 1, 1_000) if part.has("round_trips") else None,
    )
    sender = part.string("from", "") if part.has("from") else None
    exactly = part.string("exactly", "") if part.has("exactly") else None
    return replace(seen, sender=sender, exactly=exactly)


def _closed(reader: Reader) -> ClosedSeen:
    reader.only("closed")
    reader.true("closed")
    return ClosedSeen()


def _tls(reader: Reader) -> TlsSeen:
    reader.only("tls", "discarded")
    reader.true("tls")
    return TlsSeen(reader.true("discarded"))


def _time_passed(reader: Reader) -> TimePassed:
    reader.only("time_passed")
    return TimePassed(reader.number("time_passed", 1, LONGEST))


_KINDS: Final[Mapping[str, Callable[[Reader], Expectation]]] = {
    "reply": _reply,
    "command": _command,
    "message": _message,
    "closed": _closed,
    "tls": _tls,
    "time_passed": _time_passed,
}
