"""Python's own client delivers, and raises what it should."""

from __future__ import annotations

import smtplib
from dataclasses import replace
from email.message import EmailMessage
from threading import Thread

import pytest

from smtpcore import Greeting, Limits, Verification

from .running import OPEN, PATIENCE, Inside, inside

SENDER = "sender@client.example"
ALICE = "alice@example.com"
BOB = "bob@example.com"
NOBODY = "nobody@example.com"


def connect(server: Inside) -> smtplib.SMTP:
    return smtplib.SMTP(server.host, server.port, "client.example", PATIENCE)


@pytest.mark.parametrize(
    "content",
    [
        b"Subject: Hello\r\n\r\nHello\r\n",
        b".\r\n..\r\n...\r\n.one dot\r\n..two dots\r\nnone.\r\n.",
        b".",
        bytes(octet for octet in range(256) if octet not in b"\r\n"),
        b"x" * 5000 + b"\r\n." + b"y" * 5000 + b"\r\n",
        b"\r\n\r\n",
        b"a bare \r and a bare \n",
        b"0123456789abcdef" * 65536,
    ],
    ids=["plain", "dots", "dot", "octets", "long", "blank", "bare", "big"],
)
def test_octets_arrive_exactly(content: bytes) -> None:
    """Smtplib adds a CRLF where a message does not end with one, and so must we expect."""
    with inside() as server, connect(server) as client:
        # Given as octets, only dots are touched.
        client.sendmail(SENDER, [ALICE], content)

        (message,) = server.messages
        assert message.content == content.removesuffix(b"\r\n") + b"\r\n"


def test_an_empty_message_arrives_empty() -> None:
    with inside() as server, connect(server) as client:
        client.ehlo()
        client.mail(SENDER)
        client.rcpt(ALICE)
        client.putcmd("data")
        client.getreply()
        client.send(b".\r\n")

        assert client.getreply()[0] == 250
        assert [message.content for message in server.messages] == [b""]


def test_a_message_object_arrives_as_smtplib_flattens_it() -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Olá", SENDER, ALICE
    message.set_content(".\nÇa va ?\n..\n", cte="8bit")

    with inside() as server, connect(server) as client:
        client.send_message(message)

        flat = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
        assert [message.content for message in server.messages] == [flat]


def test_the_envelope_arrives() -> None:
    with inside() as server, connect(server) as client:
        client.sendmail(SENDER, [ALICE, BOB], b"Hello\r\n", ["BODY=8BITMIME"])

        (message,) = server.messages
        envelope = message.envelope
        assert message.client == "client.example"
        assert str(envelope.reverse_path) == f"<{SENDER}>"
        assert envelope.parameters == {"SIZE": "7", "BODY": "8BITMIME"}
        assert [str(each.path) for each in envelope.recipients] == [f"<{ALICE}>", f"<{BOB}>"]


def test_one_refused_recipient_does_not_stop_the_others() -> None:
    with inside() as server, connect(server) as client:
        refused = client.sendmail(SENDER, [ALICE, NOBODY, BOB], b"Hello\r\n")

        (message,) = server.messages
        assert [(who, code) for who, (code, _) in refused.items()] == [(NOBODY, 550)]
        assert [each.path.local_part for each in message.envelope.recipients] == ["alice", "bob"]


def test_no_mailbox_at_all_is_recipients_refused() -> None:
    with inside() as server, connect(server) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as raised:
            client.sendmail(SENDER, [NOBODY], b"Hello\r\n")

        assert raised.value.recipients[NOBODY][0] == 550
        assert server.messages == []


def test_a_size_declared_too_big_is_a_sender_refused() -> None:
    small = replace(OPEN, dialect=replace(OPEN.dialect, limits=Limits(message=1000)))

    with inside(small) as server, connect(server) as client:
        with pytest.raises(smtplib.SMTPSenderRefused) as raised:
            client.sendmail(SENDER, [ALICE], b"x" * 1001)

        assert raised.value.smtp_code == 552


def test_a_message_too_big_is_a_data_error() -> None:
    """Without SIZE nobody knows before the dot; the connection serves on."""
    limits = Limits(message=1000)
    small = replace(OPEN, extensions=(), dialect=replace(OPEN.dialect, limits=limits))

    with inside(small) as server, connect(server) as client:
        with pytest.raises(smtplib.SMTPDataError) as raised:
            client.sendmail(SENDER, [ALICE], b"x" * 100_000)
        client.sendmail(SENDER, [ALICE], b"x" * 998)

        assert raised.value.smtp_code == 552
        assert [len(message.content) for message in server.messages] == [1000]


def test_a_command_not_implemented_is_told_by_its_code() -> None:
    without = replace(OPEN, vrfy=Verification.NOT_IMPLEMENTED)

    with inside(without) as server, connect(server) as client:
        assert client.verify("alice")[0] == 502
        assert client.docmd("TURN")[0] == 502


def test_a_server_that_serves_nobody_is_a_connect_error() -> None:
    with inside(replace(OPEN, greeting=Greeting.NO_SERVICE)) as server:
        with pytest.raises(smtplib.SMTPConnectError) as raised:
            connect(server)

        assert raised.value.smtp_code == 554


def test_one_connection_carries_many_messages() -> None:
    with inside() as server, connect(server) as client:
        for number in range(50):
            client.sendmail(SENDER, [ALICE], b"%d\r\n" % number)

        assert [message.content for message in server.messages] == [
            b"%d\r\n" % number for number in range(50)
        ]
        assert len(server.events) == 1


def test_twenty_clients_at_once_do_not_mix() -> None:
    def deliver(name: int) -> None:
        with connect(server) as client:
            client.ehlo(f"client{name}.example")
            for number in range(10):
                client.sendmail(SENDER, [ALICE], b"%d %d\r\n" % (name, number))

    with inside() as server:
        clients = [Thread(target=deliver, args=(name,)) for name in range(20)]
        for client in clients:
            client.start()
        for client in clients:
            client.join(PATIENCE)

        arrived = {
            name: [m.content for m in server.messages if m.client == name]
            for name in (message.client for message in server.messages)
        }
        assert arrived == {
            f"client{name}.example": [b"%d %d\r\n" % (name, number) for number in range(10)]
            for name in range(20)
        }
