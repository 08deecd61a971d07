"""AUTH (RFC 4954): the client proves who it is, by one of the mechanisms of SASL.

The mechanisms are in `smtpcore.sasl`; here is what SMTP adds: base64 and its strictness,
`*` to cancel, `=` for an empty initial response, and the replies. A 334 moves the session to
where lines are answers, not commands, until one of them is the last.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smtpcore import replies
from smtpcore.commands import Command, Form, Parsed, PathCommand, malformed
from smtpcore.extensions import Extension, bad_value
from smtpcore.extensions.starttls import StartTls
from smtpcore.grammar import decode_xtext, is_mailbox
from smtpcore.outcome import Outcome, Refusal
from smtpcore.policy import Kind
from smtpcore.replies import Reply
from smtpcore.sasl import (
    BEARER,
    CLEAR_TEXT,
    MECHANISMS,
    Challenge,
    Credentials,
    Exchange,
    Failure,
    Step,
    Success,
)
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.policy import Policy
    from smtpcore.standing import Standing

SUCCEEDED: Final = Reply("auth-succeeded", 235, "2.7.0", "Authentication successful")
CHALLENGE: Final = Reply("auth-challenge", 334, "", "{challenge}")
PASSWORD_TRANSITION: Final = Reply(
    "password-transition-needed", 432, "4.7.12", "A password transition is needed"
)
UNAVAILABLE: Final = Reply("auth-unavailable", 454, "4.7.0", "Temporary authentication failure")
LINE_TOO_LONG: Final = Reply(
    "auth-line-too-long", 500, "5.5.6", "Authentication Exchange line is too long"
)
NOT_BASE64: Final = Reply("auth-not-base64", 501, "5.5.2", "Cannot decode: not BASE64")
MALFORMED_RESPONSE: Final = Reply(
    "auth-malformed-response", 501, "5.5.2", "Not a response of mechanism {mechanism}"
)
CANCELLED: Final = Reply("auth-cancelled", 501, "5.7.0", "Authentication cancelled")
SERVER_FIRST: Final = Reply(
    "auth-server-first", 501, "5.7.0", "Mechanism {mechanism} takes no initial response"
)
ALREADY_AUTHENTICATED: Final = Reply("already-authenticated", 503, "5.5.1", "Already authenticated")
UNKNOWN_MECHANISM: Final = Reply(
    "auth-unknown-mechanism", 504, "5.5.4", "Authentication mechanism is not supported"
)
REQUIRED: Final = Reply("auth-required", 530, "5.7.0", "Authentication required")
TOO_WEAK: Final = Reply("auth-too-weak", 534, "5.7.9", "Authentication mechanism is too weak")
CREDENTIALS_INVALID: Final = Reply(
    "credentials-invalid", 535, "5.7.8", "Authentication credentials invalid"
)
ENCRYPTION_REQUIRED: Final = Reply(
    "auth-encryption-required",
    538,
    "5.7.11",
    "Encryption required for requested authentication mechanism",
)
# Basic codes that no RFC defines: IANA names 422, 524 and 525 (RFC 5248), Exim sends 435.
PASSWORD_TRANSITION_422: Final = Reply(
    "password-transition-needed-422", 422, "4.7.12", "A password transition is needed"
)
UNAVAILABLE_435: Final = Reply(
    "auth-unavailable-435", 435, "4.7.0", "Unable to authenticate at present"
)
ENCRYPTION_REQUIRED_524: Final = Reply(
    "auth-encryption-required-524", 524, "5.7.11", "Encryption required for this mechanism"
)
ACCOUNT_DISABLED: Final = Reply("account-disabled", 525, "5.7.13", "User account is disabled")

MAX_RESPONSE_LINE: Final = 12_288
"""Octets of a line of the exchange with its CRLF (section 4)."""


@dataclass(frozen=True, slots=True)
class Auth:
    """Who may log in to a server, and how."""

    mechanisms: tuple[str, ...] = tuple(MECHANISMS)
    "In the order in which EHLO lists them."
    accounts: Mapping[str, str] = field(default_factory=dict, repr=False)
    "Account in lower case -> password."
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    "Account in lower case -> token for XOAUTH2 and OAUTHBEARER."
    required: bool | None = None
    """Whether mail is taken only after authentication: else 530.

    None: in submission only, where RFC 6409 4.3 wants it so by default."""
    clear_text_without_tls: bool = True
    "Whether mechanisms that show the password are offered without encryption too; a token never."
    listed: tuple[str, ...] = ()
    "Further mechanisms that EHLO lists, and that are not played here: AUTH refuses them."
    answers_538: bool = False
    "Whether such a mechanism gets the historic 538 in place of 504."

    def __post_init__(self) -> None:
        """Raise ValueError for a mechanism that there is not."""
        if unknown := [name for name in self.mechanisms if name not in MECHANISMS]:
            raise ValueError(f"mechanisms: {unknown[0]!r} is none of {', '.join(MECHANISMS)}")


@dataclass(frozen=True, slots=True)
class AuthCommand(Command):
    """AUTH: a mechanism, and the initial response as it was sent."""

    mechanism: str
    initial: str | None = field(default=None, repr=False)


@dataclass(slots=True)
class Authentication:
    """One exchange that goes on."""

    mechanism: str
    exchange: Exchange = field(repr=False)


# auth-command = "AUTH" SP sasl-mech [SP initial-response] (section 8)
# sasl-mech    = 1*20mech-char; mech-char = "A" to "Z" / DIGIT / "-" / "_" (RFC 4422 3.1)
_ARGUMENT: Final = re.compile(r"(?P<mechanism>[A-Za-z0-9_-]{1,20})(?: (?P<initial>\S+))?")


def _parse(verb: Verb, argument: str, policy: Policy) -> Parsed:
    match = _ARGUMENT.fullmatch(argument)
    if match is None:
        reply = replies.BAD_SYNTAX if argument else replies.ARGUMENT_MISSING
        return malformed(verb, reply, argument, policy), ()
    return AuthCommand(verb, match["mechanism"].upper(), match["initial"]), ()


def offered_mechanisms(at: Standing) -> tuple[str, ...]:
    """Return the mechanisms that may be used now.

    Section 4: a server "MUST implement a configuration in which it does NOT permit any
    plaintext password mechanisms" without encryption; section 6 wants none of them offered.
    """
    if at.secure:
        shut_out = frozenset[str]()
    elif at.policy.offers("STARTTLS") and at.policy.tuned(StartTls).required:
        # RFC 3207 4: AUTH gets 530 then, by whatever mechanism.
        return ()
    else:
        shut_out = BEARER if at.policy.tuned(Auth).clear_text_without_tls else CLEAR_TEXT
    if not at.external:
        shut_out |= {"EXTERNAL"}
    return tuple(name for name in at.policy.tuned(Auth).mechanisms if name not in shut_out)


def _answer(command: AuthCommand, at: Standing) -> Outcome:
    if command.mechanism not in offered_mechanisms(at):
        return _not_offered(command.mechanism, at)
    at.authentication = Authentication(
        command.mechanism, MECHANISMS[command.mechanism](_credentials(at))
    )
    # Section 4: "=" is a response of zero length.
    initial = b"" if command.initial == "=" else None
    if command.initial not in (None, "="):
        initial = decode_response(command.initial or "")
        if initial is None:
            return _over(at, NOT_BASE64, (Verb.AUTH, Verb.RESPONSE))
    step = at.authentication.exchange.begin(initial)
    return _lead_on(step, at, (Verb.AUTH,))


def _not_offered(mechanism: str, at: Standing) -> Outcome:
    wanted = at.policy.tuned(Auth)
    facts = {"mechanism": mechanism}
    if Verb.AUTH in at.policy.unoffered and _ehlo_line(EXTENSION, at) is None:
        return Outcome(replies.NOT_OFFERED, facts)
    if wanted.answers_538 and mechanism in wanted.mechanisms and mechanism in CLEAR_TEXT:
        return Outcome(ENCRYPTION_REQUIRED, facts)
    return Outcome(UNKNOWN_MECHANISM, facts)


def _credentials(at: Standing) -> Credentials:
    wanted = at.policy.tuned(Auth)
    return Credentials(
        passwords=wanted.accounts,
        tokens=wanted.tokens,
        external=at.external,
        hostname=at.policy.hostname,
        nonce=at.nonce(),
    )


def answer_response(line: bytes, size: int, at: Standing) -> Outcome:
    """Answer a line that the client sent after a 334 (section 4)."""
    authentication = at.authentication
    assert authentication is not None  # A 334 was sent, so an exchange goes on.
    if size > MAX_RESPONSE_LINE:
        return _over(at, LINE_TOO_LONG, (Verb.RESPONSE,), size=size, limit=MAX_RESPONSE_LINE)
    if line == b"*":
        return _over(at, CANCELLED, (Verb.RESPONSE,))
    response = decode_response(line.decode("latin-1"))
    if response is None:
        return _over(at, NOT_BASE64, (Verb.RESPONSE,))
    return _lead_on(authentication.exchange.respond(response), at, ())


def decode_response(text: str) -> bytes | None:
    """Return the octets of a response; None if it is not base64 to the letter (section 4)."""
    try:
        octets = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:  # binascii.Error and UnicodeEncodeError
        return None
    # Python takes pads too many, and bits that stand for nothing: written again, they are gone.
    return octets if base64.b64encode(octets).decode() == text else None


def _lead_on(step: Step, at: Standing, so_far: tuple[Verb, ...]) -> Outcome:
    """Turn a mechanism's step into a reply. `so_far`: what has moved the session already."""
    authentication = at.authentication
    assert authentication is not None
    end = (*so_far, Verb.RESPONSE)
    if isinstance(step, Challenge):
        challenge = base64.b64encode(step.octets).decode()
        facts = {
            "challenge": challenge,
            "mechanism": authentication.mechanism,
            "decoded": step.octets.decode("utf-8", "backslashreplace"),
        }
        return Outcome(CHALLENGE, facts, via=so_far)
    if isinstance(step, Success):
        asked = at.policy.asked_answer(Verb.AUTH, step.account)
        if asked is not None:
            return _over(at, asked, end, account=step.account)
        at.account = step.account
        return _over(at, SUCCEEDED, end, account=step.account)
    return _over(at, _FAILURES[step.why], end)


