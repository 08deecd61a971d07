"""Octets as they went over the wire: rows of hex, limits as rulers, dots before and after.

Nothing is shown that the conversation hides: a secret is dots here as well, always as many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Final, Literal

from smtp_playground.careless import TEXT_LINE, text_line_size
from smtp_playground.content_lines import ContentSent
from smtp_playground.history import Answered, Begun, Conversation, Entry, Opened
from smtp_playground.line_ends import CRLF
from smtp_playground.octet_bubbles import (
    DotRow,
    OctetKind,
    OctetPiece,
    OctetRow,
    OctetRun,
    OctetsView,
    Ruler,
)
from smtp_playground.parts import DOTS
from smtp_playground.visible import visible
from smtp_playground.words import Words
from smtpcore import CommandReceived, Policy, ResponseReceived, Verb
from smtpcore.wire import octets_of

ROW: Final = 8
"""Octets of a row; the view puts two beside each other where there is room."""

SHOWN: Final = 4096
"""Octets of one bubble that are shown."""

SHOWN_OF_ALL: Final = 8192
"""Octets of the conversation that are shown at once: the latest."""

SHOWN_OF_EACH: Final = 512
"""Octets of each bubble that are shown among others."""

DOTS_SHOWN: Final = 20
"""Lines with a leading dot that are told of in one message."""

REPLY_LINE: Final = 512
"""Octets of a reply line with its code and CRLF (RFC 5321 4.5.3.1.5)."""

_PATH: Final = re.compile(rb"<(?P<inner>(?:\\.|\"(?:\\.|[^\"])*\"|[^>\"])*)>")
_ROUTE: Final = re.compile(rb"@[^:]*:")
_SPEAKERS: Final = (CommandReceived, ResponseReceived, Begun, ContentSent, Answered)


@dataclass(frozen=True, slots=True)
class _Cell:
    kind: OctetKind
    hex: str
    text: str


@dataclass(frozen=True, slots=True)
class _Wire:
    """What of an entry went over the wire."""

    octets: bytes
    "As far as they are kept."
    size: int
    secret_at: int | None = None
    "Where a secret stands in it, which is not among the octets."


def octets_view(conversation: Conversation, bubble: int, words: Words) -> OctetsView:
    """Return the octets of a bubble; of 0, of the conversation's end. May raise LookupError."""
    if bubble:
        entry = conversation.entry(bubble)
        policy = _policy_at(conversation, bubble)
        pieces = [_piece(bubble, entry, policy, words, SHOWN)]
        return OctetsView(bubble, tuple(piece for piece in pieces if piece), let_go=False)
    found: list[OctetPiece] = []
    room = SHOWN_OF_ALL
    for entry_id, entry in reversed(list(conversation.entries())):
        if not isinstance(entry, _SPEAKERS):
            continue
        if room <= 0:
            return OctetsView(0, tuple(reversed(found)), let_go=True)
        piece = _piece(entry_id, entry, conversation.persona.policy, words, SHOWN_OF_EACH)
        assert piece is not None
        room -= piece.size - piece.more
        found.append(piece)
    return OctetsView(0, tuple(reversed(found)), let_go=conversation.first_kept > 1)


def _policy_at(conversation: Conversation, bubble: int) -> Policy:
    """Return the policy of the server to which an entry was said."""
    policy = conversation.persona.policy
    for entry_id, entry in conversation.entries():
        if entry_id > bubble:
            break
        if isinstance(entry, Opened):
            policy = entry.persona.policy
    return policy


def _piece(
    entry_id: int, entry: Entry, policy: Policy, words: Words, at_most: int
) -> OctetPiece | None:
    wire = _wire(entry)
    if wire is None:
        return None
    cells = list(islice(_cells(wire), at_most))
    speaker: Literal["client", "server"] = "server" if isinstance(entry, Answered) else "client"
    content = entry if isinstance(entry, ContentSent) and not entry.in_chunk else None
    return OctetPiece(
        bubble=entry_id,
        speaker=speaker,
        label=words.conversation[f"speaker.{speaker}"],
        size=max(wire.size, len(cells)),
        more=max(0, wire.size - len(cells)),
        has_secret=wire.secret_at is not None,
        rows=_rows(cells, ROW),
        rulers=tuple(rulers(entry, policy)),
        dots=tuple(islice(dot_rows(content), DOTS_SHOWN)) if content else (),
        dots_doubled=content.dots_doubled if content else 0,
    )


