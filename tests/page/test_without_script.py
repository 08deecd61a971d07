"""Without JavaScript the page says what it is and what is missing."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from .talking import LANGUAGES, Console


def _switch_scripts_off(route: Route) -> None:
    """Let a page come without leave to run scripts: each browser then treats it as one of old."""
    response = route.fetch()
    route.fulfill(response=response, headers={**response.headers, **SANDBOX})


SANDBOX = {"content-security-policy": "sandbox"}


def test_the_page_says_what_is_missing(page: Page, site_url: str) -> None:
    page.route(site_url, _switch_scripts_off)
    page.goto(site_url)

    for language in LANGUAGES:
        words = page.locator(f"noscript [lang={language}]")
        expect(words).to_be_visible()
        expect(words).to_contain_text("SMTP Playground")
        expect(words).to_contain_text("JavaScript")


def test_with_scripts_nobody_reads_that(console: Console) -> None:
    expect(console.page.locator("noscript *")).to_have_count(0)
