"""A whole run: the core with its branches counted, the rest, and once more what had no room."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitebuild import testing

CORE = "def answer(asked):\n    if asked:\n        return 354\n    return 502\n"
ALL_OF_IT = "from smtpcore import answer\ndef test(): assert (answer(1), answer(0)) == (354, 502)\n"
HALF_OF_IT = "from smtpcore import answer\ndef test(): assert answer(1) == 354\n"
SETTINGS = "[pytest]\npythonpath = py\ntestpaths = tests\n"

WELL = "def test(): pass\n"
WRONG = "def test(): assert 354 == 502\n"
WELL_THE_SECOND_TIME = """
from pathlib import Path
def test():
    tried = Path(__file__).with_name("tried")
    was_tried = tried.exists()
    tried.touch()
    assert was_tried
"""
BROKEN = "def test(: pass\n"


@pytest.mark.parametrize(
    ("core", "rest", "is_well"),
    [
        (ALL_OF_IT, WELL_THE_SECOND_TIME, True),
        (ALL_OF_IT, WRONG, False),
        (ALL_OF_IT, BROKEN, False),
        (HALF_OF_IT, WELL, False),
    ],
)
def test_it_is_well_only_if_all_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, core: str, rest: str, is_well: bool
) -> None:
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    monkeypatch.setattr(testing, "IN_PARALLEL", ("--numprocesses=0",))
    files = {
        "pytest.ini": SETTINGS,
        "py/smtpcore/__init__.py": CORE,
        "tests/smtpcore/test_core.py": core,
        "tests/test_rest.py": rest,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert (testing.whole_run(tmp_path) == 0) is is_well
