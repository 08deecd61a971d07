"""What one server offers, refuses and says. Data only: a policy never calls back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from smtpcore import replies
from smtpcore.commands import Form, Parsed, parse_unread
from smtpcore.dialect import Dialect
from smtpcore.extensions import Answer, Extension, Gate, Guard
from smtpcore.forms import FORMS, LHLO_FORM
from smtpcore.replies import Reply
from smtpcore.states import MOVES, NEXT, OBSOLETE, State, Verb
from smtpcore.wording import CLOSING_CODE, Wording

Tuned = TypeVar("Tuned")


class Kind(StrEnum):
    """What kind of session a server holds."""

    SMTP = "smtp"
    "Mail between hosts, port 25 (RFC 5321)."
    SUBMISSION = "submission"
    "Mail from its author, port 587, or 465 with TLS from the first octet (RFC 6409, RFC 8314)."
    LMTP = "lmtp"
    "Delivery on one system: LHLO, and a reply for each recipient (RFC 2033)."


class Greeting(StrEnum):
    """How a server greets (RFC 5321 3.1, RFC 7504 3)."""

    READY = "ready"
    "220."
    NO_SERVICE = "no-service"
    "554, and then nothing but QUIT is taken."
    NO_MAIL = "no-mail"
    "521: this host never accepts mail."


class Verification(StrEnum):
    """How a server treats VRFY or EXPN (RFC 5321 3.5.3, 7.3)."""

    ON = "on"
    "Addresses are really looked up."
    WITHHELD = "withheld"
    "Switched off by policy: 252, as section 7.3 asks."
    NOT_IMPLEMENTED = "not-implemented"
    "Answered 502, as Postfix does; section 3.5.3 calls that not in full compliance."


_OPTIONAL: Final = (Verb.VRFY, Verb.EXPN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One server. Mailbox names are keyed by their local part in lower case."""

    kind: Kind = Kind.SMTP
    implicit_tls: bool = False
    "Whether TLS begins with the first octet, as on port 465; it is the host's to do so."
    greeting: Greeting = Greeting.READY
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
    "In the order in which EHLO lists them, where `listed` does not say more."
    listed: tuple[str, ...] = ()
    """The lines of the reply to EHLO: a keyword of `extensions`, an optional command that is on, or
    a whole line about what only a real server has. Empty: all that is on, and nothing else."""
    unlearned: frozenset[Verb] = frozenset()
    "Verbs of RFC 5321 and RFC 821 that this server was never taught: 500, not 502."
    unoffered: frozenset[Verb] = frozenset()
    "Verbs of extensions that this server knows though it does not offer them (now): 503, not 500."
    settings: tuple[object, ...] = ()
    "What tunes the extensions: at most one object of each one's own class."
    answers: Mapping[Verb, Mapping[str, Reply]] = field(default_factory=dict)
    """Verb -> whom or what it concerns -> the reply it gets there (see `faults.py`).

    A key is a local part (a recipient's: at the domains served here), a whole address, `@` and a
    domain, an account, a host name, or `*` for all."""
    vrfy: Verification = Verification.ON
    expn: Verification = Verification.ON
    help: bool = True
    topics: bool = True
    "Whether HELP tells more about a command; else it says the same whatever is asked."
    unchecked: bool = False
    "Whether any local part is taken at the domains served here, before anybody has looked."
    relays: bool = False
    "Whether mail for every domain is taken, from everybody: an open relay."
    timeout: int = 300
    "Seconds of silence after which the host should call `time_out` (RFC 5321 4.5.3.2.7: 300)."
    refuses_bare_line_ends: bool = False
    "Whether a message with a bare CR or LF is refused. None ever ends a line or a message."
    refuses_undeclared_8bit: bool = False
    "Whether 8-bit content without BODY=8BITMIME is refused (RFC 5321 2.4: MAY)."
    dialect: Dialect = field(default_factory=Dialect)
    wording: Mapping[str, Wording] = field(default_factory=dict)
    "Reply name -> this server's own words for it."

    # Worked out once, because every line that comes is read by it.
    forms: Mapping[Verb, Form] = field(init=False, compare=False, repr=False)
    "How each command that this server recognizes is written."
    implemented: tuple[Verb, ...] = field(init=False, compare=False, repr=False)
    "The verbs that are recognized and not answered 502 here."
    utf8_verbs: frozenset[Verb] = field(init=False, compare=False, repr=False)
    "The commands whose lines may hold UTF-8 (RFC 6531 3.1 (9))."
    gates: tuple[Gate, ...] = field(init=False, compare=False, repr=False)
    "What may refuse any command."
    guards: tuple[Guard, ...] = field(init=False, compare=False, repr=False)
    "What may refuse a command that is in order."
    commands: Mapping[Verb, Answer] = field(init=False, compare=False, repr=False)
    "What answers the commands that extensions add."
    keywords: frozenset[str] = field(init=False, compare=False, repr=False)
    "The extensions that are on, by their EHLO keywords."
    parsed: dict[bytes, Parsed] = field(init=False, compare=False, repr=False)
    "Lines that were parsed before (`commands.parse_line`)."
    _implemented: frozenset[Verb] = field(init=False, compare=False, repr=False)
    _tuned: Mapping[type, object] = field(init=False, compare=False, repr=False)
    _line_limits: Mapping[Verb, int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Work out what follows from the rest."""
        extensions = self.extensions
        utf8 = {verb for extension in extensions for verb in extension.utf8_verbs}
        guards = (guard for extension in extensions for guard in extension.guards)
        self._set("forms", self._all_forms())
        self._set("implemented", tuple(verb for verb in self.forms if not self._leaves_out(verb)))
        self._set("_implemented", frozenset(self.implemented))
        self._set("utf8_verbs", frozenset(utf8))
        self._set("guards", tuple(guards))
        self._set("gates", tuple(gate for extension in extensions for gate in extension.gates))
        answers = [answer for extension in extensions for answer in extension.answers.items()]
        self._set("commands", dict(answers))
        self._set("keywords", frozenset(extension.keyword for extension in extensions))
        self._set("parsed", {})
        self._set("_tuned", {type(tuned): tuned for tuned in self.settings})
        self._set("_line_limits", {verb: self._line_limit(verb) for verb in Verb})

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)  # the dataclass is frozen for everybody else

    def _all_forms(self) -> dict[Verb, Form]:
        forms = dict(FORMS)
        if self.kind is Kind.LMTP:
            # RFC 2033 4.1: "The HELO and EHLO commands of ESMTP are not present in LMTP".
            del forms[Verb.EHLO], forms[Verb.HELO]
            forms = {Verb.LHLO: LHLO_FORM, **forms}
        for extension in self.extensions:
            forms |= extension.forms
        unoffered = {verb: Form(verb, parse_unread) for verb in self.unoffered}
        return {
            verb: form for verb, form in (unoffered | forms).items() if verb not in self.unlearned
        }

    def _leaves_out(self, verb: Verb) -> bool:
        if verb in self.unoffered:
            return all(verb not in extension.forms for extension in self.extensions)
        if verb is Verb.HELP:
            return not self.help
        left_out = Verification.NOT_IMPLEMENTED
        return verb in _OPTIONAL and self.verification(verb) is left_out

    def _line_limit(self, verb: Verb) -> int:
        allowances = (extension.line_allowance.get(verb, 0) for extension in self.extensions)
        return self.dialect.limits.command_line + sum(allowances)

    def implements(self, verb: Verb) -> bool:
        """Tell whether a verb is recognized and not answered 502 here."""
        return verb in self._implemented

    def serves(self, domain: str) -> bool:
        """Tell whether mailboxes of a domain are here; `<Postmaster>` has no domain."""
        return not domain or domain.lower() in self.domains

    def offers(self, keyword: str) -> bool:
        """Tell whether the extension with this EHLO keyword is on."""
        return keyword in self.keywords

    def tuned(self, settings: type[Tuned]) -> Tuned:
        """Return an extension's settings: this server's, or their defaults."""
        found = self._tuned.get(settings)
        return found if isinstance(found, settings) else settings()

    def asked_answer(self, verb: Verb, *keys: str) -> Reply | None:
        """Return the reply that this policy asks for the first of these keys, or for all."""
        asked = self.answers.get(verb)
        if asked is None:
            return None
        return next((asked[key] for key in (*keys, "*") if key in asked), None)

    def worded(self, reply: Reply, verb: str) -> tuple[Reply, bool]:
        """Return a reply as this server words it, and whether it hangs up after it.

        `verb` is the first word of the command that is answered; it may be none, and no verb.
        """
        wording = self.wording.get(reply.name)
        if wording is None:
            return reply, reply.code == CLOSING_CODE
        said = wording.for_verb(verb)
        return said.reply, said.closes

    def verification(self, verb: Verb) -> Verification:
        """Return how this server treats `verb`, which is VRFY or EXPN."""
        return self.vrfy if verb is Verb.VRFY else self.expn

    def allowed_in(self, state: State) -> tuple[Verb, ...]:
        """Return the verbs that are in order in a state and not answered 500 or 502 here.

        What is no command of its own is among them: the dot, a response, a handshake.
        """
        unknown = OBSOLETE | ({*Verb} - MOVES - {*self.implemented})
        if {Verb.BDAT, Verb.BURL} <= unknown:
            unknown |= {Verb.LAST_CHUNK}
        let_pass = (verb for verb in Verb if self.dialect.lets_pass(verb, state))
        return tuple(verb for verb in (*NEXT[state], *let_pass) if verb not in unknown)

    @property
    def optional_commands(self) -> tuple[Verb, ...]:
        """Return the optional commands that EHLO lists after the extensions.

        RFC 5321 3.5.2: "if EXPN is supported, it MUST be listed"; VRFY MAY be. 4.2.4: what
        will be answered 502 MUST NOT be listed.
        """
        verbs = [verb for verb in _OPTIONAL if self.verification(verb) is Verification.ON]
        return (*verbs, *([Verb.HELP] if self.help else []))

    def line_limit(self, verb: Verb | None) -> int:
        """Return how long a command line with this verb may be, in octets with its CRLF."""
        return self._line_limits[verb] if verb else self.dialect.limits.command_line

    def line_too_long(self, verb: Verb | None) -> Reply:
        """Return the refusal of a command line with this verb that is longer."""
        if verb is not None:
            for extension in self.extensions:
                if verb in extension.too_long:
                    return extension.too_long[verb]
        return replies.LINE_TOO_LONG

    @property
    def longest_line(self) -> int:
        """Return the longest command line that any verb may have."""
        return max(self._line_limits.values())
