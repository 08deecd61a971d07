"""RFC 5321 3.3, 4.1.1.4, 4.2.5, RFC 3030: a transaction against a model of a few lines."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from smtpcore import EXTENSIONS, Event, ServerSession, State

from .policies import with_limits
from .random_input import steady
from .speaking import NOW, messages, names, say

SENDERS = ("", "sender@client.example", '"a b"@[192.0.2.1]', "a", "a@b c")
"""The last two are refused."""

RECIPIENTS = ("alice@example.com", "BOB@example.com", "Postmaster", "eve@example.com", "no", "no@x")
"""The last two are refused."""

LIMIT = 2
"""How many recipients the server takes."""

HUNG_UP = ("", 0)
"""What a closed session answers."""

ROOM = 100
"""How many octets of a message it takes."""

CHUNKS = (b"", b"hello\r\n", b"half a", b" line\r\n", b"\r\n.\r\n", b"x" * 49, b"RSET\r\n")
"""Together they pass the limits of a line and of a message."""

SMALL = with_limits(message=ROOM, text_line=50, recipients=LIMIT, errors=10)
POLICY = replace(SMALL, extensions=(*SMALL.extensions, EXTENSIONS["CHUNKING"]))


class Transactions(RuleBasedStateMachine):
    """Say commands at random, in any order; remember what must be in the envelope."""

    def __init__(self) -> None:
        super().__init__()
        self.connect()

    def connect(self) -> None:
        self.session = ServerSession(POLICY)
        self.session.greet(NOW)
        self.greeted = False
        self.accepted = 0
        self.clear()

    def say(self, *lines: str) -> tuple[str, int]:
        """Send lines; return the last reply, and see that no message came of them."""
        events = say(self.session, *lines)
        assert messages(events) == []
        return names(events)[-1] if events else HUNG_UP

    def clear(self) -> None:
        self.sender: str | None = None
        self.recipients: list[str] = []
        self.content: list[str] | None = None
        self.chunks: bytes | None = None

    is_closed = precondition(lambda self: self.session.state is State.CLOSED)
    is_command = precondition(
        lambda self: self.session.state is not State.CLOSED and self.content is None
    )
    is_content = precondition(lambda self: self.content is not None)

    @is_closed
    @rule()
    def connect_again(self) -> None:
        self.connect()

    @is_command
    @rule(verb=st.sampled_from(["EHLO", "HELO"]), name=st.sampled_from(["a.example", "-"]))
    def hello(self, verb: str, name: str) -> None:
        _, code = self.say(f"{verb} {name}")
        if code == 250:
            self.greeted = True
            self.clear()

    @is_command
    @rule(path=st.sampled_from(SENDERS))
    def mail(self, path: str) -> None:
        _, code = self.say(f"MAIL FROM:<{path}>")
        if code == 250:
            assert self.greeted
            assert self.sender is None
            assert path in SENDERS[:3]
            self.sender = path

    @is_command
    @rule(path=st.sampled_from(RECIPIENTS))
    def rcpt(self, path: str) -> None:
        _, code = self.say(f"RCPT TO:<{path}>")
        if code in (250, 251):
            assert self.sender is not None
            assert self.chunks is None
            assert path in RECIPIENTS[:4]
            self.recipients.append(path)

    @is_command
    @rule()
    def data(self) -> None:
        _, code = self.say("DATA")
        may_come = self.recipients and self.chunks is None
        assert (code == 354) == bool(may_come) or code in (421, 0)
        if code == 354:
            self.content = []

    @is_command
    @rule(chunk=st.sampled_from(CHUNKS))
    def bdat(self, chunk: bytes) -> None:
        events = self.send_chunk(chunk, "")
        ((_, code),) = names(events)
        assert messages(events) == []
        if not self.recipients:
            assert code in (503, 554)
            return
        self.chunks = (self.chunks or b"") + chunk
        assert code == (250 if len(self.chunks) <= ROOM else 552)

    @is_command
    @rule(chunk=st.sampled_from(CHUNKS))
    def last_bdat(self, chunk: bytes) -> None:
        events = self.send_chunk(chunk, " LAST")
        if not self.recipients:
            assert [code for _, code in names(events)] in ([503], [554])
            assert messages(events) == []
            return
        self.check_message(events, (self.chunks or b"") + chunk)
        self.clear()

    def send_chunk(self, chunk: bytes, end: str) -> list[Event]:
        command = f"BDAT {len(chunk)}{end}\r\n".encode()
        return self.session.receive_data(command + chunk, NOW)

    @is_command
    @rule(
        sender=st.sampled_from(SENDERS[:3]),
        recipients=st.lists(st.sampled_from(RECIPIENTS), min_size=1, max_size=LIMIT + 1),
        by_data=st.booleans(),
    )
    def straight_to_the_content(self, sender: str, recipients: list[str], by_data: bool) -> None:
        """Say the commands in order, because chance alone seldom does."""
        self.hello("EHLO", "a.example")
        self.mail(sender)
        for recipient in recipients:
            self.rcpt(recipient)
        if by_data:
            self.data()

    @is_command
    @rule(line=st.sampled_from(["NOOP", "VRFY alice", "HELP", "FOO", "QUIT now", "DATA now"]))
    def anything_else(self, line: str) -> None:
        self.say(line)

    @is_command
    @rule()
    def rset(self) -> None:
        _, code = self.say("RSET")

        assert code == 250
        self.clear()

    @is_content
    @rule(line=st.sampled_from(["hello", "QUIT", "RSET", "..", "x" * 49]))
    def content_line(self, line: str) -> None:
        assert self.content is not None
        assert say(self.session, line) == []
        self.content.append(line.removeprefix(".") + "\r\n")

    @is_content
    @rule()
    def end_of_data(self) -> None:
        self.check_message(say(self.session, "."), "".join(self.content or []).encode())
        self.clear()

    def check_message(self, events: list[Event], content: bytes) -> None:
        """See that a message is accepted if it fits, with just what its transaction said."""
        longest = max(map(len, content.split(b"\r\n"))) + 2
        fits = len(content) <= ROOM and longest <= 50
        accepted = messages(events)

        assert len(accepted) == fits
        for message in accepted:
            self.accepted += 1
            envelope = message.envelope
            assert message.number == self.accepted
            assert message.content == content
            assert str(envelope.reverse_path) == f"<{self.sender}>"
            assert [str(to.path) for to in envelope.recipients] == [
                f"<{path}>" for path in self.recipients
            ]

    @invariant()
    def envelope_holds_what_was_accepted(self) -> None:
        """Between commands the envelope is the model's; a closed session has none."""
        envelope = self.session.envelope
        if self.session.state is State.CLOSED:
            self.clear()
        said = None if envelope is None else str(envelope.reverse_path)
        recipients = () if envelope is None else envelope.recipients

        assert said == (None if self.sender is None else f"<{self.sender}>")
        assert [str(to.path) for to in recipients] == [f"<{path}>" for path in self.recipients]
        assert len(recipients) <= LIMIT


TestTransactions = Transactions.TestCase
TestTransactions.settings = steady
