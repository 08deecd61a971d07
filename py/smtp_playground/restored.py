"""What Python does first when it begins from a memory snapshot, in the page.

The snapshot holds whatever had been imported when it was taken, and no file. The rest of the
standard library is fetched when something of it is first imported, and so is what of our own few
readers ask for. Randomness begins anew.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Final

__all__ = ["begin"]

_PACKAGE: Final = "smtp_playground"


def begin(mount: Callable[[], None], mount_own: Callable[[], str]) -> None:
    """Renew what must not be the same in every page, and get ready for later imports.

    `mount` puts the library's file where `sys.path` has it; it is called once, when needed.
    `mount_own` does so with our own packages, and returns where their zip is. Both may raise
    anything: the import that asked for it then fails with that reason.
    """
    random.seed()
    sys.meta_path.insert(0, _Library(mount))
    sys.meta_path.insert(0, _Own(mount_own))
    sys.meta_path.append(_Missing())


class _Library(MetaPathFinder):
    """Stands before all other finders until the library is there, and finds nothing itself."""

    def __init__(self, mount: Callable[[], None]) -> None:
        self._mount: Final = mount

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        sys.meta_path.remove(self)  # mounting may import
        try:
            self._mount()
        except Exception as error:
            sys.meta_path.insert(0, self)
            reason = f"cannot import {name}: the standard library could not be fetched ({error})"
            raise ImportError(reason, name=name) from error
        return None


class _Own(MetaPathFinder):
    """Finds what of this package is not in the snapshot, without asking for the library."""

    def __init__(self, mount: Callable[[], str]) -> None:
        self._mount: Final = mount
        self._zip = ""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        parent = name.rpartition(".")[0]
        if f"{parent}.".partition(".")[0] != _PACKAGE:
            return None
        try:
            self._zip = self._zip or self._mount()
        except Exception as error:
            reason = f"cannot import {name}: this part of the page could not be fetched ({error})"
            raise ImportError(reason, name=name) from error
        return PathFinder.find_spec(name, [f"{self._zip}/{parent.replace('.', '/')}"])


class _Missing(MetaPathFinder):
    """Stands behind all other finders: what it is asked for is not there."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if name.partition(".")[0] in sys.stdlib_module_names:
            reason = f"{name} is part of Python, but left out of this page to keep it small"
            raise ModuleNotFoundError(reason, name=name)
        return None
