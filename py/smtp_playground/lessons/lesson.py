"""A lesson as data: what is to be done, what must be seen, and the words around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from smtp_playground.markup import Text
from smtpcore import Rule

FORMAT: Final = 1
"""The version of the lesson format that is written and read."""

Track: TypeAlias = Literal["first-mail", "refused", "modern-mail", "under-the-hood", "weird", "own"]
TRACKS: Final[tuple[Track, ...]] = (
    "first-mail",
    "refused",
    "modern-mail",
    "under-the-hood",
    "weird",
    "own",
)
"""In the order in which they are offered; a teacher's own lessons are `own`."""


@dataclass(frozen=True, slots=True)
class ReplySeen:
    """A reply came. What is empty may be anything."""

    after: str = ""
    "What it answers, as rules name it: `MAIL`, `connect`, `end of data`; empty: whatever it was."
    code: str = ""
    "Three characters, digits or `x` for any: `354`, `5xx`."
    reply: str = ""
    "Its name, `no-such-mailbox`."
    enhanced: str = ""
    times: int = 1
    "How often, in this step."


@dataclass(frozen=True, slots=True)
class CommandSeen:
    """A command came, whatever was answered."""

    command: str
    parameter: str = ""
    "A keyword that it must carry: `SIZE`; for EHLO and the like: none."


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """A message was accepted. What is None or empty may be anything."""

    sender: str | None = None
    "The reverse-path without brackets; `` is the null one. In a file: `from`."
    recipients: tuple[str, ...] = ()
    "All of them, in any order. In a file: `to`."
    exactly: str | None = None
    "The content byte for byte, its lines ended by \\n here and by CRLF on the wire."
    holds: tuple[str, ...] = ()
    "Whole lines that its content has, header or body."
    dots_removed: int | None = None
    "At least so many dots were taken from the beginning of lines."
    round_trips: int | None = None
    "The connection took at most so many by then."


@dataclass(frozen=True, slots=True)
class ClosedSeen:
    """The connection ended."""


@dataclass(frozen=True, slots=True)
class TlsSeen:
    """The connection became an encrypted one."""

    discarded: bool = False
    "Whether octets that came in the clear behind STARTTLS must have been thrown away."


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Time was let pass on the conversation's clock."""

    seconds: int
    "At least, in this step."


Expectation: TypeAlias = ReplySeen | CommandSeen | MessageSeen | ClosedSeen | TlsSeen | TimePassed
"""One thing that must be seen; those of a step in their order, whatever comes between."""


@dataclass(frozen=True, slots=True)
class Question:
    """A prediction, asked before a line of its step is sent."""

    ask: Text
    choices: tuple[str, ...]
    answer: int
    "The right one, counted from 0 (in a file: from 1)."
    because: Text


@dataclass(frozen=True, slots=True)
class LessonStep:
    """One thing to do."""

    id: str
    task: Text
    see: tuple[Expectation, ...]
    hints: tuple[Text, ...]
    "They open one by one; the last one nearly says it."
    entry: str
    "An entry of the reference, `commands/ehlo`; empty: none."
    question: Question | None = None


Line: TypeAlias = str | tuple[str, ...]
"""A line of the client, lines that are sent together, or a deed: `! pass time 300`, `! connect`."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A whole lesson, in one language."""

    id: str
    language: str
    title: str
    track: Track
    minutes: int
    goal: Text
    story: tuple[Text, ...]
    "Paragraphs."
    persona: str
    steps: tuple[LessonStep, ...]
    solution: tuple[Line, ...]
    near_miss: tuple[Line, ...]
    "What many try, and which does not do it."
    near_miss_why: Text
    "Why that is not it."
    notice: tuple[Text, ...]
    "What to notice afterwards; paragraphs."
    discuss: tuple[Text, ...] = ()
    "What a class can talk about; for the teacher's sheet."
    rules: tuple[Rule, ...] = field(default=())
    "What the server does instead, as in the Rules tab."
