"""What was said on the last connection, as the beginning of a lesson: what could be asked for."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from smtp_playground.branches import Timeline
from smtp_playground.content_lines import ContentSent
from smtp_playground.deeds import MARK, PASS_TIME, Deed
from smtp_playground.entries import Answered, Entry, Opened
from smtp_playground.escapes import escape
from smtp_playground.inputs import Happened, Input, Said, Sent, since_opened
from smtp_playground.lessons.desk_bubbles import About, RecordedLine, Recording, Seen, SeenKind
from smtp_playground.lessons.watch import CONNECT, UNKNOWN, answered
from smtp_playground.rules_toml import write_rules
from smtp_playground.visible import visible
from smtpcore import (
    CommandReceived,
    ConnectionClosed,
    ResponseReceived,
    TlsStarted,
    Verb,
)
from smtpcore.commands import PathCommand
from smtpcore.message import Message

DOTS: Final = "••••••••"
LINES: Final = 500
"""Of the client that a lesson's solution may have."""
FIELDS: Final = ("subject", "from", "to", "mime-version", "content-type")
"""Of a message's header, those that a lesson may well ask for."""


def recorded(timeline: Timeline) -> Recording:
    """Return what was said on the last connection."""
    conversation = timeline.conversation
    entries = _since_opened([entry for _, entry in conversation.entries()])
    messages = [message for _, message in conversation.inbox.newest_first()]
    lines = [line for entry in entries if (line := _line(entry)) is not None]
    rules = tomllib.loads(write_rules(conversation.session.standing.policy.rules)).get("rule", [])
    return Recording(
        persona=conversation.persona.id,
        lines=tuple(_with_messages(lines, messages)),
        solution=json.dumps([*_solution(since_opened(timeline.inputs()))][:LINES]),
        rules=json.dumps(rules),
        secrets=sum(_is_secret(entry) for entry in entries),
    )


def _since_opened(entries: Sequence[Entry]) -> list[Entry]:
    opened = [place for place, entry in enumerate(entries) if isinstance(entry, Opened)]
    return [*entries[opened[-1] if opened else 0 :]]


def _is_secret(entry: Entry) -> bool:
    return isinstance(entry, CommandReceived | ResponseReceived) and bool(entry.hidden)


# Lines, and what of them can be asked for.


def _line(entry: Entry) -> RecordedLine | None:
    match entry:
        case CommandReceived(line=line, hidden=hidden):
            text = visible(line) + (DOTS if hidden else "")
            return RecordedLine("client", "", text, tuple(_of_command(entry)))
        case ResponseReceived(line=line, hidden=hidden):
            return RecordedLine("client", "", visible(line) + (DOTS if hidden else ""), ())
        case ContentSent(lines=lines):
            return RecordedLine("client", "", "\n".join(map(visible, lines)), ())
        case Answered(event=event):
            return RecordedLine("server", "", "\n".join(event.lines), tuple(_of_reply(entry)))
        case _:
            return _note(entry)


def _note(entry: Entry) -> RecordedLine | None:
    match entry:
        case ConnectionClosed():
            return RecordedLine("note", "closed", "", (_seen("closed", "", "", {"closed": True}),))
        case TlsStarted(discarded=discarded):
            told = [_seen("tls", "", "", {"tls": True})]
            if discarded:
                told.append(_seen("discarded", "", "", {"tls": True, "discarded": True}))
            return RecordedLine("note", "tls", "", tuple(told))
        case Deed(name=name, number=seconds) if name == PASS_TIME:
            told = [_seen("time", "", str(seconds), {"time_passed": seconds})]
            return RecordedLine("note", "time", str(seconds), tuple(told))
        case _:
            return None


def _of_command(event: CommandReceived) -> Iterator[Seen]:
    if event.verb is None:
        return
    verb = str(event.verb)
    yield _seen("command", verb, verb, {"command": verb})
    if isinstance(event.command, PathCommand):
        for keyword in event.command.parameters:
            yield _seen("parameter", verb, keyword, {"command": verb, "parameter": keyword})


def _of_reply(entry: Answered) -> Iterator[Seen]:
    event = entry.event
    after, code = answered(event), str(event.reply.code)
    yield _seen("reply", after, code, {"after": after, "code": code})
    yield _seen("name", after, event.reply.name, {"after": after, "reply": event.reply.name})
    if event.enhanced:
        see = {"after": after, "code": code, "enhanced": event.enhanced}
        yield _seen("enhanced", after, event.enhanced, see)


def _with_messages(
    lines: Sequence[RecordedLine], newest_first: Sequence[Message]
) -> Iterator[RecordedLine]:
    """Yield the lines, with what can be asked of a message at the reply that accepted it."""
    accepting = [place for place, line in enumerate(lines) if _accepts(line)]
    by_place = dict(zip(reversed(accepting), newest_first, strict=False))
    for place, line in enumerate(lines):
        more = _of_message(by_place[place]) if place in by_place else ()
        yield RecordedLine(line.speaker, line.note, line.text, (*line.seen, *more))


def _accepts(line: RecordedLine) -> bool:
    return any(each.kind == "name" and each.value == "message-accepted" for each in line.seen)


def _of_message(message: Message) -> Iterator[Seen]:
    envelope = message.envelope
    recipients = [str(each.path)[1:-1] for each in envelope.recipients]
    yield _message("recipients", ", ".join(recipients), {"to": recipients})
    sender = str(envelope.reverse_path)[1:-1]
    yield _message("sender", sender or "<>", {"from": sender, "to": recipients})
    header = message.content.partition(b"\r\n\r\n")[0]
    for line in header.split(b"\r\n"):
        name = line.partition(b":")[0].strip().lower().decode("latin-1")
        if name in FIELDS and line.isascii():
            yield _message("field", line.decode(), {"holds": [line.decode()]})


def _message(kind: SeenKind, value: str, asked: dict[str, Any]) -> Seen:
    return _seen(kind, "", value, {"message": asked})


def _seen(kind: SeenKind, after: str, value: str, see: dict[str, Any]) -> Seen:
    about: About = "command"
    if after == CONNECT:
        about = "greeting"
    elif after == UNKNOWN:
        about = "unknown"
    elif after not in {str(verb) for verb in Verb}:
        about = "message"
    return Seen(kind, about, after if about == "command" else "", value, json.dumps(see))


# The client's side.


def _solution(inputs: Sequence[Input]) -> Iterator[str | list[str]]:
    for done in inputs:
        match done:
            case Said():
                yield from _said(done)
            case Sent(octets=octets):
                yield _raw(octets)
            case Happened(deed=Deed(name=name, number=seconds)) if name == PASS_TIME:
                yield f"{MARK}pass time {seconds}"


def _said(said: Said) -> Iterator[str | list[str]]:
    dotted = (b"." + line if said.double_dots and line[:1] == b"." else line for line in said.lines)
    lines = [*dotted, *([b"."] if said.finish else [])]
    if any(_is_odd(line) for line in lines):
        yield _raw(b"".join(line + b"\r\n" for line in lines))
    elif len(lines) == 1:
        yield lines[0].decode()
    else:
        yield [line.decode() for line in lines]


def _is_odd(line: bytes) -> bool:
    """Tell whether no line of a lesson can say it."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return True
    return text.startswith(MARK) or any(end in text for end in "\r\n")


def _raw(octets: bytes) -> str:
    return f"{MARK}raw {escape(octets)}"
