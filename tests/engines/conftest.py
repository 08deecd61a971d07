"""Three engines in turn: Chromium and Firefox by Playwright, WebKit as the system has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Playwright

from sitebuild.browsers import launch
from sitebuild.webkit import has_webkitgtk, webkitgtk

from .driving import Engine, PlaywrightEngine, SeleniumEngine, Talk

ENGINES = ("chromium", "firefox", "webkit")


@contextmanager
def running(playwright: Playwright, name: str) -> Iterator[Engine]:
    """Run an engine until the end of the block."""
    if name == "webkit" and has_webkitgtk():
        with webkitgtk() as driver:
            yield SeleniumEngine(name, driver)
        return
    with launch(playwright, name) as browser, browser.new_context(locale="en-US") as context:
        yield PlaywrightEngine(name, context.new_page())


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, driver: Playwright) -> Iterator[Engine]:
    """Return each engine in its turn."""
    with running(driver, request.param) as engine:
        yield engine


@pytest.fixture
def talk(engine: Engine) -> Talk:
    """Return a conversation that has not begun."""
    return Talk(engine)
