"""Where a conversation has been: a tree of what was done, and one way through it.

Going back leaves what came after as a branch. Nothing of it is kept but the inputs: the way to
any point is played again, from a mark on the way taken, or onwards from where it stands.

A step that was cut in two keeps both: the shorter one, and as its child the whole, which
`begins` where the shorter one ends. Played again, the whole stands for both, so that lines which
were sent together stay together.
"""

from __future__ import annotations

from collections import deque
from itertools import takewhile
from typing import Final

from smtp_playground.content_lines import ContentSent
from smtp_playground.deeds import Deed
from smtp_playground.history import Conversation
from smtp_playground.inputs import Connected, Happened, Input, Said, Sent, cut, play
from smtp_playground.personas import Persona
from smtp_playground.steps import Moved, Step, moved, repeats, secrets, upwards
from smtpcore import State

LINES_KEPT: Final = 20_000
OCTETS_KEPT: Final = 16 * 1024 * 1024
"""What is kept of all branches together; the oldest branches are let go, then the beginning."""
MARK_EVERY: Final = 100
"""Lines between two marks, so that a way back is short whatever the conversation's length."""
MARKS_KEPT: Final = 32
"""If there are more, every other one is let go: the older, the farther apart."""
AGAIN_AT_MOST: Final = 1_000
"""Lines before what is remembered that a link may still begin with."""


