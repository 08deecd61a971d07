r"""What a link to a conversation holds: a text, a line for each thing done.

The first character of a line says what it is:

    @playground   a connection to this persona        =mailbox-full  ... set for this reply
    ~6f70656e     what its challenges come from; only where secrets are told
    >NOOP         lines that went out together begin  ">a  ... with leading dots doubled
    +NOOP         one more of them                    .            and the lone dot behind them
    ;             the lone dot by itself                 %a\r\n   octets, just as they are
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
from typing import Final, TypeAlias

from smtp_playground.content_lines import ContentSent
from smtp_playground.deeds import MARK, deed_in
from smtp_playground.history import Answered, Conversation, Entry
from smtp_playground.inputs import Connected, Happened, Input, Ruled, Said, Sent, play
from smtp_playground.parts import DOTS
from smtp_playground.rules_toml import write_rules
from smtp_playground.sample_response import sample_account, sample_response
from smtp_playground.sasl_client import next_response
from smtp_playground.travel_bubbles import Shared
from smtpcore import CommandReceived, ResponseReceived, State, Verb
from smtpcore.extensions.auth import Auth

LINES: Final = 1_000
"""Lines of the client that a link may hold."""
OTHERS: Final = 1_000
"""Whatever else it says: connections, deeds of hosts, lines of rules."""
LINE_MARKS: Final = frozenset('>"+.;%')
CHARACTERS: Final = 262_144
"""Characters of its text."""

TOO_MUCH: Final = Shared("", (), 0, 0)

_DEED: Final = re.compile(rf"{MARK}(?:tls|shut down|(?:time out|pass time) [0-9]{{1,6}})")
_ESCAPE: Final = re.compile(r"\\(?:\\|r|n|x[0-9a-f]{2}|[0-2])")
_PLAIN: Final = {"\\": "\\\\", "\r": "\\r", "\n": "\\n"}
_READ: Final = {"\\\\": b"\\", "\\r": b"\r", "\\n": b"\n"}
_OTHERS: Final = (b64encode(b"\0nobody\0wrong"), b"!not-base64!")
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
class SendRaw:
    """Octets that went out just as they are, as the text has them."""

    octets: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules that the server follows from here on, in TOML."""

    toml: str


