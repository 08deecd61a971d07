"""What the teacher's desk shows: a part of the view model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from smtp_playground.runs import Run

SeenKind: TypeAlias = Literal[
    "reply",
    "name",
    "enhanced",
    "command",
    "parameter",
    "recipients",
    "sender",
    "field",
    "closed",
    "tls",
    "discarded",
    "time",
]
About: TypeAlias = Literal["command", "greeting", "unknown", "message"]
"""What a reply answers: a command, nothing yet, a line that is none, or the end of a message."""


@dataclass(frozen=True, slots=True)
class LessonProblem:
    """One thing that is wrong with a lesson, and the mend."""

    place: str
    problem: str


@dataclass(frozen=True, slots=True)
class LessonCheck:
    """All that is wrong with a lesson's file."""

    problems: tuple[LessonProblem, ...]
    lesson: str
    "The same lesson as JSON; empty if it cannot be read."
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class LessonFile:
    """A lesson that was written at the desk, as a file."""

    name: str
    "Without its ending."
    toml: str
    json: str
    problems: tuple[LessonProblem, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that a step can ask to be seen."""

    kind: SeenKind
    about: About
    verb: str
    "Of the command it is about; else empty."
    value: str
    see: str
    "The table of a lesson's file that says so, as JSON."


@dataclass(frozen=True, slots=True)
class RecordedLine:
    """One line of a recording."""

    speaker: Literal["client", "server", "note"]
    note: Literal["", "closed", "tls", "time"]
    "What happened, if nobody said it."
    text: str
    "Without secrets; of a message, its lines."
    seen: tuple[Seen, ...]
    "What of it can be asked for."


@dataclass(frozen=True, slots=True)
class Recording:
    """What was said on the last connection."""

    persona: str
    lines: tuple[RecordedLine, ...]
    solution: str
    "The client's side as a lesson's file has it, as JSON: it may hold what was typed as a secret."
    rules: str
    "The rules that the server followed, as JSON."
    secrets: int
    "How many lines of the solution hold a password, or what was sent in place of one."


@dataclass(frozen=True, slots=True)
class PackRow:
    """One lesson of a class pack. Of those that come along, a pack has only the id."""

    id: str
    title: str
    track: str
    minutes: int
    goal: tuple[Run, ...]
    file: str
    "The lesson as JSON; empty for one that comes along."


@dataclass(frozen=True, slots=True)
class PackView:
    """A class pack that was read."""

    title: str
    language: str
    solutions: bool
    "Whether learners may have solutions shown."
    ask_name: bool
    "Whether they are asked for a name when they hand in."
    rows: tuple[PackRow, ...]


@dataclass(frozen=True, slots=True)
class PackFile:
    """A class pack, as the text of its file."""

    name: str
    text: str
    "In ASCII and without `<`, so that it can stand in a page."


@dataclass(frozen=True, slots=True)
class Results:
    """What a learner hands in."""

    name: str
    "Of the file."
    text: str
    code: str
    "The same, short enough for a chat."


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What a learner has done of one lesson."""

    lesson: str
    done: bool
    tries: int
    hints: int
    lines: int
    round_trips: int
    seconds: int


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """What one learner has handed in."""

    name: str
    pack: str
    intact: bool
    "Whether the check fits: it shows an accident or a careless change, and is no seal."
    rows: tuple[ResultRow, ...]


@dataclass(frozen=True, slots=True)
class ResultsView:
    """What was read of a file, or of codes."""

    sheets: tuple[ResultSheet, ...]
    unread: int
    "Codes that are cut short or changed beyond reading."
