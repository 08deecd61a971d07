"""`build.py test`: all that the tests need, then pytest. What is missing fails, never skips."""

from __future__ import annotations

import subprocess
import sys

from sitebuild.browsers import make_sure_of_browsers
from sitebuild.mail_programs import make_sure_of_clients, make_sure_of_postfix
from sitebuild.project import Project
from sitebuild.site import build_site

CORE = "tests/smtpcore"

# A file stays together, for what its tests share.
IN_PARALLEL = ("--numprocesses=auto", "--dist=loadfile")

# The core's own tests go through every branch of it. Only they are watched: it makes Python twice
# as slow, and the rest needs no such proof.
WHOLE_RUN = (
    (CORE, "--cov=py/smtpcore", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100"),
    (f"--ignore={CORE}",),
)


def test(project: Project, arguments: tuple[str, ...]) -> int:
    """Run pytest with the arguments, or all tests if there are none; return its exit status."""
    build_site(project)
    make_sure_of_browsers()
    make_sure_of_clients()
    make_sure_of_postfix(project)
    runs = (arguments,) if arguments else tuple((*run, *IN_PARALLEL) for run in WHOLE_RUN)
    return max(_pytest(project, run) for run in runs)


def _pytest(project: Project, arguments: tuple[str, ...]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=project.root, check=False).returncode
