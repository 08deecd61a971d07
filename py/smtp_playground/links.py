r"""What a link to a conversation holds: a text, a line for each thing done.

The first character of a line says what it is:

    @playground   a connection to this persona        =mailbox-full  ... set for this reply
    ~6f70656e     what its challenges come from; only where secrets are told
    >NOOP         lines that went out together begin  ">a  ... with leading dots doubled
    +NOOP         one more of them                    .            and the lone dot behind them
    ;             the lone dot by itself
    ! shut down   the host did something              |key = 1     a line of the rules (TOML)
    #1f0a         the end, with a check of all before

In a line, what is not plain text is written `\\`, `\r`, `\n` or `\xNN`, and a secret that was left
out `\0`, `\1` ...: which of the responses below gets the same answer.
"""

from __future__ import annotations

import re
from base64 import b64encode
from binascii import crc32
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from smtp_playground.deeds import MARK, deed_in
from smtp_playground.history import Answered, ContentSent, Conversation
from smtp_playground.inputs import Connected, Happened, Input, Said, line_of, play
from smtp_playground.parts import DOTS
from smtp_playground.sample_response import sample_account, sample_response
from smtp_playground.sasl_client import next_response
from smtp_playground.travel_bubbles import Shared
from smtpcore import CommandReceived, ResponseReceived
from smtpcore.extensions.auth import Auth

LINES: Final = 1_000
"""Lines of the client that a link may hold."""
CHARACTERS: Final = 262_144
"""Characters of its text."""

TOO_MUCH: Final = Shared("", (), 0, 0)

_DEED: Final = re.compile(rf"{MARK}(?:tls|shut down|time out [0-9]{{1,6}})")
_ESCAPE: Final = re.compile(r"\\(?:\\|r|n|x[0-9a-f]{2}|[0-2])")
_PLAIN: Final = {"\\": "\\\\", "\r": "\\r", "\n": "\\n"}
_READ: Final = {"\\\\": b"\\", "\\r": b"\r", "\\n": b"\n"}
_OTHERS: Final = (b64encode(b"\0nobody\0wrong"), b"not base64!")
"""After the sample account's own: what is well made and wrong, and what is not well made."""


@dataclass(frozen=True, slots=True)
class Connect:
    """A connection to a persona, or to a server that is set for a reply."""

    name: str
    for_reply: bool
    seed: bytes


