"""Octets in, lines and messages out: where the pieces they arrive in stop mattering.

Both readers eat from the front of one buffer that the session owns, look at each octet
a bounded number of times, and hold no more than their limits say.

The buffer always begins with the CRLF that ended what came before (at first, with one
that nobody sent): the CRLF of the DATA line may be the first of the end-of-data
indication, and to put it back would move everything behind it, message after message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CRLF: Final = b"\r\n"

MAX_EARLY: Final = 65_536
"""Octets that may wait for the greeting, which "the sender SHOULD wait for" (RFC 5321 4.3.1)."""

END_OF_DATA: Final = b"\r\n.\r\n"
"""RFC 5321 4.1.1.4. The first CRLF belongs to the last line of the message."""


@dataclass(slots=True)
class Line:
    """A command line that has arrived."""

    octets: bytes
    "Without its CRLF. Of a line over the limit, only the octets within it."
    size: int
    "In octets, with its CRLF."


class LineReader:
    """Take command lines from a buffer. Only CRLF ends a line (RFC 5321 2.3.8)."""

    def __init__(self, limit: int) -> None:
        """Prepare to hold lines of up to `limit` octets with their CRLF."""
        self._limit = limit
        self._kept = b""
        self._dropped = 0
        self._searched = len(CRLF)

    def take(self, buffer: bytearray) -> Line | None:
        """Take the next line off the buffer's front, or return None until it is whole."""
        end = buffer.find(CRLF, self._searched)
        if end < 0:
            self._drop_excess(buffer)
            return None
        line = self._kept or bytes(buffer[len(CRLF) : min(end, len(CRLF) + self._limit)])
        size = self._dropped + end
        del buffer[:end]
        self._kept, self._dropped, self._searched = b"", 0, len(CRLF)
        return Line(line, size)

    def _drop_excess(self, buffer: bytearray) -> None:
        # The last octet may be the CR of a CRLF whose LF is still on its way.
        if len(buffer) > len(CRLF) + self._limit + 1:
            self._kept = self.pending(buffer)
            self._dropped += len(buffer) - len(CRLF) - 1
            del buffer[len(CRLF) : -1]
        self._searched = max(len(CRLF), len(buffer) - 1)

    def pending(self, buffer: bytearray) -> bytes:
        """Return the octets of the line that has begun and not ended, within the limit."""
        return self._kept or bytes(buffer[len(CRLF) : len(CRLF) + self._limit])


@dataclass(frozen=True, slots=True)
class Content:
    """Mail data that has arrived whole."""

    octets: bytes
    "As the client meant them: without the dots added for transparency (RFC 5321 4.5.2)."
    size: int
    "In octets; larger than `len(octets)` only if the limit was passed: then nothing is kept."
    dots_removed: int
    "Lines that began with a dot too many."

    def after(self, octets: bytes, size: int) -> Content:
        """Return this with what came before it."""
        kept = octets + self.octets if len(octets) == size else b""
        return Content(kept, size + self.size, self.dots_removed)


class ChunkReader:
    """Take the octets that follow a BDAT from a buffer, whatever they are (RFC 3030 2)."""

    def __init__(self, size: int, *, wanted: bool) -> None:
        """Prepare to hold so many octets, or only to count them if they are not wanted."""
        self.size = size
        self.missing = size
        self._wanted = wanted
        self._held = bytearray()

    def take(self, buffer: bytearray) -> bytes | None:
        """Take octets off the buffer; return the chunk once it is whole."""
        end = min(len(buffer), len(CRLF) + self.missing)
        if self._wanted:
            self._held += buffer[len(CRLF) : end]
        self.missing -= end - len(CRLF)
        # The next line's reader expects a CRLF in front. To keep the command's own there would
        # move all that is behind the chunk, chunk after chunk.
        del buffer[: end - len(CRLF)]
        buffer[: len(CRLF)] = CRLF
        return None if self.missing else bytes(self._held)

    def pending(self, buffer: bytearray) -> bytes:
        """Return the octets that have come so far."""
        return bytes(self._held + buffer[len(CRLF) :]) if self._wanted else b""


class ContentReader:
    r"""Take mail data from a buffer, up to and with the end-of-data indication.

    The CRLF that ended the DATA command counts as the one before the first line: a message
    whose first line is the lone dot is empty.
    """

    def __init__(self, limit: int) -> None:
        """Prepare to hold up to `limit` octets; what is larger is counted, not held."""
        self._limit = limit
        self._held: list[bytes | bytearray] = []
        self._dots_removed = 0
        self._size = -1
        "Below 0 until the CRLF before the first line, no part of the message, is taken away."

    def take(self, buffer: bytearray) -> Content | None:
        """Take mail data off the buffer's front; return it once its end has come."""
        # One search for both: a line that begins with a dot, and the end, which is one. And
        # before it one for any dot at all, which costs nothing: an attachment has none, since
        # base64 does not.
        dot = buffer.find(_DOT_LINE) if b"." in buffer else -1
        end = buffer.find(END_OF_DATA, dot) if dot >= 0 else -1
        if end < 0:
            self._settle(buffer, len(buffer) - _overlap(buffer), dots=dot >= 0)
            return None
        self._settle(buffer, end + len(CRLF), dots=dot < end)
        del buffer[: len(b".")]
        return Content(b"".join(self._held), self._size, self._dots_removed)

    def pending(self, buffer: bytearray) -> bytes:
        """Return the mail data that has come so far; nothing of what is over the limit."""
        if self._size > self._limit:
            return b""
        return b"".join((*self._held, buffer if self._held else buffer[len(CRLF) :]))

    def _settle(self, buffer: bytearray, count: int, *, dots: bool) -> None:
        """Take `count` octets that no later octet can turn into the end of the data."""
        if not count:
            return
        with memoryview(buffer) as view:
            piece = bytes(view[:count])
        del buffer[:count]
        if dots:
            # RFC 5321 4.5.2: "If the first character is a period and there are other
            # characters on the line, the first character is deleted." A CRLF and the dot
            # after it always come here together, see `_overlap`.
            piece = piece.replace(_DOT_LINE, CRLF)
            self._dots_removed += count - len(piece)
        if self._size < 0:
            piece = piece[len(CRLF) :]
            self._size = 0
        self._size += len(piece)
        if self._size > self._limit:
            self._held.clear()
        else:
            self._hold(piece)

    def _hold(self, piece: bytes) -> None:
        """Hold a piece; small ones together, since an object weighs more than they do."""
        if len(piece) >= _SMALL:
            self._held.append(piece)
        elif self._held and isinstance(self._held[-1], bytearray):
            self._held[-1] += piece
        else:
            self._held.append(bytearray(piece))


_SMALL: Final = 1024
"""Octets of a piece that may stand alone: what an object weighs besides is little then."""
_DOT_LINE: Final = END_OF_DATA[:3]
_ENDS: Final = END_OF_DATA[:-1]


def _overlap(buffer: bytearray) -> int:
    """Return how many octets at the buffer's end may begin the end-of-data indication."""
    if buffer[-1:] not in _ENDS:
        return 0
    lengths = range(min(len(buffer), len(_ENDS)), 0, -1)
    return next((n for n in lengths if buffer.endswith(END_OF_DATA[:n])), 0)
