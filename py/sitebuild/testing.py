"""`build.py test`: all that the tests need, then pytest. What is missing fails, never skips."""

from __future__ import annotations

import subprocess
import sys

from sitebuild.browsers import make_sure_of_browsers
from sitebuild.mail_programs import make_sure_of_clients, make_sure_of_postfix
from sitebuild.project import Project
from sitebuild.site import build_site

# The whole run also proves that every branch of the core is tested; a part of it cannot.
WHOLE_RUN = ("--cov=py/smtpcore", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100")

# Most of the time a browser is waited for. A file stays together, for what its tests share.
IN_PARALLEL = ("--numprocesses=auto", "--dist=loadfile")


def test(project: Project, arguments: tuple[str, ...]) -> int:
    """Run pytest with the arguments, or all tests if there are none; return its exit status."""
    build_site(project)
    make_sure_of_browsers()
    make_sure_of_clients()
    make_sure_of_postfix(project)
    command = [sys.executable, "-m", "pytest", *(arguments or (*WHOLE_RUN, *IN_PARALLEL))]
    return subprocess.run(command, cwd=project.root, check=False).returncode
