"""Without JavaScript the page says what is missing, and shows what can be read: a conversation."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from .auditing import TOO_WIDE
from .talking import LANGUAGES, SPEAKING, Console, Language, explained_in, title


def _switch_scripts_off(route: Route) -> None:
    """Let a page come without leave to run scripts: each browser then treats it as one of old."""
    response = route.fetch()
    route.fulfill(response=response, headers={**response.headers, **SANDBOX})


SANDBOX = {"content-security-policy": "sandbox"}


@pytest.fixture
def page_of_old(page: Page, site_url: str) -> Page:
    page.route(site_url, _switch_scripts_off)
    page.goto(site_url)
    return page


def test_the_page_says_what_is_missing(page_of_old: Page) -> None:
    for language in LANGUAGES:
        words = page_of_old.locator(f"noscript p[lang={language}]")
        expect(words).to_be_visible()
        expect(words).to_contain_text("SMTP Playground")
        expect(words).to_contain_text("JavaScript")


def test_with_scripts_nobody_reads_that(console: Console) -> None:
    expect(console.page.locator("noscript *")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recorded_conversation_is_read_whole(page_of_old: Page, language: Language) -> None:
    """354 and 502 are explained at once, what went well on request."""
    recording = page_of_old.locator(f"smtp-recording[lang={language}]")
    assert explained_in(recording) == [title(language, name) for name in SPEAKING]
    fold = recording.locator(".routine").first
    fold.locator("summary").first.click()
    why = fold.locator("details").last
    why.locator("summary").click()

    expect(why.locator("h3")).to_be_visible()
    expect(why.locator("h3")).to_have_text(title(language, "recipient-accepted"))


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_shown_that_needs_a_script(page_of_old: Page, width: int) -> None:
    page_of_old.set_viewport_size({"width": width, "height": 640})

    for control in ("button", "select", "input", "progress", "[role=tab]", "[role=log]"):
        expect(page_of_old.locator(f"{control}:visible")).to_have_count(0)
    expect(page_of_old.locator(".name:visible")).to_have_count(1)
    expect(page_of_old.locator("smtp-recording:visible")).to_have_count(len(LANGUAGES))
    assert page_of_old.evaluate(TOO_WIDE) == []
