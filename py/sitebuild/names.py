"""A name that changes with its content never goes stale: whoever keeps it may keep it for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def hashed_file(name: str, content: bytes) -> str:
    """Return a file's name with the mark of its content before the ending."""
    stem, ending = name.split(".")
    return f"{hashed_folder(stem, [content])}.{ending}"


def add_asset(site: Path, name: str, content: bytes) -> str:
    """Write a file that the site's pages name; return its path within the site."""
    path = f"assets/{hashed_file(name, content)}"
    (site / path).write_bytes(content)
    return path


def hashed_folder(name: str, contents: Iterable[bytes]) -> str:
    """Return a folder's name with the mark of all that lies in it."""
    return f"{name}-{hashlib.sha256(b''.join(contents)).hexdigest()[:10]}"
