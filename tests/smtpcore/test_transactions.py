"""RFC 5321 3.3, 4.1.1.4, 4.2.5: what a transaction holds, against a model of a few lines."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from smtpcore import Event, ServerSession, State

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

POLICY = with_limits(message=100, text_line=50, recipients=LIMIT, errors=10)


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
            assert path in RECIPIENTS[:4]
            self.recipients.append(path)

    @is_command
    @rule()
    def data(self) -> None:
        _, code = self.say("DATA")
        assert (code == 354) == bool(self.recipients) or code in (421, 0)
        if code == 354:
            self.content = []

    @is_command
    @rule(
        sender=st.sampled_from(SENDERS[:3]),
        recipients=st.lists(st.sampled_from(RECIPIENTS), min_size=1, max_size=LIMIT + 1),
    )
    def straight_to_the_content(self, sender: str, recipients: list[str]) -> None:
        """Say the commands in order, because chance alone seldom does."""
        self.hello("EHLO", "a.example")
        self.mail(sender)
        for recipient in recipients:
            self.rcpt(recipient)
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
        self.check_message(say(self.session, "."))
        self.clear()

    def check_message(self, events: list[Event]) -> None:
        """See that a message is accepted if it fits, with just what its transaction said."""
        text = "".join(self.content or [])
        fits = len(text) <= 100 and all(len(line) <= 50 for line in text.splitlines(keepends=True))
        accepted = messages(events)

        assert len(accepted) == fits
        for message in accepted:
            self.accepted += 1
            envelope = message.envelope
            assert message.number == self.accepted
            assert message.content == text.encode()
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
