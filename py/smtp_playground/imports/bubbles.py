"""What the view is told of a log: its lines by side, each explained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from smtp_playground.bubbles import Severity, Speaker
from smtp_playground.runs import Run

LogKind = Literal[
    "ours",
    "smtplib",
    "swaks",
    "openssl",
    "postfix-mail",
    "postfix",
    "telnet",
    "marked",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of a log, or one of the lines that it tells of."""

    number: int
    "Of the log's line, from 1."
    speaker: Speaker
    label: str
    "The speaker in the reader's language."
    text: str
    "What was said, without the program's marks; a secret is in dots."
    secret: str
    "The same with the secret, to be shown when asked for; empty: nothing is hidden."
    around: str
    "The whole line of the log, where what was said is only a part of it."
    sure: bool
    "Whether it is certain whose line this is."
    severity: Severity
    title: str
    explanation: tuple[Run, ...]
    target: str
    "An entry of the reference: `replies/550`; may be empty."
    target_label: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What the client said on one connection."""

    first: int
    "The row's number from which on."
    lines: tuple[str, ...]
    "As they came, secrets too: they are said again, not shown."


@dataclass(frozen=True, slots=True)
class ImportedLog:
    """A pasted log."""

    kind: LogKind
    rows: tuple[LogRow, ...]
    replays: tuple[Replay, ...]
    secrets: int
    "How many lines hold a secret."
    unsure: int
    "How many lines are a guess."
    left_out: int
    "Lines behind the last that was read; more than a stated number are not."
