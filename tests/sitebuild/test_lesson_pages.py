"""Lessons on paper and the guides: whole in both languages, their links lead somewhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import html5lib
import pytest

from sitebuild.guides import GUIDES, html, read_guide
from sitebuild.lesson_pages import track_sheets
from sitebuild.project import Project
from smtp_playground.embedding.element import ATTRIBUTES
from smtp_playground.lessons.built_in import languages, lessons
from smtp_playground.lessons.linting import lint
from smtp_playground.lessons.program import entries
from smtp_playground.lessons.reading import KEYS, MESSAGE_KEYS, REPLY_KEYS, SEE_KINDS, STEP_KEYS
from smtp_playground.library import CONTENT

HERE = Path(__file__).parents[2]
SITE = Project(HERE).site
LANGUAGES = languages()
PAGES = [
    f"{language}/{page}"
    for language in LANGUAGES
    for page in (
        "lessons",
        "lessons/say-hello",
        "lessons/smuggling/teacher",
        "tracks/refused",
        "tracks/refused/teacher",
        "guides",
        *(f"guides/{name}" for name in GUIDES),
    )
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_has_its_sheets(language: str) -> None:
    for id_ in lessons(language):
        for page in (f"lessons/{id_}", f"lessons/{id_}/teacher"):
            assert SITE.joinpath(language, page, "index.html").is_file()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_sound_and_its_links_lead_somewhere(page: str) -> None:
    path = SITE / page / "index.html"
    text = path.read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(text)
    assert not re.search(r"<(?:p|li)>\s*</(?:p|li)>", text)
    for href in map(unescape, re.findall(r'<a [^>]*?href="([^"]*)"', text)):
        if not href.startswith("https://"):
            target = (path.parent / href.partition("#")[0]).resolve()
            assert target.is_file() or (target / "index.html").is_file(), href


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_teachers_sheet_shows_the_solution_as_it_was_played(language: str) -> None:
    (sheet,) = (
        each
        for track in track_sheets(language)
        for each in track.sheets
        if each.lesson.id == "say-hello"
    )
    assert "C: EHLO client.example\nS: 250-mx.example.com" in sheet.solution
    assert sheet.near_miss == ("HELLO client.example", "QUIT")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guides_example_is_a_lesson(language: str) -> None:
    source = read_guide(CONTENT, language, "write-a-lesson").source
    found = re.search(r"```toml\n(.*?)```", source, re.DOTALL)
    assert found
    lesson, problems = lint(found[1], entries())
    assert problems == []
    assert lesson
    assert lesson.language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_tells_of_every_key(language: str) -> None:
    source = read_guide(CONTENT, language, "write-a-lesson").source
    told = {*re.findall(r"`([a-z_]+)`", source), *re.findall(r"([a-z_]+) = ", source)}
    assert {*KEYS, *STEP_KEYS, *REPLY_KEYS, *MESSAGE_KEYS, *SEE_KINDS} <= told


def test_html_in_a_guide_is_text() -> None:
    assert "<script>" not in html("Hi <script>alert(1)</script>", "../", "en")


def test_paper_is_not_stored_for_the_next_visit() -> None:
    assert "lessons/say-hello" not in SITE.joinpath("service-worker.js").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_tells_of_every_attribute_of_the_element(language: str) -> None:
    source = read_guide(CONTENT, language, "embed").source

    assert set(ATTRIBUTES) <= set(re.findall(r"^\| `(\w+)`", source, re.MULTILINE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_in_a_guide_is_the_one_that_is_tried(language: str) -> None:
    """`tests/embed` tries just that one."""
    source = read_guide(CONTENT, language, "embed").source
    policy = "script-src SITE 'wasm-unsafe-eval'; worker-src SITE blob:; connect-src SITE"

    assert policy.replace("SITE", "https://play.example") in source
