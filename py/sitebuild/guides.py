"""Guides: static pages from Markdown, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from sitebuild.errors import BuildError
from sitebuild.frame import Frame, root_of
from sitebuild.project import Project
from smtp_playground.documents.finding import attributes_in
from smtp_playground.embedding.element import element

GUIDES: Final = (
    *("learn-by-yourself", "teachers", "write-a-lesson"),
    *("embed", "sphinx-and-mkdocs", "verify", "smtpcore", "host"),
)
"""In the order in which they are offered; each is `content/<language>/guides/<name>.md`."""

SESSION: Final = re.compile(r"smtp(?: \{(.*)\})?")
"""What a fence is called whose session can be tried."""


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
            text = html(guide.source, root_of(address), frame.language)
            body = f'<article class="guide">{text}</article>'
            frame.write_page(address, "guides", guide.title, guide.lead, body, guide.source)


def html(source: str, root: str, language: str) -> str:
    """Return Markdown as HTML, raw HTML as text; `root:` begins a link from the site's root.

    A fence of `smtp` becomes a session that can be tried, as in anybody's documentation.
    """
    renderer = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    made = str(renderer.render(source.replace("](root:", f"]({root}"), {"language": language}))
    made = made.replace("<code", '<code lang="en"')
    return made.replace("<pre><code", '<pre tabindex="0"><code')  # it scrolls, by the keyboard too


class _Renderer(RendererHTML):
    """Markdown's usual HTML, but for sessions."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Return a fence: an element if it is a session."""
        found = SESSION.fullmatch(tokens[idx].info)
        if found is None:
            return str(super().fence(tokens, idx, options, env))
        attributes = {"lang": str(env["language"]), **attributes_in(found[1] or "")}
        attributes.pop("verify", None)
        return element(tokens[idx].content, attributes)
