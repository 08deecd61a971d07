"""Other programs, run quietly: what they print is shown only if they fail."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from sitebuild.errors import BuildError

READABLE = 500
"""Characters of a line that a person wrote for a person."""


def run(
    purpose: str,
    command: Sequence[str | Path],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a command and return what it printed; raise BuildError with its reason if it fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise BuildError(f"could not {purpose}: {error}") from error
    if done.returncode != 0:
        raise BuildError(f"could not {purpose}: {_reason(done.stderr + done.stdout)}")
    return done.stdout


def _reason(output: str) -> str:
    """Return the first line that names an error, with the place under it; else the last line."""
    stripped = (line.strip() for line in output.splitlines())
    lines = [line for line in stripped if 0 < len(line) <= READABLE]  # none of minified scripts
    for line, following in pairwise([*lines, ""]):
        if "error" in line.lower():
            return f"{line} {following}" if following.endswith(":") else line
    return (lines or ["it gave no reason"])[-1]
