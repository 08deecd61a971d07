"""What a browser reads to install the page as an application of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sitebuild.icons import ICONS, Icon
from sitebuild.palette import Colour

SHOWN_BY_SYSTEMS = ("icon-192", "icon-512", "maskable-512")


def manifest(words: Mapping[str, str], icons: Mapping[str, str], bar: Colour, paper: Colour) -> str:
    """Return the manifest, with the paths of the icons by their names.

    It knows one set of colours only: the light ones.
    """
    fields = {
        "name": words["page.title"],
        "short_name": words["page.short-title"],
        "description": words["page.description"],
        "lang": "en",
        "dir": "ltr",
        "start_url": ".",
        "scope": ".",
        "display": "standalone",
        "theme_color": bar.light,
        "background_color": paper.light,
        "categories": ["education", "developer"],
        "icons": [_entry(icon, icons) for icon in ICONS if icon.name in SHOWN_BY_SYSTEMS],
    }
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def _entry(icon: Icon, paths: Mapping[str, str]) -> dict[str, str]:
    return {
        "src": paths[icon.name],
        "sizes": f"{icon.size}x{icon.size}",
        "type": "image/png",
        "purpose": "maskable" if icon.bleeds else "any",
    }
