"""TLS as far as a page has it: the handshake is told of and no more.

Nothing is encrypted and no certificate is looked at. What a program asks of `ssl` is kept, so that
it reads as it would anywhere; only where the server takes no part in it does it fail.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import Any, Final

from smtp_playground.client.sockets import ClientSocket

_PURPOSE: Final = ssl.Purpose.SERVER_AUTH


class SimulatedContext:
    """What stands in for `ssl.SSLContext`."""

    tell: Callable[[], None]
    "Who hears that there is no real TLS; set by `simulate`."

    def __init__(self, protocol: int = 0) -> None:
        """Take any protocol."""
        self.protocol = protocol
        self.check_hostname = True
        self.verify_mode = ssl.CERT_REQUIRED
        self.minimum_version = ssl.TLSVersion.TLSv1_2
        self.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED
        self.options = 0

    def wrap_socket(self, sock: ClientSocket, *_how: object, **_also: object) -> SecureSocket:
        """Shake hands. Raises ssl.SSLError where the server speaks no TLS."""
        if not sock.start_tls():
            raise ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (simulated)")
        SimulatedContext.tell()
        return SecureSocket(sock)

    def load_verify_locations(self, *_what: object, **_also: object) -> None:
        """Look at no certificate."""

    load_cert_chain = load_default_certs = set_ciphers = set_alpn_protocols = load_verify_locations


class SecureSocket:
    """A connection after the handshake: the same one."""

    def __init__(self, connection: ClientSocket) -> None:
        """Take a connection over."""
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        """Return what the connection has of this name."""
        return getattr(self._connection, name)

    def version(self) -> str:
        """Return what was agreed on."""
        return "TLSv1.3"

    def cipher(self) -> tuple[str, str, int]:
        """Return what nobody encrypts with."""
        return ("TLS_AES_256_GCM_SHA384", "TLSv1.3", 256)

    def getpeercert(self, binary_form: bool = False) -> dict[str, object] | bytes:
        """Return the certificate that nobody has shown."""
        return b"" if binary_form else {}


def _context(*_how: object, **_also: object) -> SimulatedContext:
    return SimulatedContext()


def _unverified(*_how: object, **_also: object) -> SimulatedContext:
    context = SimulatedContext()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def simulate(tell: Callable[[], None]) -> None:
    """Let `ssl` shake hands with the page's server; `tell` hears of each time."""
    SimulatedContext.tell = staticmethod(tell)
    replaced: dict[str, object] = {
        "SSLContext": SimulatedContext,
        "SSLSocket": SecureSocket,
        "create_default_context": _context,
        "_create_default_https_context": _context,
        "_create_unverified_context": _unverified,
        "_create_stdlib_context": _unverified,
    }
    for name, stand_in in replaced.items():
        setattr(ssl, name, stand_in)
