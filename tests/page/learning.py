"""Taking a lesson in a test, as a person does: reading its tasks, typing, asking for hints."""

from __future__ import annotations

import gzip
import json
import tomllib
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Locator, Page, Route, expect

from sitebuild.project import HERE

from .talking import Console, Language

QUIZ: Final[dict[str, Any]] = {
    "format": 1,
    "id": "quiz",
    "language": "en",
    "title": "Two refusals",
    "track": "refused",
    "minutes": 3,
    "goal": "Be refused **twice**.",
    "story": "A server says no.\n\nIt says `why`.",
    "persona": "playground",
    "near_miss_why": "A greeting is not refused.",
    "notice": "A refusal changes nothing.",
    "solution": ["VRFY alice", "EHLO client.example", "EXPN all"],
    "near_miss": ["EHLO client.example"],
    "steps": [
        {
            "id": "first",
            "task": "Ask whether `alice` is there.",
            "entry": "replies/502",
            "hints": ["There is a command to verify.", "Send `VRFY alice`."],
            "see": [{"after": "VRFY", "code": "502"}],
            "question": {
                "ask": "Will it tell?",
                "choices": ["Yes", "No"],
                "answer": 2,
                "because": "It tells nobody.",
            },
        },
        {
            "id": "second",
            "task": "Ask for a list.",
            "hints": ["There is a command to expand.", "Send `EXPN all`."],
            "see": [{"after": "EXPN", "code": "502"}],
        },
    ],
}
"""A lesson for these tests alone: the true ones may change."""

QUIZ_PT: Final[dict[str, Any]] = {
    **QUIZ,
    "language": "pt-BR",
    "title": "Duas recusas",
    "goal": "Seja recusado **duas vezes**.",
    "steps": [
        {**QUIZ["steps"][0], "task": "Pergunte se `alice` existe."},
        {**QUIZ["steps"][1], "task": "Peça uma lista."},
    ],
}


@dataclass
class Learner:
    """Who takes lessons at a console."""

    console: Console

    @property
    def page(self) -> Page:
        return self.console.page

    @property
    def shelf(self) -> Locator:
        return self.page.locator("smtp-lessons")

    @property
    def lesson(self) -> Locator:
        return self.page.locator("smtp-lesson")

    @property
    def bar(self) -> Locator:
        """The task over the prompt."""
        return self.page.locator("smtp-task")

    @property
    def current(self) -> Locator:
        return self.lesson.locator("[aria-current=step]")

    @property
    def way_in(self) -> Locator:
        """The link in the header."""
        return self.page.locator("smtp-header .lessons")

    @property
    def spoken(self) -> Locator:
        return self.console.view.get_by_role("status").last

    def button(self, what: str) -> Locator:
        """Return a control of the lesson by what it does."""
        return self.lesson.locator(f"[data-what={what}]")

    def row(self, lesson: str) -> Locator:
        return self.shelf.locator(f"[data-lesson={lesson}]")

    def begin(self, lesson: str) -> None:
        """Choose a lesson from the list."""
        self.way_in.click()
        row = self.row(lesson)
        expect(row).to_be_attached()
        if not row.is_visible():
            self.shelf.locator("details").filter(has=row).locator("summary").click()
        row.get_by_role("button").click()
        expect(self.lesson).to_be_visible()

    def write(self) -> None:
        """Leave the sheet for the conversation."""
        self.button("write").click()
        expect(self.lesson).to_be_hidden()

    def expect_step(self, number: int) -> None:
        """Check which step is to be done, by the bar that is always there."""
        expect(self.bar).to_be_visible()
        told = self.console.ui("lesson.step-of").replace("{number}", str(number))
        expect(self.bar.locator(".count")).to_have_text(told.replace("{total}", str(self.steps)))

    @property
    def steps(self) -> int:
        return int(self.console.view.evaluate("view => view.session.lesson.steps.length"))

    def play(self, solution: list[str | list[str]]) -> None:
        """Do what a solution says, with the means of the page."""
        for line in solution:
            if isinstance(line, list):
                self._together(line)
            elif line.startswith("! pass time "):
                self._wait(int(line.removeprefix("! pass time ")))
            elif line == "! connect":
                self.console.connect()
            else:
                self._say(line)

    def _say(self, line: str) -> None:
        if self.console.editor.is_visible():
            self.console.editor.fill(line)
            self.console.page.locator("smtp-message-editor button.send").click()
        else:
            self.console.say(line)

    def _together(self, lines: list[str]) -> None:
        if self.console.editor.is_visible():
            assert lines[-1] == "."
            self.console.finish("\n".join(lines[:-1]))
        else:
            before = self.console.replies.count()
            self.console.paste("\n".join(lines))
            expect(self.console.replies).to_have_count(before + len(lines))

    def _wait(self, seconds: int) -> None:
        clock = self.page.locator("smtp-clock")
        for size in (3600, 300, 60):
            while seconds >= size:
                clock.locator(f"[data-seconds='{size}']").click()
                seconds -= size

    def expect_done(self) -> None:
        expect(self.bar.locator(".over")).to_be_visible()


def solution_of(lesson: str) -> list[str | list[str]]:
    """Return what a built-in lesson's file says solves it."""
    path = HERE.content / "en" / "lessons" / f"{lesson}.toml"
    return list(tomllib.loads(path.read_text(encoding="utf-8"))["solution"])


def title_of(lesson: str, language: Language) -> str:
    path = HERE.content / language / "lessons" / f"{lesson}.toml"
    return str(tomllib.loads(path.read_text(encoding="utf-8"))["title"])


def offer_quiz(page: Page) -> None:
    """Have the page find one lesson, which no one else knows."""
    for language, quiz in (("en", QUIZ), ("pt-BR", QUIZ_PT)):
        row = {key: quiz[key] for key in ("id", "title", "track", "minutes")}
        goal = [{"text": quiz["goal"].replace("*", ""), "style": "plain", "href": ""}]
        data = {
            "tracks": [{"id": "refused", "title": "Refused", "text": "What a server refuses."}],
            "lessons": [{**row, "goal": goal, "file": quiz}],
        }
        body = gzip.compress(json.dumps(data).encode())
        page.route(f"**/lessons-{language}-*.bin", _answer(body))


def _answer(body: bytes) -> Any:  # noqa: ANN401 - Playwright's own callable
    def fulfil(route: Route) -> None:
        route.fulfill(body=body, content_type="application/octet-stream")

    return fulfil
