"""How one server words a reply that another words otherwise: the same name, its own code and text.

The name stays: it is what happened, and what is explained. So a wording never turns a yes into
a no, or lets the session go another way than the catalogue's reply would; it may only end it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from smtpcore.replies import Reply

CLOSING_CODE: Final = 421
"""After which every server closes (RFC 5321 3.8)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One reply in one server's words."""

    reply: Reply
    "With the name of the reply in whose place it is sent."
    closes: bool = False
    "Whether the server hangs up after it."
    to: Mapping[str, Wording] = field(default_factory=dict)
    "Verb, in upper case -> other words for the reply to that command."

    def for_verb(self, verb: str) -> Wording:
        """Return the words for the reply to a command; unknown verbs have words too."""
        return self.to.get(verb.upper(), self) if self.to else self
