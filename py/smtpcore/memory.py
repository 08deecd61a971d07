"""Results of pure functions, kept for the next time they are asked: clients repeat themselves."""

from __future__ import annotations

from typing import Final, TypeVar

Key = TypeVar("Key")
Known = TypeVar("Known")

MOST_REMEMBERED: Final = 1000
"""Entries of one memory, which is emptied when it is full."""


def remember(memory: dict[Key, Known], key: Key, result: Known) -> Known:
    """Keep a result; return it."""
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
    memory[key] = result
    return result
