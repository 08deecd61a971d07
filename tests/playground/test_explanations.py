"""Every reply the core can send is explained, in every language, with the facts of its moment."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smtp_playground.bubbles import Bubble, Part
from smtp_playground.explain import Explainer
from smtp_playground.history import Answered
from smtp_playground.library import the_library
from smtp_playground.parts import DOTS, cut_command, cut_reply
from smtp_playground.personas import Persona
from smtp_playground.runs import Run
from smtp_playground.sessions import Session, load_sessions
from smtp_playground.sessions import play as play_session
from smtp_playground.view import View
from smtp_playground.visible import visible
from smtpcore import CommandReceived, Event, Policy, ReplySent

from ..smtpcore.transcript import FOLDER, play, read_transcript

LIBRARY = the_library()
VIEWS = {language: View(Explainer(LIBRARY.words(language))) for language in LIBRARY.languages}
TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))


SESSIONS = load_sessions()


def happened(path: Path) -> tuple[Policy, list[Event]]:
    transcript = read_transcript(path)
    turns = play(transcript, lambda octets: [octets])
    return transcript.policy, [event for events, _, _ in turns for event in events]


def answers(path: Path) -> list[Answered]:
    """Return every reply of a transcript, with the line it answers."""
    policy, events = happened(path)
    return answered(events, Persona("test", {"en": "Test"}, {"en": "A server for tests."}, policy))


def session_answers(session: Session) -> list[Answered]:
    """Return every reply of the session that a reply is listed with."""
    return answered(play_session(session), session.persona)


def answered(events: list[Event], persona: Persona) -> list[Answered]:
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
    check_explanations(answers(path), VIEWS[language])


@pytest.mark.parametrize("name", sorted(SESSIONS))
@pytest.mark.parametrize("language", VIEWS)
def test_every_reply_there_is_is_explained(name: str, language: str) -> None:
    """By its shortest session, so that none can lack a fact that its words ask for."""
    check_explanations(session_answers(SESSIONS[name]), VIEWS[language])


def check_explanations(found: list[Answered], view: View) -> None:
    """Title, what it means here, all facts filled in; each part has its words; a detail."""
    for number, reply in enumerate(found):
        bubble = view.bubble(number, reply)
        detail = view.detail(number, reply)
        said = explained(bubble)

        assert bubble.explanation is not None
        assert bubble.explanation.title
        assert plain(bubble.explanation.here)
        assert re.findall(r"\{[a-z]+\}", said.replace(reply.line or "{}", "")) == []
        assert list(reply.event.lines) == [joined(line) for line in bubble.lines]
        assert detail.digits
        assert bool(detail.enhanced) == bool(detail.enhanced_meaning)


def explained(bubble: Bubble) -> str:
    assert bubble.explanation is not None
    return plain(bubble.explanation.here) + plain(bubble.explanation.next)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_parts_of_a_line_are_the_line(path: Path) -> None:
    """Cutting loses nothing and adds nothing, whatever the line."""
    _, events = happened(path)
    for event in events:
        match event:
            case CommandReceived():
                expected = visible(event.line) + (DOTS if event.hidden else "")
                assert expected == "".join(cut.text for cut in cut_command(event))
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
