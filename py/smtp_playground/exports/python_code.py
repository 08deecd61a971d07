"""Python that says a conversation again with `smtplib`: every line as it was, in its order.

`docmd` and `send` are as far down as smtplib goes; what its higher methods would make of it
(EHLO by itself, RSET after a refusal) is left to those who write mail programs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from smtp_playground.exports.record import Connection, Telling
from smtp_playground.exports.said import HIDDEN, Said
from smtp_playground.exports.turns import CRLF, LOGINS, Turn, turns
from smtp_playground.visible import shown

_TLS: Final = """
def start_tls(client):
    client.sock = CONTEXT.wrap_socket(client.sock, server_hostname=HOST)
    client.file = None
"""
_CRAM: Final = """
def cram_md5(challenge):
    digest = hmac.new(PASSWORD.encode(), base64.b64decode(challenge), "md5").hexdigest()
    return b64(f"{USER} {digest}")
"""
_B64: Final = """
def b64(text):
    return base64.b64encode(text.encode()).decode()
"""

# Mechanism -> the response of each round, made of what stands on top of the script.
_RESPONSES: Final = {
    "PLAIN": (r'b64(f"\0{USER}\0{PASSWORD}")',),
    "LOGIN": ("b64(USER)", "b64(PASSWORD)"),
    "CRAM-MD5": ("cram_md5(challenge)",),
    "XOAUTH2": (r'b64(f"user={USER}\1auth=Bearer {PASSWORD}\1\1")',),
    "OAUTHBEARER": (r'b64(f"n,a={USER},\1auth=Bearer {PASSWORD}\1\1")', r'b64("\1")'),
    "EXTERNAL": ("b64(USER)",),
}
_ESCAPES: Final = {ord('"'): '\\"', ord("\\"): "\\\\", ord("\r"): "\\r", ord("\n"): "\\n"}
_NEVER_TWICE: Final = frozenset({"CRAM-MD5"})
"""Mechanisms whose responses hold for one challenge, and can be worked out for another."""


@dataclass(frozen=True, slots=True)
class Code:
    """How a connection is written: with or without an `assert` for each reply."""

    telling: Telling
    asserts: bool

    def preamble(self, connections: tuple[Connection, ...]) -> Iterator[str]:
        """Yield what stands before the conversations: imports, settings, helpers."""
        bodies = "\n".join(line for each in connections for line in self.body(each))
        yield from self._head(connections)
        modules = ["os", "smtplib"]
        helpers = [name for name, mark in _USES.items() if mark in bodies]
        modules += ["base64"] if "base64" in helpers else []
        modules += ["hmac"] if "cram_md5" in helpers else []
        is_encrypted = any(each.is_encrypted_at_once for each in connections)
        modules += ["ssl"] if is_encrypted or "start_tls" in helpers else []
        yield from (f"import {name}" for name in sorted(modules))
        yield ""
        yield f"# {self.telling.label('where')}"
        yield 'HOST = os.environ.get("SMTP_HOST", "127.0.0.1")'
        yield 'PORT = int(os.environ.get("SMTP_PORT", "2525"))'
        if "ssl" in modules:
            yield f"# {self.telling.label('trust')}"
            yield 'CONTEXT = ssl.create_default_context(cafile=os.environ.get("SMTP_CA_FILE"))'
        if "USER" in helpers:
            yield f"# {self.telling.label('credentials')}"
            yield 'USER = os.environ.get("SMTP_USER", "")'
            yield 'PASSWORD = os.environ.get("SMTP_PASSWORD", "")'
        for name, code in (("base64", _B64), ("cram_md5", _CRAM), ("start_tls", _TLS)):
            yield from (["", *code.splitlines()] if name in helpers else [])
        yield from ("", "")

    def _head(self, connections: tuple[Connection, ...]) -> Iterator[str]:
        for each in connections:
            name = each.name(self.telling.words.language)
            heading = self.telling.label("heading", hostname=each.hostname, persona=name)
            yield f"# {comment(heading)}"
        yield f"# {self.telling.label('made')}"
        if any(said.secret for each in connections for said in each.said):
            yield f"# {self.telling.about_secrets}"

    def body(self, connection: Connection) -> Iterator[str]:
        """Yield the statements of one connection, without indentation."""
        label = self.telling.label
        if not connection.whole:
            yield f"# {label('beginning-out')}"
        rest = [*turns(connection.said)]
        greeting = rest.pop(0).codes if rest and not rest[0].said else []
        yield from self._connecting(connection, greeting)
        left_out = ""
        for turn, following in zip(rest, [*rest[1:], None], strict=True):
            if turn.is_login and turn.mechanism not in LOGINS and _is_secret(turn, rest):
                if turn.mechanism != left_out:
                    yield f"# {label('login-out', mechanism=comment(turn.mechanism))}"
                left_out = turn.mechanism
                continue
            left_out = ""
            yield from self._turn(turn, following)
        yield "client.close()"

    def _connecting(self, connection: Connection, greeting: list[int]) -> Iterator[str]:
        debug = [] if self.asserts else ["client.set_debuglevel(1)"]
        if connection.is_encrypted_at_once:
            # It learns whose certificate to ask for only so, and takes no greeting but 220.
            yield "client = smtplib.SMTP_SSL(HOST, PORT, context=CONTEXT, timeout=30)"
            yield from debug
        else:
            yield "client = smtplib.SMTP(timeout=30)"
            yield from debug
            yield self._expecting("client.connect(HOST, PORT)", greeting[:1])

    def _turn(self, turn: Turn, following: Turn | None) -> Iterator[str]:
        for said in turn.said:
            if said.more and said.kind != "begun":
                yield f"# {self.telling.label('padded', count=said.more)}"
        if turn.left_out:
            yield f"# {self.telling.label('lines-out', count=turn.left_out)}"
        # A response that depends on the challenge needs it.
        asked = following is not None and following.mechanism in _NEVER_TWICE
        if asked and turn.is_login and turn.codes == [334]:
            yield f"code, challenge = {self._asking(turn)}"
            yield from (["assert code == 334"] if self.asserts else [])
        elif len(turn.codes) == 1 and len(turn.said) == 1 and self._line(turn) is not None:
            yield self._expecting(self._asking(turn), turn.codes)
        else:
            yield from self._sending(turn)
            yield from (self._expecting("client.getreply()", [code]) for code in turn.codes)
        if turn.starts_tls:
            yield "start_tls(client)"

    def _expecting(self, call: str, codes: list[int]) -> str:
        return f"assert {call}[0] == {codes[0]}" if self.asserts and codes else call

    def _asking(self, turn: Turn) -> str:
        return f"client.docmd({self._line(turn)})"

    def _line(self, turn: Turn) -> str | None:
        """Return the one line of a turn as an expression; None if it is none that docmd takes."""
        (said,) = turn.said
        if said.kind not in ("command", "response") or said.more:
            return None
        if not said.secret or (self.telling.secrets and turn.mechanism not in _NEVER_TWICE):
            return _text(said.octets(secrets=True))
        if not said.line:
            return _response(turn)
        shown = _text(said.line)
        return f"{shown} + {_response(turn)}" if shown else None

    def _sending(self, turn: Turn) -> Iterator[str]:
        lines = _crlf_lines(turn.octets(secrets=self.telling.secrets))
        if len(lines) == 1:
            yield f"client.send({_literal(lines[0], turn.said[0])})"
        elif lines:
            yield "client.send("
            yield from (f"    {_literal(line, None)}" for line in lines)
            yield ")"


_USES: Final = {
    "base64": "b64(",
    "USER": "USER",
    "cram_md5": "cram_md5(",
    "start_tls": "start_tls(",
}


def _is_secret(turn: Turn, every: list[Turn]) -> bool:
    """Tell whether a login of this mechanism has sent anything that cannot be sent again."""
    return any(
        said.secret for each in every if each.mechanism == turn.mechanism for said in each.said
    )


def _response(turn: Turn) -> str:
    rounds = _RESPONSES.get(turn.mechanism, ())
    if turn.round < len(rounds):
        return rounds[turn.round]
    return json.dumps(HIDDEN.decode())


def _text(octets: bytes) -> str | None:
    """Return octets as a text that docmd takes; None if it would not."""
    if not octets or not octets.isascii() or not octets.decode().isprintable():
        return None
    return json.dumps(octets.decode())


def _literal(octets: bytes, said: Said | None) -> str:
    if said is not None and said.more and said.kind != "begun":
        return f'{_quoted(octets.removesuffix(CRLF))} + b"x" * {said.more} + b"\\r\\n"'
    return _quoted(octets)


def _quoted(octets: bytes) -> str:
    return 'b"' + "".join(_ESCAPES.get(octet) or _octet(octet) for octet in octets) + '"'


def _octet(octet: int) -> str:
    return chr(octet) if 32 <= octet < 127 else f"\\x{octet:02x}"


def _crlf_lines(octets: bytes) -> list[bytes]:
    pieces = octets.split(CRLF)
    return [piece + CRLF for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def comment(text: str) -> str:
    """Return a text that stays in its comment."""
    return shown(text).replace("\t", " ")
