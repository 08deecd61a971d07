"""CONPERM (RFC 4141 4): a server may convert the message's content if its next host needs that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smtpcore.commands import PathCommand
from smtpcore.extensions import Extension, bad_value
from smtpcore.outcome import Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

NOT_PERMITTED: Final = Reply("conversion-not-supported", 504, "5.5.4", "CONPERM is not supported")


@dataclass(frozen=True, slots=True)
class Conperm:
    """Whether a server converts."""

    converts: bool = True
    "False: it is offered and yet refused, as for a client that is not authorized."


def _check(value: str | None, _command: PathCommand, at: Standing) -> Refusal | None:
    if value is not None:
        return bad_value("CONPERM", value)
    # Section 4.2: 504 if the server does not support it for this client.
    return None if at.policy.tuned(Conperm).converts else (NOT_PERMITTED, {"parameter": "CONPERM"})


EXTENSION: Final = Extension(
    "CONPERM",
    mail_parameters={"CONPERM": _check},
    line_allowance={Verb.MAIL: 8},  # a space and the keyword; section 4.1 names no number
    settings=Conperm,
    replies=(NOT_PERMITTED,),
)
