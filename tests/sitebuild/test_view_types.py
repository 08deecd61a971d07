"""TypeScript from dataclasses."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sitebuild.errors import BuildError
from sitebuild.view_types import typescript

MODEL = '''
from __future__ import annotations
from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "right"]

@dataclass(frozen=True)
class Leaf:
    """A leaf."""

    name: str
    side: Side

@dataclass(frozen=True)
class Tree:
    """A tree."""

    height: int
    "In metres."
    old: bool
    leaves: tuple[Leaf, ...]
    rows: tuple[tuple[str, ...], ...]
    top: Leaf | None
    tops: tuple[Leaf | None, ...]
'''

EXPECTED = """// Made from model by the build; change that instead.

export type Side = "left" | "right";

/** A leaf. */
export interface Leaf {
  readonly name: string;
  readonly side: Side;
}

/** A tree. */
export interface Tree {
  /** In metres. */
  readonly height: number;
  readonly old: boolean;
  readonly leaves: readonly Leaf[];
  readonly rows: readonly (readonly string[])[];
  readonly top: Leaf | null;
  readonly tops: readonly (Leaf | null)[];
}
"""


def module(folder: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import a source text as the module `model`."""
    path = folder / "model.py"
    path.write_text(source)
    spec = importlib.util.spec_from_file_location("model", path)
    assert spec is not None
    assert spec.loader is not None
    model = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "model", model)
    spec.loader.exec_module(model)
    return model


def test_every_kind_of_field_has_its_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert typescript(module(tmp_path, MODEL, monkeypatch)) == EXPECTED


@pytest.mark.parametrize("field", ["dict[str, str]", "bytes", "tuple[int, str]", "list[int]"])
def test_what_the_view_cannot_hold_is_refused(
    field: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = MODEL.replace("height: int", f"height: {field}")

    with pytest.raises(BuildError, match=r"bubbles\.py: the view has no type for"):
        typescript(module(tmp_path, source, monkeypatch))
