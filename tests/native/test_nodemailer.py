"""Nodemailer, with which programs in JavaScript send their mail, delivers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sitebuild.packages import node_command
from sitebuild.project import HERE

from .certifying import AUTHORITY
from .clients import ALICE, BOB, NOBODY, SENDER, run
from .running import IMPLICIT, OPEN, PASSWORD, SECURE, SETTINGS, TOKEN, Inside, inside

SCRIPT = Path(__file__).with_name("nodemailer.mjs")
PASSWORDS = ["PLAIN", "LOGIN", "CRAM-MD5"]


def nodemailer(
    server: Inside, *recipients: str, sender: str = SENDER, **options: object
) -> dict[str, Any]:
    """Send a message; return what Nodemailer says of it."""
    transport = {
        "host": server.host,
        "port": server.port,
        "name": "client.example",
        "tls": {"ca": AUTHORITY.cert_pem.bytes().decode()},
        **options,
    }
    message = {"from": sender, "to": list(recipients), "subject": "Olá", "text": ".\nHello\n"}
    job = {"packages": f"{HERE.packages}/", "transport": transport, "message": message}
    command = [str(part) for part in node_command(HERE, str(SCRIPT))]
    done = run(command, json.dumps(job).encode())
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_nodemailer_delivers_in_the_clear() -> None:
    with inside() as server:
        said = nodemailer(server, ALICE, ignoreTLS=True)

        assert said["accepted"] == [ALICE]
        (message,) = server.messages
        assert message.protocol == "ESMTP"
        assert message.content.endswith(b"\r\n\r\n.\r\nHello\r\n")
        assert str(message.envelope.reverse_path) == f"<{SENDER}>"


def test_nodemailer_hears_of_one_refused_recipient_among_others() -> None:
    with inside() as server:
        said = nodemailer(server, ALICE, NOBODY, BOB)

        assert (said["accepted"], said["rejected"]) == ([ALICE, BOB], [NOBODY])
        (message,) = server.messages
        assert [each.path.local_part for each in message.envelope.recipients] == ["alice", "bob"]


def test_nodemailer_hears_that_nobody_is_there() -> None:
    with inside() as server:
        said = nodemailer(server, NOBODY)

        assert said["failed"] == "EENVELOPE"
        assert said["response"].startswith("550 5.1.1")
        assert server.messages == []


@pytest.mark.parametrize("implicit", [False, True], ids=["STARTTLS", "implicit"])
@pytest.mark.parametrize("mechanism", PASSWORDS)
def test_nodemailer_logs_in_over_tls(mechanism: str, *, implicit: bool) -> None:
    login = {"user": "alice", "pass": PASSWORD}

    with inside(SECURE, IMPLICIT if implicit else SETTINGS) as server:
        said = nodemailer(
            server, ALICE, secure=implicit, requireTLS=True, auth=login, authMethod=mechanism
        )

        assert said["accepted"] == [ALICE]
        assert [message.protocol for message in server.messages] == ["ESMTPSA"]
        assert (server.sessions[1].secure, server.sessions[1].account) == (True, "alice")


def test_nodemailer_logs_in_with_a_token() -> None:
    login = {"type": "OAuth2", "user": "alice", "accessToken": TOKEN}

    with inside(SECURE) as server:
        said = nodemailer(server, ALICE, requireTLS=True, auth=login)

        assert said["accepted"] == [ALICE]
        assert server.sessions[1].account == "alice"


def test_nodemailer_hears_that_a_password_is_wrong() -> None:
    login = {"user": "alice", "pass": "looking-glass"}

    with inside(SECURE) as server:
        said = nodemailer(server, ALICE, requireTLS=True, auth=login)

        assert said["failed"] == "EAUTH"
        assert said["response"].startswith("535 5.7.8")
        assert (server.messages, server.sessions[1].account) == ([], "")


def test_nodemailer_refuses_a_server_that_it_does_not_trust() -> None:
    with inside(SECURE) as server:
        said = nodemailer(server, ALICE, requireTLS=True, tls={})

        assert said["failed"] == "ESOCKET"
        assert server.messages == []
        assert "TLS failed: " in server.trouble()


def test_nodemailer_sends_to_addresses_in_utf8() -> None:
    policy = replace(OPEN, mailboxes={**OPEN.mailboxes, "zoë": "Zoë Zhou"})

    with inside(policy) as server:
        said = nodemailer(server, "zoë@example.com", sender="joão@cliente.example")

        assert said["accepted"] == ["zoë@example.com"]
        (message,) = server.messages
        assert message.protocol == "UTF8SMTP"
        assert str(message.envelope.reverse_path) == "<joão@cliente.example>"
