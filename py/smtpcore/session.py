"""A server's side of one SMTP connection, without the connection.

A host does five things: call `greet` when a client connects, `receive_data` with the
octets that arrive, `receive_eof` when no more can come; send what `data_to_send` returns
after each of these; and close the connection once `state` is `State.CLOSED`. The clock is
the host's too: it passes `now`, and calls `time_out` when the client was silent too long.

Nothing a client sends raises. The same octets, cut anyhow, give the same events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, assert_never

from smtpcore import mailboxes, replies
from smtpcore.commands import (
    SYNTAX,
    Command,
    Fact,
    Facts,
    Hello,
    Mail,
    Malformed,
    Plain,
    Rcpt,
    parse_command,
    verb_of,
)
from smtpcore.content import content_refusal
from smtpcore.dialect import Leniency
from smtpcore.events import (
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Envelope,
    Event,
    MessageAccepted,
    Recipient,
    ReplySent,
)
from smtpcore.extensions import Check
from smtpcore.input import CRLF, Content, ContentReader, Line, LineReader
from smtpcore.order import order_refusal
from smtpcore.policy import Policy
from smtpcore.replies import Reply
from smtpcore.states import NEXT, OBSOLETE, State, Verb
from smtpcore.wire import reply_lines


class ServerSession:
    """One session of a server with a given policy (RFC 5321)."""

    def __init__(self, policy: Policy) -> None:
        """Begin before the greeting; call `greet` next."""
        self.policy = policy
        self.state = State.CONNECTED
        self.client = ""
        "What the client called itself; empty before HELO or EHLO."
        self.envelope: Envelope | None = None
        "The open transaction; None between transactions."
        self._extended = False
        self._recipient_refused = False
        self._errors = 0
        self._messages = 0
        self._now = 0.0
        self._verb: Verb | None = None
        self._input = bytearray(CRLF)  # Why there is one: see `input.py`.
        self._output = bytearray()
        self._events: list[Event] = []
        self._lines = LineReader(policy.longest_line)
        self._content = ContentReader(0)

    # What a host asks.

    def allowed(self) -> tuple[Verb, ...]:
        """Return the verbs that are in order now, as the table lists them."""
        return tuple(verb for verb in NEXT[self.state] if verb not in OBSOLETE)

    def data_to_send(self) -> bytes:
        """Return the octets to send now, once; empty if there are none."""
        data = bytes(self._output)
        self._output.clear()
        return data

    @property
    def pending(self) -> bytes:
        """Return what has come of a line or a message whose end has not come yet."""
        if self.state is State.RECEIVING_CONTENT:
            return self._content.pending(self._input)
        return self._lines.pending(self._input)

    # What a host tells. Each returns the events it caused, in order.

    def greet(self, now: float) -> list[Event]:
        """Send the greeting (RFC 5321 3.1). Call it once, first."""
        self._now = now
        if self.state is not State.CONNECTED:
            return []
        if self.policy.serves:
            self._reply(replies.SERVICE_READY, after=State.GREETED)
        else:
            self._reply(replies.NO_SERVICE, after=State.REFUSING)
        return self._answers()

    def receive_data(self, data: bytes, now: float) -> list[Event]:
        """Take octets from the client. Any cut will do; what comes after the end is dropped."""
        self._now = now
        if self.state is not State.CLOSED:
            self._input += data
        return self._answers()

    def receive_eof(self, now: float) -> list[Event]:
        """Learn that the client has closed the connection; answer nothing (RFC 5321 3.8)."""
        self._now = now
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

    def _answers(self) -> list[Event]:
        """Take everything that can be taken off the input; return what happened."""
        while self._step():
            pass
        return self._happened()

    def _step(self) -> bool:
        """Take one line or one message off the input; tell whether there was one."""
        match self.state:
            case State.CONNECTED | State.CLOSED:
                return False
            case State.RECEIVING_CONTENT:
                content = self._content.take(self._input)
                if content is not None:
                    self._end_of_data(content)
                return content is not None
            case _:
                line = self._lines.take(self._input)
                if line is not None:
                    self._command_line(line)
                return line is not None

    def _command_line(self, line: Line) -> None:
        command, tolerated = self._parsed(line)
        self._verb = command.verb
        self._events.append(
            CommandReceived(line.octets, line.size, self._verb, command, tolerated, self.state)
        )
        self._answer(command)

    def _parsed(self, line: Line) -> tuple[Command, tuple[Leniency, ...]]:
        verb = verb_of(line.octets)
        limit = self.policy.line_limit(verb)
        if line.size > limit:
            facts = {"size": line.size, "limit": limit}
            return Malformed(verb, replies.LINE_TOO_LONG, facts), ()
        return parse_command(line.octets, self.policy.dialect)

    def _answer(self, command: Command) -> None:
        refusal = order_refusal(
            self.state, command.verb, recipient_refused=self._recipient_refused
        ) or self._verb_refusal(command.verb)
        if refusal is not None:
            self._reply(refusal)
            return
        match command:
            case Malformed(reply=reply, facts=facts):
                self._reply(reply, facts)
            case Hello():
                self._hello(command)
            case Mail():
                self._mail(command)
            case Rcpt():
                self._rcpt(command)
            case Plain():
                _PLAIN[command.verb](self, command)
            case _:
                assert_never(command)

    def _verb_refusal(self, verb: Verb | None) -> Reply | None:
        """Return the 502 for a verb that is known and not implemented (RFC 5321 4.2.4).

        The rest of the line does not matter: no argument could make it work here.
        """
        if verb is None or verb in self.policy.implemented:
            return None
        return replies.OBSOLETE_COMMAND if verb in OBSOLETE else replies.NOT_IMPLEMENTED

    # Commands.

    def _hello(self, command: Hello) -> None:
        self.client = command.client
        self._extended = command.verb is Verb.EHLO
        facts = {"keywords": "\n".join(self.policy.keywords)}
        reply = replies.EXTENDED_HELLO if self._extended else replies.HELLO
        self._accept(command.verb, reply, facts)
        # RFC 5321 4.1.4: an EHLO that is taken resets "exactly as if a RSET"; HELO alike.
        self._end_transaction()

    def _mail(self, command: Mail) -> None:
        if self._refuses_parameters(command):
            return
        self.envelope = Envelope(command.path, command.parameters)
        self._accept(Verb.MAIL, replies.SENDER_ACCEPTED, {"path": str(command.path)})

    def _rcpt(self, command: Rcpt) -> None:
        envelope = self.envelope
        assert envelope is not None  # NEXT has RCPT only where MAIL was accepted.
        limit = self.policy.dialect.limits.recipients
        if self._refuses_parameters(command):
            return
        # RFC 5321 4.5.3.1.10: 452, not 552; those accepted before it still count.
        if len(envelope.recipients) >= limit:
            self._reply(replies.TOO_MANY_RECIPIENTS, {"limit": limit})
            return
        reply, facts = mailboxes.receive_for(command.path, self.policy)
        if reply.is_refusal:
            self._reply(reply, facts)
            return
        recipient = Recipient(command.path, command.parameters)
        self.envelope = Envelope(
            envelope.reverse_path, envelope.parameters, (*envelope.recipients, recipient)
        )
        self._accept(Verb.RCPT, reply, facts)

    def _refuses_parameters(self, command: Mail | Rcpt) -> bool:
        """Refuse what no extension in use knows (RFC 5321 4.1.1.11), or a bad value."""
        for keyword, value in command.parameters.items():
            check = self._checks(command.verb).get(keyword)
            if check is None:
                self._reply(replies.PARAMETER_NOT_RECOGNIZED, {"parameter": keyword})
                return True
            refusal = check(value, self.policy)
            if refusal is not None:
                self._reply(*refusal)
                return True
        return False

    def _data(self, _command: Plain) -> None:
        self._content = ContentReader(self.policy.dialect.limits.message)
        self._accept(Verb.DATA, replies.START_MAIL_INPUT)

    def _rset(self, _command: Plain) -> None:
        self._accept(Verb.RSET, replies.RESET)
        self._end_transaction()

    def _noop(self, _command: Plain) -> None:
        self._accept(Verb.NOOP, replies.NOTHING_DONE)

    def _quit(self, _command: Plain) -> None:
        self._reply(replies.CLOSING, after=State.CLOSED)

    def _help(self, command: Plain) -> None:
        topic = command.argument.upper()
        if not topic:
            self._reply(replies.HELP_TEXT, {"commands": " ".join(self.policy.implemented)})
        elif topic in self.policy.implemented:
            self._reply(replies.HELP_TOPIC, {"topic": topic, "syntax": SYNTAX[Verb(topic)]})
        else:
            self._reply(replies.NO_SUCH_HELP, {"topic": command.argument})

    def _verify(self, command: Plain) -> None:
        self._reply(*mailboxes.verify(command.verb, command.argument, self.policy))

    def _checks(self, verb: Verb) -> Mapping[str, Check]:
        """Return the parameters that may come with `verb`: none after HELO (RFC 5321 2.2.1)."""
        if verb is not Verb.MAIL or not self._extended:
            return {}
        return {
            keyword: check
            for extension in self.policy.extensions
            for keyword, check in extension.mail_parameters.items()
        }

    # Mail data.

    def _end_of_data(self, content: Content) -> None:
        self._verb = Verb.END_OF_DATA
        self._events.append(ContentReceived(content.octets, content.size, content.dots_removed))
        envelope = self.envelope
        assert envelope is not None  # Mail data comes only after MAIL, RCPT and DATA.
        refusal = content_refusal(content, envelope.parameters, self.policy)
        if refusal is None:
            self._take_responsibility(content, envelope)
        else:
            self._accept(Verb.END_OF_DATA, *refusal)
        # RFC 5321 4.1.1.4: the buffers are cleared whatever the reply to the dot is.
        self._end_transaction()

    def _take_responsibility(self, content: Content, envelope: Envelope) -> None:
        """Accept a message: from here on it is the server's to deliver (RFC 5321 4.2.5)."""
        self._messages += 1
        self._errors = 0
        facts = {"number": self._messages, "size": content.size}
        self._accept(Verb.END_OF_DATA, replies.MESSAGE_ACCEPTED, facts)
        self._events.append(
            MessageAccepted(self._messages, self.client, envelope, content.octets, self._now)
        )

    # Output.

    def _accept(self, verb: Verb, reply: Reply, facts: Facts | None = None) -> None:
        """Reply, and go where the table leads from here with `verb`."""
        self._reply(reply, facts, after=NEXT[self.state][verb])

    def _reply(
        self, reply: Reply, facts: Facts | None = None, *, after: State | None = None
    ) -> None:
        """Send a reply; a mistake too many is answered 421 in its place."""
        if reply.is_refusal and self._verb is Verb.RCPT and self.envelope is not None:
            self._recipient_refused = True
        # A permanent refusal of a message must not turn into a 421, after which it is tried
        # again: the reply to the dot does not count.
        if reply.is_error and self._verb is not Verb.END_OF_DATA:
            self._errors += 1
            limit = self.policy.dialect.limits.errors
            if self._errors >= limit:
                reply, facts, after = replies.TOO_MANY_ERRORS, {"limit": limit}, State.CLOSED
        self._send(reply, facts or {}, self.state if after is None else after)

    def _send(self, reply: Reply, facts: Facts, after: State) -> None:
        reply = self.policy.wording.get(reply.name, reply)
        every: dict[str, Fact] = {
            "hostname": self.policy.hostname,
            "client": self.client,
            "verb": self._verb or "",
            **facts,
        }
        enhanced = reply.enhanced if self._has_enhanced_code() else ""
        lines = reply_lines(reply, enhanced, every)
        self._output += b"".join(line.encode("ascii") + CRLF for line in lines)
        before, self.state = self.state, after
        self._events.append(
            ReplySent(reply, enhanced, lines, every, self._verb, before, after, self.envelope)
        )
        if after is State.CLOSED:
            self._close(by_client=False)

    def _has_enhanced_code(self) -> bool:
        """RFC 2034 4: not in the greeting, nor in any reply to HELO or EHLO."""
        if self.state is State.CONNECTED or self._verb in (Verb.HELO, Verb.EHLO):
            return False
        return self.policy.offers("ENHANCEDSTATUSCODES")

    def _say_goodbye(self, reply: Reply, now: float, **facts: Fact) -> list[Event]:
        self._now = now
        self._verb = None
        if self.state is not State.CLOSED:
            self._reply(reply, facts, after=State.CLOSED)
        return self._happened()

    def _close(self, *, by_client: bool) -> None:
        unfinished = self.pending if by_client else b""
        self.state = State.CLOSED
        self._end_transaction()
        self._input.clear()
        self._events.append(ConnectionClosed(by_client, unfinished))

    def _end_transaction(self) -> None:
        self.envelope = None
        self._recipient_refused = False

    def _happened(self) -> list[Event]:
        events, self._events = self._events, []
        return events


_PLAIN: Final[Mapping[Verb, Callable[[ServerSession, Plain], None]]] = {
    Verb.DATA: ServerSession._data,
    Verb.RSET: ServerSession._rset,
    Verb.NOOP: ServerSession._noop,
    Verb.HELP: ServerSession._help,
    Verb.VRFY: ServerSession._verify,
    Verb.EXPN: ServerSession._verify,
    Verb.QUIT: ServerSession._quit,
}
