"""The sessions of the reference, played: each reply's shortest one, as the lines people write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from typing import Final

from smtp_playground.deeds import TLS, Deed, deed_in
from smtp_playground.reference.entries import TranscriptBlock, TranscriptLine
from smtp_playground.sessions import Session, load_sessions, steps
from smtp_playground.transcript import transcript
from smtp_playground.visible import visible
from smtpcore import (
    CATALOGUE,
    CommandReceived,
    Event,
    ReplySent,
    ResponseReceived,
    TlsStarted,
)

LONGEST: Final = 100
"""Characters of a line that is shown whole; one that is too long for a server is unreadable."""
CUT_TO: Final = 60
FOLDED: Final = 4
"""Lines of a reply to EHLO from which on its list is folded, unless it is what is shown."""


_MORE: Final = "more"


class StrayedSessionError(Exception):
    """A session that no longer ends with its reply."""


@cache
def all_sessions() -> Mapping[str, Session]:
    """Return every session by the name of its reply."""
    return load_sessions()


def played(reply: str, labels: Mapping[str, str]) -> TranscriptBlock:
    """Play the session of a reply. Raises `StrayedSessionError` if it gives another one."""
    session = all_sessions()[reply]
    lines: list[TranscriptLine] = []
    last = None
    for line, events in steps(session):
        if line is not None:
            lines += _sent(line, events, labels)
        whole = reply == "extended-hello"
        lines += [shown for event in events for shown in _lines(event, labels, whole=whole)]
        last = next((e for e in reversed(events) if isinstance(e, ReplySent)), last)
    if last is None or last.reply is not CATALOGUE[reply]:
        got = last.reply.name if last else "nothing"
        raise StrayedSessionError(f"sessions.toml: {reply} ends with {got}")
    return TranscriptBlock(reply, tuple(lines), session.settings)


def shortest(replies: Sequence[str]) -> str:
    """Return the reply, of several, whose session has the fewest settings, and then lines."""

    def cost(name: str) -> tuple[int, int]:
        session = all_sessions()[name]
        return len(session.settings), len(session.lines)

    return min(replies, key=cost)


def parted(
    left: TranscriptBlock, right: TranscriptBlock
) -> tuple[TranscriptBlock, TranscriptBlock]:
    """Return two sessions with the first line marked at which they differ."""
    pairs = zip_longest(left.lines, right.lines)
    first = next((at for at, (one, other) in enumerate(pairs) if not _alike(one, other)), -1)
    return _marked(left, first), _marked(right, first)


def _alike(one: TranscriptLine | None, other: TranscriptLine | None) -> bool:
    """Tell whether two lines are of one course."""
    if one is None or other is None or one.speaker != other.speaker:
        return False
    return _course(one) == _course(other)


def _course(line: TranscriptLine) -> str:
    """Return what counts: of what a server says, the code; of a note, all but its numbers."""
    match line.speaker:
        case "server":
            return line.text[:3]
        case "note":  # how much of a list is folded is no turn
            return re.sub(r"[0-9]+", "", line.text)
        case "client":
            return line.text


def _marked(block: TranscriptBlock, at: int) -> TranscriptBlock:
    lines = tuple(replace(line, differs=number == at) for number, line in enumerate(block.lines))
    return replace(block, lines=lines)


def _lines(event: Event, labels: Mapping[str, str], *, whole: bool) -> Iterator[TranscriptLine]:
    if isinstance(event, TlsStarted):
        yield TranscriptLine("note", labels["transcript.tls"], differs=False)
        return
    for line in transcript(event) if whole else _folded(event, labels):
        speaker, _, text = line.partition(": ")
        if speaker == "S":
            yield TranscriptLine("server", _cut(text), differs=False)
        elif speaker == _MORE:
            yield TranscriptLine("note", text, differs=False)


def _folded(event: Event, labels: Mapping[str, str]) -> list[str]:
    """Return an event's lines; of what EHLO lists, the first and the last."""
    lines = list(transcript(event))
    if not isinstance(event, ReplySent) or event.reply.name != "extended-hello":
        return lines
    if len(lines) < FOLDED:
        return lines
    more = labels["transcript.more"].format(count=len(lines) - 2)
    return [lines[0], f"{_MORE}: {more}", lines[-1]]


def _sent(line: str, events: list[Event], labels: Mapping[str, str]) -> list[TranscriptLine]:
    """Return what the client sends, its secrets hidden; or what happens to the host."""
    if deed := deed_in(line):
        return [] if deed == TLS else [_note(deed, labels)]
    shown = visible(line.encode())
    for event in events:
        if isinstance(event, CommandReceived | ResponseReceived):
            shown = next(transcript(event)).removeprefix("C: ")
    return [TranscriptLine("client", _cut(shown), differs=False)]


def _note(deed: Deed, labels: Mapping[str, str]) -> TranscriptLine:
    told = labels[f"deed.{deed.name}"].format(number=deed.number)
    return TranscriptLine("note", told, differs=False)


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:CUT_TO]}…"
