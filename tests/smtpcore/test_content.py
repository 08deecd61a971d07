r"""RFC 5321 2.3.8, 4.1.1.4, 4.5.2: mail data, its dots, and the one way in which it ends."""

from __future__ import annotations

import pytest

from smtpcore import ContentReceived, Event, Policy, State

from .cuts import Cut, every_cut, whole
from .policies import FULL, POLICIES, with_limits
from .speaking import EHLO, MAIL, NOW, RCPT, messages, names, octets, say, session_in

NOT_THE_END = [
    b"\n.\n",
    b"\n.\r\n",
    b"\r\n.\n",
    b"\r\n.\r\r\n",
    b"\r\r\n.\r\r\n",
    b"\n.\r",
    b"\r.\n",
    b"\r.\r",
    b"\r.\r\n",
    b"\r\n.\r",
    b"\r\n\x00.\r\n",
    b"\r\n.\x00\r\n",
    b"\r\n. \r\n",
    b"\r\n..\r\n",
    b"\r\n .\r\n",
    b"\r\n.\t\r\n",
    b"\n\n.\n\n",
    b"\n\r.\n\r",
    b"\r\n\n.\r\n",
    b"\r\n.\n\r\n",
    b"\r\n\xae\r\n",
]
"""What has been taken for the end of a message by one server or another, and is not."""


def receive(data: bytes, cut: Cut, policy: Policy = FULL) -> list[Event]:
    """Return what happens when `data` follows 354."""
    session = session_in(State.RECEIVING_CONTENT, policy)
    return [event for piece in cut(data) for event in session.receive_data(piece, NOW)]


def undotted(data: bytes) -> bytes:
    """Return content as RFC 5321 4.5.2 has it: line by line, without the first dot."""
    return b"\r\n".join(line.removeprefix(b".") for line in data.split(b"\r\n"))


@every_cut
@pytest.mark.parametrize("sequence", NOT_THE_END, ids=repr)
def test_nothing_but_crlf_dot_crlf_ends_a_message(sequence: bytes, cut: Cut) -> None:
    """What follows is content still, and no command of a smuggler is heard."""
    text = b"one" + sequence + octets(MAIL) + octets(RCPT) + octets("DATA") + b"two\r\n"
    (message,) = messages(receive(text + b".\r\n", cut))

    assert undotted(text) == message.content


@every_cut
@pytest.mark.parametrize("before", [b"", b"one\r\n", b"\r\n", b"\n\r\n", b"\r\r\n", b"..\r\n"])
def test_crlf_dot_crlf_ends_a_message(before: bytes, cut: Cut) -> None:
    """RFC 5321 4.1.1.4: and the CRLF of the DATA line counts, so a message may be empty."""
    events = receive(before + b".\r\n" + octets("NOOP"), cut)
    (message,) = messages(events)

    assert [("message-accepted", 250), ("nothing-done", 250)] == names(events)
    assert undotted(before) == message.content


DOTS = [
    (b"..\r\n", b".\r\n", 1),
    (b"...\r\n", b"..\r\n", 1),
    (b".x\r\n", b"x\r\n", 1),
    (b"..x\r\n", b".x\r\n", 1),
    (b". \r\n", b" \r\n", 1),
    (b"x.\r\n", b"x.\r\n", 0),
    (b" .\r\n", b" .\r\n", 0),
    (b"\r\n..\r\n\r\n..\r\n", b"\r\n.\r\n\r\n.\r\n", 2),
    (b"..\r\n..\r\n..\r\n", b".\r\n.\r\n.\r\n", 3),
    (b"x\n.\n.y\r\n", b"x\n.\n.y\r\n", 0),
    (b"x\r.y\r\n", b"x\r.y\r\n", 0),
    (b".\r\r\n", b"\r\r\n", 1),
]


@every_cut
@pytest.mark.parametrize(("sent", "meant", "removed"), DOTS)
def test_first_dot_of_a_line_is_removed(sent: bytes, meant: bytes, removed: int, cut: Cut) -> None:
    """RFC 5321 4.5.2: and only of a line that CRLF began."""
    (received,) = (
        event for event in receive(sent + b".\r\n", cut) if isinstance(event, ContentReceived)
    )

    assert ContentReceived(meant, len(meant), removed) == received


