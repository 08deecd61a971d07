"""`python -m smtp_playground serve` as people meet it: lines, signals, exit status."""

from __future__ import annotations

import errno
import signal
import socket
from pathlib import Path

import pytest

from smtp_playground.__main__ import why_not
from smtp_playground.hosting import Settings

from .running import Client, program, refused

TO_ALICE = (
    b"EHLO client.example\r\nMAIL FROM:<sender@client.example>\r\nRCPT TO:<alice@example.com>\r\n"
)
PERSONA = """
[name]
en = "Mine"
[description]
en = "My own."
[server]
hostname = "mine.example"
"""


def test_it_says_where_it_listens_and_how_to_stop_it() -> None:
    with program() as server:
        assert server.started == (
            f"playground listens on 127.0.0.1, port {server.port}. Stop with Ctrl-C."
        )
        with Client(server) as client:
            assert client.reply().startswith("220 mx.example.com")


def test_every_accepted_message_is_one_line() -> None:
    with program() as server, Client(server) as client:
        client.send(TO_ALICE + b"RCPT TO:<bob@example.com>\r\nDATA\r\nHello\r\n.\r\n")

        assert server.line() == (
            "[1] message 1 from <sender@client.example> to <alice@example.com> and 1 more, 7 octets"
        )


def test_verbose_prints_the_whole_conversation(tmp_path: Path) -> None:
    plain = tmp_path / "plain.toml"
    plain.write_text(PLAIN)

    with program("--verbose", "--persona", str(plain)) as server, Client(server) as client:
        client.send(TO_ALICE + b"DATA\r\n..\r\n\r\n\x1b[2J\x07\r\n.\r\nM\xff\rX\r\nQUIT\r\n")

        said = [server.line() for _ in range(26)]
        assert said == VERBOSE
        assert all(line.isprintable() for line in said)


PLAIN = """
[name]
en = "Plain"
[description]
en = "A few extensions."
[server]
extensions = ["PIPELINING", "SIZE", "8BITMIME", "ENHANCEDSTATUSCODES"]
expn = "withheld"
[mailboxes]
alice = "Alice Archer"
"""
VERBOSE = [
    f"[1] {line}"
    for line in [
        "S: 220 mx.example.com ESMTP Service ready",
        "C: EHLO client.example",
        "S: 250-mx.example.com Hello client.example",
        "S: 250-PIPELINING",
        "S: 250-SIZE 10485760",
        "S: 250-8BITMIME",
        "S: 250-ENHANCEDSTATUSCODES",
        "S: 250-VRFY",
        "S: 250 HELP",
        "C: MAIL FROM:<sender@client.example>",
        "S: 250 2.1.0 Sender OK",
        "C: RCPT TO:<alice@example.com>",
        "S: 250 2.1.5 Recipient OK",
        "C: DATA",
        "S: 354 Start mail input; end with <CRLF>.<CRLF>",
        "C: ..",
        "C: ",
        "C: \\x1b[2J\\x07",
        "C: .",
        "S: 250 2.0.0 OK, message 1 accepted",
        "-- message 1 from <sender@client.example> to <alice@example.com>, 12 octets",
        "C: M\\xff\\x0dX",
        "S: 500 5.5.2 Bare CR or LF in a command; lines end with CRLF",
        "C: QUIT",
        "S: 221 2.0.0 mx.example.com Service closing transmission channel",
        "-- closed by the server",
    ]
]


def test_quiet_prints_nothing_of_mail() -> None:
    with program("--quiet") as server:
        with Client(server) as client:
            client.send(TO_ALICE + b"DATA\r\nHello\r\n.\r\nQUIT\r\n")
            assert client.replies(7) == ["220", "250", "250", "250", "354", "250", "221"]
        assert server.stop() == (0, "")

        assert server.is_silent


def test_verbose_shows_the_beginning_of_what_is_long() -> None:
    with program("--verbose") as server, Client(server) as client:
        client.send(TO_ALICE + b"DATA\r\n" + b"x" * 1_000_000 + b"\r\n.\r\n")
        line = server.line()
        while not line.startswith("[1] C: x"):
            line = server.line()

        assert line == "[1] C: " + "x" * 16384
        assert server.line() == "[1] -- 983618 more octets"
        assert server.line() == "[1] C: ."


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
@pytest.mark.parametrize("said", [b"", TO_ALICE, TO_ALICE + b"DATA\r\nHalf a mess"])
def test_a_stop_says_421_to_open_sessions(how: signal.Signals, said: bytes) -> None:
    with program("--persona", "Reference") as server, Client(server) as client:
        client.send(b"NOOP\r\n" + said)
        last = [client.reply() for _ in range(2 + said.count(b"\r\n"))][-1]
        assert last[:1] in {"2", "3"}
        server.process.send_signal(how)

        assert client.reply()[:9] == "421 4.3.2"
        assert client.reply() == ""
        client.close()
        assert server.ended() == (0, "")


def test_a_stop_does_not_wait_for_clients_that_do_not_hang_up() -> None:
    with program() as server, Client(server) as client:
        client.reply()

        assert server.stop() == (0, "")


def test_it_serves_on_when_nobody_reads_its_output_any_more() -> None:
    """As in `serve | head -1`."""
    with program("--verbose", heard=False) as server, Client(server) as client:
        assert [client.reply()[:3], client.ask("NOOP")[:3]] == ["220", "250"]


def test_a_persona_of_ones_own_is_a_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(PERSONA)

    with program("--persona", str(mine)) as server, Client(server) as client:
        assert client.reply() == "220 mine.example ESMTP Service ready\r\n"


def test_a_port_in_use_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        assert refused("serve", "--port", port) == (
            1,
            f"smtp_playground: port {port} is in use; name another with --port N",
        )


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host", "a..b", "x" * 300])
def test_a_host_that_is_not_this_machine_is_one_line(host: str) -> None:
    status, line = refused("serve", "--port", "0", "--host", host)

    assert status == 1
    assert line.endswith("--host")


def test_no_permission_says_what_to_do() -> None:
    error = PermissionError(errno.EACCES, "Permission denied")

    assert why_not(error, Settings(port=25)) == (
        "no permission for port 25; name one from 1024 on with --port N"
    )


def test_any_other_failure_says_what_the_system_says() -> None:
    assert why_not(OSError(errno.ENFILE, "Too many"), Settings()).endswith("port 2525: Too many")


@pytest.mark.parametrize(
    "options",
    [
        ["--port", "65536"],
        ["--port", "-1"],
        ["--port", "25.0"],
        ["--port", "\u00b2"],
        ["--port", "9" * 5000],
        ["--port"],
        ["--timeout", "0"],
        ["--timeout", "nan"],
        ["--max-connections", "0"],
        ["--what"],
        ["--persona", "nobody"],
        ["--persona", ""],
        ["--persona", "/"],
    ],
)
def test_a_mistyped_command_is_one_line_and_status_2(options: list[str]) -> None:
    status, line = refused("serve", *options)

    assert status == 2
    assert line.startswith("smtp_playground")
    assert len(line) < 6000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"[server", "mine.toml is not TOML in UTF-8: "),
        (b"\xff", "mine.toml is not TOML in UTF-8: "),
        (b"", "mine.toml: name.en "),
        (PERSONA.encode() + b"port = 25", "mine.toml: server.port is not known"),
    ],
)
def test_a_broken_persona_is_one_line(tmp_path: Path, text: bytes, told: str) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_bytes(text)

    status, line = refused("serve", "--persona", str(mine))

    assert status == 1
    assert line.startswith(f"smtp_playground: {told}")
