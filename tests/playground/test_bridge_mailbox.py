"""The browser's door to the mailbox."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from smtp_playground.bridge import Bridge, BridgeError

CONTENT = "From: Ana <ana@client.example>\nSubject: Olá\n\nHi\n"
TO_CONTENT = "\n".join(
    (
        "EHLO client.example",
        "MAIL FROM:<me@client.example>",
        "RCPT TO:<alice@example.com>",
        "DATA",
    )
)


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: 1_700_000_000.0)


@pytest.fixture
def sent(bridge: Bridge, request: pytest.FixtureRequest) -> str:
    """Return the id of a session by which one message was sent."""
    name = str(request.node.name)
    bridge.open(name, "playground", "en")
    send(bridge, name)
    return name


def send(bridge: Bridge, session: str) -> dict[str, Any]:
    bridge.say(session, TO_CONTENT, False)
    return told(bridge.finish(session, CONTENT, True))


def told(answer: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer)
    return found


def numbers(bridge: Bridge, session: str) -> list[int]:
    return [row["number"] for row in told(bridge.mailbox(session))["messages"]]


def test_an_update_tells_only_that_something_came(bridge: Bridge, sent: str) -> None:
    """What nobody looks at is not made: a message costs no later update anything."""
    update = send(bridge, sent)

    assert 2 == update["session"]["envelope"]["newest"]
    assert "Olá" not in json.dumps(update["session"], ensure_ascii=False)


def test_the_mailbox_is_listed_when_asked_for(bridge: Bridge, sent: str) -> None:
    (row,) = told(bridge.mailbox(sent))["messages"]

    assert ("Olá", "Ana <ana@client.example>", ["<alice@example.com>"]) == (
        row["subject"],
        row["author"],
        row["recipients"],
    )


def test_a_message_is_told_in_the_readers_language(bridge: Bridge, sent: str) -> None:
    english = told(bridge.message(sent, 1))
    bridge.translate(sent, "pt-BR")
    portuguese = told(bridge.message(sent, 1))

    assert english["source"] == portuguese["source"] == f"{CONTENT}\n"
    assert english["question"]["heading"] != portuguese["question"]["heading"]


def test_the_file_has_every_octet(bridge: Bridge, sent: str) -> None:
    file = told(bridge.eml(sent, 1))
    octets = base64.b64decode(file["base64"])

    assert octets.startswith(b"Return-Path: <me@client.example>\r\nReceived: from client.example")
    assert octets.endswith(f"{CONTENT}\n".replace("\n", "\r\n").encode())


def test_the_mailbox_outlives_the_connection_but_not_the_server(bridge: Bridge, sent: str) -> None:
    bridge.say(sent, "QUIT", False)
    assert [1] == numbers(bridge, sent)

    bridge.open(sent, "playground", "en")
    send(bridge, sent)
    assert [2, 1] == numbers(bridge, sent)

    bridge.open(sent, "reference", "en")
    assert [] == numbers(bridge, sent)


def test_clearing_the_screen_keeps_the_mailbox(bridge: Bridge, sent: str) -> None:
    bridge.clear(sent)

    assert [1] == numbers(bridge, sent)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda bridge, session: bridge.message(session, 2), "no message 2 is kept"),
        (lambda bridge, session: bridge.eml(session, 0), "no message 0 is kept"),
        (lambda bridge, _: bridge.mailbox("never"), "no session 'never'"),
        (lambda bridge, _: bridge.message("never", 1), "no session 'never'"),
        (lambda bridge, _: bridge.eml("never", 1), "no session 'never'"),
    ],
)
def test_mistakes_of_the_page_are_one_sentence(
    bridge: Bridge, sent: str, ask: Callable[[Bridge, str], str], said: str
) -> None:
    with pytest.raises(BridgeError, match=said):
        ask(bridge, sent)
