"""What the service worker is told to keep."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

from sitebuild.offline import SCRIPT, add_service_worker, precache
from sitebuild.project import HERE

NAMES = (
    "index.html",
    "folder/index.html",
    "assets/app-0123456789.js",
    "assets/runtime-1.2.3-0123456789/python.wasm",
    "assets/mark.svg",
)
NOT_KEPT = (
    SCRIPT,
    "smtp-playground.html",
    "assets/snapshot-0123456789.wasm",
    "en/replies/354/index.html",
    "en/replies/354/index.md",
    "pt-BR/index.html",
    "codes.json",
    "codes.schema.json",
    "sitemap.xml",
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in (*NAMES, *NOT_KEPT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def revisions(site: Path) -> dict[str, str | None]:
    return {entry["url"]: entry["revision"] for entry in precache(site)}


def test_what_the_console_is_made_of_is_kept(site: Path) -> None:
    """Not the worker, the single file, the reference's pages, and what is for programs."""
    assert sorted(NAMES) == sorted(revisions(site))


def test_a_name_that_changes_with_its_content_needs_no_revision(site: Path) -> None:
    hashed = {url for url, revision in revisions(site).items() if revision is None}

    assert hashed == {"assets/app-0123456789.js", "assets/runtime-1.2.3-0123456789/python.wasm"}


def test_a_revision_changes_with_the_content_and_with_nothing_else(site: Path) -> None:
    before = revisions(site)
    (site / "index.html").touch()
    assert revisions(site) == before

    (site / "index.html").write_text("other")
    changed = {url for url, revision in revisions(site).items() if revision != before[url]}
    assert changed == {"index.html"}


def test_each_content_can_be_recognised(site: Path) -> None:
    for entry in precache(site):
        digest = hashlib.sha256((site / entry["url"]).read_bytes()).digest()
        assert entry["integrity"] == f"sha256-{base64.b64encode(digest).decode()}"


def test_the_worker_changes_when_any_file_does(site: Path) -> None:
    add_service_worker(HERE, site)
    before = (site / SCRIPT).read_bytes()
    add_service_worker(HERE, site)
    assert (site / SCRIPT).read_bytes() == before

    (site / "assets/mark.svg").write_text("other")
    add_service_worker(HERE, site)
    assert (site / SCRIPT).read_bytes() != before


def test_the_worker_carries_the_list(site: Path) -> None:
    add_service_worker(HERE, site)
    script = (site / SCRIPT).read_text(encoding="utf-8")

    for entry in precache(site):
        assert json.dumps(entry["url"]) in script
        assert entry["integrity"] in script
