"""Real documentation, built by the real programs."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from sitebuild.project import HERE

SESSION = ("C: EHLO client.example", "...", "C: VRFY alice <b>", "S: 502 5.5.1 no & never")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in a folder, as if our package were installed."""
    installed(folder / "packages")
    path = os.pathsep.join(map(str, (HERE.python, folder / "packages")))
    environment = os.environ | {"PYTHONPATH": path, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def installed(folder: Path) -> None:
    """Write what an installed package tells of itself: MkDocs finds its plugins by it."""
    project = tomllib.loads((HERE.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = folder / "smtp_playground-0.dist-info"
    told.mkdir(parents=True, exist_ok=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: smtp-playground\nVersion: 0\n")
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in points.items())
        for group, points in project["entry-points"].items()
    ]
    (told / "entry_points.txt").write_text("\n".join(lines))


def write_sphinx(folder: Path, theme: str, directive: str, settings: str = "") -> None:
    """Write a project of two pages, of which the first has sessions."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conf.py").write_text(
        f"project = 'Mail'\nhtml_theme = '{theme}'\n"
        f"extensions = ['smtp_playground.sphinx_ext']\n{settings}\n"
    )
    (folder / "index.rst").write_text(f"Mail\n====\n\n.. toctree::\n\n   other\n\n{directive}\n")
    (folder / "other.rst").write_text("Other\n=====\n\nNothing here.\n")


def directive(*options: str, session: tuple[str, ...] = SESSION) -> str:
    lines = [".. smtp-session::", *(f"   {option}" for option in options), ""]
    return "\n".join([*lines, *(f"   {line}" for line in session), ""])


def sphinx(folder: Path, builder: str = "html", *more: str) -> subprocess.CompletedProcess[str]:
    """Build; warnings are errors."""
    return run(folder, "sphinx", "-b", builder, "-W", "-q", *more, ".", f"out/{builder}")


def write_mkdocs(
    folder: Path, pages: dict[str, str], settings: str = "", url: str = "http://127.0.0.1/"
) -> None:
    """Write a project with Material's instant loading, which wants to know where it is served."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        f"site_name: Mail\nsite_url: {url}\n"
        "theme:\n  name: material\n  font: false\n  features: [navigation.instant]\n"
        "  palette:\n    scheme: slate\n"
        f"plugins:\n  - smtp-playground{settings}\n"
    )
    for name, text in pages.items():
        (folder / "docs" / name).write_text(text)


def mkdocs(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(folder, "mkdocs", "build", "--strict", "--quiet")
