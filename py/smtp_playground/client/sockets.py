"""Sockets that reach the page's server, and nothing else, whatever host and port are asked for.

They stand in for `socket`'s own, so that unmodified clients (`smtplib`) run.
"""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from typing import Any, Final

from smtp_playground.client.wire import Wire

HOSTNAME: Final = "client.example"
"""What this end calls itself, where a program does not say (RFC 2606)."""
PEER: Final = ("192.0.2.25", 25)
"""Where every host is: an address for documentation (RFC 5737)."""
OWN: Final = ("192.0.2.1", 49152)

_Timeout = float | None


class ClientSocket:
    """One connection to the server."""

    family, type, proto = socket.AF_INET, socket.SOCK_STREAM, 0
    wire: Wire
    "The line that all of them share; set by `reach`."

    def __init__(self, *_how: Any, **_also: Any) -> None:
        """Make one that is not connected; of what kind it is asked for makes no difference."""
        self._timeout: _Timeout = socket.getdefaulttimeout()
        self._connection = 0
        self._files = 0
        self._is_closed = False

    # What begins and ends it.

    def connect(self, address: Any) -> None:
        """Connect, wherever to."""
        del address
        self._connection = self.wire.connect()

    def close(self) -> None:
        """End the connection once no file is made of it any more."""
        self._is_closed = True
        self._end()

    def shutdown(self, how: int) -> None:
        """End what is sent: nobody here only listens."""
        if how != socket.SHUT_RD and self._is_current:
            self.wire.hang_up()

    def detach(self) -> int:
        """Leave the connection as it is."""
        self._connection = 0
        return -1

    def __enter__(self) -> ClientSocket:
        """Return it."""
        return self

    def __exit__(self, *_how: object) -> None:
        """Close it."""
        self.close()

    # What is said.

    def sendall(self, data: bytes, flags: int = 0) -> None:
        """Send all of it. Raises OSError without a connection."""
        del flags
        if not self._is_current or self._is_closed:
            raise BrokenPipeError(32, "Broken pipe")
        self.wire.send(bytes(data))

    def send(self, data: bytes, flags: int = 0) -> int:
        """Send all of it; return how much that was."""
        self.sendall(data, flags)
        return len(data)

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Return what comes, at most `size` octets; none at the end. Raises TimeoutError."""
        del flags
        return self.wire.receive(size, self._timeout) if self._is_current else b""

    def recv_into(self, buffer: Any, size: int = 0, flags: int = 0) -> int:
        """Put what comes into a buffer; return how much it is."""
        place = memoryview(buffer).cast("B")
        said = self.recv(size or len(place), flags)
        place[: len(said)] = said
        return len(said)

    def makefile(self, mode: str = "r", buffering: int | None = None, **how: Any) -> Any:
        """Return a file of what comes and goes, as `socket.socket.makefile` does."""
        self._files += 1
        raw = _Stream(self)
        if buffering == 0:
            return raw
        size = io.DEFAULT_BUFFER_SIZE if buffering in (None, -1) else buffering
        pair = "w" in mode and "r" in mode
        file = io.BufferedRWPair(raw, raw, size) if pair else _one_way(raw, mode, size)
        return file if "b" in mode else io.TextIOWrapper(file, **how)

    def start_tls(self) -> bool:
        """Shake hands; return whether the server takes part."""
        return self._is_current and self.wire.start_tls()

    # What programs ask and set.

    def settimeout(self, seconds: _Timeout) -> None:
        """Wait so long for what comes, on the conversation's clock."""
        self._timeout = seconds

    def gettimeout(self) -> _Timeout:
        """Return how long it waits."""
        return self._timeout

    def setblocking(self, blocks: bool) -> None:
        """Wait for ever, or not at all."""
        self._timeout = None if blocks else 0.0

    def setsockopt(self, *_what: object) -> None:
        """Change nothing: there is no network to tune."""

    def getsockopt(self, *_what: object) -> int:
        """Return 0."""
        return 0

    def getpeername(self) -> tuple[str, int]:
        """Return where the server is said to be."""
        return PEER

    def getsockname(self) -> tuple[str, int]:
        """Return where this end is said to be."""
        return OWN

    def fileno(self) -> int:
        """Return what no file has."""
        return -1

    @property
    def _is_current(self) -> bool:
        return self._connection > 0 and self._connection == self.wire.connection

    def _file_closed(self) -> None:
        self._files -= 1
        self._end()

    def _end(self) -> None:
        if self._is_closed and not self._files and self._is_current:
            self.wire.hang_up()


def _one_way(raw: _Stream, mode: str, size: int) -> io.BufferedReader | io.BufferedWriter:
    return io.BufferedWriter(raw, size) if "w" in mode else io.BufferedReader(raw, size)


class _Stream(io.RawIOBase):
    """A socket as a file."""

    def __init__(self, connection: ClientSocket) -> None:
        super().__init__()
        self._connection = connection

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._connection.recv_into(buffer)

    def write(self, data: Any) -> int:
        return self._connection.send(bytes(data))

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._connection._file_closed()


def create_connection(
    address: Any,
    timeout: Any = socket._GLOBAL_DEFAULT_TIMEOUT,  # type: ignore[attr-defined]
    source_address: object = None,
    *,
    all_errors: bool = False,
) -> ClientSocket:
    """Connect to the server, as `socket.create_connection` does."""
    del source_address, all_errors
    made = ClientSocket()
    if timeout is None or isinstance(timeout, int | float):
        made.settimeout(timeout)
    made.connect(address)
    return made


def no_server(*_what: object, **_also: object) -> None:
    """Refuse to listen: nobody could connect."""
    raise PermissionError("this page can call its own server, and cannot be called")


def _addresses(*_what: object, **_also: object) -> list[tuple[object, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", PEER)]


def _named(value: object) -> Callable[..., object]:
    return lambda *_what, **_also: value


def reach(wire: Wire) -> None:
    """Let every socket that is made from now on reach this server."""
    ClientSocket.wire = wire
    replaced: dict[str, object] = {
        "socket": ClientSocket,
        "create_connection": create_connection,
        "create_server": no_server,
        "socketpair": no_server,
        "getaddrinfo": _addresses,
        "gethostbyname": _named(PEER[0]),
        "gethostname": _named(HOSTNAME),
        "getfqdn": _named(HOSTNAME),
    }
    for name, stand_in in replaced.items():
        setattr(socket, name, stand_in)
