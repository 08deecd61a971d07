"""Light markup in words: `code`, **strong**, *emphasis*, [label](https://...), and {facts}.

A label may also lead to an entry of the reference: [label](#replies/502).

Markup is parsed first, and facts are filled into the parsed runs as text. So nothing
that a person has typed can ever become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from smtp_playground.runs import Run, Style

Text: TypeAlias = tuple[Run, ...]
"""Words in runs; as a template they still hold `{facts}`."""

Fact: TypeAlias = str | int | Text
"""What is known at the moment. A `Text` keeps its styles where the words around it are plain."""


class MarkupError(ValueError):
    """Markup that cannot be read, or a fact that is not there. Says what and where."""


# A style holds no other style, which keeps templates easy for translators. In `code`
# everything but a backtick stands for itself.
_TOKEN: Final = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\*\*(?P<strong>[^*`\[\]]+)\*\*"
    r"|\*(?P<emphasis>[^*`\[\]]+)\*"
    r"|\[(?P<link>[^*`\[\]]+)\]\((?P<href>https://[^\s(){}<>\"]+|#[a-z]+/[a-z0-9.-]+)\)"
    r"|(?P<plain>[^*`\[\]]+)"
)
_PLACEHOLDER: Final = re.compile(r"\{([a-z]+)\}")
_STYLES: Final[tuple[Style, ...]] = ("plain", "code", "strong", "emphasis", "link")


def parse(source: str) -> Text:
    """Parse a template. Raises `MarkupError` for markup that is not closed or not known."""
    runs = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            before = source[position + 1 :][:20]
            raise MarkupError(f"has a stray {source[position]} before {before!r}")
        runs.append(_run(match))
        position = match.end()
    return tuple(runs)


def _run(match: re.Match[str]) -> Run:
    style = next(style for style in _STYLES if match[style] is not None)
    text = match[style]
    stray = re.search(r"[{}]", _PLACEHOLDER.sub("", text))
    if stray:
        raise MarkupError(f"has a stray {stray[0]} in {text[:40]!r}: facts are written {{verb}}")
    return Run(text, style, match["href"] or "")


def facts_in(template: Text) -> frozenset[str]:
    """Return the names of the facts that a template asks for."""
    return frozenset(name for run in template for name in _PLACEHOLDER.findall(run.text))


def fill(template: Text, facts: Mapping[str, Fact]) -> Text:
    """Put facts into a template. Raises `MarkupError` if one is missing."""
    return tuple(run for piece in template for run in _fill_run(piece, facts) if run.text)


def _fill_run(run: Run, facts: Mapping[str, Fact]) -> Iterator[Run]:
    if "{" not in run.text:
        yield run
    elif run.style == "plain":
        yield from _spliced(run, facts)
    else:
        text = _PLACEHOLDER.sub(lambda match: plain(_fact(match[1], facts)), run.text)
        yield Run(text, run.style, run.href)


def _spliced(run: Run, facts: Mapping[str, Fact]) -> Iterator[Run]:
    # Splitting by a pattern with one group gives text, name, text, name, ..., text.
    for number, piece in enumerate(_PLACEHOLDER.split(run.text)):
        if number % 2:
            yield from _fact(piece, facts)
        else:
            yield Run(piece, "plain", "")


def _fact(name: str, facts: Mapping[str, Fact]) -> Text:
    if name not in facts:
        raise MarkupError(f"there is no fact {{{name}}}; there are: {', '.join(sorted(facts))}")
    fact = facts[name]
    return fact if isinstance(fact, tuple) else (Run(str(fact), "plain", ""),)


def plain(text: Text) -> str:
    """Return the words without their styles, for titles and screen readers."""
    return "".join(run.text for run in text)


def joined(texts: Iterable[Text]) -> Text:
    """Return texts one after the other, with a space between."""
    space = Run(" ", "plain", "")
    return tuple(run for text in texts for run in (space, *text))[1:]
