"""What TCP adds to a session: pieces, many clients, silence, and clients that do not read."""

from __future__ import annotations

import re
import socket
import ssl
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from smtpcore import ConnectionClosed
from smtpcore.extensions.atrn import Atrn

from .certifying import unverified
from .running import SETTINGS, Client, Program, inside, policy, program

pytestmark = pytest.mark.usefixtures("every_loop")

SESSION = (
    b"EHLO client.example\r\n"
    b"MAIL FROM:<sender@client.example>\r\n"
    b"RCPT TO:<alice@example.com>\r\n"
    b"RCPT TO:<nobody@example.com>\r\n"
    b"DATA\r\n"
    b"..\r\nHello\r\n.\r\n"
    b"NOOP\r\n"
    b"QUIT\r\n"
)
TO_ALICE = (
    b"EHLO client.example\r\nMAIL FROM:<sender@client.example>\r\nRCPT TO:<alice@example.com>\r\n"
)
CODES = ["220", "250", "250", "250", "550", "354", "250", "250", "221", ""]


def test_commands_in_one_write_are_answered_in_order() -> None:
    with inside() as server, Client(server) as client:
        client.send(SESSION)

        assert [client.reply()[:3] for _ in CODES] == CODES
        assert [message.content for message in server.messages] == [b".\r\nHello\r\n"]


def test_octets_may_come_one_by_one() -> None:
    with inside() as server, Client(server) as client:
        for octet in SESSION:
            client.send(bytes([octet]))

        assert [client.reply()[:3] for _ in CODES] == CODES
        assert [message.content for message in server.messages] == [b".\r\nHello\r\n"]


def test_replies_come_though_the_client_says_no_more() -> None:
    """As `printf ... | nc -N` does: half of the connection is closed, the other is read."""
    with inside() as server, Client(server) as client:
        client.send(SESSION.removesuffix(b"QUIT\r\n"))
        client.socket.shutdown(socket.SHUT_WR)

        assert [client.reply()[:3] for _ in CODES[:-2]] == CODES[:-2]
        assert client.reply() == ""


def test_the_last_reply_comes_though_the_client_talks_on() -> None:
    """A reset would take the 221 away if the server closed with octets unread."""
    with inside() as server, Client(server) as client:
        client.send(b"QUIT\r\n" + b"NOOP\r\n" * 100_000)

        assert [client.reply()[:3] for _ in range(3)] == ["220", "221", ""]


def test_mistakes_without_end_are_answered_421() -> None:
    with inside() as server, Client(server) as client:
        client.send(b"WHAT\r\n" * 100_000)

        codes = [client.reply()[:3] for _ in range(22)]
        assert codes == ["220", *["500"] * 19, "421", ""]


def test_a_line_without_end_is_not_kept() -> None:
    with inside() as server, Client(server) as client:
        for _ in range(160):
            client.send(b"x" * 65536)
        client.send(b"\r\nNOOP\r\n")

        assert [client.reply()[:3] for _ in range(3)] == ["220", "500", "250"]


def test_octets_of_a_chunk_are_no_commands() -> None:
    chunk = b"QUIT\r\n.\r\n\x00\xff"

    with inside() as server, Client(server) as client:
        client.send(TO_ALICE + b"BDAT %d\r\n" % len(chunk) + chunk + b"BDAT 0 LAST\r\nNOOP\r\n")

        assert client.replies(7) == ["220", "250", "250", "250", "250", "250", "250"]
        assert [message.content for message in server.messages] == [chunk]


def test_a_refused_chunk_is_swallowed() -> None:
    """RFC 3030 2: or what it holds would be taken for commands."""
    with inside() as server, Client(server) as client:
        client.send(b"EHLO client.example\r\nBDAT 1000000 LAST\r\n")
        client.send(b"QUIT\r\n" * 166_666 + b"....NOOP\r\n")

        assert client.replies(4) == ["220", "250", "503", "250"]


