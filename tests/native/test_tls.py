"""TLS on a real socket: STARTTLS, TLS from the first octet, and what goes wrong with them."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from smtp_playground.serve import start
from smtpcore import TlsStarted

from .certifying import ANOTHER, AUTHORITY, TRUSTING, serving, trusting
from .running import IMPLICIT, PASSWORD, SECURE, SETTINGS, Client, Inside, inside

pytestmark = pytest.mark.usefixtures("every_loop")

PLAIN = "AUTH PLAIN " + base64.b64encode(f"\0alice\0{PASSWORD}".encode()).decode()
TO_ALICE = b"MAIL FROM:<a@client.example>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n"


def started(server: Inside) -> list[TlsStarted]:
    return [event for event in server.events[1] if isinstance(event, TlsStarted)]


def test_a_session_goes_on_encrypted_and_anew() -> None:
    with inside(SECURE) as server, Client(server) as client:
        client.reply()
        before = client.ask("EHLO client.example")
        assert client.ask("STARTTLS")[:3] == "220"
        client.shake_hands(TRUSTING)

        assert client.ask("MAIL FROM:<a@client.example>")[:3] == "503"  # EHLO is due again
        after = client.ask("EHLO client.example")
        assert ("STARTTLS" in before, "PLAIN" in before) == (True, False)
        assert ("STARTTLS" in after, "PLAIN" in after) == (False, True)
        assert client.ask(PLAIN)[:3] == "235"
        client.send(TO_ALICE + b"Hello\r\n.\r\nQUIT\r\n")
        assert client.replies(5) == ["250", "250", "354", "250", "221"]

        (message,) = server.messages
        assert (message.protocol, message.content) == ("ESMTPSA", b"Hello\r\n")
        assert message.peer == "127.0.0.1"
        assert (server.sessions[1].secure, server.sessions[1].account) == (True, "alice")


def test_octets_behind_starttls_are_never_obeyed() -> None:
    """CVE-2011-0411: who can write into the clear stream must not speak inside TLS."""
    with inside(SECURE) as server, Client(server) as client:
        client.send(b"EHLO client.example\r\nSTARTTLS\r\nNOOP\r\n" + TO_ALICE)
        assert client.replies(3) == ["220", "250", "220"]
        client.shake_hands(TRUSTING)

        assert client.ask("EHLO client.example")[:3] == "250"
        assert client.ask("QUIT")[:3] == "221"
        assert [event.discarded for event in started(server)] == [6 + len(TO_ALICE)]


class Engine:
    """A TLS client whose every octet the test sends itself."""

    def __init__(self, client: Client, piece: int = 65536) -> None:
        self._client = client
        self._piece = piece
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = TRUSTING.wrap_bio(
            self._incoming, self._outgoing, server_hostname="mx.example.com"
        )

    def shake_hands(self) -> None:
        """Take every step of the handshake; its last octets are not sent yet."""
        while True:
            try:
                self.tls.do_handshake()
            except ssl.SSLWantReadError:
                self.flush()
                self._incoming.write(self._client.socket.recv(65536))
            else:
                return

    def flush(self) -> None:
        octets = self._outgoing.read()
        for at in range(0, len(octets), self._piece):
            self._client.send(octets[at : at + self._piece])

    def say(self, octets: bytes) -> None:
        self.tls.write(octets)
        self.flush()

    def hear(self, end: bytes) -> str:
        """Return what the server says up to an end."""
        said = b""
        while not said.endswith(end):
            try:
                said += self.tls.read()
            except ssl.SSLWantReadError:
                octets = self._client.socket.recv(65536)
                assert octets, said
                self._incoming.write(octets)
        return said.decode()


def test_nothing_that_comes_with_the_handshake_is_lost() -> None:
    """A client may speak in the same write that ends its handshake."""
    with inside(SECURE) as server, Client(server) as client:
        client.send(b"EHLO client.example\r\nSTARTTLS\r\n")
        client.replies(3)
        engine = Engine(client)
        engine.shake_hands()
        engine.say(b"EHLO client.example\r\nQUIT\r\n")

        said = engine.hear(b"transmission channel\r\n")
        assert said.startswith("250-mx.example.com Hello client.example\r\n")
        assert started(server) == [TlsStarted(0, implicit=False)]


@pytest.mark.parametrize("piece", [1, 7], ids=["one-by-one", "seven-by-seven"])
def test_tls_may_come_in_pieces(piece: int) -> None:
    with inside(settings=IMPLICIT) as server, Client(server) as client:
        engine = Engine(client, piece=piece)
        engine.shake_hands()
        engine.say(b"EHLO client.example\r\n" + TO_ALICE + b"Hello\r\n.\r\nQUIT\r\n")
        engine.hear(b"transmission channel\r\n")

        assert [message.content for message in server.messages] == [b"Hello\r\n"]


def test_implicit_tls_encrypts_the_greeting_too() -> None:
    with inside(SECURE, IMPLICIT) as server, Client(server) as client:
        client.shake_hands(TRUSTING)

        assert client.reply()[:3] == "220"
        assert "STARTTLS" not in client.ask("EHLO client.example")
        assert client.ask(PLAIN)[:3] == "235"
        assert started(server) == [TlsStarted(0, implicit=True)]


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_the_end_of_a_session_cannot_be_forged(version: ssl.TLSVersion) -> None:
    """The server says goodbye in TLS as well; without that, a read raises `SSLEOFError`."""
    context = trusting()
    context.minimum_version = context.maximum_version = version

    with inside(settings=IMPLICIT) as server, Client(server) as client:
        client.shake_hands(context)
        assert client.reply()[:3] == "220"
        assert client.ask("QUIT")[:3] == "221"

        assert client.reply() == ""


def test_a_client_may_end_its_half_and_still_read() -> None:
    with inside(settings=IMPLICIT) as server, Client(server) as client:
        engine = Engine(client)
        engine.shake_hands()
        engine.tls.write(b"EHLO client.example\r\n" + TO_ALICE + b"Hello\r\n.\r\n")
        with pytest.raises(ssl.SSLWantReadError):
            engine.tls.unwrap()
        engine.flush()

        assert "354" in engine.hear(b"message 1 accepted\r\n")
        assert len(server.messages) == 1


def test_a_client_certificate_names_the_account() -> None:
    own = AUTHORITY.issue_cert("alice@example.com", common_name="alice")

    with inside(SECURE, context=serving(asks_clients=True)) as server, Client(server) as client:
        client.send(b"EHLO client.example\r\nSTARTTLS\r\n")
        client.replies(3)
        client.shake_hands(trusting(own=own))

        assert "EXTERNAL" in client.ask("EHLO client.example")
        assert client.ask("AUTH EXTERNAL =")[:3] == "235"
        assert server.sessions[1].account == "alice"


def test_a_mail_address_is_a_name_where_there_is_no_other() -> None:
    own = AUTHORITY.issue_cert("alice@example.com")

    with (
        inside(SECURE, IMPLICIT, serving(asks_clients=True)) as server,
        Client(server) as client,
    ):
        client.shake_hands(trusting(own=own))
        client.reply()

        assert server.sessions[1].standing.external == "alice@example.com"


def test_without_a_client_certificate_nobody_is_named() -> None:
    with (
        inside(SECURE, IMPLICIT, serving(asks_clients=True)) as server,
        Client(server) as client,
    ):
        client.shake_hands(TRUSTING)
        client.reply()

        assert "EXTERNAL" not in client.ask("EHLO client.example")


def test_a_client_certificate_of_somebody_else_is_refused() -> None:
    own = ANOTHER.issue_cert("alice@example.com", common_name="alice")

    with inside(SECURE, IMPLICIT, serving(asks_clients=True)) as server, Client(server) as client:
        context = trusting(own=own)
        # Then the handshake itself fails; in TLS 1.3 a client would hear of it afterwards.
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with pytest.raises((ssl.SSLError, ConnectionError)):
            client.shake_hands(context)

        assert "connection 1 from 127.0.0.1: TLS failed: certificate" in server.trouble()


def test_a_client_that_does_not_trust_the_server_is_told_of() -> None:
    with inside(settings=IMPLICIT) as server, Client(server) as client:
        with pytest.raises(ssl.SSLCertVerificationError):
            client.shake_hands(trusting(ANOTHER))

        assert "TLS failed: tlsv1 alert unknown ca" in server.trouble()


def test_what_is_not_tls_ends_the_handshake() -> None:
    with inside(settings=IMPLICIT) as server, Client(server) as client:
        client.send(b"EHLO client.example\r\n")

        assert client.socket.recv(1) == b""
        assert "TLS failed: " in server.trouble()


def test_commands_in_the_clear_after_starttls_end_the_handshake() -> None:
    with inside(SECURE) as server, Client(server) as client:
        client.send(b"EHLO client.example\r\nSTARTTLS\r\n")
        client.replies(3)
        client.send(b"NOOP\r\n")

        assert client.socket.recv(1) == b""
        assert "TLS failed: " in server.trouble()
        with Client(server) as another:
            assert [another.reply()[:3], another.ask("NOOP")[:3]] == ["220", "250"]


def test_a_handshake_that_never_comes_is_given_up() -> None:
    with inside(settings=replace(IMPLICIT, handshake=0.1)) as server, Client(server) as client:
        assert client.socket.recv(1) == b""
        assert "TLS failed: the handshake did not come" in server.trouble()


def test_a_client_that_hangs_up_in_the_handshake_is_told_of() -> None:
    with inside(settings=IMPLICIT) as server, Client(server) as client:
        client.socket.shutdown(socket.SHUT_WR)

        assert client.socket.recv(1) == b""
        assert "TLS failed: the client hung up" in server.trouble()


def test_the_server_may_stop_while_a_client_shakes_hands() -> None:
    with inside(settings=replace(IMPLICIT, linger=0.1)) as server, Client(server) as client:
        engine = Engine(client)
        with pytest.raises(ssl.SSLWantReadError):
            engine.tls.do_handshake()
        engine.flush()
        assert client.socket.recv(65536)  # so the server has heard it
        server.stop_serving()

        assert client.socket.recv(65536) == b""
        assert "TLS failed: the server stops" in server.trouble()


def test_a_silent_client_is_timed_out_in_tls_too() -> None:
    quick = replace(IMPLICIT, timeout=1)

    with inside(settings=quick) as server, Client(server) as client:
        client.shake_hands(TRUSTING)

        assert client.replies(2) == ["220", "421"]
        assert client.reply() == ""


def test_one_connection_too_many_is_turned_away_in_tls() -> None:
    one = replace(IMPLICIT, max_connections=1)

    with inside(settings=one) as server, Client(server) as first, Client(server) as second:
        first.shake_hands(TRUSTING)
        assert first.reply()[:3] == "220"
        second.shake_hands(TRUSTING)

        assert second.replies(2) == ["421", ""]


def test_a_tls_client_on_a_clear_port_is_answered_in_the_clear() -> None:
    wrong = pytest.raises(ssl.SSLError, match="WRONG_VERSION_NUMBER")

    with inside(SECURE) as server, Client(server) as client, wrong:
        client.shake_hands(TRUSTING)

    assert server.codes()[0] == 220
    assert set(server.codes()[1:]) <= {500, 421}


def test_a_large_message_comes_whole_through_tls() -> None:
    content = b"0123456789abcdef" * 250_000 + b"\r\n"

    with inside(settings=IMPLICIT) as server, Client(server) as client:
        client.shake_hands(TRUSTING)
        client.send(b"EHLO client.example\r\n" + TO_ALICE)
        assert client.replies(5) == ["220", "250", "250", "250", "354"]
        client.send(content + b".\r\n")

        assert client.reply()[:3] == "250"
        assert [message.content for message in server.messages] == [content]


def test_a_server_without_a_certificate_does_not_start() -> None:
    # In a thread of its own: this one may have an event loop already, a browser's.
    with ThreadPoolExecutor(1) as thread, pytest.raises(ValueError, match="TLS without a context"):
        thread.submit(lambda: asyncio.run(start(SECURE, SETTINGS, None))).result()
