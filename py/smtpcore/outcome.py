"""What a command, a message or a response leads to: a reply, and where the session goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from smtpcore.commands import Fact, Facts
from smtpcore.message import Message
from smtpcore.replies import Reply
from smtpcore.states import State, Verb

Refusal: TypeAlias = tuple[Reply, Mapping[str, Fact]]
"""A reply that refuses, and its facts."""


def first_refusal(refusals: Iterable[Refusal | None]) -> Refusal | None:
    """Return the first refusal among these, if there is one; ask no further."""
    for refusal in refusals:
        if refusal is not None:
            return refusal
    return None


@dataclass(slots=True)
class Outcome:
    """The answer to one command: a reply, and what follows from it.

    Nobody changes one. But one is made for every command, and freezing it takes as long again.
    """

    reply: Reply
    facts: Facts = field(default_factory=dict)
    via: tuple[Verb, ...] | None = None
    """The columns of `NEXT` that lead from here, one after the other.

    None: the command's own, if it was accepted. A command may be accepted and lead nowhere,
    or be refused and lead on all the same, as the dot does."""
    ends_transaction: bool = False
    message: Message | None = None
    "What the server takes responsibility for by this reply."
    also: tuple[Outcome, ...] = ()
    "Further replies to the same command: LMTP has one for each recipient (RFC 2033 4.2)."
    utf8: bool = False
    "Whether the reply may hold UTF-8 because the client asked for it (RFC 6531 3.7.4)."
    to: State | None = None
    "Where it leads whatever the table says: a greeting is no command."
    rule: str = ""
    "The name of the rule by which it is as it is; empty: none."
    own_words: bool = False
    "Whether the reply goes out as it is, however this server words it elsewhere."
    drops: bool = False
    "Whether the connection is closed by that rule, after the reply."
    silent: bool = False
    "Whether there is no reply, by that rule."