_FAILURES: Final[Mapping[Failure, Reply]] = {
    Failure.REFUSED: CREDENTIALS_INVALID,
    Failure.MALFORMED: MALFORMED_RESPONSE,
    Failure.SERVER_FIRST: SERVER_FIRST,
}


def _over(at: Standing, reply: Reply, via: tuple[Verb, ...], **facts: str | int) -> Outcome:
    """End the exchange with this reply."""
    authentication = at.authentication
    assert authentication is not None
    at.authentication = None
    # Whichever line of the exchange is answered, it is AUTH that ends.
    about = {"verb": Verb.AUTH, "mechanism": authentication.mechanism}
    return Outcome(reply, {**about, **facts}, via=via)


_WITHOUT_AUTH: Final = frozenset(
    {Verb.AUTH, Verb.EHLO, Verb.HELO, Verb.LHLO, Verb.NOOP, Verb.RSET, Verb.QUIT}
    | {Verb.STARTTLS, Verb.HELP}
)
"""What section 6 exempts from 530; STARTTLS and HELP do not need to know who asks."""


def _guard(verb: Verb, at: Standing) -> Refusal | None:
    # Section 4: "any further AUTH commands", however they are written.
    if verb is Verb.AUTH and at.account:
        return ALREADY_AUTHENTICATED, {"account": at.account}
    told = at.policy.tuned(Auth).required
    required = at.policy.kind is Kind.SUBMISSION if told is None else told
    return (REQUIRED, {}) if required and not at.account and verb not in _WITHOUT_AUTH else None


