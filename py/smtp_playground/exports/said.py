"""One line of a conversation, with what of it is a secret kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from smtp_playground.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smtp_playground.exports.record import Connection

HIDDEN: Final = b"********"
"""In place of a secret, however long."""

Kind = Literal[
    "command",
    "response",
    "begun",
    "content",
    "chunk",
    "reply",
    "note",
    "tls",
    "closed",
    "left-out",
]
Speaker = Literal["client", "server", "note"]


@dataclass(frozen=True, slots=True)
class Said:
    """One line, without its CRLF."""

    kind: Kind
    line: bytes
    "What of it may be shown."
    secret: bytes = b""
    "What follows it, and may not."
    code: int = 0
    "Of a reply."
    reply: str = ""
    "The reply's name."
    wire: bytes | None = None
    """Of the first line of mail data: all of it as it was sent, line ends included, if kept.
    Only CRLF ends a line, but whoever writes raw octets need not send one."""
    more: int = 0
    "Of a line over the limit: octets that were not kept; of `left-out`: how many lines."

    @property
    def speaker(self) -> Speaker:
        """Who said it."""
        match self.kind:
            case "reply":
                return "server"
            case "note" | "tls" | "closed" | "left-out":
                return "note"
            case _:
                return "client"

    @property
    def is_last_of_reply(self) -> bool:
        """Whether a reply ends with this line (RFC 5321 4.2.1)."""
        return self.kind == "reply" and self.line[3:4] != b"-"

    def octets(self, *, secrets: bool) -> bytes:
        """Return the line, whole or with a mark for its secret."""
        return self.line + (self.secret if secrets or not self.secret else HIDDEN)

    def text(self, *, secrets: bool) -> str:
        """Return the line as text in which everything can be seen."""
        return visible(self.octets(secrets=secrets))


def count_secrets(connections: Iterable[Connection]) -> int:
    """Return how many lines hold a secret."""
    return sum(bool(said.secret) for connection in connections for said in connection.said)