@dataclass(frozen=True, slots=True)
class Send:
    """Lines that went out together, as the text has them."""

    lines: tuple[str, ...]
    double_dots: bool
    finish: bool


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says."""

    done: tuple[Connect | Send | Happened, ...]
    rules: str
    is_whole: bool
    "Whether all of it could be read."


# Writing.


def shared(inputs: Sequence[Input], *, secrets: bool) -> Shared:
    """Return what a link to a conversation holds, which these inputs led to.

    With `secrets` the responses of AUTH are in it; else the sample account's stand in for them.
    """
    done = [each for each in inputs if isinstance(each, Said)]
    lines = sum(len(said.lines) + said.finish for said in done)
    hidden: list[int] = []
    text = "".join(f"{line}\n" for line in _written(inputs, hidden, secrets=secrets))
    text += f"#{crc32(text.encode()):x}\n"
    if lines > LINES or len(text) > CHARACTERS:
        return Shared("", (), lines, len(hidden))
    shown = tuple(line[1:] for line in text.split("\n") if line[:1] in {">", '"', "+"})
    return Shared(text, tuple(map(_without_escapes, shown)), lines, len(hidden))


def _written(inputs: Sequence[Input], hidden: list[int], *, secrets: bool) -> Iterator[str]:
    conversation: Conversation | None = None
    for done in inputs:
        match done:
            case Connected(persona=persona, seed=seed, scene=scene):
                conversation = conversation or Conversation(persona)
                play(done, conversation)
                yield f"={scene}" if scene else f"@{persona.id}"
                if secrets:
                    yield f"~{seed.hex()}"
            case Happened(deed):
                yield (
                    MARK + deed.name.replace("-", " ") + (f" {deed.number}" if deed.number else "")
                )
                play(done, conversation) if conversation else None
            case Said():
                if conversation:
                    yield from _said(done, conversation, hidden, secrets=secrets)


def _said(
    said: Said, conversation: Conversation, hidden: list[int], *, secrets: bool
) -> Iterator[str]:
    """Yield the lines of one Enter; a response that is left out begins another one."""
    before = conversation.twin()
    ids = play(said, conversation)
    found = _secrets(conversation, ids)
    mark = '"' if said.double_dots else ">"
    for number, line in enumerate(said.lines):
        entry = found.get(number)
        text = escaped(line)
        if entry is not None:
            hidden.append(number)
        if entry is not None and not secrets:
            text = f"{escaped(entry.line)}\\{_stand_in(before, said, number, entry)}"
            mark = ">"
        elif not secrets and not _was_read(conversation, before.newest, number):
            text = "x" * len(line)  # nobody knows what it would have been
        yield mark + text
        mark = "+"
    if said.finish:
        yield "." if said.lines else ";"


def _secrets(
    conversation: Conversation, ids: list[int]
) -> dict[int, CommandReceived | ResponseReceived]:
    found = {}
    for entry_id in ids:
        entry = conversation.entry(entry_id)
        if isinstance(entry, CommandReceived | ResponseReceived) and entry.hidden:
            found[next(n for n, end in enumerate(conversation.ends) if end >= entry_id)] = entry
    return found


def _was_read(conversation: Conversation, newest: int, number: int) -> bool:
    """Tell whether a line of what was said last was read at all, as a command or as content."""
    ends = [newest, *conversation.ends]
    entries = map(conversation.entry, range(max(1, ends[number]), ends[number + 1] + 1))
    return any(
        isinstance(entry, CommandReceived | ResponseReceived | ContentSent) for entry in entries
    )


def _stand_in(
    before: Conversation, said: Said, number: int, entry: CommandReceived | ResponseReceived
) -> int:
    """Return which of the responses gets the same answer as the one that is left out."""
    at = before.twin()
    if number:
        at.say([*said.lines[:number]], said.now, double_dots=said.double_dots)
    wanted = _answer(at, line_of(said, number), said.now)
    for kind in range(len(_OTHERS) + 1):
        response = _response(kind, entry.line, at)
        if _answer(at, entry.line + response, said.now) == wanted:
            return kind
    return 0


def _answer(at: Conversation, line: bytes, now: float) -> list[str]:
    twin = at.twin()
    entries = map(twin.entry, twin.say([line], now, double_dots=False))
    return [each.event.reply.name for each in entries if isinstance(each, Answered)]


def _response(kind: int, command: bytes, at: Conversation) -> bytes:
    """Return the response of this kind: to the latest challenge, or behind a command."""
    if kind:
        return _OTHERS[kind - 1]
    if not command:
        return (sample_response(at) or "").encode()
    auth, account = at.session.policy.tuned(Auth), sample_account(at.session.policy)
    mechanism = command.split()[-1].decode("latin-1")
    password, token = auth.accounts.get(account, ""), auth.tokens.get(account, "")
    initial = next_response(mechanism, [], account, password, token)
    return b64encode(initial or b"") or b"="


def escaped(line: bytes) -> str:
    r"""Return a line as plain text: no octet is lost, and nothing in it can be unseen."""
    text = line.decode("utf-8", "surrogateescape")
    return "".join(
        _PLAIN.get(each) or (each if each.isprintable() else _hex(each)) for each in text
    )


def _hex(character: str) -> str:
    octets = character.encode("utf-8", "surrogateescape")
    return "".join(f"\\x{octet:02x}" for octet in octets)


def _without_escapes(line: str) -> str:
    """Return a line of a link as a reader is shown it."""
    return _ESCAPE.sub(lambda found: DOTS if found[0][1:].isdecimal() else found[0], line)


# Reading. Whatever is wrong, nothing raises: what comes before it is told.


def read(text: str) -> Link:
    """Return what a link says, as far as it can be read."""
    body, check, _ = text[:CHARACTERS].rpartition("#")
    is_whole = bool(check) and text == f"{body}#{crc32(body.encode('utf-8', 'replace')):x}\n"
    lines = (body if is_whole else text[:CHARACTERS]).split("\n")
    reader = _Reader()
    for line in lines:
        if line and not reader.take(line[0], line[1:]):
            is_whole = False
            break
    return Link(tuple(reader.done), "\n".join(reader.rules), is_whole)


class _Reader:
    """Takes one line of a link after the other."""

    def __init__(self) -> None:
        self.done: list[Connect | Send | Happened] = []
        self.rules: list[str] = []
        self._lines = 0

    def take(self, mark: str, rest: str) -> bool:
        """Take a line; return whether it could be read, where it stands."""
        last = self.done[-1] if self.done else None
        self._lines += mark in '>"+'
        match mark, last:
            case "@" | "=", _:
                self.done.append(Connect(rest, mark == "=", b""))
            case "|", _:
                self.rules.append(rest)
            case "~", Connect(name, for_reply) if re.fullmatch(r"(?:[0-9a-f]{2}){0,64}", rest):
                self.done[-1] = Connect(name, for_reply, bytes.fromhex(rest))
            case ">" | '"', Connect() | Send() | Happened() if self._lines <= LINES:
                self.done.append(Send((rest,), mark == '"', finish=False))
            case ";", Send() if not rest:
                self.done.append(Send((), double_dots=False, finish=True))
            case "+", Send(lines, double_dots, finish=False) if self._lines <= LINES:
                self.done[-1] = Send((*lines, rest), double_dots, finish=False)
            case ".", Send(lines, double_dots) if not rest:
                self.done[-1] = Send(lines, double_dots, finish=True)
            case "!", Connect() | Send() | Happened() if _DEED.fullmatch(mark + rest):
                deed = deed_in(mark + rest)
                self.done += [Happened(deed, 0.0)] if deed else []
            case _:
                return False
        return True


def octets(line: str, at: Conversation) -> bytes:
    """Return the octets of a line; a secret that was left out is the sample account's."""
    found, end = b"", 0
    for escape in _ESCAPE.finditer(line):
        found += line[end : escape.start()].encode("utf-8", "replace")
        end = escape.end()
        code = escape[0]
        if code[1:].isdecimal():
            found += _response(int(code[1:]), found, at)
        else:
            found += _READ.get(code) or bytes([int(code[2:], 16)])
    return found + line[end:].encode("utf-8", "replace")
