"""What installs the page as an application: its manifest, icons and colours."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest

from sitebuild.errors import BuildError
from sitebuild.icons import ICONS, icons
from sitebuild.palette import Colour, colour
from sitebuild.project import HERE
from sitebuild.site import build_site

MARK = HERE.web / "icons" / "mark.svg"
TOKENS = HERE.web / "styles" / "tokens.css"


@pytest.fixture(scope="module")
def site() -> Path:
    build_site(HERE)
    return HERE.site


@pytest.fixture(scope="module")
def fields(site: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
    return json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))


def size(png: bytes) -> tuple[int, int]:
    """Return width and height, by the PNG's own header."""
    signature, _, kind, width, height = struct.unpack(">8sI4sII", png[:24])
    assert (signature, kind) == (b"\x89PNG\r\n\x1a\n", b"IHDR")
    return width, height


def test_the_manifest_says_what_an_application_needs(fields: Any) -> None:  # noqa: ANN401
    assert fields["name"] == "SMTP Playground"
    assert len(fields["short_name"]) <= 12  # what fits under an icon
    assert len(fields["description"]) > 20
    assert (fields["start_url"], fields["scope"]) == (".", ".")
    assert fields["display"] == "standalone"


def test_its_colours_are_those_of_the_page(fields: Any, site: Path) -> None:  # noqa: ANN401
    bar, paper = colour(TOKENS, "chrome"), colour(TOKENS, "paper")
    page = (site / "index.html").read_text(encoding="utf-8")

    assert (fields["theme_color"], fields["background_color"]) == (bar.light, paper.light)
    assert re.findall(r'name="theme-color" content="(.+?)"', page) == list(bar)


def test_its_icons_have_the_sizes_that_they_claim(fields: Any, site: Path) -> None:  # noqa: ANN401
    claimed = {(icon["sizes"], icon["purpose"]) for icon in fields["icons"]}

    assert claimed == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in fields["icons"]:
        width, height = size((site / icon["src"]).read_bytes())
        assert icon["type"] == "image/png"
        assert icon["sizes"] == f"{width}x{height}"


def test_the_page_leads_to_the_manifest_and_to_its_icons(site: Path) -> None:
    page = (site / "index.html").read_text(encoding="utf-8")
    links = dict(re.findall(r'<link rel="([a-z-]+)" href="([^"]+)"', page))

    assert links["manifest"] == "manifest.webmanifest"
    assert size((site / links["apple-touch-icon"]).read_bytes()) == (180, 180)
    assert (site / links["icon"]).read_bytes() == MARK.read_bytes()


def test_every_icon_is_made_in_its_size_and_the_same_each_time() -> None:
    made = dict(icons(MARK))

    assert dict(icons(MARK)) == made
    assert {f"{icon.name}.png": (icon.size, icon.size) for icon in ICONS} == {
        name: size(content) for name, content in made.items() if name.endswith(".png")
    }


def test_an_icon_that_systems_cut_has_colour_to_its_edge() -> None:
    made = dict(icons(MARK))

    assert made["maskable-512.png"] != made["icon-512.png"]


def test_the_mark_wears_the_accent_and_no_font() -> None:
    drawing = MARK.read_text(encoding="utf-8")

    colours = {colour(TOKENS, name).light for name in ("accent", "on-accent")}
    assert set(re.findall("#[0-9a-f]{6}", drawing)) == colours
    assert "<text" not in drawing


def test_a_drawing_that_is_none_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "mark.svg").write_text("<svg")

    with pytest.raises(BuildError, match=r"mark\.svg: "):
        list(icons(tmp_path / "mark.svg"))


def test_a_colour_has_a_light_and_a_dark_side(tmp_path: Path) -> None:
    (tmp_path / "tokens.css").write_text(":host {\n  --ink: light-dark(#000000, #ffffff);\n}")

    assert colour(tmp_path / "tokens.css", "ink") == Colour("#000000", "#ffffff")
    with pytest.raises(BuildError, match=r"tokens\.css: --paper is not declared"):
        colour(tmp_path / "tokens.css", "paper")
