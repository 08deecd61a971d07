"""Rules with real mail programs: a persona's faults, over TCP and in real time."""

from __future__ import annotations

import smtplib
from dataclasses import replace
from pathlib import Path

import pytest

from smtp_playground.personas import PERSONAS
from smtp_playground.rules_toml import parse_rules

from .running import OPEN, Client, inside, program

pytestmark = pytest.mark.usefixtures("every_loop")

TO_ALICE = (
    b"EHLO client.example\r\nMAIL FROM:<sender@client.example>\r\nRCPT TO:<alice@example.com>\r\n"
)


def codes(client: Client, count: int) -> list[str]:
    return [client.reply()[:3] for _ in range(count)]


def test_delay_is_waited_for_and_what_follows_comes_after_it() -> None:
    slow = parse_rules('[[rule]]\nwhen = { command = "MAIL" }\nthen = { delay = 1 }')
    with inside(replace(OPEN, rules=slow)) as server, Client(server) as client:
        client.send(TO_ALICE + b"NOOP\r\nQUIT\r\n")

        assert ["220", "250", "250", "250", "250", "221", ""] == codes(client, 7)


def test_rules_remember_a_client_that_comes_again() -> None:
    """Greylisting as real clients meet it."""
    grey = parse_rules('[[rule]]\nwhen = { command = "RCPT" }\nthen = { code = 450 }\ntimes = 1')
    with inside(replace(OPEN, rules=grey)) as server:
        for expected in ("450", "250"):
            with Client(server) as client:
                client.send(TO_ALICE + b"QUIT\r\n")

                assert ["220", "250", "250", expected, "221"] == codes(client, 5)


def test_dropped_connection_says_nothing() -> None:
    drop = parse_rules('[[rule]]\nwhen = { command = "RCPT" }\nthen = { drop = true }')
    with inside(replace(OPEN, rules=drop)) as server, Client(server) as client:
        client.send(TO_ALICE)

        assert ["220", "250", "250", ""] == codes(client, 4)


def test_persona_file_with_rules_is_served(tmp_path: Path) -> None:
    """Its transcript tells of them."""
    persona = tmp_path / "mine.toml"
    rule = '\n[[rule]]\nname = "Slow"\nwhen = { command = "EHLO" }\nthen = { delay = 1 }\n'
    persona.write_text((PERSONAS / "playground.toml").read_text(encoding="utf-8") + rule)
    with (
        program("--persona", str(persona), "--verbose") as server,
        smtplib.SMTP(server.host, server.port, timeout=30) as client,
    ):
        assert 250 == client.ehlo("client.example")[0]
        assert (451, 550) == (
            client.docmd("MAIL FROM:<451@a.example>")[0],
            client.docmd("MAIL FROM:<550-5.7.1@a.example>")[0],
        )
        printed = [server.line() for _ in range(6)]

    assert any("silent for 1 s, by Slow" in line for line in printed)
