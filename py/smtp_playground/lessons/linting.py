"""Finds all that is wrong with a lesson that can be read: above all, whether it can be solved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from smtp_playground.errors import ContentError
from smtp_playground.lessons.lesson import Lesson
from smtp_playground.lessons.playing import Played, play
from smtp_playground.lessons.reading import parse_lesson
from smtp_playground.markup import Text, plain

FEWEST_HINTS: Final = 2
LONGEST_GOAL: Final = 200
_SENTENCE_END: Final = re.compile(r"[.!?…]\s+\S")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with the mend."""

    place: str
    problem: str


def lint(text: str, entries: frozenset[str] = frozenset()) -> tuple[Lesson | None, list[Problem]]:
    """Read a lesson's text and return it, None if that cannot be, and all its problems.

    `entries`: addresses of the reference's entries; none: they are not looked up.
    """
    try:
        lesson = parse_lesson(text)
    except ContentError as error:
        return None, [Problem(error.place, error.problem)]
    return lesson, [*problems(lesson, entries)]


def problems(lesson: Lesson, entries: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """Yield all that is wrong with a lesson."""
    yield from _of_words(lesson)
    yield from _of_entries(lesson, entries)
    yield from _of_solution(lesson, play(lesson, lesson.solution))
    if play(lesson, lesson.near_miss).is_solved:
        yield Problem("near_miss", "solves the lesson; show what many try and what does not do it")


def _of_words(lesson: Lesson) -> Iterator[Problem]:
    goal = plain(lesson.goal)
    if _SENTENCE_END.search(goal) or len(goal) > LONGEST_GOAL:
        yield Problem("goal", f"must be one sentence of at most {LONGEST_GOAL} characters")
    for number, step in enumerate(lesson.steps, 1):
        if len(step.hints) < FEWEST_HINTS:
            told = f"has {len(step.hints)}; give at least {FEWEST_HINTS}, the last nearly says it"
            yield Problem(f"steps {number} ({step.id}).hints", told)


def _of_entries(lesson: Lesson, entries: frozenset[str]) -> Iterator[Problem]:
    if not entries:
        return
    for number, step in enumerate(lesson.steps, 1):
        if step.entry and step.entry not in entries:
            place = f"steps {number} ({step.id}).entry"
            yield Problem(place, f"leads nowhere: the reference has no {step.entry}")
    for place, text in _texts(lesson):
        for run in text:
            if run.href.startswith("#") and run.href[1:] not in entries:
                yield Problem(place, f"links to nowhere: the reference has no {run.href[1:]}")


def _texts(lesson: Lesson) -> Iterator[tuple[str, Text]]:
    yield "goal", lesson.goal
    yield "near_miss_why", lesson.near_miss_why
    for key, texts in (
        ("story", lesson.story), ("notice", lesson.notice), ("discuss", lesson.discuss)
    ):  # fmt: skip
        yield from ((key, text) for text in texts)
    for number, step in enumerate(lesson.steps, 1):
        place = f"steps {number} ({step.id})"
        yield f"{place}.task", step.task
        yield from ((f"{place}.hints", hint) for hint in step.hints)
        if step.question:
            yield f"{place}.question.ask", step.question.ask
            yield f"{place}.question.because", step.question.because


def _of_solution(lesson: Lesson, played: Played) -> Iterator[Problem]:
    if not played.is_solved:
        step = lesson.steps[played.steps_done]
        told = f"does not do step {played.steps_done + 1} ({step.id}): what it must see never comes"
        yield Problem("solution", told)
