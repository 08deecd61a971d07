"""What is done to a conversation from outside: the little from which all of it can be made again.

The core is pure, so the same inputs give the same entries, with the same ids.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from smtp_playground.deeds import Deed
from smtp_playground.history import Conversation
from smtp_playground.lessons.lesson import Lesson
from smtp_playground.passing import follow
from smtp_playground.personas import Persona
from smtpcore import Rule


@dataclass(frozen=True, slots=True)
class Connected:
    """A connection was opened."""

    persona: Persona
    now: float
    seed: bytes
    turned_away: Deed | None = None
    scene: str = ""
    "The reply for whose sake the server is set as it is; empty: it is the persona's own."


@dataclass(frozen=True, slots=True)
class Said:
    """Lines were sent together: one Enter, or a slice of a long paste."""

    lines: tuple[bytes, ...] = field(repr=False)
    "Without CRLF; they may hold secrets."
    now: float
    double_dots: bool = False
    finish: bool = False
    "Whether the lone dot that ends mail data goes out behind them."


@dataclass(frozen=True, slots=True)
class Sent:
    """Octets were sent just as they are, whether they make whole lines or not."""

    octets: bytes = field(repr=False)
    now: float


@dataclass(frozen=True, slots=True)
class Happened:
    """The host did something that its client has not asked for."""

    deed: Deed
    now: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """The reader gave the server rules, and its line a latency."""

    rules: tuple[Rule, ...] | None
    latency: int


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson began, whose steps are judged from here on; None: it was left."""

    lesson: Lesson | None


Input: TypeAlias = Connected | Said | Sent | Happened | Ruled | Taught


def play(done: Input, conversation: Conversation) -> list[int]:
    """Do it to a conversation; return the ids of the entries that are new or changed."""
    match done:
        case Connected(persona, now, seed, turned_away):
            return conversation.open(persona, now, seed, turned_away)
        case Said(lines, now, double_dots, finish):
            return conversation.say([*lines], now, double_dots=double_dots, finish=finish)
        case Sent(octets, now):
            return conversation.send(octets, now)
        case Happened(deed, now):
            return conversation.host(deed, now)
        case Ruled(rules, latency):
            return follow(conversation, rules, latency)
        case Taught(lesson):
            return conversation.teach(lesson)
        case _:
            assert_never(done)


def cut(done: Input, lines: int) -> Input:
    """Return what was done as if it had ended after so many lines; the lone dot is one."""
    if not isinstance(done, Said):
        return done
    return replace(done, lines=done.lines[:lines], finish=done.finish and lines > len(done.lines))


def line_of(said: Said, number: int) -> bytes:
    """Return one of its lines, counted from 0; behind the last, the lone dot."""
    return said.lines[number] if number < len(said.lines) else b"."


def since_opened(inputs: list[Input] | None) -> list[Input]:
    """Return what was done from the last opening of a connection on; empty: not all is known."""
    done: list[Input] = []
    for each in inputs or ():
        done = [each] if isinstance(each, Connected) else [*done, each]
    return done if done and isinstance(done[0], Connected) else []


def is_same(one: Input, other: Input) -> bool:
    """Tell whether they are the same but for when they came, and what nobody chose."""
    match one, other:
        case Connected(), Connected():
            return other == replace(one, now=other.now, seed=other.seed)
        case (
            (Said() as one, Said() as other)
            | (Sent() as one, Sent() as other)
            | (Happened() as one, Happened() as other)
        ):
            return other == replace(one, now=other.now)
        case (Ruled(), Ruled()) | (Taught(), Taught()):
            return other == one
        case _:
            return False
