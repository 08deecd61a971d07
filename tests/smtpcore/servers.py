"""All servers that transcripts name: the common ones, the RFCs', and some asked for a reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from smtpcore import (
    EXTENSIONS,
    FAULTS,
    Dialect,
    Kind,
    Leniency,
    Limits,
    Policy,
    Reply,
    Verb,
    replies,
)
from smtpcore.extensions import atrn, starttls, xclient
from smtpcore.extensions.auth import Auth
from smtpcore.extensions.conperm import Conperm
from smtpcore.extensions.futurerelease import FutureRelease
from smtpcore.extensions.mt_priority import MtPriority
from smtpcore.extensions.requiretls import RequireTls
from smtpcore.extensions.rrvs import Rrvs
from smtpcore.extensions.starttls import StartTls

from .policies import EVERY, FULL, POLICIES
from .rfc_servers import RFC_SERVERS

PEER: Final = "192.0.2.1"
"""Where clients come from."""


def _by_name(*verbs: Verb) -> dict[Verb, dict[str, Reply]]:
    """Return what gives whoever or whatever is called like a reply that reply."""
    return {verb: {reply.name: reply for reply in FAULTS[verb]} for verb in verbs}


_ASKED: Final = replace(
    EVERY,
    domains=EVERY.domains | {"nomail.example"},
    answers={
        **_by_name(Verb.EHLO, Verb.HELO, Verb.MAIL, Verb.RCPT, Verb.AUTH),
        Verb.STARTTLS: {"*": starttls.NOT_AVAILABLE},
        Verb.ATRN: {"*": atrn.NOT_NOW},
        Verb.XCLIENT: {PEER: xclient.REFUSED},
        Verb.VRFY: {"*": replies.TRY_COMMAND_LATER},
        Verb.EXPN: {"friends": replies.NOT_AUTHORIZED},
    },
    settings=(
        Auth(
            mechanisms=("EXTERNAL", "PLAIN"),
            accounts={"alice": "wonderland", **{reply.name: "x" for reply in FAULTS[Verb.AUTH]}},
        ),
        xclient.Xclient(trusted=True),
    ),
)

_AT_THE_END: Final = _by_name(Verb.END_OF_DATA)

_PARTICULAR: Final = {
    "asked": _ASKED,
    "chunks": replace(FULL, extensions=(EXTENSIONS["CHUNKING"],)),
    "submission": replace(FULL, extensions=(), kind=Kind.SUBMISSION),
    "asked-at-the-end": replace(
        FULL,
        answers=_AT_THE_END,
        mailboxes={**FULL.mailboxes, **dict.fromkeys(_AT_THE_END[Verb.END_OF_DATA], "")},
    ),
    "asked-at-data": replace(FULL, answers={Verb.DATA: {"*": replies.TRANSACTION_FAILED}}),
    "tls-first": replace(EVERY, settings=(*EVERY.settings, StartTls(required=True))),
    "tls-too-weak": replace(EVERY, settings=(*EVERY.settings, StartTls(suffices=False))),
    "auth-first": replace(
        EVERY,
        kind=Kind.SUBMISSION,
        settings=(
            Auth(
                accounts={"alice": "wonderland"},
                required=True,
                clear_text_without_tls=False,
                answers_538=True,
            ),
        ),
    ),
    "particulars": replace(
        EVERY,
        domains=frozenset({"example.com", "example.net"}),
        settings=(
            MtPriority(minimum=-3, large=100),
            RequireTls(("example.net",)),
            Rrvs({"bob": ""}, {"example.net": "2024-01-01T00:00:00Z"}),
            Conperm(converts=False),
            FutureRelease(3600),
        ),
    ),
    "tolerant": replace(
        FULL,
        unchecked=True,
        relays=True,
        unlearned=frozenset({Verb.EXPN, Verb.TURN}),
        unoffered=frozenset({Verb.AUTH, Verb.STARTTLS}),
        dialect=Dialect(
            Limits(unknown=3), frozenset(Leniency), foreign=frozenset({"GET", "CONNECT", ":"})
        ),
    ),
    "every-small": replace(EVERY, dialect=Dialect(Limits(message=100, text_line=50))),
    "utf8": replace(
        EVERY,
        extensions=tuple(
            EXTENSIONS[keyword] for keyword in ("8BITMIME", "ENHANCEDSTATUSCODES", "SMTPUTF8")
        ),
        mailboxes={"alice": "Alice Archer", "josé": "José Jardim"},
        refuses_undeclared_8bit=True,
    ),
}

SERVERS: Final[Mapping[str, Policy]] = {**POLICIES, **RFC_SERVERS, **_PARTICULAR}
"""What a transcript's `# policy:` line can name."""
