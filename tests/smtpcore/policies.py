"""The servers that the tests of the core talk to, by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from smtpcore import EXTENSIONS, Dialect, Greeting, Kind, Leniency, Limits, Policy, Verification
from smtpcore.extensions.auth import Auth

from .rfc_servers import RFC_SERVERS

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

EVERY: Final = replace(
    FULL,
    extensions=tuple(EXTENSIONS.values()),
    settings=(Auth(accounts={"alice": "wonderland"}, tokens={"alice": "white-rabbit"}),),
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
            tolerated=frozenset(Leniency),
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
    **RFC_SERVERS,
}
"""What a transcript's `# policy:` line can name."""


def with_limits(**limits: int) -> Policy:
    """Return the server `FULL` with other limits."""
    return replace(FULL, dialect=Dialect(replace(Limits(), **limits)))
