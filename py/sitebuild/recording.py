"""The first screen's conversation: its lines stand here, its answers come from the core."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

from smtp_playground.bubbles import Bubble
from smtp_playground.explain import Explainer
from smtp_playground.history import Conversation
from smtp_playground.library import Library
from smtp_playground.personas import load_personas
from smtp_playground.view import View

PERSONA: Final = "playground"
LINES: Final = (
    "EHLO client.example",
    "MAIL FROM:<sender@client.example>",
    "RCPT TO:<alice@example.com>",
    "DATA",
    "Subject: Hello",
    "",
    "Hi Alice!",
    ".",
    "VRFY alice",
)
"""What the client says: to the one reply that asks for more, and to one that refuses."""

NOW: Final = 0.0
"""When it is played: any moment, but the same at every build."""

HEADER: Final = """// Played by the build (sitebuild/recording.py); change its lines, or the core.
import type { Bubble } from "./bubbles";

"""


def recording_ts(content: Path) -> str:
    """Return the recording in every language, as a source that the types of the view check."""
    played = {
        language: [asdict(bubble) for bubble in play(content, language)]
        for language in Library.load(content).languages
    }
    told = json.dumps(played, ensure_ascii=False, indent=1)
    return (
        f"{HEADER}export const recording: Readonly<Record<string, readonly Bubble[]>> = {told};\n"
    )


def play(content: Path, language: str) -> tuple[Bubble, ...]:
    """Say the lines to the server, one after the other; return what the page would show."""
    conversation = Conversation(load_personas(content / "personas")[PERSONA])
    conversation.open(conversation.persona, NOW)
    for line in LINES:
        conversation.say([line.encode()], NOW, double_dots=False)
    return tuple(_bubbles(conversation, View(Explainer(Library.load(content).words(language)))))


def _bubbles(conversation: Conversation, view: View) -> Iterator[Bubble]:
    """Yield what was said by either side; a note tells of a connection, and here is none."""
    for entry_id, entry in conversation.entries():
        bubble = view.bubble(entry_id, entry)
        if bubble.speaker != "note":
            yield bubble
