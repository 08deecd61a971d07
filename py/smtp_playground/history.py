"""What was said in one session of the page: the record from which every bubble is made.

A conversation outlives its connections: opening a new one adds to it. It holds a stated
number of entries and forgets the oldest; the record speaks no language, so it can be
shown in another one at any time.
"""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final, TypeAlias

from smtp_playground.clock import SessionClock
from smtp_playground.deeds import PASS_TIME, Deed, carry_out
from smtp_playground.inbox import Inbox
from smtp_playground.passing import pass_time, settle
from smtp_playground.personas import Persona
from smtp_playground.takes import Lines, Takes
from smtp_playground.visible import visible
from smtpcore import (
    ChunkReceived,
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    MessageAccepted,
    Policy,
    ReplySent,
    ResponseReceived,
    Rule,
    ServerSession,
    State,
    Tally,
    TlsStarted,
    Verb,
    Waiting,
)

ENTRIES_KEPT: Final = 10_000
"""Entries of the conversation that are remembered and can be shown."""

PEER: Final = "192.0.2.1"
"""Where the page's client comes from: an address of RFC 5737, for documentation."""

CONTENT_LINES_KEPT: Final = 400
"""Lines of one message that are remembered for its bubble."""

CRLF: Final = b"\r\n"

OVER: Final = frozenset({State.CLOSED, State.REVERSED})
"""Where nothing that is sent is read any more: the page plays no server that its reader is."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection was opened."""

    persona: Persona


