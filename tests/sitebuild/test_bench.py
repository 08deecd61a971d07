"""The bench runs and prints ratios; how large they are is not a test's business."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from sitebuild.project import HERE

SHORT = """
from sitebuild import bench
from sitebuild.project import HERE
bench.BOOTS = bench.ROUNDS = 1
bench.TURNS = 4
bench.NAMES = ("chromium",)
bench.bench(HERE)
"""


def test_each_row_compares_ours_with_the_least_possible() -> None:
    environment = os.environ | {"PYTHONPATH": str(HERE.python)}
    done = subprocess.run(
        [sys.executable, "-c", SHORT], env=environment, capture_output=True, text=True, check=False
    )
    rows = re.findall(r"^  (\w+) .* ms .* ms   ratio \d+\.\d\d$", done.stdout, re.MULTILINE)

    assert done.returncode == 0, done.stderr
    assert rows == ["boot", "turn"]
