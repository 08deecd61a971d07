"""`<smtp-playground>` as HTML: a session, readable by itself, which `embed.js` brings to life."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from smtp_playground.lessons.built_in import languages, lesson_tables
from smtp_playground.lessons.reading import personas
from smtp_playground.ready_rules import ready_rules

FLAGS: Final = ("readonly", "autoplay")
"""Attributes without a value."""

ATTRIBUTES: Final = ("persona", "rules", "lang", "theme", "height", "lesson", "start", *FLAGS)
"""All of them, as `web/embed/options.ts` reads them."""

THEMES: Final = ("system", "light", "dark")


class AttributeProblemError(ValueError):
    """An attribute that the element would not follow; the text names it and the mend."""


def element(text: str, attributes: Mapping[str, str | None]) -> str:
    """Return a session as HTML, within a block that no paragraph can be around.

    `text` is the session as it is printed (`C:`, `S:`, `--`); `attributes` are the element's by
    their names, flags with whatever value. Raises `AttributeProblemError`.
    """
    check(attributes)
    told = "".join(_written(name, value) for name, value in attributes.items())
    printed = html.escape(text.strip("\n"), quote=False)
    return (
        f'<div class="smtp-session"><smtp-playground{told}><pre>{printed}</pre></smtp-playground>'
        "</div>"
    )


def check(attributes: Mapping[str, str | None]) -> None:
    """Raise `AttributeProblemError` for a name or a value that means nothing."""
    for name, value in attributes.items():
        _one_of("attribute", name, ATTRIBUTES)
        known = _known(name)
        if known is None:
            continue
        for each in (value or "").split() if name == "rules" else [value or ""]:
            _one_of(name, each, known)


def _known(name: str) -> Iterable[str] | None:
    """Return what an attribute may be; None: that is not a list."""
    match name:
        case "persona":
            return personas()
        case "rules":
            return ready_rules()
        case "lang":
            return languages()
        case "theme":
            return THEMES
        case "lesson":
            return lesson_tables("en")
        case _:
            return None


def _one_of(what: str, value: str, known: Iterable[str]) -> None:
    names = sorted(known)
    if value in names:
        return
    near = get_close_matches(value, names, n=1)
    mend = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(names)}"
    raise AttributeProblemError(f"no {what} is called {value!r}; {mend}")


def _written(name: str, value: str | None) -> str:
    return f" {name}" if name in FLAGS else f' {name}="{html.escape(value or "")}"'
