"""The invariants are no idle words: each breaks where something is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import CommandReceived, Event, ReplySent, Verb

from ..smtpcore.servers import SERVERS
from .conversations import Conversation, decode, encode, seeds
from .invariants import check_enhanced_code, check_messages, check_reply, check_secrets, play

MESSAGE = b"EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\nx\r\n.\r\nNOOP\r\n"
SESSION, EVENTS = play(Conversation("full", (MESSAGE,)))
NOTHING_DONE = next(
    event for event in EVENTS if isinstance(event, ReplySent) and event.reply.name == "nothing-done"
)


def without(*verbs: Verb) -> list[Event]:
    """Return the events of a message but for the replies to some commands."""
    return [
        event for event in EVENTS if not isinstance(event, ReplySent) or event.verb not in verbs
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("250 2.0.0 a", "250 2.0.0 b"),
        ("250-2.0.0 a",),
        ("250-2.0.0 a", "550 2.0.0 b"),
        ("650 2.0.0 a",),
        ("260 2.0.0 a",),
        ("250",),
        ("250 2.0.0 a\nb",),
        ("250 2.0.0 \x80",),
        ("250 2.0.0 " + "a" * 501,),
        ("250 5.0.0 a",),
        ("250-2.0.0 a", "250 b"),
    ],
)
def test_a_bad_reply_is_seen(lines: tuple[str, ...]) -> None:
    check_reply(SESSION, NOTHING_DONE)
    with pytest.raises(AssertionError):
        check_reply(SESSION, replace(NOTHING_DONE, lines=lines))


@pytest.mark.parametrize(
    ("enhanced", "verb"), [("", Verb.NOOP), ("5.0.0", Verb.NOOP), ("2.0.0", Verb.EHLO)]
)
def test_a_wrong_enhanced_code_is_seen(enhanced: str, verb: Verb) -> None:
    wrong = replace(NOTHING_DONE, enhanced=enhanced, verb=verb)

    with pytest.raises(AssertionError):
        check_enhanced_code(SESSION, wrong, [f"{enhanced} OK"])


@pytest.mark.parametrize("verb", [Verb.MAIL, Verb.RCPT])
def test_a_message_out_of_nothing_is_seen(verb: Verb) -> None:
    check_messages(SESSION, EVENTS)
    with pytest.raises(AssertionError):
        check_messages(SESSION, without(verb))


def test_a_secret_that_is_shown_is_seen() -> None:
    line = b"EHLO a\r\nAUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmRzIGFuZCBtb3Jl\r\n"
    _, events = play(Conversation("every", (line,)))
    (secret,) = [event for event in events if isinstance(event, CommandReceived) and event.hidden]
    told = replace(NOTHING_DONE, facts={"said": secret.hidden.decode()})

    check_secrets(events)
    with pytest.raises(AssertionError):
        check_secrets([*events, told])


def test_any_octets_are_a_conversation() -> None:
    assert all(decode(data).server in SERVERS for data in (b"", b"\xff", b"\xff\xff", b"\0\x07\1"))


def test_what_is_written_is_read() -> None:
    """Cuts stand where they were, and each transcript that is short enough is a seed."""
    written = encode("lmtp", b"LHLO a\r\nQUIT\r\n", [8, 0])

    assert Conversation("lmtp", (b"", b"LHLO a\r\n", b"QUIT\r\n")) == decode(written)
    assert len(list(seeds())) > 100
