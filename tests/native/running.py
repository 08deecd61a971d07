"""The native server as tests run it: as the program that it is, or in a thread of the test's own.

The program shows what people see: printed lines, signals, exit status. The thread shows
what only a host sees: the octets of each message.
"""

from __future__ import annotations

import asyncio
import os
import queue
import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from smtp_playground.hosting import Settings
from smtp_playground.serve import Server, new_loop, start
from smtpcore import (
    EXTENSIONS,
    Event,
    Kind,
    Limits,
    Message,
    MessageAccepted,
    Policy,
    ReplySent,
    ServerSession,
)
from smtpcore.dialect import Dialect
from smtpcore.extensions.auth import Auth

from .certifying import SERVING

ROOT: Final = Path(__file__).parents[2]
BASE: Final = ("PIPELINING", "SIZE", "8BITMIME", "ENHANCEDSTATUSCODES", "SMTPUTF8", "DSN")
PASSWORD: Final = "wonderland"
TOKEN: Final = "looking-glass"


def policy(*keywords: str, kind: Kind = Kind.SMTP, **settings: object) -> Policy:
    """Return a server that has two mailboxes and an account, and these extensions too."""
    tuned = {"accounts": {"alice": PASSWORD}, "tokens": {"alice": TOKEN}, **settings}
    return Policy(
        kind=kind,
        mailboxes={"alice": "Alice Archer", "bob": "Bob Baker"},
        extensions=tuple(EXTENSIONS[keyword] for keyword in (*BASE, *keywords)),
        settings=(Auth(**tuned),),  # type: ignore[arg-type]
        dialect=Dialect(Limits(message=50_000_000)),
    )


OPEN: Final = policy("CHUNKING")
"""Takes mail without more ado."""
SECURE: Final = policy("CHUNKING", "STARTTLS", "AUTH", clear_text_without_tls=False)
"""Knows STARTTLS, and AUTH with every mechanism; those that show a password only over TLS."""
LMTP: Final = policy("CHUNKING", "STARTTLS", "AUTH", kind=Kind.LMTP)

SETTINGS: Final = Settings(port=0)
IMPLICIT: Final = Settings(port=0, implicit_tls=True)

LOOP: Callable[[], asyncio.AbstractEventLoop] = new_loop
"""What a server in a thread runs on; a module's tests may run on each (see `conftest.py`)."""

PATIENCE: Final = 30
"""Seconds after which a test gives up waiting for what should come at once."""


