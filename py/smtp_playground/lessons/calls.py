"""The browser's door to lessons: a part of `Bridge`. Each call answers with an `Update`.

A lesson comes from the page as the text of a file: Python has none of its own in the page.
"""

from __future__ import annotations

import os
from functools import reduce
from typing import TYPE_CHECKING

from smtp_playground.errors import BridgeError, ContentError
from smtp_playground.personas import Persona

if TYPE_CHECKING:
    from smtp_playground.lessons.attempt import Attempt
    from smtp_playground.lessons.lesson import Lesson
    from smtp_playground.lessons.watch import Watch
    from smtp_playground.page_session import PageSession
    from smtp_playground.view import View


class LessonCalls:
    """What the page asks about the lesson of a session."""

    def _known_session(self, session: str) -> PageSession:
        raise NotImplementedError

    def _session_for(self, session: str, persona: Persona, view: View) -> PageSession:
        raise NotImplementedError

    def _view(self, language: str) -> View:
        raise NotImplementedError

    def _now(self) -> float:
        raise NotImplementedError

    def begin_lesson(self, session: str, lesson: str, language: str) -> str:
        """Begin a lesson, TOML or JSON, in an empty conversation; a bad one changes nothing."""
        from smtp_playground.lessons.attempt import Attempt  # noqa: PLC0415 - few learn so

        view, read = self._view(language), _lesson(lesson)
        attempt = Attempt(read, self._now())
        known = self._session_for(session, attempt.server, view)
        return self._begin(known, attempt)

    def again(self, session: str) -> str:
        """Begin the lesson again, in an empty conversation."""
        known, attempt, _ = self._attempt(session)
        attempt.begin_again(self._now())
        return self._begin(known, attempt)

    def translate_lesson(self, session: str, lesson: str) -> str:
        """Go on with the same lesson in another language."""
        known, attempt, _ = self._attempt(session)
        read = _lesson(lesson)
        if [step.id for step in read.steps] != [step.id for step in attempt.lesson.steps]:
            raise BridgeError(f"{read.id} is no translation of {attempt.lesson.id}")
        attempt.lesson = read
        return known.update([])

    def hint(self, session: str) -> str:
        """Open the next hint of the step that goes on."""
        known, attempt, watch = self._attempt(session)
        attempt.hint(watch)
        return known.update([])

    def answer(self, session: str, choice: int) -> str:
        """Answer the question of the step that goes on; `choice` counts from 0."""
        known, attempt, watch = self._attempt(session)
        try:
            attempt.answer(watch, choice)
        except IndexError as error:
            raise BridgeError(f"there is no choice {choice} here") from error
        return known.update([])

    def show_solution(self, session: str) -> str:
        """Show the lesson's solution."""
        known, attempt, _ = self._attempt(session)
        attempt.solution_shown = True
        return known.update([])

    def leave_lesson(self, session: str) -> str:
        """Go on without the lesson; the connection stays."""
        known = self._known_session(session)
        known.leave_lesson()
        return known.update([])

    # What was done, the page keeps as a text that only Python reads. Each returns a `ProgressFile`.

    def read_progress(self, progress: str) -> str:
        """Return what was kept, in today's format."""
        return _progress(progress)

    def merge_progress(self, progress: str, other: str) -> str:
        """Return two together; of both, the better."""
        return _progress(progress, other)

    def keep_progress(self, progress: str, session: str) -> str:
        """Return what was kept, and what the lesson of a session has come to."""
        from smtp_playground.lessons.progress import write_progress  # noqa: PLC0415

        _, attempt, watch = self._attempt(session)
        return _progress(progress, write_progress({attempt.lesson.id: attempt.record(watch)}))

    def _begin(self, known: PageSession, attempt: Attempt) -> str:
        from smtp_playground.lessons.playing import begin  # noqa: PLC0415

        known.scene, known.attempt = None, attempt
        known.timeline, ids = begin(attempt.lesson, self._now(), os.urandom(16))
        return known.update(ids, kept=0)

    def _attempt(self, session: str) -> tuple[PageSession, Attempt, Watch]:
        known = self._known_session(session)
        watch = known.conversation.watch
        if known.attempt is None or watch is None:
            raise BridgeError("no lesson goes on here; begin one first")
        return known, known.attempt, watch


def _lesson(text: str) -> Lesson:
    from smtp_playground.lessons.reading import parse_lesson  # noqa: PLC0415

    try:
        return parse_lesson(text)
    except ContentError as error:
        raise BridgeError(str(error)) from error


def _progress(*texts: str) -> str:
    from smtp_playground.lessons.bubbles import ProgressFile  # noqa: PLC0415
    from smtp_playground.lessons.progress import (  # noqa: PLC0415
        merged,
        read_progress,
        write_progress,
    )
    from smtp_playground.page_session import as_json  # noqa: PLC0415

    try:
        together = reduce(merged, map(read_progress, texts))
    except ContentError as error:
        raise BridgeError(str(error)) from error
    return as_json(ProgressFile(write_progress(together)))
