"""`build.py package`: what `pip install` takes, with the built site inside."""

from __future__ import annotations

import sys
from pathlib import Path

from sitebuild.process import run
from sitebuild.project import Project
from sitebuild.site import build_site


def build_package(project: Project, folder: Path) -> None:
    """Build the wheel and the sdist into a folder, after the site.

    Nothing is fetched: what builds them is in the environment.
    """
    build_site(project)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)]
    # From elsewhere: in the checkout, `build` is our own front door.
    run("build the package", [*command, str(project.root)], project.made)
    for path in sorted(folder.glob("smtp_playground-*")):
        print(path.relative_to(project.root) if path.is_relative_to(project.root) else path)
