"""Scripts and styles, each bundled into one file by esbuild."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from sitebuild.packages import node_command
from sitebuild.process import run
from sitebuild.project import Project

SETTINGS = (
    "--bundle",
    "--minify",
    "--charset=utf8",
    "--legal-comments=eof",  # what Lit's licence asks for
    "--log-level=warning",
)


def bundle_script(project: Project, entry: Path, constants: Mapping[str, object]) -> bytes:
    """Return a module and all it imports; a style imported by it becomes a text in it.

    The constants are what JSON can hold.
    """
    defines = [f"--define:{name}={json.dumps(value)}" for name, value in constants.items()]
    settings = ["--format=esm", "--target=es2022", "--loader:.css=text", *defines]
    return _bundle(project, entry, settings)


def bundle_style(project: Project, entry: Path) -> bytes:
    """Return a style sheet and all it imports."""
    return _bundle(project, entry, [])


def _bundle(project: Project, entry: Path, settings: list[str]) -> bytes:
    command = node_command(project, "esbuild/bin/esbuild", entry, *SETTINGS, *settings)
    return run(f"bundle {entry.name}", command, project.web).encode()
