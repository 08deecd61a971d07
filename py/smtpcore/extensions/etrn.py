"""ETRN (RFC 1985): a host that was away asks for the mail that waits for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smtpcore import replies
from smtpcore.commands import Command, Form, Parsed, malformed
from smtpcore.extensions import Extension
from smtpcore.grammar import is_domain
from smtpcore.outcome import Outcome
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.policy import Policy
    from smtpcore.standing import Standing

STARTED: Final = Reply("queue-started", 250, "2.0.0", "OK, queuing for node {node} started")
EMPTY: Final = Reply("queue-empty", 251, "2.0.0", "OK, no messages waiting for node {node}")
STARTED_PENDING: Final = Reply(
    "queue-started-pending", 252, "2.5.0", "OK, pending messages for node {node} started"
)
STARTED_COUNT: Final = Reply(
    "queue-started-count", 253, "2.5.0", "OK, {count} pending messages for node {node} started"
)
CANNOT_QUEUE: Final = Reply(
    "queue-not-possible", 458, "4.5.0", "Unable to queue messages for node {node}"
)
NOT_ALLOWED: Final = Reply("node-not-allowed", 459, "4.5.0", "Node {node} not allowed")

# etrn-cmd = "ETRN" SP [option-character] node-name (section 5); "@" or "#".
_ARGUMENT: Final = re.compile(r"(?P<option>[@#]?)(?P<node>\S+)")


@dataclass(frozen=True, slots=True)
class Etrn:
    """Whose mail waits on a server."""

    nodes: Mapping[str, int] = field(default_factory=dict)
    "Host, domain or queue in lower case -> messages waiting; -1: it does not tell how many."


@dataclass(frozen=True, slots=True)
class EtrnCommand(Command):
    """ETRN: a node, `@` before it for all below a domain, `#` for a queue."""

    option: str
    node: str


def _parse(verb: Verb, argument: str, policy: Policy) -> Parsed:
    match = _ARGUMENT.fullmatch(argument)
    if match is None:
        reply = replies.BAD_SYNTAX if argument else replies.ARGUMENT_MISSING
        return malformed(verb, reply, argument, policy), ()
    option, node = match.groups()
    # Section 5: the node name "must be a fully qualified domain name"; 5.3: what a queue is
    # called is a local matter.
    if option != "#" and not (is_domain(node) and "." in node):
        return malformed(verb, replies.BAD_SYNTAX, argument, policy), ()
    return EtrnCommand(verb, option, node), ()


def _answer(command: EtrnCommand, at: Standing) -> Outcome:
    name, nodes = command.node.lower(), at.policy.tuned(Etrn).nodes
    facts = {"node": command.option + command.node}
    asked = at.policy.asked_answer(Verb.ETRN, name)
    if asked is not None:
        return Outcome(asked, facts)
    suffix = f".{name}" if command.option == "@" else None
    found = [
        count
        for node, count in nodes.items()
        if node == name or (suffix is not None and node.endswith(suffix))
    ]
    if not found:
        return Outcome(NOT_ALLOWED, facts)
    if min(found) < 0:
        return Outcome(STARTED, facts)
    count = sum(found)
    return Outcome(STARTED_COUNT, {**facts, "count": count}) if count else Outcome(EMPTY, facts)


EXTENSION: Final = Extension(
    "ETRN",
    forms={Verb.ETRN: Form("ETRN [@ or #]<node>", _parse)},
    answers={Verb.ETRN: _answer},
    settings=Etrn,
    replies=(STARTED, EMPTY, STARTED_PENDING, STARTED_COUNT, CANNOT_QUEUE, NOT_ALLOWED),
)
