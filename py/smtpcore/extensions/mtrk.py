"""MTRK (RFC 3885): a message that its sender can follow from server to server."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from smtpcore.commands import PathCommand
from smtpcore.extensions import Extension, bad_value
from smtpcore.outcome import Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

NEEDS_ENVID: Final = Reply("tracking-needs-envid", 501, "5.5.4", "MTRK needs ENVID=<id>@<host>")

# mtrk-parameter = "MTRK=" mtrk-certifier [ ":" mtrk-timeout ] (section 3.1)
# mtrk-certifier = base64 of a SHA-1: 20 octets, 27 characters and a "="; mtrk-timeout = 1*9DIGIT
# An esmtp-value holds no "=" (RFC 5321 4.1.2), so the pad is left out on the wire.
_VALUE: Final = re.compile(r"[A-Za-z0-9+/]{27}(?::[0-9]{1,9})?")
_UNIQUE: Final = re.compile(r"[^@]+@[^@]+")


def _check(value: str | None, command: PathCommand, _at: Standing) -> Refusal | None:
    if not _VALUE.fullmatch(value or ""):
        return bad_value("MTRK", value)
    # Section 3.2: "if the MTRK parameter is given, an ENVID parameter MUST be included".
    if not _UNIQUE.fullmatch(command.parameters.get("ENVID") or ""):
        return NEEDS_ENVID, {"parameter": "MTRK", "value": value or ""}
    return None


EXTENSION: Final = Extension(
    "MTRK",
    mail_parameters={"MTRK": _check},
    line_allowance={Verb.MAIL: 40},  # section 2 (5)
    needs=frozenset({"DSN"}),  # section 3.2: ENVID is DSN's
    replies=(NEEDS_ENVID,),
)
