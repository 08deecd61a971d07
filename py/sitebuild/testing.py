"""`build.py test`: all that the tests need, then pytest. What is missing fails, never skips."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sitebuild.browsers import make_sure_of_browsers
from sitebuild.mail_programs import make_sure_of_clients, make_sure_of_postfix
from sitebuild.project import Project
from sitebuild.site import build_site

CORE = "tests/smtpcore"

# A file stays together, for what its tests share.
IN_PARALLEL = ("--numprocesses=auto", "--dist=loadfile")

# The core's own tests go through every branch of it. Only they are watched: it makes Python twice
# as slow, and the rest needs no such proof.
CORE_RUN = (
    CORE,
    *("--cov=py/smtpcore", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100"),
)
REST_RUN = (f"--ignore={CORE}",)

# Two browsers at once can keep a small machine so busy that one is given up. What fails then is
# tried again with nothing beside it, and has failed if it fails again.
ALONE = ("--last-failed", "--last-failed-no-failures=none", "--numprocesses=0")


def test(project: Project, arguments: tuple[str, ...]) -> int:
    """Run pytest with the arguments, or all tests if there are none; return its exit status."""
    build_site(project)
    make_sure_of_browsers()
    make_sure_of_clients()
    make_sure_of_postfix(project)
    return _pytest(project.root, arguments) if arguments else whole_run(project.root)


def whole_run(root: Path) -> int:
    """Run all tests under a folder; return the exit status of what failed, or 0."""
    core = _pytest(root, (*CORE_RUN, *IN_PARALLEL))
    rest = _pytest(root, (*REST_RUN, *IN_PARALLEL))
    if rest == pytest.ExitCode.TESTS_FAILED:
        rest = _pytest(root, (*REST_RUN, *ALONE))
    return core or rest


def _pytest(root: Path, arguments: tuple[str, ...]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=root, check=False).returncode
