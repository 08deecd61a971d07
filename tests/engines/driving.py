"""A conversation in any engine: type lines, read what the page says of them.

Only what the contract names is read.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sitebuild.engines import Visit

PATIENCE: Final = 120
"""Seconds that a slow machine may need: patience, no measure of speed."""

_ARTICLES = """
const root = document.querySelector("smtp-playground")?.shadowRoot;
const log = root?.querySelector("smtp-transcript")?.shadowRoot?.querySelector("[role=log]");
return [...(log?.querySelectorAll("article") ?? [])].map(article => ({
  from: article.dataset.from,
  code: article.dataset.code ?? "",
  reply: article.dataset.reply ?? "",
  text: article.textContent.trim(),
  explanation: article.querySelector("[data-part=explanation]")?.textContent.trim() ?? "",
}));
"""
_STATE = 'return document.querySelector("smtp-playground")?.getAttribute("state") ?? ""'
_WAY = 'return performance.getEntriesByName("smtp:runtime")[0]?.detail ?? null'
_ALERT = """
const root = document.querySelector("smtp-playground").shadowRoot;
const loader = root.querySelector("smtp-loader")?.shadowRoot;
return loader?.querySelector("[role=alert]")?.textContent ?? "";
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One article of the log."""

    speaker: str
    code: str
    reply: str
    text: str
    explanation: str


def until(what: Callable[[], Any], told: Callable[[], object]) -> Any:  # noqa: ANN401
    """Return the first true answer; fail with what is told instead, if there is none in time."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if answer := what():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"still waiting: {told()}")


@dataclass
class Talk:
    """A conversation in a window."""

    visit: Visit

    def open(self, address: str) -> None:
        """Open the page and wait for the greeting."""
        self.visit.open(address)
        until(lambda: self.state == "ready", lambda: (self.state, self.alert))

    @property
    def state(self) -> str:
        return str(self.visit.run(_STATE))

    @property
    def alert(self) -> str:
        """What the page says of a start that failed."""
        return str(self.visit.run(_ALERT))

    @property
    def how(self) -> dict[str, Any]:
        """Which way Python started, and why."""
        return dict(self.visit.run(_WAY))

    @property
    def said(self) -> list[Said]:
        return [Said(*article.values()) for article in self._articles()]

    @property
    def replies(self) -> list[Said]:
        return [said for said in self.said if said.speaker == "server"]

    def say(self, line: str) -> Said:
        """Type a line, press Enter and return the reply to it."""
        before = len(self.replies)
        self.visit.type(f"{line}\n")
        until(lambda: len(self.replies) > before, lambda: self.said[-2:])
        return self.replies[before]

    def _articles(self) -> list[dict[str, str]]:
        order = ("from", "code", "reply", "text", "explanation")
        found = self.visit.run(_ARTICLES)
        return [{key: article[key] for key in order} for article in found]
