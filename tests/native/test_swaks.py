"""Swaks, the tool that mail people test servers with, delivers."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from .running import PATIENCE, Inside, inside


def swaks(server: Inside, *options: str) -> subprocess.CompletedProcess[str]:
    found = shutil.which("swaks")
    if found is None:
        pytest.fail("swaks is not installed; it is a package of that name")
    return subprocess.run(
        [found, "--server", f"{server.host}:{server.port}", "--helo", "client.example", *options],
        capture_output=True,
        encoding="latin-1",
        timeout=PATIENCE,
        check=False,
    )


def test_swaks_delivers_exact_octets(tmp_path: Path) -> None:
    message = tmp_path / "message"
    long_line = b"x" * 5000
    message.write_bytes(b"Subject: test\n\n.\n..dots\n8 bit: \xc3\xa9\xff\n" + long_line + b"\n")

    with inside() as server:
        done = swaks(
            server,
            "--from",
            "a@client.example",
            "--to",
            "alice@example.com",
            "--data",
            f"@{message}",
        )

        assert (done.returncode, done.stderr) == (0, "")
        (arrived,) = server.messages
        # Swaks makes CRLF of LF, and ends with one line more.
        sent = message.read_bytes().replace(b"\n", b"\r\n")
        assert arrived.content == sent + b"\r\n"


def test_swaks_delivers_to_two_recipients_by_pipelining() -> None:
    with inside() as server:
        done = swaks(server, "--pipeline", "--to", "alice@example.com,bob@example.com")

        assert done.returncode == 0, done.stdout
        (message,) = server.messages
        assert [each.path.local_part for each in message.envelope.recipients] == ["alice", "bob"]


def test_swaks_hears_a_refusal() -> None:
    with inside() as server:
        done = swaks(server, "--to", "nobody@example.com")

        assert done.returncode == 24  # swaks(1): no recipients accepted
        assert "<** 550 5.1.1" in done.stdout
        assert server.messages == []
