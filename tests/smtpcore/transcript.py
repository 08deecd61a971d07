r"""Conversations as files, as RFC 5321 appendix D prints them.

    # policy: full             which server (see `servers.py`); other # lines are remarks
    S: 220 mx.example.com ...  a line the server must send, in UTF-8
    C: NOOP                    a line the client sends, in UTF-8 and with CRLF
    R: NO\nOP\x80              octets the client sends as they are, no CRLF added, such as a
                               chunk's; backslash escapes as in a Python string
    R*1000: 0123456789         the same so many times
    ! eof                      what the host does: eof, time out N, shut down, turn away N;
    ! tls alice                the handshake after STARTTLS, here with alice's certificate

Client lines that follow each other are sent together, as PIPELINING allows. On a server whose
policy begins with TLS, the connection does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from smtpcore import Event, Policy, ServerSession

from .cuts import Cut
from .servers import PEER, SERVERS
from .speaking import NOW

FOLDER: Final = Path(__file__).parent.parent / "transcripts"


@dataclass(frozen=True)
class Turn:
    """What comes in at once, octets or a deed of the host, and what must go out upon it."""

    client: bytes
    host: str
    server: bytes


@dataclass(frozen=True)
class Transcript:
    """One conversation."""

    policy: Policy
    turns: tuple[Turn, ...]

    @property
    def server(self) -> bytes:
        """Return everything the server says."""
        return b"".join(turn.server for turn in self.turns)

    def joined(self) -> Transcript:
        """Return the same with all octets between two deeds of the host in one turn."""
        turns: list[Turn] = []
        for turn in self.turns:
            if turn.client and not turn.host and turns and turns[-1].client:
                last = turns.pop()
                turns.append(Turn(last.client + turn.client, last.host, last.server + turn.server))
            else:
                turns.append(turn)
        return Transcript(self.policy, tuple(turns))


def read_transcript(path: Path) -> Transcript:
    """Read one file; a line of no known kind is an error."""
    lines = path.read_text(encoding="utf-8").splitlines()
    policy = next(line for line in lines if line.startswith("# policy: "))
    turns = tuple(_turns([line for line in lines if line and not line.startswith("#")]))
    return Transcript(SERVERS[policy.removeprefix("# policy: ")], turns)


def _turns(lines: list[str]) -> Iterator[Turn]:
    # A server that is up greets first; a transcript that begins with a deed says otherwise.
    client, host, server = b"", "" if lines[0].startswith("! ") else "greet", b""
    for line in lines:
        if line.startswith("S:"):
            server += _text(line)
        elif line.startswith("! "):
            if client or host:
                yield Turn(client, host, server)
            client, host, server = b"", line.removeprefix("! "), b""
        elif server:
            yield Turn(client, host, server)
            client, host, server = _sent(line), "", b""
        else:
            client += _sent(line)
    yield Turn(client, host, server)


_RAW: Final = re.compile(r"R(?:\*(?P<times>[0-9]+))?: (?P<octets>.*)")


def _sent(line: str) -> bytes:
    raw = _RAW.fullmatch(line)
    if raw is not None:
        octets = raw["octets"].encode("ascii").decode("unicode_escape").encode("latin-1")
        return octets * int(raw["times"] or 1)
    assert line.startswith("C:"), f"not a line of a transcript: {line}"
    return _text(line)


def _text(line: str) -> bytes:
    return line[2:].removeprefix(" ").encode() + b"\r\n"


def play(transcript: Transcript, cut: Cut) -> Iterator[tuple[list[Event], bytes, bytes]]:
    """Play a transcript; yield each turn's events, what was sent, and what should have been."""
    policy = transcript.policy
    session = ServerSession(policy, secure=policy.implicit_tls, peer=PEER)
    for turn in transcript.turns:
        events = _deed(session, turn.host) if turn.host else []
        for piece in cut(turn.client):
            events += session.receive_data(piece, NOW)
        yield events, session.data_to_send(), turn.server


def _deed(session: ServerSession, deed: str) -> list[Event]:
    match deed.split():
        case ["greet"]:
            return session.greet(NOW)
        case ["eof"]:
            return session.receive_eof(NOW)
        case ["tls", *certificate]:
            return session.start_tls(NOW, *certificate)
        case ["shut", "down"]:
            return session.shut_down(NOW)
        case ["time", "out", seconds]:
            return session.time_out(NOW, int(seconds))
        case ["turn", "away", connections]:
            return session.turn_away(NOW, int(connections))
        case _:
            raise AssertionError(f"no deed of a host: {deed}")
