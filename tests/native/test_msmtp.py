"""msmtp, which many programs send their mail through, delivers."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .certifying import AUTHORITY, authority_file, serving
from .clients import ALICE, BOB, NOBODY, SENDER, run
from .running import (
    IMPLICIT,
    LMTP,
    PASSWORD,
    SECURE,
    SETTINGS,
    TOKEN,
    Inside,
    inside,
)

MESSAGE = b"Subject: test\n\n.\n..dots\nHello\n"
CONTENT = MESSAGE.replace(b"\n", b"\r\n")
PASSWORDS = ["plain", "login", "cram-md5", "scram-sha-1", "scram-sha-256"]
TOKENS = ["xoauth2", "oauthbearer"]


def msmtp(
    server: Inside, *options: str, recipients: tuple[str, ...] = (ALICE,)
) -> subprocess.CompletedProcess[str]:
    place = [f"--host={server.host}", f"--port={server.port}", "--domain=client.example"]
    return run(["msmtp", *place, f"--from={SENDER}", *options, *recipients], MESSAGE)


def trusted(folder: Path, *, starttls: bool = True) -> list[str]:
    kind = f"--tls-starttls={'on' if starttls else 'off'}"
    return ["--tls=on", kind, f"--tls-trust-file={authority_file(folder)}"]


def login(mechanism: str, secret: str) -> list[str]:
    return [f"--auth={mechanism}", "--user=alice", f"--passwordeval=echo {secret}"]


def test_msmtp_delivers_to_two_recipients() -> None:
    with inside() as server:
        done = msmtp(server, recipients=(ALICE, BOB))

        assert (done.returncode, done.stderr) == (0, "")
        (message,) = server.messages
        assert message.content.endswith(CONTENT)
        assert message.client == "client.example"
        assert [each.path.local_part for each in message.envelope.recipients] == ["alice", "bob"]


def test_msmtp_hears_a_refusal() -> None:
    with inside() as server:
        done = msmtp(server, recipients=(NOBODY,))

        assert done.returncode == 65  # sysexits.h: the data were wrong
        assert "550 5.1.1" in done.stderr
        assert server.messages == []


@pytest.mark.parametrize("starttls", [True, False], ids=["STARTTLS", "implicit"])
@pytest.mark.parametrize(
    ("mechanism", "secret"),
    [*((name, PASSWORD) for name in PASSWORDS), *((name, TOKEN) for name in TOKENS)],
)
def test_msmtp_logs_in_over_tls(
    tmp_path: Path, mechanism: str, secret: str, *, starttls: bool
) -> None:
    with inside(SECURE, SETTINGS if starttls else IMPLICIT) as server:
        done = msmtp(server, *trusted(tmp_path, starttls=starttls), *login(mechanism, secret))

        assert done.returncode == 0, done.stderr
        assert [message.protocol for message in server.messages] == ["ESMTPSA"]
        assert (server.sessions[1].secure, server.sessions[1].account) == (True, "alice")


def test_msmtp_proves_itself_by_a_certificate(tmp_path: Path) -> None:
    own = AUTHORITY.issue_cert("alice@example.com", common_name="alice")
    own.private_key_pem.write_to_path(str(tmp_path / "key"))
    own.cert_chain_pems[0].write_to_path(str(tmp_path / "certificate"))
    shown = [f"--tls-cert-file={tmp_path}/certificate", f"--tls-key-file={tmp_path}/key"]

    with inside(SECURE, context=serving(asks_clients=True)) as server:
        options = [*trusted(tmp_path), *shown, "--auth=external", "--user=alice"]
        done = msmtp(server, *options)

        assert done.returncode == 0, done.stderr
        assert server.sessions[1].account == "alice"


@pytest.mark.parametrize("mechanism", PASSWORDS)
def test_msmtp_hears_that_a_password_is_wrong(tmp_path: Path, mechanism: str) -> None:
    with inside(SECURE) as server:
        done = msmtp(server, *trusted(tmp_path), *login(mechanism, "looking-glass"))

        assert done.returncode == 77, done.stderr  # sysexits.h: permission denied
        assert "535 5.7.8" in done.stderr
        assert (server.messages, server.sessions[1].account) == ([], "")


def test_msmtp_delivers_by_lmtp(tmp_path: Path) -> None:
    with inside(LMTP) as server:
        options = ["--protocol=lmtp", *trusted(tmp_path), *login("plain", PASSWORD)]
        done = msmtp(server, *options, recipients=(ALICE, BOB))

        assert done.returncode == 0, done.stderr
        (message,) = server.messages
        assert message.protocol == "LMTPSA"
        assert message.content.endswith(CONTENT)
        assert [each.path.local_part for each in message.envelope.recipients] == ["alice", "bob"]
