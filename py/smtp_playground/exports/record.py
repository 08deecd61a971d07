"""From the entries of a conversation to its connections, line by line, for every form alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from smtp_playground.exports.said import HIDDEN, Kind, Said
from smtp_playground.history import (
    Answered,
    Begun,
    ContentSent,
    Conversation,
    Entry,
    Opened,
)
from smtp_playground.lessons.watch import StepDone
from smtp_playground.personas import Persona
from smtp_playground.words import Words
from smtpcore import CommandReceived, ConnectionClosed, ResponseReceived, TlsStarted, Verb
from smtpcore import Kind as ServerKind
from smtpcore.commands import verb_of

Told = Callable[[int, Entry], str]
"""What a note says, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How it is to be told."""

    words: Words
    secrets: bool

    def label(self, key: str, **facts: object) -> str:
        """Return the words that stand in exports, in one line."""
        return self.words.conversation[f"export.{key}"].format(**facts)

    @property
    def about_secrets(self) -> str:
        """What is said where a conversation holds secrets."""
        return self.label("with-secrets" if self.secrets else "no-secrets")


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection, from its greeting on as far as it is remembered."""

    persona: Persona
    whole: bool
    "Whether its beginning is remembered."
    opening: str
    "What was said as it was opened; may be empty."
    said: tuple[Said, ...]

    @property
    def hostname(self) -> str:
        """What the server calls itself."""
        return self.persona.policy.hostname

    @property
    def is_lmtp(self) -> bool:
        """Whether a message is answered once a recipient (RFC 2033 4.2)."""
        return self.persona.policy.kind is ServerKind.LMTP

    @property
    def is_encrypted_at_once(self) -> bool:
        """Whether TLS comes before the greeting (RFC 8314 3.3)."""
        return self.persona.policy.implicit_tls

    def name(self, language: str) -> str:
        """Return the name of who played the server."""
        return self.persona.name.get(language, self.persona.name["en"])


def connections(conversation: Conversation, told: Told) -> tuple[Connection, ...]:
    """Return what is remembered of a conversation, connection by connection."""
    found: list[Connection] = []
    current: list[tuple[int, Entry]] = []
    for entry_id, entry in conversation.entries():
        if isinstance(entry, Opened) and current:
            found.append(_connection(current, conversation.persona, told))
            current = []
        current.append((entry_id, entry))
    if current:
        found.append(_connection(current, conversation.persona, told))
    return tuple(found)


def _connection(entries: list[tuple[int, Entry]], last: Persona, told: Told) -> Connection:
    number, first = entries[0]
    personas = (entry.persona for _, entry in entries if isinstance(entry, Opened | Answered))
    whole = isinstance(first, Opened)
    return Connection(
        persona=next(personas, last),
        whole=whole,
        opening=told(number, first) if whole else "",
        said=tuple(_Reader(told).read(entries[whole:])),
    )


# base64 in one word, as a response to AUTH is written (RFC 4954 4).
_RESPONSE: Final = re.compile(rb"[A-Za-z0-9+/]{2,}={0,2}")
_SHORTEST_ECHO: Final = 4


class _Reader:
    """Reads the entries of one connection."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._asked = False
        "Whether the client has just asked to log in."
        self._refused = False
        "Whether it was refused: clients that do not look go on with their account and password."
        self._secret = b""
        "Of the line before a reply that may repeat it."

    def read(self, entries: Iterable[tuple[int, Entry]]) -> Iterator[Said]:
        for number, entry in entries:
            match entry:
                case CommandReceived():
                    yield self._command(entry)
                case ResponseReceived(line=line, hidden=hidden):
                    self._secret = hidden
                    yield Said("response", line, hidden)
                case Begun(line=line, size=size):
                    yield Said("begun", line, more=size - len(line))
                case ContentSent():
                    yield from self._content(entry)
                case Answered():
                    yield from self._reply(entry)
                case TlsStarted():
                    yield Said("tls", self._told(number, entry).encode())
                case ConnectionClosed():
                    yield Said("closed", self._told(number, entry).encode())
                case StepDone():
                    pass  # the lesson's word on it is no part of what was said
                case _:
                    yield Said("note", self._told(number, entry).encode())

    def _command(self, event: CommandReceived) -> Said:
        line, secret = event.line, event.hidden
        verb = verb_of(line)
        if verb is not None:
            self._refused = False
        elif self._refused and not secret and _RESPONSE.fullmatch(line):
            line, secret = b"", line
        self._asked = verb is Verb.AUTH
        self._secret = secret
        more = event.size - len(line) - len(secret) - 2
        return Said("command", line, secret, more=max(0, more))

    def _content(self, sent: ContentSent) -> Iterator[Said]:
        kind: Kind = "chunk" if sent.in_chunk else "content"
        last = sent.lines[-1:] if sent.ended and sent.omitted else ()
        lines = sent.lines[: len(sent.lines) - len(last)]
        whole = sent.octets if sent.size == len(sent.octets) else None
        for number, line in enumerate(lines):
            yield Said(kind, line, wire=None if number else whole)
        if sent.omitted:
            yield Said("left-out", b"", more=sent.omitted)
        yield from (Said(kind, line) for line in last)

    def _reply(self, answered: Answered) -> Iterator[Said]:
        reply = answered.event.reply
        if self._asked and reply.code >= 400:
            self._refused = True
        self._asked = False
        for line in answered.event.lines:
            octets = line.encode()
            if len(self._secret) >= _SHORTEST_ECHO:
                octets = octets.replace(self._secret, HIDDEN)
            yield Said("reply", octets, code=reply.code, reply=reply.name)
