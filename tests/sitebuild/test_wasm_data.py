"""A module of data alone: a browser lays it over a memory, and Node's engine is the judge here."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from sitebuild.packages import node_script
from sitebuild.wasm_data import PAGE, data_module, differences

LAY = """
const { readFileSync } = require("node:fs");
const module = new WebAssembly.Module(readFileSync(process.argv[1]));
const memory = new WebAssembly.Memory({ initial: Number(process.argv[2]) });
new Uint8Array(memory.buffer).fill(7);
new WebAssembly.Instance(module, { env: { memory } });
const [notes] = WebAssembly.Module.customSections(module, "notes");
process.stdout.write(Buffer.from(notes).toString("hex") + " ");
process.stdout.write(Buffer.from(memory.buffer).toString("hex"));
"""

# Around the numbers at which LEB128, signed and not, takes one octet more.
PLACES = (0, 63, 64, 127, 128, 8191, 8192, 16383, 16384, PAGE - 3)


def laid(tmp_path: Path, module: bytes, pages: int = 1) -> tuple[bytes, bytes]:
    """Return the notes, and a memory of sevens over which a module was laid."""
    path = tmp_path / "module.wasm"
    path.write_bytes(module)
    command = [str(part) for part in node_script("-e", LAY, path, str(pages))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    notes, memory = (bytes.fromhex(part) for part in done.stdout.split(" "))
    return notes, memory


@pytest.mark.parametrize("place", PLACES)
def test_octets_are_laid_where_they_belong(tmp_path: Path, place: int) -> None:
    _, memory = laid(tmp_path, data_module([(place, b"abc")], PAGE, b"", "notes"))

    expected = bytearray(b"\7" * PAGE)
    expected[place : place + 3] = b"abc"
    assert memory == expected


def test_many_and_large_segments_are_laid(tmp_path: Path) -> None:
    segments = [(at * 1000, bytes([at]) * 500) for at in range(100)]
    _, memory = laid(
        tmp_path, data_module([*segments, (PAGE, b"x" * PAGE)], 2 * PAGE, b"", "notes"), 2
    )

    assert [memory[at * 1000 + 499] for at in range(60)] == list(range(60))
    assert memory[PAGE:] == b"x" * PAGE
    assert memory[500] == 7


def test_the_notes_come_with_it(tmp_path: Path) -> None:
    notes, _ = laid(tmp_path, data_module([], PAGE, b"what it is", "notes"))

    assert notes == b"what it is"


def test_a_memory_that_is_too_small_is_refused(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        laid(tmp_path, data_module([], 2 * PAGE, b"", "notes"), 1)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"aabbccdd", b"aabbccdd", []),
        (b"aabbccdd", b"xabbccdd", [(0, b"xa")]),
        (b"aabbccdd", b"aabbccdx", [(6, b"dx")]),
        (b"aabbccdd", b"aaxbcxdd", [(2, b"xbcx")]),
        (b"aabbccdd", b"xabbxcdd", [(0, b"xa"), (4, b"xc")]),
        (b"", b"", []),
    ],
    ids=["none", "first", "last", "neighbours", "apart", "empty"],
)
def test_differences_are_whole_pages(
    before: bytes, after: bytes, expected: list[tuple[int, bytes]]
) -> None:
    assert list(differences(before, after, 2)) == expected
