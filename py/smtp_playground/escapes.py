r"""Octets written by hand: text, and `\r`, `\n`, `\0`, `\t`, `\\`, `\xNN` for what no key types.

Nothing is guessed: an escape that is none of these is a mistake with a place, and nothing is sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_NAMED: Final[Mapping[str, bytes]] = {
    "r": b"\r",
    "n": b"\n",
    "0": b"\0",
    "t": b"\t",
    "\\": b"\\",
}
_NAMES: Final = {octets[0]: f"\\{name}" for name, octets in _NAMED.items()}
_WRITTEN: Final = re.compile(r"\\x(?P<hex>[0-9A-Fa-f]{2})|\\(?P<name>[rn0t\\])|(?P<text>[^\\]+)")
_WRONG: Final = re.compile(r"\\(?:x[0-9A-Fa-f]?|.)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class BadEscapeError(ValueError):
    """A backslash that begins no escape."""

    written: str
    start: int
    "Where it begins, in characters."

    @property
    def kind(self) -> str:
        """What is wrong: `unfinished`, `hex`, or `unknown`."""
        if self.written == "\\":
            return "unfinished"
        return "hex" if self.written[1] == "x" else "unknown"


def unescape(text: str) -> bytes:
    """Return the octets that a text stands for, in UTF-8. Raises `BadEscapeError`."""
    octets = bytearray()
    place = 0
    while place < len(text):
        match = _WRITTEN.match(text, place)
        if match is None:
            wrong = _WRONG.match(text, place)
            raise BadEscapeError(wrong[0] if wrong else "", place)
        octets += _octets(match)
        place = match.end()
    return bytes(octets)


def _octets(match: re.Match[str]) -> bytes:
    if match["hex"]:
        return bytes.fromhex(match["hex"])
    return _NAMED[match["name"]] if match["name"] else match["text"].encode("utf-8", "replace")


def escape(octets: bytes) -> str:
    """Return octets as a text that stands for them, in ASCII."""
    return "".join(map(_escaped, octets))


def _escaped(octet: int) -> str:
    if octet in _NAMES:
        return _NAMES[octet]
    return chr(octet) if 0x20 <= octet < 0x7F else f"\\x{octet:02x}"
