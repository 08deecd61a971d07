"""8BITMIME (RFC 6152): message content may hold octets above 127 if MAIL declares it.

The content itself is never changed: all eight bits are kept whatever was declared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smtpcore.commands import PathCommand
from smtpcore.extensions import Extension, bad_value
from smtpcore.outcome import Refusal

if TYPE_CHECKING:
    from smtpcore.standing import Standing

# body-value = "7BIT" / "8BITMIME" (section 2 (3)); RFC 3030 3 (5) adds "BINARYMIME".
_BODY_VALUES: Final = frozenset({"7BIT", "8BITMIME"})


def check_body(value: str | None, _command: PathCommand, at: Standing) -> Refusal | None:
    """Check `BODY=`; BINARYMIME is one of its values where that extension is on."""
    binary = {"BINARYMIME"} if at.policy.offers("BINARYMIME") else frozenset()
    if value is None or not value.isascii() or value.upper() not in _BODY_VALUES | binary:
        return bad_value("BODY", value)
    return None


EXTENSION: Final = Extension("8BITMIME", mail_parameters={"BODY": check_body})
