"""A text of just so many octets: nobody likes to count them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Final

LARGEST: Final = 4096
"""Nobody wants to see an example that is longer."""

_LINE_END: Final = 2
"""Octets of CRLF."""
_FILLER: Final = "-"


def sample_chunk(lines: Sequence[str], octets: int) -> str:
    r"""Return lines, parted by \n, that are so many octets with a CRLF after each.

    They are the lines given, the last of them as often as it takes. Empty if no lines are of
    that size, as of one octet, or if it would be a long text.
    """
    if not _LINE_END <= octets <= LARGEST or not "".join(lines).isascii():
        return ""
    return "\n".join(_filling(lines, octets))


def _filling(lines: Sequence[str], left: int) -> Iterator[str]:
    for line in chain(lines, repeat(lines[-1])):
        if not left:
            return
        fitted = _fitted(line, left - _LINE_END)
        left -= len(fitted) + _LINE_END
        yield fitted


def _fitted(line: str, room: int) -> str:
    """Return a line that leaves either nothing or enough for another line."""
    if room - len(line) == 1:
        return line[:-1] or _FILLER * room
    return line[:room]
