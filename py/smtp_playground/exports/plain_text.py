"""A conversation as people write it: `C:` for the client, `S:` for the server, `--` for notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from smtp_playground.exports.record import Connection, Telling
from smtp_playground.exports.said import Said
from smtp_playground.visible import shown

MARKS: Final = {"client": "C:", "server": "S:", "note": "--"}


def write(connections: tuple[Connection, ...], telling: Telling) -> str:
    """Return the conversation, a line a line."""
    told = [*_told(connections, telling)]
    return "".join(f"{line}\n" for line in told)


def _told(connections: tuple[Connection, ...], telling: Telling) -> Iterator[str]:
    for number, connection in enumerate(connections):
        if number:
            yield ""
        yield f"-- {opening(connection, telling)}"
        yield from (line_of(said, telling) for said in connection.said)


def opening(connection: Connection, telling: Telling) -> str:
    """Return the note that a connection begins with."""
    return shown(connection.opening) or telling.label("beginning-out")


def line_of(said: Said, telling: Telling) -> str:
    """Return one line with its mark."""
    return f"{MARKS[said.speaker]} {text_of(said, telling)}".rstrip(" ")


def text_of(said: Said, telling: Telling) -> str:
    """Return what a line says, with a word on what of it was not kept."""
    if said.kind == "left-out":
        return telling.label("lines-out", count=said.more)
    text = said.text(secrets=telling.secrets)
    return f"{text} [{telling.label('octets-out', count=said.more)}]" if said.more else text
