"""A reply on the wire: RFC 5321 4.2, each line `code`, "-" or SP, text.

Facts may hold what a client sent, so they are made fit for a reply's text first.
"""

from __future__ import annotations

from typing import Final

from smtpcore import grammar
from smtpcore.commands import Fact, Facts
from smtpcore.replies import Reply

MAX_REPLY_LINE: Final = 512
"""Octets of a reply line with its code and its CRLF (RFC 5321 4.5.3.1.5)."""


def reply_lines(reply: Reply, enhanced: str, facts: Facts) -> tuple[str, ...]:
    """Return the lines of a reply as they are sent, without CRLF."""
    filled = reply.text.format_map({name: _printable(fact) for name, fact in facts.items()})
    texts = filled.rstrip("\n").split("\n")
    prefix = f"{enhanced} " if enhanced else ""
    room = MAX_REPLY_LINE - len("250-\r\n") - len(prefix)
    last = len(texts) - 1
    return tuple(
        f"{reply.code}{' ' if number == last else '-'}{prefix}{text[:room]}"
        for number, text in enumerate(texts)
    )


def _printable(fact: Fact) -> str:
    lines = str(fact).split("\n")
    return "\n".join(grammar.NOT_REPLY_TEXT.sub("?", line) for line in lines)
