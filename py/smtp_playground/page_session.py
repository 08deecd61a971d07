"""One session of the page: its conversation, how it is shown, and what is done beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from smtp_playground.branches import Timeline
from smtp_playground.bubbles import Bubble, Update
from smtp_playground.history import Answered, Conversation
from smtp_playground.inputs import Taught
from smtp_playground.personas import Persona
from smtp_playground.scenes import Scene
from smtp_playground.steps import Moved
from smtp_playground.travels import travel_view
from smtp_playground.view import View

if TYPE_CHECKING:
    from smtp_playground.lessons.attempt import Attempt


@dataclass(slots=True)
class PageSession:
    """What the Bridge keeps of a session."""

    timeline: Timeline
    view: View
    clock: Callable[[], float]
    scene: Scene | None = None
    attempt: Attempt | None = None
    "At the lesson that goes on."
    code_lines: dict[int, int] = field(default_factory=dict)
    "Entries that a program has brought about, and by which line of its code."

    @property
    def conversation(self) -> Conversation:
        """The conversation as it stands."""
        return self.timeline.conversation

    def update(self, ids: list[int], kept: int | None = None, notice: str = "") -> str:
        """Return an `Update` with these entries, as JSON."""
        return as_json(self.shown(ids, kept, notice))

    def shown(self, ids: list[int], kept: int | None = None, notice: str = "") -> Update:
        """Return an `Update` with these entries."""
        told = self.view.update(self.conversation, ids, self.scene)
        travel = travel_view(self.timeline, self.view.words)
        session, watch = told.session, self.conversation.watch
        if self.attempt and watch:
            self.attempt.follow(watch, self.clock())
            session = replace(session, lesson=self.attempt.view(watch, self.clock()))
        bubbles = tuple(self._with_line(bubble) for bubble in told.bubbles)
        return replace(
            told, bubbles=bubbles, session=session, kept=kept, travel=travel, notice=notice
        )

    def _with_line(self, bubble: Bubble) -> Bubble:
        line = self.code_lines.get(bubble.id)
        return replace(bubble, code_line=line) if line else bubble

    def moved(self, moved: Moved | None) -> str:
        """Return an `Update` after a move, the latest reply among its bubbles; None: no move."""
        if moved is None:
            return self.update([])
        self.scene = None
        # Ids come again on another way.
        self.code_lines = {key: line for key, line in self.code_lines.items() if key <= moved.kept}
        ids = moved.ids
        if not any(isinstance(self.conversation.entry(each), Answered) for each in ids):
            entries = reversed([*self.conversation.entries()])
            ids = [each for each, entry in entries if isinstance(entry, Answered)][:1] + ids
        return self.update(ids, moved.kept)

    def server(self, persona: Persona) -> Persona:
        """Return a persona as the lesson that goes on has set it, if it is the lesson's."""
        return self.attempt.server if self.attempt and self.attempt.asks_for(persona) else persona

    def leave_lesson(self) -> None:
        """Judge no more, and keep the connection."""
        if self.attempt:
            self.attempt = None
            self.timeline.do(Taught(None))


def as_json(answer: Any) -> str:  # noqa: ANN401 - any of the view model
    """Return one of the view model's dataclasses as the page is told it."""
    return json.dumps(asdict(answer), ensure_ascii=False, separators=(",", ":"))
