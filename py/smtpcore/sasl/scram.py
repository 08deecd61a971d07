"""SCRAM (RFC 5802, RFC 7677): each side proves that it knows the password; neither sends it."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from smtpcore.sasl.exchange import (
    MALFORMED,
    REFUSED,
    Challenge,
    ClientFirst,
    Credentials,
    Exchange,
    Step,
    Success,
    may_act_as,
    parsed,
)
from smtpcore.sasl.gs2 import HEADER, SASLNAME, from_saslname

ITERATIONS: Final = 4096
"""RFC 5802 5.1, RFC 7677 4: "servers SHOULD announce a hash iteration-count of at least 4096"."""

# printable  = %x21-2B / %x2D-7E ;; Printable ASCII except ","
NONCE: Final = r"r=(?P<nonce>[!-+\--~]+)"

# attr-val   = ALPHA "=" value
# extensions = attr-val *("," attr-val)
# Section 5.1: unknown ones MUST be ignored, but "m" is reserved and "MUST cause
# authentication failure"; the others that have a meaning have their place, which is not here.
EXTENSIONS: Final = r"(?:,(?![acimnprsve]=)[A-Za-z]=[^\0,]+)*"

# base64     = *base64-4 [base64-3 / base64-2] ; may be empty
BASE64: Final = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:[A-Za-z0-9+/]=|==))?"

# client-first-message-bare = [reserved-mext ","] username "," nonce ["," extensions]
# client-first-message      = gs2-header client-first-message-bare
_CLIENT_FIRST: Final = re.compile(
    rf"(?P<header>{HEADER})(?P<bare>n=(?P<name>{SASLNAME}),{NONCE}{EXTENSIONS})"
)

# channel-binding      = "c=" base64
# client-final-message-without-proof = channel-binding "," nonce ["," extensions]
# client-final-message = client-final-message-without-proof "," proof
# proof                = "p=" base64
_CLIENT_FINAL: Final = re.compile(
    rf"(?P<without_proof>c=(?P<binding>{BASE64}),{NONCE}{EXTENSIONS}),p=(?P<proof>{BASE64})"
)

# SASLprep (RFC 4013) leaves printable ASCII as it is and prohibits control characters. The
# rest would need its tables; RFC 5802 2.2: "implementations MUST either implement SASLprep
# or disallow use of non US-ASCII Unicode codepoints".
_PREPARED: Final = re.compile(r"[ -~]*")

Salting: TypeAlias = Callable[[Credentials, str, str], bytes]
"""What the server knows, an account and a hash -> the account's salt."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """What the two sides send to prove themselves (section 3)."""

    client_proof: bytes
    server_signature: bytes


def is_prepared(text: str) -> bool:
    """Tell whether a name or password is one that SASLprep would not change or refuse."""
    return _PREPARED.fullmatch(text) is not None


def stable_salt(credentials: Credentials, account: str, hash_name: str) -> bytes:
    """Return the same salt for the same account each time, also for one that does not exist.

    Whoever asks for an unknown account must not see that it is unknown.
    """
    names = "\0".join((hash_name, credentials.hostname, account))
    return hashlib.sha256(names.encode()).digest()[:16]


def salted_password(hash_name: str, password: str, salt: bytes, iterations: int) -> bytes:
    """Return Hi(password, salt, i) (section 2.2): PBKDF2, which not every Python has."""
    key = password.encode()
    block = hmac.digest(key, salt + b"\0\0\0\1", hash_name)
    total = int.from_bytes(block)
    for _ in range(iterations - 1):
        block = hmac.digest(key, block, hash_name)
        total ^= int.from_bytes(block)
    return total.to_bytes(len(block))


def sign(hash_name: str, salted: bytes, auth_message: bytes) -> Signatures:
    """Return what proves knowledge of a salted password in one exchange (section 3)."""
    client_key = hmac.digest(salted, b"Client Key", hash_name)
    stored_key = hashlib.new(hash_name, client_key).digest()
    client_signature = hmac.digest(stored_key, auth_message, hash_name)
    server_key = hmac.digest(salted, b"Server Key", hash_name)
    return Signatures(
        bytes(key ^ mask for key, mask in zip(client_key, client_signature, strict=True)),
        hmac.digest(server_key, auth_message, hash_name),
    )


def base64_text(octets: bytes) -> str:
    """Return octets in base64, as the attributes of these messages hold them."""
    return b64encode(octets).decode()


class Scram(ClientFirst):
    """Client-first and server-first, client-final and server-final."""

    def __init__(
        self, credentials: Credentials, hash_name: str, salting: Salting = stable_salt
    ) -> None:
        self._credentials = credentials
        self._hash = hash_name
        self._salting = salting
        self._next: Callable[[bytes], Step] = self._client_first

    def respond(self, response: bytes) -> Step:
        """Take the message whose turn it is."""
        return self._next(response)

    def _client_first(self, response: bytes) -> Step:
        first = parsed(_CLIENT_FIRST, response)
        if first is None:
            return MALFORMED
        account = from_saslname(first["name"]).lower()
        salt = self._salting(self._credentials, account, self._hash)
        nonce = first["nonce"] + self._credentials.nonce
        server_first = f"r={nonce},s={base64_text(salt)},i={ITERATIONS}"
        self._next = lambda final: self._client_final(final, first, server_first, salt)
        return Challenge(server_first.encode())

    def _client_final(
        self, response: bytes, first: re.Match[str], server_first: str, salt: bytes
    ) -> Step:
        final = parsed(_CLIENT_FINAL, response)
        # Section 2.1: base64 only "in the canonical form", with no bit that decodes to nothing.
        if final is None or final["proof"] != base64_text(b64decode(final["proof"])):
            return MALFORMED
        name = from_saslname(first["name"])
        password = self._password(name)
        signatures = sign(
            self._hash,
            salted_password(self._hash, password, salt, ITERATIONS),
            ",".join((first["bare"], server_first, final["without_proof"])).encode(),
        )
        proven = hmac.compare_digest(signatures.client_proof, b64decode(final["proof"]))
        # Sections 5.1 and 6: the server MUST verify that "c=" and the nonce are what they
        # were; without a password of its own it only went through the motions.
        unchanged = (
            final["binding"] == base64_text(first["header"].encode())
            and final["nonce"] == first["nonce"] + self._credentials.nonce
        )
        allowed = may_act_as(name.lower(), from_saslname(first["authzid"]))
        # Section 5.1: on failure "the entire server-final-message is OPTIONAL".
        if not (proven and unchanged and allowed and password):
            return REFUSED
        self._next = lambda answer: MALFORMED if answer else Success(name.lower())
        # RFC 4422 3: where no success can carry it, additional data "is sent as a challenge
        # whose response is empty".
        return Challenge(f"v={base64_text(signatures.server_signature)}".encode())

    def _password(self, name: str) -> str:
        """Return the password of an account; empty, which is none, if SCRAM cannot serve it."""
        password = self._credentials.passwords.get(name.lower(), "")
        return password if is_prepared(name) and is_prepared(password) else ""


def scram_sha_1(credentials: Credentials) -> Exchange:
    """Begin SCRAM-SHA-1."""
    return Scram(credentials, "sha1")


def scram_sha_256(credentials: Credentials) -> Exchange:
    """Begin SCRAM-SHA-256."""
    return Scram(credentials, "sha256")
