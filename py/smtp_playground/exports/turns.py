"""A connection cut into turns: what the client sent, and the replies it then waited for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from smtp_playground.exports.said import Said

CRLF: Final = b"\r\n"
LOGINS: Final = ("PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER", "EXTERNAL")
"""Mechanisms whose responses can be worked out in a line or two, from an account and a secret."""


@dataclass(slots=True)
class Turn:
    """What was sent at once, and what came back."""

    said: list[Said] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    mechanism: str = ""
    "Of the login that this is part of."
    round: int = 0
    "Which response of it this is, 0 for the first; what comes with AUTH itself is one."
    starts_tls: bool = False
    left_out: int = 0
    "Lines of the message that were not kept."

    @property
    def command(self) -> str:
        """The verb of the line that begins it, in upper case; empty for what is no command."""
        is_command = bool(self.said) and self.said[0].kind == "command"
        words = self.said[0].line.split() if is_command else []
        return words[0].decode("latin-1").upper() if words else ""

    @property
    def is_login(self) -> bool:
        """Whether it is AUTH or an answer to its challenge."""
        return bool(self.mechanism)

    def octets(self, *, secrets: bool) -> bytes:
        """Return all that was sent, as it went over the wire."""
        sent = bytearray()
        data = [said for said in self.said if said.kind in ("content", "chunk")]
        for said in self.said:
            if said.kind not in ("content", "chunk"):
                sent += said.octets(secrets=secrets) + CRLF * (said.kind != "begun")
        return bytes(sent) + self._data(data)

    @property
    def chunk(self) -> bytes:
        """Return the octets of a chunk, without the command."""
        return self._data([said for said in self.said if said.kind == "chunk"])

    def _data(self, data: list[Said]) -> bytes:
        if data and data[0].wire:
            return data[0].wire
        lines = b"".join(said.line + CRLF for said in data)
        # The server waits for as many octets as it was told, whichever they are.
        size = self._chunk_size
        return lines[:size].ljust(size, b"x") if size else lines

    @property
    def _chunk_size(self) -> int:
        words = self.said[0].line.split() if self.command == "BDAT" else []
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


def turns(said: Iterable[Said]) -> Iterator[Turn]:
    """Yield the turns of a connection; the first is the greeting, in which nothing is sent."""
    turn = Turn()
    login = _Login()
    for each in said:
        if each.speaker == "client" and (turn.codes or not turn.said):
            if turn.said or turn.codes:
                yield turn
            turn = Turn()
        if each.speaker == "client":
            turn.said.append(each)
            turn.mechanism, turn.round = login.go_on(each)
        elif each.kind == "reply":
            turn.codes += [each.code] * each.is_last_of_reply
        elif each.kind == "left-out":
            turn.left_out += each.more
        elif each.kind == "tls":
            turn.starts_tls = bool(turn.said)
    if turn.said or turn.codes:
        yield turn


class _Login:
    """Follows an exchange of AUTH."""

    def __init__(self) -> None:
        self._mechanism = ""
        self._responses = 0

    def go_on(self, said: Said) -> tuple[str, int]:
        """Return the mechanism that a line is part of, and which of its responses it holds."""
        if said.kind == "command":
            self._mechanism, self._responses = _mechanism(said), 0
        elif said.kind != "response":
            self._mechanism = ""
        number = self._responses
        self._responses += said.kind == "response" or bool(self._mechanism and said.secret)
        return self._mechanism, number


def _mechanism(said: Said) -> str:
    words = said.line.decode("latin-1").upper().split()
    return words[1] if len(words) > 1 and words[0] == "AUTH" else ""
