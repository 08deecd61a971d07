"""The client's end of the line: what it sends is answered at once, by a copy of the server.

There is one line. A program that opens another one leaves the first, as one caller with one
telephone would.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from math import ceil
from types import FrameType
from typing import Final

from smtp_playground.client.acts import MOST_ACTS, MOST_OCTETS, Act, Kind, perform
from smtp_playground.history import OVER, Conversation
from smtp_playground.passing import LONGEST
from smtpcore import State

CODE: Final = "client.py"
"""What the reader's code is called, in tracebacks and as a file."""
WITHOUT_TIMEOUT: Final = 600
"""Seconds of the conversation's clock after which a program that would wait for ever is ended."""


class RunLimitError(BaseException):
    """The run does more than a page can show; no `except Exception` may pass over it."""


class Wire:
    """The line to the server, and what time it is at this end."""

    def __init__(self, server: Conversation, tell: Callable[[Act], None]) -> None:
        """Take a copy of the conversation; `tell` hears of every act once it is done."""
        self._server: Final = server
        self._tell: Final = tell
        self._acts = 0
        self._octets = 0
        self._seconds = 0.0
        self._line = 0
        self.connection = 0
        "Of how many this is the latest."
        self.waited = 0.0
        "Seconds that passed on the conversation's clock since the run began."
        self.is_open = False
        self._awaits_tls = False
        self._heard = b""
        self._late = 0.0
        "Seconds that the server took for what waits to be read, because a rule delays it."

    # What a socket does.

    def connect(self) -> int:
        """Open a connection; return its number."""
        self.connection += 1
        self._heard = b""
        self.is_open = True
        # To greet a client, such a server needs its TLS first: so the connection begins with that.
        self._awaits_tls = self._server.persona.policy.implicit_tls
        if not self._awaits_tls:
            self._do("connect", os.urandom(16))
        return self.connection

    def send(self, octets: bytes) -> None:
        """Send octets; what the server answers waits to be read."""
        self._octets += len(octets)
        if self._octets > MOST_OCTETS:
            raise RunLimitError(f"octets: {MOST_OCTETS}")
        if octets and not self._awaits_tls:
            self._do("send", octets)

    def receive(self, size: int, timeout: float | None) -> bytes:
        """Return what the server said, at most `size` octets; none: it has hung up.

        Raises TimeoutError if nothing comes for `timeout` seconds of the conversation's clock;
        None stands for ever, which here has an end.
        """
        if timeout is not None and self._late > timeout:
            self._heard = b""  # it came when nobody listened any more
            raise TimeoutError("timed out")
        if not self.has_reply:
            self._wait_for_reply(WITHOUT_TIMEOUT if timeout is None else timeout)
        said, self._heard = self._heard[:size], self._heard[size:]
        return said

    def start_tls(self) -> bool:
        """Shake hands; return whether the server takes part: it must have been asked to."""
        if self._awaits_tls:
            self._awaits_tls = False
            self._do("connect", os.urandom(16))
        return self._server.session.standing.secure

    def hang_up(self) -> None:
        """End the connection, if nobody has."""
        if self.is_open and not self._is_over and not self._awaits_tls:
            self._do("hang-up")
        self.is_open, self._awaits_tls = False, False

    def wait(self, seconds: float) -> None:
        """Let time pass on the conversation's clock, which knows whole seconds."""
        self._seconds += max(0.0, min(seconds, LONGEST))
        self.waited += max(0.0, min(seconds, LONGEST))
        if (whole := int(self._seconds)) > 0:
            self._seconds -= whole
            self._do("wait", seconds=whole)

    @property
    def has_reply(self) -> bool:
        """Tell whether there is something to read, be it the end."""
        return bool(self._heard) or self._is_over

    @property
    def _is_over(self) -> bool:
        return not self._awaits_tls and self._server.session.state in {*OVER, State.CONNECTED}

    def _wait_for_reply(self, seconds: float) -> None:
        """Let time pass in case the server speaks meanwhile. Raises TimeoutError."""
        self.wait(ceil(seconds))
        if not self._heard:
            raise TimeoutError("timed out")

    def _do(self, kind: Kind, octets: bytes = b"", seconds: int = 0) -> None:
        self._acts += 1
        if self._acts > MOST_ACTS:
            raise RunLimitError(f"acts: {MOST_ACTS}")
        act = Act(kind, self._line_of_code(), octets, seconds)
        before = self._server.clock.passed
        perform(act, self._server, self._server.persona, 0.0)
        self._late = 0.0 if kind == "wait" else self._server.clock.passed - before
        self.waited += self._late
        self._server.clear()
        self._server.inbox.clear()
        self._heard += self._server.session.data_to_send()
        self._tell(act)

    def _line_of_code(self) -> int:
        """Return the line of the reader's code that is being run; behind a loop, the last one."""
        frame: FrameType | None = sys._getframe(1)
        while frame and frame.f_code.co_filename != CODE:
            frame = frame.f_back
        self._line = frame.f_lineno if frame else self._line
        return self._line
