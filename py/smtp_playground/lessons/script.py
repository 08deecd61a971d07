r"""What the client does in a lesson's solution or near miss, line by line, and playing it.

A line is what the client sends, without CRLF; a list of lines is sent together. What no line can
say begins with `! `: `! connect` (once more, to the same server), `! pass time 300` (seconds), and
`! raw Hi\n.\n` (octets, with the escapes of raw mode, and no line end of their own).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from smtp_playground.deeds import MARK, PASS_TIME, Deed
from smtp_playground.escapes import BadEscapeError, unescape
from smtp_playground.passing import LONGEST

LONGEST_LINE: Final = 20_000
_TIME: Final = re.compile(r"pass time ([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Connect:
    """A new connection to the same server."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Octets sent just as they are."""

    octets: bytes


Act: TypeAlias = bytes | Raw | Connect | Deed
"""A line without CRLF, or something that no line can say."""


def read_line(line: str, *, together: bool = False) -> Act:
    """Return what a line of a solution does. Raises ValueError, with the mend."""
    if not line.startswith(MARK):
        if any(end in line for end in "\r\n"):
            raise ValueError('has a line end in it; write two lines, or octets as "! raw ..."')
        if len(line) > LONGEST_LINE:
            raise ValueError(f"is {len(line)} characters long; at most {LONGEST_LINE}")
        return line.encode()
    if together:
        raise ValueError(f"begins with {MARK.strip()}: only lines can be sent together")
    deed = line.removeprefix(MARK)
    if deed == "connect":
        return Connect()
    if (found := _TIME.fullmatch(deed)) and 0 < int(found[1]) <= LONGEST:
        return Deed(PASS_TIME, int(found[1]))
    if deed.startswith("raw "):
        try:
            return Raw(unescape(deed.removeprefix("raw ")))
        except BadEscapeError as error:
            raise ValueError(
                r"has an escape that is not known; there are \r \n \0 \t \\ \xNN"
            ) from error
    raise ValueError("must be ! connect, ! pass time SECONDS, or ! raw OCTETS")
