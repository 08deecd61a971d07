"""What a careless server would make of the same octets: SMTP smuggling, told where it is tried.

Only CRLF ends a line (RFC 5321 2.3.8), and only CRLF, dot, CRLF ends a message (4.1.1.4). Whoever
takes less for an end reads the rest of a message as commands that nobody gave.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from smtp_playground.content_lines import ContentSent
from smtp_playground.escapes import escape
from smtp_playground.history import Begun
from smtp_playground.line_ends import CRLF
from smtp_playground.markup import Fact
from smtp_playground.visible import visible
from smtpcore import CommandReceived

Remark: TypeAlias = tuple[str, Mapping[str, Fact]]
"""The id of a remark, and the facts it takes."""

ENDINGS: Final[Mapping[bytes, str]] = {
    b"\n.\n": "ending-bare-lf",
    b"\n.\r\n": "ending-bare-lf",
    b"\r\n.\n": "ending-bare-lf",
    b"\r\n.\r\r\n": "ending-extra-cr",
    b"\r\r\n.\r\r\n": "ending-extra-cr",
    b"\n.\r": "ending-bare-cr",
    b"\r.\n": "ending-bare-cr",
    b"\r.\r": "ending-bare-cr",
    b"\r.\r\n": "ending-bare-cr",
    b"\r\n.\r": "ending-bare-cr",
    b"\r\n\0.\r\n": "ending-nul",
    b"\r\n.\0\r\n": "ending-nul",
    b"\r\n. \r\n": "ending-space",
    b"\r\n..\r\n": "ending-two-dots",
}
"""What looks like the end of a message and is none -> what is said of it.

The sequences that scanners try; who was taken in by which was measured with real servers.
"""

TEXT_LINE: Final = 1000
"""Octets of a text line with its CRLF, the doubled dot not counted (RFC 5321 4.5.3.1.6)."""

SAID_AT_MOST: Final = 3
"""Endings of one message that are told: one is a lesson, ten are noise."""

_REST_SHOWN: Final = 60
# What stands behind is only looked at: it may begin the next ending.
_LIKE_AN_END: Final = re.compile(
    rb"(?P<before>\r\r\n|\r\n\0|\r\n|\n|\r)"
    rb"(?P<dot>\.(?=(?P<after>\.\r\n|\0\r\n| \r\n|\r+\n|\n|\r)))"
)
_BARE_LF: Final = re.compile(rb"(?<!\r)\n")
_BARE_CR: Final = re.compile(rb"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Ending:
    """Octets that a careless server takes for the end of a message."""

    sequence: bytes
    remark: str
    rest: bytes
    "What follows: commands, for such a server."


def endings(content: bytes) -> Iterator[Ending]:
    """Yield what looks like an end in mail data as it was sent, and is none."""
    # The CRLF of the DATA line is the one before the first line (RFC 5321 4.1.1.4).
    octets = CRLF + content
    for match in _LIKE_AN_END.finditer(octets):
        sequence = match["before"] + b"." + match["after"]
        # One CR more before the CRLF counts only where there is one more behind the dot as well.
        if sequence not in ENDINGS and match["before"] == b"\r\r\n":
            sequence = sequence[1:]
        if sequence in ENDINGS:
            end = match.end("dot") + len(match["after"])
            yield Ending(sequence, ENDINGS[sequence], octets[end:])


def on_content(sent: ContentSent) -> list[Remark]:
    """Return what deserves a word about mail data as it was sent."""
    if sent.in_chunk:
        return []
    found = [
        ending
        for ending in endings(sent.octets)
        # A dot that was doubled for the reader is told of already.
        if not (ending.remark == "ending-two-dots" and sent.dots_doubled)
    ]
    firsts = {ending.sequence: ending for ending in reversed(found)}
    remarks = [r for ending in reversed(firsts.values()) for r in _told(ending)]
    remarks = remarks[: SAID_AT_MOST * 2]
    if not found and _BARE_LF.search(sent.octets):
        remarks.append(("bare-lf-in-text", {}))
    longest = max(map(text_line_size, sent.octets.split(CRLF)))
    if longest > TEXT_LINE:
        remarks.append(("long-text-line", {"count": longest}))
    if sent.waiting:
        remarks.append(("line-waits", {"count": sent.waiting}))
    return remarks


def text_line_size(line: bytes) -> int:
    """Return how long a text line counts as, with its CRLF and without a doubled dot."""
    return len(line.removeprefix(b".")) + len(CRLF)


def _told(ending: Ending) -> Iterator[Remark]:
    yield ending.remark, {"sequence": escape(ending.sequence)}
    line = re.split(rb"[\r\n]", ending.rest.lstrip(b"\r\n"), maxsplit=1)[0]
    if line and line != b".":
        yield "ending-rest", {"line": visible(line[:_REST_SHOWN])}


def on_line(event: CommandReceived | Begun) -> list[Remark]:
    """Return what deserves a word about the line ends that a command line only seems to have."""
    remarks: list[Remark] = []
    commands = [line for line in re.split(rb"\r*\n", event.line) if line]
    if _BARE_LF.search(event.line):
        remarks.append(("bare-lf-in-command", {"count": len(commands)}))
    elif _BARE_CR.search(event.line.rstrip(b"\r") if isinstance(event, Begun) else event.line):
        remarks.append(("bare-cr-in-command", {}))
    if isinstance(event, Begun):
        remarks.append(("line-waits", {"count": event.size}))
    return remarks
