"""What is told of whatever nobody said: the notes of a conversation, in one language."""

from __future__ import annotations

from typing import TypeAlias

from smtp_playground.deeds import Deed
from smtp_playground.entries import LeftOver, Note, Opened, Unanswered, Unsent
from smtp_playground.lessons.watch import StepDone
from smtp_playground.line_ends import CRLF
from smtp_playground.markup import Fact, Text, fill, parse
from smtp_playground.ruled import duration, waiting_text, who_wants
from smtp_playground.words import Words
from smtpcore import ConnectionClosed, TlsStarted, Waiting

_Told: TypeAlias = tuple[str, dict[str, Fact]]
"""The key of the words, and their facts."""


def note_text(note: Note, words: Words) -> Text:
    """Return a note in the words' language."""
    if isinstance(note, Waiting):
        return waiting_text(note.seconds, note.rule, words)
    key, facts = _told(note, words)
    return fill(parse(words.conversation[key]), facts)


def _told(note: Note, words: Words) -> _Told:
    match note:
        case Opened(persona=persona):
            name = persona.name.get(words.language, persona.name["en"])
            return "note.opened", {"hostname": persona.policy.hostname, "persona": name}
        case TlsStarted(implicit=implicit):
            return f"note.tls-{'implicit' if implicit else 'started'}", {}
        case ConnectionClosed(by_client=by_client, rule=rule):
            by = "rule" if rule else "client" if by_client else "server"
            return f"note.closed-by-{by}", {"who": who_wants(rule, words)}
        case Deed(name=name, number=number):
            return f"deed.{name}", {"number": number, "time": duration(number, words)}
        case StepDone(lesson=lesson, step=step, is_last=is_last):
            facts: dict[str, Fact] = {"number": step + 1, "total": len(lesson.steps)}
            done = "done" if is_last else "step-done"
            return f"lesson.{done}", {**facts, "title": lesson.title}
        case _:
            return _not_read(note)


def _not_read(note: Note) -> _Told:
    """Tell of what was sent and is no line that anybody answers."""
    match note:
        case Unsent(count=count, waiting=waiting):
            return f"note.{'unsent-yet' if waiting else 'unsent'}", {"count": count}
        case LeftOver(count=count):
            # What most people forget to count is the line's own end.
            key = "left-over-end" if count == len(CRLF) else "left-over"
            return f"note.{key}", {"count": count}
        case Unanswered():
            return "note.unanswered", {}
        case _:
            raise AssertionError(note)
