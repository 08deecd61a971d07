"""Where a document has sessions: fences, directives, elements, runs of lines, by its kind."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Final, Literal

Kind = Literal["markdown", "rst", "html", "text"]

KINDS: Final[Mapping[str, Kind]] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".rst": "rst",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
}
"""What a file is, by its ending."""

_FENCE: Final = re.compile(r"(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)")
_SMTP: Final = re.compile(
    r"[ \t]*(?:\.?smtp[ \t]*(?:\{(?P<after>.*)\})?|\{[ \t]*\.smtp(?P<in>.*)\})[ \t]*"
)
_DIRECTIVE: Final = re.compile(r"(?P<indent>[ \t]*)\.\. smtp-session::[ \t]*")
_OPTION: Final = re.compile(r"[ \t]+:(?P<name>[\w-]+):[ \t]*(?P<value>.*?)[ \t]*")
_ELEMENT: Final = re.compile(
    r"(?P<tag><smtp-playground\b[^>]*>)\s*<pre[^>]*>(?P<session>.*?)</pre>",
    re.DOTALL | re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"""([\w-]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'}]*)))?""")
_SPOKEN: Final = re.compile(r"[ \t]*(?:[CS]:(?: .*)?|--.*|\.\.\.)")
_SETTINGS: Final = re.compile(r"[ \t]*smtp:(?P<attributes>.*)")


@dataclass(frozen=True, slots=True)
class Found:
    """A session in a document."""

    start: int
    end: int
    "Where its lines stand in the document's text, in characters."
    line: int
    "The number of its first line, counted from 1."
    prefix: str
    "What each line begins with that is not the session's."
    attributes: Mapping[str, str | None]
    is_html: bool = False
    problem: str = ""
    "What is wrong with its place; then it is not read."

    def lines(self, document: str) -> list[str]:
        """Return its lines, as they are said."""
        return [self._said(row) for row in self._rows(document)]

    def written(self, lines: list[str], document: str) -> str:
        """Return lines as they stand in the document; one that stood there stays as it was."""
        known = {self._said(row): row for row in self._rows(document)}
        return "\n".join(known.get(line, self._written(line)) for line in lines)

    def _rows(self, document: str) -> list[str]:
        return document[self.start : self.end].split("\n")

    def _said(self, row: str) -> str:
        return _without(self.prefix, html.unescape(row) if self.is_html else row)

    def _written(self, line: str) -> str:
        text = html.escape(line, quote=False) if self.is_html else line
        return f"{self.prefix}{text}" if text else ""


def _without(prefix: str, line: str) -> str:
    return line[len(prefix) :] if line.startswith(prefix) else line.lstrip(" \t>")


def find(document: str, kind: Kind) -> list[Found]:
    """Return the sessions of a document whose lines end with LF alone, in their order."""
    match kind:
        case "markdown":
            fences = list(_fences(document))
            found = [fence for fence, is_session in fences if is_session]
            rest = _blanked(document, [(fence.start, fence.end) for fence, _ in fences])
            return sorted([*found, *_elements(rest)], key=lambda each: each.start)
        case "rst":
            return list(_directives(document))
        case "html":
            return list(_elements(document))
        case "text":
            return list(_runs(document))


def attributes_in(text: str) -> dict[str, str | None]:
    """Return what stands as `name=value`, `name="some values"` or `name`."""
    return {
        name: next((value for value in values if value), "" if "=" in whole else None)
        for whole, name, values in (
            (found[0], found[1], found.groups()[1:]) for found in _ATTRIBUTE.finditer(text)
        )
    }


def _rows(document: str) -> Iterator[tuple[int, int, str]]:
    """Yield each line with its number, counted from 1, and where it begins."""
    at = 0
    for number, row in enumerate(document.split("\n"), 1):
        yield number, at, row
        at += len(row) + 1


def _fences(document: str) -> Iterator[tuple[Found, bool]]:
    """Yield every fence, whatever is in it, and whether that is a session."""
    opened: tuple[re.Match[str], int, int] | None = None
    for number, at, row in _rows(document):
        if opened is None:
            if fence := _FENCE.fullmatch(row):
                opened = fence, number, at + len(row) + 1
            continue
        fence, opening, start = opened
        if _closes(fence["fence"], row):
            yield _fence(fence, opening, start, max(start, at - 1))
            opened = None
    if opened:
        fence, opening, start = opened
        found, is_session = _fence(fence, opening, min(start, len(document)), len(document))
        if is_session:
            problem = f"the fence that begins in line {opening} is never closed"
            yield replace(found, problem=problem), True


def _closes(fence: str, row: str) -> bool:
    text = row.strip(" \t>")
    return len(text) >= len(fence) and set(text) == {fence[0]}


def _fence(fence: re.Match[str], opening: int, start: int, end: int) -> tuple[Found, bool]:
    told = _SMTP.fullmatch(fence["info"])
    attributes = attributes_in(told["after"] or told["in"] or "") if told else {}
    return Found(start, end, opening + 1, fence["indent"], attributes), told is not None


def _directives(document: str) -> Iterator[Found]:
    rows = list(_rows(document))
    for index, (_, _, row) in enumerate(rows):
        if found := _DIRECTIVE.fullmatch(row):
            yield _directive(document, rows[index + 1 :], len(found["indent"]))


def _directive(document: str, rows: list[tuple[int, int, str]], depth: int) -> Found:
    attributes: dict[str, str | None] = {}
    body = iter(rows)
    first = next(body, None)
    while first and (option := _OPTION.fullmatch(first[2])):
        attributes[option["name"]] = option["value"] or None
        first = next(body, None)
    while first and not first[2].strip():
        first = next(body, None)
    if first is None or _depth(first[2]) <= depth:
        line = first[0] if first else len(rows)
        return Found(0, 0, line, "", attributes, problem="the directive has no session in it")
    prefix = first[2][: _depth(first[2])]
    end = first[1] + len(first[2])
    for _, at, row in body:
        if row.strip() and _depth(row) < len(prefix):
            break
        if row.strip():
            end = at + len(row)
    return Found(first[1], min(end, len(document)), first[0], prefix, attributes)


def _depth(row: str) -> int:
    return len(row) - len(row.lstrip(" \t"))


class _Tag(HTMLParser):
    """Reads the attributes of one opening tag."""

    attributes: dict[str, str | None]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep them."""
        del tag
        self.attributes = dict(attrs)


def _elements(document: str) -> Iterator[Found]:
    seen = _blanked(document, [comment.span() for comment in _COMMENT.finditer(document)])
    for element in _ELEMENT.finditer(seen):
        tag = _Tag()
        tag.feed(element["tag"])
        start, end = element.span("session")
        start += element["session"].startswith("\n")  # HTML passes over the first one
        line = document.count("\n", 0, start) + 1
        yield Found(start, max(start, end), line, "", tag.attributes, is_html=True)


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text of the same length and lines, with nothing in these places."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def _runs(document: str) -> Iterator[Found]:
    run: list[tuple[int, int, str]] = []
    told = ""
    for number, at, row in [*_rows(document), (0, len(document), "end")]:
        if _SPOKEN.fullmatch(row):
            run.append((number, at, row))
            continue
        if run:
            yield from _run(run, told)
            run, told = [], ""
        if settings := _SETTINGS.fullmatch(row):
            told = settings["attributes"]
        elif row.strip():
            told = ""


def _run(run: list[tuple[int, int, str]], told: str) -> Iterator[Found]:
    """Yield a run of lines, if both sides speak in it."""
    marks = {row.strip()[:2] for _, _, row in run}
    if {"C:", "S:"} <= marks:
        number, start, row = run[0]
        _, last, text = run[-1]
        prefix = row[: _depth(row)]
        yield Found(start, last + len(text), number, prefix, attributes_in(told))
