"""What comes from elsewhere is pinned, and does not say from where."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sitebuild.errors import BuildError
from sitebuild.packages import packages_step
from sitebuild.project import HERE, Project
from sitebuild.steps import ensure

REQUIREMENTS = (HERE.root / "requirements.txt").read_text(encoding="utf-8")


def test_every_python_package_is_pinned_with_hashes() -> None:
    entries = re.split(r"\n(?=\S)", REQUIREMENTS.partition("\n\n")[0] + "\n" + REQUIREMENTS)
    packages = [entry for entry in entries if re.match(r"[a-z]", entry)]

    assert packages
    assert [
        entry for entry in packages if not re.match(r"\S+==\S+ .*--hash=sha256:", entry, re.S)
    ] == []


def test_no_index_is_named() -> None:
    lock = (HERE.web / "package-lock.json").read_text(encoding="utf-8")

    assert "--index-url" not in REQUIREMENTS
    assert "--find-links" not in REQUIREMENTS
    assert '"resolved"' not in lock


def test_every_npm_package_is_pinned_with_its_hash() -> None:
    manifest = json.loads((HERE.web / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((HERE.web / "package-lock.json").read_text(encoding="utf-8"))
    asked = manifest["dependencies"] | manifest["devDependencies"]
    locked = {name: entry for name, entry in lock["packages"].items() if name}

    assert [version for version in asked.values() if not re.fullmatch(r"[\d.]+", version)] == []
    assert [name for name, entry in locked.items() if "integrity" not in entry] == []


def test_without_network_the_first_run_says_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    project = Project(tmp_path)
    project.web.mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (project.web / name).write_bytes((HERE.web / name).read_bytes())

    with pytest.raises(BuildError, match=r"npm packages: no registry answers\. .* the network\.$"):
        ensure(project, packages_step(project))
    assert not project.packages.exists()
