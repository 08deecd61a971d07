"""What the page shows of a lesson: a part of the view model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from smtp_playground.runs import Run

StepState: TypeAlias = Literal["done", "current", "ahead"]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A prediction to make before the next line."""

    ask: tuple[Run, ...]
    choices: tuple[str, ...]
    chosen: int
    "Counted from 0; -1: none yet."
    answer: int
    "The right one once one is chosen; -1 before."
    because: tuple[Run, ...]
    "Empty before one is chosen."


@dataclass(frozen=True, slots=True)
class LessonStepView:
    """One step of the list."""

    id: str
    state: StepState
    task: tuple[Run, ...]
    hints: tuple[tuple[Run, ...], ...]
    "Those that are open."
    hints_left: int
    entry: str
    "The reference's entry about it, `commands/ehlo`; empty: none."
    question: QuestionView | None


@dataclass(frozen=True, slots=True)
class Golf:
    """How few it took, beside how few the solution takes."""

    lines: int
    solution_lines: int
    round_trips: int
    solution_round_trips: int


@dataclass(frozen=True, slots=True)
class LessonView:
    """The lesson that is going on, or that is just done."""

    id: str
    language: str
    title: str
    track: str
    minutes: int
    goal: tuple[Run, ...]
    story: tuple[tuple[Run, ...], ...]
    steps: tuple[LessonStepView, ...]
    done: bool
    stuck: bool
    "The same refusal came three times in this step, so its first hint is open."
    solution: tuple[str, ...]
    "Lines and deeds in words, once asked for; empty before."
    notice: tuple[tuple[Run, ...], ...]
    "Empty before it is done."
    golf: Golf
    tries: int
    "How often it was begun, or begun again, since it was opened."
    hints_used: int
    seconds: int
    "From its beginning to its end, or until now."


@dataclass(frozen=True, slots=True)
class ProgressFile:
    """What a learner has done, as the text that the page keeps."""

    text: str
