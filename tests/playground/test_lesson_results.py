"""Results that learners hand in: files and codes, whole, altered, broken, and hostile."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64encode

import pytest

from smtp_playground.errors import ContentError
from smtp_playground.lessons.progress import Record
from smtp_playground.lessons.results import (
    MOST_CODES,
    Sheet,
    read_results,
    write_code,
    write_file,
)

DONE = Record(done=True, tries=2, hints=1, lines=8, round_trips=8, seconds=240)
BEGUN = Record(done=False, tries=1, hints=0, lines=0, round_trips=0, seconds=0)
ANA = Sheet("Ana Júlia", "Turma 1", {"greylisting": DONE, "say-hello": BEGUN})
BRUNO = Sheet("Bruno", "Turma 1", {"say-hello": DONE})


def code_of(value: object) -> str:
    """Return a code that says anything, without a check that fits."""
    body = urlsafe_b64encode(zlib.compress(json.dumps(value).encode())).decode().rstrip("=")
    return f"SMTP1.{body}.{'A' * 11}"


def changed(**values: object) -> str:
    return json.dumps({**json.loads(write_file(ANA)), **values})


def test_a_file_is_read_as_it_was_written() -> None:
    assert read_results(write_file(ANA)) == ([ANA], 0)


def test_a_code_is_read_as_it_was_written() -> None:
    code = write_code(ANA)

    assert read_results(code) == ([ANA], 0)
    assert len(code.split()) == 1


def test_a_file_may_be_laid_out_anew_but_not_changed() -> None:
    table = json.loads(write_file(ANA))
    table["lessons"]["greylisting"]["hints"] = 0

    assert read_results(json.dumps(json.loads(write_file(ANA)), sort_keys=True)) == ([ANA], 0)
    [sheet], _ = read_results(json.dumps(table))
    assert not sheet.intact
    assert sheet.lessons["greylisting"].hints == 0


def test_a_file_without_a_check_is_not_intact() -> None:
    table = json.loads(write_file(ANA))
    del table["check"]

    assert [each.intact for each in read_results(json.dumps(table))[0]] == [False]


def test_several_codes_are_read_whatever_stands_between_them() -> None:
    pasted = f"Ana: {write_code(ANA)}\nBruno wrote:\n> {write_code(BRUNO)} 👍\n"

    assert read_results(pasted) == ([ANA, BRUNO], 0)


def test_a_code_that_was_broken_into_lines_is_read() -> None:
    code = write_code(ANA)

    assert read_results(f"{code[:30]}\n{code[30:50]}\r\n {code[50:]}") == ([ANA], 0)


def test_a_code_that_is_cut_short_is_counted_and_spoils_no_other() -> None:
    assert read_results(f"{write_code(ANA)[:-8]}\n{write_code(BRUNO)}") == ([BRUNO], 1)


def test_a_code_whose_check_does_not_fit_is_shown_and_marked() -> None:
    [sheet], unread = read_results(code_of(["Eve", "", {"greylisting": [1, 1, 0, 1, 1, 1]}]))

    assert (sheet.name, sheet.intact, unread) == ("Eve", False, 0)


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        ["Eve", ""],
        ["Eve", "", []],
        ["Eve", "", {"a": 1}],
        ["Eve", "", {"a": []}],
        ["Eve", "", {"a": [1, 2]}],
        ["Eve", "", {"a": [1, -1, 0, 0, 0, 0]}],
        ["Eve", "", {"a": [1, "1", 0, 0, 0, 0]}],
        ["Eve", "", {"a": [1, 1e300, 0, 0, 0, 0]}],
        [["Eve"], "", {}],
        ["E" * 81, "", {}],
        None,
        "x" * 100_000_000,
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_code_that_says_something_else_is_not_read(value: object) -> None:
    """The last one is a bomb: 100 MB in 100 kB."""
    assert read_results(code_of(value)) == ([], 1)


@pytest.mark.parametrize("body", ["AAAA", "eJw", "----", "_" * 5, "A" * 299_999])
def test_a_code_that_was_not_packed_is_not_read(body: str) -> None:
    assert read_results(f"SMTP1.{body}.{'A' * 11}") == ([], 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "neither a results file nor a code; a code begins with SMTP1."),
        ("hello", "neither a results file nor a code"),
        ("{", "is not JSON"),
        ("{}", "kind must be smtp-playground-results: this file is something else"),
        (changed(kind="smtp-playground-progress"), "kind must be smtp-playground-results"),
        (changed(format=2), "format is 2: a newer playground wrote this; update the page"),
        (changed(format="1"), "format must be a whole number"),
        (changed(more=1), "more is not known"),
        (changed(name=1), "name must be a text in quotes"),
        (changed(name="A" * 81), "name is 81 characters long; at most 80"),
        (changed(lessons=[]), "lessons must be a table"),
        (changed(lessons={"a": {}}), "lessons.a.done must be true or false"),
        (changed(lessons={"a": {"done": True, "tries": -1}}), "lessons.a.tries must be a whole"),
        (changed(lessons={str(n): {} for n in range(1_001)}), "lessons has 1001 entries"),
        ("[" * 100_000, "neither a results file nor a code"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("x" * 50_000_000, "is longer than 1000000 characters"),
        ("SMTP1." * (MOST_CODES + 1), "has 1001 codes; give at most 1000 at once"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_result_is_refused_with_the_place_and_the_mend(text: str, told: str) -> None:
    with pytest.raises(ContentError) as refusal:
        read_results(text)

    assert told in str(refusal.value)
