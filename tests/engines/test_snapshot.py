"""Python begins from its snapshot in every engine; one that is of no use costs only time."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitebuild.project import HERE
from sitebuild.server import SiteServer, running
from sitebuild.snapshot import sealed

from .conversation import converses
from .driving import Talk


def cut_short(packed: bytes) -> bytes:
    return packed[: len(packed) // 2]


def flipped(packed: bytes) -> bytes:
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 1]) + packed[middle + 1 :]


def of_another_build(packed: bytes) -> bytes:
    module = gzip.decompress(packed)
    at = module.index(b'"build":"') + len(b'"build":"')
    return gzip.compress(sealed(module[:at] + b"f" * 16 + module[at + 16 :]), 1)


def nonsense(packed: bytes) -> bytes:
    return gzip.compress(packed[:1000], 1)


def nothing(packed: bytes) -> bytes:
    return packed[:0]


FAULTS = (
    flipped,
    *(
        pytest.param(fault, marks=pytest.mark.one_engine)
        for fault in (cut_short, of_another_build, nonsense, nothing)
    ),
)


@pytest.fixture(scope="module", params=FAULTS, ids=lambda fault: fault.__name__)
def damaged_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return where a site is served whose snapshot is damaged."""
    folder = tmp_path_factory.mktemp("damaged") / "site"
    shutil.copytree(HERE.site, folder)
    damage(folder, request.param)
    with running(SiteServer(folder)) as server:
        yield server.url


def damage(folder: Path, fault: Callable[[bytes], bytes]) -> None:
    """Damage the snapshot that a site sends."""
    (packed,) = folder.glob("assets/snapshot-*.bin")
    packed.write_bytes(fault(packed.read_bytes()))


def test_the_conversation_begins_from_the_snapshot(talk: Talk, site_url: str) -> None:
    talk.open(site_url)

    assert talk.how["way"] == "snapshot"
    converses(talk)


def test_the_plain_way_can_be_asked_for(talk: Talk, site_url: str) -> None:
    talk.open(f"{site_url}?boot=plain")

    assert (talk.how["way"], talk.how["reason"]) == ("plain", "")
    converses(talk)


def test_a_damaged_snapshot_ends_in_a_working_page(talk: Talk, damaged_url: str) -> None:
    talk.open(damaged_url)

    assert talk.how["way"] == "plain"
    assert talk.how["reason"]
    converses(talk)
