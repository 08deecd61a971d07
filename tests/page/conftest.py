"""What the page's tests share: a console that is loaded once a module and begins each test anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sitebuild.browsers import NAMES
from sitebuild.project import HERE

from .hosting import Host
from .talking import Console

FIRST = NAMES[0]
IN_ONE_ENGINE = {
    *("test_bytes.py", "test_client_wire.py", "test_comparison.py", "test_embed_code.py"),
    *("test_export.py", "test_import.py", "test_lessons.py", "test_mailbox.py", "test_paper.py"),
    *("test_reference.py", "test_rules.py", "test_scene.py", "test_state_map.py"),
}
"""What these show is the same document in every engine; what engines do in their own way (focus,
keys, paste, files, storage, workers) the other files try in both."""

expect.set_options(timeout=20_000)  # a busy machine is slow, and nothing here measures speed


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the second engine out where it could tell nothing new."""
    again = [item for item in items if item.path.name in IN_ONE_ENGINE and _engine(item) != FIRST]
    if again:
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if item not in again]


def _engine(item: pytest.Item) -> str:
    parameters = getattr(item, "callspec", None)
    return str(parameters.params.get("browser", FIRST)) if parameters else FIRST


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
