"""Addresses that ask for a reply: `451@`, `550-5.7.1@`, `552+atdata@`, at any domain.

What stands before the @ is the code, its enhanced code if one is wanted, and where it comes:
`+atmail`, `+atrcpt`, or `+atdata`, which is the reply to the dot. Without one it comes at the
command that has the address; where that moment has passed, at the soonest after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from smtpcore.faults import fault
from smtpcore.paths import Path
from smtpcore.replies import Reply
from smtpcore.rules import END_OF_DATA

_MAGIC: Final = re.compile(
    r"(?P<code>[45][0-5][0-9])"
    r"(?:-(?P<enhanced>[45]\.[0-9]{1,3}\.[0-9]{1,3}))?"
    r"(?:\+at(?P<stage>mail|rcpt|data))?"
)
_STAGES: Final = {"mail": "MAIL", "rcpt": "RCPT", "data": END_OF_DATA}
_ORDER: Final = tuple(_STAGES.values())


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address asks for."""

    stage: str
    "`MAIL`, `RCPT` or the end of data."
    reply: Reply


def wish_of(path: Path, command: str) -> Wish | None:
    """Return what a path asks for that came with this command; None: it is an ordinary one."""
    match = _MAGIC.fullmatch(path.mailbox)
    if match is None:
        return None
    code, enhanced = int(match["code"]), match["enhanced"] or ""
    if enhanced and enhanced[0] != match["code"][0]:
        return None
    wanted = _STAGES[match["stage"]] if match["stage"] else command
    stage = max(wanted, command, key=_ORDER.index)
    return Wish(stage, fault(stage, code, enhanced))
