"""Conversations for tests of exports, and the exports of them."""

from __future__ import annotations

from collections.abc import Iterable

from smtp_playground.explain import Explainer
from smtp_playground.exports.door import export
from smtp_playground.history import Conversation
from smtp_playground.library import the_library
from smtp_playground.personas import load_personas
from smtp_playground.view import View

PERSONAS = load_personas()
LIBRARY = the_library()
VIEWS = {name: View(Explainer(LIBRARY.words(name))) for name in LIBRARY.languages}
SEED = b"nobody can guess this"

HELLO = "EHLO client.example"
MAIL = "MAIL FROM:<you@client.example>"
RCPT = "RCPT TO:<alice@example.com>"
PLAIN = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ="
LETTER = ("DATA", "Subject: Boats", "", "They come out on Saturday.", "..", ".")


def conversation(*lines: str | bytes, persona: str = "playground") -> Conversation:
    """Return a conversation in which these lines were sent, one by one."""
    made = Conversation(PERSONAS[persona])
    made.open(PERSONAS[persona], 0.0, SEED)
    say(made, lines)
    return made


def say(made: Conversation, lines: Iterable[str | bytes]) -> None:
    for line in lines:
        octets = line if isinstance(line, bytes) else line.encode()
        made.say([octets], 0.0, double_dots=False)


def written(form: str, made: Conversation, *, secrets: bool = False, language: str = "en") -> str:
    return export(made, VIEWS[language], form, secrets=secrets).text