@dataclass(frozen=True, slots=True)
class ContentSent:
    """Mail data as the client sent it, so far or to its end; by DATA, or in a chunk."""

    lines: tuple[bytes, ...]
    "The first `CONTENT_LINES_KEPT` of them, and the last once it ended."
    omitted: int
    "How many lines between are not kept."
    ended: bool
    dots_removed: int
    dots_doubled: int
    in_chunk: bool = False
    "Whether it is counted octets (BDAT), in which no dot and no line means anything."


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply, with the line it answers."""

    event: ReplySent
    line: str
    persona: Persona


@dataclass(frozen=True, slots=True)
class Unsent:
    """Lines that came after the connection was closed, or the roles were reversed."""

    count: int
    waiting: bool = False
    "Whether it was too early: the server has not answered what came before."


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Octets of a line that came behind the end of a chunk, and are read as a command."""

    count: int
    "With the line's CRLF."


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A chunk to which no reply is due: the last one of LMTP without recipients (RFC 2033 4.3)."""


Note: TypeAlias = (
    Opened | TlsStarted | ConnectionClosed | Unsent | LeftOver | Unanswered | Deed | Waiting
)
"""What nobody said."""

Entry: TypeAlias = CommandReceived | ResponseReceived | ContentSent | Answered | Note


class Conversation:
    """One session of the page, connection after connection."""

    def __init__(self, persona: Persona) -> None:
        """Begin with nothing said to a server of this character; call `open` next."""
        self.persona = persona
        self.session = ServerSession(persona.policy)
        self.inbox = Inbox()
        self.round_trips = 0
        self.clock = SessionClock()
        self.rules: tuple[Rule, ...] | None = None
        "The reader's own; None: those of the persona."
        self._takes = Takes()
        self.awaited: Verb | None = None
        "What the reply that comes next will be to."
        self.challenges: list[bytes] = []
        "What the server has asked in the AUTH exchange that goes on, decoded."
        self._entries: deque[Entry] = deque(maxlen=ENTRIES_KEPT)
        self._next_id = 1
        self._replies = 0
        self._line = ""
        self._content: _ContentLines | None = None
        self._left_over = 0

    # The record. Ids count up without gaps, so the oldest id tells where each entry is.

    @property
    def first_kept(self) -> int:
        """Return the id of the oldest entry that is still remembered."""
        return self._next_id - len(self._entries)

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Yield every entry that is remembered, with its id."""
        return enumerate(self._entries, self.first_kept)

    def entry(self, entry_id: int) -> Entry:
        """Return one entry. Raises LookupError if it is not remembered."""
        if not self.first_kept <= entry_id < self._next_id:
            raise LookupError(entry_id)
        return self._entries[entry_id - self.first_kept]

    def clear(self) -> None:
        """Forget what was said; the connection stays as it is."""
        self._entries.clear()

    # What the page does. Each returns the ids of the entries that are new or changed.

    def open(
        self, persona: Persona, now: float, seed: bytes = b"", turned_away: Deed | None = None
    ) -> list[int]:
        """Leave the connection there is, and connect to a server of this character.

        `seed`: octets nobody can guess, from which the server's challenges are derived.
        `turned_away`: what the host does to this client in place of greeting it.
        """
        self.clock = self.clock.begin(now).spoken()
        now = self.clock.now
        ids = self._record(self.session.receive_eof(now)) if self._is_open else []
        if persona.id != self.persona.id:
            self.inbox.clear()
        self.persona = persona
        policy = with_rules(persona.policy, self.rules)
        former = self.session
        self.session = ServerSession(policy, secure=policy.implicit_tls, peer=PEER, seed=seed)
        if former.policy.rules == policy.rules:
            self.session.standing.tally = former.standing.tally
        self.round_trips, self.awaited = 0, None
        self._takes = Takes(seed, turned_away)
        self.clock = replace(self.clock, travelled=0)
        self._content = None
        ids.append(self._add(Opened(persona)))
        if turned_away:
            return ids + self.host(turned_away, now)
        return ids + self._record(self.session.greet(now)) + settle(self)

    def host(self, deed: Deed, now: float) -> list[int]:
        """Let the host do something to the session, which its client has not asked for."""
        self.clock = self.clock.begin(now)
        if deed.name == PASS_TIME:
            self._takes.add(self._next_id, deed)
            return [self._add(deed), *pass_time(self, deed.number)]
        return [self._add(deed), *self._record(carry_out(deed, self.session, self.clock.now))]

    def again(self, entry_id: int, now: float) -> list[int]:
        """Open the same connection anew, and do all that was done in it up to this entry."""
        takes = self._takes
        ids = self.open(self.persona, now, takes.seed, takes.turned_away)
        for take in takes.until(entry_id):
            if isinstance(take, Deed):
                ids += self.host(take, now)
            else:
                lines = [*take.lines]
                ids += self.say(lines, now, double_dots=take.double_dots, finish=take.finish)
        return list(dict.fromkeys(ids))

    def wake(self) -> list[int]:
        """Let a server speak that a rule has kept silent until now."""
        return self._record(self.session.wake(self.clock.now))

    def rule(self, rules: tuple[Rule, ...]) -> None:
        """Let the server follow these rules from now on; what they have seen is forgotten."""
        self.rules = rules
        standing = self.session.standing
        standing.policy = with_rules(standing.policy, rules)
        standing.tally = Tally(standing.tally.began)

    def say(
        self, lines: list[bytes], now: float, *, double_dots: bool, finish: bool = False
    ) -> list[int]:
        """Send lines, each with CRLF; to `finish` mail data, the lone dot after them.

        With `double_dots` a leading dot of mail data is doubled (RFC 5321 4.5.2).
        """
        ids: list[int] = []
        replies = self._replies
        self._takes.add(self._next_id, Lines(tuple(lines), double_dots, finish))
        self.clock = self.clock.begin(now).spoken()
        now = self.clock.now
        for number, line in enumerate(lines):
            waiting = self.session.quiet_until is not None
            if waiting or self.session.state in OVER:
                ids.append(self._add(Unsent(len(lines) - number, waiting=waiting)))
                break
            ids += self._say_line(line, now, double_dots=double_dots)
        if finish and self.session.state is State.RECEIVING_CONTENT:
            ids += self._say_line(b".", now, double_dots=False)
        # The page has no TLS of its own: the handshake is told of, not made.
        if self.session.state is State.STARTING_TLS:
            ids += self._record(self.session.start_tls(now))
        # However many lines went out together, their replies were waited for once.
        if self._replies > replies:
            self.round_trips += 1
            self.clock = self.clock.after_round_trip()
        return list(dict.fromkeys(ids))

    @property
    def _is_open(self) -> bool:
        return self.session.state not in (State.CONNECTED, State.CLOSED)

    def _say_line(self, line: bytes, now: float, *, double_dots: bool) -> list[int]:
        ids: list[int] = []
        if self.session.state is State.RECEIVING_CONTENT:
            doubled = double_dots and line.startswith(b".")
            line = b"." + line if doubled else line
            ids.append(self._add_content(line, doubled=doubled))
        elif due := self.session.octets_due:
            ids.append(self._add_content(line[:due], in_chunk=True))
            self._left_over = max(0, len(line + CRLF) - due)
        ids += self._record(self.session.receive_data(line + CRLF, now))
        return ids + self._tell_left_over() + settle(self)

    def _record(self, events: list[Event]) -> list[int]:
        ids: list[int] = []
        for event, following in zip_longest(events, events[1:]):
            match event:
                case CommandReceived():
                    ids += self._tell_left_over()
                    self.challenges.clear()
                    self._line = visible(event.line)
                    self.awaited = event.verb
                    ids.append(self._add(event))
                case ResponseReceived():
                    self._line = visible(event.line)
                    ids.append(self._add(event))
                case ReplySent():
                    ids.append(self._add_reply(event))
                case ContentReceived(dots_removed=dots_removed):
                    self.awaited = Verb.END_OF_DATA
                    ids += self._end_content(dots_removed)
                case ChunkReceived():
                    ids += self._end_content(0)
                    if not isinstance(following, ReplySent):
                        ids.append(self._add(Unanswered()))
                case MessageAccepted():
                    self.inbox.add(event.message)
                case TlsStarted() | ConnectionClosed() | Waiting():
                    ids.append(self._add(event))
        return ids

    def _add_reply(self, event: ReplySent) -> int:
        self._replies += 1
        if event.after is State.AUTHENTICATING:
            self.challenges.append(base64.b64decode(str(event.facts["challenge"])))
        return self._add(Answered(event, self._line, self.persona))

    def _add(self, entry: Entry) -> int:
        self._entries.append(entry)
        self._next_id += 1
        return self._next_id - 1

    def _tell_left_over(self) -> list[int]:
        """Tell of octets behind a chunk before they are read as a command, or at once."""
        count, self._left_over = self._left_over, 0
        return [self._add(LeftOver(count))] if count and self._is_open else []

    # Mail data: one entry, growing.

    def _add_content(self, line: bytes, *, doubled: bool = False, in_chunk: bool = False) -> int:
        if self._content is None:
            self._content = _ContentLines(in_chunk=in_chunk)
        self._content.add(line, doubled=doubled)
        return self._put_content(self._content.sent())

    def _end_content(self, dots_removed: int) -> list[int]:
        if self._content is None:  # a chunk of no octets
            return []
        sent = self._content.sent(ended=True, dots_removed=dots_removed)
        entry_id = self._put_content(sent)
        self._content = None
        return [entry_id]

    def _put_content(self, sent: ContentSent) -> int:
        content = self._content
        assert content is not None
        # After `clear`, mail data that goes on is a new entry.
        if content.entry_id < self.first_kept:
            content.entry_id = self._add(sent)
        else:
            self._entries[content.entry_id - self.first_kept] = sent
        return content.entry_id


def with_rules(policy: Policy, rules: tuple[Rule, ...] | None) -> Policy:
    """Return a policy with the reader's rules in place of its own, if the reader has any."""
    return policy if rules is None else replace(policy, rules=rules)


class _ContentLines:
    """The lines of a message that is being sent; of a long one, the beginning and the last."""

    def __init__(self, *, in_chunk: bool) -> None:
        self.entry_id = 0
        self._in_chunk = in_chunk
        self._lines: list[bytes] = []
        self._last = b""
        self._count = 0
        self._dots_doubled = 0

    def add(self, line: bytes, *, doubled: bool) -> None:
        self._count += 1
        self._dots_doubled += doubled
        self._last = line
        if len(self._lines) < CONTENT_LINES_KEPT:
            self._lines.append(line)

    def sent(self, *, ended: bool = False, dots_removed: int = 0) -> ContentSent:
        omitted = self._count - len(self._lines)
        last = (self._last,) if ended and omitted else ()
        return ContentSent(
            (*self._lines, *last),
            omitted - len(last),
            ended,
            dots_removed,
            self._dots_doubled,
            self._in_chunk,
        )
