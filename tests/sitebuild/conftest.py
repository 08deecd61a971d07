"""What the build's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitebuild.project import Project

from .checkouts import copy_built_checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Project:
    """Return a checkout whose site is built, that a test may break."""
    return copy_built_checkout(tmp_path / "checkout")
