"""What was said in one session of the page: the record from which every bubble is made.

A conversation outlives its connections: opening a new one adds to it. It holds a stated
number of entries and forgets the oldest; the record speaks no language, so it can be
shown in another one at any time.
"""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Iterator, Sequence
from copy import copy, deepcopy
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from smtp_playground.clock import SessionClock
from smtp_playground.content_lines import ContentLines, ContentSent
from smtp_playground.deeds import PASS_TIME, Deed, carry_out
from smtp_playground.entries import (
    Answered,
    Begun,
    Entry,
    LeftOver,
    Note,
    Opened,
    Unanswered,
    Unsent,
)
from smtp_playground.inbox import Inbox
from smtp_playground.lessons.lesson import Lesson
from smtp_playground.lessons.watch import Happened, Watch
from smtp_playground.line_ends import CRLF, next_piece
from smtp_playground.passing import pass_time, settle, with_rules
from smtp_playground.personas import Persona
from smtp_playground.visible import visible
from smtpcore import (
    ChunkReceived,
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    MessageAccepted,
    ReplySent,
    ResponseReceived,
    Rule,
    ServerSession,
    State,
    TlsStarted,
    Verb,
    Waiting,
)

__all__ = [
    "CRLF",
    "ENTRIES_KEPT",
    "OVER",
    "PEER",
    "Answered",
    "Begun",
    "ContentSent",
    "Conversation",
    "Entry",
    "LeftOver",
    "Note",
    "Opened",
    "Unanswered",
    "Unsent",
]

ENTRIES_KEPT: Final = 10_000
"""Entries of the conversation that are remembered and can be shown."""

PEER: Final = "192.0.2.1"
"""Where the page's client comes from: an address of RFC 5737, for documentation."""

