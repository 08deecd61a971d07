"""The same session behind TCP, for smtplib, swaks and mail programs.

An adapter and no more: the octets that come go into a `ServerSession`, the events that it
returns go to whoever listens, and the octets that it wants sent go out; through a `Tunnel`
both ways, once the session has asked for one. Everything there is to know of SMTP is in
`smtpcore`, of TLS in `tls.py`.

A client that does not read is not read either. So a connection holds at most one read, the
replies to it, 64 KiB of replies before it, and what the limits of its policy let a session
hold.
"""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import ssl
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, TypeAlias, cast

from smtp_playground.certificates import said
from smtp_playground.hosting import Settings, needs_tls
from smtp_playground.tls import Tunnel
from smtpcore import Event, Policy, ServerSession, State, Tally

Listener: TypeAlias = Callable[[int, Sequence[Event]], None]
"""Takes a connection's number and what has just happened there, before the client hears of it."""

READ_SIZE: Final = 65536
"""Octets taken at once. Four times as many, asyncio's own measure, are no faster, and a flood of
NOOP makes events of a hundred times its size."""


class Server:
    """A listening server; made by `start`."""

    def __init__(
        self,
        policy: Policy,
        settings: Settings,
        listener: Listener | None,
        context: ssl.SSLContext | None,
    ) -> None:
        if context is None and needs_tls(policy, settings):
            raise ValueError("TLS without a context")
        self.policy = policy
        self.settings = settings
        self.listener = listener
        self.context = context
        self.connections: set[Connection] = set()
        self.tally = Tally()
        "What the policy's rules have seen, in all sessions."
        self.accepted = 0
        self.stopping = False
        self.host = ""
        self.port = 0
        self._socket: asyncio.Server | None = None
        self._loop = asyncio.get_running_loop()
        self._talking: list[Connection] = []

    @property
    def sessions(self) -> int:
        """Return how many sessions go on. A connection may be open a little longer."""
        return sum(connection.session.state is not State.CLOSED for connection in self.connections)

    async def listen(self) -> None:
        """Take the port. Raises OSError, or UnicodeError if the host cannot be a name."""
        self._socket = await self._loop.create_server(
            lambda: Connection(self), self.settings.host, self.settings.port
        )
        self.host, self.port = self._socket.sockets[0].getsockname()[:2]

    async def stop(self) -> None:
        """Listen no more, say 421 to every client, and wait until all have gone."""
        self.stopping = True
        if self._socket is not None:
            self._socket.close()
        connections = tuple(self.connections)
        for connection in connections:
            connection.shut_down()
        await asyncio.gather(*(connection.gone for connection in connections))

    def send_soon(self, connection: Connection) -> None:
        """Let a connection transmit once everyone who has said something was heard.

        To wake a client that waits costs more than to answer it. So all the replies of one
        turn of the loop go out together: whoever is woken by the first finds the others.
        """
        if not self._talking:
            self._loop.call_soon(self._send)
        self._talking.append(connection)

    def _send(self) -> None:
        talking, self._talking = self._talking, []
        for connection in talking:
            connection.transmit()


