"""Where the rules are asked, and what becomes of an answer by them.

Magic addresses are asked in the same places, after the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from smtpcore import replies
from smtpcore.commands import Command, Hello, PathCommand, Plain
from smtpcore.extensions.auth import AuthCommand
from smtpcore.magic import wish_of
from smtpcore.message import Envelope
from smtpcore.outcome import Outcome, Refusal
from smtpcore.paths import Path
from smtpcore.policy import Greeting
from smtpcore.replies import Reply
from smtpcore.rules import CONNECT, END_OF_DATA, Moment, Ruling, judge
from smtpcore.standing import Standing
from smtpcore.states import State

_GREETINGS: Final[Mapping[Greeting, tuple[Reply, State]]] = {
    Greeting.READY: (replies.SERVICE_READY, State.GREETED),
    Greeting.NO_SERVICE: (replies.NO_SERVICE, State.REFUSING),
    Greeting.NO_MAIL: (replies.HOST_TAKES_NO_MAIL, State.REFUSING),
}
"""What a server greets with, and where that leads (RFC 5321 3.1, RFC 7504 3)."""

_UNSAID: Final[Refusal] = (replies.SERVICE_UNAVAILABLE, {})
"""What stands for the reply of a server that hangs or drops: the command is not carried out."""


def greeting(at: Standing) -> Outcome:
    """Return what a client is greeted with; whom a rule refuses may only say QUIT."""
    at.tally.minute(at.now)  # its clock begins with the first connection
    refusal = _ruled(at, Moment(CONNECT), {})
    if refusal is not None:
        return Outcome(*refusal, to=State.REFUSING)
    reply, to = _GREETINGS[at.policy.greeting]
    return Outcome(reply, to=to)


def ruled_refusal(command: Command, at: Standing) -> Refusal | None:
    """Return the refusal that a rule or an address wants of a command that is in order."""
    if not at.policy.rules and not at.policy.magic_addresses:
        return None
    verb = command.verb.value
    match command:
        case PathCommand(path=path):
            moment, facts = Moment(verb, (_bare(path),)), _facts(path)
            return _ruled(at, moment, facts) or _asked_by_path(path, verb, at)
        case Hello(client=argument) | Plain(argument=argument):
            return _ruled(at, Moment(verb, argument=argument), {})
        case AuthCommand(mechanism=mechanism):
            return _ruled(at, Moment(verb, argument=mechanism), {"mechanism": mechanism})
        case _:
            return _ruled(at, Moment(verb), {})


def ruled_end(at: Standing, envelope: Envelope) -> Refusal | None:
    """Return the refusal that a rule, or the sender's address, wants of a message."""
    paths = tuple(recipient.path for recipient in envelope.recipients)
    moment = Moment(END_OF_DATA, tuple(map(_bare, paths)))
    sender = envelope.reverse_path
    return _ruled(at, moment, _facts(paths[0])) or _asked_by(sender, "MAIL", END_OF_DATA, at)


def asked_at_end(path: Path, at: Standing) -> Refusal | None:
    """Return the refusal that a recipient's address wants of a message."""
    return _asked_by(path, "RCPT", END_OF_DATA, at)


def asks_nothing_yet(path: Path, at: Standing) -> bool:
    """Tell whether this is the address of a recipient who asks for something at the end."""
    if not at.policy.magic_addresses:
        return False
    wish = wish_of(path, "RCPT")
    return wish is not None and wish.stage == END_OF_DATA


def ruled(outcome: Outcome, ruling: Ruling) -> Outcome:
    """Return an outcome as the rules want it."""
    reply, said = ruling.reply, outcome.reply
    name = ruling.name if ruling.drop or said is reply else ""
    also = tuple(
        replace(further, rule=ruling.name, own_words=True) if further.reply is reply else further
        for further in outcome.also
    )
    # What is not refused keeps its own name and meaning; only the text is the rule's.
    if reply is not None and not reply.is_refusal and reply.code == said.code:
        said = Reply(said.name, said.code, reply.enhanced or said.enhanced, reply.text or said.text)
    return replace(
        outcome,
        reply=said,
        facts={**ruling.facts, **outcome.facts},
        rule=name,
        own_words=said is not outcome.reply or said is reply,
        drops=ruling.drop,
        silent=ruling.drop and reply is None,
        also=also,
    )


def _ruled(at: Standing, moment: Moment, facts: Mapping[str, str]) -> Refusal | None:
    if not at.policy.rules:
        return None
    minute = at.tally.minute(at.now)
    moment = replace(moment, messages=at.messages, minute=minute)
    ruling = judge(at.policy.rules, at.tally, moment)
    if ruling is None:
        return None
    at.ruling = replace(ruling, facts=facts)
    if ruling.reply is not None:
        return (ruling.reply, facts) if ruling.reply.is_refusal else None
    return _UNSAID if ruling.drop or ruling.hang else None


def _asked_by_path(path: Path, verb: str, at: Standing) -> Refusal | None:
    """Return what the path of this command asks for now; or, at RCPT, what the sender's did."""
    refusal = _asked_by(path, verb, verb, at)
    if refusal is not None or at.envelope is None:
        return refusal
    return _asked_by(at.envelope.reverse_path, "MAIL", verb, at)


def _asked_by(path: Path, command: str, now: str, at: Standing) -> Refusal | None:
    """Return what a path asks for that came with `command`, if it is due now."""
    wish = wish_of(path, command) if at.policy.magic_addresses else None
    if wish is None or wish.stage != now:
        return None
    earlier = at.ruling.delay if at.ruling else 0
    at.ruling = Ruling(str(path), wish.reply, earlier)
    return wish.reply, _facts(path)


def _bare(path: Path) -> str:
    return str(path)[1:-1]


def _facts(path: Path) -> dict[str, str]:
    return {"path": str(path), "domain": path.domain}
