"""LIMITS (RFC 9422): how many messages, recipients and domains a session may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smtpcore.commands import PathCommand
from smtpcore.extensions import Extension
from smtpcore.outcome import Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

TOO_MANY_TRANSACTIONS: Final = Reply(
    "too-many-transactions", 421, "4.7.0", "{hostname} No more than {limit} messages a session"
)
TOO_MANY_DOMAINS: Final = Reply(
    "too-many-recipient-domains", 452, "4.5.3", "Too many recipient domains, at most {limit}"
)

LARGEST: Final = 999_999
"""Section 3: a limit has one to six digits and is not 0."""


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """The limits a server tells; 0: not told."""

    mailmax: int = 0
    "MAIL commands in a session."
    rcptmax: bool = True
    "Whether the number of recipients (`limits.recipients`) is told."
    rcptdomainmax: int = 0
    "Different domains of the recipients of a session."

    def __post_init__(self) -> None:
        """Raise ValueError for a limit that cannot be told."""
        if not all(0 <= limit <= LARGEST for limit in (self.mailmax, self.rcptdomainmax)):
            raise ValueError(f"a limit must be from 0 to {LARGEST}")


def _guard(verb: Verb, at: Standing) -> Refusal | None:
    limit = at.policy.tuned(SessionLimits).mailmax
    # Section 4.1: a server may well hang up on a client that goes on all the same.
    if verb is Verb.MAIL and 0 < limit <= at.transactions:
        return TOO_MANY_TRANSACTIONS, {"limit": limit}
    return None


def _check_domains(command: PathCommand, at: Standing) -> Refusal | None:
    limit = at.policy.tuned(SessionLimits).rcptdomainmax
    domains = at.recipient_domains | _domain(command)
    return (TOO_MANY_DOMAINS, {"limit": limit}) if limit and len(domains) > limit else None


def _domain(command: PathCommand) -> set[str]:
    return {command.path.domain.lower()} - {""}


def count_domain(command: PathCommand, at: Standing) -> None:
    """Remember the domain of a recipient that was accepted, if there is a limit to them.

    Without one, a session that goes on and on would hold more and more of them.
    """
    if at.policy.offers(EXTENSION.keyword) and at.policy.tuned(SessionLimits).rcptdomainmax:
        at.recipient_domains |= _domain(command)


def _ehlo_line(extension: Extension, at: Standing) -> str | None:
    told = at.policy.tuned(SessionLimits)
    recipients = at.policy.dialect.limits.recipients if told.rcptmax else 0
    values = {
        "MAILMAX": told.mailmax,
        "RCPTMAX": min(recipients, LARGEST),
        "RCPTDOMAINMAX": told.rcptdomainmax,
    }
    limits = [f"{name}={value}" for name, value in values.items() if value]
    return " ".join((extension.keyword, *limits)) if limits else None


EXTENSION: Final = Extension(
    "LIMITS",
    guards=(_guard,),
    recipient_checks=(_check_domains,),
    settings=SessionLimits,
    replies=(TOO_MANY_TRANSACTIONS, TOO_MANY_DOMAINS),
    ehlo_line=_ehlo_line,
)
