"""What a program prints, on its way to the page: in pieces, and no more of it than anyone reads."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final, Literal

Stream = Literal["stdout", "stderr", "note"]
MOST_CHARACTERS: Final = 100_000
"""Of one run; what comes after that is counted and not shown."""
_PIECE: Final = 2_000
"""Characters that are told of at once: a message to the page costs far more than a letter."""


class Console:
    """Both streams of a run, in the order in which they were written to."""

    def __init__(self, tell: Callable[[Stream, str], None]) -> None:
        """Tell the page through `tell`."""
        self._tell: Final = tell
        self._waiting: list[str] = []
        self._length = 0
        self._stream: Stream = "stdout"
        self._shown = 0
        self.unshown = 0
        "Characters that were printed beyond the bound."
        self.stdout: Final = Printed(self, "stdout")
        self.stderr: Final = Printed(self, "stderr")

    def print(self, stream: Stream, text: str) -> None:
        """Take what is printed."""
        fits = text[: MOST_CHARACTERS - self._shown]
        self.unshown += len(text) - len(fits)
        if not fits:
            return
        if stream != self._stream:
            self.flush()
            self._stream = stream
        self._shown += len(fits)
        self._waiting.append(fits)
        self._length += len(fits)
        if self._length >= _PIECE:
            self.flush()

    def flush(self) -> None:
        """Tell what waits."""
        text = "".join(self._waiting)
        self._waiting.clear()
        self._length = 0
        if text:
            self._tell(self._stream, text)


class Printed(io.TextIOBase):
    """One of the streams, as a program has it."""

    encoding = "utf-8"

    def __init__(self, console: Console, stream: Stream) -> None:
        """Take where it goes."""
        super().__init__()
        self._console = console
        self._stream: Stream = stream

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Print it."""
        self._console.print(self._stream, text)
        return len(text)

    def flush(self) -> None:
        """Leave it to the console, which knows when the page is to hear."""
