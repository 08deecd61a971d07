"""SUBMITTER (RFC 4405): the address responsible for a message, told before it is sent.

It is checked against the header when that has come: the first of Resent-Sender, Resent-From,
Sender and From (RFC 4407 2, in short). Both RFCs are history; few servers offer this.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from smtpcore.commands import PathCommand
from smtpcore.content import header_field
from smtpcore.extensions import Extension, bad_value
from smtpcore.grammar import decode_xtext, is_mailbox
from smtpcore.outcome import Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.input import Content
    from smtpcore.standing import Standing

REFUSED: Final = Reply("submitter-refused", 550, "5.7.1", "Submitter not allowed")
MISMATCH: Final = Reply("submitter-mismatch", 550, "5.7.1", "Submitter does not match header")

_RESPONSIBLE: Final = ("Resent-Sender", "Resent-From", "Sender", "From")
# What stands bare begins where a word does: to try it from each character of a long word takes
# the square of its length.
_MAILBOX: Final = re.compile(
    r"<(?P<bracketed>[^<>]+)>|(?<![^\s<>,;:])(?P<bare>[^\s<>,;:@]+@[^\s<>,;:]+)"
)


def _check(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    if not is_mailbox(decode_xtext(value or "") or ""):
        return bad_value("SUBMITTER", value)
    return None


def _judge(content: Content, at: Standing) -> Refusal | None:
    declared = at.envelope.parameters.get("SUBMITTER") if at.envelope else None
    if declared is None:
        return None
    submitter = (decode_xtext(declared) or "").lower()
    return None if submitter == _responsible(content.octets) else (MISMATCH, {"path": submitter})


def _responsible(octets: bytes) -> str:
    """Return the address that the header makes responsible, in lower case."""
    fields = (header_field(octets, name) for name in _RESPONSIBLE)
    found = _MAILBOX.search(next((field for field in fields if field), ""))
    return (found["bracketed"] or found["bare"]).lower() if found else ""


EXTENSION: Final = Extension(
    "SUBMITTER",
    mail_parameters={"SUBMITTER": _check},
    judges=(_judge,),
    line_allowance={Verb.MAIL: 264},  # SUBMITTER= and an address of 253 characters
    replies=(REFUSED, MISMATCH),
)
