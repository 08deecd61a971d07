"""What tests share: the built site, served, and the two browsers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from sitebuild.browsers import NAMES, launch
from sitebuild.project import HERE
from sitebuild.server import SiteServer, running


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what another engine could tell nothing new of; run what drives a browser last.

    The quick ones speak first, and Playwright keeps an event loop running in this thread,
    in which no test after it could start one of its own.
    """
    again = {item for item in items if _is_told_already(item)}
    config.hook.pytest_deselected(items=[*again])
    items[:] = [item for item in items if item not in again]
    items.sort(key=lambda item: "driver" in getattr(item, "fixturenames", ()))


def _is_told_already(item: pytest.Item) -> bool:
    """Whether the test shows the same document in every engine, and this is not the first.

    What engines do in their own way (focus, keys, paste, files, storage, workers) is tried in all.
    """
    marks = {mark.name for mark in item.iter_markers()}
    parameters = getattr(item, "callspec", None)
    if parameters is None or "one_engine" not in marks or "every_engine" in marks:
        return False
    engine = parameters.params.get("browser", parameters.params.get("engine", NAMES[0]))
    return bool(engine != NAMES[0])


@pytest.fixture(scope="session")
def site_url() -> Iterator[str]:
    """Return where the built site is served."""
    if not HERE.site.exists():
        pytest.fail("there is no site yet: `python3 build.py test` makes it first")
    with running(SiteServer(HERE.site)) as server:
        yield server.url


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Return Playwright."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session", params=NAMES)
def browser(request: pytest.FixtureRequest, driver: Playwright) -> Iterator[Browser]:
    """Return each browser in its turn."""
    browser = launch(driver, request.param)
    yield browser
    browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a new page with nothing stored, in English."""
    with browser.new_context(locale="en-US", service_workers="block") as context:
        yield context.new_page()
