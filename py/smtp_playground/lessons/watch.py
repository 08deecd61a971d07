"""Judges a lesson's steps from what happens, and from nothing else: a fold over events.

A `Watch` never changes: what it has seen is in the next one, so a conversation that goes back in
time takes its lesson along by keeping the old one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, assert_never

from smtp_playground.deeds import PASS_TIME, Deed
from smtp_playground.lessons.lesson import (
    ClosedSeen,
    CommandSeen,
    Expectation,
    Lesson,
    LessonStep,
    MessageSeen,
    ReplySeen,
    TimePassed,
    TlsSeen,
)
from smtpcore import (
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    MessageAccepted,
    ReplySent,
    State,
    TlsStarted,
    Verb,
)
from smtpcore.commands import PathCommand
from smtpcore.message import Message

STUCK: Final = 3
"""So often the same refusal must come in a step before its first hint opens by itself."""

CONNECT: Final = "connect"
UNKNOWN: Final = "unknown"
_MOVES: Final = {Verb.END_OF_DATA: "end of data", Verb.LAST_CHUNK: str(Verb.BDAT)}
_NO_COMMANDS: Final = (Verb.RESPONSE, Verb.HANDSHAKE)
AFTER: Final = (
    CONNECT,
    UNKNOWN,
    *dict.fromkeys(_MOVES.get(verb, str(verb)) for verb in Verb if verb not in _NO_COMMANDS),
)
"""What a reply may answer, as a lesson names it."""

Happened: TypeAlias = Event | Deed


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step of a lesson is done: a note of the record."""

    lesson: Lesson
    step: int
    "Counted from 0."

    @property
    def is_last(self) -> bool:
        """Tell whether the lesson is done with it."""
        return self.step + 1 == len(self.lesson.steps)


