"""One way to drive three engines: open an address, run a script in the page, press keys.

Chromium and Firefox come by Playwright, WebKit as the system has it, by Selenium or Playwright:
their drivers have no more in common.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from playwright.sync_api import Browser, Page, Playwright
from selenium.webdriver import Keys, WebKitGTK

from sitebuild.browsers import launch
from sitebuild.errors import BuildError
from sitebuild.webkit import has_webkitgtk, webkitgtk

NAMES = ("chromium", "firefox", "webkit")
WAITING = 120_000  # milliseconds until a script counts as hung
PROMPT = """
const root = document.querySelector("smtp-playground").shadowRoot;
const composer = root.querySelector("smtp-prompt, smtp-message-editor").shadowRoot;
return composer.querySelector("[data-part=prompt]");
"""


class Visit(Protocol):
    """One person's window, with nothing kept from before."""

    def open(self, address: str) -> None:
        """Go to an address and wait until the page is loaded."""

    def run(self, script: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Run the body of a function in the page; return what it returns, awaited."""

    def type(self, keys: str) -> None:
        """Press keys where the next line is written; a newline is Enter."""


class Engine(Protocol):
    """A browser, from which each visit begins anew."""

    name: str
    version: str

    def visit(self) -> AbstractContextManager[Visit]:
        """Begin a visit."""


@contextmanager
def running(playwright: Playwright, name: str) -> Iterator[Engine]:
    """Have an engine until the end of the block."""
    if name == "webkit" and has_webkitgtk():
        yield _WebKitGTK(name)
        return
    with launch(playwright, name) as browser:
        yield _PlaywrightEngine(name, browser.version, browser)


@dataclass
class _PlaywrightEngine:
    name: str
    version: str
    browser: Browser

    @contextmanager
    def visit(self) -> Iterator[Visit]:
        with self.browser.new_context(locale="en-US") as context:
            yield _PlaywrightVisit(context.new_page())


@dataclass
class _PlaywrightVisit:
    page: Page

    def open(self, address: str) -> None:
        self.page.goto(address)

    def run(self, script: str) -> Any:  # noqa: ANN401
        return self.page.evaluate(f"async () => {{ {script} }}")

    def type(self, keys: str) -> None:
        self.page.locator("[data-part=prompt]").press_sequentially(keys)


@dataclass
class _WebKitGTK:
    name: str
    version: str = ""

    @contextmanager
    def visit(self) -> Iterator[Visit]:
        with webkitgtk() as driver:
            self.version = str(driver.capabilities["browserVersion"])
            driver.set_script_timeout(WAITING / 1000)
            yield _SeleniumVisit(driver)


@dataclass
class _SeleniumVisit:
    driver: WebKitGTK

    def open(self, address: str) -> None:
        self.driver.get(address)

    def run(self, script: str) -> Any:  # noqa: ANN401
        # A failure is answered as well, or the driver would wait for one.
        call = (
            f"(async () => {{ {script} }})().then((result) => ({{ result }}),"
            " (error) => ({ error: String(error) })).then(arguments[arguments.length - 1])"
        )
        answer = self.driver.execute_async_script(call)
        if "error" in answer:
            raise BuildError(f"{self.driver.current_url}: {answer['error']}")
        return answer.get("result")

    def type(self, keys: str) -> None:
        self.driver.execute_script(PROMPT).send_keys(keys.replace("\n", Keys.ENTER))
