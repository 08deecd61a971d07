"""What was done to a connection from outside, so that it can be done once more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from smtp_playground.deeds import Deed

LINES_KEPT: Final = 10_000
"""Lines of one connection that are remembered, to be said again."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that were sent together."""

    lines: tuple[bytes, ...]
    double_dots: bool
    finish: bool


Take: TypeAlias = Lines | Deed


@dataclass(slots=True)
class Takes:
    """What was done since a connection was opened, each with the id of the first entry after it."""

    seed: bytes = b""
    turned_away: Deed | None = None
    _takes: list[tuple[int, Take]] = field(default_factory=list)
    _lines: int = 0

    def add(self, first_id: int, take: Take) -> None:
        """Remember it; of more lines than are kept, nothing more."""
        self._lines += len(take.lines) if isinstance(take, Lines) else 1
        if self._lines <= LINES_KEPT:
            self._takes.append((first_id, take))

    def until(self, entry_id: int) -> list[Take]:
        """Return what was done before an entry, and what brought it."""
        return [take for first_id, take in self._takes if first_id <= entry_id]
