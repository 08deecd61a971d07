"""Work counted in octets, and memory: what tests measure in place of time."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any, Final

MEGABYTE: Final = 1 << 20


class CountingBuffer(bytearray):
    """A buffer that counts the octets that were searched, copied or moved."""

    work = 0

    def find(self, sub: Any, start: Any = 0, *end: Any) -> int:  # noqa: ANN401
        found = super().find(sub, start, *end)
        self.work += (len(self) if found < 0 else found + len(sub)) - start
        return found

    def __contains__(self, sub: Any) -> bool:  # noqa: ANN401
        return self.find(sub) >= 0

    def endswith(self, *arguments: Any) -> bool:  # noqa: ANN401
        self.work += len(arguments[0])
        return super().endswith(*arguments)

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401
        taken = super().__getitem__(key)
        self.work += len(taken) if isinstance(taken, bytearray) else 1
        return taken

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401
        # What is as long as what it replaces moves nothing.
        start, stop, _ = key.indices(len(self))
        self.work += len(value) if stop - start == len(value) else len(self)
        super().__setitem__(key, value)

    def __delitem__(self, key: Any) -> None:  # noqa: ANN401
        # What is taken off the front moves nothing, but somebody has looked at it or copied it;
        # elsewhere the rest moves up.
        start, stop, _ = key.indices(len(self))
        self.work += len(self) - stop if start else stop
        super().__delitem__(key)


def peak_of(deed: Callable[[], object]) -> int:
    """Return by how many octets memory rose at most during a deed."""
    tracemalloc.start()
    try:
        deed()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
