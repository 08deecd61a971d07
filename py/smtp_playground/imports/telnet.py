"""A session by hand, in a terminal: telnet, or netcat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from smtp_playground.imports.log_line import LogLine, beginning, numbered
from smtp_playground.imports.unmarked import Unmarked

_SIGNS: Final = re.compile(
    r"Trying [0-9A-Fa-f:.]+\.\.\.|Connected to \S+\.\Z|Escape character is "
    r"|Connection to \S+ \S+ port \[tcp|Ncat: (?:Version|Connected)"
)
_REMARK: Final = re.compile(
    r"Connection (?:closed|to) |telnet> |(?:telnet|nc|Ncat): |[$#%] |\S+@\S+[$#] |Name: |Address: "
)


def recognises(text: str) -> bool:
    """Tell whether it begins as such sessions do."""
    return any(_SIGNS.match(line) for line in beginning(text, 40))


def lines(text: str) -> Iterator[LogLine]:
    """Yield its lines."""
    unmarked = Unmarked(numbered(text))
    for number, line in numbered(text):
        is_content = unmarked.is_content(number)
        if not is_content and (_SIGNS.match(line) or _REMARK.match(line)):
            yield LogLine(number, "note", line)
        else:
            yield unmarked.attribute(number, line)
