"""The reference's pages as they were built, each read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

from sitebuild.project import HERE
from smtp_playground.reference.whole import composers

SITE = HERE.site
LANGUAGES = tuple(composers())
POINTING = {
    "a": ("href",),
    "link": ("href",),
    "script": ("src",),
    "img": ("src",),
    "body": ("data-root", "data-find", "data-reference"),
}
"""Which attributes hold addresses."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, parsed as the standard says."""

    path: str
    "`en/replies/354/`: its folder, from the site's root."
    root: Element
    mistakes: tuple[str, ...]

    @property
    def language(self) -> str:
        """The language's folder that it is in."""
        return self.path.partition("/")[0]

    @property
    def address(self) -> str:
        """Where it is in that folder: `replies/354`."""
        return self.path.partition("/")[2].removesuffix("/")

    def one(self, path: str) -> Element:
        """Return the one element that a path finds."""
        (found,) = self.root.findall(path)
        return found

    def metas(self, key: str) -> dict[str, str]:
        """Return what the head says under `name` or `property`."""
        metas = (meta.attrib for meta in self.root.iterfind(f"head/meta[@{key}]"))
        return {meta[key]: meta["content"] for meta in metas}

    @property
    def ids(self) -> list[str]:
        """Every id there is."""
        return [element.attrib["id"] for element in self.root.iter() if "id" in element.attrib]

    def ways(self) -> Iterator[str]:
        """Yield every address that the page holds."""
        for element in self.root.iter():
            for key in POINTING.get(str(element.tag), ()):
                if key in element.attrib:
                    yield element.attrib[key]

    def spoken(self) -> Iterator[tuple[Element, str]]:
        """Yield every element of its body with the language that it is in."""
        yield from _spoken(self.one("body"), self.root.attrib["lang"])


def _spoken(element: Element, language: str) -> Iterator[tuple[Element, str]]:
    own = element.attrib.get("lang", language)
    yield element, own
    for inner in element:
        yield from _spoken(inner, own)


@cache
def pages() -> dict[str, Page]:
    """Return every page by its path."""
    if not SITE.exists():
        pytest.fail("there is no site yet: `python3 build.py test` makes it first")
    found = [path for tag in LANGUAGES for path in sorted((SITE / tag).rglob("index.html"))]
    return {(page := _read(path)).path: page for path in found}


def _read(file: Path) -> Page:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(file.read_text(encoding="utf-8"))
    path = f"{file.parent.relative_to(SITE).as_posix()}/"
    return Page(path, root, tuple(f"{place}: {code}" for place, code, _ in parser.errors))


def text_of(element: Element) -> str:
    """Return what an element says, each space once."""
    return " ".join("".join(element.itertext()).split())


def target(folder: str, way: str) -> tuple[str, str]:
    """Return the file that an address leads to from a folder of the site, and the fragment."""
    parts = urlsplit(way)
    steps: list[str] = []
    for step in f"{folder}{unquote(parts.path)}".split("/"):
        if step == "..":
            assert steps, f"{way} leads out of the site"
            steps.pop()
        else:
            steps.append(step)
    file = "/".join(steps)
    return (f"{file}index.html" if file.endswith("/") or not file else file), parts.fragment
