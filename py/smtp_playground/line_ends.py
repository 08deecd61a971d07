"""Where one line ends and the next begins, in octets that were cut anyhow."""

from __future__ import annotations

from typing import Final

CRLF: Final = b"\r\n"


def next_piece(octets: bytes, before: bytes, due: int) -> tuple[bytes, bytes]:
    """Return octets up to the end of a line, or of the chunk that is `due`, and the rest.

    `before`: the octet that was sent before these; a CR may have its LF here.
    """
    if due:
        return octets[:due], octets[due:]
    if before == b"\r" and octets.startswith(b"\n"):
        return octets[:1], octets[1:]
    end = octets.find(CRLF)
    end = len(octets) if end < 0 else end + len(CRLF)
    return octets[:end], octets[end:]
