"""Guides: static pages from Markdown, in each language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

from sitebuild.errors import BuildError
from sitebuild.frame import Frame, root_of
from sitebuild.project import Project

GUIDES: Final = ("learn-by-yourself", "teachers", "write-a-lesson")
"""In the order in which they are offered; each is `content/<language>/guides/<name>.md`."""


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide in one language: its title, its first paragraph, and all of it."""

    name: str
    title: str
    lead: str
    source: str


def read_guide(content: Path, language: str, name: str) -> Guide:
    """Read a guide, which begins with `# Title` and a paragraph. Raises `BuildError`."""
    path = content / language / "guides" / f"{name}.md"
    source = path.read_text(encoding="utf-8")
    heading, lead, *_ = source.split("\n\n")
    if not heading.startswith("# "):
        raise BuildError(f"{path}: must begin with a title, # and its words")
    return Guide(name, heading.removeprefix("# "), " ".join(lead.split()), source)


def add_guides(project: Project, frames: Iterable[Frame]) -> None:
    """Write the guides, and their list, in each language."""
    for frame in frames:
        found = [read_guide(project.content, frame.language, name) for name in GUIDES]
        label = frame.labels
        body = frame.body("guides.jinja", guides=found)
        frame.write_page("guides", "guides", label["kinds.guides"], label["about.guides"], body)
        for guide in found:
            address = f"guides/{guide.name}"
            body = f'<article class="guide">{html(guide.source, root_of(address))}</article>'
            frame.write_page(address, "guides", guide.title, guide.lead, body, guide.source)


def html(source: str, root: str) -> str:
    """Return Markdown as HTML, raw HTML as text; `root:` begins a link from the site's root."""
    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    made = str(renderer.render(source.replace("](root:", f"]({root}")))
    return made.replace("<pre>", '<pre tabindex="0">')  # it scrolls, by the keyboard too
