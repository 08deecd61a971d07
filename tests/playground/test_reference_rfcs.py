"""Every section of an RFC that is cited is there.

What there is stands in `rfc_sections.json`, which `rfc_sections.py` makes from the RFCs themselves.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smtp_playground.library import CONTENT

from .rfc_sections import SECTIONS, sections

FILES = sorted(CONTENT.rglob("*.toml"))
KNOWN: dict[str, list[str]] = json.loads(SECTIONS.read_text(encoding="utf-8"))
IN_WORDS = re.compile(
    r"RFC (?P<rfc>[0-9]{3,4})(?:,? \(?(?:section |seção |§)| \(?)"
    r"(?P<section>[0-9]{1,2}(?:\.[0-9]{1,2})*)(?![0-9.]*[0-9])"
)
"""RFC 5321 3.2; RFC 5321 (section 3.2); RFC 5321, section 3.2; RFC 5321 §3.2."""
IN_LINKS = re.compile(
    r"/rfc(?P<rfc>[0-9]{3,4})#(?:section|appendix)-(?P<section>[0-9A-Z]+(?:\.[0-9]+)*)"
)


def name(path: Path) -> str:
    return path.relative_to(CONTENT).as_posix()


def cited(value: object, key: str = "") -> Iterator[str]:
    """Yield what stands under `rfc`, wherever that stands."""
    if isinstance(value, dict):
        for inner, content in value.items():
            yield from cited(content, inner)
    elif isinstance(value, list):
        for content in value:
            yield from [str(content)] if key == "rfc" else cited(content)


def in_words(text: str) -> Iterator[str]:
    """Yield the sections that are named in sentences, and in remarks."""
    for pattern in (IN_WORDS, IN_LINKS):
        for match in pattern.finditer(text):
            yield f"{match['rfc']}#{match['section']}"


def strangers(references: Iterator[str]) -> list[str]:
    """Return the references that lead nowhere."""
    found = []
    for reference in sorted(set(references)):
        rfc, _, section = reference.partition("#")
        if rfc not in KNOWN or (section and section not in KNOWN[rfc]):
            found.append(reference)
    return found


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_cited_section_is_in_its_rfc(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    content: dict[str, Any] = tomllib.loads(text)

    assert strangers(cited(content)) == []
    assert strangers(in_words(text)) == []


def test_citations_are_found_where_they_stand() -> None:
    """A test of sections that found none would hold for ever."""
    under_keys = [each for path in FILES for each in cited(tomllib.loads(path.read_text("utf-8")))]
    told = [each for path in FILES for each in in_words(path.read_text("utf-8"))]

    assert len(set(under_keys)) > 200
    assert len(set(told)) > 10


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (["1.  Introduction", "1.1.  History", "A sentence.", "2.  Model"], ["1", "1.1", "2"]),
        (["1. Introduction", "   9. a point of a list", "2. Model"], ["1", "2"]),
        (["1. Introduction", "7. no heading, too far on", "2. Model"], ["1", "2"]),
        (["1. Introduction", "3. Model", "4.1 Of no section 4"], ["1", "3"]),
        (
            ["Table of Contents", "", "   1.  Introduction . . . 2", "   2.  Model .... 13"],
            ["1", "2"],
        ),
        (["Contents", " 1 Introduction   2", "1. Introduction", "1.1 History"], ["1", "1.1"]),
        (["10.  Ten", "1.  One", "2.  Two"], ["1", "2"]),
        (
            ["1.  One", "Appendix A.  Example", "A.1.  Log", "Appendix B: More"],
            ["1", "A", "A.1", "B"],
        ),
        (["1.  One", "C: EHLO client.example", "A reply.", "B  Nothing"], ["1"]),
        ([f"{number}.  One" for number in range(1, 12)], [str(n) for n in range(1, 12)]),
    ],
)
def test_the_numbers_of_sections_are_read_from_a_text(text: list[str], found: list[str]) -> None:
    assert sections("\n".join(text)) == found
