#!/usr/bin/env python3
"""The front door: `python3 build.py serve | site | test | check | bench`.

It makes `.venv` from hash-pinned requirements where that is stale, then hands over to
`py/sitebuild`, which does the work. Standard library only; the syntax parses on older
Pythons too, so that they hear why they are refused.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("build.py: Python 3.11 or newer is needed, this is %d.%d." % sys.version_info[:2])

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements.txt"
STAMP = VENV / "stamp"  # written last: without it the environment counts as half-made
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PIP = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
UNREACHABLE = re.compile("NewConnectionError|NameResolution|Timeout|Max retries|ProxyError")

sys.path.insert(0, str(ROOT / "py"))
from sitebuild.cli import parse


def main() -> None:
    """Set up what is missing and hand over; a mistyped command is refused before that."""
    parse(sys.argv[1:])
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not (PYTHON.exists() and STAMP.exists() and STAMP.read_text() == wanted):
        make_environment()
        STAMP.write_text(wanted)
    hand_over([str(PYTHON), "-m", "sitebuild", *sys.argv[1:]])


def make_environment() -> None:
    """Make `.venv` anew; leave nothing behind if that fails or is interrupted."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            fail(f"this Python has no {module}; on Debian and Ubuntu: apt-get install python3-venv")
    print("setup: Python packages into .venv (once, needs the network)", flush=True)
    try:
        run("make .venv", [sys.executable, "-m", "venv", "--clear", str(VENV)])
        install = ["install", "--require-hashes", "-r", str(REQUIREMENTS)]
        run("install the Python packages", PIP + install)
        packages = sysconfig.get_path("purelib", "venv", {"base": str(VENV)})
        # So that `python -m smtp_playground` works in the environment without PYTHONPATH.
        Path(packages, "smtp-playground.pth").write_text(f"{ROOT / 'py'}\n")
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)
        raise


def run(purpose: str, command: list[str]) -> None:
    """Run a command quietly; if it fails, say so in one line with the reason it gave."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    output = done.stdout + done.stderr
    if UNREACHABLE.search(output):
        fail(f"could not {purpose}: no package index answers. The first run needs the network.")
    told = [line for line in output.splitlines() if "ERROR" in line] or ["no reason was given"]
    fail(f"could not {purpose}: {told[0].strip()}")


def hand_over(command: list[str]) -> NoReturn:
    """Become the command where the system can, so that signals reach it and no one else."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "py")}
    if os.name == "posix":
        os.execve(command[0], command, environment)
    sys.exit(subprocess.call(command, env=environment))


def fail(reason: str) -> NoReturn:
    """Stop with one line."""
    sys.exit(f"build.py: {reason}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
