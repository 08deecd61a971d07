"""What is kept of a conversation's branches is bounded, and so is what a step back costs."""

from __future__ import annotations

import pytest

from smtp_playground import branches
from smtp_playground.branches import MARK_EVERY, Timeline
from smtp_playground.history import Conversation
from smtp_playground.inputs import Input, play
from smtp_playground.personas import load_personas

NOW = 1_700_000_000.0
PLAYGROUND = load_personas()["playground"]


def test_bubbles_that_were_let_go_take_their_steps_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtp_playground.history.ENTRIES_KEPT", 20)
    timeline = Timeline(PLAYGROUND)
    timeline.open(PLAYGROUND, NOW, b"")
    for number in range(50):
        timeline.say([f"NOOP {number}".encode()], NOW, double_dots=False)
    conversation = timeline.conversation
    assert len([*conversation.entries()]) == 20
    with pytest.raises(LookupError):
        timeline.go_back(conversation.first_kept - 1)
    moved = timeline.go_back(conversation.first_kept + 4)
    assert moved
    assert moved.kept == timeline.conversation.newest

    while timeline.undo():
        pass
    assert timeline.conversation.first_kept >= conversation.first_kept


def test_branches_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest branch goes first; then the beginning, whose bubbles stay to be read."""
    monkeypatch.setattr(branches, "LINES_KEPT", 30)
    timeline = Timeline(PLAYGROUND)
    timeline.open(PLAYGROUND, NOW, b"")
    for number in range(10):
        timeline.say([f"NOOP {number}".encode()] * 9, NOW, double_dots=False)
        timeline.undo()
    (root,) = timeline.forks()
    assert len(root.children) == 3
    for number in range(40):
        timeline.say([f"HELP {number}".encode()], NOW, double_dots=False)
    assert timeline.forks() == []
    undone = 0
    while timeline.undo():
        undone += 1

    assert undone == 29


def test_a_long_conversation_is_played_from_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it is: a step back plays no more lines than lie between two marks."""
    timeline = Timeline(PLAYGROUND)
    timeline.open(PLAYGROUND, NOW, b"")
    for number in range(1_000):
        timeline.say([f"NOOP {number}".encode()], NOW, double_dots=False)
    played: list[Input] = []

    def counted(done: Input, at: Conversation) -> list[int]:
        played.append(done)
        return play(done, at)

    monkeypatch.setattr(branches, "play", counted)
    for _ in range(3):
        timeline.undo()
        assert len(played) <= MARK_EVERY
        played.clear()
    timeline.redo()

    assert len(played) == 1
