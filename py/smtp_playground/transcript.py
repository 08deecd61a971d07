"""Events as the lines people write a conversation in: `C:` for the client, `S:` for the server.

What cannot be seen is shown as `visible` shows it, so nothing in the lines can command a
terminal.

Mail data is shown as a client has to send it: a dot before each line that begins with one,
and the lone dot at the end. Played again, it gives the same message; a dot that the client
forgot to double was lost, so it is not shown.

What nobody said is a note, and begins with `--`. What nobody may read is shown as `********`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, assert_never

from smtp_playground.visible import visible
from smtpcore import (
    ChunkReceived,
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    MessageAccepted,
    ReplySent,
    ResponseReceived,
    TlsStarted,
    Waiting,
)

HIDDEN: Final = "********"
"""In place of a secret, however long."""


def transcript(event: Event, limit: int | None = None) -> Iterator[str]:
    """Yield an event's lines; of a message at most `limit` octets, and a note on the rest."""
    match event:
        case CommandReceived() | ResponseReceived():
            yield f"C: {visible(event.line)}{HIDDEN if event.hidden else ''}"
            yield from _left_out(event.size - len(event.line + event.hidden) - len(b"\r\n"))
        case ChunkReceived(octets=octets, size=size):
            yield from (f"C: {visible(line)}" for line in _lines(octets[:limit]))
            yield from _left_out(size - len(octets[:limit]))
        case ContentReceived():
            yield from _content(event, limit)
        case ReplySent(lines=lines):
            yield from (f"S: {line}" for line in lines)
        case TlsStarted(discarded=discarded):
            yield f"-- encrypted from here on{_thrown_away(discarded)}"
        case Waiting(seconds=seconds, rule=rule):
            yield f"-- silent {'for ever' if seconds is None else f'for {seconds} s'}, by {rule}"
        case MessageAccepted():
            yield f"-- {message(event)}"
        case ConnectionClosed(by_client=by_client, unfinished=unfinished):
            if unfinished:
                yield f"-- unfinished: {visible(unfinished[:limit])}"
            yield f"-- closed by the {'client' if by_client else 'server'}"
        case _:
            assert_never(event)


def message(event: MessageAccepted) -> str:
    """Say in one line which message was accepted."""
    taken = event.message
    first, *others = (str(recipient.path) for recipient in taken.envelope.recipients)
    more = f" and {len(others)} more" if others else ""
    sender = taken.envelope.reverse_path
    return f"message {taken.number} from {sender} to {first}{more}, {len(taken.content)} octets"


def _content(event: ContentReceived, limit: int | None) -> Iterator[str]:
    shown = event.content[:limit]
    for line in _lines(shown):
        yield f"C: {'.' if line.startswith(b'.') else ''}{visible(line)}"
    yield from _left_out(event.size - len(shown))
    yield "C: ."


def _lines(octets: bytes) -> list[bytes]:
    return octets.removesuffix(b"\r\n").split(b"\r\n") if octets else []


def _thrown_away(octets: int) -> str:
    return f"; {octets} octets came before in the clear, and were thrown away" if octets else ""


def _left_out(octets: int) -> Iterator[str]:
    if octets:
        yield f"-- {octets} more octets"
