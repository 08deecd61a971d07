"""What `openssl s_client` shows: certificates, keys, tickets, and the conversation in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from smtp_playground.imports.dialogue import REPLY
from smtp_playground.imports.log_line import LogLine, beginning, numbered
from smtp_playground.imports.unmarked import Unmarked

_SIGNS: Final = ("CONNECTED(", "SSL handshake has read ", "Post-Handshake New Session Ticket")
_TALE: Final = re.compile(
    r"---\Z|SSL-Session:|Post-Handshake |RENEGOTIATING|KEYUPDATE|depth=|verify |CONNECTED\("
)
"""Where openssl begins to speak of itself."""
_END_OF_TALE: Final = "read R BLOCK"
_REMARK: Final = re.compile(
    r"closed\Z|DONE\Z|read:errno=|write:errno=|[0-9A-F]{8,16}:error:|\$ |openssl s_client"
)


def recognises(text: str) -> bool:
    """Tell whether it has what only s_client says."""
    return any(line.startswith(_SIGNS) for line in beginning(text))


def lines(text: str) -> Iterator[LogLine]:
    """Yield its lines; until a reply comes, they are openssl's."""
    unmarked = Unmarked(numbered(text))
    tells = True
    for number, line in numbered(text):
        if unmarked.is_content(number):
            yield unmarked.attribute(number, line)
            continue
        if _TALE.match(line):
            tells = True
        elif tells and REPLY.match(line):
            tells = False
        if tells or _REMARK.match(line) or line == _END_OF_TALE:
            tells = tells and line != _END_OF_TALE
            yield LogLine(number, "note", line)
        else:
            yield unmarked.attribute(number, line)
