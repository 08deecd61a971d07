"""The shell: what the page shows before its scripts are there, made from their own templates."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitebuild.bundle import bundle_inline, bundle_program, bundle_style
from sitebuild.errors import BuildError
from sitebuild.packages import node_script
from sitebuild.process import run
from sitebuild.project import Project


@dataclass(frozen=True, slots=True)
class Shell:
    """What the site's page and the single file show alike."""

    style: str
    languages: tuple[tuple[str, str], ...]
    "Each language with its HTML, which is made from the elements' own templates."


def make_shell(project: Project) -> Shell:
    """Render the shell, and bundle its style."""
    rendered = json.loads(_render(project))
    style = _within("style", _style(project, rendered["style"]))
    return Shell(style, tuple((each["language"], each["html"]) for each in rendered["shells"]))


def shell_script(project: Project, entry: Path, constants: Mapping[str, object]) -> str:
    """Return a page's first script, which wants the constants."""
    return _within("script", bundle_inline(project, entry, constants).decode().strip())


def _within(tag: str, text: str) -> str:
    """Return a text that is to stand within a tag, and would end at the tag's end."""
    if f"</{tag}" in text.lower():
        raise BuildError(f"the shell's {tag} holds its own end tag")
    return text


def _render(project: Project) -> str:
    program = bundle_program(project, project.web / "build" / "render-shell.ts")
    with tempfile.TemporaryDirectory(dir=project.made, prefix="shell-") as folder:
        path = Path(folder, "render-shell.mjs")
        path.write_bytes(program)
        return run("render the shell", node_script(path))


def _style(project: Project, elements: str) -> str:
    """Bundle the page's own styles and, behind them, those of the elements."""
    with tempfile.TemporaryDirectory(dir=project.made, prefix="shell-") as folder:
        path = Path(folder, "elements.css")
        path.write_text(elements, encoding="utf-8")
        sheets = (project.web / "styles" / "shell.css", path)
        return "".join(bundle_style(project, sheet).decode().strip() for sheet in sheets)
