"""Postfix's smtp-source, made to put servers under load, delivers from many sessions at once."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest

from sitebuild.mail_programs import postfix_environment, postfix_program
from sitebuild.project import HERE

from .clients import ALICE, BOB, SENDER, run
from .running import LMTP, OPEN, Inside, inside

MESSAGES, SESSIONS, SIZE = 100, 5, 5000


def smtp_source(server: Inside, *options: str) -> subprocess.CompletedProcess[str]:
    amount = [f"-m{MESSAGES}", f"-s{SESSIONS}", f"-l{SIZE}"]
    names = ["-M", "client.example", "-f", SENDER]
    place = f"{server.host}:{server.port}"
    command = [postfix_program(HERE, "smtp-source"), *amount, *names, *options, place]
    return run(command, environment=postfix_environment(HERE))


def bodies(server: Inside) -> list[bytes]:
    return [message.content.partition(b"\r\n\r\n")[2] for message in server.messages]


@pytest.mark.parametrize("protocol", ["SMTP", "LMTP"])
@pytest.mark.parametrize("keeps_connections", [False, True], ids=["one each", "twenty each"])
def test_a_hundred_messages_arrive_whole(protocol: str, *, keeps_connections: bool) -> None:
    lmtp, policy = (["-L"], LMTP) if protocol == "LMTP" else ([], OPEN)

    with inside(policy) as server:
        done = smtp_source(server, *lmtp, *(["-d"] if keeps_connections else []), "-t", ALICE)

        assert (done.returncode, done.stderr) == (0, "")
        # It puts a CRLF behind the octets that it was asked for.
        assert [len(body) for body in bodies(server)] == [SIZE + 2] * MESSAGES
        assert len(set(bodies(server))) == 1  # whatever it is, each is the same
        assert {message.protocol for message in server.messages} == {protocol}
        assert len(server.sessions) == (SESSIONS if keeps_connections else MESSAGES)


@pytest.mark.parametrize(("protocol", "answers"), [("SMTP", 1), ("LMTP", 3)])
def test_three_recipients_a_message_are_answered(protocol: str, answers: int) -> None:
    """Over LMTP each recipient has a reply of its own to the dot (RFC 2033 4.2)."""
    lmtp, policy = (["-L"], LMTP) if protocol == "LMTP" else ([], OPEN)
    names = ("3bob", "2bob", "bob")  # it puts numbers before all but the last

    with inside(replace(policy, mailboxes=dict.fromkeys(names, "Bob"))) as server:
        done = smtp_source(server, *lmtp, "-r3", "-t", BOB)

        assert (done.returncode, done.stderr) == (0, "")
        assert len(server.messages) == MESSAGES
        assert {
            tuple(each.path.local_part for each in message.envelope.recipients)
            for message in server.messages
        } == {names}
        assert server.codes()[-1 - answers :] == [*[250] * answers, 221]
