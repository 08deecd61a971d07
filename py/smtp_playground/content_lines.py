"""Mail data as its client sent it, for the record: lines to read, octets to see, both bounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from smtp_playground.line_ends import CRLF

CONTENT_LINES_KEPT: Final = 400
"""Lines of one message that are remembered for its bubble."""

CONTENT_OCTETS_KEPT: Final = 16_384
"""Octets of one message that are remembered as they were sent."""

LINE_KEPT: Final = 65_536
"""Octets of one line that are remembered for its bubble."""


@dataclass(frozen=True, slots=True)
class ContentSent:
    """Mail data as the client sent it, so far or to its end; by DATA, or in a chunk."""

    lines: tuple[bytes, ...]
    "The first `CONTENT_LINES_KEPT` of them, and the last once it ended."
    omitted: int
    "How many lines between are not kept."
    ended: bool
    dots_removed: int
    dots_doubled: int
    in_chunk: bool = False
    "Whether it is counted octets (BDAT), in which no dot and no line means anything."
    octets: bytes = b""
    "The first `CONTENT_OCTETS_KEPT` of them, line ends and doubled dots included."
    size: int = 0
    "How many octets were sent."
    waiting: int = 0
    "Octets of a line whose end has not come."


class ContentLines:
    """The lines of a message that is being sent; of a long one, the beginning and the last."""

    def __init__(self, *, in_chunk: bool) -> None:
        """Begin with nothing sent."""
        self.entry_id = 0
        "Where the record has it."
        self._in_chunk = in_chunk
        self._lines: list[bytes] = []
        self._line = bytearray()
        self._last = b""
        self._count = 0
        self._dots_doubled = 0
        self._octets = bytearray()
        self._size = 0
        self._waiting = 0
        self._before = b""

    def add(self, octets: bytes, *, doubled: bool) -> None:
        """Take octets, each line end at the end of a piece."""
        self._size += len(octets)
        self._waiting += len(octets)
        self._dots_doubled += doubled
        self._octets += octets[: CONTENT_OCTETS_KEPT - len(self._octets)]
        self._line += octets[: max(0, LINE_KEPT - len(self._line))]
        # A chunk may hold whole lines in one piece; a line may come in pieces.
        if self._in_chunk:
            *whole, rest = bytes(self._line).split(CRLF)
        elif (self._before + octets).endswith(CRLF):
            whole, rest = [bytes(self._line).removesuffix(CRLF)], b""
        else:
            self._before = octets[-1:]
            return
        self._before = b""
        self._line = bytearray(rest)
        self._waiting = len(rest)
        for line in whole:
            self._end_line(line)

    def _end_line(self, line: bytes) -> None:
        self._count += 1
        self._last = line
        if len(self._lines) < CONTENT_LINES_KEPT:
            self._lines.append(line)

    def sent(self, *, ended: bool = False, dots_removed: int = 0) -> ContentSent:
        """Return what the record keeps of it."""
        lines, count, last = list(self._lines), self._count, self._last
        if self._waiting:
            # A chunk that is full in the middle of a line end has no octet to show for it.
            last = bytes(self._line).removesuffix(b"\r")
            count += 1
            lines += [last] * (len(lines) < CONTENT_LINES_KEPT)
        omitted = count - len(lines)
        lasts = (last,) if ended and omitted else ()
        return ContentSent(
            (*lines, *lasts),
            omitted - len(lasts),
            ended,
            dots_removed,
            self._dots_doubled,
            self._in_chunk,
            bytes(self._octets),
            self._size,
            0 if self._in_chunk else self._waiting,
        )
