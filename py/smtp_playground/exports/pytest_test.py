"""A conversation as a test: a server must give the same codes again."""

from __future__ import annotations

from collections.abc import Iterator

from smtp_playground.exports.python_code import Code
from smtp_playground.exports.record import Connection, Telling


def write(connections: tuple[Connection, ...], telling: Telling) -> str:
    """Return a module of tests, one a connection."""
    return "\n".join(_module(connections, telling)).rstrip("\n") + "\n"


def _module(connections: tuple[Connection, ...], telling: Telling) -> Iterator[str]:
    code = Code(telling, asserts=True)
    yield from code.preamble(connections)
    for number, connection in enumerate(connections, start=1):
        suffix = f"_{number}" if len(connections) > 1 else ""
        yield f"def test_conversation{suffix}():"
        yield from (f"    {line}" if line else "" for line in code.body(connection))
        yield from ("", "")
