"""Events as the lines people write a conversation in: `C:` for the client, `S:` for the server.

What cannot be seen is shown as `visible` shows it, so nothing in the lines can command a
terminal.

Mail data is shown as a client has to send it: a dot before each line that begins with one,
and the lone dot at the end. Played again, it gives the same message; a dot that the client
forgot to double was lost, so it is not shown.

What nobody said is a note, and begins with `--`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from smtp_playground.visible import visible
from smtpcore import (
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    MessageAccepted,
    ReplySent,
)


def transcript(event: Event, limit: int | None = None) -> Iterator[str]:
    """Yield an event's lines; of a message at most `limit` octets, and a note on the rest."""
    match event:
        case CommandReceived(line=line, size=size):
            yield f"C: {visible(line)}"
            yield from _left_out(size - len(line) - len(b"\r\n"))
        case ContentReceived():
            yield from _content(event, limit)
        case ReplySent(lines=lines):
            yield from (f"S: {line}" for line in lines)
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
    first, *others = (str(recipient.path) for recipient in event.envelope.recipients)
    more = f" and {len(others)} more" if others else ""
    sender = event.envelope.reverse_path
    return f"message {event.number} from {sender} to {first}{more}, {len(event.content)} octets"


def _content(event: ContentReceived, limit: int | None) -> Iterator[str]:
    shown = event.content[:limit]
    for line in shown.removesuffix(b"\r\n").split(b"\r\n") if shown else ():
        yield f"C: {'.' if line.startswith(b'.') else ''}{visible(line)}"
    yield from _left_out(event.size - len(shown))
    yield "C: ."


def _left_out(octets: int) -> Iterator[str]:
    if octets:
        yield f"-- {octets} more octets"
