"""What a fuzzer invents, read as a conversation; and the transcripts, written as a fuzzer would.

1 octet       which server
1 octet       the number of cuts, modulo `MOST_CUTS`
2 octets each where a cut is, modulo the number of octets
the rest      what the client sends
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Final

from smtpcore import EXTENSIONS
from smtpcore.extensions import Extension
from smtpcore.forms import FORMS

from ..smtpcore.servers import SERVERS
from ..smtpcore.transcript import FOLDER, read_transcript

NAMES: Final = sorted(SERVERS)
MOST_CUTS: Final = 8
LONGEST: Final = 2_000
"""Octets of an input; what is longer teaches a fuzzer nothing that these do not."""


@dataclass(frozen=True)
class Conversation:
    """Which server, and the pieces in which octets come."""

    server: str
    pieces: tuple[bytes, ...]


def decode(data: bytes) -> Conversation:
    """Read an input; any octets are one."""
    head, rest = data[:2].ljust(2, b"\0"), data[2:]
    places = 2 * (head[1] % MOST_CUTS)
    octets = rest[places:]
    numbers = (int.from_bytes(rest[at : at + 2]) for at in range(0, places, 2))
    cuts = sorted(number % (len(octets) + 1) for number in numbers)
    pieces = tuple(octets[start:end] for start, end in pairwise([0, *cuts, len(octets)]))
    return Conversation(NAMES[head[0] % len(NAMES)], pieces)


def encode(server: str, octets: bytes, cuts: list[int]) -> bytes:
    """Write an input."""
    places = b"".join(cut.to_bytes(2) for cut in cuts[: MOST_CUTS - 1])
    head = bytes([NAMES.index(server), len(places) // 2])
    return head + places + octets


def seeds() -> Iterator[bytes]:
    """Yield an input for each transcript: cut where the host has something to do."""
    for path in sorted(FOLDER.glob("*.txt")):
        transcript = read_transcript(path)
        server = next(name for name in NAMES if SERVERS[name] is transcript.policy)
        octets, cuts = b"", []
        for turn in transcript.turns:
            if turn.host:
                cuts.append(len(octets))
            octets += turn.client
        if len(octets) <= LONGEST:
            yield encode(server, octets, cuts)


def words() -> list[bytes]:
    """Return what a client's lines are made of, for who has to invent some."""
    return sorted(
        {b"\r\n", b"\r\n.\r\n", b"\r", b"\n", b"\0", b"\xff", b" LAST", b"=", b"+3D", b"<>", b"@"}
        | {f"{verb} ".encode() for verb in FORMS}
        | {word for extension in EXTENSIONS.values() for word in _words_of(extension)}
    )


def _words_of(extension: Extension) -> set[bytes]:
    verbs = {f"{verb} ".encode() for verb in extension.forms}
    keywords = {*extension.mail_parameters, *extension.rcpt_parameters}
    return verbs | {f" {keyword}=".encode() for keyword in keywords}


def mutations(number: int, seed: int) -> Iterator[bytes]:
    """Yield so many inputs made of the transcripts' by chance, the same ones for a seed."""
    random, known, dictionary = Random(seed), list(seeds()), words()
    for _ in range(number):
        data = bytearray(random.choice(known))
        for _ in range(random.randrange(1, 5)):
            _mutate(data, random, known, dictionary)
        yield bytes(data[:LONGEST])


def _mutate(data: bytearray, random: Random, known: list[bytes], dictionary: list[bytes]) -> None:
    """Change something somewhere."""
    start = random.randrange(len(data) + 1)
    end = min(len(data), start + random.choice((0, 1, 2, 8, 40)))
    other = random.choice(known)
    place = random.randrange(len(other))
    data[start:end] = random.choice(
        (
            b"",
            data[start:end] * 2,
            random.choice(dictionary),
            random.randbytes(random.randrange(1, 4)),
            other[place : place + random.randrange(80)],
        )
    )
