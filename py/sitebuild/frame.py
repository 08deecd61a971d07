"""What every page but the console has around its text: head, ways, languages, find box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import jinja2

from sitebuild.policy import content_security_policy
from sitebuild.project import Project
from smtp_playground.reference.composing import Composer
from smtp_playground.reference.whole import composers

WAYS: Final = (
    "replies",
    "enhanced",
    "commands",
    "extensions",
    "compare",
    "glossary",
    "lessons",
    "guides",
)
"""What the bar leads to, by the folder's name."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the pages have in common with the console; paths are from the site's root."""

    icons: Mapping[str, str]
    data: Mapping[str, str]
    "The reference as data, by language."
    address: str
    "The site's own, with a slash at its end; empty where it was not told."


@dataclass(frozen=True, slots=True)
class Assets:
    """What the pages alone share."""

    script: str
    style: str
    find: Mapping[str, str]
    "By language."


def templates(project: Project) -> jinja2.Environment:
    """Return the templates of pages."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(project.web / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """Writes pages of one language."""

    site: Path
    environment: jinja2.Environment
    shared: Shared
    assets: Assets
    language: str

    @property
    def composer(self) -> Composer:
        """What has the words around entries."""
        return composers()[self.language]

    @property
    def labels(self) -> Mapping[str, str]:
        """The words of the frame."""
        return self.composer.extra.ui

    def body(self, template: str, **facts: object) -> str:
        """Return what stands in a page, from a template."""
        return self.environment.get_template(template).render(
            label=self.labels, language=self.language, **facts
        )

    def write_page(
        self,
        address: str,
        kind: str,
        title: str,
        description: str,
        body: str,
        markdown: str | None = None,
    ) -> None:
        """Write a page to its address under the language's, and its Markdown beside it."""
        path = f"{self.language}/{address}/" if address else f"{self.language}/"
        root = root_of(address)
        page = self.environment.get_template("page.jinja").render(
            language=self.language,
            csp=content_security_policy(),
            title=title,
            description=description,
            label=self.labels,
            here=self._whole_address(path, root),
            alternates=self._alternates(address, root),
            others=self._others(address, root),
            picture=self._whole_address(self.shared.icons["icon-512"], root),
            icons=self.shared.icons,
            style=self.assets.style,
            script=self.assets.script,
            find=self.assets.find[self.language],
            data=self.shared.data[self.language],
            root=root,
            ways=WAYS,
            current=kind,
            body=body,
            twin=markdown is not None,
        )
        write(self.site / path / "index.html", page)
        if markdown is not None:
            write(self.site / path / "index.md", markdown)

    def _whole_address(self, path: str, root: str) -> str:
        return f"{self.shared.address or root}{path}"

    def _alternates(self, address: str, root: str) -> list[tuple[str, str]]:
        found = [(tag, self._whole_address(_path(tag, address), root)) for tag in composers()]
        return [*found, ("x-default", found[0][1])]

    def _others(self, address: str, root: str) -> list[tuple[str, str, str]]:
        return [
            (tag, self.composer.label("site.other"), f"{root}{_path(tag, address)}")
            for tag in composers()
            if tag != self.language
        ]


def _path(language: str, address: str) -> str:
    return f"{language}/{address}/" if address else f"{language}/"


def root_of(address: str) -> str:
    """Return the way from a page to the site's root."""
    return "../" * (len(address.split("/")) + 1 if address else 1)


def write(path: Path, text: str) -> None:
    """Write a file of the site, and the folder that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
