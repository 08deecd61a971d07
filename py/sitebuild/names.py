"""A name that changes with its content never goes stale: whoever keeps it may keep it for ever."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

SINGLE_FILE = "smtp-playground.html"
"""The whole playground, to be carried away; `web/opening.ts` leads to it by this name."""

_MARK = re.compile(r"-[0-9a-f]{10}[./]")


def hashed_file(name: str, content: bytes) -> str:
    """Return a file's name with the mark of its content before the ending."""
    stem, ending = name.split(".")
    return f"{hashed_folder(stem, [content])}.{ending}"


def hashed_folder(name: str, contents: Iterable[bytes]) -> str:
    """Return a folder's name with the mark of all that lies in it."""
    return f"{name}-{hashlib.sha256(b''.join(contents)).hexdigest()[:10]}"


def is_hashed(path: str) -> bool:
    """Tell whether the path of a file carries a mark, its own or that of a folder."""
    return _MARK.search(path) is not None
