"""The invariants hold for what fuzzers invent: the same inputs in every run.

Where atheris has a wheel (see `requirements.in`) it looks for inputs that reach what none has
reached before; elsewhere chance has to do, with more of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from .conversations import decode, mutations, seeds
from .invariants import check

ROOT: Final = Path(__file__).resolve().parents[2]
HAS_ATHERIS: Final = sys.platform == "linux" and sys.version_info < (3, 14)
RUNS: Final = 30_000


def test_invariants_hold_for_every_transcript() -> None:
    """What the fuzzers begin with."""
    for seed in seeds():
        check(seed)


def test_invariants_hold_for_transcripts_changed_by_chance() -> None:
    by_chance(2_000, seed=1)


def test_invariants_hold_for_what_a_fuzzer_finds(tmp_path: Path) -> None:
    if HAS_ATHERIS:
        by_atheris(RUNS, tmp_path)
    else:
        by_chance(RUNS, seed=2)


def by_chance(runs: int, seed: int) -> None:
    for data in mutations(runs, seed):
        try:
            check(data)
        except Exception as error:
            pytest.fail(f"{error!r}\n{told(data)}")


def by_atheris(runs: int, folder: Path) -> None:
    """Run the fuzzer in a process of its own, since it ends the one it runs in."""
    options = (f"-atheris_runs={runs}", "-seed=1")
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.fuzz_receive_data", str(folder), *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "py"), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    found = [told(path.read_bytes()) for path in folder.glob("*-*")]

    assert found == [], "\n".join(found) + "\n" + done.stdout[-5000:]
    assert done.returncode == 0, done.stderr[-5000:]
    assert "Instrumenting smtpcore.session" in done.stderr


def told(data: bytes) -> str:
    """Return an input so that it can be put into a test."""
    return f"check({data!r})\nwhich is {decode(data)}"
