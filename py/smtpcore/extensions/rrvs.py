"""RRVS (RFC 7293): mail only for who has owned the mailbox since a given time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smtpcore.commands import PathCommand
from smtpcore.content import header_fields
from smtpcore.dates import internet_date, parse_internet_date, parse_mail_date
from smtpcore.extensions import Extension, bad_value
from smtpcore.outcome import Refusal
from smtpcore.paths import Path
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.input import Content
    from smtpcore.standing import Standing

OWNER_CHANGED: Final = Reply("owner-changed", 550, "5.7.17", "{path} has changed its owner since")
DOMAIN_CHANGED: Final = Reply(
    "domain-owner-changed", 550, "5.7.18", "{domain} has changed its owner since"
)
UNKNOWN: Final = Reply(
    "ownership-unknown", 550, "5.7.19", "The owner of {path} since then cannot be told"
)

ROLES: Final = frozenset(
    {"info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster"}
    | {"hostmaster", "usenet", "news", "webmaster", "www", "uucp", "ftp"}
)
"""Mailboxes that are a role's and nobody's own (RFC 2142)."""


@dataclass(frozen=True, slots=True)
class Rrvs:
    """Since when mailboxes have their owners; dates as in RFC 3339."""

    mailboxes: Mapping[str, str] = field(default_factory=dict)
    "Local part in lower case -> since when; empty: not known."
    domains: Mapping[str, str] = field(default_factory=dict)
    "Domain in lower case -> since when."

    def __post_init__(self) -> None:
        """Raise ValueError for what is no date."""
        for date in filter(None, (*self.mailboxes.values(), *self.domains.values())):
            if parse_internet_date(date) is None:
                raise ValueError(f"{date!r} is no date like 2026-01-31T12:00:00Z")


# Section 3.1: rrvs-param = "RRVS=" date-time [ ";" ( "C" / "R" ) ]
_ACTIONS: Final = frozenset({"", "C", "R"})


def _check(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    date, semicolon, action = (value or "").upper().partition(";")
    # "with the added restriction that a "time-secfrac" MUST NOT be used"
    is_date = parse_internet_date(date) is not None and "." not in date
    is_good = is_date and action in _ACTIONS and bool(semicolon) == bool(action)
    return None if is_good else bad_value("RRVS", value)


def _refuse(command: PathCommand, at: Standing) -> Refusal | None:
    """Section 5.1: 550 to RCPT unless the owner was the same at that time."""
    date = (command.parameters.get("RRVS") or "").upper().partition(";")[0]
    asked = parse_internet_date(date)
    return None if asked is None else _ownership_refusal(command.path, asked, at)


def _judge(content: Content, at: Standing) -> Refusal | None:
    """Section 5.2: the header field asks for mailboxes of this server whose RCPT did not."""
    recipients = at.envelope.recipients if at.envelope else ()
    paths = {
        str(to.path).lower(): to.path
        for to in recipients
        if "RRVS" not in to.parameters and at.policy.serves(to.path.domain)
    }
    for text in header_fields(content.octets, "Require-Recipient-Valid-Since"):
        address, _, date = text.partition(";")
        path, asked = paths.get(f"<{address.strip().lower()}>"), parse_mail_date(date)
        refusal = _ownership_refusal(path, asked, at) if path and asked is not None else None
        if refusal is not None:
            return refusal
    return None


def _ownership_refusal(path: Path, asked: int, at: Standing) -> Refusal | None:
    """Refuse unless the owner was the same at that time; role accounts are exempt (5.1, 5.2)."""
    tuned, domain = at.policy.tuned(Rrvs), path.domain.lower()
    if path.mailbox in ROLES:
        return None
    facts = {"path": str(path), "domain": path.domain, "date": internet_date(asked)}
    since = tuned.domains.get(domain)
    if since is not None and (parse_internet_date(since) or 0) > asked:
        return DOMAIN_CHANGED, facts
    since = tuned.mailboxes.get(path.mailbox) if domain in at.policy.domains else None
    if since == "":
        return UNKNOWN, facts
    if since is not None and (parse_internet_date(since) or 0) > asked:
        return OWNER_CHANGED, facts
    return None


EXTENSION: Final = Extension(
    "RRVS",
    rcpt_parameters={"RRVS": _check},
    recipient_checks=(_refuse,),
    judges=(_judge,),
    line_allowance={Verb.RCPT: 33},  # section 3.1
    settings=Rrvs,
    replies=(OWNER_CHANGED, DOMAIN_CHANGED, UNKNOWN),
)
