"""A conversation as a script that says it again with Python's own client."""

from __future__ import annotations

from collections.abc import Iterator

from smtp_playground.exports.python_code import Code
from smtp_playground.exports.record import Connection, Telling


def write(connections: tuple[Connection, ...], telling: Telling) -> str:
    """Return the script; it prints both sides as it runs."""
    return "".join(f"{line}\n" for line in _script(connections, telling))


def _script(connections: tuple[Connection, ...], telling: Telling) -> Iterator[str]:
    code = Code(telling, asserts=False)
    yield "#!/usr/bin/env python3"
    yield from code.preamble(connections)
    for number, connection in enumerate(connections):
        yield from [""] * (number > 0)
        yield from code.body(connection)
