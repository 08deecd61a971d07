"""Plays a lesson's solution or near miss as a person would, and tells what was judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from smtp_playground.branches import Timeline
from smtp_playground.deeds import Deed
from smtp_playground.history import Conversation
from smtp_playground.inputs import Taught
from smtp_playground.lessons.lesson import Lesson, Line
from smtp_playground.lessons.reading import personas
from smtp_playground.lessons.script import Connect, Raw, read_line
from smtp_playground.lessons.watch import Watch
from smtp_playground.personas import Persona

START: Final = 1_700_000_000.0
"""When it is played: the same each time, since nothing judged depends on it."""
SEED: Final = b"a lesson's solution is no secret"


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it."""

    conversation: Conversation
    watch: Watch

    @property
    def steps_done(self) -> int:
        """Return how many steps were judged to be done."""
        return self.watch.step

    @property
    def is_solved(self) -> bool:
        """Tell whether all were."""
        return self.watch.is_done


def persona_of(lesson: Lesson) -> Persona:
    """Return the lesson's server, which follows the lesson's rules."""
    persona = personas()[lesson.persona]
    if not lesson.rules:
        return persona
    return replace(persona, policy=replace(persona.policy, rules=lesson.rules))


def begin(lesson: Lesson, now: float, seed: bytes) -> tuple[Timeline, list[int]]:
    """Begin a lesson: an empty conversation, judged, and its first connection."""
    persona = persona_of(lesson)
    timeline = Timeline(persona)
    ids = timeline.do(Taught(lesson))
    return timeline, ids + timeline.open(persona, now, seed)


def play(lesson: Lesson, lines: Sequence[Line]) -> Played:
    """Play lines of a lesson to its server, on one machine and in no time."""
    timeline, _ = begin(lesson, START, SEED)
    for line in lines:
        perform(line, timeline, START, persona_of(lesson))
    watch = timeline.conversation.watch
    assert watch is not None
    return Played(timeline.conversation, watch)


def perform(line: Line, timeline: Timeline, now: float, persona: Persona) -> list[int]:
    """Do what one line of a solution says; return the ids of what is new."""
    if not isinstance(line, str):
        return timeline.say([each.encode() for each in line], now, double_dots=False)
    match read_line(line):
        case Connect():
            return timeline.open(persona, now, SEED)
        case Raw(octets):
            return timeline.send(octets, now)
        case Deed() as deed:
            return timeline.host(deed, now)
        case octets:
            return timeline.say([octets], now, double_dots=False)


def shown(lines: Sequence[Line]) -> Iterator[str]:
    """Yield what is to be typed, a line each: what is sent together stands together."""
    for line in lines:
        yield from (line,) if isinstance(line, str) else line
