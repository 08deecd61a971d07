"""The bench runs and prints ratios; how large they are is not a test's business."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from sitebuild.project import HERE

PAGE = """
from sitebuild import bench_boot, bench_page, bench_sizes, bench_turns
from sitebuild.project import HERE
bench_boot.ROUNDS = bench_turns.ROUNDS = 1
bench_turns.TURNS, bench_turns.SIZES, bench_turns.MEMORY_AT = 4, (10, 100, 110), (10, 20, 30)
bench_page.NAMES = ("chromium",)
bench_sizes.GZIP, bench_sizes.BROTLI = 1, 1
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


def test_the_page_is_measured_beside_others() -> None:
    table = printed(PAGE)
    names = ("ours", "plain", "floor", "PyScript", "single file")
    cells = "   ".join(rf"{name} +\d+ ms" for name in names)

    assert re.findall(rf"^  (\w+) +{cells}$", table, re.MULTILINE) == ["cold", "warm"]
    assert len(re.findall(r"(?:cold|warm|file)/\w+ \d+\.\d\d", table)) == 5
    assert len(re.findall(r"turn +at +\d+ bubbles .* ms   echo .* ratio \d+\.\d\d", table)) == 3
    assert re.search(r"append at 110 / at 100 bubbles \d+\.\d\d", table)
    assert re.search(r"memory 10 bubbles .* MB .* octets a bubble: ", table)
    assert re.search(r"^  all( +\d+\.\d\d){3}$", table, re.MULTILINE)
    row = r"^  (untouched|touched|a Jupyter)\D+(\d+) +(\d+\.\d\d)$"
    rows = re.findall(row, table, re.MULTILINE)
    loaded = {name: (int(requests), float(octets)) for name, requests, octets in rows}
    assert loaded["untouched"] < loaded["touched"]
    assert loaded["untouched"] < loaded["a Jupyter"]
    assert loaded["untouched"][0] <= 3
    assert re.search(r"heap   Python's memory \d+\.\d MB", table)


@pytest.fixture(scope="module")
def native() -> str:
    """Return what the native bench prints."""
    return printed(NATIVE)


def test_the_native_rows_compare_ours_with_two_peers(native: str) -> None:
    cell = r" +\d+ M?B?/s  ratio +\d+\.\d\d"
    servers = rf"  (\w+) +ours{cell}   aiosmtpd{cell}   smtp-sink{cell}"

    assert re.findall(f"^{servers}$", native, re.MULTILINE) == ["messages", "octets"]
    assert "aiosmtpd" in native
    assert len(re.findall("ratio  1.00", native)) >= 2  # the peer's to itself


@pytest.mark.parametrize(
    "row",
    [
        r"  commands  NOOP MAIL RCPT RSET, one by one +\d+ /s",
        r"  content   .* ratio of times \d+\.\d\d \(linear: 2\)",
        r"  refused   .*: peak \d+\.\d\d MB",
    ],
)
def test_the_core_is_measured_alone(native: str, row: str) -> None:
    assert re.search(f"^{row}$", native, re.MULTILINE)