OVER: Final = frozenset({State.CLOSED, State.REVERSED})
"""Where nothing that is sent is read any more: the page plays no server that its reader is."""


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
        self.watch: Watch | None = None
        self.awaited: Verb | None = None
        "What the reply that comes next will be to."
        self.way: dict[str, None] = {}
        "What was done on this connection, from state to state, as the state map names it."
        self.challenges: list[bytes] = []
        "What the server has asked in the AUTH exchange that goes on, decoded."
        self._entries: deque[Entry] = deque(maxlen=ENTRIES_KEPT)
        self._next_id = 1
        self._replies = 0
        self._line = ""
        self._content: ContentLines | None = None
        self._left_over = 0
        self._begun, self._begun_id = 0, 0
        "How much of a command line waits for its end, and where it is told of."
        self._last = b""
        "The octet that was sent last."
        self.ends: list[int] = []
        "The newest entry's id after each line of what was said last, or after what was done."

    # The record. Ids count up without gaps, so the oldest id tells where each entry is.

    @property
    def first_kept(self) -> int:
        """Return the id of the oldest entry that is still remembered."""
        return self._next_id - len(self._entries)

    @property
    def newest(self) -> int:
        """Return the id of the newest entry."""
        return self._next_id - 1

    @property
    def waits(self) -> bool:
        """Tell whether a command line has begun and is not over."""
        return self._begun > 0

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

    def forget(self, first_kept: int) -> None:
        """Forget the entries before one."""
        while self._entries and self.first_kept < first_kept:
            self._entries.popleft()

    def twin(self) -> Conversation:
        """Return another conversation that stands where this one does, and goes its own way."""
        twin = copy(self)
        # Policies never change, and hold too much to be copied.
        policy = self.session.policy
        twin.session = deepcopy(self.session, {id(policy): policy})
        twin.inbox = self.inbox.twin()
        twin.challenges = [*self.challenges]
        twin.way = dict(self.way)
        twin._entries = self._entries.copy()
        twin._content = deepcopy(self._content)
        return twin

    # What the page does. Each returns the ids of the entries that are new or changed.

    def open(
        self, persona: Persona, now: float, seed: bytes = b"", turned_away: Deed | None = None
    ) -> list[int]:
        """Leave the connection there is, and connect to a server of this character.

        `seed`: octets nobody can guess, from which the server's challenges are derived.
        `turned_away`: what the host does to this client in place of greeting it.
        """
        now = self._speak(now)
        ids = self._record(self.session.receive_eof(now)) if self._is_open else []
        is_another = persona.id != self.persona.id
        replaced = self.persona if is_another and self.round_trips else None
        if is_another:
            self.inbox.clear()
        self.persona = persona
        policy = with_rules(persona.policy, self.rules)
        former = self.session
        self.session = ServerSession(policy, secure=policy.implicit_tls, peer=PEER, seed=seed)
        if former.policy.rules == policy.rules:
            self.session.standing.tally = former.standing.tally
        self.round_trips, self.awaited = 0, None
        self.clock = replace(self.clock, travelled=0)
        self._content = None
        self._begun, self._last = 0, b""
        self.way = {}
        ids.append(self._add(Opened(persona, replaced)))
        if turned_away:
            return ids + self.host(turned_away, now)
        ids += self._record(self.session.greet(now)) + settle(self)
        self.ends = [self.newest]
        return ids

    def host(self, deed: Deed, now: float) -> list[int]:
        """Let the host do something to the session, which its client has not asked for."""
        self.clock = self.clock.begin(now)
        ids = [self._add(deed), *self._judged([deed])]
        if deed.name == PASS_TIME:
            ids += pass_time(self, deed.number)
        else:
            ids += self._record(carry_out(deed, self.session, self.clock.now))
        self.ends = [self.newest]
        return ids

    def teach(self, lesson: Lesson | None) -> list[int]:
        """Begin a lesson, judged from here on; None: judge no more."""
        self.watch = Watch(lesson) if lesson else None
        self.ends = [self.newest]
        return []

    def _judged(self, happened: Sequence[Happened]) -> list[int]:
        """Return the notes of what a lesson's watch finds done by what just happened."""
        if self.watch is None:
            return []
        self.watch, done = self.watch.after(happened, self.round_trips + 1)
        return [self._add(done)] if done else []

    def _speak(self, now: float) -> float:
        """Return what time it is here when the client says something."""
        self.clock = self.clock.begin(now).spoken()
        return self.clock.now

    def wake(self) -> list[int]:
        """Let a server speak that a rule has kept silent until now."""
        return self._record(self.session.wake(self.clock.now))

    def say(
        self, lines: list[bytes], now: float, *, double_dots: bool, finish: bool = False
    ) -> list[int]:
        """Send lines, each with CRLF; to `finish` mail data, the lone dot after them.

        With `double_dots` a leading dot of mail data is doubled (RFC 5321 4.5.2).
        """
        ids: list[int] = []
        replies = self._replies
        ends: list[int] = []
        now = self._speak(now)
        for number, line in enumerate(lines):
            if self._is_deaf:
                ids.append(self._unsent(len(lines) - number))
                break
            ids += self._say_line(line, now, double_dots=double_dots)
            ends.append(self.newest)
        if finish and self.session.state is State.RECEIVING_CONTENT:
            ids += self._say_line(b".", now, double_dots=False)
        ids = self._waited_for(ids, replies, now)
        # What follows the last line that was read is told once, and ends with all there is.
        self.ends = ends[: len(lines) - (not finish)]
        self.ends += [self.newest] * (len(lines) + finish - len(self.ends))
        return ids

    def send(self, octets: bytes, now: float) -> list[int]:
        """Send exactly these octets. What is no whole line waits in the server's buffer."""
        ids: list[int] = []
        replies = self._replies
        now = self._speak(now)
        while octets:
            if self._is_deaf:
                ids.append(self._unsent(len(octets.removesuffix(CRLF).split(CRLF))))
                break
            if self.session.state is State.STARTING_TLS:
                self.session.receive_data(octets, now)  # in the clear, and thrown away
                break
            piece, octets = next_piece(octets, self._last, self.session.octets_due)
            ids += self._send_piece(piece, now)
        ids = self._waited_for(ids, replies, now)
        self.ends = [self.newest]
        return ids

    def _waited_for(self, ids: list[int], replies: int, now: float) -> list[int]:
        """Return what was sent, and what comes once all of it is read."""
        # The page has no TLS of its own: the handshake is told of, not made.
        if self.session.state is State.STARTING_TLS:
            ids += self._record(self.session.start_tls(now))
            self.way[f"{State.STARTING_TLS}>{self.session.state}"] = None
        # However many lines went out together, their replies were waited for once.
        if self._replies > replies:
            self.round_trips += 1
            self.clock = self.clock.after_round_trip()
            self.watch = self.watch.waited() if self.watch else None
        return list(dict.fromkeys(ids))

    @property
    def _is_deaf(self) -> bool:
        """Tell whether nothing is read: the conversation is over, or a rule keeps it silent."""
        return self.session.state in OVER or self.session.quiet_until is not None

    def _unsent(self, count: int) -> int:
        return self._add(Unsent(count, waiting=self.session.quiet_until is not None))

    @property
    def _is_open(self) -> bool:
        return self.session.state not in (State.CONNECTED, State.CLOSED)

    def _say_line(self, line: bytes, now: float, *, double_dots: bool) -> list[int]:
        in_content = self.session.state is State.RECEIVING_CONTENT
        doubled = in_content and double_dots and line.startswith(b".")
        line = (b"." + line if doubled else line) + CRLF
        due = self.session.octets_due
        self._left_over = max(0, len(line) - due) if due else 0
        return self._send_piece(line, now, doubled=doubled) + self._tell_left_over()

    def _send_piece(self, piece: bytes, now: float, *, doubled: bool = False) -> list[int]:
        """Send octets, up to the end of a line at most."""
        ids: list[int] = []
        self._last = piece[-1:]
        if self.session.state is State.RECEIVING_CONTENT:
            ids.append(self._add_content(piece, doubled=doubled))
        elif due := self.session.octets_due:
            ids.append(self._add_content(piece[:due], in_chunk=True))
        elif self.session.state is not State.STARTING_TLS:  # in the clear, and thrown away
            self._begun += len(piece)
        ids += self._record(self.session.receive_data(piece, now)) + settle(self)
        return ids + self._tell_begun()

    def _tell_begun(self) -> list[int]:
        """Tell of a command line that waits for its end."""
        if not self._begun or not self._is_open:
            return []
        begun = Begun(self.session.pending, self._begun)
        self._begun_id = self._put(begun, self._begun_id)
        return [self._begun_id]

    def _add_line(self, event: CommandReceived | ResponseReceived) -> int:
        """Record a line; it takes the place of its beginning, if that was told of."""
        self._line = visible(event.line)
        begun, self._begun, self._begun_id = self._begun_id, 0, 0
        return self._put(event, begun)

    def _record(self, events: list[Event]) -> list[int]:
        ids: list[int] = []
        for event, following in zip_longest(events, events[1:]):
            match event:
                case CommandReceived():
                    ids += self._tell_left_over()
                    self.challenges.clear()
                    self.awaited = event.verb
                    ids.append(self._add_line(event))
                case ResponseReceived():
                    ids.append(self._add_line(event))
                case ReplySent():
                    ids.append(self._add_reply(event))
                case ContentReceived(dots_removed=dots_removed):
                    self.awaited = Verb.END_OF_DATA
                    ids += self._end_content(dots_removed)
                case ChunkReceived(last=last):
                    self.awaited = Verb.END_OF_DATA if last else self.awaited
                    ids += self._end_content(0)
                    if not isinstance(following, ReplySent):
                        ids.append(self._add(Unanswered()))
                case MessageAccepted():
                    self.inbox.add(event.message)
                case TlsStarted() | ConnectionClosed() | Waiting():
                    ids.append(self._add(event))
        return ids + self._judged(events)

    def _add_reply(self, event: ReplySent) -> int:
        self._replies += 1
        self.way[f"{event.before}>{event.after}"] = None
        if event.after is State.AUTHENTICATING:
            self.challenges.append(base64.b64decode(str(event.facts["challenge"])))
        return self._add(Answered(event, self._line, self.persona))

    def _add(self, entry: Entry) -> int:
        self._entries.append(entry)
        self._next_id += 1
        return self._next_id - 1

    def _put(self, entry: Entry, entry_id: int) -> int:
        """Put an entry where another was; after `clear`, what goes on is a new one."""
        if not self.first_kept <= entry_id < self._next_id:
            return self._add(entry)
        self._entries[entry_id - self.first_kept] = entry
        return entry_id

    def _tell_left_over(self) -> list[int]:
        """Tell of octets behind a chunk before they are read as a command, or at once."""
        count, self._left_over = self._left_over, 0
        return [self._add(LeftOver(count))] if count and self._is_open else []

    # Mail data: one entry, growing.

    def _add_content(self, octets: bytes, *, doubled: bool = False, in_chunk: bool = False) -> int:
        if self._content is None:
            self._content = ContentLines(in_chunk=in_chunk)
        self._content.add(octets, doubled=doubled)
        return self._put_content(self._content, self._content.sent())

    def _end_content(self, dots_removed: int) -> list[int]:
        content, self._content = self._content, None
        if content is None:  # a chunk of no octets
            return []
        return [self._put_content(content, content.sent(ended=True, dots_removed=dots_removed))]

    def _put_content(self, content: ContentLines, sent: ContentSent) -> int:
        content.entry_id = self._put(sent, content.entry_id)
        return content.entry_id
