"""The same programs, in the page and in a terminal: both say and hear the same."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from ..client.scripts import SCRIPTS
from ..native.running import PATIENCE, program
from .programs import Client
from .talking import Console
from .test_export import choose, open_export

pytestmark = pytest.mark.one_engine

PORT = "2525"
ELSE = (
    (re.compile(r"(={5,}\d+={2})|(boundary=.*)"), "BOUNDARY"),
    (re.compile(r"^([CS]: (?:Date|Message-ID|Received)): .*"), r"\1"),
    (re.compile(r"^S: 334 .+"), "S: 334 a challenge"),
    (re.compile(r"queued as \w+| \w{3}, \d+ \w{3} \d{4} [\d:]+ \S+$"), " at some time"),
    (re.compile(r"id=[\w-]+|\d{4}-\d\d-\d\dT[\d:]+Z"), "another"),
)
"""What differs from run to run."""
PATH = re.compile(r"^C: (mail from|rcpt to):", re.IGNORECASE)
"""Before Python 3.14, smtplib wrote the second word in capitals."""


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_program_says_and_hears_the_same_in_the_page(
    console: Console, tmp_path: Path, name: str
) -> None:
    persona, code = SCRIPTS[name]
    if persona != "playground":
        console.connect(persona)
    console.clear()
    client = Client(console).open()
    client.run(code)

    assert client.fault.count() == 0
    open_export(console)
    shown = choose(console, "text").splitlines()
    console.exports.get_by_role("button", name=console.ui("page.close")).click()
    said, printed = natively(code, persona, tmp_path)
    assert [*wire(shown)] == [*wire(said)]
    assert (client.printed.text_content() if printed else "") == printed


def natively(code: str, persona: str, folder: Path) -> tuple[list[str], str]:
    """Run a program against the native server; return the conversation, and what it printed."""
    file = folder / "client.py"
    with program("--verbose", "--persona", persona) as server:
        file.write_text(code.replace(PORT, str(server.port)), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, file], capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        said: list[str] = []
        while not (said and "closed by the" in said[-1]):
            said.append(re.sub(r"^\[\d+\] ", "", server.line()))
    return said, done.stdout


def wire(lines: Iterable[str]) -> Iterable[str]:
    """Yield what both sides said."""
    for line in lines:
        if line.startswith(("C: ", "S: ")) or line in ("C:", "S:"):
            yield _always(line).rstrip()


def _always(line: str) -> str:
    for pattern, instead in ELSE:
        line = pattern.sub(instead, line)
    return PATH.sub(lambda found: found[0].lower(), line)
