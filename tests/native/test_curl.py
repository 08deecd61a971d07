"""curl, on nearly every machine there is, delivers and asks."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from smtpcore import Verification

from .certifying import authority_file
from .clients import ALICE, BOB, NOBODY, SENDER, run
from .running import IMPLICIT, OPEN, PASSWORD, SECURE, TOKEN, Inside, inside

MESSAGE = b"Subject: test\r\n\r\n.\r\n..dots\r\n\xc3\xa9\xff\r\nno CRLF"
PASSWORDS = ["PLAIN", "LOGIN", "CRAM-MD5"]
TOKENS = ["XOAUTH2", "OAUTHBEARER"]


def curl(
    server: Inside, *options: str, scheme: str = "smtp", said: bytes = MESSAGE
) -> subprocess.CompletedProcess[str]:
    url = f"{scheme}://{server.host}:{server.port}/client.example"
    return run(["curl", "--silent", "--show-error", url, *options], said)


def upload(*recipients: str) -> list[str]:
    to = [word for recipient in recipients for word in ("--mail-rcpt", recipient)]
    return ["--mail-from", SENDER, *to, "--upload-file", "-"]


def test_curl_delivers_exact_octets() -> None:
    with inside() as server:
        done = curl(server, *upload(ALICE, BOB))

        assert (done.returncode, done.stderr) == (0, "")
        (message,) = server.messages
        assert message.content == MESSAGE + b"\r\n"
        assert message.client == "client.example"
        assert str(message.envelope.reverse_path) == f"<{SENDER}>"
        assert [str(each.path) for each in message.envelope.recipients] == [
            f"<{ALICE}>",
            f"<{BOB}>",
        ]


def test_curl_delivers_to_those_who_were_not_refused() -> None:
    with inside() as server:
        done = curl(server, "--mail-rcpt-allowfails", *upload(NOBODY, ALICE))

        assert done.returncode == 0, done.stderr
        (message,) = server.messages
        assert [each.path.local_part for each in message.envelope.recipients] == ["alice"]


def test_curl_hears_a_refusal() -> None:
    with inside() as server:
        done = curl(server, *upload(NOBODY))

        assert done.returncode == 55  # curl(1): failed sending
        assert "550" in done.stderr
        assert server.messages == []


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_curl_verifies_the_server(tmp_path: Path, scheme: str) -> None:
    trust = ["--cacert", authority_file(tmp_path), "--ssl-reqd"]
    settings = replace(IMPLICIT, implicit_tls=scheme == "smtps")

    with inside(SECURE, settings) as server:
        done = curl(server, *trust, *upload(ALICE), scheme=scheme)

        assert done.returncode == 0, done.stderr
        assert [message.protocol for message in server.messages] == ["ESMTPS"]


def test_curl_refuses_a_server_that_it_does_not_trust() -> None:
    with inside(SECURE) as server:
        done = curl(server, "--ssl-reqd", *upload(ALICE))

        assert done.returncode == 60  # curl(1): peer certificate cannot be authenticated
        assert "TLS failed: tlsv1 alert unknown ca" in server.trouble()
        assert server.messages == []


@pytest.mark.parametrize("mechanism", PASSWORDS)
def test_curl_logs_in_with_a_password(tmp_path: Path, mechanism: str) -> None:
    login = ["--user", f"alice:{PASSWORD}", "--login-options", f"AUTH={mechanism}"]

    check_login(tmp_path, login)


@pytest.mark.parametrize("mechanism", TOKENS)
def test_curl_logs_in_with_a_token(tmp_path: Path, mechanism: str) -> None:
    login = ["--user", "alice", "--oauth2-bearer", TOKEN, "--login-options", f"AUTH={mechanism}"]

    check_login(tmp_path, login)


def check_login(folder: Path, login: list[str]) -> None:
    with inside(SECURE) as server:
        trust = ["--cacert", authority_file(folder), "--ssl-reqd"]
        done = curl(server, *trust, *login, *upload(ALICE))

        assert done.returncode == 0, done.stderr
        assert [message.protocol for message in server.messages] == ["ESMTPSA"]
        assert (server.sessions[1].secure, server.sessions[1].account) == (True, "alice")


def test_curl_hears_that_a_password_is_wrong() -> None:
    with inside(SECURE) as server:
        login = ["--user", "alice:looking-glass", "--login-options", "AUTH=CRAM-MD5"]
        done = curl(server, *login, *upload(ALICE))

        assert done.returncode == 67  # curl(1): login denied
        assert (server.messages, server.sessions[1].account) == ([], "")


def test_curl_asks_for_a_mailbox() -> None:
    with inside() as server:
        done = curl(server, "--mail-rcpt", "alice")

        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("250 2.1.5 Alice Archer <alice@example.com>")


def test_curl_asks_for_a_list() -> None:
    staff = replace(OPEN, lists={"staff": ("Alice Archer <alice@example.com>",)})

    with inside(replace(staff, expn=Verification.ON)) as server:
        done = curl(server, "--request", "EXPN", "--mail-rcpt", "staff")

        assert "Alice Archer <alice@example.com>" in done.stdout, done.stderr


def test_curl_asks_for_help() -> None:
    with inside() as server:
        done = curl(server, "--request", "HELP")

        assert done.stdout.startswith("214"), done.stderr
