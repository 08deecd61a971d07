"""The first screen's recording is what the core says to its lines, the same at every build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitebuild.project import HERE
from sitebuild.recording import LINES, play, recording_ts
from smtp_playground.bubbles import Bubble
from smtp_playground.library import Library

LANGUAGES = ("en", "pt-BR")


def told(bubble: Bubble) -> list[str]:
    return ["".join(part.text for part in line) for line in bubble.lines]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sides_are_in_it_in_order(language: str) -> None:
    bubbles = play(HERE.content, language)
    said = [line for bubble in bubbles if bubble.speaker == "client" for line in told(bubble)]
    codes = [bubble.code for bubble in bubbles if bubble.speaker == "server"]

    assert said == [*LINES]
    assert codes == ["220", "250", "250", "250", "354", "250", "502"]
    assert {bubble.speaker for bubble in bubbles} == {"client", "server"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_is_explained_in_the_language(language: str) -> None:
    replies = Library.load(HERE.content).words(language).replies
    answers = [bubble for bubble in play(HERE.content, language) if bubble.speaker == "server"]
    titles = [bubble.explanation.title for bubble in answers if bubble.explanation]

    assert titles == [replies[bubble.reply].title for bubble in answers]


def test_it_is_the_same_each_time() -> None:
    assert recording_ts(HERE.content) == recording_ts(HERE.content)


def test_the_view_gets_every_language(tmp_path: Path) -> None:
    source = recording_ts(HERE.content)

    assert re.findall(r'^ "([^"]+)": \[$', source, re.MULTILINE) == [*LANGUAGES]
    assert not list(tmp_path.iterdir())
