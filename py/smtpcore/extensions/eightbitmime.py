"""8BITMIME (RFC 6152): message content may hold octets above 127 if MAIL declares it.

The content itself is never changed: all eight bits are kept whatever was declared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smtpcore import replies
from smtpcore.extensions import Extension, Refusal

if TYPE_CHECKING:
    from smtpcore.policy import Policy

# body-value = "7BIT" / "8BITMIME" (section 2 (3))
_BODY_VALUES: Final = frozenset({"7BIT", "8BITMIME"})


def _check(value: str | None, _policy: Policy) -> Refusal | None:
    if value is None or value.upper() not in _BODY_VALUES:
        return replies.BAD_PARAMETER, {"parameter": "BODY", "value": value or ""}
    return None


EXTENSION: Final = Extension("8BITMIME", mail_parameters={"BODY": _check})