Done: TypeAlias = Connect | Send | SendRaw | Happened | Rules


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says."""

    done: tuple[Done, ...]
    is_whole: bool
    "Whether all of it could be read."


# Writing.


def shared(inputs: Sequence[Input], *, secrets: bool) -> Shared:
    """Return what a link to a conversation holds, which these inputs led to.

    With `secrets` the responses of AUTH are in it; else the sample account's stand in for them.
    """
    writer = _Writer(with_secrets=secrets)
    body = "".join(f"{line}\n" for done in inputs for line in writer.write(done))
    text = f"{body}#{crc32(body.encode()):x}\n"
    said = [line for line in body.split("\n") if line[:1] in LINE_MARKS]
    others = body.count("\n") - len(said)
    if len(said) > LINES or others > OTHERS or len(text) > CHARACTERS:
        return Shared("", (), len(said), writer.secrets)
    # The dot that ends a message is a mark by itself.
    shown = tuple("." if line in {".", ";"} else _without_escapes(line[1:]) for line in said)
    return Shared(text, shown, len(said), writer.secrets)


class _Writer:
    """Writes what was done, and does it once more along the way, to know what is a secret."""

    def __init__(self, *, with_secrets: bool) -> None:
        self.secrets = 0
        "How many there were so far."
        self._with_secrets = with_secrets
        self._conversation: Conversation | None = None
        self._logs_in = False
        "Whether lines that are no command may be responses to an AUTH that was refused."

    def write(self, done: Input) -> Iterator[str]:
        """Yield the lines for one input."""
        match done:
            case Connected(persona=persona, seed=seed, scene=scene):
                self._conversation = self._conversation or Conversation(persona)
                play(done, self._conversation)
                yield f"={scene}" if scene else f"@{persona.id}"
                if self._with_secrets:
                    yield f"~{seed.hex()}"
            case Happened() | Ruled():
                yield from _told(done)
                if self._conversation:
                    play(done, self._conversation)
            case Sent():
                if self._conversation:
                    yield f"%{self._sent(done, self._conversation)}"
            case Said():
                if self._conversation:
                    yield from self._said(done, self._conversation)

    def _sent(self, sent: Sent, conversation: Conversation) -> str:
        """Return raw octets; near a login they may be secret, whatever they are read as."""
        near = conversation.session.state is State.AUTHENTICATING or b"auth" in sent.octets.lower()
        play(sent, conversation)
        self._logs_in = self._logs_in or near
        self.secrets += self._logs_in
        hides = self._logs_in and not self._with_secrets
        return "x" * len(sent.octets) if hides else escaped(sent.octets)

    def _said(self, said: Said, conversation: Conversation) -> Iterator[str]:
        """Yield the lines of one Enter; a response that is left out begins another one."""
        before = conversation.twin()
        play(said, conversation)
        mark = '"' if said.double_dots else ">"
        for number, line in enumerate(said.lines):
            read = _read_as(conversation, before.newest, number)
            hides = isinstance(read, CommandReceived | ResponseReceived) and read.hidden
            text = escaped(line)
            if self._may_be_secret(read):
                text = text if self._with_secrets else "x" * len(line)
            elif hides and not self._with_secrets:
                assert isinstance(read, CommandReceived | ResponseReceived)
                text = f"{escaped(read.line)}\\{_stand_in(before, said, number, read)}"
                mark = ">"
            self.secrets += bool(hides)
            yield mark + text
            mark = "+"
        if said.finish:
            yield "." if said.lines else ";"

    def _may_be_secret(self, read: Entry | None) -> bool:
        """Tell whether a line was read by nobody, or as a command though it looks like a response.

        Whatever stands in its place is answered alike.
        """
        if read is None:
            return True
        if not isinstance(read, CommandReceived):
            return False
        is_strange = read.verb is None and b" " not in read.line and not read.hidden
        self._logs_in = (
            read.verb is Verb.AUTH or bool(read.hidden) or (self._logs_in and is_strange)
        )
        return self._logs_in and is_strange


def _told(done: Happened | Ruled) -> list[str]:
    """Return the lines for what the client has not said."""
    if isinstance(done, Ruled):
        return ["|" + line for line in write_rules(done.rules or ()).split("\n")]
    number = f" {done.deed.number}" if done.deed.number else ""
    return [MARK + done.deed.name.replace("-", " ") + number]


def _read_as(conversation: Conversation, newest: int, number: int) -> Entry | None:
    """Return what a line of what was said last was read as: a command, a response or content."""
    ends = [newest, *conversation.ends]
    entries = map(conversation.entry, range(max(1, ends[number]), ends[number + 1] + 1))
    kinds = CommandReceived | ResponseReceived | ContentSent
    return next((entry for entry in reversed([*entries]) if isinstance(entry, kinds)), None)


def _stand_in(
    before: Conversation, said: Said, number: int, entry: CommandReceived | ResponseReceived
) -> int:
    """Return which of the responses gets the same answer as the one that is left out."""
    at = before.twin()
    if number:
        at.say([*said.lines[:number]], said.now, double_dots=said.double_dots)
    wanted = _answer(at, said.lines[number], said.now)
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
    return Link(tuple(reader.done), is_whole)


class _Reader:
    """Takes one line of a link after the other."""

    def __init__(self) -> None:
        self.done: list[Done] = []
        self._is_open = False
        self._left = {True: LINES, False: OTHERS}
        "How many lines of the client may still come, and others."

    def take(self, mark: str, rest: str) -> bool:
        """Take a line; return whether it could be read, where it stands."""
        last = self.done[-1] if self.done else None
        self._left[mark in LINE_MARKS] -= 1
        if min(self._left.values()) < 0:
            return False
        match mark, last:
            case "@" | "=", _:
                self.done.append(Connect(rest, mark == "=", b""))
                self._is_open = True
            case "|", _:
                self._rule(last, rest)
            case "~", Connect(name, for_reply) if re.fullmatch(r"(?:[0-9a-f]{2}){0,64}", rest):
                self.done[-1] = Connect(name, for_reply, bytes.fromhex(rest))
            case "%" | ">" | '"', _ if self._is_open:
                raw = mark == "%"
                self.done.append(SendRaw(rest) if raw else Send((rest,), mark == '"', finish=False))
            case ";", Send() | SendRaw() | Rules() if not rest:
                self.done.append(Send((), double_dots=False, finish=True))
            case "+", Send(lines, double_dots, finish=False):
                self.done[-1] = Send((*lines, rest), double_dots, finish=False)
            case ".", Send(lines, double_dots) if not rest:
                self.done[-1] = Send(lines, double_dots, finish=True)
            case "!", _ if self._is_open and _DEED.fullmatch(mark + rest):
                deed = deed_in(mark + rest)
                self.done += [Happened(deed, 0.0)] if deed else []
            case _:
                return False
        return True

    def _rule(self, last: Done | None, line: str) -> None:
        """Take a line of rules: one more of those before it, or the first."""
        if isinstance(last, Rules):
            self.done[-1] = Rules(f"{last.toml}\n{line}")
        else:
            self.done.append(Rules(line))


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
