"""The reference's view model: an entry is headed sections of a few kinds of blocks.

The types of the view are generated from these dataclasses, as from `bubbles.py`. A run's `href` is
an https address, or `#replies/502`: the address of another entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from smtp_playground.bubbles import Severity
from smtp_playground.runs import Run

EntryKind = Literal["replies", "enhanced", "commands", "extensions", "compare", "glossary"]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph."""

    runs: tuple[Run, ...]
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class PointsBlock:
    """Points of a list."""

    points: tuple[tuple[Run, ...], ...]
    kind: Literal["points"] = "points"


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Rows of cells; the first cell of each heads its row."""

    head: tuple[str, ...]
    "Empty: no heading row."
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line of a session."""

    speaker: Literal["client", "server", "note"]
    text: str
    differs: bool
    "The first line at which two sessions part."


@dataclass(frozen=True, slots=True)
class TranscriptBlock:
    """A session, played by the build."""

    reply: str
    "The reply's name: what the console is asked to play."
    lines: tuple[TranscriptLine, ...]
    settings: tuple[str, ...]
    "What is special about the server, a setting each."
    kind: Literal["transcript"] = "transcript"


@dataclass(frozen=True, slots=True)
class CauseBlock:
    """One reason for a code: a reply's name with its words."""

    reply: str
    title: str
    enhanced: str
    when: tuple[tuple[Run, ...], ...]
    fix: tuple[tuple[Run, ...], ...]
    kind: Literal["cause"] = "cause"


@dataclass(frozen=True, slots=True)
class Column:
    """One of two things side by side."""

    code: str
    title: str
    severity: Severity
    address: str
    "Of the entry it comes from; empty: it has none."
    blocks: tuple[TextBlock | PointsBlock | TranscriptBlock, ...]


@dataclass(frozen=True, slots=True)
class ColumnsBlock:
    """Two things side by side."""

    left: Column
    right: Column
    kind: Literal["columns"] = "columns"


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A way to another entry, or to an RFC."""

    label: str
    target: str
    "`replies/502`, `replies/550#no-such-mailbox`, or an https address."
    code: str
    "Shown as a badge before the label; may be empty."
    severity: Severity


@dataclass(frozen=True, slots=True)
class LinksBlock:
    """Ways to more."""

    links: tuple[EntryLink, ...]
    kind: Literal["links"] = "links"


@dataclass(frozen=True, slots=True)
class EntrySection:
    """A headed piece of an entry."""

    id: str
    heading: str
    blocks: tuple[
        TextBlock
        | PointsBlock
        | TableBlock
        | TranscriptBlock
        | CauseBlock
        | ColumnsBlock
        | LinksBlock,
        ...,
    ]


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the reference."""

    address: str
    "`replies/354`: below the language's folder."
    kind: EntryKind
    code: str
    "What is shown as a badge: `354`, `X.1.1`, `DATA`, `SIZE`; may be empty."
    severity: Severity
    severity_word: str
    title: str
    label: str
    "Code and title, for a link: `354 Start mail input`."
    description: str
    "One or two sentences without markup, for machines."
    status: str
    "Who defines it, in words; empty: a standard, or nothing to say."
    lead: tuple[tuple[Run, ...], ...]
    "Paragraphs on top."
    sections: tuple[EntrySection, ...]


@dataclass(frozen=True, slots=True)
class FindPattern:
    """How one part of a log line is found."""

    part: str
    "`code`, `enhanced`, `command`, `address`, `host`."
    pattern: str
    "A regular expression that Python and browsers read alike; its first group is the part."
    leads_to: str
    "The entry's address, where the words of the part do not name it; may be empty."


@dataclass(frozen=True, slots=True)
class FindRow:
    """An entry as it is found."""

    address: str
    code: str
    severity: Severity
    title: str
    words: str
    "In lower case, a space between each: what else it is found by."
    said: str
    "The same, of what real servers say with it: it counts less."


@dataclass(frozen=True, slots=True)
class FindLabels:
    """What the box says."""

    label: str
    placeholder: str
    button: str
    parts: str
    entries: str
    nothing: str
    failed: str
    address: str
    host: str
    unknown_code: str


@dataclass(frozen=True, slots=True)
class Find:
    """What the box that finds entries goes by, in one language."""

    labels: FindLabels
    patterns: tuple[FindPattern, ...]
    rows: tuple[FindRow, ...]


@dataclass(frozen=True, slots=True)
class EntryLabels:
    """What stands around sessions, and above a pair that has no words of its own."""

    settings: str
    play: str
    step: str
    caption: str
    differs: str
    cause_play: str
    cause_fix: str
    pair_title: str
    "Holds `{left}` and `{right}`."
    classes: str
    entries: str
    sessions: str


@dataclass(frozen=True, slots=True)
class Reference:
    """All of the reference in one language."""

    language: str
    labels: EntryLabels
    find: Find
    entries: tuple[Entry, ...]
