"""Three engines in turn: Chromium and Firefox by Playwright, WebKit as the system has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Playwright

from sitebuild.engines import NAMES, Engine, running

from .driving import Talk


@pytest.fixture(scope="session", params=NAMES)
def engine(request: pytest.FixtureRequest, driver: Playwright) -> Iterator[Engine]:
    """Return each engine in its turn."""
    with running(driver, request.param) as engine:
        yield engine


@pytest.fixture
def talk(engine: Engine) -> Iterator[Talk]:
    """Return a conversation that has not begun, in a window where nothing has been."""
    with engine.visit() as visit:
        yield Talk(visit)
