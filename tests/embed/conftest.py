"""What the tests of embedding share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from sitebuild.browsers import NAMES, launch

from .hosting import Reader, page_of, serving

expect.set_options(timeout=20_000)  # a busy machine is slow, and nothing here measures speed

IN_BOTH = pytest.mark.parametrize("browser", NAMES, indirect=True)
"""For what engines may do in their own way; all else is tried in one."""

Show = Callable[..., Reader]


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest, driver: Playwright) -> Iterator[Browser]:
    """Return a browser: Chromium, where a test asks for no other."""
    with launch(driver, getattr(request, "param", "chromium")) as browser:
        yield browser


@pytest.fixture
def show(page: Page, site_url: str, tmp_path: Path) -> Iterator[Show]:
    """Return what shows a body in a page of another origin than the playground's."""
    with ExitStack() as stack:

        def in_a_page(body: str, *, head: str = "", policy: str = "") -> Reader:
            (tmp_path / "index.html").write_text(page_of(body, site_url, head), encoding="utf-8")
            url = stack.enter_context(serving(tmp_path, policy.replace("SITE", site_url)))
            reader = Reader(page)
            page.goto(url)
            return reader

        yield in_a_page
