"""`build.py test`: all that the tests need, then pytest. What is missing fails, never skips."""

from __future__ import annotations

import shutil
import subprocess
import sys

from sitebuild.browsers import make_sure_of_browsers
from sitebuild.errors import BuildError
from sitebuild.project import Project
from sitebuild.site import build_site
from sitebuild.system import install

# The whole run also proves that every branch of the core is tested; a part of it cannot.
WHOLE_RUN = ("--cov=py/smtpcore", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100")


def test(project: Project, arguments: tuple[str, ...]) -> int:
    """Run pytest with the arguments, or all tests if there are none; return its exit status."""
    build_site(project)
    make_sure_of_browsers()
    _make_sure_of_swaks()
    command = [sys.executable, "-m", "pytest", *(arguments or WHOLE_RUN)]
    return subprocess.run(command, cwd=project.root, check=False).returncode


def _make_sure_of_swaks() -> None:
    """Swaks is a real mail client that the native server has to satisfy."""
    if shutil.which("swaks") is None and not install("swaks"):
        raise BuildError("the tests need swaks, a mail client: install the package swaks")
