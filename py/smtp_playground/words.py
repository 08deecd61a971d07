"""What the content says, as frozen data: one class for each kind of thing explained.

A `Text` may be a template: `markup.fill` puts the facts of the moment into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smtp_playground.markup import Text


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in an RFC."""

    number: str
    section: str
    "`4.1.1.4` or `D.1`; empty: the whole RFC."

    @property
    def href(self) -> str:
        """Where the section can be read."""
        address = f"https://www.rfc-editor.org/rfc/rfc{self.number}"
        if not self.section:
            return address
        kind = "section" if self.section[0].isdigit() else "appendix"
        return f"{address}#{kind}-{self.section}"


@dataclass(frozen=True, slots=True)
class ReplyWords:
    """One reply, by its name."""

    title: str
    here: Text
    next: Text
    "May be empty."
    when: tuple[Text, ...]
    fix: tuple[Text, ...]
    avoid: tuple[Text, ...]
    rfc: tuple[Reference, ...]
    compare: tuple[str, ...]
    "Comparisons in the reference: `354-vs-502`."
    routine: bool
    "Stays quiet until asked."


@dataclass(frozen=True, slots=True)
class CommandWords:
    """One verb, by its name in lower case, or `end-of-data`."""

    title: str
    does: str
    "One short sentence."
    text: Text
    example: str
    "A whole line to fill the prompt with."
    change: str
    "The stretch of `example` a person will want to change; may be empty."
    instead: Text
    "What to do where the command is not available; may be empty."
    rfc: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class TitledWords:
    """A state, a part of a line, an enhanced code's number, a parameter: title and text."""

    title: str
    text: Text
    rfc: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class FaultWords:
    """What ends a program, by its name."""

    title: str
    text: Text
    "What happened."
    fix: Text
    "What to change."
    later: Text
    "What to do instead where the reply behind it is a 4xx; may be empty."


@dataclass(frozen=True, slots=True)
class ContrastWords:
    """One row of a comparison."""

    aspect: str
    left: Text
    right: Text


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is said in one language."""

    language: str
    replies: Mapping[str, ReplyWords]
    commands: Mapping[str, CommandWords]
    states: Mapping[str, TitledWords]
    parts: Mapping[str, TitledWords]
    digits: Mapping[str, Text]
    "`first-2` to `first-5`, `second-0` to `second-5`, `third`."
    enhanced: Mapping[str, TitledWords]
    "`class-5`, `subject-1`, `detail-1-1`; not every detail has words."
    keywords: Mapping[str, TitledWords]
    "By keyword, in lower case."
    parameters: Mapping[str, TitledWords]
    "By keyword, in lower case."
    remarks: Mapping[str, Text]
    faults: Mapping[str, FaultWords]
    conversation: Mapping[str, str]
    "`group.key` -> words with markup, not parsed."
    mailbox: Mapping[str, Text]
    "`group.key` -> what is said of a message in the mailbox."
    ui: Mapping[str, str]
    "`group.key` -> words of the chrome."
