"""CONNEG (RFC 4141 5): the client asks what kinds of content a recipient can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smtpcore.commands import Fact, PathCommand
from smtpcore.extensions import Extension, bad_value
from smtpcore.outcome import Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

CAPABILITIES: Final = Reply("recipient-capabilities", 250, "2.1.5", "Recipient OK\n{capabilities}")
UNKNOWN: Final = Reply("capabilities-unknown", 504, "5.5.4", "CONNEG is not supported for {path}")


@dataclass(frozen=True, slots=True)
class Conneg:
    """What the recipients of a server can take."""

    capabilities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    "Local part in lower case -> media feature expressions (RFC 2533), one a line."


def _check(value: str | None, command: PathCommand, at: Standing) -> Refusal | None:
    if value is not None:
        return bad_value("CONNEG", value)
    path = command.path
    known = at.policy.serves(path.domain) and path.mailbox in at.policy.tuned(Conneg).capabilities
    if not known:
        return UNKNOWN, {"path": str(command.path)}  # section 5.2: 504
    return None


def _welcome(command: PathCommand, at: Standing) -> tuple[Reply, Mapping[str, Fact]] | None:
    """Section 5.2: more lines, each of which begins with CONNEG."""
    if "CONNEG" not in command.parameters:
        return None
    lines = at.policy.tuned(Conneg).capabilities[command.path.mailbox]
    return CAPABILITIES, {"capabilities": "\n".join(f"CONNEG {line}" for line in lines)}


EXTENSION: Final = Extension(
    "CONNEG",
    rcpt_parameters={"CONNEG": _check},
    welcomes={Verb.RCPT: _welcome},
    line_allowance={Verb.RCPT: 7},
    settings=Conneg,
    replies=(CAPABILITIES, UNKNOWN),
)
