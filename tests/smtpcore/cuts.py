"""The pieces in which octets may arrive: whole, one by one, and at random."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

import pytest

Cut = Callable[[bytes], Sequence[bytes]]


def whole(data: bytes) -> list[bytes]:
    """All in one piece."""
    return [data] if data else []


def single(data: bytes) -> list[bytes]:
    """Octet by octet."""
    return [data[index : index + 1] for index in range(len(data))]


def ragged(seed: int) -> Cut:
    """Pieces of 0 to 9 octets, and now and then a long one; the same for the same seed."""

    def cut(data: bytes) -> list[bytes]:
        random = Random(seed)
        pieces, start = [], 0
        while start < len(data):
            length = random.choice((*range(10), 100))
            pieces.append(data[start : start + length])
            start += length
        return pieces

    return cut


CUTS: Final[dict[str, Cut]] = {
    "whole": whole,
    "octet-by-octet": single,
    **{f"ragged-{seed}": ragged(seed) for seed in range(3)},
}

every_cut = pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
"""Tries a test with each cut."""
