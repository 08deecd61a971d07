"""STARTTLS (RFC 3207): the session turns to TLS and starts anew.

The handshake is the host's: it sends the 220, shakes hands, and says so to the session
(`ServerSession.start_tls`). What a client sent in the clear behind the command is thrown
away, or an attacker's words would be taken for what comes encrypted (CVE-2011-0411).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smtpcore.commands import Form, Plain, parse_bare
from smtpcore.extensions import Extension
from smtpcore.outcome import Outcome, Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

READY: Final = Reply("ready-for-tls", 220, "2.0.0", "Ready to start TLS")
NOT_AVAILABLE: Final = Reply(
    "tls-not-available", 454, "4.7.0", "TLS not available due to temporary reason"
)
REQUIRED: Final = Reply("tls-required", 530, "5.7.0", "Must issue a STARTTLS command first")
ALREADY_ACTIVE: Final = Reply("tls-already-active", 503, "5.5.1", "TLS is already active")
TOO_WEAK: Final = Reply("tls-too-weak", 554, "5.7.0", "Command refused due to lack of security")


@dataclass(frozen=True, slots=True)
class StartTls:
    """What a server wants of TLS."""

    required: bool = False
    "Whether nothing but NOOP, EHLO, STARTTLS and QUIT is taken without it (section 4)."
    suffices: bool = True
    "Whether the server is content with what the handshake agreed on (section 4.1)."


_WITHOUT_TLS: Final = frozenset({Verb.NOOP, Verb.EHLO, Verb.LHLO, Verb.STARTTLS, Verb.QUIT})
"""What section 4 exempts from 530; LHLO stands in EHLO's place in LMTP."""


def _gate(verb: Verb | None, at: Standing) -> Refusal | None:
    """Refuse what comes without TLS, or with too little of it, whether it is its turn or not."""
    wanted = at.policy.tuned(StartTls)
    if wanted.required and not at.secure and verb and verb not in _WITHOUT_TLS:
        return REQUIRED, {}
    # Section 4.1: "it SHOULD reply to every SMTP command from the client (other than a QUIT
    # command) with the 554 reply code".
    if at.secure and not wanted.suffices and verb is not Verb.QUIT:
        return TOO_WEAK, {}
    return None


def _answer(_command: Plain, at: Standing) -> Outcome:
    # Section 4.2: "A client MUST NOT attempt to start a TLS session if a TLS session is
    # already active."
    if at.secure:
        return Outcome(ALREADY_ACTIVE)
    return Outcome(at.policy.asked_answer(Verb.STARTTLS) or READY)


def _ehlo_line(extension: Extension, at: Standing) -> str | None:
    """Section 4.2: it MUST NOT be offered after a handshake."""
    return None if at.secure else extension.keyword


EXTENSION: Final = Extension(
    "STARTTLS",
    forms={Verb.STARTTLS: Form("STARTTLS", parse_bare)},
    answers={Verb.STARTTLS: _answer},
    gates=(_gate,),
    settings=StartTls,
    replies=(READY, NOT_AVAILABLE, REQUIRED, ALREADY_ACTIVE, TOO_WEAK),
    ehlo_line=_ehlo_line,
)
