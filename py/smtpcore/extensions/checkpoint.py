"""CHECKPOINT (RFC 1845): a message that was interrupted goes on where it broke off.

What was interrupted is data of the policy: the core keeps nothing between two sessions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smtpcore.commands import Mail, PathCommand
from smtpcore.extensions import Extension, bad_value
from smtpcore.message import Envelope, Recipient
from smtpcore.outcome import Outcome, Refusal
from smtpcore.paths import Path
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

RESTART: Final = Reply("restart-offset", 355, "", "{offset} is the transaction offset")

# transid-value = "<" transid-spec ">", at most 80 characters; transid-spec = transid-local "@"
# transid-domain; both are atoms with dots, without RFC 1521's tspecials (section 2 (4)).
_ATOMS: Final = r"[!#$%&'*+^_`{|}~A-Za-z0-9-]+(?:\.[!#$%&'*+^_`{|}~A-Za-z0-9-]+)*"
_TRANSID: Final = re.compile(rf"(?=.{{1,80}}\Z)<{_ATOMS}@{_ATOMS}>")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What broke off on a server earlier."""

    recipients: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    "TRANSID -> the local parts at the first domain that had been accepted."
    content: Mapping[str, str] = field(default_factory=dict)
    "TRANSID -> the lines that had come; each ends with a newline."


def _check(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    if not _TRANSID.fullmatch(value or ""):
        return bad_value("TRANSID", value)
    return None


def resume(command: Mail, at: Standing) -> Outcome | None:
    """Take up the transaction that this MAIL names, if it is one that broke off (section 3)."""
    transaction = command.parameters.get("TRANSID") or ""
    tuned = at.policy.tuned(Checkpoint)
    # Section 3: "the server should treat the value as an opaque, case-sensitive string".
    if transaction not in tuned.recipients or not at.policy.domains:
        return None
    domain = min(at.policy.domains)
    recipients = tuple(
        Recipient(Path(local_part, domain), {}) for local_part in tuned.recipients[transaction]
    )
    at.envelope = Envelope(command.path, command.parameters, recipients)
    stored = tuned.content.get(transaction, "").replace("\n", "\r\n").encode()
    at.add_part(stored, len(stored))
    # The recipients are known, so the next command carries data: DATA or BDAT.
    return Outcome(RESTART, {"offset": at.received}, via=(Verb.MAIL, Verb.RCPT))


EXTENSION: Final = Extension(
    "CHECKPOINT",
    mail_parameters={"TRANSID": _check},
    resumes=resume,
    line_allowance={Verb.MAIL: 88},  # section 2 (5)
    settings=Checkpoint,
    replies=(RESTART,),
)
