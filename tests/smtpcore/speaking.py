"""Talking to a session in a test: short ways to the state and the reply in question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from smtpcore import (
    Event,
    Greeting,
    Kind,
    Message,
    MessageAccepted,
    Policy,
    ReplySent,
    ServerSession,
    State,
)

from .cuts import Cut, whole
from .policies import FULL

NOW: Final = 1_700_000_000.0

EHLO: Final = "EHLO client.example"
MAIL: Final = "MAIL FROM:<sender@client.example>"
RCPT: Final = "RCPT TO:<alice@example.com>"
LOGIN: Final = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ="
"""Alice's name and password."""
SECRET: Final = LOGIN.split(" ")[-1]
"""The same, without the command."""

WAY: Final[dict[State, tuple[str, ...]]] = {
    State.GREETED: (),
    State.READY: (EHLO,),
    State.HAS_SENDER: (EHLO, MAIL),
    State.HAS_RECIPIENT: (EHLO, MAIL, RCPT),
    State.HAS_CHUNKS: (EHLO, MAIL, RCPT, "BDAT 0"),
    State.RECEIVING_CONTENT: (EHLO, MAIL, RCPT, "DATA"),
    State.AUTHENTICATING: (EHLO, "AUTH PLAIN"),
    State.STARTING_TLS: (EHLO, "STARTTLS"),
    State.REVERSED: (EHLO, LOGIN, "ATRN client.example"),
    State.REFUSING: (),
    State.CLOSED: ("QUIT",),
}
"""The commands that lead from the greeting to a state."""


def hello(policy: Policy) -> str:
    """Return the hello that this server takes (RFC 2033 4.1)."""
    return EHLO.replace("EHLO", "LHLO") if policy.kind is Kind.LMTP else EHLO


def octets(line: str | bytes) -> bytes:
    """Return a line as it is sent; each character is one octet."""
    return (line if isinstance(line, bytes) else line.encode("latin-1")) + b"\r\n"


def session_in(
    state: State, policy: Policy = FULL, *, account: bool = False, secure: bool = False
) -> ServerSession:
    """Return a session that has come to `state`, with nothing left to send.

    `account`: as alice. `secure`: with TLS from the first octet.
    """
    if state is State.REFUSING:
        policy = replace(policy, greeting=Greeting.NO_SERVICE)
    session = ServerSession(policy, secure=secure)
    if state is State.CONNECTED:
        return session
    session.greet(NOW)
    for line in WAY[state]:
        session.receive_data(octets(hello(policy) if line == EHLO else line), NOW)
        if account and line == EHLO:
            session.receive_data(octets(LOGIN), NOW)
    session.data_to_send()
    assert session.state is state
    return session


def say(session: ServerSession, *lines: str | bytes) -> list[Event]:
    """Send lines in one piece; return what happened."""
    return session.receive_data(b"".join(map(octets, lines)), NOW)


def replies_in(events: Iterable[Event]) -> list[ReplySent]:
    """Return the replies among events."""
    return [event for event in events if isinstance(event, ReplySent)]


def names(events: Iterable[Event]) -> list[tuple[str, int]]:
    """Return name and code of each reply among events."""
    return [(event.reply.name, event.reply.code) for event in replies_in(events)]


def messages(events: Iterable[Event]) -> list[Message]:
    """Return the messages accepted among events."""
    return [event.message for event in events if isinstance(event, MessageAccepted)]


def answer(line: str | bytes, state: State = State.READY, policy: Policy = FULL) -> tuple[str, int]:
    """Return name and code of the one reply to `line` in `state`."""
    (reply,) = names(say(session_in(state, policy), line))
    return reply


def conversation(
    pieces: Sequence[bytes], policy: Policy = FULL, *more: Sequence[bytes]
) -> tuple[list[Event], bytes, State]:
    """Play octets in these pieces; return the events, what was sent, and the last state.

    `more`: what comes afterwards. Before it, and at the end, the host shakes hands if TLS is
    to be started.
    """
    session = ServerSession(policy, secure=policy.implicit_tls)
    events = session.greet(NOW)
    sent = session.data_to_send()
    for flight in (pieces, *more):
        for piece in flight:
            events += session.receive_data(piece, NOW)
            sent += session.data_to_send()
        if session.state is State.STARTING_TLS:
            events += session.start_tls(NOW)
    return events, sent, session.state


def chunk(text: bytes, end: str = "") -> bytes:
    """Return a chunk of a message with its command; `end` may be ` LAST`."""
    return octets(f"BDAT {len(text)}{end}") + text


def fed(session: ServerSession, data: bytes, cut: Cut = whole) -> list[Event]:
    """Send octets in these pieces; return what happened."""
    return [event for piece in cut(data) for event in session.receive_data(piece, NOW)]
