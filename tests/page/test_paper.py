"""Lessons on paper and guides: nothing to object to, at any width, in print."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from .auditing import TOO_WIDE, audit
from .talking import LANGUAGES, Console, Language

pytestmark = pytest.mark.one_engine

PAGES = (
    "lessons/",
    "lessons/the-lone-dot/",
    "lessons/come-back-later/teacher/",
    "tracks/weird/teacher/",
    "guides/",
    "guides/teachers/",
    "guides/write-a-lesson/",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_fits_and_has_nothing_to_object_to(
    fresh: Console, site_url: str, language: Language, address: str
) -> None:
    wide = language == "en"
    fresh.page.set_viewport_size(ViewportSize(width=1280 if wide else 320, height=900))
    fresh.page.emulate_media(color_scheme="dark" if wide else "light")
    fresh.page.goto(f"{site_url}{language}/{address}")
    audit(fresh)
    assert fresh.page.evaluate(TOO_WIDE) == []
    assert fresh.complaints == []


def test_it_is_read_without_a_script(browser: Browser, site_url: str) -> None:
    with browser.new_context(java_script_enabled=False, service_workers="block") as context:
        page = context.new_page()
        page.goto(f"{site_url}en/lessons/")
        page.get_by_role("link", name="Hand-out", exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Say hello to a server")
        expect(page.get_by_text("What I typed")).to_have_count(2)


@pytest.mark.parametrize("browser", ["chromium"], indirect=True)  # a stock Firefox prints itself
def test_on_paper_there_is_the_lesson_alone(fresh: Console, site_url: str) -> None:
    page = fresh.page
    page.goto(f"{site_url}en/tracks/first-mail/")
    page.emulate_media(media="print")
    expect(page.locator(".find")).to_be_hidden()
    expect(page.locator(".open").first).to_be_hidden()
    breaks = page.locator(".sheet").evaluate_all(
        "all => all.map(one => getComputedStyle(one).breakBefore)"
    )
    assert breaks == ["auto", *["page"] * 4]


def test_a_page_leads_to_its_lesson_in_the_console(fresh: Console, site_url: str) -> None:
    fresh.page.goto(f"{site_url}pt-BR/lessons/say-hello/")
    fresh.page.get_by_role("link", name="Abrir esta lição").click()
    expect(fresh.page.locator("smtp-task")).to_contain_text(re.compile("Apresente-se"))
