"""One session at the browser's door in a test, used as the page uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from smtp_playground.bridge import Bridge

HELLO = "EHLO client.example"
MAIL = "MAIL FROM:<me@client.example>"
RCPT = "RCPT TO:<alice@example.com>"

Told = dict[str, Any]
"""A dataclass of the view model, as JSON brings it."""


class Talk:
    """A conversation; each call returns the bubbles that it brought."""

    def __init__(self, bridge: Bridge, session: str) -> None:
        """Take a session's id; call `open` next."""
        self._bridge = bridge
        self._id = session
        self.session: Told = {}
        self.everything: list[Told] = []
        "Every update so far, and every detail that was asked for."

    def open(self, persona: str = "playground", language: str = "en") -> list[Told]:
        return self._told(self._bridge.open(self._id, persona, language))

    def perform(self, reply: str, language: str = "en") -> list[Told]:
        """Open a connection on which the server will say this reply."""
        return self._told(self._bridge.perform(self._id, reply, language))

    def next(self) -> list[Told]:
        """Play the next step of what is performed."""
        return self._told(self._bridge.next(self._id))

    def rest(self) -> list[Told]:
        """Play all that is left; return the bubbles of it all."""
        found: list[Told] = []
        while self.scene["done"] < self.scene["total"]:
            found += self.next()
        return found

    def leave(self) -> list[Told]:
        return self._told(self._bridge.leave(self._id))

    def say(self, *lines: str) -> list[Told]:
        """Send lines one after the other; return the bubbles of the last."""
        for line in lines:
            bubbles = self._told(self._bridge.say(self._id, line, False))
        return bubbles

    def paste(self, *lines: str) -> list[Told]:
        """Send lines at once."""
        return self.say("\n".join(lines))

    def clear(self) -> None:
        self._told(self._bridge.clear(self._id))

    def all(self, language: str = "en") -> list[Told]:
        """Return every bubble there is."""
        return self._told(self._bridge.translate(self._id, language))

    def detail(self, bubble: Told) -> Told:
        found: Told = json.loads(self._bridge.detail(self._id, bubble["id"]))
        self.everything.append(found)
        return found

    def _told(self, answer: str) -> list[Told]:
        update: Told = json.loads(answer)
        self.everything.append(update)
        self.session = update["session"]
        bubbles: list[Told] = update["bubbles"]
        return bubbles

    @property
    def scene(self) -> Told:
        """What is being performed; there must be something."""
        found: Told = self.session["scene"]
        assert found
        return found

    @property
    def chips(self) -> list[str]:
        return [chip["fill"] for chip in self.session["chips"]]


def text(runs: list[dict[str, str]]) -> str:
    return "".join(run["text"] for run in runs)


def lines(bubble: Told) -> list[str]:
    return ["".join(part["text"] for part in line) for line in bubble["lines"]]


def replies(bubbles: list[Told]) -> list[str]:
    return [bubble["reply"] for bubble in bubbles if bubble["reply"]]


def parts(bubble: Told) -> Iterator[Told]:
    for line in bubble["lines"]:
        yield from line


def part(bubble: Told, name: str) -> Told:
    """Return the part of a bubble that has this name."""
    (found,) = [each for each in parts(bubble) if each["name"] == name]
    return found
