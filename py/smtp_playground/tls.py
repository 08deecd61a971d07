"""TLS on one connection, without the connection: octets go in, octets come out.

A host makes a `Tunnel` where the session asks for one, gives it all that the client sends
from then on, and sends what it has to send. Until `established`, nothing of what it gives
back is the client's word.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from typing import Any, Final, cast

PIECE: Final = 65536


class Tunnel:
    """The server's side of one TLS connection."""

    def __init__(self, context: ssl.SSLContext) -> None:
        """Wait for the client to begin (RFC 8446 4.1.2)."""
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._object = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self.established = False
        "Whether the handshake is complete."
        self.ended = False
        "Whether the client said that it will send no more (RFC 8446 6.1)."

    def receive(self, data: bytes) -> bytes:
        """Take what came; return what it says. Raises `ssl.SSLError` if that is not TLS.

        There is something to send after it, even if it raises: the reason, for the client.
        """
        self._incoming.write(data)
        try:
            if not self.established:
                self._object.do_handshake()
                self.established = True
            return self._read()
        except ssl.SSLWantReadError:
            return b""

    def send(self, data: bytes) -> None:
        """Encrypt what the server says."""
        self._object.write(data)

    def close(self) -> None:
        """Say that no more will come, so that nobody can cut the end off (RFC 8446 6.1)."""
        with suppress(ssl.SSLError):  # it wants to wait for the client's own goodbye
            self._object.unwrap()

    def data_to_send(self) -> bytes:
        """Return the octets to send now, once; empty if there are none."""
        return self._outgoing.read()

    @property
    def client_name(self) -> str:
        """Return the name that the client's certificate proved; empty if it showed none.

        That is its common name, or else the first mail address that it is for.
        """
        # Its shape is OpenSSL's to say, and `ssl` has no better type for it.
        certificate = cast(dict[str, Any], self._object.getpeercert() or {})
        subject = [pair for part in certificate.get("subject", ()) for pair in part]
        names = [name for kind, name in subject if kind == "commonName"]
        also = [name for kind, name in certificate.get("subjectAltName", ()) if kind == "email"]
        return str(next(iter([*names, *also]), ""))

    def _read(self) -> bytes:
        pieces = []
        try:
            while piece := self._object.read(PIECE):
                pieces.append(piece)
        except ssl.SSLWantReadError:
            return b"".join(pieces)
        except ssl.SSLZeroReturnError:
            pass
        self.ended = True
        return b"".join(pieces)
