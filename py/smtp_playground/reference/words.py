"""What the reference says beyond the conversation's words, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smtp_playground.markup import Text
from smtp_playground.words import ContrastWords, Reference


@dataclass(frozen=True, slots=True)
class CodeWords:
    """One reply code."""

    title: str
    status: str
    "Who defines it: `standard`, `historic`, `registry`, `vendor` or `wild`."
    act: str
    "What a client does: `continue`, `send`, `retry`, `bounce`, `fix` or `close`."
    rfc: tuple[Reference, ...]
    related: tuple[str, ...]
    session: str
    "The reply whose session shows the code best; empty: the shortest one."
    meaning: Text
    client: Text
    "What a client program must do."
    when: tuple[Text, ...]
    "Of a code that no reply here has: when it is met."
    fix: tuple[Text, ...]
    avoid: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PairWords:
    """Two codes, or two classes of codes, that people confuse."""

    left: str
    right: str
    left_reply: str
    "The reply whose session is shown."
    right_reply: str
    rfc: tuple[Reference, ...]
    title: str
    test: Text
    "The one sentence that tells them apart."
    summary: Text
    contrasts: tuple[ContrastWords, ...]
    when_left: Text
    when_right: Text
    do_left: Text
    do_right: Text
    more: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class EnhancedWords:
    """One detail of the enhanced status codes, whatever its class."""

    basic: tuple[str, ...]
    "The reply codes that IANA's registry associates with it."
    rfc: tuple[Reference, ...]
    when: Text
    fix: tuple[Text, ...]
    note: Text
    "May be empty."


@dataclass(frozen=True, slots=True)
class CommandNotes:
    """What goes wrong with one command."""

    mistakes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ExtensionNotes:
    """What one extension is good for."""

    use: Text
    without: Text
    mistakes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class TermWords:
    """One term of the glossary."""

    rfc: tuple[Reference, ...]
    see: tuple[str, ...]
    term: str
    text: Text


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """Everything that the reference adds in one language."""

    codes: Mapping[str, CodeWords]
    compare: Mapping[str, PairWords]
    enhanced: Mapping[str, EnhancedWords]
    "By subject and detail: `1.1`."
    commands: Mapping[str, CommandNotes]
    extensions: Mapping[str, ExtensionNotes]
    "By keyword, in lower case."
    glossary: Mapping[str, TermWords]
    ui: Mapping[str, str]
    "`group.key` -> headings and labels."
