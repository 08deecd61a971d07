"""The submission servers that come with the program, as a mail program meets them."""

from __future__ import annotations

import smtplib

from .certifying import unverified
from .running import PATIENCE, program

FAR = "somebody@example.org"


def test_on_port_587_tls_and_a_login_come_first() -> None:
    """RFC 6409 3.3, 4.3: without them 530; with them mail for any domain is taken."""
    with program("--persona", "submission-587") as server:
        client = smtplib.SMTP(server.host, server.port, "client.example", PATIENCE)
        client.ehlo()
        assert client.mail("alice@example.com")[0] == 530
        client.starttls(context=unverified())
        client.ehlo()
        assert client.mail("alice@example.com")[0] == 530
        client.login("alice", "wonderland")
        client.sendmail("alice@example.com", [FAR], b"Hello\r\n")
        client.quit()

        assert f"to <{FAR}>" in server.line()


def test_on_port_465_the_greeting_is_encrypted_already() -> None:
    """RFC 8314 3.3: the persona says so, and nobody needs an option for it."""
    with program("--persona", "submissions-465") as server:
        client = smtplib.SMTP_SSL(
            server.host, server.port, "client.example", timeout=PATIENCE, context=unverified()
        )
        client.login("alice", "wonderland")
        client.sendmail("alice@example.com", [FAR], b"Hello\r\n")
        assert not client.has_extn("starttls")
        client.quit()

        assert f"to <{FAR}>" in server.line()