class Connection(asyncio.BufferedProtocol):
    """One client: receive, tell, transmit."""

    _buffer = memoryview(bytearray(READ_SIZE))
    # One for all: what a read has put there is taken out before the next one.

    def __init__(self, server: Server) -> None:
        self.number = 0
        self._server = server
        self._loop = asyncio.get_running_loop()
        self.gone = self._loop.create_future()
        self._tunnel: Tunnel | None = None
        self._has_ended = False
        self._output = bytearray()
        "What goes out next; with a tunnel, encrypted already."

    # What the transport calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet, or turn away; with implicit TLS after the handshake (RFC 8314 3.3)."""
        self._transport = cast(asyncio.Transport, transport)
        self._peer = _address(transport)
        implicit = self._server.settings.implicit_tls
        self.session = ServerSession(
            self._server.policy, secure=implicit, peer=self._peer, seed=os.urandom(32)
        )
        self.session.standing.tally = self._server.tally
        self._heard = self._loop.time()
        self._timer = self._loop.call_later(self._server.settings.timeout, self._watch)
        self._sessions = self._server.sessions
        self._server.accepted += 1
        self.number = self._server.accepted
        self._server.connections.add(self)
        if implicit:
            self._start_tls()
        else:
            self._greet()
        if self._server.stopping:  # it was accepted just before
            self.shut_down()

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 (the base class's name)
        """Return where the next octets go."""
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Take octets from the client."""
        self._heard = self._loop.time()
        data = bytes(self._buffer[:nbytes])
        if self._tunnel is None:
            self._take(data)
        elif self._goes_on():
            self._take_through(self._tunnel, data)

    def eof_received(self) -> bool:
        """Learn that no more will come. The transport stays open until all replies are sent."""
        self._has_ended = True
        self._end()
        self._server.send_soon(self)
        return True

    def pause_writing(self) -> None:
        """Read no more of a client that does not read."""
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on reading."""
        self._transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Clear up."""
        self._carry_out(self.session.receive_eof(time.time()))
        self._timer.cancel()
        self._server.connections.discard(self)
        self.gone.set_result(None)

    # What follows from it.

    def shut_down(self) -> None:
        """End the session because the server stops."""
        if self._shakes_hands():
            self._give_up("the server stops")
        else:
            self._carry_out(self.session.shut_down(time.time()))

    def _greet(self) -> None:
        if self._sessions < self._server.settings.max_connections:
            self._carry_out(self.session.greet(time.time()))
        else:
            self._carry_out(self.session.turn_away(time.time(), self._sessions))

    def _end(self) -> None:
        if self._shakes_hands():
            self._give_up("the client hung up")
        else:
            self._carry_out(self.session.receive_eof(time.time()))

    def _take(self, data: bytes) -> None:
        self._carry_out(self.session.receive_data(data, time.time()))

    def _carry_out(self, events: Sequence[Event]) -> None:
        if not events:  # in the midst of a line or a message, or after the session's end
            return
        if self._server.listener is not None:
            self._server.listener(self.number, events)
        output = self.session.data_to_send()
        if output:
            self._send(output)
        self._wake_in_time()
        state = self.session.state
        if state is State.CLOSED:
            self._hang_up()
        elif state is State.STARTING_TLS:
            self._start_tls()
        elif state is State.REVERSED:  # it would be ours to deliver now, and we are no client
            self._end()

    def _send(self, octets: bytes) -> None:
        if self._tunnel is not None:
            self._tunnel.send(octets)
            octets = self._tunnel.data_to_send()
        self._send_as_it_is(octets)

    def _send_as_it_is(self, octets: bytes) -> None:
        if octets and not self._output:
            self._server.send_soon(self)
        self._output += octets
        # Only what the transport knows of makes it pause a client that does not read.
        if len(self._output) >= READ_SIZE:
            self._write()

    def _write(self) -> None:
        if self._output and not self._transport.is_closing():
            self._transport.write(bytes(self._output))
        self._output.clear()

    def transmit(self) -> None:
        """Send what has gathered, and nothing after it if the session has ended."""
        self._write()
        if self._has_ended:
            self._transport.close()
        elif not (self._goes_on() or self._transport.is_closing()):
            with suppress(OSError):  # the client may have gone; `connection_lost` is on its way
                self._transport.write_eof()

    def _hang_up(self) -> None:
        """Send what is left and no more; drop what still comes until the client hangs up.

        Closing at once would reset the connection if something unread had come, and the
        reset can overtake the last reply.
        """
        if self._tunnel is not None and self._tunnel.established:
            self._tunnel.close()
            self._send_as_it_is(self._tunnel.data_to_send())
        self._timer.cancel()
        self._timer = self._loop.call_later(self._server.settings.linger, self._transport.abort)
        self._server.send_soon(self)

    # TLS.

    def _start_tls(self) -> None:
        """Wait for a handshake. What comes from here on is TLS; what came before was not."""
        assert self._server.context is not None  # `Server` saw to it.
        self._tunnel = Tunnel(self._server.context)
        self._timer.cancel()
        self._timer = self._loop.call_later(self._server.settings.handshake, self._watch)

    def _shakes_hands(self) -> bool:
        tunnel = self._tunnel
        return tunnel is not None and not tunnel.established and self._goes_on()

    def _goes_on(self) -> bool:
        return self.session.state is not State.CLOSED

    def _take_through(self, tunnel: Tunnel, data: bytes) -> None:
        shook_hands = tunnel.established
        try:
            data = tunnel.receive(data)
        except ssl.SSLError as error:
            self._give_up(said(error))
            return
        self._send_as_it_is(tunnel.data_to_send())
        if tunnel.established and not shook_hands:
            self._go_on_in(tunnel)
        if data:
            self._take(data)
        if tunnel.ended:
            self._end()

    def _go_on_in(self, tunnel: Tunnel) -> None:
        """Begin the session, or begin it anew, now that it is encrypted."""
        self._timer.cancel()
        self._timer = self._loop.call_later(self._server.settings.timeout, self._watch)
        if self._server.settings.implicit_tls:
            self.session.standing.external = tunnel.client_name
            self._greet()
        else:
            self._carry_out(self.session.start_tls(time.time(), tunnel.client_name))

    def _give_up(self, reason: str) -> None:
        """End a connection whose TLS failed, and say so; the others go on."""
        assert self._tunnel is not None
        message = f"connection {self.number} from {self._peer}: TLS failed: {reason}"
        self._loop.call_exception_handler({"message": message})
        self._send_as_it_is(self._tunnel.data_to_send())  # the alert that tells the client why
        self._carry_out(self.session.receive_eof(time.time()))

    # Time.

    def _wake_in_time(self) -> None:
        """Let a session go on that a rule keeps silent; who hangs is timed out by the watch."""
        until = self.session.quiet_until
        if until is not None and until != float("inf"):
            self._loop.call_later(max(0, until - time.time()), self._wake, until)

    def _wake(self, until: float) -> None:
        self._carry_out(self.session.wake(max(time.time(), until)))

    def _watch(self) -> None:
        """Time the client out if it was silent too long: one timer for all its reads."""
        timeout = self._server.settings.timeout
        left = self._heard + timeout - self._loop.time()
        if self._shakes_hands():
            self._give_up("the handshake did not come")
        elif left > 0:
            self._timer = self._loop.call_later(left, self._watch)
        else:
            self._carry_out(self.session.time_out(time.time(), timeout))


def _address(transport: asyncio.BaseTransport) -> str:
    """Return the client's address as text, without an interface; empty if it has gone."""
    peer = transport.get_extra_info("peername")
    return str(peer[0]).partition("%")[0] if peer else ""


async def start(
    policy: Policy,
    settings: Settings,
    listener: Listener | None,
    context: ssl.SSLContext | None = None,
) -> Server:
    """Start a server in the running loop; stop it with `Server.stop`. Raises as `listen`."""
    server = Server(policy, settings, listener, context)
    await server.listen()
    return server


def run(
    policy: Policy,
    settings: Settings,
    listener: Listener | None,
    on_start: Callable[[Server], None],
    context: ssl.SSLContext | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM, then end every session with 421. Raises as `listen`."""

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_tell)
        told = asyncio.Event()
        server = await start(policy, settings, listener, context)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(told.set))
        on_start(server)
        await told.wait()
        await server.stop()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(serve())


def new_loop() -> asyncio.AbstractEventLoop:
    """Return uvloop's event loop, which is a third faster, or asyncio's own where there is none."""
    try:
        import uvloop  # noqa: PLC0415 (may be missing: it knows neither Windows nor PyPy)
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def _tell(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say in one line what went wrong below or in a connection; the others go on."""
    error = context.get("exception")
    # The same as in `_hang_up`, where the transport had something to send first.
    if not (isinstance(error, OSError) and error.errno == errno.ENOTCONN):
        reason = f": {error!r}" if error else ""
        sys.stderr.write(f"smtp_playground: {context['message']}{reason}\n")
