"""NO-SOLICITING (RFC 3865): which kinds of advertising a server, or a mailbox, does not want."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smtpcore.commands import PathCommand
from smtpcore.extensions import Extension, bad_value
from smtpcore.outcome import Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

SOLICITATION_REFUSED: Final = Reply(
    "solicitation-refused", 550, "5.7.1", "{path} SOLICIT={keywords}"
)

# Solicitation-keywords = word 0*("," word), at most 1000 characters (section 2.2)
# word = ALPHA 0*(wordchar); wordchar = "." / "-" / "_" / ":" / ALPHA / DIGIT
_WORD: Final = r"[A-Za-z][A-Za-z0-9._:-]*"
_KEYWORDS: Final = re.compile(rf"{_WORD}(?:,{_WORD})*")
_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class NoSoliciting:
    """What is not wanted. Keywords are written like `net.example:ADV`."""

    keywords: tuple[str, ...] = ()
    "By the whole server; told in the reply to EHLO."
    mailboxes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    "Local part in lower case -> what this mailbox does not want either."


def _check(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    if len(value or "") > _LONGEST or not _KEYWORDS.fullmatch(value or ""):
        return bad_value("SOLICIT", value)
    return None


def _refuse(command: PathCommand, at: Standing) -> Refusal | None:
    """Section 2.3: the recipient is refused, and the classes that matched are echoed."""
    tuned = at.policy.tuned(NoSoliciting)
    declared = at.envelope.parameters.get("SOLICIT") if at.envelope else None
    own = tuned.mailboxes if at.policy.serves(command.path.domain) else {}
    unwanted = {*tuned.keywords, *own.get(command.path.mailbox, ())}
    matched = [keyword for keyword in (declared or "").split(",") if keyword in unwanted]
    if not matched:
        return None
    return SOLICITATION_REFUSED, {"path": str(command.path), "keywords": ",".join(matched)}


def _ehlo_line(extension: Extension, at: Standing) -> str:
    keywords = ",".join(at.policy.tuned(NoSoliciting).keywords)
    return f"{extension.keyword} {keywords}".rstrip()


EXTENSION: Final = Extension(
    "NO-SOLICITING",
    mail_parameters={"SOLICIT": _check},
    recipient_checks=(_refuse,),
    line_allowance={Verb.MAIL: 1007},  # section 4.1: SOLICIT= and 1000 characters
    settings=NoSoliciting,
    replies=(SOLICITATION_REFUSED,),
    ehlo_line=_ehlo_line,
)
