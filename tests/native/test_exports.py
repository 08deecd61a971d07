"""Exports say to a server what was said in the page: swaks, smtplib and pytest run them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from smtp_playground.explain import Explainer
from smtp_playground.exports.door import export
from smtp_playground.history import Conversation
from smtp_playground.hosting import Settings
from smtp_playground.library import the_library
from smtp_playground.personas import load_personas
from smtp_playground.view import View
from smtpcore import Message

from .certifying import SERVING, authority_file
from .clients import run
from .running import IMPLICIT, SETTINGS, Inside, inside

PERSONAS = load_personas()
VIEW = View(Explainer(the_library().words("en")))
HELLO = "EHLO client.example"
MAIL = "MAIL FROM:<sender@client.example>"
ALICE = "RCPT TO:<alice@example.com>"
PLAIN = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ="
LETTER = (
    *("DATA", "Subject: It's \\n %b $HOME `x`", "From: me", "", "..a dot", "..", "", "  Olá"),
    *('"quoted" \\', "%FROM_ADDRESS% %DATE%", "", "."),
)

CONVERSATIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "plain": ("playground", (HELLO, MAIL, ALICE, *LETTER, "QUIT")),
    "old hello": ("playground", ("HELO client.example", MAIL, ALICE, *LETTER, "QUIT")),
    "some refused": (
        "playground",
        (HELLO, MAIL, "RCPT TO:<nobody@example.com>", ALICE, "RCPT TO:<bob@example.com>", *LETTER),
    ),
    "nobody's": ("playground", (HELLO, "MAIL FROM:<>", ALICE, "DATA", "x", ".", "QUIT")),
    "two messages": (
        "playground",
        (HELLO, MAIL, ALICE, *LETTER, "VRFY alice", MAIL, ALICE, "DATA", "second", ".", "QUIT"),
    ),
    "logged in": ("playground", (HELLO, PLAIN, MAIL, ALICE, *LETTER, "QUIT")),
    "logged in twice over": (
        "playground",
        (HELLO, "AUTH LOGIN", "YWxpY2U=", "d29uZGVybGFuZA==", MAIL, ALICE, *LETTER, "QUIT"),
    ),
    "encrypted": (
        "playground",
        (HELLO, "STARTTLS", HELLO, PLAIN, MAIL, ALICE, *LETTER, "QUIT"),
    ),
    "implicit": ("submissions-465", (HELLO, PLAIN, MAIL, ALICE, *LETTER, "QUIT")),
    "lmtp": (
        "lmtp",
        ("LHLO client.example", MAIL, ALICE, "RCPT TO:<bob@example.com>", *LETTER, "QUIT"),
    ),
    "chunks": (
        "playground",
        (HELLO, MAIL, ALICE, "BDAT 12", "Subject: x", "BDAT 7 LAST", ".abcd", "QUIT"),
    ),
}
IN_BAD_ORDER = (
    *("FOO\x07", "RCPT TO:<alice@example.com>", "EHLO", HELLO, MAIL, MAIL, "DATA", ALICE),
    *("x" * 2000, "MAIL FROM:<é@client.example>", "RSET", "AUTH CRAM-MD5", "*", PLAIN, "HELP"),
    *(MAIL, ALICE, *LETTER, "BDAT 3 LAST", "abc", "QUIT"),
)


def conversation(persona: str, lines: tuple[str, ...]) -> Conversation:
    made = Conversation(PERSONAS[persona])
    made.open(made.persona, 0.0, b"a seed")
    for line in lines:
        made.say([line.encode()], 0.0, double_dots=False)
    return made


@pytest.fixture
def account() -> dict[str, str]:
    """Return what a script asks for where secrets were left out."""
    return {"SMTP_USER": "alice", "SMTP_PASSWORD": "wonderland"}


def told(messages: list[Message]) -> list[tuple[object, ...]]:
    """Return what of messages depends on their client alone."""
    return [
        (
            each.client,
            str(each.envelope.reverse_path),
            [str(recipient.path) for recipient in each.envelope.recipients],
            each.content,
            each.protocol,
        )
        for each in messages
    ]


def test_raw_octets_arrive_as_they_were_written(tmp_path: Path, account: dict[str, str]) -> None:
    made = conversation("playground", (HELLO, MAIL, ALICE, "DATA"))
    made.send(b"Subject: raw\r\n\r\na bare \n and a bare \r and\n.\nno end\xff\r\n.\r\n", 0.0)
    path = tmp_path / "conversation.py"
    path.write_text(export(made, VIEW, "smtplib", secrets=False).text, encoding="utf-8")

    with inside(made.persona.policy, SETTINGS, SERVING) as server:
        known = environment(server, tmp_path, account)
        done = run([sys.executable, str(path)], environment=known)

        assert done.returncode == 0, done.stderr
        assert told(server.messages) == told(kept(made))


def settings(made: Conversation) -> Settings:
    return IMPLICIT if made.persona.policy.implicit_tls else SETTINGS


def kept(made: Conversation) -> list[Message]:
    return [message for _, message in made.inbox.newest_first()][::-1]


def environment(server: Inside, folder: Path, account: dict[str, str]) -> dict[str, str]:
    place = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(server.port)}
    return {**place, "SMTP_CA_FILE": authority_file(folder), **account}


@pytest.mark.parametrize("secrets", [False, True], ids=["without-secrets", "with-secrets"])
@pytest.mark.parametrize("name", CONVERSATIONS)
@pytest.mark.parametrize("form", ["swaks", "smtplib"])
def test_the_server_gets_what_was_said_in_the_page(
    form: str, name: str, tmp_path: Path, account: dict[str, str], *, secrets: bool
) -> None:
    persona, lines = CONVERSATIONS[name]
    made = conversation(persona, lines)
    script = export(made, VIEW, form, secrets=secrets)
    path = tmp_path / script.filename
    path.write_text(script.text, encoding="utf-8")
    program = ["sh"] if form == "swaks" else [sys.executable]

    with inside(made.persona.policy, settings(made), SERVING) as server:
        known = environment(server, tmp_path, {} if secrets else account)
        done = run([*program, str(path)], environment=known)

        assert done.returncode == 0, done.stdout + done.stderr
        assert told(server.messages) == told(kept(made))


@pytest.mark.parametrize("name", [*CONVERSATIONS, "in bad order"])
def test_the_test_passes_against_the_same_server(
    name: str, tmp_path: Path, account: dict[str, str]
) -> None:
    persona, lines = CONVERSATIONS.get(name, ("playground", IN_BAD_ORDER))
    made = conversation(persona, lines)
    path = tmp_path / "test_conversation.py"
    path.write_text(export(made, VIEW, "pytest", secrets=False).text, encoding="utf-8")

    with inside(made.persona.policy, settings(made), SERVING) as server:
        known = environment(server, tmp_path, account)
        asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(path)]
        done = run(asked, environment=known)

        assert done.returncode == 0, done.stdout
        assert told(server.messages) == told(kept(made))


def test_the_test_fails_against_another_server(tmp_path: Path, account: dict[str, str]) -> None:
    made = conversation("playground", (HELLO, "VRFY alice", "QUIT"))
    path = tmp_path / "test_conversation.py"
    path.write_text(export(made, VIEW, "pytest", secrets=False).text, encoding="utf-8")

    with inside(PERSONAS["reference"].policy) as server:
        known = environment(server, tmp_path, account)
        asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(path)]
        done = run(asked, environment=known)

    assert done.returncode == 1
    assert 'client.docmd("VRFY alice")[0] == 502' in done.stdout
