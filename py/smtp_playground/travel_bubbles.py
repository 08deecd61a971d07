"""Ways through a conversation as the page shows them, and what a link to one holds.

As in `bubbles.py`: plain, frozen, JSON-shaped, and the view's types are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Branch:
    """A way that was taken before, and left."""

    id: int
    name: str
    "The first line that differs, or in words what else was done."
    is_wire: bool
    "Whether the name is a line on the wire."
    lines: int
    "How many lines there are on it."
    next: bool
    "Whether `redo` follows it."


@dataclass(frozen=True, slots=True)
class Fork:
    """Where branches leave the conversation."""

    after: int
    "The bubble behind which they begin."
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Travel:
    """Where one can go from here."""

    can_undo: bool
    can_redo: bool
    forks: tuple[Fork, ...]


NOWHERE: Final = Travel(can_undo=False, can_redo=False, forks=())


@dataclass(frozen=True, slots=True)
class Shared:
    """What a link to a conversation holds, before it is packed."""

    text: str
    "Empty if there is too much to be told."
    shown: tuple[str, ...]
    "The same as a reader is shown it."
    lines: int
    secrets: int
    "How many lines held a secret."