class Program:
    """`python -m smtp_playground serve --port 0` and what it printed."""

    def __init__(self, *options: str, heard: bool = True) -> None:
        """Start it; unless it is heard, its output is closed once it listens."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "smtp_playground", "serve", "--port", "0", *options],
            env=os.environ | {"PYTHONPATH": str(ROOT / "py")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._printed: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, args=[None if heard else 1])
        self._reader.start()
        self.started = self.line()
        if not heard:
            self._reader.join(PATIENCE)
        match = re.search(r" on (\S+), port (\d+)\.", self.started)
        assert match, self.started
        self.host, self.port = match[1], int(match[2])

    def _read(self, lines: int | None) -> None:
        assert self.process.stdout
        with self.process.stdout as output:
            for line in islice(output, lines):
                self._printed.put(line.rstrip("\n"))

    def line(self) -> str:
        """Return the next line that it prints."""
        try:
            return self._printed.get(timeout=PATIENCE)
        except queue.Empty:
            raise AssertionError("the server prints nothing more") from None

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing more was printed; ask once it has ended."""
        return self._printed.empty()

    def stop(self, how: int = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal; return the exit status and what was printed to standard error."""
        self.process.send_signal(how)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        """Wait for its end; return the exit status and what was printed to standard error."""
        assert self.process.stderr
        with self.process.stderr as errors:
            status = self.process.wait(PATIENCE)
            self._reader.join(PATIENCE)
            return status, errors.read()


@contextmanager
def program(*options: str, heard: bool = True) -> Iterator[Program]:
    """Run the program; it stops cleanly, however the test ends."""
    running = Program(*options, heard=heard)
    try:
        yield running
    finally:
        if running.process.returncode is None:
            assert running.stop() == (0, "")


def refused(*arguments: str) -> tuple[int, str]:
    """Run a command that must not start; return its exit status and its one line."""
    done = subprocess.run(
        [sys.executable, "-m", "smtp_playground", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT / "py")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout == ""
    assert done.stderr.endswith("\n")
    assert done.stderr.count("\n") == 1
    return done.returncode, done.stderr.rstrip("\n")


class Inside:
    """A server in a thread, and all that its sessions told."""

    def __init__(self, policy: Policy, settings: Settings, context: ssl.SSLContext) -> None:
        self.events: dict[int, list[Event]] = {}
        self.sessions: dict[int, ServerSession] = {}
        self._told: queue.Queue[str] = queue.Queue()
        self._loop = LOOP()
        self._loop.set_exception_handler(self._hear)
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        starting = start(policy, settings, self._listen, context)
        self.server: Server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(
            PATIENCE
        )
        self.host, self.port = self.server.host, self.server.port

    def _listen(self, number: int, events: Sequence[Event]) -> None:
        self.events.setdefault(number, []).extend(events)
        for connection in self.server.connections:
            self.sessions[connection.number] = connection.session

    def _hear(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if not isinstance(context.get("exception"), OSError):  # a client that is gone
            self._told.put(str(context))

    def trouble(self) -> str:
        """Return the next trouble below a session that the server tells of."""
        return self._told.get(timeout=PATIENCE)

    @property
    def is_untroubled(self) -> bool:
        """Tell whether there is nothing more that `trouble` could return."""
        return self._told.empty()

    @property
    def messages(self) -> list[Message]:
        """Return the accepted messages: by connection, then in order."""
        every = (event for number in sorted(self.events) for event in self.events[number])
        return [event.message for event in every if isinstance(event, MessageAccepted)]

    def codes(self, number: int = 1) -> list[int]:
        """Return the codes of all replies of a connection."""
        return [e.reply.code for e in self.events.get(number, []) if isinstance(e, ReplySent)]

    def stop_serving(self) -> None:
        """Stop the server; its thread goes on."""
        asyncio.run_coroutine_threadsafe(self.server.stop(), self._loop).result(PATIENCE)

    def stop(self) -> None:
        """Stop the server, and then the thread."""
        self.stop_serving()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


@contextmanager
def inside(
    policy: Policy = OPEN, settings: Settings = SETTINGS, context: ssl.SSLContext = SERVING
) -> Iterator[Inside]:
    """Run a server in this process; it stops, however the test ends.

    What it tells of troubles is what the test asks for, and no more.
    """
    running = Inside(policy, settings, context)
    try:
        yield running
    finally:
        running.stop()
    assert running.is_untroubled, running.trouble()


class Client:
    """A plain socket that reads replies."""

    def __init__(self, server: Program | Inside) -> None:
        self.socket = socket.create_connection((server.host, server.port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._replies = self.socket.makefile("rb")

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._replies.close()
        self.socket.close()

    def send(self, octets: bytes) -> None:
        """Send octets in one write."""
        self.socket.sendall(octets)

    def reply(self) -> str:
        """Return the next reply, its lines joined; empty once the server has hung up."""
        lines = [self._replies.readline().decode()]
        while lines[-1][3:4] == "-":
            lines.append(self._replies.readline().decode())
        return "".join(lines)

    def replies(self, count: int) -> list[str]:
        """Return the codes of so many replies."""
        return [self.reply()[:3] for _ in range(count)]

    def shake_hands(self, context: ssl.SSLContext) -> None:
        """Go on in TLS."""
        self._replies.close()
        self.socket = context.wrap_socket(self.socket, server_hostname="mx.example.com")
        self._replies = self.socket.makefile("rb")

    def ask(self, command: str) -> str:
        """Send a command and return its reply."""
        self.send(command.encode() + b"\r\n")
        return self.reply()
