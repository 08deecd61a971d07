"""The page's template, filled in: for the site, and for the single file."""

from __future__ import annotations

import json

import jinja2

from sitebuild.errors import BuildError
from sitebuild.project import Project


def words(project: Project) -> dict[str, str]:
    """Return the chrome's words in English, for what is read before a language is chosen."""
    languages = json.loads((project.generated / "words.json").read_text(encoding="utf-8"))
    english: dict[str, str] = languages["en"]
    return english


def render(project: Project, **values: object) -> str:
    """Return the page; raise BuildError for a template that asks for what is not there."""
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    try:
        source = environment.from_string(project.template.read_text(encoding="utf-8"))
        return source.render(values, words=words(project))
    except (OSError, ValueError, jinja2.TemplateError) as error:
        raise BuildError(f"{project.template}: {error}") from error
