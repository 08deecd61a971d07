"""What is remembered of a connection, so that it can be done once more."""

from __future__ import annotations

from smtp_playground.deeds import Deed
from smtp_playground.takes import LINES_KEPT, Lines, Takes

ONE = Lines((b"NOOP",), double_dots=False, finish=False)


def test_what_came_after_an_entry_is_left_out() -> None:
    takes = Takes()
    for first_id in (3, 7):
        takes.add(first_id, ONE)
    takes.add(9, Deed("tls", 0))

    assert [ONE, ONE] == takes.until(8)


def test_memory_is_bounded() -> None:
    takes = Takes()
    takes.add(1, Lines((b"",) * LINES_KEPT, double_dots=False, finish=False))
    takes.add(2, ONE)

    assert [1] == [len(takes.until(5))]
