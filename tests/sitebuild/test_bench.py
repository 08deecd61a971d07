"""The bench runs and prints ratios; how large they are is not a test's business."""

from __future__ import annotations

import os
import re
import subprocess
import sys

from sitebuild.project import HERE

PAGE = """
from sitebuild import bench_page
from sitebuild.project import HERE
bench_page.BOOTS = bench_page.ROUNDS = 1
bench_page.TURNS = 4
bench_page.NAMES = ("chromium",)
bench_page.bench_page(HERE)
"""
NATIVE = """
from sitebuild import bench_native
from sitebuild.project import HERE
bench_native.ROUNDS = 1
bench_native.MESSAGES, bench_native.CONTENT_SIZE, bench_native.SCALE = 20, 200_000, 0.01
bench_native.bench_native(HERE)
"""


def printed(script: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(HERE.python)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_each_row_of_the_page_compares_ours_with_the_least_possible() -> None:
    rows = re.findall(r"^  (\w+) .* ms .* ms   ratio \d+\.\d\d$", printed(PAGE), re.MULTILINE)

    assert rows == ["boot", "turn"]


def test_the_native_rows_compare_ours_with_two_peers() -> None:
    table = printed(NATIVE)
    cell = r" +\d+ M?B?/s  ratio +\d+\.\d\d"
    servers = rf"  (\w+) +ours{cell}   aiosmtpd{cell}   smtp-sink{cell}"

    assert re.findall(f"^{servers}$", table, re.MULTILINE) == ["messages", "octets"]
    assert "aiosmtpd" in table
    assert len(re.findall("ratio  1.00", table)) >= 2  # the peer's to itself


def test_the_core_is_measured_alone() -> None:
    table = printed(NATIVE)

    assert re.search(r"^  commands  NOOP MAIL RCPT RSET, one by one +\d+ /s$", table, re.MULTILINE)
    assert re.search(
        r"^  content   .* ratio of times \d+\.\d\d \(linear: 2\)$", table, re.MULTILINE
    )
    assert re.search(r"^  refused   .*: peak \d+\.\d\d MB$", table, re.MULTILINE)
