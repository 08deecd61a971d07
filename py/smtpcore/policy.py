"""What one server offers, refuses and says. Data only: a policy never calls back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smtpcore.commands import SYNTAX
from smtpcore.dialect import Dialect
from smtpcore.extensions import Extension
from smtpcore.replies import Reply
from smtpcore.states import Verb


class Verification(StrEnum):
    """How a server treats VRFY or EXPN (RFC 5321 3.5.3, 7.3)."""

    ON = "on"
    "Addresses are really looked up."
    WITHHELD = "withheld"
    "Switched off by policy: 252, as section 7.3 asks."
    NOT_IMPLEMENTED = "not-implemented"
    "Answered 502, as Postfix does; section 3.5.3 calls that not in full compliance."


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One server. Mailbox names are keyed by their local part in lower case."""

    hostname: str = "mx.example.com"
    domains: frozenset[str] = frozenset({"example.com"})
    "In lower case. Mail for any other domain is not relayed."
    mailboxes: Mapping[str, str] = field(default_factory=dict)
    "Local part -> full name of its owner."
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    "Mailing list's local part -> its members as `Full Name <a@b>` or `<a@b>`."
    forwarded: Mapping[str, str] = field(default_factory=dict)
    "Local part -> `<mailbox>` to which its mail is forwarded (251, RFC 5321 3.4)."
    moved: Mapping[str, str] = field(default_factory=dict)
    "Local part -> `<mailbox>` that the sender is referred to (551, RFC 5321 3.4)."
    extensions: tuple[Extension, ...] = ()
    "In the order in which EHLO lists them."
    vrfy: Verification = Verification.ON
    expn: Verification = Verification.ON
    help: bool = True
    serves: bool = True
    "False: the greeting is 554 and nothing but QUIT is taken (RFC 5321 3.1)."
    refuses_bare_line_ends: bool = False
    "Whether a message with a bare CR or LF is refused. None ever ends a line or a message."
    refuses_undeclared_8bit: bool = False
    "Whether 8-bit content without BODY=8BITMIME is refused (RFC 5321 2.4: MAY)."
    dialect: Dialect = field(default_factory=Dialect)
    wording: Mapping[str, Reply] = field(default_factory=dict)
    "Reply name -> this server's own reply in its place, same name."

    def offers(self, keyword: str) -> bool:
        """Tell whether the extension with this EHLO keyword is on."""
        return any(extension.keyword == keyword for extension in self.extensions)

    def verification(self, verb: Verb) -> Verification:
        """Return how this server treats `verb`, which is VRFY or EXPN."""
        return self.vrfy if verb is Verb.VRFY else self.expn

    @property
    def implemented(self) -> tuple[Verb, ...]:
        """Return the verbs that are not answered 502 here."""
        missing = {
            verb
            for verb in (Verb.VRFY, Verb.EXPN)
            if self.verification(verb) is Verification.NOT_IMPLEMENTED
        }
        if not self.help:
            missing.add(Verb.HELP)
        return tuple(verb for verb in SYNTAX if verb not in missing)

    @property
    def keywords(self) -> tuple[str, ...]:
        """Return the EHLO keyword lines.

        RFC 5321 3.5.2: "if EXPN is supported, it MUST be listed"; VRFY MAY be. 4.2.4: what
        will be answered 502 MUST NOT be listed.
        """
        verbs = [verb for verb in (Verb.VRFY, Verb.EXPN) if self.verification(verb) == "on"]
        if self.help:
            verbs.append(Verb.HELP)
        offered = (extension.advertise(self) for extension in self.extensions)
        return (*offered, *verbs)

    def line_limit(self, verb: Verb | None) -> int:
        """Return how long a command line with this verb may be, in octets with its CRLF."""
        allowances = (extension.line_allowance.get(verb, 0) for extension in self.extensions)
        return self.dialect.limits.command_line + (sum(allowances) if verb else 0)

    @property
    def longest_line(self) -> int:
        """Return the longest command line that any verb may have."""
        return max(self.line_limit(verb) for verb in Verb)
