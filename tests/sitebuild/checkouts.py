"""A checkout of one's own, to break and to build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitebuild.project import HERE, Project

SOURCES = ("build.py", "index.html", "py", "requirements.txt", "web")
INSTALLED = shutil.ignore_patterns("node_modules", "__pycache__")


def copy_checkout(root: Path) -> Project:
    """Copy the sources; what was installed is shared, so that no copy needs the network."""
    if not HERE.packages.exists():
        pytest.fail("nothing is installed yet: `python3 build.py test` does that first")
    root.mkdir(parents=True)
    for source in SOURCES:
        if (HERE.root / source).is_dir():
            shutil.copytree(HERE.root / source, root / source, ignore=INSTALLED)
        else:
            shutil.copy(HERE.root / source, root / source)
    project = Project(root)
    project.packages.symlink_to(HERE.packages)
    (root / ".venv").symlink_to(HERE.root / ".venv")
    (project.made / "stamps").mkdir(parents=True)
    shutil.copy(HERE.made / "stamps" / "packages", project.made / "stamps")
    return project


def copy_built_checkout(root: Path) -> Project:
    """Copy the sources and what is made of them, so that only a change is built anew."""
    project = copy_checkout(root)
    for made in (HERE.site, HERE.generated, HERE.library, HERE.snapshot, HERE.reference):
        shutil.copytree(made, root / made.relative_to(HERE.root))
    shutil.copytree(HERE.made / "stamps", project.made / "stamps", dirs_exist_ok=True)
    return project
