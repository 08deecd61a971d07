"""The colours of the style sheets, for what is coloured before a style sheet can be read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from sitebuild.errors import BuildError


class Colour(NamedTuple):
    """A colour by day and by night."""

    light: str
    dark: str


def colour(tokens: Path, name: str) -> Colour:
    """Return the colour that a style sheet declares under a name."""
    own = rf"(?:var\(--smtp-{name}, )?"  # where a page around an embed may set another
    pattern = rf"--{name}: {own}light-dark\((#[0-9a-f]{{6}}), (#[0-9a-f]{{6}})\)"
    found = re.search(pattern, tokens.read_text(encoding="utf-8"))
    if found is None:
        raise BuildError(f"{tokens}: --{name} is not declared with light-dark()")
    return Colour(*found.groups())
