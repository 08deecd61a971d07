"""A reader's attempt at a lesson: what was asked for on the way, which time travel leaves alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from smtp_playground.lessons.bubbles import Golf, LessonStepView, LessonView, QuestionView
from smtp_playground.lessons.lesson import Lesson, LessonStep
from smtp_playground.lessons.playing import persona_of, play, shown
from smtp_playground.lessons.progress import Record
from smtp_playground.lessons.watch import Watch
from smtp_playground.personas import Persona


@dataclass(slots=True)
class Attempt:
    """Hints, answers and the clock of one lesson; what is done of it, its conversation knows."""

    lesson: Lesson
    began: float
    "Seconds since the epoch."
    tries: int = 1
    hints: dict[str, int] = field(default_factory=dict)
    "How many are open, by the id of their step."
    answers: dict[str, int] = field(default_factory=dict)
    "The choice, by the id of the step."
    solution_shown: bool = False
    ended: float | None = None
    pars: tuple[int, int] = (0, 0)
    "Lines and round trips of the solution."

    def __post_init__(self) -> None:
        """Play the solution, for what it takes."""
        watch = play(self.lesson, self.lesson.solution).watch
        self.pars = watch.lines, watch.trips

    @property
    def server(self) -> Persona:
        """The lesson's server, as its rules have it."""
        return persona_of(self.lesson)

    def asks_for(self, persona: Persona) -> bool:
        """Tell whether this persona is the lesson's."""
        return persona.id == self.lesson.persona

    def begin_again(self, now: float) -> None:
        """Begin once more; what was opened and answered stays so."""
        self.tries += 1
        self.began, self.ended = now, None

    def hint(self, watch: Watch) -> None:
        """Open the next hint of the step that goes on, if there is one."""
        if not watch.is_done:
            step = self.lesson.steps[watch.step]
            self.hints[step.id] = min(self.hints.get(step.id, 0) + 1, len(step.hints))

    def answer(self, watch: Watch, choice: int) -> None:
        """Take a prediction, once. Raises IndexError if there is no such choice."""
        question = None if watch.is_done else self.lesson.steps[watch.step].question
        if question is None or not 0 <= choice < len(question.choices):
            raise IndexError(choice)
        self.answers.setdefault(self.lesson.steps[watch.step].id, choice)

    def follow(self, watch: Watch, now: float) -> None:
        """Note how far the conversation is: when all was done, which hint opened by itself."""
        if watch.is_done:
            self.ended = now if self.ended is None else self.ended
        elif watch.is_stuck and self.lesson.steps[watch.step].hints:
            self.hints.setdefault(self.lesson.steps[watch.step].id, 1)

    def record(self, watch: Watch) -> Record:
        """Return what has come of it."""
        return Record(
            done=watch.is_done,
            tries=self.tries,
            hints=sum(self.hints.values()),
            lines=watch.lines if watch.is_done else 0,
            round_trips=watch.trips if watch.is_done else 0,
            seconds=max(1, int(self.ended - self.began)) if self.ended else 0,
        )

    def view(self, watch: Watch, now: float) -> LessonView:
        """Return what the page shows."""
        lesson = self.lesson
        return LessonView(
            id=lesson.id,
            language=lesson.language,
            title=lesson.title,
            track=lesson.track,
            minutes=lesson.minutes,
            goal=lesson.goal,
            story=lesson.story,
            steps=tuple(self._step(step, place, watch) for place, step in enumerate(lesson.steps)),
            done=watch.is_done,
            stuck=watch.is_stuck,
            solution=tuple(shown(lesson.solution)) if self.solution_shown else (),
            notice=lesson.notice if watch.is_done else (),
            golf=Golf(watch.lines, self.pars[0], watch.trips, self.pars[1]),
            tries=self.tries,
            hints_used=sum(self.hints.values()),
            seconds=int((self.ended or now) - self.began),
        )

    def _step(self, step: LessonStep, place: int, watch: Watch) -> LessonStepView:
        opened = self.hints.get(step.id, 0)
        return LessonStepView(
            id=step.id,
            state="done" if place < watch.step else "current" if place == watch.step else "ahead",
            task=step.task,
            hints=step.hints[:opened],
            hints_left=len(step.hints) - opened,
            entry=step.entry,
            question=self._question(step),
        )

    def _question(self, step: LessonStep) -> QuestionView | None:
        question = step.question
        if question is None:
            return None
        chosen = self.answers.get(step.id, -1)
        is_answered = chosen >= 0
        return QuestionView(
            ask=question.ask,
            choices=question.choices,
            chosen=chosen,
            answer=question.answer if is_answered else -1,
            because=question.because if is_answered else (),
        )
