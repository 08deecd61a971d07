"""Octets as text that shows itself: nothing invisible, nothing that turns the line around."""

from __future__ import annotations

import unicodedata
from typing import Final

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that a reader cannot see, bidirectional controls among them."""


def visible(octets: bytes) -> str:
    r"""Return octets as text. What is not UTF-8 or cannot be seen is written `\xNN`."""
    return shown(octets.decode("utf-8", "backslashreplace"))


def shown(text: str) -> str:
    r"""Return a text in which everything can be seen; what could not is written `\xNN`."""
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character == "\t" or unicodedata.category(character) not in _INVISIBLE:
        return character
    return "".join(f"\\x{octet:02x}" for octet in character.encode("utf-8", "backslashreplace"))


def visible_text(octets: bytes) -> str:
    """Return a message's octets as text in lines; only CRLF ends a line."""
    return "\n".join(map(visible, octets.split(b"\r\n")))
