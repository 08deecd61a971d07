"""What cannot be seen is made visible, wherever what was typed is shown again."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator

import pytest

from smtp_playground.bridge import Bridge

from .talk import HELLO, RCPT, Talk, Told

UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NAME = "a\u202eb\u200bc"
"""With an override that turns the rest of the line around, and a space of no width."""
LINES = (
    f"EHLO {NAME}",
    HELLO,
    f"{NAME} {NAME}",
    f"VRFY {NAME}",
    f"MAIL FROM:<{NAME}@client.example> SMTPUTF8 {NAME}={NAME}",
    f"MAIL FROM:<{NAME}@client.example> SMTPUTF8",
    f"RCPT TO:<{NAME}@example.com>",
    RCPT,
    "DATA",
    f"Subject: {NAME}\nFrom: {NAME} <{NAME}@client.example>\nTo: =?utf-8?b?4oCu?= <a@b.example>",
    f"X-{NAME}: {NAME}\n\n{NAME}\n.",
)


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: 1_700_000_000.0)


def unseen(told: object, path: str = "") -> Iterator[str]:
    """Yield where a text has what cannot be seen; what is written for the reader may have it."""
    if isinstance(told, str):
        if any(c not in "\t\n" and unicodedata.category(c) in UNSEEN for c in told):
            yield f"{path}: {told!a}"
    elif isinstance(told, dict):
        for key, value in told.items():
            # It is sent again as it is, so that it stays the sender's.
            if key != "sample_message":
                yield from unseen(value, f"{path}.{key}")
    elif isinstance(told, list):
        for number, value in enumerate(told):
            yield from unseen(value, f"{path}[{number}]")


@pytest.mark.parametrize("persona", ["playground", "reference", "submission-587"])
def test_nothing_unseen_is_shown(bridge: Bridge, persona: str) -> None:
    talk = Talk(bridge, persona)
    talk.open(persona)
    bubbles: list[Told] = []
    for line in LINES:
        bubbles += talk.say(line)
    for bubble in bubbles:
        talk.detail(bubble)
    everything = [*talk.everything, json.loads(bridge.mailbox(persona))]
    everything.append(json.loads(bridge.octets(persona, 0)))
    if newest := talk.session["envelope"]["newest"]:
        everything.append(json.loads(bridge.message(persona, newest)))

    assert [] == list(unseen(everything))