class Timeline:
    """A conversation that can go back to any point of itself, and on from there by any way."""

    def __init__(self, persona: Persona) -> None:
        """Begin with nothing said to a server of this character; call `open` next."""
        self.conversation = Conversation(persona)
        self._base = self.conversation
        "As it stood after the root."
        self._root: Step | None = None
        self._at: Step | None = None
        self._trail: deque[Step] = deque()
        "What was played after the root."
        self._marks: list[tuple[Step, Conversation]] = []
        "Steps of the trail, and the conversation as it stood after each."
        self._unmarked = 0
        self._steps: dict[int, Step] = {}
        self._next = 1
        self._before: list[Input] | None = []
        "What was done up to the root since its connection was opened; None: too much."
        self._lines = 0
        self._octets = 0
        self._forks: list[Step] | None = None
        self._oldest = 1
        "The first entry that can be returned to."

    # What is done now. Each returns the ids of the entries that are new or changed.

    def open(
        self,
        persona: Persona,
        now: float,
        seed: bytes,
        turned_away: Deed | None = None,
        scene: str = "",
    ) -> list[int]:
        """Open a connection, as `Conversation.open` does."""
        return self.do(Connected(persona, now, seed, turned_away, scene))

    def host(self, deed: Deed, now: float) -> list[int]:
        """Let the host do something, as `Conversation.host` does."""
        return self.do(Happened(deed, now))

    def say(
        self, lines: list[bytes], now: float, *, double_dots: bool, finish: bool = False
    ) -> list[int]:
        """Send lines, as `Conversation.say` does."""
        return self.do(Said(tuple(lines), now, double_dots, finish))

    def send(self, octets: bytes, now: float) -> list[int]:
        """Send exactly these octets, as `Conversation.send` does."""
        return self.do(Sent(octets, now))

    def do(self, done: Input) -> list[int]:
        """Do something; where it was done before, go the same way again."""
        at, conversation = self._at, self.conversation
        known = next((step for step in at.children if repeats(step, done)), None) if at else None
        answers = conversation.session.state is State.AUTHENTICATING
        ids = play(known.done if known else done, conversation)
        step = known or self._new(done, at, conversation.ends or [conversation.newest])
        if not known:
            step.answers, step.waits = answers, conversation.waits
            step.hidden = secrets(step, conversation, ids)
        if at is None:
            self._root, self._base, self._before = step, conversation.twin(), [done]
        else:
            if known or len(at.children) > 1:
                self._forks = None
            at.latest = step
            self._trail.append(step)
            self._mark(step, conversation)
        self._at = step
        self._let_go()
        return ids

    def clear(self) -> None:
        """Forget what was said, and every other way; the connection stays as it is."""
        self.conversation.clear()
        if self._at is None:
            return
        for step in self._trail:
            self._remember_before(step.done)
        self._take_root(self._at, self.conversation.twin())
        self._trail.clear()
        self._marks.clear()
        for child in self._at.children:
            self._forget(child)
        self._at.children, self._at.latest = [], None

    # Going elsewhere.

    def go_back(self, bubble: int) -> Moved | None:
        """Return to where this entry had just been said and answered; None: that is here.

        Raises LookupError if it is not remembered.
        """
        entry = self.conversation.entry(bubble)
        if bubble < self._oldest:
            raise LookupError(bubble)
        # Mail data has an answer once it has ended.
        answered = bubble + (isinstance(entry, ContentSent) and entry.ended)
        step, lines = self._point(answered)
        return self._go(step if lines == len(step.ends) else self._cut(step, lines))

    def go_to(self, branch: int) -> Moved | None:
        """Return to where a branch was left. Raises LookupError if there is none of this number."""
        step = self._steps[branch]
        while step.latest:
            step = step.latest
        return self._go(step)

    def undo(self) -> Moved | None:
        """Take back what was done last; return None if nothing can be."""
        return self._go(self._at.parent) if self._at and self._at.parent else None

    def redo(self) -> Moved | None:
        """Do again what was taken back last; return None if there is nothing."""
        return self._go(self._at.latest) if self._at and self._at.latest else None

    @property
    def at(self) -> Step | None:
        """The step that was done last; None before the first."""
        return self._at

    def forks(self) -> list[Step]:
        """Return the steps of the way taken after which there are other ways, in their order."""
        if self._forks is None:
            way = [*upwards(self._at)]
            self._forks = [step for step in reversed(way) if step.children[step is not self._at :]]
        return self._forks

    def inputs(self) -> list[Input] | None:
        """Return what led here, from the opening of a connection on; None if it is too much."""
        before = self._before
        return None if before is None else [*before, *(step.done for step in self._trail)]

    # Private: moving.

    def _point(self, entry: int) -> tuple[Step, int]:
        """Return the step after which an entry stood first, and after how many of its lines.

        What changed nothing after that belongs to it: more lines of a message, say.
        """
        way = [self._root, *self._trail] if self._root else []
        ends = [
            (step, lines, end)
            for step in way
            for lines, end in enumerate(step.ends, 1)
            if not (step.waits and end == entry and step is not way[-1])
        ]
        reached = min(end for _, _, end in ends if end >= min(entry, ends[-1][2]))
        return next((step, lines) for step, lines, end in reversed(ends) if end == reached)

    def _cut(self, step: Step, lines: int) -> Step:
        """Return a step that ends after so many lines of this one."""
        while step.begins > lines and step.parent:
            step = step.parent
        parent = step.parent
        if parent is None or step.begins == lines:
            return parent or step
        shorter = self._new(cut(step.done, lines), None, step.ends[:lines])
        shorter.parent, shorter.begins = parent, step.begins
        shorter.hidden = {line: shown for line, shown in step.hidden.items() if line < lines}
        shorter.children, shorter.latest = [step], step
        parent.children[parent.children.index(step)] = shorter
        parent.latest = shorter if parent.latest is step else parent.latest
        step.parent, step.begins = shorter, lines
        return shorter

    def _go(self, step: Step) -> Moved | None:
        if step is self._at:
            return None
        way, before = self._way_to(step), self.conversation
        pairs = zip(self._trail, way, strict=False)
        common = len([*takewhile(lambda pair: pair[0] is pair[1], pairs)])
        kept = way[common - 1].ends[-1] if common else self._root_end
        played, now = self._nearest(way, common)
        for each in way[played:]:
            play(each.done, now)
            each.ends = now.ends or [now.newest]
            self._mark(each, now)
        now.forget(before.first_kept)
        self._stand(step, now, way)
        return moved(before, now, kept)

    def _nearest(self, way: list[Step], common: int) -> tuple[int, Conversation]:
        """Return how much of a way need not be played again, and a conversation after that."""
        if common == len(self._trail):
            return common, self.conversation.twin()
        places = {id(step): place for place, step in enumerate(way[:common], 1)}
        self._marks = [(step, mark) for step, mark in self._marks if id(step) in places]
        self._unmarked = 0
        if not self._marks:
            return 0, self._base.twin()
        step, mark = self._marks[-1]
        return places[id(step)], mark.twin()

    def _mark(self, step: Step, conversation: Conversation) -> None:
        self._unmarked += len(step.ends)
        session = conversation.session
        in_message = session.state is State.RECEIVING_CONTENT or session.standing.received
        if self._unmarked < MARK_EVERY or in_message or session.octets_due:
            return  # half a message is too much to be kept twice
        self._marks.append((step, conversation.twin()))
        self._unmarked = 0
        if len(self._marks) > MARKS_KEPT:
            self._marks = self._marks[1::2]

    @property
    def _root_end(self) -> int:
        return self._root.ends[-1] if self._root else 0

    def _way_to(self, step: Step) -> list[Step]:
        """Return the steps to be played after the root."""
        way: list[Step] = []
        while step is not self._root:
            way.append(step)
            while step.begins and step.parent:
                step = step.parent
            assert step.parent is not None
            step = step.parent
        return way[::-1]

    def _stand(self, step: Step, conversation: Conversation, way: list[Step]) -> None:
        self.conversation = conversation
        self._at, self._trail, self._forks = step, deque(way), None
        for each in upwards(step):
            if each.parent:
                each.parent.latest = each

    # Private: what is kept.

    def _new(self, done: Input, parent: Step | None, ends: list[int]) -> Step:
        step = Step(self._next, done, parent, [*ends])
        self._steps[step.number] = step
        self._next += 1
        self._count(step, 1)
        if parent:
            parent.children.append(step)
        return step

    def _count(self, step: Step, times: int) -> None:
        if isinstance(step.done, Said):
            self._lines += times * len(step.done.lines)
            self._octets += times * sum(map(len, step.done.lines))
        if isinstance(step.done, Sent):
            self._lines += times
            self._octets += times * len(step.done.octets)

    def _let_go(self) -> None:
        """Hold the bounds; what is no longer remembered cannot be returned to either."""
        while self._lines > LINES_KEPT or self._octets > OCTETS_KEPT:
            if not self._let_go_branch() and not self._let_go_beginning():
                break
        while self._root_end + 1 < self.conversation.first_kept and self._let_go_beginning():
            pass

    def _let_go_branch(self) -> bool:
        """Let the oldest branch go that leaves the way taken."""
        way = {step.number for step in upwards(self._at)}
        for fork in [*reversed([*upwards(self._at)])]:
            for child in fork.children:
                if child.number not in way:
                    fork.children.remove(child)
                    fork.latest = next((step for step in fork.children if step.number in way), None)
                    self._forget(child)
                    self._forks = None
                    return True
        return False

    def _let_go_beginning(self) -> bool:
        if not self._trail:
            return False
        first = self._trail.popleft()
        self._marks = [mark for mark in self._marks if mark[0] is not first]
        play(first.done, self._base)
        self._base.clear()
        self._remember_before(first.done)
        self._take_root(first, self._base)
        return True

    def _take_root(self, step: Step, base: Conversation) -> None:
        """Let everything go that does not come after this step."""
        root, self._root, self._base, self._forks = self._root, step, base, None
        self._oldest = step.ends[-1]
        parent, step.parent, step.begins = step.parent, None, 0
        if parent:
            parent.children.remove(step)
        if root and root is not step:
            self._forget(root)
        # A whole of which this was the beginning cannot be played any more.
        for whole in [child for child in step.children if child.begins]:
            step.children.remove(whole)
            step.latest = None if step.latest is whole else step.latest
            self._forget(whole)

    def _forget(self, step: Step) -> None:
        waiting = [step]
        while waiting:
            each = waiting.pop()
            waiting += each.children
            del self._steps[each.number]
            self._count(each, -1)

    def _remember_before(self, done: Input) -> None:
        if isinstance(done, Connected):
            self._before = [done]
        elif self._before is not None:
            self._before.append(done)
            said = [each for each in self._before if isinstance(each, Said)]
            if len(self._before) > AGAIN_AT_MOST or sum(len(each.lines) for each in said) > (
                AGAIN_AT_MOST
            ):
                self._before = None
