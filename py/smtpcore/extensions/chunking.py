"""CHUNKING (RFC 3030 2): a message in chunks of a stated size, without dots at their end.

The octets of a chunk are read whatever becomes of the command, and the reply comes after
them: "the receiver-SMTP MUST accept and discard the associated message data before sending
the appropriate 5XX or 4XX code". So no octet of a message is ever taken for a command.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smtpcore import replies
from smtpcore.commands import Command, Form, Malformed, Parsed, malformed
from smtpcore.delivery import take_part
from smtpcore.extensions import Extension
from smtpcore.outcome import Outcome, Refusal
from smtpcore.policy import Kind
from smtpcore.replies import Reply
from smtpcore.states import State, Verb

if TYPE_CHECKING:
    from smtpcore.policy import Policy
    from smtpcore.standing import Standing

CHUNK_ACCEPTED: Final = Reply("chunk-accepted", 250, "2.0.0", "{size} octets received")


@dataclass(frozen=True, slots=True)
class Bdat(Command):
    """BDAT: so many octets follow."""

    size: int
    last: bool


# bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ]; chunk-size = 1*DIGIT; end-marker = "LAST"
_ARGUMENT: Final = re.compile(r"(?P<size>[0-9]{1,100})(?P<last> LAST)?", re.IGNORECASE)


def _parse(verb: Verb, argument: str, policy: Policy) -> Parsed:
    match = _ARGUMENT.fullmatch(argument)
    if match is None:
        reply = replies.BAD_SYNTAX if argument else replies.ARGUMENT_MISSING
        return malformed(verb, reply, argument, policy), ()
    return Bdat(verb, int(match["size"]), match["last"] is not None), ()


def _answer(command: Bdat, at: Standing) -> Outcome:
    """Answer a chunk whose octets have come and, if they were wanted, lie with the others."""
    return take_part(at, Outcome(CHUNK_ACCEPTED, {"size": command.size}), last=command.last)


TAKES_CHUNKS: Final = frozenset({State.HAS_RECIPIENT, State.HAS_CHUNKS})
"""States in which a part of a message may come."""


def wants_chunk(command: Bdat, at: Standing) -> bool:
    """Tell whether the octets after this command are worth keeping."""
    room = at.policy.dialect.limits.message - at.received
    return at.state in TAKES_CHUNKS and command.size <= room


def owes_nothing(command: Bdat, at: Standing) -> bool:
    """Tell whether no reply is due to a chunk that came too early.

    RFC 2033 4.3: one reply to BDAT LAST for each successful RCPT, and "if there were no
    previously successful RCPT commands in the mail transaction, then the BDAT LAST command
    returns zero replies". A reply all the same would be taken for that to the next command.
    """
    return at.policy.kind is Kind.LMTP and command.last and at.state is State.HAS_SENDER


def refused_part(refusal: Refusal, command: Command | Malformed, at: Standing) -> Outcome:
    """Refuse a part of a message; in LMTP the last one has a reply for each recipient (4.3)."""
    outcome = Outcome(*refusal)
    is_last = isinstance(command, Bdat) and command.last
    if at.policy.kind is not Kind.LMTP or not is_last or at.envelope is None:
        return outcome
    also = (outcome,) * (len(at.envelope.recipients) - 1)
    return Outcome(*refusal, via=(Verb.LAST_CHUNK,), ends_transaction=True, also=also)


# A size that can be read though the command is wrong: its octets are no commands for that.
_LEGIBLE: Final = re.compile(rb"BDAT[ \t]+([0-9]{1,100})(?:LAST|\s|$)", re.IGNORECASE)


def legible_size(line: bytes) -> int:
    """Return how many octets a badly written BDAT announces; 0 if it does not tell."""
    match = _LEGIBLE.match(line)
    return int(match[1]) if match else 0


EXTENSION: Final = Extension(
    "CHUNKING",
    forms={Verb.BDAT: Form("BDAT <size> [LAST]", _parse)},
    answers={Verb.BDAT: _answer},
    replies=(CHUNK_ACCEPTED,),
)
