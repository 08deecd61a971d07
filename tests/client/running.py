"""A program run as the page runs it: its server is a copy, its acts are done to the real one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sitebuild.project import HERE
from smtp_playground.bridge import Bridge

SESSION: Final = "page"
TIME: Final = 1_000_000_000.0
PATIENCE: Final = 120
"""Seconds after which a run counts as hung."""


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    news: list[tuple[str, str]]
    bubbles: list[dict[str, Any]] = field(default_factory=list)
    fault: dict[str, Any] | None = None

    def told(self, kind: str) -> str:
        """Return what was told of one kind, together."""
        return "".join(text for each, text in self.news if each == kind)

    def said(self, speaker: str) -> list[str]:
        """Return the lines of one side, or the notes."""
        return [
            "".join(part["text"] for part in line)
            for bubble in self.bubbles
            if bubble["speaker"] == speaker
            for line in bubble["lines"]
        ]

    @property
    def codes(self) -> list[str]:
        """The replies' codes, in their order."""
        return [bubble["code"] for bubble in self.bubbles if bubble["code"]]


def bridge(persona: str = "playground", language: str = "en") -> Bridge:
    """Return a page's bridge whose server has greeted."""
    made = Bridge(lambda: TIME)
    made.open(SESSION, persona, language)
    return made


def ran(code: str, server: Bridge | None = None) -> Outcome:
    """Run a program against a server; it is done to that server too."""
    server = server or bridge()
    copy = json.loads(server.client_server(SESSION))["server"]
    outcome = Outcome(apart(code, copy))
    for kind, text in outcome.news:
        if kind == "acts":
            outcome.bubbles += json.loads(server.client_did(SESSION, text))["bubbles"]
        if kind == "fault":
            outcome.fault = json.loads(server.client_fault(SESSION, text))
    return outcome


def apart(code: str, server: str) -> list[tuple[str, str]]:
    """Run a program in an interpreter of its own, which it leaves changed; return the news."""
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("one_run.py")],
        input=json.dumps([code, server]),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
        env=os.environ | {"PYTHONPATH": str(HERE.python)},
    )
    return [(kind, text) for kind, text in json.loads(done.stdout)]
