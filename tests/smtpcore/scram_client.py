"""A client of SCRAM, for the tests of the server."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final

HASHES: Final = {"SCRAM-SHA-1": "sha1", "SCRAM-SHA-256": "sha256"}


@dataclass
class Client:
    """A client written from RFC 5802 3 and 5 alone, with the library's own PBKDF2."""

    mechanism: str
    name: str = "alice"
    password: str = "wonderland"
    header: str = "n,,"
    nonce: str = "client-nonce"
    extension: str = ""

    @property
    def bare(self) -> str:
        return f"n={self.name},r={self.nonce}{self.extension}"

    @property
    def first(self) -> bytes:
        return (self.header + self.bare).encode()

    def keys(self, server_first: str, without_proof: str) -> tuple[str, str]:
        """Return the proof and the expected verifier, in base64."""
        name = HASHES[self.mechanism]
        values = dict(part.split("=", 1) for part in server_first.split(","))
        salt, count = b64decode(values["s"]), int(values["i"])
        salted = hashlib.pbkdf2_hmac(name, self.password.encode(), salt, count)
        message = f"{self.bare},{server_first},{without_proof}".encode()

        def mac(key: bytes, text: bytes) -> bytes:
            return hmac.new(key, text, name).digest()

        client_key = mac(salted, b"Client Key")
        signature = mac(hashlib.new(name, client_key).digest(), message)
        proof = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
        verifier = mac(mac(salted, b"Server Key"), message)
        return b64encode(proof).decode(), b64encode(verifier).decode()

    def without_proof(self, server_first: str) -> str:
        nonce = server_first.partition(",")[0]
        return f"c={b64encode(self.header.encode()).decode()},{nonce}{self.extension}"

    def final(self, server_first: str) -> bytes:
        without = self.without_proof(server_first)
        return f"{without},p={self.keys(server_first, without)[0]}".encode()

    def verifier(self, server_first: str) -> bytes:
        return f"v={self.keys(server_first, self.without_proof(server_first))[1]}".encode()