@every_cut
def test_every_octet_is_kept(cut: Cut) -> None:
    """RFC 5321 2.4, 4.5.3.1.6: all 256 octets, and lines over 1000, come through as they are."""
    content = bytes(octet for octet in range(256) if octet != 10) * 8 + b"\n\r\n"
    (message,) = messages(receive(content + b".\r\n", cut))

    assert content == message.content


def test_message_comes_with_its_envelope() -> None:
    """RFC 5321 2.3.1: what MAIL and RCPT said, who said it, and when."""
    session = session_in(State.READY)
    say(
        session, MAIL + " SIZE=4", RCPT, "RCPT TO:<nobody@example.com>", "RCPT TO:<Bob@example.com>"
    )
    say(session, "DATA", "hi")
    (message,) = messages(session.receive_data(b".\r\n", NOW + 5))

    assert (1, "client.example", NOW + 5) == (message.number, message.client, message.at)
    assert "<sender@client.example>" == str(message.envelope.reverse_path)
    assert {"SIZE": "4"} == message.envelope.parameters
    assert ["<alice@example.com>", "<Bob@example.com>"] == [
        str(recipient.path) for recipient in message.envelope.recipients
    ]


REFUSED = [
    ("small", b"x" * 99 + b"\r\n", ("message-too-big", 552)),
    ("small", b"x" * 49 + b"\r\n", ("text-line-too-long", 500)),
    ("particular", b"a\nb\r\n", ("bare-line-end-in-content", 550)),
    ("particular", b"a\rb\r\n", ("bare-line-end-in-content", 550)),
    ("particular", b"\n\r\n", ("bare-line-end-in-content", 550)),
    ("particular", b"a\r\r\n", ("bare-line-end-in-content", 550)),
    ("particular", b"caf\xe9\r\n", ("undeclared-8bit", 554)),
]


@every_cut
@pytest.mark.parametrize(("policy", "content", "expected"), REFUSED)
def test_refused_message_clears_the_transaction(
    policy: str, content: bytes, expected: tuple[str, int], cut: Cut
) -> None:
    """RFC 5321 4.1.1.4: the buffers are cleared, whatever the reply to the dot is."""
    events = receive(content + b".\r\n" + octets("DATA"), cut, POLICIES[policy])

    assert [expected, ("sender-first", 503)] == names(events)
    assert [] == messages(events)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("", ("undeclared-8bit", 554)),
        (" BODY=7BIT", ("undeclared-8bit", 554)),
        (" BODY=8BITMIME", ("message-accepted", 250)),
        (" body=8bitmime", ("message-accepted", 250)),
    ],
)
def test_8bit_content_has_to_be_declared(parameters: str, expected: tuple[str, int]) -> None:
    """RFC 6152: on a server that insists; ASCII needs no declaration anywhere."""
    session = session_in(State.GREETED, POLICIES["particular"])
    events = say(session, EHLO, MAIL + parameters, RCPT, "DATA", "caf\xe9", ".")
    ascii_events = say(session, MAIL, RCPT, "DATA", "coffee", ".")

    assert expected == names(events)[-1]
    assert ("message-accepted", 250) == names(ascii_events)[-1]


def test_content_is_judged_by_what_was_declared_for_it() -> None:
    """A declaration ends with its transaction."""
    session = session_in(State.READY, POLICIES["particular"])
    say(session, MAIL + " BODY=8BITMIME", "RSET", MAIL, RCPT, "DATA")
    events = say(session, "caf\xe9", ".")

    assert [("undeclared-8bit", 554)] == names(events)


def test_messages_of_a_session_are_numbered() -> None:
    """The second message has an envelope and a content of its own."""
    session = session_in(State.READY)
    events = say(session, MAIL, RCPT, "DATA", "one", ".", "MAIL FROM:<>", RCPT, "DATA", "two", ".")

    assert [(1, b"one\r\n", False), (2, b"two\r\n", True)] == [
        (message.number, message.content, message.envelope.reverse_path.is_null)
        for message in messages(events)
    ]


@pytest.mark.parametrize(
    ("limit", "expected"), [(7, ("message-accepted", 250)), (6, ("message-too-big", 552))]
)
def test_size_limit_counts_no_stuffed_dot(limit: int, expected: tuple[str, int]) -> None:
    """RFC 1870 section 5: transparency dots and the end are not part of the message's size."""
    events = receive(b"..\r\n..x\r\n.\r\n", whole, with_limits(message=limit))

    assert [expected] == names(events)
