"""SIZE (RFC 1870): the server says how large a message may be, the client how large it is.

A declared size only allows an early refusal; the message is measured all the same and
refused with `message-too-big` at its end (section 6.3).
"""

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

DECLARED_SIZE_TOO_BIG: Final = Reply(
    "declared-size-too-big", 552, "5.3.4", "Message would be larger than {limit} octets"
)

# size-value ::= 1*20DIGIT (section 5)
_SIZE_VALUE: Final = re.compile(r"[0-9]{1,20}")


def _check(value: str | None, _command: PathCommand, at: Standing) -> Refusal | None:
    if value is None or not _SIZE_VALUE.fullmatch(value):
        return bad_value("SIZE", value)
    limit = at.policy.dialect.limits.message
    if int(value) > limit:
        return DECLARED_SIZE_TOO_BIG, {"size": int(value), "limit": limit}
    return None


def _ehlo_line(extension: Extension, at: Standing) -> str:
    return f"{extension.keyword} {at.policy.dialect.limits.message}"


EXTENSION: Final = Extension(
    "SIZE",
    mail_parameters={"SIZE": _check},
    line_allowance={Verb.MAIL: 26},  # section 3 (5)
    replies=(DECLARED_SIZE_TOO_BIG,),
    ehlo_line=_ehlo_line,
)
