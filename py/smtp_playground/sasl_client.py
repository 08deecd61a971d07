"""What a right client answers to a server's SASL challenges, worked out for the reader."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from smtpcore.sasl.cram_md5 import digest
from smtpcore.sasl.exchange import parsed
from smtpcore.sasl.gs2 import to_saslname
from smtpcore.sasl.scram import (
    BASE64,
    EXTENSIONS,
    NONCE,
    base64_text,
    is_prepared,
    salted_password,
    sign,
)

_OURS: Final = "fixed-client-nonce"
"""A real client draws a new one each time; here the same conversation gives the same octets."""

# server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
# Of five digits at most: a hostile server could let the client count for hours (RFC 5802 9).
_SERVER_FIRST: Final = re.compile(
    rf"{NONCE},s=(?P<salt>{BASE64}),i=(?P<count>[1-9][0-9]{{0,4}}){EXTENSIONS}"
)


@dataclass(frozen=True, slots=True)
class _Client:
    account: str
    password: str
    token: str


Answer: TypeAlias = Callable[[_Client, Sequence[bytes]], bytes | None]
"""A client, and the challenges so far but for an empty first one -> its response."""


def next_response(
    mechanism: str, challenges: Sequence[bytes], account: str, password: str, token: str
) -> bytes | None:
    """Return what a right client answers after these challenges; None if there is nothing.

    Challenges and answer are decoded. Where the client speaks first, an empty challenge asks
    it to, and no challenge at all asks for its initial response.
    """
    answer = _ANSWERS.get(mechanism.upper())
    if answer is None:
        return None
    said = challenges[1:] if challenges and challenges[0] == b"" else challenges
    return answer(_Client(account, password, token), said)


def _plain(client: _Client, said: Sequence[bytes]) -> bytes | None:
    return None if said else f"\0{client.account}\0{client.password}".encode()


def _login(client: _Client, said: Sequence[bytes]) -> bytes | None:
    """Answer the prompt, since the name may have gone with the command."""
    prompt = said[-1].lower() if said else b""
    if prompt.startswith(b"user"):
        return client.account.encode()
    return client.password.encode() if prompt.startswith(b"pass") else None


def _cram_md5(client: _Client, said: Sequence[bytes]) -> bytes | None:
    if len(said) != 1:
        return None
    return f"{client.account} {digest(client.password, said[0])}".encode()


def _external(_client: _Client, said: Sequence[bytes]) -> bytes | None:
    """Ask to act as whoever the certificate names (RFC 4422 A.1)."""
    return None if said else b""


def _xoauth2(client: _Client, said: Sequence[bytes]) -> bytes | None:
    if said:
        return _give_in(said, b"")
    return f"user={client.account}\1auth=Bearer {client.token}\1\1".encode()


def _oauthbearer(client: _Client, said: Sequence[bytes]) -> bytes | None:
    if said:
        return _give_in(said, b"\1")
    return f"n,a={to_saslname(client.account)},\1auth=Bearer {client.token}\1\1".encode()


def _give_in(said: Sequence[bytes], answer: bytes) -> bytes | None:
    """Answer an error, so that the server can end the exchange (RFC 7628 3.2.3)."""
    return answer if len(said) == 1 else None


def _scram(hash_name: str) -> Answer:
    def answer(client: _Client, said: Sequence[bytes]) -> bytes | None:
        # RFC 5802 5.1: a client whose name cannot be prepared "SHOULD abort".
        if not (is_prepared(client.account) and is_prepared(client.password)):
            return None
        bare = f"n={to_saslname(client.account)},r={_OURS}"
        if not said:
            return f"n,,{bare}".encode()
        return _prove(hash_name, client.password, bare, said)

    return answer


def _prove(hash_name: str, password: str, bare: str, said: Sequence[bytes]) -> bytes | None:
    """Answer server-first by the proof, and a right server-final by nothing."""
    first = parsed(_SERVER_FIRST, said[0])
    # RFC 5802 5.1: "The client MUST verify that the initial part of the nonce used in
    # subsequent messages is the same as the nonce it initially specified."
    if first is None or not first["nonce"].startswith(_OURS):
        return None
    salted = salted_password(hash_name, password, b64decode(first["salt"]), int(first["count"]))
    without_proof = f"c={base64_text(b'n,,')},r={first['nonce']}"
    signed = sign(hash_name, salted, f"{bare},{first[0]},{without_proof}".encode())
    if len(said) == 1:
        return f"{without_proof},p={base64_text(signed.client_proof)}".encode()
    # Section 5: if the signatures differ, the client MUST take it that it has failed.
    verifier = f"v={base64_text(signed.server_signature)}".encode()
    return b"" if list(said[1:]) == [verifier] else None


_ANSWERS: Final[Mapping[str, Answer]] = {
    "PLAIN": _plain,
    "LOGIN": _login,
    "CRAM-MD5": _cram_md5,
    "SCRAM-SHA-1": _scram("sha1"),
    "SCRAM-SHA-256": _scram("sha256"),
    "EXTERNAL": _external,
    "XOAUTH2": _xoauth2,
    "OAUTHBEARER": _oauthbearer,
}
