"""Raw mode: exactly the octets that a reader writes, or a mistake with its place."""

from __future__ import annotations

from collections.abc import Iterator

from smtp_playground.bubbles import RawSample
from smtp_playground.careless import ENDINGS
from smtp_playground.escapes import BadEscapeError, escape
from smtp_playground.octet_bubbles import RawMistake
from smtp_playground.words import Words


def raw_mistake(text: str, error: BadEscapeError, words: Words) -> RawMistake:
    """Tell what is wrong with an escape, in the reader's language."""
    told = words.conversation[f"raw.{error.kind}"]
    return RawMistake(
        told.format(place=error.start + 1, written=error.written),
        _units(text[: error.start]),
        _units(text[: error.start + len(error.written)]),
    )


def _units(text: str) -> int:
    """Return how many units of UTF-16 a text is: so a browser counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def raw_samples() -> Iterator[RawSample]:
    """Yield what is worth trying: in mail data, and where a command is awaited."""
    for sequence in ENDINGS:
        yield RawSample("message", escape(sequence), escape(sequence))
    for octets in (b"NOOP\r\n", b"NOOP\nNOOP\r\n", b"NOOP\r", b"NO"):
        yield RawSample("command", escape(octets), escape(octets))
    yield RawSample("command", "NOOP xxx\N{HORIZONTAL ELLIPSIS}", f"NOOP {'x' * 600}\\r\\n")
