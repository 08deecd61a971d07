"""A conversation as commands for swaks, the mail people's own test client.

Swaks connects, says hello, may encrypt and log in, and sends one message: so there is a command
for each message, and a comment for every line that it has no place for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from smtp_playground.exports.credentials import credentials
from smtp_playground.exports.python_code import comment
from smtp_playground.exports.record import Connection, Telling
from smtp_playground.exports.turns import Turn, turns
from smtpcore import Verb
from smtpcore.commands import verb_of

HELLOS: Final = {Verb.HELO: "SMTP", Verb.EHLO: "ESMTP", Verb.LHLO: "LMTP"}
"""What says hello -> what swaks calls its protocol."""
MECHANISMS: Final = ("PLAIN", "LOGIN", "CRAM-MD5")
"""What swaks logs in by, of what is here."""

# A path as swaks writes it, between brackets of its own; it parts recipients by commas.
_PATH: Final = re.compile(r"(?:FROM|TO):[ ]*<(?P<path>[^<>,]*)>(?P<rest>.*)", re.IGNORECASE)
_HARMLESS: Final = re.compile(rb"[ -&(-\[\]-~]*")
"""Octets that stand for themselves in single quotes and for `printf '%b'`."""


@dataclass(slots=True)
class Run:
    """One call of swaks, as far as it is known."""

    hello: Verb | None = None
    name: str = ""
    encrypts: bool = False
    login: list[Turn] = field(default_factory=list)
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)
    content: list[bytes] | None = None
    "Lines as they go over the wire, without the dot that ends them."
    remarks: list[str] = field(default_factory=list)

    def following(self) -> Run:
        """Return the run for the next message of the same connection."""
        return Run(self.hello, self.name, self.encrypts, self.login)


def write(connections: tuple[Connection, ...], telling: Telling) -> str:
    """Return a script for a shell (POSIX)."""
    return "".join(f"{line}\n" for line in _script(connections, telling))


def _script(connections: tuple[Connection, ...], telling: Telling) -> Iterator[str]:
    yield "#!/bin/sh"
    yield f"# {telling.label('made')}"
    yield f"# {telling.label('swaks')}"
    has_secrets = any(said.secret for each in connections for said in each.said)
    if has_secrets:
        yield f"# {telling.about_secrets}"
    yield f"# {telling.label('where')}"
    yield ': "${SMTP_HOST:=127.0.0.1}" "${SMTP_PORT:=2525}"'
    if has_secrets:
        yield ': "${SMTP_USER:=}" "${SMTP_PASSWORD:=}"'
    for connection in connections:
        name = connection.name(telling.words.language)
        heading = telling.label("heading", hostname=connection.hostname, persona=name)
        yield from ("", f"# {comment(heading)}")
        if not connection.whole:
            yield f"# {telling.label('beginning-out')}"
        for number, run in enumerate(_Reader(telling).read(turns(connection.said))):
            yield from (f"# {remark}" for remark in run.remarks)
            # After the last message there is nothing to connect for.
            if number == 0 or run.sender is not None:
                yield from _command(run, connection, telling)


class _Reader:
    """Finds what swaks can say in the turns of one connection."""

    def __init__(self, telling: Telling) -> None:
        self._telling = telling
        self._run = Run()
        self._runs = [self._run]
        self._chunks = b""

    def read(self, said: Iterable[Turn]) -> list[Run]:
        for turn in said:
            if turn.said:
                self._take(turn)
        return self._runs

    def _take(self, turn: Turn) -> None:
        went_well = bool(turn.codes) and turn.codes[-1] < 400
        verb = verb_of(turn.said[0].line) if turn.said[0].kind == "command" else None
        if turn.is_login:
            self._log_in(turn)
        elif turn.said[0].kind == "content":
            self._content(turn)
        elif verb in HELLOS and went_well and self._run.sender is None:
            self._hello(verb, turn)
        elif verb is Verb.STARTTLS and turn.starts_tls:
            self._run.encrypts = True
        elif verb is Verb.MAIL and self._run.sender is None:
            # Refused, it has nothing behind it; but swaks can hear the refusal.
            if self._path(turn, is_sender=True) and not went_well:
                self._next()
        elif verb is Verb.RCPT and self._run.sender is not None:
            self._path(turn, is_sender=False)
        elif verb is Verb.BDAT and went_well and self._run.sender is not None:
            self._chunk(turn)
        elif not (verb in (Verb.DATA, Verb.QUIT) and went_well):
            self._leave_out(turn)

    def _hello(self, verb: Verb, turn: Turn) -> None:
        again = self._run.hello is not None and not self._run.encrypts
        if again:
            self._leave_out(turn)
        self._run.hello = verb
        self._run.name = turn.said[0].line.decode("utf-8", "replace").strip().partition(" ")[2]

    def _log_in(self, turn: Turn) -> None:
        if turn.mechanism not in MECHANISMS:
            if turn.command:
                remark = self._telling.label("swaks-login-out", mechanism=comment(turn.mechanism))
                self._run.remarks.append(remark)
        elif turn.command and self._run.login and turn.codes[-1:] > [399]:
            self._leave_out(turn)
        elif turn.command:
            self._run.login = [turn]
        elif self._run.login:
            self._run.login.append(turn)

    def _path(self, turn: Turn, *, is_sender: bool) -> bool:
        """Take a path, if swaks can write it; return whether."""
        text = turn.said[0].line.decode("utf-8", "replace").strip()
        match = _PATH.fullmatch(text.partition(" ")[2].strip())
        if match is None or turn.said[0].more:
            self._leave_out(turn)
            return False
        if is_sender:
            self._run.sender = match["path"]
        else:
            self._run.recipients.append(match["path"])
        if parameters := match["rest"].strip():
            told = self._telling.label("swaks-parameters", parameters=comment(parameters))
            self._run.remarks.append(told)
        return True

    def _content(self, turn: Turn) -> None:
        self._remark_on_length(turn)
        if turn.said[-1].line == b".":
            self._run.content = [said.line for said in turn.said[:-1]] or self._blank()
        else:
            self._run.remarks.append(self._telling.label("unfinished"))
        self._next()

    def _blank(self) -> list[bytes]:
        self._run.remarks.append(self._telling.label("swaks-empty"))
        return [b""]

    def _chunk(self, turn: Turn) -> None:
        if not self._chunks:
            self._run.remarks.append(self._telling.label("swaks-chunks"))
        self._remark_on_length(turn)
        self._chunks += turn.chunk
        if turn.said[0].line.upper().split()[-1] == b"LAST":
            lines = self._chunks.removesuffix(b"\r\n").split(b"\r\n")
            self._run.content = [b"." * line.startswith(b".") + line for line in lines]
            self._chunks = b""
            self._next()

    def _remark_on_length(self, turn: Turn) -> None:
        if turn.left_out:
            told = self._telling.label("lines-out", count=turn.left_out)
            self._run.remarks.append(told)

    def _leave_out(self, turn: Turn) -> None:
        line = comment(turn.said[0].text(secrets=self._telling.secrets))
        self._run.remarks.append(self._telling.label("swaks-line-out", line=line))
        # An aborted message ends where it was left.
        verb = verb_of(turn.said[0].line)
        if verb is Verb.RSET and self._run.sender is not None:
            self._next()

    def _next(self) -> None:
        self._run = self._run.following()
        self._runs.append(self._run)


def _command(run: Run, connection: Connection, telling: Telling) -> Iterator[str]:
    options = [*_options(run, connection, telling)]
    if run.content is None:
        options.append(f"--quit-after {_stop(run)}")
        yield from _wrapped("swaks", options)
        return
    yield "{"
    yield from (f"  printf '%b\\r\\n' '{_escaped(line)}'" for line in run.content)
    yield "  printf ."
    yield from _wrapped("} | swaks", [*options, "--no-data-fixup", "--data -"])


def _wrapped(command: str, options: list[str]) -> Iterator[str]:
    whole = [command, *options]
    yield from (f"{'  ' if number else ''}{option} \\" for number, option in enumerate(whole[:-1]))
    yield f"  {whole[-1]}"


def _options(run: Run, connection: Connection, telling: Telling) -> Iterator[str]:
    yield '--server "$SMTP_HOST" --port "$SMTP_PORT"'
    if run.hello:
        yield f"--protocol {HELLOS[run.hello]} --helo {_word(run.name)}"
    if connection.is_encrypted_at_once:
        yield "--tls-on-connect"
    elif run.encrypts:
        yield "--tls"
    if run.login:
        known = credentials(run.login) if telling.secrets else None
        user = _word(known.account) if known and known.account else '"$SMTP_USER"'
        word = _word(known.password) if known and known.password else '"$SMTP_PASSWORD"'
        yield f"--auth {run.login[0].mechanism} --auth-user {user} --auth-password {word}"
    if run.sender is not None:
        yield f"--from {_word(run.sender or '<>')}"
    if run.recipients:
        yield f"--to {_word(','.join(run.recipients))}"


def _stop(run: Run) -> str:
    """Return where swaks is to stop, if there is no message."""
    if run.sender is not None:
        return "RCPT" if run.recipients else "MAIL"
    if run.login:
        return "AUTH"
    if run.encrypts:
        return "TLS"
    return "HELO" if run.hello else "CONNECT"


def _escaped(octets: bytes) -> str:
    """Return octets as `printf '%b'` takes them, in single quotes."""
    return "".join(
        chr(octet) if _HARMLESS.fullmatch(bytes([octet])) else f"\\0{octet:03o}" for octet in octets
    )


def _word(text: str) -> str:
    """Return a word for the shell, in which everything can be seen."""
    if _HARMLESS.fullmatch(text.encode()):
        return f"'{text}'"
    return f"\"$(printf '%b' '{_escaped(text.encode())}')\""
