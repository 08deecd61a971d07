"""A conversation for programs: `content/schema/transcript.json` says what stands where.

`text` shows everything; where it is not what was sent, `octets` is, in base64.
"""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from smtp_playground.exports.plain_text import text_of
from smtp_playground.exports.record import Connection, Telling
from smtp_playground.exports.said import Said

FORMAT: Final = "smtp-playground-transcript"
VERSION: Final = 1


def write(connections: tuple[Connection, ...], telling: Telling) -> str:
    """Return the conversation as JSON, each line of it on one."""
    head = _members(
        {
            "format": FORMAT,
            "version": VERSION,
            "language": telling.words.language,
            "secrets": telling.secrets,
        }
    )
    told = ",\n".join(_connection(each, telling) for each in connections)
    return f'{{{head}, "connections": [\n{told}\n]}}\n'


def _connection(connection: Connection, telling: Telling) -> str:
    head = _members(
        {
            "persona": connection.persona.id,
            "hostname": connection.hostname,
            "encrypted": connection.is_encrypted_at_once,
            "whole": connection.whole,
        }
    )
    lines = ",\n".join(f"  {{{_members(_line(said, telling))}}}" for said in connection.said)
    return f' {{{head}, "lines": [\n{lines}\n ]}}'


def _members(members: dict[str, Any]) -> str:
    return json.dumps(members, ensure_ascii=False)[1:-1]


def _line(said: Said, telling: Telling) -> dict[str, Any]:
    line: dict[str, Any] = {"from": said.speaker, "kind": said.kind, "text": text_of(said, telling)}
    octets = said.octets(secrets=telling.secrets)
    if said.speaker != "note" and said.text(secrets=telling.secrets).encode() != octets:
        line["octets"] = base64.b64encode(octets).decode()
    if said.kind == "reply":
        line |= {"code": said.code, "reply": said.reply}
    if said.secret:
        line["secret"] = "shown" if telling.secrets else "hidden"
    if said.more and said.kind != "left-out":
        line["more"] = said.more
    return line
