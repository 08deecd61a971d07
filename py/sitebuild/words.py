"""The chrome's words for the view, which needs them before Python is there."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from sitebuild.errors import BuildError

FALLBACK = "en"


def words_json(content: Path) -> str:
    """Return every language's `ui.toml`, flattened to `group.key`; English fills the gaps."""
    english = _words(content / FALLBACK / "ui.toml")
    languages = {FALLBACK: english}
    for path in sorted(content.glob("*/ui.toml")):
        found = _words(path)
        if strange := found.keys() - english.keys():
            raise BuildError(f"{path}: {min(strange)} is not in {FALLBACK}/ui.toml")
        languages[path.parent.name] = english | found
    return json.dumps(languages, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def languages_ts(content: Path) -> str:
    """Return the names of the languages, for who must choose before their words are there."""
    others = {path.parent.name for path in content.glob("*/ui.toml")} - {FALLBACK}
    names = json.dumps([FALLBACK, *sorted(others)])
    return f"export const LANGUAGES = {names} as const;\n"


def _words(path: Path) -> dict[str, str]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"{path}: {error}") from error
    words = {}
    for group, entries in tables.items():
        if not isinstance(entries, dict):
            raise BuildError(f"{path}: {group} stands outside a table")
        for key, text in entries.items():
            if not isinstance(text, str):
                raise BuildError(f"{path}: [{group}] {key} is not a text")
            words[f"{group}.{key}"] = text
    return words
