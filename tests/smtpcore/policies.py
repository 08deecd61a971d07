"""The servers that the tests of the core talk to, by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from smtpcore import EXTENSIONS, Dialect, Leniency, Limits, Policy, Verification

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
    extensions=tuple(EXTENSIONS.values()),
)
"""Everything is on, nothing is tolerated: the yardstick."""

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
    "no-service": replace(FULL, serves=False),
}
"""What a transcript's `# policy:` line can name."""


def with_limits(**limits: int) -> Policy:
    """Return the server `FULL` with other limits."""
    return replace(FULL, dialect=Dialect(replace(Limits(), **limits)))
