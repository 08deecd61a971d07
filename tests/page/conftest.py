"""What the page's tests share: a console that is loaded once a module and begins each test anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sitebuild.project import HERE

from .hosting import Host
from .talking import Console

expect.set_options(timeout=20_000)  # a busy machine is slow, and nothing here measures speed


@pytest.fixture(scope="module")
def loaded(browser: Browser, site_url: str) -> Iterator[Console]:
    """Return a page whose server has greeted."""
    with browser.new_context(locale="en-US", service_workers="block") as context:
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
def host(tmp_path: Path) -> Iterator[Host]:
    """Return a host that serves the built site."""
    host = Host(tmp_path)
    host.publish(HERE.site)
    yield host
    host.pull_the_cable()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Return a browser that has stored nothing yet, and may."""
    with browser.new_context(locale="en-US", service_workers="allow") as context:
        yield context


@pytest.fixture
def fresh(page: Page) -> Console:
    """Return a page that is not loaded yet."""
    return Console(page)
