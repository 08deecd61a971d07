"""What swaks prints: ` -> ` for what it sends, `<-  ` for what it reads, `~` for both in TLS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from smtp_playground.bubbles import Speaker
from smtp_playground.imports.log_line import LogLine, beginning, numbered

# The stars are replies that were not hoped for. Who copies may lose spaces at either end.
_LINE: Final = re.compile(
    r"(?P<mark>[ ]?[-~]>|\*[*~]>|<[-~][ *]|<\*\*|<[-~](?=\Z))(?:[ ](?P<text>.*))?"
)
_INFO: Final = re.compile(r"(?:===|\*\*\*|\$) ")
_BEGINNING: Final = re.compile(
    r"=== (?:Trying|Connected to) |<[-~][ *] [0-9]{3}[ -]|<\*\* [0-9]{3}"
)


def recognises(text: str) -> bool:
    """Tell whether it speaks as swaks does."""
    return any(_BEGINNING.match(line) for line in beginning(text))


def lines(text: str) -> Iterator[LogLine]:
    """Yield its lines."""
    for number, line in numbered(text):
        match = _LINE.fullmatch(line)
        if match is None:
            yield LogLine(number, "note", line, sure=not line.strip() or bool(_INFO.match(line)))
        else:
            speaker: Speaker = "server" if match["mark"].startswith("<") else "client"
            yield LogLine(number, speaker, match["text"] or "")
