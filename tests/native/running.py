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
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from smtp_playground.serve import Server, Settings, start
from smtpcore import EXTENSIONS, Event, MessageAccepted, Policy

ROOT: Final = Path(__file__).parents[2]
OPEN: Final = Policy(
    mailboxes={"alice": "Alice Archer", "bob": "Bob Baker"},
    extensions=tuple(EXTENSIONS.values()),
)
"""A server that has two mailboxes besides the postmaster's."""

SETTINGS: Final = Settings(port=0)

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

    def __init__(self, policy: Policy, settings: Settings) -> None:
        self.events: dict[int, list[Event]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        future = asyncio.run_coroutine_threadsafe(start(policy, settings, self._listen), self._loop)
        self.server: Server = future.result(PATIENCE)
        self.host, self.port = self.server.host, self.server.port

    def _listen(self, number: int, events: Sequence[Event]) -> None:
        self.events.setdefault(number, []).extend(events)

    @property
    def messages(self) -> list[MessageAccepted]:
        """Return the accepted messages: by connection, then in order."""
        every = (event for number in sorted(self.events) for event in self.events[number])
        return [event for event in every if isinstance(event, MessageAccepted)]

    def stop(self) -> None:
        """Stop the server, and then the thread."""
        asyncio.run_coroutine_threadsafe(self.server.stop(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()


@contextmanager
def inside(policy: Policy = OPEN, settings: Settings = SETTINGS) -> Iterator[Inside]:
    """Run a server in this process; it stops, however the test ends."""
    running = Inside(policy, settings)
    try:
        yield running
    finally:
        running.stop()


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

    def ask(self, command: str) -> str:
        """Send a command and return its reply."""
        self.send(command.encode() + b"\r\n")
        return self.reply()