@dataclass(frozen=True, slots=True)
class Watch:
    """How far a lesson is."""

    lesson: Lesson
    step: int = 0
    "The one that goes on, counted from 0; behind the last: all are done."
    lines: int = 0
    "What the client has sent since the beginning, the lines of messages not counted."
    trips: int = 0
    "Round trips since the beginning, until all steps were done."
    _seen: int = 0
    "How many expectations of the step have been met."
    _times: int = 0
    "How often the next one has been, if it must be several times."
    _passed: int = 0
    "Seconds that were let pass in this step."
    _refused: tuple[str, ...] = ()
    "Names of the refusals in this step that nothing asks for."
    _dots: int = 0
    "Dots removed from the content that came last."

    @property
    def is_done(self) -> bool:
        """Tell whether every step is done."""
        return self.step == len(self.lesson.steps)

    @property
    def is_stuck(self) -> bool:
        """Tell whether the same refusal has come again and again in this step."""
        return any(self._refused.count(name) >= STUCK for name in self._refused)

    def waited(self) -> Watch:
        """Return the watch after one more round trip."""
        return self if self.is_done else replace(self, trips=self.trips + 1)

    def after(
        self, happened: Sequence[Happened], round_trips: int
    ) -> tuple[Watch, StepDone | None]:
        """Return the watch after what one line brought, and what it has completed.

        `round_trips`: those of the connection, with the one that this is part of.
        """
        if self.is_done:
            return self, None
        watch, unused = self._counted(happened), [*happened]
        while (met := watch._first_met(unused, round_trips)) is not None:
            del unused[met]
            watch = watch._advanced()
            if watch.step != self.step:
                return watch._ended(happened), StepDone(self.lesson, self.step)
        refused = (
            event.reply.name
            for event in unused
            if isinstance(event, ReplySent) and event.reply.code >= 400
        )
        return replace(watch, _refused=(*watch._refused, *refused)[-50:]), None

    def _ended(self, happened: Sequence[Happened]) -> Watch:
        """Count the round trip that goes on, if it is the last."""
        answered = any(isinstance(event, ReplySent) for event in happened)
        return replace(self, trips=self.trips + 1) if self.is_done and answered else self

    def _counted(self, happened: Sequence[Happened]) -> Watch:
        lines, passed, dots = self.lines, self._passed, self._dots
        for event in happened:
            match event:
                case CommandReceived():
                    lines += 1
                case ContentReceived(dots_removed=removed):
                    dots = removed
                case Deed(name=name, number=seconds) if name == PASS_TIME:
                    passed += seconds
        return replace(self, lines=lines, _passed=passed, _dots=dots)

    @property
    def _step(self) -> LessonStep:
        return self.lesson.steps[self.step]

    def _first_met(self, happened: Sequence[Happened], round_trips: int) -> int | None:
        """Return which of these is what must be seen next; None: none is."""
        expected = self._step.see[self._seen]
        for place, event in enumerate(happened):
            if self._meets(event, expected, round_trips):
                return place
        return None

    def _meets(self, event: Happened, expected: Expectation, round_trips: int) -> bool:
        match expected, event:
            case ReplySeen(), ReplySent():
                return _is_reply(event, expected)
            case CommandSeen(), CommandReceived():
                return _is_command(event, expected)
            case MessageSeen(), MessageAccepted(message=message):
                few = expected.round_trips is None or round_trips <= expected.round_trips
                dots = expected.dots_removed is None or self._dots >= expected.dots_removed
                return few and dots and _is_message(message, expected)
            case ClosedSeen(), ConnectionClosed():
                return True
            case TlsSeen(discarded=discarded), TlsStarted():
                return event.discarded > 0 or not discarded
            case TimePassed(seconds=seconds), Deed(name=name):
                return name == PASS_TIME and self._passed >= seconds
            case (
                (
                    ReplySeen()
                    | CommandSeen()
                    | MessageSeen()
                    | ClosedSeen()
                    | TlsSeen()
                    | TimePassed()
                ),
                _,
            ):
                return False
            case _:
                assert_never(expected)

    def _advanced(self) -> Watch:
        """Return the watch after something that had to be seen was."""
        expected = self._step.see[self._seen]
        times = self._times + 1
        if isinstance(expected, ReplySeen) and times < expected.times:
            return replace(self, _times=times)
        if self._seen + 1 < len(self._step.see):
            return replace(self, _seen=self._seen + 1, _times=0)
        return replace(self, step=self.step + 1, _seen=0, _times=0, _passed=0, _refused=())


def _is_reply(event: ReplySent, expected: ReplySeen) -> bool:
    return (
        (not expected.after or expected.after == answered(event))
        and (not expected.reply or expected.reply == event.reply.name)
        and (not expected.enhanced or expected.enhanced == event.enhanced)
        and _fits(str(event.reply.code), expected.code)
    )


def answered(event: ReplySent) -> str:
    """Return what a reply answers, as lessons name it."""
    if event.verb is None:
        return CONNECT if event.before is State.CONNECTED else UNKNOWN
    return str(Verb.AUTH) if event.verb is Verb.RESPONSE else _MOVES.get(event.verb, event.verb)


def _fits(code: str, pattern: str) -> bool:
    return all(asked in ("x", digit) for asked, digit in zip(pattern, code, strict=False))


def _is_command(event: CommandReceived, expected: CommandSeen) -> bool:
    if event.verb is None or expected.command != event.verb:
        return False
    if not expected.parameter:
        return True
    command = event.command
    return isinstance(command, PathCommand) and expected.parameter in command.parameters


def _is_message(message: Message, expected: MessageSeen) -> bool:
    envelope = message.envelope
    recipients = sorted(str(each.path)[1:-1].lower() for each in envelope.recipients)
    wanted = sorted(each.lower() for each in expected.recipients)
    sender = str(envelope.reverse_path)[1:-1].lower()
    lines = message.content.removesuffix(b"\r\n").split(b"\r\n")
    return (
        (expected.sender is None or sender == expected.sender.lower())
        and (not wanted or recipients == wanted)
        and (expected.exactly is None or message.content == _on_the_wire(expected.exactly))
        and all(line.encode() in lines for line in expected.holds)
    )


def _on_the_wire(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()
