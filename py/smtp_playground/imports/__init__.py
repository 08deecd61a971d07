"""Logs of other programs, read: each kind is a module with `recognises` and `lines`.

To recognise a kind and to part its lines takes time in proportion to their length, whatever they
hold; more than a stated number of characters and of lines is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from smtp_playground.imports import (
    guess,
    marked,
    openssl,
    ours,
    postfix,
    postfix_mail,
    smtplib_debug,
    swaks,
    telnet,
)
from smtp_playground.imports.bubbles import LogKind
from smtp_playground.imports.log_line import LogLine

CHARACTERS_READ: Final = 1_000_000
"""The page cuts what is longer before it comes here."""
LINES_READ: Final = 2_000


@dataclass(frozen=True, slots=True)
class Kind:
    """What one program prints."""

    id: LogKind
    recognises: Callable[[str], bool]
    lines: Callable[[str], Iterator[LogLine]]


KINDS: Final = (
    Kind("ours", ours.recognises, ours.lines),
    Kind("smtplib", smtplib_debug.recognises, smtplib_debug.lines),
    Kind("swaks", swaks.recognises, swaks.lines),
    Kind("openssl", openssl.recognises, openssl.lines),
    Kind("postfix-mail", postfix_mail.recognises, postfix_mail.lines),
    Kind("postfix", postfix.recognises, postfix.lines),
    Kind("telnet", telnet.recognises, telnet.lines),
    Kind("marked", marked.recognises, marked.lines),
)
"""In the order in which they are tried: what says most of itself first."""

UNKNOWN: Final = Kind("unknown", lambda _: True, guess.lines)


@dataclass(frozen=True, slots=True)
class Log:
    """A log, as far as it was read."""

    kind: LogKind
    lines: tuple[LogLine, ...]
    left_out: int
    "How many lines were not read."


def read_log(text: str) -> Log:
    """Recognise a log and attribute its lines."""
    known = text[:CHARACTERS_READ]
    kind = next((kind for kind in KINDS if kind.recognises(known)), UNKNOWN)
    every = kind.lines(known.rstrip("\r\n"))
    lines = tuple(islice(every, LINES_READ))
    following = next(every, None)
    if following is None:
        return Log(kind.id, lines, text.count("\n", len(known)))
    # What is ours is counted by what was said in it, everything else by its lines.
    more = sum(1 for _ in every) if kind.id == "ours" else text.count("\n") - following.number
    return Log(kind.id, lines, more + 1)
