"""The page's template, filled in: for the site, and for the single file."""

from __future__ import annotations

from pathlib import Path

import jinja2

from sitebuild.errors import BuildError


def render(template: Path, **values: object) -> str:
    """Return the page; raise BuildError for a template that asks for what is not there."""
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    try:
        return environment.from_string(template.read_text(encoding="utf-8")).render(values)
    except (OSError, ValueError, jinja2.TemplateError) as error:
        raise BuildError(f"{template}: {error}") from error
