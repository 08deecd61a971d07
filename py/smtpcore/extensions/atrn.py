"""ATRN (RFC 2645): an authenticated client asks the server to change roles and send its mail.

The core goes up to the reversal: after the 250 the client is the server, and what it says then
is for a client to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smtpcore import replies
from smtpcore.commands import Command, Form, Parsed, malformed
from smtpcore.extensions import Extension, auth
from smtpcore.grammar import is_domain
from smtpcore.outcome import Outcome
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.policy import Policy
    from smtpcore.standing import Standing

REVERSED: Final = Reply("roles-reversed", 250, "2.0.0", "OK now reversing the connection")
REFUSED: Final = Reply("atrn-refused", 450, "4.7.0", "ATRN request refused")
NOT_NOW: Final = Reply("atrn-not-now", 451, "4.3.0", "Unable to process ATRN request now")
NO_MAIL: Final = Reply("no-mail-waiting", 453, "4.3.2", "You have no mail")


@dataclass(frozen=True, slots=True)
class Atrn:
    """Whose mail waits on a server."""

    owners: Mapping[str, str] = field(default_factory=dict)
    "Domain in lower case -> the account that may fetch its mail."
    waiting: Mapping[str, int] = field(default_factory=dict)
    "Domain in lower case -> messages waiting."


@dataclass(frozen=True, slots=True)
class AtrnCommand(Command):
    """ATRN: domains, or none for all that the account may fetch."""

    domains: tuple[str, ...]


def _parse(verb: Verb, argument: str, policy: Policy) -> Parsed:
    # atrn = "ATRN" [SP domain *("," domain)] (section 5.2.1)
    domains = tuple(argument.split(",")) if argument else ()
    if not all(is_domain(domain) and "." in domain for domain in domains):
        return malformed(verb, replies.BAD_SYNTAX, argument, policy), ()
    return AtrnCommand(verb, domains), ()


def _answer(command: AtrnCommand, at: Standing) -> Outcome:
    # Section 5.2.1: "The ATRN command MUST be rejected if the session has not been
    # authenticated. Response code 530".
    if not at.account:
        return Outcome(auth.REQUIRED)
    asked = at.policy.asked_answer(Verb.ATRN, at.account)
    if asked is not None:
        return Outcome(asked)
    tuned = at.policy.tuned(Atrn)
    own = {domain for domain, account in tuned.owners.items() if account == at.account}
    wanted = {domain.lower() for domain in command.domains} or own
    # "If the authentication used by the customer does not provide access to all of the
    # domains specified in ATRN, ... the provider MUST reject the ATRN command with a 450".
    if not wanted <= own:
        return Outcome(REFUSED)
    if not sum(tuned.waiting.get(domain, 0) for domain in wanted):
        return Outcome(NO_MAIL)
    return Outcome(REVERSED, {"domains": ", ".join(sorted(wanted))})


EXTENSION: Final = Extension(
    "ATRN",
    forms={Verb.ATRN: Form("ATRN [domain,domain ...]", _parse)},
    answers={Verb.ATRN: _answer},
    needs=frozenset({"AUTH"}),  # section 5.1.1
    settings=Atrn,
    replies=(REVERSED, REFUSED, NOT_NOW, NO_MAIL),
)
