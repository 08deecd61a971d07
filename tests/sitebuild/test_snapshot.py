"""The snapshot's own octets: whole, sealed, small, and the same from the same sources."""

from __future__ import annotations

import gzip

import pytest

from sitebuild.project import HERE
from sitebuild.snapshot import build_id, checksum, packed, sealed
from sitebuild.wasm_data import MAGIC


@pytest.mark.parametrize("size", range(8, 13))
def test_a_seal_holds_the_sum_of_all_words_before_it(size: int) -> None:
    module = sealed(MAGIC + bytes(size - len(MAGIC)))

    assert len(module) % 4 == 0
    assert checksum(module[:-4]).to_bytes(4, "little") == module[-4:]


def test_any_flipped_octet_breaks_the_seal() -> None:
    whole = sealed(MAGIC + b"\0\6\1nabcd")
    for at in range(len(whole) - 4):
        broken = bytearray(whole)
        broken[at] ^= 1

        assert checksum(bytes(broken[:-4])).to_bytes(4, "little") != whole[-4:]


def test_only_what_differs_is_kept() -> None:
    fresh, ready = bytes(65536), bytes(60000) + b"x" + bytes(5535)

    assert len(packed(fresh, ready, b"{}")) < 1200


def test_the_snapshot_is_there_bare_and_packed() -> None:
    bare = (HERE.snapshot / "snapshot.wasm").read_bytes()

    assert gzip.decompress((HERE.snapshot / "snapshot.gz").read_bytes()) == bare
    assert f'"build":"{build_id(HERE)}"'.encode() in bare


def test_no_path_of_this_machine_is_in_it() -> None:
    """A build must not tell where it was made, nor differ by it."""
    bare = (HERE.snapshot / "snapshot.wasm").read_bytes()

    assert str(HERE.root).encode() not in bare
    assert b"node_modules" not in bare
