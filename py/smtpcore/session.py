"""A server's side of one SMTP connection, without the connection.

A host does five things: call `greet` when a client connects, `receive_data` with the
octets that arrive, `receive_eof` when no more can come; send what `data_to_send` returns
after each of these; and close the connection once `state` is `State.CLOSED`. The clock is
the host's too: it passes `now`, and calls `time_out` when the client was silent too long.
In `State.STARTING_TLS` it makes the handshake and calls `start_tls`.

Nothing a client sends raises. The same octets, cut anyhow, give the same events.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from smtpcore import replies
from smtpcore.answers import ANSWERS
from smtpcore.commands import (
    Command,
    Fact,
    Facts,
    Malformed,
    Parsed,
    parse_line,
    shown_length,
    too_long,
    verb_of,
)
from smtpcore.delivery import finish
from smtpcore.events import (
    ChunkReceived,
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    MessageAccepted,
    ResponseReceived,
    TlsStarted,
)
from smtpcore.extensions.auth import MAX_RESPONSE_LINE, answer_response
from smtpcore.extensions.chunking import (
    TAKES_CHUNKS,
    Bdat,
    legible_size,
    owes_nothing,
    refused_part,
    wants_chunk,
)
from smtpcore.input import CRLF, MAX_EARLY, ChunkReader, Content, ContentReader, Line, LineReader
from smtpcore.message import Envelope
from smtpcore.order import following, refusal_of
from smtpcore.outcome import Outcome
from smtpcore.patience import forgive, replies_to
from smtpcore.policy import Greeting, Policy
from smtpcore.replies import Reply
from smtpcore.standing import Standing
from smtpcore.states import NEXT, State, Verb
from smtpcore.wire import compose, octets_of

_GREETINGS: Final[Mapping[Greeting, tuple[Reply, State]]] = {
    Greeting.READY: (replies.SERVICE_READY, State.GREETED),
    Greeting.NO_SERVICE: (replies.NO_SERVICE, State.REFUSING),
    Greeting.NO_MAIL: (replies.HOST_TAKES_NO_MAIL, State.REFUSING),
}
"""What a server greets with, and where that leads (RFC 5321 3.1, RFC 7504 3)."""

_PARTS: Final = frozenset({Verb.BDAT, Verb.BURL})
_IN_BETWEEN: Final = frozenset({State.CONNECTED, State.STARTING_TLS, State.REVERSED, State.CLOSED})
"""States in which nothing is read."""


class ServerSession:
    """One session of a server with a given policy (RFC 5321).

    `secure`: the connection is TLS from its first octet. `peer`: the client's IP address as
    text. `seed`: octets nobody can guess, from which challenges are derived.
    """

    def __init__(
        self, policy: Policy, *, secure: bool = False, peer: str = "", seed: bytes = b""
    ) -> None:
        """Begin before the greeting; call `greet` next."""
        self.standing = Standing(policy, peer, secure, seed)
        self._verb: Verb | None = None
        self._discarded = 0
        self._input = bytearray(CRLF)  # Why there is one: see `input.py`.
        self._output = bytearray()
        self._events: list[Event] = []
        self._lines = LineReader(max(policy.longest_line, MAX_RESPONSE_LINE))
        self._content = ContentReader(0)
        self._chunk: ChunkReader | None = None
        self._command: Command | Malformed = Malformed(None, replies.EMPTY_LINE)
        "What came last: the octets of a chunk are its."

    # What a host asks.

    @property
    def policy(self) -> Policy:
        """Return the policy that this session follows."""
        return self.standing.policy

    @property
    def state(self) -> State:
        """Return where the session stands."""
        return self.standing.state

    @property
    def client(self) -> str:
        """Return what the client called itself; empty before its hello."""
        return self.standing.client

    @property
    def envelope(self) -> Envelope | None:
        """Return the open transaction; None between transactions."""
        return self.standing.envelope

    @property
    def secure(self) -> bool:
        """Tell whether the connection is encrypted."""
        return self.standing.secure

    @property
    def account(self) -> str:
        """Return who is authenticated; empty if nobody is."""
        return self.standing.account

    @property
    def octets_due(self) -> int:
        """Return how many octets of a chunk are still to come."""
        return self._chunk.missing if self._chunk else 0

    def allowed(self) -> tuple[Verb, ...]:
        """Return the verbs that are in order now, as the table lists them."""
        return self.policy.allowed_in(self.state)

    def data_to_send(self) -> bytes:
        """Return the octets to send now, once; empty if there are none."""
        data = bytes(self._output)
        self._output.clear()
        return data

    @property
    def pending(self) -> bytes:
        """Return what has come of a line or a message whose end has not come yet."""
        if self._chunk is not None:
            return self._chunk.pending(self._input)
        if self.state is State.RECEIVING_CONTENT:
            return self._content.pending(self._input)
        # What answers a challenge is a secret, even where it was cut off.
        if self.state is State.AUTHENTICATING:
            return b""
        # Before the greeting whole lines wait, and who knows what is in them: one is enough.
        line, _, _ = self._lines.pending(self._input).partition(CRLF)
        return line[: shown_length(line)]

    # What a host tells. Each returns the events it caused, in order.

    def greet(self, now: float) -> list[Event]:
        """Send the greeting (RFC 5321 3.1). Call it once, first."""
        at = self.standing
        at.now = now
        if at.state is not State.CONNECTED:
            return []
        if at.secure:
            self._events.append(TlsStarted(0, implicit=True))
        reply, after = _GREETINGS[self.policy.greeting]
        self._send(reply, {}, after)
        return self._take_all()

    def receive_data(self, data: bytes, now: float) -> list[Event]:
        """Take octets from the client. Any cut will do; what comes after the end is dropped."""
        at = self.standing
        at.now = now
        if at.state is State.STARTING_TLS:
            self._discarded += len(data)
        elif at.state not in (State.CLOSED, State.REVERSED):
            self._input += data
        if at.state is State.CONNECTED and len(self._input) > len(CRLF) + MAX_EARLY:
            return self._say_goodbye(replies.SERVICE_UNAVAILABLE, now)
        return self._take_all()

    def start_tls(self, now: float, external: str = "") -> list[Event]:
        """Learn that the handshake after STARTTLS is done; nothing is sent (RFC 3207 4.2).

        `external`: whom a client certificate proved. Raises ValueError in any other state.
        """
        at = self.standing
        if at.state is not State.STARTING_TLS:
            raise ValueError(f"no TLS handshake is due in the state {at.state}")
        at.now = now
        at.start_anew()
        at.secure, at.external = True, external
        at.state = NEXT[at.state][Verb.HANDSHAKE]
        self._events.append(TlsStarted(self._discarded, implicit=False))
        self._discarded = 0
        return self._happened()

    def receive_eof(self, now: float) -> list[Event]:
        """Learn that the client has closed the connection; answer nothing (RFC 5321 3.8)."""
        self.standing.now = now
        if self.state is not State.CLOSED:
            self._close(by_client=True)
        return self._happened()

    def time_out(self, now: float, seconds: int) -> list[Event]:
        """Give up on a client that was silent for `seconds` (RFC 5321 4.5.3.2.7)."""
        return self._say_goodbye(replies.TIMED_OUT, now, limit=seconds)

    def shut_down(self, now: float) -> list[Event]:
        """End the session because the host is stopping (RFC 5321 3.8)."""
        return self._say_goodbye(replies.SHUTTING_DOWN, now)

    def turn_away(self, now: float, connections: int) -> list[Event]:
        """Greet with 421 instead of 220, because `connections` are open already."""
        return self._say_goodbye(replies.TOO_MANY_CONNECTIONS, now, limit=connections)

    # Input.

    def _take_all(self) -> list[Event]:
        """Take everything that can be taken off the input; return what happened."""
        while (self._chunk or len(self._input) > len(CRLF)) and self._step():
            pass
        return self._happened()

    def _step(self) -> bool:
        """Take one line, chunk or message off the input; tell whether there was one."""
        state = self.standing.state
        if state in _IN_BETWEEN:
            return False
        if self._chunk is not None:
            return self._take_chunk(self._chunk)
        if state is State.RECEIVING_CONTENT:
            content = self._content.take(self._input)
            if content is not None:
                self._end_of_data(content)
            return content is not None
        line = self._lines.take(self._input)
        if line is not None:
            self._line(line)
        return line is not None

    def _line(self, line: Line) -> None:
        if self.standing.state is State.AUTHENTICATING:
            self._response(line)
            return
        octets, state = line.octets, self.standing.state
        (command, tolerated), shown = self._parsed(line)
        self._verb = command.verb
        slip = self._verb and self.policy.dialect.lets_pass(self._verb, state)
        tolerated = (*tolerated, slip) if slip else tolerated
        self._events.append(
            CommandReceived(
                octets[:shown], line.size, self._verb, command, tolerated, state, octets[shown:]
            )
        )
        self._command = command
        if isinstance(command, Bdat):
            self._chunk = ChunkReader(command.size, wanted=wants_chunk(command, self.standing))
        elif self._verb is Verb.BDAT and (size := legible_size(octets)):
            self._chunk = ChunkReader(size, wanted=False)
        else:
            self._answer(command)

    def _parsed(self, line: Line) -> tuple[Parsed, int]:
        """Return the command, and how many octets of its line may be shown."""
        octets, policy = line.octets, self.policy
        known = policy.parsed.get(octets)
        if known is not None:
            return known, len(octets)
        verb, shown = verb_of(octets), shown_length(octets)
        if line.size > policy.line_limit(verb):
            return (too_long(verb, line.size, policy), ()), shown
        return parse_line(octets, verb, policy), shown

    def _take_chunk(self, reader: ChunkReader) -> bool:
        octets = reader.take(self._input)
        if octets is None:
            return False
        self._chunk = None
        is_last = isinstance(self._command, Bdat) and self._command.last
        self._events.append(ChunkReceived(octets, reader.size, is_last))
        self._answer(self._command, octets)
        return True

    def _response(self, line: Line) -> None:
        """Take the answer to a challenge; nothing of it is shown but `*` (RFC 4954 4)."""
        cancels = line.octets == b"*"
        shown, hidden = (line.octets, b"") if cancels else (b"", line.octets)
        self._verb = Verb.RESPONSE
        self._events.append(ResponseReceived(shown, line.size, hidden))
        self._apply(answer_response(line.octets, line.size, self.standing))

    def _end_of_data(self, content: Content) -> None:
        at = self.standing
        self._verb = Verb.END_OF_DATA
        self._events.append(ContentReceived(content.octets, content.size, content.dots_removed))
        # What had come before an interruption stands before it (RFC 1845 3).
        if at.received:
            content = content.after(bytes(at.chunks), at.received)
        self._apply(finish(at, content, via=(Verb.END_OF_DATA,)))

    # Answers.

    def _answer(self, command: Command | Malformed, octets: bytes = b"") -> None:
        at, verb = self.standing, command.verb
        refusal = refusal_of(verb, at)
        if refusal is not None and isinstance(command, Bdat) and owes_nothing(command, at):
            at.end_transaction()
            at.state = State.READY
            return
        outcome = refused_part(refusal, command, at) if refusal else self._outcome(command, octets)
        # RFC 3030 2, RFC 4468 3.2: "the transaction should be considered failed".
        if verb in _PARTS and at.state in TAKES_CHUNKS and outcome.reply.is_refusal:
            at.part_failed |= outcome.reply is not replies.MESSAGE_TOO_BIG
        # RFC 5321 3.3 counts RCPT commands that were rejected, for whatever reason.
        if verb is Verb.RCPT and at.envelope is not None and outcome.reply.is_refusal:
            at.recipient_refused = True
        self._apply(outcome)

    def _outcome(self, command: Command | Malformed, octets: bytes) -> Outcome:
        """Return what a command leads to that nothing keeps back."""
        if isinstance(command, Malformed):
            return Outcome(command.reply, command.facts)
        if isinstance(command, Bdat):
            self.standing.add_part(octets, command.size)
        answer = ANSWERS.get(command.verb) or self.policy.commands[command.verb]
        return answer(command, self.standing)

    # Output.

    def _apply(self, outcome: Outcome) -> None:
        """Reply, go where the table leads, and do what follows from it."""
        at = self.standing
        self._reply(outcome, following(outcome, self._verb, at))
        for further in outcome.also:
            if at.state is not State.CLOSED:  # a 421 ends what was to come
                self._reply(further, at.state)
        if outcome.message is not None:
            forgive(at)
            self._events.append(MessageAccepted(outcome.message))
        if outcome.ends_transaction:
            at.end_transaction()
        match at.state:
            case State.RECEIVING_CONTENT:
                self._content = ContentReader(self.policy.dialect.limits.message)
            case State.STARTING_TLS | State.REVERSED:
                self._discarded = len(self._input) - len(CRLF)
                del self._input[len(CRLF) :]
            case State.CLOSED:
                self._close(by_client=False)

    def _reply(self, outcome: Outcome, after: State) -> None:
        word = self._word(outcome.facts)
        for reply, facts, closes in replies_to(outcome, self.standing, word):
            self._emit(reply, facts, State.CLOSED if closes else after, outcome.utf8)

    def _word(self, facts: Facts) -> str:
        """Return the verb that is answered, or the word that stands in its place."""
        return self._verb or str(facts.get("verb", ""))

    def _send(self, reply: Reply, facts: Facts, after: State, utf8: bool = False) -> None:
        reply, closes = self.policy.worded(reply, self._word(facts))
        self._emit(reply, facts, State.CLOSED if closes else after, utf8)

    def _emit(self, reply: Reply, facts: Facts, after: State, utf8: bool = False) -> None:
        sent = compose(reply, facts, self.standing, self._verb, after, utf8=utf8)
        self._output += octets_of(sent.lines)
        self._events.append(sent)
        self.standing.state = after
        if self._verb is Verb.RCPT and reply.is_refusal:
            self.standing.refused_with = sent.lines[0]

    def _say_goodbye(self, reply: Reply, now: float, **facts: Fact) -> list[Event]:
        self.standing.now = now
        self._verb = None
        if self.state is not State.CLOSED:
            self._send(reply, facts, State.CLOSED)
            self._close(by_client=False)
        return self._happened()

    def _close(self, *, by_client: bool) -> None:
        unfinished = self.pending if by_client else b""
        self.standing.state = State.CLOSED
        self.standing.end_transaction()
        self.standing.authentication = None
        self._chunk = None
        self._input.clear()
        self._events.append(ConnectionClosed(by_client, unfinished))

    def _happened(self) -> list[Event]:
        events, self._events = self._events, []
        return events
