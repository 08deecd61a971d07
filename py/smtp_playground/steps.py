"""One step of a conversation's tree, and what can be told of it by itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from smtp_playground.history import Conversation
from smtp_playground.inputs import Input, Sent, is_same
from smtpcore import CommandReceived, ResponseReceived


@dataclass(slots=True, eq=False)
class Step:
    """One input, and what came after it on each way that was taken."""

    number: int
    done: Input
    parent: Step | None
    ends: list[int]
    "The newest entry's id after each of its lines."
    begins: int = 0
    "How many of its lines are its parent's as well."
    hidden: dict[int, bytes] = field(default_factory=dict)
    "Of the lines that hold a secret: what may be shown of them."
    answers: bool = False
    "Whether it began where the server waited for an answer to a challenge."
    waits: bool = False
    "Whether it ended within a command line, whose entry is another one once it is over."
    children: list[Step] = field(default_factory=list)
    latest: Step | None = None
    "The child that was gone on with last."


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move changed: entries after `kept` are others now, those of `ids`."""

    kept: int
    ids: list[int]


def upwards(step: Step | None) -> list[Step]:
    """Return a step and all that it comes after, the root last."""
    way: list[Step] = []
    while step:
        way.append(step)
        step = step.parent
    return way


def repeats(step: Step, done: Input) -> bool:
    """Tell whether a step did the same."""
    return not step.begins and is_same(step.done, done)


def secrets(step: Step, conversation: Conversation, ids: list[int]) -> dict[int, bytes]:
    """Return the lines of a step that hold a secret, by what may be shown of them."""
    done, ends = step.done, step.ends
    if isinstance(done, Sent) and (b"auth" in done.octets.lower() or step.answers):
        return {0: b""}  # raw octets may be a part of one
    found = {}
    for entry_id in ids:
        if entry_id < conversation.first_kept:
            continue
        entry = conversation.entry(entry_id)
        if isinstance(entry, CommandReceived | ResponseReceived) and entry.hidden:
            line = next(n for n, end in enumerate(ends) if end >= entry_id)
            found[line] = entry.line
    return found


def moved(before: Conversation, now: Conversation, common: int) -> Moved:
    """Compare two conversations that are one up to an entry, which may still have grown."""
    kept = max(common, now.first_kept) - 1
    newest = min(before.newest, now.newest)
    while kept < newest and before.entry(kept + 1) == now.entry(kept + 1):
        kept += 1
    return Moved(kept, [*range(kept + 1, now.newest + 1)])
