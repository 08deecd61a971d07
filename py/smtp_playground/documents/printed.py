"""A printed session: `C:` the client, `S:` the server, `--` a note, `...` what is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Voice = Literal["client", "server", "note", "elision", "blank"]

MARKS: Final[dict[str, Voice]] = {"C": "client", "S": "server"}
ELISION: Final = "..."


@dataclass(frozen=True, slots=True)
class Line:
    """One line, as it stands."""

    number: int
    "Counted from 0 within the session."
    voice: Voice
    text: str
    "What is said, without the mark."


class StrayLineError(ValueError):
    """A line that belongs to nobody; `number` is counted from 0 within the session."""

    def __init__(self, number: int, line: str) -> None:
        """Name the line and the mend."""
        super().__init__(f"{line[:60]!r} begins with neither C: nor S: nor -- nor ...")
        self.number = number


def read(lines: Sequence[str]) -> list[Line]:
    """Return the lines of a session. Raises `StrayLineError` for the first that is none."""
    return [_line(number, line) for number, line in enumerate(lines)]


def _line(number: int, line: str) -> Line:
    text = line.strip()
    if not text:
        return Line(number, "blank", "")
    if text == ELISION:
        return Line(number, "elision", text)
    if text.startswith("--"):
        return Line(number, "note", text)
    found = re.fullmatch(r"\s*([CS]):(?: (.*)|)", line)
    if not found:
        raise StrayLineError(number, text)
    return Line(number, MARKS[found[1]], found[2] or "")


@dataclass(frozen=True, slots=True)
class Turn:
    """What the client says in one go, and all that is printed until it speaks again."""

    said: tuple[Line, ...]
    "Empty before the client's first line: there the server greets."
    after: tuple[Line, ...]


def turns(lines: Sequence[Line]) -> list[Turn]:
    """Cut a session where the client begins to speak."""
    found: list[tuple[list[Line], list[Line]]] = [([], [])]
    for line in lines:
        if line.voice == "client":
            if found[-1][1] or len(found) == 1:
                found.append(([], []))
            found[-1][0].append(line)
        else:
            found[-1][1].append(line)
    return [Turn(tuple(said), tuple(after)) for said, after in found]


def fits(printed: Sequence[Line], got: Sequence[str]) -> bool:
    """Tell whether the server's lines are as printed; `...` stands for any lines, or any text."""
    wanted = [line for line in printed if line.voice in {"server", "elision"}]
    places = {0}  # how many lines of `got` the printed ones so far may stand for
    for line in wanted:
        if line.voice == "elision":
            places = set(range(min(places, default=len(got) + 1), len(got) + 1))
        else:
            places = {at + 1 for at in places if at < len(got) and _is(line.text, got[at])}
    return len(got) in places


def _is(printed: str, got: str) -> bool:
    """Compare a line, in which `...` stands for any text."""
    first, *others = printed.split(ELISION)
    if not others:
        return printed.rstrip(" ") == got.rstrip(" ")
    *middle, last = others
    if not got.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        found = got.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return got.endswith(last) and len(got) - len(last) >= at
