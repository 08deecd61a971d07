"""The mail that Postfix sends its postmaster about a session: "Transcript of session follows"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from smtp_playground.bubbles import Speaker
from smtp_playground.imports.log_line import LogLine, beginning, numbered

# smtpd_chat.c: `In:  ` is what the server reads, `Out: ` what it says. Long lines are folded.
_LINE: Final = re.compile(r"[ ]?(?P<mark>In|Out):(?:[ ]{1,2}(?P<text>.*))?")
_SIDES: Final[dict[str, Speaker]] = {"In": "client", "Out": "server"}
_FOLD: Final = "     "


def recognises(text: str) -> bool:
    """Tell whether both sides have their marks."""
    found = [*beginning(text)]
    titled = any("ranscript of session follows" in line for line in found)
    marks = {match["mark"] for line in found if (match := _LINE.fullmatch(line))}
    return "Out" in marks and (titled or "In" in marks)


def lines(text: str) -> Iterator[LogLine]:
    """Yield its lines; what was folded is one again."""
    folded: list[str] = []
    begun: LogLine | None = None
    for number, line in numbered(text):
        if begun and line.startswith(_FOLD) and line.strip():
            folded.append(line.strip())
            continue
        if begun:
            yield replace(begun, text=" ".join(folded))
        match = _LINE.fullmatch(line)
        if match is None:
            begun = None
            yield LogLine(number, "note", line)
        else:
            folded = [match["text"] or ""]
            begun = LogLine(number, _SIDES[match["mark"]], folded[0])
    if begun:
        yield replace(begun, text=" ".join(folded))
