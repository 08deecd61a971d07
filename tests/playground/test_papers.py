"""What the README prints is what the server says, and what it runs runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smtp_playground.personas import load_personas
from smtpcore import ServerSession

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_printed_session_is_what_the_server_says() -> None:
    """Play the client's lines against the default persona; compare every line."""
    printed = re.findall(r"^    ([CS]):(?: (.*))?$", README, re.MULTILINE)
    session = ServerSession(load_personas()["playground"].policy)
    session.greet(0.0)
    for speaker, line in printed:
        if speaker == "C":
            session.receive_data(line.encode() + b"\r\n", 0.0)
    said = session.data_to_send().decode().splitlines()

    assert [line for speaker, line in printed if speaker == "S"] == said


def test_the_library_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The Python block is run as it stands."""
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})

    assert "250 Alice Archer <alice@example.com>" in capsys.readouterr().out