def _wire(entry: Entry) -> _Wire | None:
    match entry:
        case Answered(event=event):
            octets = octets_of(event.lines)
            return _Wire(octets, len(octets))
        case CommandReceived() | ResponseReceived():
            if entry.hidden:
                octets = entry.line + CRLF
                return _Wire(octets, len(octets) + len(DOTS), len(entry.line))
            whole = entry.size == len(entry.line + CRLF)
            return _Wire(entry.line + CRLF * whole, entry.size)
        case Begun(line=line, size=size):
            # What is kept back of it may be a secret that has begun.
            return _Wire(line, size, None if len(line) == size else len(line))
        case ContentSent(octets=octets, size=size):
            return _Wire(octets, size)
        case _:
            return None


# Rows.


def hex_rows(octets: bytes, width: int) -> tuple[OctetRow, ...]:
    """Return octets in rows of so many."""
    return _rows(list(_cells(_Wire(octets, len(octets)))), width)


def _rows(cells: list[_Cell], width: int) -> tuple[OctetRow, ...]:
    return tuple(
        OctetRow(f"{start:04x}", tuple(_runs(cells[start : start + width])))
        for start in range(0, len(cells), width)
    )


def _runs(cells: list[_Cell]) -> Iterator[OctetRun]:
    for kind, group in groupby(cells, key=lambda cell: cell.kind):
        same = list(group)
        yield OctetRun(kind, " ".join(c.hex for c in same), "".join(c.text for c in same))


def _cells(wire: _Wire) -> Iterator[_Cell]:
    octets = wire.octets
    for place in range(len(octets)):
        if place == wire.secret_at:
            yield from _HIDDEN
        kind = _kind(octets, place)
        yield _Cell(kind, f"{octets[place]:02x}", _sign(octets[place]))
    if wire.secret_at == len(octets):
        yield from _HIDDEN


_HIDDEN: Final = tuple(_Cell("secret", "\N{BULLET}" * 2, dot) for dot in DOTS)


def _kind(octets: bytes, place: int) -> OctetKind:
    octet = octets[place : place + 1]
    if octet in b"\r\n":
        whole = octets[place : place + 2] == CRLF or octets[max(0, place - 1) : place + 1] == CRLF
        return "line-end" if whole else "stray"
    if octet == b"." and (not place or octets[:place].endswith(CRLF)):
        return "dot"
    if octet >= b"\x80":
        return "high"
    return "text" if b" " <= octet < b"\x7f" else "control"


def _sign(octet: int) -> str:
    """Return one character for an octet, of those that every font has."""
    if octet >= 0x80:
        return "\N{MIDDLE DOT}"
    is_text = 0x20 <= octet < 0x7F
    return chr(octet) if is_text else _SIGNS.get(octet, "\N{WHITE SQUARE}")


_SIGNS: Final = {0x0D: "\N{LEFTWARDS ARROW}", 0x0A: "\N{DOWNWARDS ARROW}"}
"""Where a carriage return and a line feed once moved the paper's writer."""


# Limits.


def rulers(entry: Entry, policy: Policy) -> Iterator[Ruler]:
    """Yield the limits that an entry is held to, with what it uses of each (RFC 5321 4.5.3.1)."""
    match entry:
        case Answered(event=event):
            longest = max(len(octets_of((line,))) for line in event.lines)
            yield Ruler("reply-line", longest, REPLY_LINE)
        case CommandReceived(hidden=b"", line=line, size=size, verb=verb):
            yield Ruler("command-line", size, policy.line_limit(verb))
            if verb in (Verb.MAIL, Verb.RCPT) and (path := _PATH.search(line)):
                yield from _path_rulers(path, policy)
        case Begun(size=size):
            yield Ruler("command-line", size, policy.line_limit(None))
        case ContentSent(in_chunk=False, octets=octets):
            longest = max(map(text_line_size, octets.removesuffix(CRLF).split(CRLF)))
            yield Ruler("text-line", longest, TEXT_LINE)


def _path_rulers(path: re.Match[bytes], policy: Policy) -> Iterator[Ruler]:
    limits = policy.dialect.limits
    yield Ruler("path", len(path[0]), limits.path)
    local_part, at, domain = _ROUTE.sub(b"", path["inner"], count=1).rpartition(b"@")
    if at:
        yield Ruler("local-part", len(local_part), limits.local_part)
        yield Ruler("domain", len(domain), limits.domain)


# Dots.


def dot_rows(sent: ContentSent) -> Iterator[DotRow]:
    """Yield the lines that begin with a dot, as they were sent and as they are kept (4.5.2)."""
    whole, _, _ = sent.octets.rpartition(CRLF)
    lines = whole.split(CRLF)
    is_all = len(sent.octets) == sent.size
    for number, line in enumerate(lines, 1):
        if line.startswith(b"."):
            ends = sent.ended and is_all and number == len(lines)
            yield DotRow(visible(line), "" if ends else visible(line[1:]), ends)