# hexchar = "+" HEXDIG HEXDIG (section 8), of digits in any case. RFC 3461 4, to which section 5
# refers, has upper case alone.
_HEXCHAR: Final = re.compile(r"\+[0-9A-Fa-f]{2}")


def _check_submitter(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    """AUTH= on MAIL: an xtext of a mailbox, or `<>` (section 5). It changes nothing here."""
    xtext = _HEXCHAR.sub(lambda match: match[0].upper(), value or "")
    decoded = decode_xtext(xtext)
    if decoded == "<>" or (decoded and is_mailbox(decoded)):
        return None
    return bad_value("AUTH", value)


def _ehlo_line(extension: Extension, at: Standing) -> str | None:
    mechanisms = (*at.policy.tuned(Auth).listed, *offered_mechanisms(at))
    return " ".join((extension.keyword, *mechanisms)) if mechanisms else None


EXTENSION: Final = Extension(
    "AUTH",
    mail_parameters={"AUTH": _check_submitter},
    forms={Verb.AUTH: Form("AUTH <mechanism> [initial response]", _parse)},
    answers={Verb.AUTH: _answer},
    guards=(_guard,),
    # Section 3 (5) gives MAIL 500 octets more. A token that a client sends with AUTH itself
    # is longer than section 4 lets it be; clients do so, and servers take it.
    line_allowance={Verb.MAIL: 500, Verb.AUTH: MAX_RESPONSE_LINE - 512},
    too_long={Verb.AUTH: LINE_TOO_LONG},  # section 6: an initial response is a response
    settings=Auth,
    replies=(
        SUCCEEDED,
        CHALLENGE,
        PASSWORD_TRANSITION,
        UNAVAILABLE,
        LINE_TOO_LONG,
        NOT_BASE64,
        MALFORMED_RESPONSE,
        CANCELLED,
        SERVER_FIRST,
        ALREADY_AUTHENTICATED,
        UNKNOWN_MECHANISM,
        REQUIRED,
        TOO_WEAK,
        CREDENTIALS_INVALID,
        ENCRYPTION_REQUIRED,
        PASSWORD_TRANSITION_422,
        UNAVAILABLE_435,
        ENCRYPTION_REQUIRED_524,
        ACCOUNT_DISABLED,
    ),
    ehlo_line=_ehlo_line,
)
