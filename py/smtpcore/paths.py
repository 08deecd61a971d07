"""A path and its parameters, as MAIL and RCPT give them (RFC 5321 4.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from smtpcore import grammar


@dataclass(frozen=True, slots=True)
class Path:
    """A reverse-path or forward-path (RFC 5321 4.1.2). The null path has no mailbox."""

    local_part: str = ""
    domain: str = ""
    route: str = ""
    "The source route without its colon, `@a.example,@b.example`. Kept to be shown, not used."

    def __str__(self) -> str:
        """Return the path as it is written in a command, without its source route."""
        return f"<{self.local_part}@{self.domain}>" if self.domain else f"<{self.local_part}>"

    @property
    def is_null(self) -> bool:
        """Tell whether this is `<>`, the reverse-path of notifications (RFC 5321 4.5.5)."""
        return not self.local_part

    @property
    def mailbox(self) -> str:
        """Return the local part as it is compared: unquoted, in one case."""
        return grammar.unquote(self.local_part).lower()


Parameters: TypeAlias = Mapping[str, str | None]
"""Keyword in upper case -> value, None where there is no "="."""
