"""`python -m smtp_playground lint`: all that is wrong with lesson files, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from smtp_playground.lessons.linting import Problem, lint
from smtp_playground.reference.checks import addresses
from smtp_playground.reference.library import ENGLISH, load_words


@cache
def entries() -> frozenset[str]:
    """Return the addresses of the reference's entries."""
    words = load_words()[ENGLISH]
    kinds = {
        "codes": words.codes,
        "enhanced": words.enhanced,
        "compare": words.compare,
        "glossary": words.glossary,
    }
    return frozenset(f"{kind}/{id_}" for kind, id_ in addresses(kinds))


def lint_file(file: Path) -> list[str]:
    """Return the problems of one file, a line each."""
    found = _lint_file(file)
    return [f"{file}: {f'{each.place} ' if each.place else ''}{each.problem}" for each in found]


def _lint_file(file: Path) -> Iterator[Problem]:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        yield Problem("", f"cannot be read: {error.strerror}")
        return
    except UnicodeDecodeError:
        yield Problem("", "is not text in UTF-8")
        return
    yield from lint(text, entries())[1]
