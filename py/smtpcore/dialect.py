"""What a line may look like on a server: its limits, and the slips it lets pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from smtpcore.states import NEXT, State, Verb


class Leniency(StrEnum):
    """What many clients get wrong and many servers let pass. The value is a remark's id."""

    SPACE_AFTER_COLON = "space-after-colon"
    "`MAIL FROM: <a@b>`: RFC 5321 3.3 forbids it; Postfix, Exim and Sendmail take it."
    EXTRA_SPACE = "extra-space"
    "More than one space between two words of a command; the same servers take it."
    UNDERSCORE_IN_NAME = "underscore-in-name"
    "`EHLO my_host`: RFC 5321 4.1.2 forbids it; hosts are named so, and curl may say a file's name."
    BRACKETS_MISSING = "brackets-missing"
    "`MAIL FROM:a@b`: RFC 5321 4.1.2 wants them; Postfix, Exim, Sendmail and qmail do not."
    DOMAIN_MISSING = "domain-missing"
    "`RCPT TO:<alice>`, completed with the server's own domain; Postfix, Sendmail, qmail."
    ANY_CLIENT_NAME = "any-client-name"
    "`EHLO what ever`: no look at what the client calls itself; Postfix, qmail, aiosmtpd."
    CLIENT_NAME_MISSING = "client-name-missing"
    "`EHLO` alone; qmail."
    ARGUMENT_IGNORED = "argument-ignored"
    "`RSET now`; qmail and Sendmail read no further than the verb."
    PARAMETER_IGNORED = "parameter-ignored"
    "`MAIL FROM:<a@b> X=Y`; qmail reads no further than the address."
    HELLO_MISSING = "hello-missing"
    "MAIL without EHLO or HELO (RFC 5321 4.1.4); Postfix and qmail."
    NESTED_MAIL = "nested-mail"
    "A second MAIL, which begins the transaction anew (RFC 5321 4.1.4); qmail."
    TRAILING_SPACE = "trailing-space"
    "White space before CRLF. RFC 5321 4.1.1: servers SHOULD tolerate it, so ours always does."


_IMPLIED: Final[Mapping[tuple[State, Leniency], tuple[Verb, frozenset[Verb]]]] = {
    (State.GREETED, Leniency.HELLO_MISSING): (Verb.HELO, frozenset(Verb)),
    **{
        (state, Leniency.NESTED_MAIL): (Verb.RSET, frozenset({Verb.MAIL}))
        for state in (State.HAS_SENDER, State.HAS_RECIPIENT, State.HAS_CHUNKS)
    },
}
"""Where a command is missing that a lenient server takes as said, and before which ones."""


class Counts(StrEnum):
    """Which mistakes of a client a server counts."""

    BADLY_MADE = "badly-made"
    "What cannot be read or taken as it is written: 500, 501, 555, and wrong credentials."
    MISUSED = "misused"
    "What comes too early or is not there, as well: 502, 503, 504. So does Exim."
    REFUSED = "refused"
    "Every command that is refused. So does Postfix."


class Farewell(StrEnum):
    """How a server says that it was a mistake too many."""

    IN_PLACE = "in-place"
    "In place of the reply that the mistake would have had."
    CONTINUED = "continued"
    "As a further line of that reply, under its code. So does Exim."
    AFTER = "after"
    "In a reply of its own, unasked, right behind that one. So does Postfix."


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server suffers mistakes; how many it does, `Limits` says."""

    counts: Counts = Counts.BADLY_MADE
    farewell: Farewell = Farewell.IN_PLACE
    forgives: bool = True
    "Whether an accepted message sets the count back."


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in octets and counts (RFC 5321 4.5.3.1). The defaults are the RFC's."""

    command_line: int = 512
    "With its CRLF; an extension may allow more for the verb it extends."
    path: int = 256
    "With its angle brackets."
    local_part: int = 64
    domain: int = 255
    text_line: int | None = None
    "A line of the message with its CRLF; the RFC's 1000 is what a server must take at least."
    message: int = 10_485_760
    "A message larger than this is read to its end, not kept, and refused with 552."
    recipients: int = 100
    errors: int = 20
    "The mistake that makes this many since the last accepted message is answered 421."
    unknown: int | None = None
    "Unknown commands likewise, counted by themselves; None: only with the other mistakes."


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a command may look like on this server."""

    limits: Limits = Limits()
    tolerated: frozenset[Leniency] = frozenset()
    patience: Patience = Patience()
    foreign: frozenset[str] = frozenset()
    """First words, in upper case, of what is no SMTP: the server hangs up at once.

    `:` stands for the name of any header field: `Subject:`."""

    def is_foreign(self, word: str) -> bool:
        """Tell whether a line that begins with this word speaks another protocol."""
        if not self.foreign:
            return False
        return word.upper() in self.foreign or (":" in self.foreign and word[1:].endswith(":"))

    def state_for(self, verb: Verb, state: State) -> State:
        """Return the state in which a command is taken: another one, if something is implied."""
        slip = self.implies(verb, state)
        return NEXT[state][_IMPLIED[state, slip][0]] if slip else state

    def lets_pass(self, verb: Verb, state: State) -> Leniency | None:
        """Return the slip that is overlooked where a command is in order because of it."""
        slip = self.implies(verb, state)
        return slip if slip and verb in NEXT[self.state_for(verb, state)] else None

    def implies(self, verb: Verb, state: State) -> Leniency | None:
        """Return the slip by which a command is taken as if something had come before it."""
        for slip in () if verb in NEXT[state] else self.tolerated:
            _, verbs = _IMPLIED.get((state, slip), (None, frozenset[Verb]()))
            if verb in verbs:
                return slip
        return None
