"""Swaks, the tool that mail people test servers with, delivers."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .clients import ALICE, BOB, NOBODY, SENDER, run
from .running import IMPLICIT, LMTP, PASSWORD, SECURE, SETTINGS, Inside, inside

LOGIN = ["--auth-user", "alice", "--auth-password", PASSWORD]
MECHANISMS = ["PLAIN", "LOGIN", "CRAM-MD5"]  # swaks knows others that are obsolete or not open


def swaks(server: Inside, *options: str) -> subprocess.CompletedProcess[str]:
    place = ["--server", f"{server.host}:{server.port}", "--helo", "client.example"]
    return run(["swaks", *place, "--from", SENDER, *options])


def recipients(server: Inside) -> list[str]:
    (message,) = server.messages
    return [each.path.local_part for each in message.envelope.recipients]


def test_swaks_delivers_exact_octets(tmp_path: Path) -> None:
    message = tmp_path / "message"
    long_line = b"x" * 5000
    message.write_bytes(b"Subject: test\n\n.\n..dots\n8 bit: \xc3\xa9\xff\n" + long_line + b"\n")

    with inside() as server:
        done = swaks(server, "--to", ALICE, "--data", f"@{message}")

        assert (done.returncode, done.stderr) == (0, "")
        (arrived,) = server.messages
        # Swaks makes CRLF of LF, and ends with one line more.
        sent = message.read_bytes().replace(b"\n", b"\r\n")
        assert arrived.content == sent + b"\r\n"


def test_swaks_delivers_to_two_recipients_by_pipelining() -> None:
    with inside() as server:
        done = swaks(server, "--pipeline", "--to", f"{ALICE},{BOB}")

        assert done.returncode == 0, done.stdout
        assert recipients(server) == ["alice", "bob"]


def test_swaks_hears_a_refusal() -> None:
    with inside() as server:
        done = swaks(server, "--to", NOBODY)

        assert done.returncode == 24  # swaks(1): no recipients accepted
        assert "<** 550 5.1.1" in done.stdout
        assert server.messages == []


@pytest.mark.parametrize("mechanism", MECHANISMS)
@pytest.mark.parametrize("implicit", [False, True], ids=["STARTTLS", "implicit"])
def test_swaks_logs_in_over_tls(mechanism: str, *, implicit: bool) -> None:
    settings, tls = (IMPLICIT, "--tls-on-connect") if implicit else (SETTINGS, "--tls")

    with inside(SECURE, settings) as server:
        done = swaks(server, tls, "--to", ALICE, "--auth", mechanism, *LOGIN)

        assert done.returncode == 0, done.stdout
        assert [message.protocol for message in server.messages] == ["ESMTPSA"]
        assert (server.sessions[1].secure, server.sessions[1].account) == (True, "alice")


def test_swaks_pipelines_after_the_handshake() -> None:
    with inside(SECURE) as server:
        done = swaks(server, "--tls", "--pipeline", "--to", f"{ALICE},{BOB}")

        assert done.returncode == 0, done.stdout
        assert recipients(server) == ["alice", "bob"]


def test_swaks_hears_that_a_password_is_wrong() -> None:
    with inside(SECURE) as server:
        wrong = ["--auth-user", "alice", "--auth-password", "looking-glass"]
        done = swaks(server, "--tls", "--to", ALICE, "--auth", "PLAIN", *wrong)

        assert done.returncode == 28  # swaks(1): error authenticating
        assert "<~* 535 5.7.8" in done.stdout
        assert (server.messages, server.sessions[1].account) == ([], "")


def test_swaks_delivers_by_lmtp() -> None:
    """One reply for each recipient (RFC 2033 4.2)."""
    with inside(LMTP) as server:
        done = swaks(server, "--protocol", "LMTP", "--to", f"{ALICE},{BOB}")

        assert done.returncode == 0, done.stdout
        assert recipients(server) == ["alice", "bob"]
        assert server.codes()[-4:] == [354, 250, 250, 221]
