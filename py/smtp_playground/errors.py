"""What can be wrong with content, said in one line: the file, the place in it, the mend."""

from __future__ import annotations


class ContentError(Exception):
    """A content file that cannot be used as it is."""

    def __init__(self, file: str, place: str, problem: str) -> None:
        """Name the file, the place in it (`table.key` or empty), and the problem with its mend."""
        super().__init__(f"{file}: {place} {problem}" if place else f"{file} {problem}")
        self.place = place
        self.problem = problem


class BridgeError(Exception):
    """The page asked for what is not there. The sentence is for its developer.

    Except where the reader may have asked: in an address, in a rule. That one is for the reader.
    """
