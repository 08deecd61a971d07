"""Progress: kept whole, migrated, merged, and refused where it is something else."""

from __future__ import annotations

import json

import pytest

from smtp_playground.errors import ContentError
from smtp_playground.lessons.progress import (
    Record,
    better,
    merged,
    read_progress,
    write_progress,
)

DONE = Record(True, 2, 1, 8, 7, 240)
BEGUN = Record(False, 1, 0, 0, 0, 0)


def test_what_is_written_is_read() -> None:
    progress = {"one": DONE, "two": BEGUN}
    assert read_progress(write_progress(progress)) == progress
    assert read_progress("") == {}


def test_the_first_format_is_migrated() -> None:
    assert read_progress('{"lessons": ["one"]}') == {"one": Record(True, 1, 0, 0, 0, 0)}


@pytest.mark.parametrize(
    ("one", "other", "best"),
    [
        (DONE, BEGUN, DONE),
        (DONE, Record(True, 5, 0, 9, 6, 300), Record(True, 5, 0, 8, 6, 240)),
        (Record(True, 1, 0, 0, 0, 0), DONE, Record(True, 2, 0, 8, 7, 240)),
    ],
)
def test_of_two_the_better_of_each_number_stays(one: Record, other: Record, best: Record) -> None:
    assert better(one, other) == best
    assert better(other, one) == best
    assert merged({"a": one}, {"a": other, "b": BEGUN}) == {"a": best, "b": BEGUN}


GOOD = json.loads(write_progress({"one": DONE}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "must be a JSON object"),
        ("{", "is not JSON"),
        ('{"a":' * 100_000, "progress"),
        (" " + "x" * 1_000_001, "is longer than"),
        (json.dumps(GOOD | {"format": 2}), "newer playground"),
        (json.dumps(GOOD | {"kind": "other"}), "something else"),
        (json.dumps(GOOD | {"more": 1}), "more is not known"),
        (json.dumps(GOOD | {"lessons": []}), "lessons must be a table"),
        (json.dumps(GOOD | {"lessons": {"one": {"done": 1}}}), "lessons.one.done must be true"),
        (json.dumps(GOOD | {"lessons": {"one": {"done": True}}}), "lessons.one.tries"),
        (json.dumps(GOOD | {"lessons": {str(n): {} for n in range(1001)}}), "at most 1000"),
        (json.dumps({"lessons": [1]}), r"lessons\[1\] must be a text"),
    ],
)
def test_what_is_no_progress_is_refused(text: str, told: str) -> None:
    with pytest.raises(ContentError, match=told):
        read_progress(text)
