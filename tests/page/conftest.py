"""What the page's tests share: a console that is loaded once a module and begins each test anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .talking import Console

expect.set_options(timeout=20_000)  # a busy machine is slow, and nothing here measures speed


@pytest.fixture(scope="module")
def loaded(browser: Browser, site_url: str) -> Iterator[Console]:
    """Return a page whose server has greeted."""
    with browser.new_context(locale="en-US") as context:
        console = Console(context.new_page())
        console.load(site_url)
        yield console


@pytest.fixture
def console(loaded: Console) -> Iterator[Console]:
    """Return the loaded page with an empty conversation; it must have nothing to complain of."""
    loaded.begin_again()
    yield loaded
    assert loaded.complaints == []


@pytest.fixture
def fresh(page: Page) -> Console:
    """Return a page that is not loaded yet."""
    return Console(page)
