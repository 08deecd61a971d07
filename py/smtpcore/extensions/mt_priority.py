"""MT-PRIORITY (RFC 6710): how urgent a message is, from -9 to 9."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smtpcore.commands import Fact, PathCommand
from smtpcore.extensions import Extension
from smtpcore.outcome import Refusal
from smtpcore.paths import Parameters
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.input import Content
    from smtpcore.standing import Standing

BAD: Final = Reply("bad-priority", 501, "5.5.2", "MT-PRIORITY must be a number from -9 to 9")
CHANGED: Final = Reply(
    "priority-changed", 250, "2.3.6", "{priority} is the new priority assigned to the message"
)
TOO_LOW: Final = Reply("priority-too-low", 450, "4.7.15", "Priority too low, try again later")
TOO_BIG: Final = Reply(
    "too-big-for-priority", 552, "5.7.16", "Too big for priority {priority}: at most {limit} octets"
)

# priority-value = (["-"] NZDIGIT) / "0" (section 7)
_VALUE: Final = re.compile(r"-?[1-9]|0")


@dataclass(frozen=True, slots=True)
class MtPriority:
    """What a server makes of priorities."""

    profile: str = ""
    "The name of its assignment policy, such as `MIXER`; empty: not told."
    minimum: int = -9
    "What is less urgent is put off for now (section 4.1)."
    large: int = 0
    "Octets above which a message needs a positive priority; 0: no such rule (section 5)."


def _priority(parameters: Parameters, at: Standing) -> int:
    """Return a message's priority: what MAIL asked for, if this client may ask for it."""
    asked = int(parameters.get("MT-PRIORITY") or 0)
    return asked if at.account else min(asked, 0)


def _check(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    if not _VALUE.fullmatch(value or ""):
        return BAD, {"parameter": "MT-PRIORITY", "value": value or ""}
    return None


def _check_urgency(command: PathCommand, at: Standing) -> Refusal | None:
    """Section 4.1: "if the determined priority level is below the lowest": 450 or 550, X.7.15."""
    priority = _priority(command.parameters, at)
    if command.verb is Verb.MAIL and priority < at.policy.tuned(MtPriority).minimum:
        return TOO_LOW, {"priority": priority}
    return None


def _welcome(command: PathCommand, at: Standing) -> tuple[Reply, Mapping[str, Fact]] | None:
    """Section 4.1: a positive priority "MUST NOT" be taken from who is not authenticated."""
    asked = int(command.parameters.get("MT-PRIORITY") or 0)
    return (CHANGED, {"priority": 0}) if asked > 0 and not at.account else None


def _judge(content: Content, at: Standing) -> Refusal | None:
    parameters = at.envelope.parameters if at.envelope else {}
    large, priority = at.policy.tuned(MtPriority).large, _priority(parameters, at)
    if large and content.size > large and priority <= 0:
        return TOO_BIG, {"priority": priority, "limit": large, "size": content.size}
    return None


def _ehlo_line(extension: Extension, at: Standing) -> str:
    return f"{extension.keyword} {at.policy.tuned(MtPriority).profile}".rstrip()


EXTENSION: Final = Extension(
    "MT-PRIORITY",
    mail_parameters={"MT-PRIORITY": _check},
    path_checks=(_check_urgency,),
    judges=(_judge,),
    welcomes={Verb.MAIL: _welcome},
    line_allowance={Verb.MAIL: 15},  # section 3 (6)
    settings=MtPriority,
    replies=(BAD, CHANGED, TOO_LOW, TOO_BIG),
    ehlo_line=_ehlo_line,
)
