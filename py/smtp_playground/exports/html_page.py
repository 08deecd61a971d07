"""A conversation as one page: no script, nothing fetched, every word of it escaped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from smtp_playground.exports.plain_text import opening, text_of
from smtp_playground.exports.record import Connection, Telling
from smtp_playground.exports.said import Said

_STYLE: Final = """\
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
ol { padding: 0; list-style: none }
li { display: grid; grid-template-columns: 5.5rem 1fr; gap: 0.75rem; padding: 0.1rem 0 }
li.server + li.client, li.client + li.server, li.note { margin-top: 0.5rem }
b { font-weight: 600; font-size: 0.8125rem }
code { font-size: 0.875rem; white-space: pre-wrap; overflow-wrap: anywhere }
li.client code { border-inline-start: 3px solid #5966e0; padding-inline-start: 0.5rem }
li.server code { border-inline-start: 3px solid #868c98; padding-inline-start: 0.5rem }
li.note { display: block; font-style: italic }
@media (max-width: 30rem) { li { display: block } }
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


_MARKUP: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
)


def write(connections: tuple[Connection, ...], telling: Telling) -> str:
    """Return the page."""
    return "".join(f"{line}\n" for line in _page(connections, telling))


def _page(connections: tuple[Connection, ...], telling: Telling) -> Iterator[str]:
    title = escape(telling.label("title"))
    yield "<!doctype html>"
    yield f'<html lang="{escape(telling.words.language)}">'
    yield '<head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{_STYLE}</style></head>"
    yield f"<body><main><h1>{title}</h1>"
    for connection in connections:
        yield from _connection(connection, telling)
    yield "</main></body></html>"


def _connection(connection: Connection, telling: Telling) -> Iterator[str]:
    name = connection.name(telling.words.language)
    heading = telling.label("heading", hostname=connection.hostname, persona=name)
    yield f"<section><h2>{escape(heading)}</h2>"
    yield f"<p>{escape(opening(connection, telling))}</p>"
    yield "<ol>"
    yield from (_item(said, telling) for said in connection.said)
    yield "</ol></section>"


def _item(said: Said, telling: Telling) -> str:
    text = escape(text_of(said, telling))
    if said.speaker == "note":
        return f'<li class="note">{text}</li>'
    label = escape(telling.words.conversation[f"speaker.{said.speaker}"])
    return f'<li class="{said.speaker}"><b>{label}</b> <code>{text}</code></li>'


def escape(text: str) -> str:
    """Return a text in which no character is markup, in an attribute either."""
    return text.translate(_MARKUP)
