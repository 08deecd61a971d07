"""`build.py check`: every linter and type checker, all of them even if the first complains."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sitebuild.content import content_step
from sitebuild.errors import BuildError
from sitebuild.generated import generated_step
from sitebuild.packages import node_command, packages_step
from sitebuild.project import Project
from sitebuild.steps import ensure


def check(project: Project) -> None:
    """Raise BuildError naming the checks that failed; each has printed what it found."""
    for step in (packages_step, content_step, generated_step):
        ensure(project, step(project))
    failed = [name for name, command in _checks(project).items() if not _passes(name, command)]
    if failed:
        raise BuildError(f"check failed: {', '.join(failed)}")
    print("check: all is well")


def _checks(project: Project) -> Mapping[str, Sequence[str | Path]]:
    python = [sys.executable, "-m"]
    return {
        "ruff check": [*python, "ruff", "check", "--quiet", project.root],
        "ruff format": [*python, "ruff", "format", "--quiet", "--diff", project.root],
        "mypy": [*python, "mypy", "--no-error-summary"],
        "tsc": node_command(project, "typescript/bin/tsc", "--project", project.web),
        "biome": node_command(project, "@biomejs/biome/bin/biome", "ci", project.web),
    }


def _passes(name: str, command: Sequence[str | Path]) -> bool:
    print(f"check: {name}", flush=True)
    return subprocess.run(command, check=False).returncode == 0
