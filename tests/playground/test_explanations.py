"""Every reply the core can send is explained, in every language, with the facts of its moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from smtp_playground.bubbles import Bubble, Part, Run
from smtp_playground.explain import Explainer
from smtp_playground.history import Answered
from smtp_playground.library import Library
from smtp_playground.parts import cut_command, cut_reply
from smtp_playground.personas import Persona
from smtp_playground.view import View
from smtp_playground.visible import visible
from smtpcore import CATALOGUE, CommandReceived, Event, Policy, ReplySent

from ..smtpcore.transcript import FOLDER, play, read_transcript

LIBRARY = Library.load()
VIEWS = {language: View(Explainer(LIBRARY.words(language))) for language in LIBRARY.languages}
TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))


def happened(path: Path) -> tuple[Policy, list[Event]]:
    transcript = read_transcript(path)
    turns = play(transcript, lambda octets: [octets])
    return transcript.policy, [event for events, _, _ in turns for event in events]


def answers(path: Path) -> list[Answered]:
    """Return every reply of a transcript, with the line it answers."""
    policy, events = happened(path)
    persona = Persona("test", {"en": "Test"}, {"en": "A server for tests."}, policy)
    line = ""
    found = []
    for event in events:
        if isinstance(event, CommandReceived):
            line = visible(event.line)
        if isinstance(event, ReplySent):
            found.append(Answered(event, line, persona))
    return found


def plain(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def joined(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", VIEWS)
def test_every_reply_of_every_transcript_is_explained(path: Path, language: str) -> None:
    """Title, what it means here, all facts filled in; each part has its words; a detail."""
    view = VIEWS[language]
    for number, answered in enumerate(answers(path)):
        bubble = view.bubble(number, answered)
        detail = view.detail(number, answered)
        said = explained(bubble)

        assert bubble.explanation is not None
        assert bubble.explanation.title
        assert plain(bubble.explanation.here)
        assert "{" not in said.replace(answered.line, "")
        assert list(answered.event.lines) == [joined(line) for line in bubble.lines]
        assert detail.digits
        assert bool(detail.enhanced) == bool(detail.enhanced_meaning)


def explained(bubble: Bubble) -> str:
    assert bubble.explanation is not None
    return plain(bubble.explanation.here) + plain(bubble.explanation.next)


def test_the_transcripts_show_every_reply_there_is() -> None:
    """So none can lack a fact that its words ask for without a test failing."""
    seen = {answered.event.reply.name for path in TRANSCRIPTS for answered in answers(path)}

    assert set(CATALOGUE) == seen


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_parts_of_a_line_are_the_line(path: Path) -> None:
    """Cutting loses nothing and adds nothing, whatever the line."""
    _, events = happened(path)
    for event in events:
        match event:
            case CommandReceived():
                assert visible(event.line) == "".join(cut.text for cut in cut_command(event))
            case ReplySent():
                lines = tuple("".join(cut.text for cut in line) for line in cut_reply(event))
                assert event.lines == lines


def test_each_part_of_a_command_is_named() -> None:
    """Verb, keyword, path, parameter name and value, one by one."""
    _, events = happened(FOLDER / "rfc1870-size.txt")
    mail = next(
        event for event in events if isinstance(event, CommandReceived) and b"SIZE=" in event.line
    )

    assert [
        "verb",
        "from-keyword",
        "reverse-path",
        "parameter-keyword",
        "parameter-value",
    ] == [cut.name for cut in cut_command(mail) if cut.name][:5]


def test_each_part_of_a_reply_is_named() -> None:
    """Code, mark of more or last line, enhanced code, text."""
    transcript = FOLDER / "rfc5321-d1-typical.txt"
    refused = next(answered.event for answered in answers(transcript) if answered.event.enhanced)
    hello = next(
        answered.event
        for answered in answers(transcript)
        if answered.event.reply.name == "extended-hello"
    )

    assert ["code", "", "enhanced-code", "", "reply-text"] == [
        cut.name for cut in cut_reply(refused)[0]
    ]
    assert ["code", "separator-more", "reply-text"] == [cut.name for cut in cut_reply(hello)[0]]
    assert ["code", "separator-last", "keyword"] == [cut.name for cut in cut_reply(hello)[-1]]
