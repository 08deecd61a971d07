"""Edge inputs as rows of a table: a server, what was said before, octets, the codes they must get.

The last column names the rule: section and a few words. Each row is played in one piece and
octet by octet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import pytest

from smtpcore import ReplySent, ServerSession

from .cuts import Cut, single, whole
from .servers import PEER, SERVERS
from .speaking import NOW

CRLF: Final = b"\r\n"

# What was said before.
GREETED: Final = b""
READY: Final = b"EHLO client.example\r\n"
PLAIN_READY: Final = b"HELO client.example\r\n"
LMTP_READY: Final = b"LHLO client.example\r\n"
_MAIL: Final = b"MAIL FROM:<sender@client.example>\r\n"
_RCPT: Final = b"RCPT TO:<alice@example.com>\r\n"
SENDER: Final = READY + _MAIL
RECIPIENT: Final = SENDER + _RCPT
DATA: Final = RECIPIENT + b"DATA\r\n"
LMTP_SENDER: Final = LMTP_READY + _MAIL
LMTP_RECIPIENT: Final = LMTP_SENDER + _RCPT
IN: Final = READY + b"AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\n"

Row: TypeAlias = tuple[str, bytes, bytes, str, str]
"""Policy, octets before, octets, codes, rule."""


@dataclass(frozen=True)
class Edge:
    """One row."""

    policy: str
    before: bytes
    octets: bytes
    codes: str
    rule: str

    @property
    def expected(self) -> list[int]:
        """Return the codes that the octets must get, in order."""
        return [int(code) for code in self.codes.split()]

    def played(self, cut: Cut) -> list[int]:
        """Return the codes that they get."""
        session = ServerSession(SERVERS[self.policy], peer=PEER)
        session.greet(NOW)
        session.receive_data(self.before, NOW)
        events = [event for piece in cut(self.octets) for event in session.receive_data(piece, NOW)]
        return [event.reply.code for event in events if isinstance(event, ReplySent)]

    @property
    def in_every_manner(self) -> list[list[int]]:
        """Return what they get in one piece, and octet by octet."""
        return [self.played(whole), self.played(single)]


def edges(*rows: Row) -> Callable[[Callable[[Edge], None]], Callable[[Edge], None]]:
    """Give a test these rows one by one, each under the name of its rule."""
    names = [row[-1] for row in rows]
    assert len(names) == len(set(names)), "two rows have the same name"
    return pytest.mark.parametrize("edge", [Edge(*row) for row in rows], ids=names)


def lines(*said: str) -> bytes:
    """Return lines as they are sent; each character is one octet."""
    return b"".join(line.encode("latin-1") + CRLF for line in said)
