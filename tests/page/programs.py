"""The reader's own client in the page, as tests use it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from .talking import Console

RUN_TIME = 240_000
"""Milliseconds in which a run ends, on a busy machine."""


@dataclass
class Client:
    """The tab of a console, with its editor there."""

    console: Console

    @property
    def view(self) -> Locator:
        return self.console.page.locator("smtp-client")  # by roles, a long log takes long

    @property
    def editor(self) -> Locator:
        return self.view.locator(".cm-content")

    @property
    def run_button(self) -> Locator:
        return self.view.locator(".run")

    @property
    def told(self) -> Locator:
        return self.view.locator(".told")

    @property
    def printed(self) -> Locator:
        return self.view.locator(".printed pre")

    @property
    def fault(self) -> Locator:
        return self.view.locator(".fault")

    def open(self) -> Client:
        """Open the tab."""
        self.console.tab("client").click()
        expect(self.editor).to_be_visible()
        return self

    def write(self, code: str) -> None:
        """Put code in the editor, as an example does."""
        self.view.evaluate("(element, code) => element.write(code)", code)

    def run(self, code: str) -> None:
        """Run code to its end."""
        self.write(code)
        self.run_button.click()
        self.wait()

    def wait(self) -> None:
        """Wait for the end of a run, and of what the conversation shows of it."""
        expect(self.run_button).to_be_visible(timeout=RUN_TIME)

    def stop(self) -> None:
        """Stop what runs."""
        self.view.locator(".stop").click()
        self.wait()
