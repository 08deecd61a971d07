"""What `smtplib` prints after `set_debuglevel(1)`: `send: '...'`, `reply: b'...'`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from smtp_playground.bubbles import Speaker
from smtp_playground.imports.log_line import LogLine, beginning, numbered

# With level 2 the time comes first. What repeats a reply (`reply: retcode`, `data:`) is a note.
_LINE: Final = re.compile(
    r"(?:[0-9:.]{8,15} )?(?P<what>send|reply): (?P<value>b?(?P<quote>['\"]).*(?P=quote))\s*"
)
_ESCAPE: Final = re.compile(rb"\\(?:x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_NAMED: Final = {b"r": b"\r", b"n": b"\n", b"t": b"\t"}
_SIDES: Final[dict[str, Speaker]] = {"send": "client", "reply": "server"}


def recognises(text: str) -> bool:
    """Tell whether lines of it are as smtplib prints them."""
    return any(_LINE.fullmatch(line) for line in beginning(text))


def lines(text: str) -> Iterator[LogLine]:
    """Yield its lines; what was sent at once is as many as it was."""
    for number, line in numbered(text):
        match = _LINE.fullmatch(line)
        if match is None:
            yield LogLine(number, "note", line)
            continue
        octets = _unescaped(match["value"])
        speaker = _SIDES[match["what"]]
        for said in octets.removesuffix(b"\r\n").split(b"\r\n"):
            yield LogLine(number, speaker, said.decode("utf-8", "backslashreplace"))


def _unescaped(value: str) -> bytes:
    """Return what stands between the quotes; nothing of it is run."""
    octets = value[value.index(value[-1]) + 1 : -1].encode("utf-8", "replace")
    return _ESCAPE.sub(_meant, octets)


def _meant(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 16)])
    return _NAMED.get(match[2], match[2])
