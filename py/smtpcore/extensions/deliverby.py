"""DELIVERBY (RFC 2852): a time within which a message is to be delivered, or returned."""

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

TOO_SOON: Final = Reply(
    "deliver-by-too-soon", 555, "5.5.4", "BY={seconds}: at least {limit} seconds are needed"
)

# by-value = by-time ";" by-mode [by-trace]; by-time = ["-" / "+"] 1*9digit (section 4)
# by-mode = "N" / "R"; by-trace = "T"
_BY: Final = re.compile(r"(?P<time>[+-]?[0-9]{1,9});(?P<mode>[NR])T?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DeliverBy:
    """What a server promises."""

    minimum: int = 0
    "Seconds: the least by-time it takes with mode R; 0: none is stated."


def _check(value: str | None, _command: PathCommand, at: Standing) -> Refusal | None:
    match = _BY.fullmatch(value or "")
    if match is None:
        return bad_value("BY", value)
    seconds, minimum = int(match["time"]), at.policy.tuned(DeliverBy).minimum
    if match["mode"].upper() == "N":
        return None
    # Section 4: "In the case of a by-mode of "R", a zero or negative by-time is a syntax error".
    if seconds <= 0:
        return bad_value("BY", value)
    # Section 4: a valid by-time that cannot be kept SHOULD get 455 or, for good, 555.
    if seconds < minimum:
        return TOO_SOON, {"seconds": seconds, "limit": minimum}
    return None


def _ehlo_line(extension: Extension, at: Standing) -> str:
    minimum = at.policy.tuned(DeliverBy).minimum
    return f"{extension.keyword} {minimum}" if minimum else extension.keyword


EXTENSION: Final = Extension(
    "DELIVERBY",
    mail_parameters={"BY": _check},
    line_allowance={Verb.MAIL: 17},  # section 2 (5)
    settings=DeliverBy,
    replies=(TOO_SOON,),
    ehlo_line=_ehlo_line,
)
