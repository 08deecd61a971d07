"""From a tree of branches to what the page shows of it."""

from __future__ import annotations

from typing import Final

from smtp_playground.branches import Timeline
from smtp_playground.inputs import Connected, Happened, Ruled, Said, Sent, Taught, line_of
from smtp_playground.parts import DOTS
from smtp_playground.steps import Step
from smtp_playground.travel_bubbles import NOWHERE, Branch, Fork, Travel
from smtp_playground.visible import visible
from smtp_playground.words import Words

NAME_SHOWN: Final = 80
"""Characters of a branch's name."""


def travel_view(timeline: Timeline, words: Words) -> Travel:
    """Return where one can go from here, in one language."""
    at = timeline.at
    if at is None:
        return NOWHERE
    return Travel(
        can_undo=at.parent is not None,
        can_redo=at.latest is not None,
        forks=tuple(_fork(step, at, words) for step in timeline.forks()),
    )


def _fork(step: Step, at: Step, words: Words) -> Fork:
    taken = None if step is at else step.latest
    return Fork(
        step.ends[-1],
        tuple(
            _branch(child, words, is_next=step is at and child is step.latest)
            for child in step.children
            if child is not taken
        ),
    )


def _branch(step: Step, words: Words, *, is_next: bool) -> Branch:
    name, is_wire = _name(step, words)
    shown = name if len(name) <= NAME_SHOWN else f"{name[:NAME_SHOWN]}\N{HORIZONTAL ELLIPSIS}"
    return Branch(step.number, shown, is_wire, _lines(step), is_next)


def _name(step: Step, words: Words) -> tuple[str, bool]:
    """Return the first line that differs, without its secret, and whether it is on the wire."""
    match step.done:
        case Connected(persona=persona):
            name = persona.name.get(words.language, persona.name["en"])
            return words.conversation["branch.opened"].format(persona=name), False
        case Happened(deed):
            return words.conversation[f"deed.{deed.name}"].format(number=deed.number), False
        case Ruled():
            return words.conversation["branch.ruled"], False
        case Taught():
            return words.conversation["branch.taught"], False
        case Sent(octets):
            return (DOTS if step.hidden else visible(octets)), True
        case Said() as said:
            hidden = step.hidden.get(step.begins)
            if hidden is not None:
                return visible(hidden) + DOTS, True
            line = visible(line_of(said, step.begins))
            return (line, True) if line else (words.conversation["scene.empty-line"], False)


def _lines(step: Step) -> int:
    """Return how many lines were said on a branch, as it was left."""
    count, each = 0, step
    while True:
        # A whole that follows its own beginning counts that only once.
        count += len(each.ends) - each.begins if isinstance(each.done, Said | Sent) else 0
        if each.latest is None:
            return count
        each = each.latest
