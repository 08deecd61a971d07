"""REQUIRETLS (RFC 8689): a message that no server may pass on without TLS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smtpcore import replies
from smtpcore.commands import PathCommand
from smtpcore.extensions import Extension, bad_value
from smtpcore.outcome import Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

NOT_POSSIBLE: Final = Reply(
    "requiretls-not-possible", 550, "5.7.30", "REQUIRETLS support required for {domain}"
)


@dataclass(frozen=True, slots=True)
class RequireTls:
    """What a server knows of the next ones."""

    without: tuple[str, ...] = ()
    "Domains, in lower case, whose servers do not offer REQUIRETLS."


def _check(value: str | None, command: PathCommand, at: Standing) -> Refusal | None:
    # Section 2 (4): no value. Section 2: it "MUST only be specified" in a session with TLS.
    if value is not None:
        return bad_value("REQUIRETLS", value)
    if not at.secure:
        return replies.PARAMETER_NOT_RECOGNIZED, {
            "parameter": "REQUIRETLS",
            "written": "REQUIRETLS",
            "path": str(command.path),
        }
    return None


def recipient_refusal(command: PathCommand, at: Standing) -> Refusal | None:
    """Return the refusal of a recipient that cannot be reached with TLS (section 4.2.1, 5)."""
    domain = command.path.domain.lower()
    wanted = at.envelope is not None and "REQUIRETLS" in at.envelope.parameters
    if wanted and domain in at.policy.tuned(RequireTls).without:
        return NOT_POSSIBLE, {"domain": domain, "path": str(command.path)}
    return None


def _ehlo_line(extension: Extension, at: Standing) -> str | None:
    """Section 2: it is offered where TLS is active, and only there."""
    return extension.keyword if at.secure else None


EXTENSION: Final = Extension(
    "REQUIRETLS",
    mail_parameters={"REQUIRETLS": _check},
    recipient_checks=(recipient_refusal,),
    line_allowance={Verb.MAIL: 11},  # section 2 (5)
    settings=RequireTls,
    replies=(NOT_POSSIBLE,),
    ehlo_line=_ehlo_line,
)
