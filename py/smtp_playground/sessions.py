"""The shortest session that yields each reply: read from `content/sessions.toml`, and played."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from smtp_playground.errors import ContentError
from smtp_playground.personas import PERSONAS, Persona, Table, persona_from, read_table
from smtpcore import CATALOGUE, Event, ReplySent, ServerSession, State, Verb

SESSIONS: Final = Path(__file__).parent / "content" / "sessions.toml"
DEFAULT_PERSONA: Final = "reference"
DEED: Final = "! "
"""What begins a line that is not the client's: a deed of the host."""

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


def load_sessions(path: Path = SESSIONS, personas: Path = PERSONAS) -> Mapping[str, Session]:
    """Load every session, by the name of its reply. Raises `ContentError`."""
    tables = read_table(path)
    return {name: _session(path.name, name, table, personas) for name, table in tables.items()}


def _session(file: str, name: str, table: Any, personas: Path) -> Session:  # noqa: ANN401
    if name not in CATALOGUE:
        raise ContentError(file, name, "is no reply's name")
    if not isinstance(table, dict) or not table.keys() <= _KEYS:
        raise ContentError(file, name, f"must be a table of {', '.join(sorted(_KEYS))}")
    lines = table.get("lines")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise ContentError(file, f"{name}.lines", "must be a list of texts")
    path = personas / f"{table.get('persona', DEFAULT_PERSONA)}.toml"
    above = table.get("with", {})
    persona = persona_from(f"{file} {name}", path.stem, _merged(read_table(path), above))
    return Session(name, persona, tuple(_flat(above)), tuple(lines))


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
    if not (session.lines and _is_turning_away(session.lines[0])):
        yield None, server.greet(now)
    for line in session.lines:
        if line.startswith(DEED):
            yield line, _deed(server, line.removeprefix(DEED), now)
        else:
            yield line, server.receive_data(line.encode() + b"\r\n", now)


def _is_turning_away(line: str) -> bool:
    """Tell whether the client is turned away, so that it is not greeted first."""
    return line.startswith(f"{DEED}turn away")


def _deed(server: ServerSession, deed: str, now: float) -> list[Event]:
    match deed.split():
        case ["tls"] if server.state is State.STARTING_TLS:
            return server.start_tls(now)
        case ["time", "out", seconds]:
            return server.time_out(now, int(seconds))
        case ["shut", "down"]:
            return server.shut_down(now)
        case ["turn", "away", connections]:
            return server.turn_away(now, int(connections))
        case _:
            return []


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
        yield f"    {'-- ' + line.removeprefix(DEED) if line.startswith(DEED) else 'C: ' + cut}"
    yield from (f"    S: {line}" for line in last_reply(play(session)).lines)
