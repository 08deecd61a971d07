"""Sitting at the teacher's desk in a test: recording, choosing, taking along, reading results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page, expect

from .talking import EHLO, Console

MARKED: Final = "VRFY alice"
WORDS: Final = {
    "title": "Nobody tells",
    "goal": "Be refused **once**.",
    "story": "A server is asked whether somebody is there.\n\nIt tells nobody.",
    "notice": "A refusal is an answer too.",
    "nearMiss": "NOOP",
    "nearMissWhy": "It asks for nothing.",
}
"""A lesson's words, by the field they go into."""


@dataclass
class Teacher:
    """Who sits at the desk of a console."""

    console: Console

    @property
    def page(self) -> Page:
        return self.console.page

    @property
    def desk(self) -> Locator:
        return self.page.locator("smtp-desk dialog")

    @property
    def failure(self) -> Locator:
        return self.desk.get_by_role("alert")

    @property
    def told(self) -> Locator:
        return self.desk.locator(".told").first

    @property
    def chosen(self) -> Locator:
        """The lessons of the pack."""
        return self.desk.locator(".chosen li")

    @property
    def rows(self) -> Locator:
        """What was handed in."""
        return self.desk.locator("tbody tr")

    def open(self, tab: str = "pack") -> None:
        self.page.evaluate("location.hash = 'desk'")
        expect(self.desk).to_be_visible()
        self.turn_to(tab)

    def turn_to(self, tab: str) -> None:
        self.desk.locator(f"[data-tab={tab}]").click()

    def act(self, what: str) -> None:
        self.desk.locator(f"[data-what={what}]").click()

    def give(self, field: str, *files: Path) -> None:
        """Choose files from the disk."""
        self.desk.locator(f"input[type=file]{field}").set_input_files([*files])

    def save(self, what: str, folder: Path) -> Path:
        """Press what downloads a file; return where it is."""
        with self.page.expect_download() as download:
            self.act(what)
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def record(self) -> None:
        """Say what the lesson is about, and take it."""
        self.console.say(EHLO, MARKED)
        self.open("make")
        self.act("record")
        expect(self.desk.locator(".said li")).to_have_count(5)

    def write(self) -> None:
        """Mark what counts, and write all words."""
        self.desk.locator(".said li").nth(4).locator("select").select_option(index=1)
        step = self.desk.locator("[data-step='1']")
        step.locator("[data-field=task]").fill("Ask whether `alice` is there.")
        step.locator("[data-field=hints]").fill("There is a command for it.\nSend `VRFY alice`.")
        for field, text in WORDS.items():
            self.desk.locator(f"[data-field={field}]").fill(text)
        expect(self.desk.locator(".fine")).to_be_visible()
