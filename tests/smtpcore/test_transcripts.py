"""Conversations as files, each played in every manner in which octets can arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from smtpcore import CATALOGUE, ReplySent

from .cuts import Cut, every_cut, whole
from .transcript import FOLDER, play, read_transcript

FILES = sorted(FOLDER.glob("*.txt"))

every_transcript = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@every_transcript
def test_transcript_is_answered_turn_by_turn(path: Path) -> None:
    """Each reply comes when it is due, not before and not after."""
    for _, sent, expected in play(read_transcript(path), whole):
        assert expected == sent


@every_transcript
@every_cut
def test_transcript_does_not_depend_on_its_pieces(path: Path, cut: Cut) -> None:
    """All of it at once, in ragged pieces or octet by octet: the same events and octets."""
    transcript = read_transcript(path)
    expected_events = [event for events, _, _ in play(transcript, whole) for event in events]
    turns = list(play(transcript.joined(), cut))

    assert expected_events == [event for events, _, _ in turns for event in events]
    assert transcript.server == b"".join(sent for _, sent, _ in turns)


def test_every_reply_there_is_occurs_in_a_transcript() -> None:
    """A reply that no conversation can bring about would be dead, or untested."""
    seen = {
        event.reply.name
        for path in FILES
        for events, _, _ in play(read_transcript(path), whole)
        for event in events
        if isinstance(event, ReplySent)
    }

    assert set(CATALOGUE) == seen
