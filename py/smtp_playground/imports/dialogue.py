"""Follows a conversation line by line: what a client's line is depends on what was said before.

Nothing is refused: logs have gaps, so what does not fit is taken as it comes.
"""

from __future__ import annotations

import re
from collections import deque
from typing import Final, Literal

from smtp_playground.bubbles import Speaker
from smtpcore import Verb
from smtpcore.commands import verb_of

Moment = Literal["command", "response", "stray", "content", "end", "chunk", "reply", "note"]
"""What a line is. `stray` is a response that nobody has asked for."""

REPLY: Final = re.compile(r"([2-5][0-9]{2})(?:([ -])|\Z)")
RESPONSE: Final = re.compile(r"[A-Za-z0-9+/]{2,}={0,2}")
"""base64 in one word (RFC 4954 4)."""

_GREETINGS: Final = frozenset({220, 421, 521, 554})
_PARTS: Final = {"header": "header-end", "header-end": "body", "body": "body"}
"""Of a message, what comes after what."""
_LARGEST_CHUNK: Final = 9
"""Digits of a chunk's size that are believed."""


def verb_in(text: str) -> Verb | None:
    """Return the verb that a line begins with."""
    return verb_of(text.encode("utf-8", "replace"))


class Dialogue:
    """One connection after the other, as far as it was told."""

    def __init__(self) -> None:
        """Begin where nothing was said."""
        self.connection = 1
        self.content = False
        "Whether mail data is being sent."
        self.due = 0
        "Octets of a chunk that are still to come."
        self.responding = False
        "Whether a challenge waits for its response."
        self.answered: Verb | None = None
        "What the reply that was heard last answers."
        self.more = False
        "Whether that reply goes on."
        self.part = "body"
        "Of a message, which part the line that was heard last is in: header, header-end, body."
        self._waiting: deque[Verb | None] = deque()
        self._refused = False
        self._spoken = False

    @property
    def is_clients_turn(self) -> bool:
        """Whether every command has its reply."""
        return not self._waiting and not self.more

    def hear(self, speaker: Speaker, text: str) -> Moment:
        """Go on by a line; return what it is."""
        match speaker:
            case "client":
                return self._client(text)
            case "server":
                return self._server(text)
            case "note":
                return "note"

    def _client(self, text: str) -> Moment:
        self._spoken = True
        if self.due:
            self.due = max(0, self.due - len(text.encode("utf-8", "replace")) - 2)
            return "chunk"
        if self.content:
            if text != ".":
                self.part = _PARTS[self.part] if self.part != "header" or not text else "header"
                return "content"
            self.content = False
            self._waiting.append(Verb.END_OF_DATA)
            return "end"
        if self.responding:
            self.responding = False
            self._waiting.append(Verb.RESPONSE)
            return "response"
        verb = verb_in(text.lstrip(" \t"))
        self._waiting.append(verb)
        if verb is None and self._refused and RESPONSE.fullmatch(text):
            return "stray"
        self._refused = False
        self.due = _chunk_size(text) if verb is Verb.BDAT else 0
        return "command"

    def _server(self, text: str) -> Moment:
        match = REPLY.match(text)
        if match is None:
            return "reply"
        code = int(match[1])
        # What a log leaves out of a message, it leaves out to its end.
        self.content, self.responding, self.due = False, False, 0
        if not self.more:
            self._begin(code)
        self.more = match[2] == "-"
        if self.more:
            return "reply"
        self.content = code == 354
        self.responding = code == 334
        self.part = "header"
        if code >= 400 and self.answered is Verb.AUTH:
            self._refused = True
        return "reply"

    def _begin(self, code: int) -> None:
        if not self._waiting and self._spoken and code in _GREETINGS - {421}:
            self.connection += 1
            self._spoken = self._refused = False
        self.answered = self._waiting.popleft() if self._waiting else None


def _chunk_size(text: str) -> int:
    words = text.split(maxsplit=2)
    size = words[1] if len(words) > 1 else ""
    is_size = size.isascii() and size.isdigit() and len(size) <= _LARGEST_CHUNK
    return int(size) if is_size else 0
