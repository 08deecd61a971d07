"""Runs the reader's code against a copy of the page's server, and tells what comes of it."""

from __future__ import annotations

import contextlib
import linecache
import pickle
import sys
import time
from base64 import b64decode
from collections.abc import Callable
from typing import Any, Final

from smtp_playground.client.acts import Act, write_acts
from smtp_playground.client.console import Console
from smtp_playground.client.event_loop import ClientEventLoop, take_over
from smtp_playground.client.faults import Fault, fault_of, write_fault
from smtp_playground.client.handshake import SimulatedContext, simulate
from smtp_playground.client.sockets import reach
from smtp_playground.client.walls import raise_walls
from smtp_playground.client.wire import CODE, RunLimitError, Wire
from smtp_playground.history import Conversation

Tell = Callable[[str, str], None]
"""Takes the kind of news (`acts`, a stream, `unshown`, `tls`, `exit`, `fault`), and its text."""


def run(code: str, server: str, tell: Tell) -> None:
    """Run code; `server` is the conversation's server, as the Bridge gives it to the page.

    It is run once in an interpreter, which ends with it: what is replaced here is not put back.
    """
    conversation: Conversation = pickle.loads(b64decode(server))
    _Cell(conversation, tell).run(code)


class _Cell:
    def __init__(self, server: Conversation, tell: Tell) -> None:
        self._tell: Final = tell
        self._console: Final = Console(tell)
        self._wire: Final = Wire(server, self._act)
        self._told_tls = False

    def run(self, code: str) -> None:
        self._dress()
        stdout = contextlib.redirect_stdout(self._console.stdout)
        with stdout, contextlib.redirect_stderr(self._console.stderr):
            fault = self._run(code)
        with contextlib.suppress(RunLimitError):
            self._wire.hang_up()
        self._console.flush()
        if self._console.unshown:
            self._tell("unshown", str(self._console.unshown))
        if fault:
            self._tell("fault", write_fault(fault))

    def _run(self, code: str) -> Fault | None:
        namespace: dict[str, Any] = {"__name__": "__main__", "__file__": CODE}
        lines = code.splitlines(keepends=True)
        linecache.cache[CODE] = (len(code), None, lines, CODE)
        try:
            exec(compile(code, CODE, "exec", dont_inherit=True), namespace)
        except SystemExit as left:
            self._tell_exit(left)
        except BaseException as error:
            return fault_of(error)
        return None

    def _tell_exit(self, left: SystemExit) -> None:
        """Tell how the program ended itself: a text goes to stderr, as it would anywhere."""
        if isinstance(left.code, int | None):
            self._tell("exit", str(left.code or 0))
        else:
            self._console.print("stderr", f"{left.code}\n")
            self._tell("exit", "1")

    def _dress(self) -> None:
        """Put in place whatever makes this interpreter a client of the page's server."""
        sys.argv = [CODE]
        reach(self._wire)
        simulate(self._tell_tls)
        take_over(lambda: ClientEventLoop(self._wire, SimulatedContext().wrap_socket))
        raise_walls()
        real, steady, wire = time.time, time.monotonic, self._wire
        time.sleep = wire.wait  # type: ignore[assignment]
        time.time = lambda: real() + wire.waited
        time.monotonic = lambda: steady() + wire.waited

    # What is told.

    def _act(self, act: Act) -> None:
        self._console.flush()
        self._tell("acts", write_acts([act]))

    def _tell_tls(self) -> None:
        if not self._told_tls:
            self._console.flush()
            self._tell("tls", "")
        self._told_tls = True
