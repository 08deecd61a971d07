"""Lines without a mark of who said them: told apart by their shape and by whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from smtp_playground.bubbles import Speaker
from smtp_playground.imports.dialogue import REPLY, Dialogue, verb_in
from smtp_playground.imports.log_line import LogLine


class Unmarked:
    """Attributes lines, one after the other."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        """Take all lines, to know which messages come to their end."""
        self._dots = [number for number, line in lines if line == "."]
        self._next_dot = 0
        self.dialogue = Dialogue()

    def attribute(self, number: int, text: str) -> LogLine:
        """Return a line with its side."""
        speaker, sure = self._side(number, text)
        self.dialogue.hear(speaker, text)
        return LogLine(number, speaker, text, sure)

    def is_content(self, number: int) -> bool:
        """Tell whether a line is part of a message, whatever it looks like."""
        while self._next_dot < len(self._dots) and self._dots[self._next_dot] < number:
            self._next_dot += 1
        ends = self._next_dot < len(self._dots)
        return self.dialogue.due > 0 or (self.dialogue.content and ends)

    def _side(self, number: int, text: str) -> tuple[Speaker, bool]:
        dialogue = self.dialogue
        if self.is_content(number):
            return "client", True
        if REPLY.match(text):
            # A reply that nobody waits for is the greeting, or no reply.
            return "server", True
        if dialogue.content:
            return "client", False
        if dialogue.responding or verb_in(text) is not None:
            return "client", True
        if not text.strip():
            return "note", True
        return "client", dialogue.is_clients_turn


def attributed(lines: Iterable[tuple[int, str]]) -> Iterator[LogLine]:
    """Yield lines with their sides."""
    kept = [*lines]
    unmarked = Unmarked(kept)
    return (unmarked.attribute(number, text) for number, text in kept)
