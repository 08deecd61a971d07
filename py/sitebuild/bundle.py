"""Scripts and styles, each bundled into one file by esbuild."""

from __future__ import annotations

import json
import re
import sys
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from sitebuild.packages import node_command
from sitebuild.process import run
from sitebuild.project import Project

SETTINGS = (
    "--bundle",
    "--minify",
    "--legal-comments=eof",  # what Lit's licence asks for
    "--log-level=warning",
)

# What Pyodide imports only where it runs in Node stays outside.
SCRIPT = ("--target=es2022", "--loader:.css=text", "--external:node:*", "--external:ws")


Charset = Literal["utf8", "ascii"]
"""What stands in a page of another encoding must be in ASCII."""


def bundle_script(
    project: Project,
    entry: Path,
    constants: Mapping[str, object],
    charset: Charset = "utf8",
) -> bytes:
    """Return a module and all it imports; a style imported by it becomes a text in it."""
    form = ["--format=esm", f"--charset={charset}"]
    script = _bundle(project, entry, [*form, *SCRIPT, *_defines(constants)])
    return _in_ascii(script) if charset == "ascii" else script


def bundle_inline(project: Project, entry: Path, constants: Mapping[str, object]) -> bytes:
    """Return a script that is no module, in ASCII: it stands in a page, or starts a worker."""
    form = ["--format=iife", "--charset=ascii"]
    return _in_ascii(_bundle(project, entry, [*form, *SCRIPT, *_defines(constants)]))


def bundle_program(project: Project, entry: Path) -> bytes:
    """Return a program for our own Node, readable if it fails."""
    for_node = ["--platform=node", "--format=esm", "--loader:.css=text", "--minify=false"]
    return _bundle(project, entry, [*for_node, "--charset=utf8"])


def bundle_style(project: Project, entry: Path) -> bytes:
    """Return a style sheet and all it imports, in ASCII: it stands in a page."""
    return _bundle(project, entry, ["--charset=ascii"])


def _in_ascii(script: bytes) -> bytes:
    """Escape what esbuild leaves: the texts of tagged templates, whose raw form it must keep."""
    return re.sub(r"[^\x00-\x7f]", _escape, script.decode()).encode()


def _escape(character: re.Match[str]) -> str:
    units = array("H", character[0].encode(f"utf-16-{sys.byteorder[0]}e"))
    return "".join(f"\\u{unit:04x}" for unit in units)


def _defines(constants: Mapping[str, object]) -> list[str]:
    return [f"--define:{name}={json.dumps(value)}" for name, value in constants.items()]


def _bundle(project: Project, entry: Path, settings: list[str]) -> bytes:
    command = node_command(project, "esbuild/bin/esbuild", entry, *SETTINGS, *settings)
    return run(f"bundle {entry.name}", command, project.web).encode()
