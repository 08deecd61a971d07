"""What holds of a session whatever a client sends; `check` raises if it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from smtpcore import (
    ChunkReceived,
    CommandReceived,
    ConnectionClosed,
    ContentReceived,
    Event,
    Kind,
    MessageAccepted,
    ReplySent,
    ResponseReceived,
    ServerSession,
    State,
    TlsStarted,
    Verb,
)
from smtpcore.commands import verb_of
from smtpcore.extensions.auth import MAX_RESPONSE_LINE
from smtpcore.extensions.burl import BurlCommand

from ..smtpcore.servers import PEER, SERVERS
from ..smtpcore.speaking import NOW
from .conversations import Conversation, decode


def check(data: bytes) -> None:
    """Play an input and see that everything holds that must hold."""
    conversation = decode(data)
    session, events = play(conversation)
    replies = [event for event in events if isinstance(event, ReplySent)]
    for reply in replies:
        check_reply(session, reply)
    check_messages(session, events)
    check_secrets(events)
    closings = [event for event in events if isinstance(event, ConnectionClosed)]
    assert closings == events[-1:], "a session ends once"


def play(conversation: Conversation) -> tuple[ServerSession, list[Event]]:
    """Play a conversation to the end of the connection; the host shakes hands where it is asked."""
    policy = SERVERS[conversation.server]
    session = ServerSession(policy, secure=policy.implicit_tls, peer=PEER)
    events = session.greet(NOW)
    for piece in conversation.pieces:
        events += session.receive_data(piece, NOW)
        check_buffer(session)
        if session.state is State.STARTING_TLS:
            events += session.start_tls(NOW, "alice")
    events += session.receive_eof(NOW)
    check_output(session, events)
    return session, events


def check_buffer(session: ServerSession) -> None:
    """See that what is not taken off the input is at most the longest line there may be."""
    longest = max(session.policy.longest_line, MAX_RESPONSE_LINE)
    assert len(session._input) <= longest + len("\r\n\r"), "the input grows"


def check_output(session: ServerSession, events: list[Event]) -> None:
    """See that what is sent is the replies, in order, and nothing else."""
    lines = [line for event in events if isinstance(event, ReplySent) for line in event.lines]
    sent = session.data_to_send()
    assert sent == "".join(f"{line}\r\n" for line in lines).encode(), "sent is not what was said"


# Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
# Reply-code = %x32-35 %x30-35 %x30-39 (RFC 5321 4.2); textstring: RFC 6531 3.7.4.2
_LINE: Final = re.compile(
    r"(?P<code>[2-5][0-5][0-9])(?P<more>[ -])(?P<text>[\t -~\xa0-\U0010FFFF]*)"
)
_ENHANCED: Final = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_NO_CODE: Final = frozenset({None, Verb.EHLO, Verb.HELO, Verb.LHLO})


def check_reply(session: ServerSession, reply: ReplySent) -> None:
    """See that a reply is one of RFC 5321 4.2, with the code that RFC 2034 4 wants, or none."""
    found = [_LINE.fullmatch(line) for line in reply.lines]
    matches = [match for match in found if match is not None]
    assert len(matches) == len(found) > 0, f"no reply lines: {reply.lines}"
    assert {match["code"] for match in matches} == {str(reply.reply.code)}
    assert [match["more"] for match in matches] == ["-"] * (len(found) - 1) + [" "]
    assert all(len(line.encode()) <= 510 for line in reply.lines), f"too long: {reply.lines}"
    check_enhanced_code(session, reply, [match["text"] for match in matches])


def check_enhanced_code(session: ServerSession, reply: ReplySent, texts: list[str]) -> None:
    """See to RFC 2034 4: of the reply's class, on each line; not on 3yz, the greeting and hello."""
    greets = reply.before is State.CONNECTED or reply.reply.name == "service-ready"
    is_hello = reply.verb is not None and reply.verb in _NO_CODE
    offered = session.policy.offers("ENHANCEDSTATUSCODES")
    if greets or is_hello or reply.reply.code // 100 == 3 or not offered:
        assert reply.enhanced == "", f"a code too many: {reply.lines}"
        return
    assert _ENHANCED.fullmatch(reply.enhanced), f"no code: {reply.lines}"
    assert reply.enhanced[0] == str(reply.reply.code)[0], f"of another class: {reply.lines}"
    assert all(text.startswith(f"{reply.enhanced} ") for text in texts)


@dataclass
class Transaction:
    """One as replies tell of it."""

    recipients: int = 0
    ended: bool = False
    "Whether the end of the data has come."
    over: bool = False
    "Whether the latest reply was its last."


def check_messages(session: ServerSession, events: list[Event]) -> None:
    """See that no message is accepted without MAIL, RCPT and the end of the data."""
    open_one: Transaction | None = None
    for event in events:
        if isinstance(event, MessageAccepted):
            assert open_one is not None, "a message without MAIL"
            assert open_one.ended, "a message without its end"
            count = len(event.message.envelope.recipients)
            several = session.policy.kind is Kind.LMTP and 0 < count < open_one.recipients
            assert 0 < count == open_one.recipients or several, "not those whom RCPT named"
        open_one = _after(event, open_one)


def _after(event: Event, open_one: Transaction | None) -> Transaction | None:
    """Return the transaction that is open after an event."""
    opened = _opened(event)  # within another, where that is let pass
    if open_one is None or opened is not None:
        return opened
    if isinstance(event, TlsStarted | MessageAccepted):
        return None
    if isinstance(event, CommandReceived):
        if open_one.over:
            return None
        open_one.ended = False
    if isinstance(event, ReplySent):
        open_one.recipients += event.verb is Verb.RCPT and not event.reply.is_refusal
        open_one.over = event.after is State.READY
    open_one.ended = open_one.ended or _ends_data(event)
    return open_one


def _opened(event: Event) -> Transaction | None:
    if not isinstance(event, ReplySent) or event.verb is not Verb.MAIL or event.reply.is_refusal:
        return None
    # 355: with the recipients of an earlier session (RFC 1845 3).
    return Transaction(len(event.envelope.recipients) if event.envelope else 0)


def _ends_data(event: Event) -> bool:
    last_url = isinstance(event, CommandReceived) and (
        isinstance(event.command, BurlCommand) and event.command.last
    )
    last_chunk = isinstance(event, ChunkReceived) and event.last
    return isinstance(event, ContentReceived) or last_chunk or last_url


LONG_ENOUGH: Final = 24
"""Octets of a secret that no representation holds by chance."""


def check_secrets(events: list[Event]) -> None:
    """See to RFC 4954 9: no representation of an event holds what a client must keep to itself."""
    shown = repr(events)
    for event in events:
        if isinstance(event, CommandReceived | ResponseReceived) and event.hidden:
            secret = event.hidden.decode("latin-1").strip()
            if len(secret) >= LONG_ENOUGH and not any(secret in said for said in _shown(events)):
                assert secret not in shown, f"a secret is shown: {secret}"


def _shown(events: list[Event]) -> Iterator[str]:
    """Yield what clients say for all to hear: a secret that stands there too is none."""
    for event in events:
        if isinstance(event, CommandReceived | ResponseReceived):
            yield event.line.decode("latin-1")
        if isinstance(event, ChunkReceived):
            yield event.octets.decode("latin-1")
        if isinstance(event, ContentReceived):
            yield event.content.decode("latin-1")
        # Mail data or a chunk that was never ended; of a line, only what may be shown is there.
        if isinstance(event, ConnectionClosed) and verb_of(event.unfinished) is not Verb.AUTH:
            yield event.unfinished.decode("latin-1")
