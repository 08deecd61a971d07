"""Postfix's log: what a verbose smtpd or smtp says of each line, and the replies in all others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from smtp_playground.bubbles import Speaker
from smtp_playground.imports.log_line import LogLine, beginning, numbered

_LOGGED: Final = re.compile(
    r"(?P<before>.{0,120}?)\bpostfix[\w-]{0,40}/(?P<daemon>[\w/-]{1,60})\[(?P<pid>[0-9]{1,10})\]: "
    r"(?P<text>.*)"
)
# With -v, `<` is what the daemon reads and `>` what it writes: smtpd is a server, smtp a client.
_WIRE: Final = re.compile(
    r"(?P<mark>[<>]) [^\s\[]{1,255}\[[^\]\s]{1,255}\](?::[0-9]{1,5})?:(?: (?P<text>.*))?"
)
_SERVERS: Final = ("smtpd", "postscreen")
_REPLY: Final = re.compile(r"(?:: |\()(?P<text>[2-5][0-9]{2}[ -].*)")
_ENDS: Final = ("; from=<", " (in reply to ")


def recognises(text: str) -> bool:
    """Tell whether it is a log of Postfix's."""
    return any(_LOGGED.match(line) for line in beginning(text))


def lines(text: str) -> Iterator[LogLine]:
    """Yield its lines; each process is a connection of its own."""
    for number, line in numbered(text):
        match = _LOGGED.match(line)
        if match is None:
            yield LogLine(number, "note", line, sure=not line.strip())
            continue
        thread = f"{match['daemon']} {match['pid']}"
        wire = _WIRE.fullmatch(match["text"])
        if wire:
            speaker = _side(wire["mark"], match["daemon"])
            yield LogLine(number, speaker, wire["text"] or "", thread=thread, around=line)
        elif reply := _REPLY.search(match["text"]):
            said = _reply(reply["text"])
            yield LogLine(number, "server", said, thread=f"{thread} {number}", around=line)
        else:
            yield LogLine(number, "note", line, thread=thread)


def _side(mark: str, daemon: str) -> Speaker:
    is_server = daemon.rpartition("/")[2] in _SERVERS
    return "server" if (mark == ">") == is_server else "client"


def _reply(text: str) -> str:
    """Return a reply without what Postfix says behind it."""
    ends = [place for end in _ENDS if (place := text.find(end)) > 0]
    if ends:
        return text[: min(ends)]
    return text.removesuffix(")") if text.count(")") > text.count("(") else text
