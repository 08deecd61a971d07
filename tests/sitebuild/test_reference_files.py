"""What the reference adds to the site for programs, how much it is; and it is always the same."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from sitebuild.frame import Assets, Frame, Shared, templates
from sitebuild.project import HERE
from sitebuild.reference import (
    NOWHERE,
    _sitemap,
    reference_data,
)
from sitebuild.single_file import escaped
from smtp_playground.markup import plain
from smtp_playground.reference.library import ENGLISH
from smtp_playground.reference.whole import composers
from smtpcore import CATALOGUE

from .pages import LANGUAGES, SITE, pages

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def codes() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SITE / "codes.json").read_text(encoding="utf-8"))
    return told


# For programs.


def test_codes_json_keeps_to_the_schema_beside_it() -> None:
    schema = json.loads((SITE / codes()["$schema"]).read_text(encoding="utf-8"))

    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(codes())] == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("codes", "550", "client"), "panic"),
        (("codes", "550", "status"), "normal"),
        (("codes", "550", "rfc"), ["5321#4.2.3"]),
        (("codes", "550", "words"), {}),
        (("codes", "550", "colour"), "red"),
        (("codes", "650"), {}),
        (("enhanced", "7.1", "basic"), "550"),
        (("enhanced", "5.7.1"), {}),
        (("more",), {}),
    ],
)
def test_the_schema_refuses_what_is_not_so(place: tuple[str, ...], value: object) -> None:
    told = codes()
    *way, last = place
    inner = told
    for step in way:
        inner = inner[step]
    inner[last] = value

    schema = json.loads((SITE / "codes.schema.json").read_text(encoding="utf-8"))
    assert [*Draft202012Validator(schema).iter_errors(told)]


def test_codes_json_tells_what_the_pages_tell() -> None:
    told, words = codes(), composers()
    names = {reply["name"] for code in told["codes"].values() for reply in code["replies"]}

    assert told["codes"].keys() == words[ENGLISH].extra.codes.keys()
    assert told["enhanced"].keys() == words[ENGLISH].extra.enhanced.keys()
    assert names == CATALOGUE.keys()
    for language, composer in words.items():
        for code, entry in composer.extra.codes.items():
            own = told["codes"][code]["words"][language]
            assert own["meaning"] == plain(entry.meaning)
            assert len(own["fix"]) == len(entry.fix)


def test_the_sitemap_lists_every_page_and_nothing_else() -> None:
    root = ElementTree.fromstring((SITE / "sitemap.xml").read_bytes())
    places = [str(each.text) for each in root.iterfind(f"{SITEMAP}url/{SITEMAP}loc")]

    assert root.tag == f"{SITEMAP}urlset"
    assert sorted(place.removeprefix(NOWHERE) for place in places) == sorted(["", *pages()])


# The site's own address.

SHARED = Shared(
    icons={"icon-32": "assets/i32.png", "icon-512": "assets/i512.png", "mark": "assets/m.svg"},
    data=dict.fromkeys(LANGUAGES, "assets/data.bin"),
    address="https://docs.example/smtp/",
)


def page_at(folder: Path, shared: Shared) -> str:
    """Return the page that is written of an entry's address."""
    assets = Assets("assets/r.js", "assets/r.css", dict.fromkeys(LANGUAGES, "assets/f.json"))
    frame = Frame(folder, templates(HERE), shared, assets, "pt-BR")
    frame.write_page("replies/354", "replies", "354", "About <it>", "<p>Body</p>")
    return (folder / "pt-BR/replies/354/index.html").read_text(encoding="utf-8")


def test_with_an_address_what_leaves_the_page_is_absolute(tmp_path: Path) -> None:
    page, site = page_at(tmp_path, SHARED), SHARED.address

    assert f'<link rel="canonical" href="{site}pt-BR/replies/354/">' in page
    assert f'hreflang="en" href="{site}en/replies/354/">' in page
    assert f'hreflang="pt-BR" href="{site}pt-BR/replies/354/">' in page
    assert f'hreflang="x-default" href="{site}en/replies/354/">' in page
    assert f'property="og:url" content="{site}pt-BR/replies/354/">' in page
    assert f'property="og:image" content="{site}assets/i512.png">' in page


def test_with_an_address_what_the_page_needs_stays_relative(tmp_path: Path) -> None:
    """So that a copy of the site works wherever it lies."""
    page = page_at(tmp_path, SHARED)

    assert page.count(SHARED.address) == 6
    assert 'src="../../../assets/r.js"' in page
    assert 'href="../../../en/replies/354/" lang="en"' in page
    assert 'content="About &lt;it&gt;"' in page


def test_without_an_address_everything_is_relative(tmp_path: Path) -> None:
    page = page_at(tmp_path, Shared(SHARED.icons, SHARED.data, ""))

    assert '<link rel="canonical" href="../../../pt-BR/replies/354/">' in page
    assert "://" not in page


def test_the_sitemap_has_whole_addresses() -> None:
    told = _sitemap(["en/", "en/replies/"], SHARED.address)
    places = [each.text for each in ElementTree.fromstring(told.encode()).iter(f"{SITEMAP}loc")]

    assert places == [f"{SHARED.address}{path}" for path in ("", "en/", "en/replies/")]


# How much it is.


def size(*patterns: str) -> int:
    return sum(
        path.stat().st_size for pattern in patterns for path in SITE.glob(pattern) if path.is_file()
    )


def test_the_reference_adds_less_than_ten_million_octets_to_the_site() -> None:
    pages_and_twins = size(*(f"{language}/**/*" for language in LANGUAGES))
    shared = size("assets/reference*", "assets/find*", "codes*.json", "sitemap.xml")

    assert pages_and_twins > 5_000_000
    assert shared > 500_000
    assert pages_and_twins + shared < 10_000_000


def test_the_reference_adds_less_than_1_200_000_octets_to_the_single_file() -> None:
    """As they stand in it: octets, of which a few are escaped."""
    parts = [escaped(octets) for octets in reference_data(HERE).values()]
    single = (SITE / "smtp-playground.html").read_bytes()

    assert all(part in single for part in parts)
    assert sum(map(len, parts)) < 1_200_000


# Always the same.

PRINTED = """
import hashlib, json
from dataclasses import asdict
from smtp_playground.reference.machine import codes_json
from smtp_playground.reference.whole import composers, reference
data = [json.dumps(asdict(reference(language))) for language in composers()]
print(hashlib.sha256("".join([codes_json(), *data]).encode()).hexdigest())
"""


def test_the_same_sources_make_the_same_reference_whatever_the_hash_seed() -> None:
    """A set that found its way into a page would show its order."""
    digests = set()
    for seed in ("1", "2", "3"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(HERE.python)}
        command = [sys.executable, "-c", PRINTED]
        digests.add(subprocess.check_output(command, env=environment, text=True).strip())

    assert len(digests) == 1
    assert all(len(digest) == hashlib.sha256().digest_size * 2 for digest in digests)
