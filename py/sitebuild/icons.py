"""The page's icons, all made from one drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import resvg_py

from sitebuild.errors import BuildError


@dataclass(frozen=True, slots=True)
class Icon:
    """One picture of the mark."""

    name: str
    size: int
    bleeds: bool = False
    "Its colour runs to the edge, for systems that cut icons to a shape of their own."


ICONS = (
    Icon("icon-32", 32),
    Icon("icon-192", 192),
    Icon("icon-512", 512),
    Icon("maskable-512", 512, bleeds=True),
    Icon("touch-180", 180, bleeds=True),
)
_BLEED = "#bleed { display: inline }"


def icons(mark: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files made from the drawing: itself, and each picture of it as PNG."""
    yield "mark.svg", mark.read_bytes()
    for icon in ICONS:
        yield f"{icon.name}.png", _picture(mark, icon)


def _picture(mark: Path, icon: Icon) -> bytes:
    try:
        return resvg_py.svg_to_bytes(
            svg_path=str(mark),
            width=icon.size,
            height=icon.size,
            style_sheet=_BLEED if icon.bleeds else None,
            skip_system_fonts=True,  # the same picture on every machine
        )
    except ValueError as error:
        raise BuildError(f"{mark}: {error}") from error
