"""The servers that the tests of the core talk to, by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from smtpcore import (
    EXTENSIONS,
    Dialect,
    Greeting,
    Kind,
    Leniency,
    Limits,
    Policy,
    Verification,
)
from smtpcore.extensions.atrn import Atrn
from smtpcore.extensions.auth import Auth
from smtpcore.extensions.burl import Burl
from smtpcore.extensions.checkpoint import Checkpoint
from smtpcore.extensions.conneg import Conneg
from smtpcore.extensions.etrn import Etrn
from smtpcore.extensions.xclient import Xclient

FULL: Final = Policy(
    mailboxes={
        "alice": "Alice Archer",
        "bob": "Bob Baker",
        "carol": "Carol Carter",
        "dave": "Dave Archer",
    },
    lists={"friends": ("Alice Archer <alice@example.com>", "<bob@example.com>")},
    forwarded={"eve": "<eve@example.net>"},
    moved={"frank": "<frank@example.net>"},
    extensions=tuple(
        EXTENSIONS[keyword] for keyword in ("PIPELINING", "SIZE", "8BITMIME", "ENHANCEDSTATUSCODES")
    ),
)
"""All of RFC 5321 and the commonest extensions; nothing is tolerated: the yardstick."""

ACCOUNTS: Final = Auth(accounts={"alice": "wonderland"}, tokens={"alice": "white-rabbit"})
"""Who may log in."""

DRAFT: Final = "imap://imap.example.com/Drafts/;uid=1"
"""A URL that can be fetched."""

EVERY: Final = replace(
    FULL,
    extensions=tuple(EXTENSIONS.values()),
    settings=(
        ACCOUNTS,
        Etrn({"client.example": 3, "sub.client.example": -1, "idle.example": 0}),
        Atrn(owners={"client.example": "alice"}, waiting={"client.example": 1}),
        Burl({DRAFT: "Subject: draft\n\nhi\n"}, unreachable=("down.example.com",)),
        Checkpoint({"<1@client.example>": ("bob",)}, {"<1@client.example>": "Subject: one\n"}),
        Conneg({"alice": ("(color=binary)", "(dpi=200)")}),
        Xclient(trusted=True),
    ),
)
"""Every extension there is."""

LMTP: Final = replace(EVERY, kind=Kind.LMTP)

POLICIES: Final = {
    "full": FULL,
    "withheld": replace(FULL, vrfy=Verification.WITHHELD, expn=Verification.WITHHELD),
    "not-implemented": replace(
        FULL,
        vrfy=Verification.NOT_IMPLEMENTED,
        expn=Verification.NOT_IMPLEMENTED,
        help=False,
    ),
    "plain": replace(FULL, extensions=()),
    "lenient": replace(
        FULL,
        dialect=Dialect(
            tolerated=frozenset(
                {Leniency.SPACE_AFTER_COLON, Leniency.EXTRA_SPACE, Leniency.UNDERSCORE_IN_NAME}
            ),
        ),
    ),
    "small": replace(
        FULL,
        dialect=Dialect(Limits(message=100, recipients=2, errors=3, text_line=50)),
    ),
    "particular": replace(FULL, refuses_bare_line_ends=True, refuses_undeclared_8bit=True),
    "no-service": replace(FULL, greeting=Greeting.NO_SERVICE),
    "no-mail": replace(FULL, greeting=Greeting.NO_MAIL),
    "every": EVERY,
    "lmtp": LMTP,
    "tight": replace(
        EVERY,
        dialect=Dialect(Limits(message=100, recipients=2, errors=5, text_line=50)),
    ),
}
"""What a transcript's `# policy:` line can name."""


def with_limits(**limits: int) -> Policy:
    """Return the server `FULL` with other limits."""
    return replace(FULL, dialect=Dialect(replace(Limits(), **limits)))


def tuned(*settings: object) -> Policy:
    """Return the server `EVERY` with other settings of its extensions."""
    kinds = {type(setting) for setting in settings}
    kept = (setting for setting in EVERY.settings if type(setting) not in kinds)
    return replace(EVERY, settings=(*kept, *settings))


def offering(*keywords: str, policy: Policy = EVERY) -> Policy:
    """Return a server with these extensions only."""
    return replace(policy, extensions=tuple(EXTENSIONS[keyword] for keyword in keywords))
