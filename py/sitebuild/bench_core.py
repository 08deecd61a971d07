"""The core alone, without a socket: commands, a large message, and one that is too large.

It runs as a program of its own, so that what it counts is nobody else's.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from smtp_playground.personas import load_persona_file
from smtpcore import MessageAccepted, Policy, ServerSession, State

PERSONA = Path(__file__).with_name("bench_servers") / "ours.toml"
ROUNDS = 5
COMMANDS = 20_000
LARGE = 100_000_000  # and half of it: below 32 MB glibc reuses memory, which is a law of its own
LIMIT = 1_000_000
PIECE = 65_536
LINE = b"x" * 76 + b"\r\n"
GROUP = (
    b"NOOP\r\n",
    b"MAIL FROM:<sender@client.example>\r\n",
    b"RCPT TO:<alice@example.com>\r\n",
    b"RSET\r\n",
)
TO_DATA = b"EHLO client.example\r\n" + b"".join(GROUP[1:3]) + b"DATA\r\n"


def main(scale: float) -> None:
    """Print the rows, with everything as many times as large."""
    policy = load_persona_file(PERSONA).policy
    size = int(LARGE * scale)
    print("\nthe core alone, in memory")
    rate = median(_commands(policy, int(COMMANDS * scale)) for _ in range(ROUNDS))
    _print_row("commands", f"NOOP MAIL RCPT RSET, one by one  {rate:8.0f} /s")
    half = median(_content(policy, size // 2) for _ in range(ROUNDS))
    whole = median(_content(policy, size) for _ in range(ROUNDS))
    rates = f"{size / 2e6:.0f} MB at {size / 2e6 / half:.0f} MB/s   {size / 1e6:.0f} MB at"
    ratio = f"ratio of times {whole / half:.2f} (linear: 2)"
    _print_row("content", f"{rates} {size / 1e6 / whole:.0f} MB/s   {ratio}")
    limit = int(LIMIT * scale)
    peak = _peak(policy, size, limit) / 1e6
    _print_row(
        "refused", f"{size / 1e6:.0f} MB over a limit of {limit / 1e6:.0f} MB: peak {peak:.2f} MB"
    )


def _greeted(policy: Policy) -> ServerSession:
    session = ServerSession(policy)
    session.greet(0)
    session.data_to_send()
    return session


def _commands(policy: Policy, count: int) -> float:
    """Return commands per second, each of which a host feeds and answers by itself."""
    session = _greeted(policy)
    session.receive_data(b"EHLO client.example\r\n", 0)

    def speak() -> None:
        for _ in range(count // len(GROUP)):
            for line in GROUP:
                session.receive_data(line, 0)
                session.data_to_send()

    return count / _seconds(speak)


def _content(policy: Policy, size: int) -> float:
    """Return the seconds that a message takes from its first octet to its acceptance."""
    session = _greeted(policy)
    session.receive_data(TO_DATA, 0)
    accepted = []
    pieces = _pieces(size)

    def send() -> None:
        for piece in pieces:
            accepted.extend(session.receive_data(piece, 0))

    taken = _seconds(send)
    assert any(isinstance(event, MessageAccepted) for event in accepted)
    return taken


def _peak(policy: Policy, size: int, limit: int) -> int:
    """Return the most octets that a session holds of a message that is over the limit."""
    small = replace(policy.dialect.limits, message=limit)
    session = _greeted(replace(policy, dialect=replace(policy.dialect, limits=small)))
    session.receive_data(TO_DATA, 0)
    pieces = _pieces(size)
    tracemalloc.start()
    for piece in pieces:
        session.receive_data(piece, 0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert session.state is State.READY
    return peak


def _pieces(size: int) -> list[bytes]:
    """Return mail data of about a size, with its end, as it would be read from a socket."""
    whole = LINE * (size // len(LINE)) + b".\r\n"
    return [whole[at : at + PIECE] for at in range(0, len(whole), PIECE)]


def _seconds(what: Callable[[], None]) -> float:
    begin = time.perf_counter()
    what()
    return time.perf_counter() - begin


def _print_row(row: str, text: str) -> None:
    print(f"  {row:<9} {text}", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]))
