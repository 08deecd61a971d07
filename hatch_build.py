"""Part of building the package: the site goes into it, so it must have been built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SiteHook(BuildHookInterface[Any]):
    """Refuses to pack a package without the site."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Say in one line what is missing and how to mend it."""
        del version, build_data
        if not Path(self.root, "dist", "embed.js").is_file():
            raise SystemExit("the site is not built: python3 build.py site")
