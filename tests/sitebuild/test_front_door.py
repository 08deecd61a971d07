"""`build.py` itself, on machines that lack something."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitebuild.project import HERE

UNREACHABLE = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": "http://127.0.0.1:9/",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_RETRIES": "1",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a fresh clone's beginnings: nothing is set up there."""
    (tmp_path / "py" / "sitebuild").mkdir(parents=True)
    for name in ("build.py", "requirements.txt", "py/sitebuild/__init__.py", "py/sitebuild/cli.py"):
        shutil.copy(HERE.root / name, tmp_path / name)
    return tmp_path


def start(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(arguments or ("build.py", "site"))]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_network_the_first_run_says_what_it_lacks(folder: Path) -> None:
    done = start(folder, **UNREACHABLE)

    assert done.returncode == 1
    assert done.stderr == (
        "build.py: could not install the Python packages: no package index answers. "
        "The first run needs the network.\n"
    )
    assert not (folder / ".venv").exists()


def test_a_mistyped_command_installs_nothing(folder: Path) -> None:
    done = start(folder, "build.py", "sight")

    assert done.returncode == 2
    assert "invalid choice: 'sight'" in done.stderr
    assert not (folder / ".venv").exists()


def test_a_python_without_venv_is_told_how_to_get_it(folder: Path) -> None:
    script = (
        "import importlib.util, runpy, sys\n"
        "importlib.util.find_spec = lambda name: None\n"
        "sys.argv = ['build.py', 'site']\n"
        "runpy.run_path('build.py', run_name='__main__')\n"
    )
    done = start(folder, "-c", script)

    assert done.returncode == 1
    assert done.stderr == (
        "build.py: this Python has no venv; on Debian and Ubuntu: apt-get install python3-venv\n"
    )


def test_an_old_python_is_refused_in_one_line(folder: Path) -> None:
    script = (
        "import runpy, sys\n"
        "sys.version_info = (3, 9, 18, 'final', 0)\n"
        "runpy.run_path('build.py', run_name='__main__')\n"
    )
    done = start(folder, "-c", script)

    assert done.returncode == 1
    assert done.stderr == "build.py: Python 3.11 or newer is needed, this is 3.9.\n"


def test_an_old_python_can_read_far_enough_to_refuse() -> None:
    source = (HERE.root / "build.py").read_text(encoding="utf-8")

    ast.parse(source, feature_version=(3, 6))
