"""The guide's server is a server: a real client delivers to it."""

from __future__ import annotations

import os
import re
import smtplib
import socket
import subprocess
import sys

import pytest

from sitebuild.project import HERE


def example(language: str) -> str:
    """Return the guide's worked example."""
    guide = (HERE.content / language / "guides" / "smtpcore.md").read_text(encoding="utf-8")
    return str(re.findall(r"```python\n(.*?)```", guide, re.DOTALL)[-1])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_the_worked_example_accepts_mail(language: str) -> None:
    port = free_port()
    program = example(language).replace("2525", str(port))
    environment = os.environ | {"PYTHONPATH": str(HERE.python)}
    with subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == f"listening on port {port}\n"
            with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
                client.sendmail("me@client.example", ["alice@example.com"], "Subject: x\n\nHi")
            told = process.stdout.readline()
        finally:
            process.kill()

    assert told == "accepted for <alice@example.com>\n"
