"""The words and personas are checked before anything is made from them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema

from sitebuild.errors import BuildError
from sitebuild.project import Project
from sitebuild.steps import Step
from smtp_playground.errors import ContentError
from smtp_playground.lessons.built_in import languages, lessons
from smtp_playground.library import Library
from smtp_playground.personas import load_personas
from smtp_playground.reference.whole import load as load_reference
from smtp_playground.sessions import load_sessions


def content_step(project: Project) -> Step:
    """Return the step that checks the content; it makes nothing."""
    return Step(
        name="content",
        doing="check the words and personas",
        inputs=tuple(
            project.python / name
            for name in ("smtpcore", "smtp_playground", "sitebuild/content.py")
        ),
        outputs=(),
        make=lambda: check_content(project.content),
    )


def check_content(content: Path) -> None:
    """Raise BuildError for the first thing wrong, naming file, table and key."""
    for schema, path in _pairs(content):
        _check(path, _tables(path), _rules(schema))
    for path in sorted(content.glob("*/extensions/*.toml")):
        for kind, tables in _tables(path).items():
            schema = content / "schema" / f"{kind}.json"
            if schema.exists():  # what is no kind, the library names
                _check(path, tables, _rules(schema))
    try:
        Library.load(content)
        load_personas(content / "personas")
        load_sessions(content / "sessions.toml", content / "personas")
        for language in languages(content):
            lessons(language, content)
    except ContentError as error:
        raise BuildError(str(error)) from error
    try:
        load_reference(content / "reference")
    except ContentError as error:
        raise BuildError(f"reference/{error}") from error


def _pairs(content: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each schema with each file it rules: `replies.json` rules every `replies.toml`."""
    for schema in sorted((content / "schema").glob("*.json")):
        for pattern in (f"{schema.stem}.toml", f"*/{schema.stem}.toml"):
            yield from ((schema, path) for path in sorted(content.glob(pattern)))
    lesson = content / "schema" / "lesson.json"
    yield from ((lesson, path) for path in sorted(content.glob("en/lessons/*.toml")))


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError
        raise BuildError(f"{path}: {error}") from error


def _rules(schema: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
    return json.loads(schema.read_text(encoding="utf-8"))


def _check(path: Path, tables: object, rules: Any) -> None:  # noqa: ANN401
    try:
        jsonschema.validate(tables, rules)
    except jsonschema.ValidationError as error:
        place = "".join(f"[{part}] " for part in error.absolute_path)
        raise BuildError(f"{path}: {place}{error.message}") from error
