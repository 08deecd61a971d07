"""FUTURERELEASE (RFC 4865): a message that is submitted now and sent later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smtpcore.commands import PathCommand
from smtpcore.dates import DAY, internet_date, parse_internet_date
from smtpcore.extensions import Extension, bad_value
from smtpcore.outcome import Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

HELD_TOO_LONG: Final = Reply(
    "hold-too-long", 501, "5.5.4", "{parameter}: a message is held at most {limit} seconds"
)
HELD_TWICE: Final = Reply(
    "hold-given-twice", 501, "5.5.4", "HOLDFOR and HOLDUNTIL exclude each other"
)

# future-release-integer = %x31-39 *8DIGIT (section 3 (2))
_SECONDS: Final = re.compile(r"[1-9][0-9]{0,8}")
_BY_TIME: Final = re.compile(r"[+-]?[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class FutureRelease:
    """How long a server holds messages."""

    maximum: int = 7 * DAY
    "Seconds."


def _check_for(value: str | None, command: PathCommand, at: Standing) -> Refusal | None:
    if not _SECONDS.fullmatch(value or ""):
        return bad_value("HOLDFOR", value)
    return _refuse_hold("HOLDFOR", int(value or 0), command, at)


def _check_until(value: str | None, command: PathCommand, at: Standing) -> Refusal | None:
    date = (value or "").upper()
    until = parse_internet_date(date)
    # Section 3 (4): "a timestamp, normalized to UTC".
    if until is None or not date.endswith("Z"):
        return bad_value("HOLDUNTIL", value)
    seconds = until - int(at.now)
    # Section 3 (4): "the future date and time".
    return _refuse_hold("HOLDUNTIL", seconds, command, at) or (
        bad_value("HOLDUNTIL", value) if seconds <= 0 else None
    )


def _refuse_hold(
    parameter: str, seconds: int, command: PathCommand, at: Standing
) -> Refusal | None:
    """Section 4.2: 501 if both parameters come, or the time is beyond the maximum."""
    if {"HOLDFOR", "HOLDUNTIL"} <= command.parameters.keys():
        return HELD_TWICE, {}
    maximum = at.policy.tuned(FutureRelease).maximum
    # Section 5.2.2: nor may it be held beyond the time that DELIVERBY gives it.
    by = (command.parameters.get("BY") or "").partition(";")[0]
    limit = min(maximum, int(by)) if _BY_TIME.fullmatch(by) else maximum
    if seconds > limit:
        return HELD_TOO_LONG, {"parameter": parameter, "limit": limit, "seconds": seconds}
    return None


def _ehlo_line(extension: Extension, at: Standing) -> str:
    maximum = at.policy.tuned(FutureRelease).maximum
    return f"{extension.keyword} {maximum} {internet_date(at.now + maximum)}"


EXTENSION: Final = Extension(
    "FUTURERELEASE",
    mail_parameters={"HOLDFOR": _check_for, "HOLDUNTIL": _check_until},
    line_allowance={Verb.MAIL: 34},  # section 3 (5)
    settings=FutureRelease,
    replies=(HELD_TOO_LONG, HELD_TWICE),
    ehlo_line=_ehlo_line,
)
