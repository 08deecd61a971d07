"""The Python for the page: the same bytes from the same sources, and nothing that is not needed."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from sitebuild.archive import archive
from sitebuild.project import HERE


@pytest.fixture
def python(tmp_path: Path) -> Path:
    files = {
        "smtpcore/states.py": "STATES = 1",
        "smtpcore/__pycache__/states.pyc": "compiled",
        "smtp_playground/bridge.py": "BRIDGE = 1",
        "smtp_playground/serve.py": "import asyncio",
        "smtp_playground/__main__.py": "import asyncio",
        "smtp_playground/content/en/ui.toml": "[a]",
        "smtp_playground/content/en/.ui.toml.swp": "an editor's",
        "smtp_playground/content/schema/ui.json": "{}",
        "sitebuild/site.py": "SITE = 1",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def names(content: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_only_what_the_page_needs_is_in(python: Path) -> None:
    assert names(archive(python)) == [
        "smtpcore/states.py",
        "smtp_playground/bridge.py",
        "smtp_playground/content/en/ui.toml",
    ]


def test_times_and_rights_of_files_do_not_matter(python: Path) -> None:
    before = archive(python)
    os.utime(python / "smtpcore/states.py", (1, 1))
    (python / "smtpcore/states.py").chmod(0o600)

    assert archive(python) == before


def test_content_matters(python: Path) -> None:
    before = archive(python)
    (python / "smtpcore/states.py").write_text("STATES = 2")

    assert archive(python) != before


def test_what_the_page_imports_works_from_the_archive(tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(archive(HERE.python))).extractall(tmp_path)

    assert (tmp_path / "smtp_playground/bridge.py").exists()
    assert (tmp_path / "smtp_playground/content/personas/playground.toml").exists()
