"""What a program in the page cannot do, each with a word on why, before it does harm.

This is for the reader's sake. What keeps a program from the network is the browser: the worker it
runs in may connect to nobody.
"""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Final, NoReturn

PAGE: Final = frozenset({"js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "micropip"})
"""Modules that lead out of Python, into the page."""


class WallError(ImportError):
    """A module that leads into the page."""


class NoKeyboardError(EOFError):
    """Nobody can type to a program in the page."""


class _Walls(MetaPathFinder):
    """Stands before all other finders."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if name.partition(".")[0] in PAGE:
            raise WallError(f"{name} leads into the page, which this code cannot reach", name=name)
        return None


def _no_keyboard(*_what: object) -> NoReturn:
    raise NoKeyboardError("nobody can type here: write the value into the code")


def _leave(code: int = 0, *_what: object) -> NoReturn:
    raise SystemExit(code)


def raise_walls() -> None:
    """Raise them; what was imported before is forgotten by its name."""
    for name in [name for name in sys.modules if name.partition(".")[0] in PAGE]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Walls())
    builtins.input = _no_keyboard
    for name in ("_exit", "abort", "kill"):
        setattr(os, name, _leave)
