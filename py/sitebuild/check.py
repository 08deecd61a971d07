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

Command = Sequence[str | Path]


def check(project: Project) -> None:
    """Raise BuildError naming the checks that failed; each has printed what it found."""
    for step in (packages_step, content_step, generated_step):
        ensure(project, step(project))
    failed = [name for name, command in _checks(project).items() if not _passes(name, *command)]
    if failed:
        raise BuildError(f"check failed: {', '.join(failed)}")
    print("check: all is well")


def _checks(project: Project) -> Mapping[str, tuple[Path, Command]]:
    """Return each check's folder and command."""
    python, root, web = [sys.executable, "-m"], project.root, project.web
    biome = node_command(project, "@biomejs/biome/bin/biome", "ci", "--colors=off")
    return {
        "ruff check": (root, [*python, "ruff", "check", "--quiet"]),
        "ruff format": (root, [*python, "ruff", "format", "--quiet", "--diff"]),
        "mypy": (root, [*python, "mypy", "--no-error-summary"]),
        "tsc": (web, node_command(project, "typescript/bin/tsc")),
        "biome": (web, biome),
    }


def _passes(name: str, folder: Path, command: Command) -> bool:
    print(f"check: {name}", flush=True)
    return subprocess.run(command, cwd=folder, check=False).returncode == 0
