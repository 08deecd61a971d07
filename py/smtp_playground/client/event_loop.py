"""An event loop whose only network is the line to the page's server, and whose clock is its.

asyncio's own base does the scheduling. Where another loop would wait for its sockets, this one lets
time pass on the conversation's clock: `asyncio.sleep(300)` lasts no longer than a click.
"""

from __future__ import annotations

import asyncio
from asyncio import base_events, events, runners, transports
from collections.abc import Callable
from typing import Any, Final

from smtp_playground.client.sockets import PEER, ClientSocket
from smtp_playground.client.wire import WITHOUT_TIMEOUT, Wire

_AT_ONCE: Final = 65_536
"""Octets that a protocol is given in one piece."""


class ClientEventLoop(base_events.BaseEventLoop):
    """Runs coroutines that speak to the server."""

    def __init__(self, wire: Wire, shake_hands: Callable[[ClientSocket], object]) -> None:
        """Take the line; `shake_hands` starts TLS on a connection, or raises ssl.SSLError."""
        super().__init__()
        self._wire: Final = wire
        self._shake_hands: Final = shake_hands
        self._connections: list[LineTransport] = []
        self._selector = self  # whom the base asks what has come, and lets wait

    # What the base asks for.

    def time(self) -> float:
        """Return how many seconds have passed."""
        return self._wire.waited

    def select(self, timeout: float | None) -> list[object]:
        """Wait for what comes: at most so long, None: for ever, which here has an end."""
        if any([*map(LineTransport.deliver, self._connections)]) or timeout == 0:
            return []
        self._wire.wait(WITHOUT_TIMEOUT if timeout is None else timeout)
        came = any([*map(LineTransport.deliver, self._connections)])
        if timeout is None and not came:
            raise TimeoutError("nothing is left to wait for")
        return []

    def _process_events(self, event_list: list[object]) -> None:
        del event_list

    def _write_to_self(self) -> None:
        """Wake nobody: there is one thread."""

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> Any:
        """Run it here and now: there is one thread."""
        del executor
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    # What programs ask for.

    async def getaddrinfo(self, *_what: object, **_also: object) -> list[Any]:
        """Return where every host is."""
        return [(ClientSocket.family, ClientSocket.type, 6, "", PEER)]

    async def create_connection(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], Any],
        host: object = None,
        port: object = None,
        *,
        ssl: object = None,
        sock: ClientSocket | None = None,
        **_also: object,
    ) -> tuple[Any, Any]:
        """Connect to the server, as asyncio's loops do. Raises ssl.SSLError."""
        connection = sock or ClientSocket()
        if sock is None:
            connection.connect((host, port))
        if ssl:
            self._shake_hands(connection)
        protocol = protocol_factory()
        transport = LineTransport(self, connection, self._wire, protocol)
        self._connections.append(transport)
        protocol.connection_made(transport)
        return transport, protocol

    async def create_unix_connection(
        self, protocol_factory: Callable[[], Any], path: object = None, **also: Any
    ) -> tuple[Any, Any]:
        """Connect to the server, wherever it is said to be."""
        return await self.create_connection(protocol_factory, path, **also)

    async def start_tls(
        self, transport: Any, protocol: Any, sslcontext: object, **_also: object
    ) -> Any:
        """Shake hands; return the same transport. Raises ssl.SSLError."""
        del sslcontext
        self._shake_hands(transport.connection)
        transport.set_protocol(protocol)
        return transport

    def forget(self, transport: LineTransport) -> None:
        """Ask no more of a transport that is closed."""
        if transport in self._connections:
            self._connections.remove(transport)


class LineTransport(transports.Transport):
    """What a protocol writes to."""

    def __init__(
        self, loop: ClientEventLoop, connection: ClientSocket, wire: Wire, protocol: Any
    ) -> None:
        """Take a connection and who is told of what comes."""
        super().__init__({"peername": PEER, "socket": connection})
        self.connection: Final = connection
        self._loop: Final = loop
        self._wire: Final = wire
        self._protocol = protocol
        self._is_closing = False
        self._reads = True

    def deliver(self) -> bool:
        """Hand over what has come; return whether anything has."""
        if self._is_closing or not self._reads or not self._wire.has_reply:
            return False
        said = self.connection.recv(_AT_ONCE)
        if said:
            self._loop.call_soon(self._protocol.data_received, said)
        else:
            self._loop.call_soon(self._protocol.eof_received)
            self.close()
        return True

    def write(self, data: Any) -> None:
        """Send it."""
        if not self._is_closing:
            self.connection.sendall(bytes(data))

    def writelines(self, list_of_data: Any) -> None:
        """Send all of it together."""
        self.write(b"".join(list_of_data))

    def close(self) -> None:
        """End the connection, and tell the protocol once it is idle."""
        if self._is_closing:
            return
        self._is_closing = True
        self.connection.close()
        self._loop.forget(self)
        self._loop.call_soon(self._protocol.connection_lost, None)

    abort = close

    def can_write_eof(self) -> bool:
        """Return False: who sends no more has hung up."""
        return False

    def is_closing(self) -> bool:
        """Tell whether it is closed."""
        return self._is_closing

    def is_reading(self) -> bool:
        """Tell whether what comes is handed over."""
        return self._reads and not self._is_closing

    def pause_reading(self) -> None:
        """Hand nothing over for now."""
        self._reads = False

    def resume_reading(self) -> None:
        """Hand over what comes again."""
        self._reads = True

    def get_write_buffer_size(self) -> int:
        """Return 0: what is written is gone."""
        return 0

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Need none."""

    def set_protocol(self, protocol: Any) -> None:
        """Tell another one from now on."""
        self._protocol = protocol

    def get_protocol(self) -> Any:
        """Return who is told."""
        return self._protocol


def take_over(make: Callable[[], ClientEventLoop]) -> None:
    """Let asyncio run its programs on such a loop, and on no loop of the page's."""
    asyncio._set_running_loop(None)
    asyncio.run = runners.run  # the page has put its own in front
    for module in (asyncio, events):
        module.new_event_loop = make  # type: ignore[attr-defined]
