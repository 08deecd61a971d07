"""A reply on the wire: RFC 5321 4.2, each line `code`, "-" or SP, text.

Facts may hold what a client sent, so they are made fit for a reply's text first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from smtpcore import grammar
from smtpcore.commands import Fact, Facts
from smtpcore.dates import mail_date
from smtpcore.events import ReplySent
from smtpcore.memory import remember
from smtpcore.policy import Kind
from smtpcore.replies import Reply
from smtpcore.standing import Standing
from smtpcore.states import State, Verb

MAX_REPLY_LINE: Final = 512
"""Octets of a reply line with its code and its CRLF (RFC 5321 4.5.3.1.5)."""
_CHALLENGE: Final = 334
"""RFC 4954 4: challenges "can be much longer than normal SMTP commands"; and none comes twice."""

_HELLOS: Final = frozenset({Verb.EHLO, Verb.HELO, Verb.LHLO})


def compose(
    reply: Reply, facts: Facts, at: Standing, verb: Verb | None, after: State, *, utf8: bool
) -> ReplySent:
    """Return a reply, in this server's words already, in the moment it is sent."""
    policy = at.policy
    is_lmtp = policy.kind is Kind.LMTP
    every: dict[str, Fact] = {
        "hostname": policy.hostname,
        "protocol": "LMTP" if is_lmtp else "ESMTP",
        "hello": "LHLO" if is_lmtp else "EHLO or HELO",
        "client": at.client,
        "verb": verb or "",
        **{name: MOMENT[name](at) for name in _facts_in(reply.text) if name in MOMENT},
        **facts,
    }
    enhanced = reply.enhanced if _has_enhanced_code(at, verb) else ""
    lines = reply_lines(reply, enhanced, every, utf8=utf8)
    return ReplySent(reply, enhanced, lines, every, verb, at.state, after, at.envelope, at.rule)


_STAMP: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _stamp(at: Standing) -> str:
    """Return the time in base 62 and six digits, with which Exim's message ids begin."""
    rest, digits = int(at.now), ""
    for _ in range(6):
        rest, digit = divmod(rest, len(_STAMP))
        digits = _STAMP[digit] + digits
    return digits


MOMENT: Final[Mapping[str, Callable[[Standing], Fact]]] = {
    "peer": lambda at: at.peer or "unknown",
    "date": lambda at: mail_date(at.now).removesuffix(" +0000"),
    "seconds": lambda at: int(at.now),
    "stamp": _stamp,
    "id": lambda at: f"{int(at.now) & 0xFFFFFFFF:08X}{at.messages & 0xFF:02X}",
}
"""Facts that any server's words may ask for: worked out only for those that do."""


def _has_enhanced_code(at: Standing, verb: Verb | None) -> bool:
    """RFC 2034 4: not in the greeting, nor in any reply to HELO or EHLO."""
    if at.state is State.CONNECTED or verb in _HELLOS:
        return False
    return at.policy.offers("ENHANCEDSTATUSCODES")


_COMPOSED: Final[dict[tuple[object, ...], tuple[str, ...]]] = {}
_ENCODED: Final[dict[tuple[str, ...], bytes]] = {}


def octets_of(lines: tuple[str, ...]) -> bytes:
    """Return the octets of a reply's lines, each with its CRLF."""
    known = _ENCODED.get(lines)
    if known is not None:
        return known
    octets = "".join(f"{line}\r\n" for line in lines).encode()
    return octets if lines[0].startswith(f"{_CHALLENGE}") else remember(_ENCODED, lines, octets)


def reply_lines(
    reply: Reply, enhanced: str, facts: Facts, *, utf8: bool = False
) -> tuple[str, ...]:
    """Return the lines of a reply as they are sent, without CRLF.

    `utf8` tells whether they may hold UTF-8 (RFC 6531 3.7.4).
    """
    asked = _facts_in(reply.text)
    key = (reply.code, reply.text, enhanced, utf8, *[facts.get(name, "") for name in asked])
    known = _COMPOSED.get(key)
    if known is not None:
        return known
    texts = {name: _printable(facts.get(name, ""), utf8) for name in asked}
    lines = _lines(reply.code, reply.text.format_map(texts), enhanced)
    return lines if reply.code == _CHALLENGE else remember(_COMPOSED, key, lines)


def _lines(code: int, text: str, enhanced: str) -> tuple[str, ...]:
    prefix = f"{enhanced} " if enhanced else ""
    room = MAX_REPLY_LINE - len("250-\r\n") - len(prefix)
    if code == _CHALLENGE:
        room = len(text.encode()) * 4  # half of it would be none
    *more, last = (_fitting(line, room) for line in text.rstrip("\n").split("\n"))
    return (*(f"{code}-{prefix}{line}" for line in more), f"{code} {prefix}{last}")


_FACTS_IN: Final[dict[str, tuple[str, ...]]] = {}
"""What each text asks for, worked out once: texts are few, and stand in policies."""


def _facts_in(text: str) -> tuple[str, ...]:
    found = _FACTS_IN.get(text)
    if found is None:
        found = _FACTS_IN[text] = tuple(re.findall(r"\{([a-z]+)\}", text))
    return found


def _fitting(text: str, room: int) -> str:
    """Return as much of a text as fits into so many octets."""
    return text if len(text) * 4 <= room else text.encode()[:room].decode(errors="ignore")


def _printable(fact: Fact, utf8: bool) -> str:
    text = str(fact)
    if text.isascii() and text.isprintable():
        return text
    unfit = grammar.NOT_UTF8_REPLY_TEXT if utf8 else grammar.NOT_REPLY_TEXT
    return "\n".join(unfit.sub("?", line) for line in text.split("\n"))
