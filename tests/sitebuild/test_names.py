"""Names that change with their content."""

from __future__ import annotations

import pytest

from sitebuild.names import hashed_file, hashed_folder
from smtp_playground.site_server import is_hashed


def test_a_name_changes_with_the_content() -> None:
    name = hashed_file("app.js", b"one")

    assert name.startswith("app-")
    assert name.endswith(".js")
    assert name == hashed_file("app.js", b"one")
    assert name != hashed_file("app.js", b"two")


def test_a_folders_name_changes_with_each_of_its_files() -> None:
    assert hashed_folder("1.2.3", [b"one", b"two"]) != hashed_folder("1.2.3", [b"one", b"six"])


@pytest.mark.parametrize(
    "path", [hashed_file("app.js", b""), f"/assets/{hashed_folder('python-3.14', [])}/python.wasm"]
)
def test_a_mark_is_recognised(path: str) -> None:
    assert is_hashed(path)


@pytest.mark.parametrize(
    "path", ["index.html", "app-123.js", "pyodide-314.0.7/pyodide.mjs", "550-0123456789"]
)
def test_what_has_none_is_recognised_too(path: str) -> None:
    assert not is_hashed(path)
