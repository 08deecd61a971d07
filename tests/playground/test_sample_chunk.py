"""The ready-made chunk has as many octets as were announced, whatever their number."""

from __future__ import annotations

import pytest

from smtp_playground.sample_chunk import LARGEST, sample_chunk

LINES = ("From: <me@client.example>", "Subject: Hi!", "", "Hello,", "how are you?")


@pytest.mark.parametrize("lines", [LINES, ("",), ("x",), ("xy",)], ids=str)
@pytest.mark.parametrize("octets", [*range(2, 130), LARGEST])
def test_a_sample_has_just_so_many_octets(lines: tuple[str, ...], octets: int) -> None:
    """Each line end counts as two."""
    said = sample_chunk(lines, octets)

    assert octets == len("".join(f"{line}\r\n" for line in said.split("\n")))


def test_a_sample_begins_as_a_message_does() -> None:
    """What does not fit any more is cut off."""
    assert ["From: <me@client.example>", "Subject: Hi!", "", "Hel"] == (
        sample_chunk(LINES, 48).split("\n")
    )


@pytest.mark.parametrize("octets", [0, 1, LARGEST + 1, 2**63])
def test_there_is_no_sample_of_a_size_that_lines_cannot_have(octets: int) -> None:
    """One octet is less than a line end, and nobody reads a megabyte."""
    assert not sample_chunk(LINES, octets)


def test_there_is_no_sample_whose_characters_are_not_octets() -> None:
    """An internationalized address is longer in octets than it looks."""
    assert not sample_chunk(("From: <zoë@client.example>",), 40)
