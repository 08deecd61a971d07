"""Patterns with * and ?, matched in one walk over the text: nothing is ever tried twice.

Each character of the pattern is a bit; a set of bits says how much of the pattern the text so far
may be. One shift a character of the text moves them all. So no pattern makes a match slow, which
cannot be said of regular expressions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

LONGEST: Final = 256
"""Characters of a pattern."""
_ANY_TEXT: Final = "*"
_ANY_CHARACTER: Final = "?"


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern: * stands for any text, ? for any character, all else for itself in any case."""

    pattern: str
    _moves: dict[str, int] = field(init=False, compare=False, repr=False)
    "Character -> the bits of the places where the pattern has it."
    _anywhere: int = field(init=False, compare=False, repr=False)
    "The bits of the places that hold a ?."
    _stays: int = field(init=False, compare=False, repr=False)
    "The bits of the places before which a * stands."
    _end: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Compile. Raises ValueError for a pattern that is too long."""
        if len(self.pattern) > LONGEST:
            raise ValueError(f"a pattern has at most {LONGEST} characters")
        moves: dict[str, int] = {}
        anywhere, stays, place = 0, 0, 1
        for character in self.pattern.lower():
            if character == _ANY_TEXT:
                stays |= place
                continue
            if character == _ANY_CHARACTER:
                anywhere |= place
            else:
                moves[character] = moves.get(character, 0) | place
            place <<= 1
        for name, value in {
            "_moves": moves,
            "_anywhere": anywhere,
            "_stays": stays,
            "_end": place,
        }.items():
            object.__setattr__(self, name, value)

    def matches(self, text: str) -> bool:
        """Tell whether the pattern is this text, from its first character to its last."""
        reached = 1
        for character in text.lower():
            reached = self._step(reached, character)
        return bool(reached & self._end)

    def covers(self, other: Glob) -> bool:
        """Tell whether this surely matches whatever the other does."""
        reached = 1
        for character in other.pattern.lower():
            # The other's own * is a text of any length, which nothing but a * of ours may be.
            if character == _ANY_TEXT:
                reached &= self._stays
            else:
                reached = self._step(reached, character)
        return bool(reached & self._end)

    def _step(self, reached: int, character: str) -> int:
        moved = reached & (self._moves.get(character, 0) | self._anywhere)
        return (moved << 1) | (reached & self._stays)
