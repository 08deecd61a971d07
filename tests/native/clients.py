"""Mail programs as tests run them: quietly, with an end, and never skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence

import pytest

from .running import PATIENCE

SENDER = "sender@client.example"
ALICE = "alice@example.com"
BOB = "bob@example.com"
NOBODY = "nobody@example.com"


def run(
    command: Sequence[str], said: bytes = b"", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program that reads `said`; fail if it is not there."""
    found = shutil.which(command[0])
    if found is None:
        pytest.fail(f"{command[0]} is not installed; `python3 build.py test` gets it")
    done = subprocess.run(
        [found, *command[1:]],
        input=said,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    printed, errors = (
        output.decode(errors="backslashreplace") for output in (done.stdout, done.stderr)
    )
    return subprocess.CompletedProcess(done.args, done.returncode, printed, errors)
