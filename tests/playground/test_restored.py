"""A Python that begins from a snapshot: randomness anew, a library that comes when it is missed."""

from __future__ import annotations

import importlib
import random
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from smtp_playground.restored import begin


@pytest.fixture(autouse=True)
def _finders() -> Iterator[None]:
    """Leave the interpreter's finders as they were."""
    before = list(sys.meta_path)
    yield
    sys.meta_path[:] = before


def nowhere() -> str:
    """Mount nothing of our own."""
    raise AssertionError("nothing of our own is asked for")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a library is looked for, before it is there."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "late_module", raising=False)
    return tmp_path / "late_module.py"


def test_randomness_begins_anew() -> None:
    random.seed(0)
    expected = random.random()
    random.seed(0)
    begin(lambda: None, nowhere)

    assert random.random() != expected


def test_a_missing_module_is_fetched_when_it_is_first_imported(shelf: Path) -> None:
    calls: list[int] = []

    def mount() -> None:
        calls.append(1)
        shelf.write_text("FOUND = True\n")

    begin(mount, nowhere)
    assert calls == []
    assert importlib.import_module("late_module").FOUND
    with pytest.raises(ModuleNotFoundError, match="No module named 'another_module'"):
        importlib.import_module("another_module")
    assert calls == [1]


def test_a_library_that_cannot_be_fetched_is_told_and_tried_again(shelf: Path) -> None:
    answers = iter(["no network", ""])

    def mount() -> None:
        if reason := next(answers):
            raise OSError(reason)
        shelf.write_text("FOUND = 2\n")

    begin(mount, nowhere)
    reason = r"cannot import other_module: the standard library could not be fetched \(no network\)"
    with pytest.raises(ImportError, match=reason):
        importlib.import_module("other_module")
    assert importlib.import_module("late_module").FOUND == 2


def test_a_module_that_was_left_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who reads only the last line must know that it is no mistake of theirs."""
    monkeypatch.delitem(sys.modules, "turtle", raising=False)
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "path_importer_cache", {})
    begin(lambda: None, nowhere)

    with pytest.raises(ModuleNotFoundError, match=r"^turtle is part of Python, but left out"):
        importlib.import_module("turtle")


def test_a_module_of_no_library_is_as_unknown_as_ever() -> None:
    begin(lambda: None, nowhere)

    with pytest.raises(ModuleNotFoundError, match=r"^No module named 'requests_of_nobody'$"):
        importlib.import_module("requests_of_nobody")


def test_a_zip_that_is_mounted_late_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in the page: the path is known before, and the file comes later."""
    library = tmp_path / "library.zip"
    monkeypatch.syspath_prepend(str(library))

    def mount() -> None:
        with zipfile.ZipFile(library, "w") as target:
            target.writestr("zipped_module.py", "FOUND = True\n")
        importlib.invalidate_caches()
        sys.path_importer_cache.pop(str(library), None)

    begin(mount, nowhere)
    assert importlib.import_module("zipped_module").FOUND


def test_a_part_of_our_own_comes_when_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library is not fetched for it, and what is there already is not asked for."""
    shelf = tmp_path / "packages.zip"
    monkeypatch.delitem(sys.modules, "smtp_playground.late", raising=False)
    calls: list[int] = []

    def library() -> None:
        raise AssertionError("the library is not asked for")

    def mount() -> str:
        calls.append(1)
        with zipfile.ZipFile(shelf, "w") as target:
            target.writestr("smtp_playground/late/__init__.py", "")
            target.writestr("smtp_playground/late/part.py", "FOUND = True\n")
        return str(shelf)

    begin(library, mount)
    assert importlib.import_module("smtp_playground.restored").begin is begin
    assert calls == []
    assert importlib.import_module("smtp_playground.late.part").FOUND
    assert calls == [1]


def test_a_part_of_our_own_that_cannot_be_fetched_is_told() -> None:
    def mount() -> str:
        raise OSError("no network")

    begin(lambda: None, mount)
    reason = r"cannot import smtp_playground\.later: this part of the page could not be fetched"
    with pytest.raises(ImportError, match=reason):
        importlib.import_module("smtp_playground.later")
