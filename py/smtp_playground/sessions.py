"""The shortest session that yields each reply: read from `content/sessions.toml`, and played."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from smtp_playground.deeds import MARK, carry_out, deed_in, turning_away
from smtp_playground.errors import ContentError
from smtp_playground.personas import (
    PERSONAS,
    Persona,
    Table,
    parse_table,
    persona_from,
    read_octets,
)
from smtpcore import CATALOGUE, Event, ReplySent, ServerSession, Verb

SESSIONS: Final = Path(__file__).parent / "content" / "sessions.toml"
DEFAULT_PERSONA: Final = "reference"

_KEYS: Final = frozenset({"persona", "with", "lines"})


@dataclass(frozen=True, slots=True)
class Session:
    """One conversation, up to the reply it is for."""

    reply: str
    "The reply's name."
    persona: Persona
    settings: tuple[str, ...]
    "What is laid over the persona's file, a setting each: `extension.AUTH.required = true`."
    lines: tuple[str, ...]
    "What the client sends, without CRLF; `! tls` and the like are deeds of the host."


class Book:
    """All sessions, as the files that they are made of: read at once, understood when asked.

    So a memory snapshot, which has no files, holds a few pages of text and no session.
    """

    def __init__(self, path: Path = SESSIONS, personas: Path = PERSONAS) -> None:
        """Read the file and the personas it may name. Raises `ContentError`."""
        self._file = path.name
        self._octets = read_octets(path)
        self._personas = {each.stem: read_octets(each) for each in personas.glob("*.toml")}
        self._tables: Table = {}

    def names(self) -> list[str]:
        """Return the name of every reply that has a session. Raises `ContentError`."""
        return [*self._sessions()]

    def session(self, name: str) -> Session:
        """Return the session of a reply. Raises LookupError, or `ContentError`."""
        table = self._sessions()[name]
        if name not in CATALOGUE:
            raise ContentError(self._file, name, "is no reply's name")
        if not isinstance(table, dict) or not table.keys() <= _KEYS:
            raise ContentError(self._file, name, f"must be a table of {', '.join(sorted(_KEYS))}")
        lines = table.get("lines")
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise ContentError(self._file, f"{name}.lines", "must be a list of texts")
        above = table.get("with", {})
        persona = self._persona(name, str(table.get("persona", DEFAULT_PERSONA)), above)
        return Session(name, persona, tuple(_flat(above)), tuple(lines))

    def _sessions(self) -> Table:
        if not self._tables:
            self._tables = parse_table(self._file, self._octets)
        return self._tables

    def _persona(self, name: str, persona: str, above: Table) -> Persona:
        if persona not in self._personas:
            there_are = ", ".join(sorted(self._personas))
            raise ContentError(self._file, f"{name}.persona", f"must be one of: {there_are}")
        below = parse_table(f"{persona}.toml", self._personas[persona])
        return persona_from(f"{self._file} {name}", persona, _merged(below, above))


@cache
def the_book() -> Book:
    """Return the page's own sessions. A memory snapshot holds them ready."""
    return Book()


def load_sessions(path: Path = SESSIONS, personas: Path = PERSONAS) -> Mapping[str, Session]:
    """Load every session, by the name of its reply. Raises `ContentError`."""
    book = Book(path, personas)
    return {name: book.session(name) for name in book.names()}


def _flat(table: Table, place: str = "") -> Iterator[str]:
    """Yield every setting of a table with its place."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{place}{key}.")
        else:
            yield f"{place}{key} = {json.dumps(value, ensure_ascii=False)}"


def _merged(below: Table, above: Table) -> Table:
    """Return `below` with every entry of `above` in its place, table by table."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merged(old, value)
        else:
            merged[key] = value
    return merged


def play(session: Session, now: float = 0.0) -> list[Event]:
    """Play a session; return everything that happened."""
    return [event for _, events in steps(session, now) for event in events]


def steps(session: Session, now: float = 0.0) -> Iterator[tuple[str | None, list[Event]]]:
    """Play a session line by line; yield each line with what came of it. The greeting has none."""
    policy = session.persona.policy
    server = ServerSession(policy, secure=policy.implicit_tls)
    if not turning_away(session.lines):
        yield None, server.greet(now)
    for line in session.lines:
        if deed := deed_in(line):
            yield line, carry_out(deed, server, now)
        else:
            yield line, server.receive_data(line.encode() + b"\r\n", now)


def verb_of(session: Session) -> Verb | None:
    """Return the verb that a session's last reply answers."""
    return last_reply(play(session)).verb


def last_reply(events: list[Event]) -> ReplySent:
    """Return the reply that a session ends with."""
    return [event for event in events if isinstance(event, ReplySent)][-1]


def listing(wanted: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the lines of a list of replies: code, enhanced code, name, and the session.

    `wanted`: names or codes; all there are if none is wanted. Raises LookupError for one that
    there is not.
    """
    sessions = load_sessions()
    known = {str(reply.code) for reply in CATALOGUE.values()} | CATALOGUE.keys()
    for name in wanted:
        if name not in known:
            raise LookupError(name)
    for reply in sorted(CATALOGUE.values(), key=lambda reply: reply.code):
        if not wanted or {reply.name, str(reply.code)} & {*wanted}:
            yield from _entry(sessions[reply.name])
            yield ""


def _entry(session: Session) -> Iterator[str]:
    reply = CATALOGUE[session.reply]
    yield f"{reply.code}  {reply.enhanced or '-':8}{reply.name}  ({session.persona.id})"
    yield from (f"    with {setting}" for setting in session.settings)
    for line in session.lines:
        shown = line if line.isprintable() else ascii(line)[1:-1]
        cut = f"{shown[:60]} ... ({len(shown)} characters)" if len(shown) > 100 else shown
        yield f"    {'-- ' + line.removeprefix(MARK) if line.startswith(MARK) else 'C: ' + cut}"
    yield from (f"    S: {line}" for line in last_reply(play(session)).lines)
