"""Real mail programs deliver to every character: its words are its own, its protocol is SMTP."""

from __future__ import annotations

import smtplib

import pytest

from smtp_playground.personas import Persona, load_personas
from smtpcore import Kind

from .clients import ALICE, SENDER, run
from .running import PATIENCE, Inside, inside, program

PERSONAS = {
    name: persona
    for name, persona in load_personas().items()
    if persona.policy.kind is Kind.SMTP  # submission and LMTP have tests of their own
}
CONTENT = b"Subject: Hello\r\n\r\n.A line that begins with a dot.\r\n"


@pytest.mark.parametrize("persona", PERSONAS.values(), ids=PERSONAS)
def test_smtplib_and_swaks_deliver(persona: Persona) -> None:
    """The same message twice, octet by octet; swaks ends it with a line more."""
    with inside(persona.policy) as server:
        with smtplib.SMTP(server.host, server.port, "client.example", PATIENCE) as client:
            client.sendmail(SENDER, [ALICE], CONTENT)
        done = run([*_swaks(server), "--data", CONTENT.decode().replace("\r\n", "\\n")])

        assert done.returncode == 0, done.stdout
        assert [message.content.rstrip(b"\r\n") for message in server.messages] == [
            CONTENT.rstrip(b"\r\n")
        ] * 2


def _swaks(server: Inside) -> list[str]:
    place = ["--server", f"{server.host}:{server.port}", "--helo", "client.example"]
    return ["swaks", *place, "--from", SENDER, "--to", ALICE]


def test_smtplib_logs_in_where_a_character_lets_it() -> None:
    """Exim offers AUTH only once there is TLS, and smtplib sees it then."""
    with (
        inside(PERSONAS["postfix"].policy) as server,
        smtplib.SMTP(server.host, server.port, "client.example", PATIENCE) as client,
    ):
        assert client.login("alice", "wonderland") == (235, b"2.7.0 Authentication successful")


def test_the_program_is_as_patient_as_the_persona_unless_told_otherwise() -> None:
    with (
        program("--persona", "qmail", "--timeout", "1") as server,
        smtplib.SMTP(server.host, server.port, "client.example", PATIENCE) as client,
    ):
        assert client.getreply() == (451, b"timeout (#4.4.2)")
