"""SIZE (RFC 1870): the server says how large a message may be, the client how large it is.

A declared size only allows an early refusal; the message is measured all the same and
refused with `message-too-big` at its end (section 6.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Size:
    """What a server says of its limit."""

    told: bool = True
    "Whether EHLO names it; section 4 lets a server list the keyword alone."


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
    limit = at.policy.dialect.limits.message
    return f"{extension.keyword} {limit}" if at.policy.tuned(Size).told else extension.keyword


EXTENSION: Final = Extension(
    "SIZE",
    mail_parameters={"SIZE": _check},
    line_allowance={Verb.MAIL: 26},  # section 3 (5)
    settings=Size,
    replies=(DECLARED_SIZE_TOO_BIG,),
    ehlo_line=_ehlo_line,
)