def test_ten_thousand_recipients_are_refused_in_little_memory() -> None:
    """RFC 5321 4.5.3.1.10: those over the limit get 452, and the others their mail."""
    with program("--persona", "reference") as server, Client(server) as client:
        client.send(TO_ALICE)
        client.replies(4)
        before = peak_memory(server)
        codes = []
        for _ in range(100):
            client.send(b"RCPT TO:<bob@example.com>\r\n" * 100)
            codes += client.replies(100)

        assert (codes.count("250"), codes.count("452")) == (99, 9_901)
        assert peak_memory(server) - before < 8_000_000
        client.send(b"DATA\r\n.\r\n")
        assert client.replies(2) == ["354", "250"]


def test_a_session_whose_roles_are_reversed_ends() -> None:
    """After ATRN's 250 the server would be the client (RFC 2645 5.3), and ours is none."""
    reversing = policy("AUTH", "ATRN")
    tuned = Atrn(owners={"example.com": "alice"}, waiting={"example.com": 1})

    with (
        inside(replace(reversing, settings=(*reversing.settings, tuned))) as server,
        Client(server) as client,
    ):
        client.send(b"EHLO client.example\r\nAUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\r\nATRN\r\n")

        assert client.replies(5) == ["220", "250", "235", "250", ""]


def test_a_browser_is_answered_as_any_client() -> None:
    request = b"GET / HTTP/1.1\r\nHost: mx.example.com\r\nUser-Agent: test\r\n\r\n"

    with program() as server, Client(server) as client:
        client.send(request)

        assert client.replies(5) == ["220", "500", "500", "500", "500"]


def test_a_client_that_vanishes_ends_only_its_own_session() -> None:
    with inside() as server, Client(server) as stays:
        stays.reply()
        with Client(server) as vanishes:
            vanishes.reply()
            # Closing with this set sends a reset.
            vanishes.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, bytes([1, *[0] * 7]))

        assert stays.ask("NOOP")[:3] == "250"


def test_one_connection_too_many_is_turned_away_until_another_ends() -> None:
    two = replace(SETTINGS, max_connections=2)

    with inside(settings=two) as server, Client(server) as first, Client(server) as second:
        assert [first.reply()[:3], second.reply()[:3]] == ["220", "220"]

        with Client(server) as third:
            assert [third.reply()[:9], third.reply()] == ["421 mx.ex", ""]
        assert second.ask("QUIT")[:3] == "221"
        with Client(server) as fourth:
            assert fourth.reply()[:3] == "220"


def test_a_silent_client_is_timed_out() -> None:
    with inside(settings=replace(SETTINGS, timeout=1)) as server, Client(server) as client:
        assert [client.reply()[:9] for _ in range(3)] == ["220 mx.ex", "421 4.4.2", ""]
        (closed,) = (e for e in server.events[1] if isinstance(e, ConnectionClosed))
        assert not closed.by_client


@pytest.mark.parametrize("options", [[], ["--implicit-tls"]], ids=["clear", "TLS"])
def test_a_client_that_neither_reads_nor_hangs_up_is_cut_off(options: list[str]) -> None:
    """What it can send before that is what the kernel and a few reads hold, and no more."""
    with program("--timeout", "1", *options) as server, Client(server) as client:
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
        if options:
            client.shake_hands(unverified())
        before = peak_memory(server)
        sent = flood(client.socket, b"HELP\r\n" * 10_000, at_most=100_000_000)

        assert sent < 32_000_000
        assert peak_memory(server) - before < 64_000_000


def flood(client: socket.socket, octets: bytes, at_most: int) -> int:
    """Send octets again and again until the server hangs up; return how many it took."""
    sent = 0
    with suppress(ConnectionError, ssl.SSLEOFError):
        while sent < at_most:
            sent += client.send(octets)
    return sent


def peak_memory(server: Program) -> int:
    """Return the most memory that the server ever had, in octets, where the system tells."""
    status = Path(f"/proc/{server.process.pid}/status")
    if not status.exists():
        return 0
    match = re.search(r"VmHWM:\s*(\d+) kB", status.read_text())
    assert match
    return int(match[1]) * 1024
