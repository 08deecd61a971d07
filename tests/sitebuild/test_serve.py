"""`build.py serve`, as a person starts and stops it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sitebuild.project import HERE, Project

PATIENCE = 60  # seconds until a test gives up; nothing is measured


@contextmanager
def serving(project: Project) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the server on a free port; yield its process and its address."""
    command = [sys.executable, "build.py", "serve", "--no-open"]
    with subprocess.Popen(command, cwd=project.root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if found := re.match(r"serving (http://127\.0\.0\.1:\d+/)", line):
                    yield process, found[1]
                    break
            else:
                pytest.fail("it ended without serving anything")
        finally:
            process.kill()


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_serves_until_told_to_stop(checkout: Project, number: signal.Signals) -> None:
    with serving(checkout) as (process, url):
        assert "<smtp-playground" in fetch(url)

        process.send_signal(number)
        assert process.wait(PATIENCE) == 0


def test_a_changed_source_is_served_soon(checkout: Project) -> None:
    with serving(checkout) as (_, url):
        page = checkout.template.read_text(encoding="utf-8")
        checkout.template.write_text(f"{page}<!-- changed -->\n", encoding="utf-8")
        end = time.monotonic() + PATIENCE
        while "<!-- changed -->" not in fetch(url) and time.monotonic() < end:
            time.sleep(0.1)

        assert "<!-- changed -->" in fetch(url)


def test_a_broken_source_does_not_stop_it(checkout: Project) -> None:
    with serving(checkout) as (process, url):
        page = checkout.template.read_text(encoding="utf-8")
        checkout.template.write_text("{{ nonsense }}", encoding="utf-8")
        time.sleep(2)

        assert process.poll() is None
        assert "<smtp-playground" in fetch(url)
        assert "nonsense" not in page


def test_a_port_in_use_is_one_line_before_anything_is_built() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "sitebuild", "serve", "--port", port, "--no-open"]
        environment = os.environ | {"PYTHONPATH": str(HERE.python)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"build.py: port {port} is in use; name another with --port N\n"
