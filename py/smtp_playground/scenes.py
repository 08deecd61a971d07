"""A session of `sessions.toml` played in a conversation: the server says its reply, live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smtp_playground.branches import Timeline
from smtp_playground.bubbles import SceneView
from smtp_playground.deeds import TLS, deed_in, turning_away
from smtp_playground.explain import severity_of
from smtp_playground.history import OVER, Answered, Conversation
from smtp_playground.visible import visible
from smtp_playground.words import Words
from smtpcore import CATALOGUE

if TYPE_CHECKING:
    from smtp_playground.sessions import Session

SHOWN: Final = 120
"""Characters of a line that are shown before it is sent; of a longer one, the beginning."""
BEGINNING: Final = 60


class Scene:
    """Knows what is left of a session. A step of it is a line of the client or a deed of the host.

    The handshake after STARTTLS is none: in a conversation it comes by itself.
    """

    def __init__(self, session: Session) -> None:
        """Begin with nothing played; call `open` next, and then `play` for each step."""
        self.session = session
        self._steps = tuple(line for line in session.lines if deed_in(line) != TLS)
        self.done = 0
        self.came = False
        "Whether the last step brought the reply; what a reader says in between may turn it aside."

    @property
    def total(self) -> int:
        """Return how many steps there are."""
        return len(self._steps)

    @property
    def is_over(self) -> bool:
        """Tell whether every step has been played."""
        return self.done == self.total

    @property
    def next(self) -> str:
        """Return what comes next, as `sessions.toml` has it. Raises IndexError at the end."""
        return self._steps[self.done]

    def open(self, timeline: Timeline, now: float, seed: bytes) -> list[int]:
        """Open the connection; return the ids of what is new. Being turned away is a step."""
        away = turning_away(self._steps)
        self.done += away is not None
        ids = timeline.open(self.session.persona, now, seed, away, self.session.reply)
        return self._heard(timeline.conversation, ids)

    def play(self, timeline: Timeline, now: float) -> list[int]:
        """Play the next step, if one is left and somebody is there to hear it."""
        if self.is_over or timeline.conversation.session.state in OVER:
            return []
        step = self.next
        self.done += 1
        if deed := deed_in(step):
            return self._heard(timeline.conversation, timeline.host(deed, now))
        ids = timeline.say([step.encode()], now, double_dots=False)
        return self._heard(timeline.conversation, ids)

    def overheard(self, line: bytes, conversation: Conversation, ids: list[int]) -> None:
        """Count what the reader says by hand as the step that was next, if it is just that."""
        if not self.is_over and not deed_in(self.next) and line == self.next.encode():
            self.done += 1
            self._heard(conversation, ids)

    def _heard(self, conversation: Conversation, ids: list[int]) -> list[int]:
        entries = map(conversation.entry, ids)
        names = [entry.event.reply.name for entry in entries if isinstance(entry, Answered)]
        self.came = self.session.reply in names
        return ids


def scene_view(scene: Scene, words: Words) -> SceneView:
    """Return what the page shows of a scene, in one language."""
    reply = CATALOGUE[scene.session.reply]
    text, is_wire = ("", False) if scene.is_over else _step(scene.next, words)
    return SceneView(
        reply=reply.name,
        code=str(reply.code),
        severity=severity_of(reply.code),
        title=words.replies[reply.name].title,
        settings=scene.session.settings,
        done=scene.done,
        came=scene.came,
        total=scene.total,
        next=text,
        next_is_wire=is_wire,
    )


def _step(step: str, words: Words) -> tuple[str, bool]:
    """Return a step as text, and whether that is what goes over the wire."""
    if deed := deed_in(step):
        return words.conversation[f"deed.{deed.name}"].format(number=deed.number), False
    if not step:
        return words.conversation["scene.empty-line"], False
    line = visible(step.encode())
    if len(line) > SHOWN:
        told = words.conversation["scene.long-line"]
        return told.format(beginning=line[:BEGINNING], count=len(step.encode())), True
    return line, True
