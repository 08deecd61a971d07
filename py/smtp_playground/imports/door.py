"""What the page's bridge asks for: a log, explained line by line in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from smtp_playground.explain import Explainer
from smtp_playground.imports import read_log
from smtp_playground.imports.bubbles import ImportedLog, LogRow, Replay
from smtp_playground.imports.dialogue import Dialogue, Moment
from smtp_playground.imports.explaining import Lines
from smtp_playground.imports.hiding import Secrets
from smtp_playground.imports.log_line import LogLine


@dataclass(frozen=True, slots=True)
class Followed:
    """A line, and what is known of it once what was before it was heard."""

    line: LogLine
    moment: Moment
    dialogue: Dialogue
    "As it was when this was heard; it goes on."
    connection: str


def import_log(text: str, explainer: Explainer) -> ImportedLog:
    """Return a log, its lines by side, explained, and what can be said again of it."""
    log = read_log(text)
    rows = tuple(_rows(log.lines, explainer))
    return ImportedLog(
        kind=log.kind,
        rows=rows,
        replays=replays(log.lines),
        secrets=sum(bool(row.secret) for row in rows),
        unsure=sum(not row.sure for row in rows),
        left_out=log.left_out,
    )


def follow(lines: tuple[LogLine, ...]) -> Iterator[Followed]:
    """Yield each line with what it is, connection by connection."""
    dialogues: dict[str, Dialogue] = {}
    for line in lines:
        dialogue = dialogues.setdefault(line.thread, Dialogue())
        moment = dialogue.hear(line.speaker, line.text)
        connection = f"{line.thread} {dialogue.connection}"
        yield Followed(line, moment, dialogue, connection)


def _rows(lines: tuple[LogLine, ...], explainer: Explainer) -> Iterator[LogRow]:
    told = Lines(explainer)
    secrets: dict[str, Secrets] = {}
    answers = _answers(lines)
    for followed, answer in zip(follow(lines), answers, strict=True):
        line = followed.line
        hider = secrets.setdefault(line.thread, Secrets())
        hidden = hider.hidden(line, followed.moment, answer)
        # It would tell what is hidden.
        around = line.around if hidden == line.text else ""
        yield told.row(line, followed.moment, followed.dialogue, hidden, around)


def _answers(lines: tuple[LogLine, ...]) -> list[str]:
    """Return for each line the code of the reply that comes next in its thread; may be empty."""
    following: dict[str, str] = {}
    answers: list[str] = []
    for line in reversed(lines):
        answers.append(following.get(line.thread, ""))
        if line.speaker == "server":
            following[line.thread] = line.text[:3]
    return answers[::-1]


def replays(lines: tuple[LogLine, ...]) -> tuple[Replay, ...]:
    """Return what the client said, connection by connection."""
    said: dict[str, list[LogLine]] = {}
    for followed in follow(lines):
        if followed.line.speaker == "client":
            said.setdefault(followed.connection, []).append(followed.line)
    return tuple(
        Replay(found[0].number, tuple(line.text for line in found)) for found in said.values()
    )
