"""Python's own client in TLS, with every way to log in that it knows, and as an LMTP client."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage

import pytest

from .certifying import TRUSTING
from .running import IMPLICIT, LMTP, OPEN, PASSWORD, PATIENCE, SECURE, SETTINGS, Inside, inside

SENDER = "sender@client.example"
ALICE = "alice@example.com"
BOB = "bob@example.com"
MECHANISMS = ["CRAM-MD5", "PLAIN", "LOGIN"]


@contextmanager
def connected(*, implicit: bool) -> Iterator[tuple[Inside, smtplib.SMTP]]:
    """Connect in one of the two ways of TLS."""
    with inside(SECURE, IMPLICIT if implicit else SETTINGS) as server:
        place = (server.host, server.port, "client.example")
        if implicit:
            client: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=PATIENCE, context=TRUSTING)
        else:
            client = smtplib.SMTP(*place, timeout=PATIENCE)
            client.starttls(context=TRUSTING)
        with client:
            yield server, client


@pytest.mark.parametrize("implicit", [False, True], ids=["STARTTLS", "SMTP_SSL"])
@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_every_mechanism_logs_in(mechanism: str, *, implicit: bool) -> None:
    with connected(implicit=implicit) as (server, client):
        client.user, client.password = "alice", PASSWORD  # as `login` sets them
        client.ehlo()
        answer = getattr(client, f"auth_{mechanism.lower().replace('-', '_')}")

        assert client.auth(mechanism, answer)[0] == 235
        client.sendmail(SENDER, [ALICE], b"Hello\r\n")
        assert [message.protocol for message in server.messages] == ["ESMTPSA"]
        assert (server.sessions[1].secure, server.sessions[1].account) == (True, "alice")


@pytest.mark.parametrize("implicit", [False, True], ids=["STARTTLS", "SMTP_SSL"])
def test_login_finds_its_own_way(*, implicit: bool) -> None:
    with connected(implicit=implicit) as (server, client):
        client.login("alice", PASSWORD)

        assert server.sessions[1].account == "alice"


def test_a_wrong_password_is_an_authentication_error() -> None:
    with connected(implicit=True) as (server, client):
        with pytest.raises(smtplib.SMTPAuthenticationError) as raised:
            client.login("alice", "looking-glass")

        assert raised.value.smtp_code == 535
        assert server.sessions[1].account == ""


def test_without_tls_only_what_hides_the_password_is_offered() -> None:
    with (
        inside(SECURE) as server,
        smtplib.SMTP(server.host, server.port, "client.example", PATIENCE) as client,
    ):
        client.ehlo()
        offered = client.esmtp_features["auth"].split()
        client.login("alice", PASSWORD)

        assert offered == ["CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256"]
        assert server.sessions[1].account == "alice"


def test_addresses_in_utf8_arrive() -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Olá", "joão@cliente.example", ALICE
    message.set_content("Ça va ?\n")
    mailboxes = {**OPEN.mailboxes, "zoë": "Zoë Zhou"}

    with (
        inside(replace(OPEN, mailboxes=mailboxes)) as server,
        smtplib.SMTP(server.host, server.port, "client.example", PATIENCE) as client,
    ):
        client.send_message(message, to_addrs=[ALICE, "zoë@example.com"])

        (arrived,) = server.messages
        assert arrived.protocol == "UTF8SMTP"
        assert str(arrived.envelope.reverse_path) == "<joão@cliente.example>"
        assert [str(each.path) for each in arrived.envelope.recipients] == [
            "<alice@example.com>",
            "<zoë@example.com>",
        ]
        assert "From: joão@cliente.example\r\n".encode() in arrived.content


def test_a_client_of_lmtp_delivers() -> None:
    with (
        inside(LMTP) as server,
        smtplib.LMTP(server.host, server.port, "client.example", timeout=PATIENCE) as client,
    ):
        client.starttls(context=TRUSTING)
        client.login("alice", PASSWORD)
        client.sendmail(SENDER, [ALICE], b"Hello\r\n")

        (message,) = server.messages
        assert (message.protocol, message.content) == ("LMTPSA", b"Hello\r\n")
        assert server.sessions[1].account == "alice"
