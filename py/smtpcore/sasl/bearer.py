"""OAUTHBEARER (RFC 7628) and Google's older XOAUTH2: a token of OAuth 2.0 as password.

Both fail in two steps: the error goes out as a challenge, and the answer to it, whatever it
is, ends the exchange (RFC 7628 3.2.3).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from smtpcore.sasl.exchange import (
    Challenge,
    ClientFirst,
    Credentials,
    Exchange,
    Failure,
    Refused,
    Step,
    Success,
    parsed,
)
from smtpcore.sasl.gs2 import HEADER, from_saslname

# kvsep       = %x01
# key         = 1*(ALPHA) ; in section 3.1
# value       = *(VCHAR / SP / HTAB / CR / LF ) ; so ASCII only
# kvpair      = key "=" value kvsep
# client-resp = (gs2-header kvsep *kvpair kvsep) / kvsep
# Section 3.1: the lone kvsep answers an error "and is only valid in that context".
_CLIENT_RESP: Final = re.compile(rf"{HEADER}\x01(?P<pairs>(?:[A-Za-z]+=[\t\n\r -~]*\x01)*)\x01")

# Section 3.1: port is "a decimal positive integer string without leading zeros".
_PORT: Final = re.compile(r"[1-9][0-9]*")

# Google's: "user=" {User} "^A" "auth=Bearer " {Access Token} "^A^A"
_XOAUTH2: Final = re.compile(r"user=(?P<user>[^\0\x01]+)\x01auth=(?P<auth>[^\0\x01]*)\x01\x01")

# credentials = "Bearer" 1*SP b64token                                       (RFC 6750 2.1)
# b64token    = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"=" ; of ASCII
# RFC 7628 4: "Bearer" is written in any case.
_AUTHORIZATION: Final = re.compile(r"bearer +(?P<token>[a-z0-9._~+/-]+=*)", re.I | re.A)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a client says of itself."""

    account: str
    "Empty: whosesoever the token is."
    token: str
    "Empty if there is none of the kind that is known here."


def _claim(account: str, authorization: str) -> _Claim:
    match = _AUTHORIZATION.fullmatch(authorization)
    return _Claim(account.lower(), match["token"] if match else "")


def _read_xoauth2(response: bytes) -> _Claim | None:
    match = parsed(_XOAUTH2, response)
    return _claim(match["user"], match["auth"]) if match else None


def _read_oauthbearer(response: bytes) -> _Claim | None:
    match = parsed(_CLIENT_RESP, response)
    if match is None:
        return None
    pairs = [pair.partition("=") for pair in match["pairs"].split("\x01")[:-1]]
    # Section 3.1: unknown keys MUST be ignored, "auth" is REQUIRED. Which of two values
    # would hold is not said. "host" is not compared: by which of its names the client has
    # reached this server, the server does not know (3.2 speaks of what it knows).
    values = {key: value for key, _, value in pairs}
    if len(values) < len(pairs) or "auth" not in values:
        return None
    if not _PORT.fullmatch(values.get("port", "1")):
        return None
    return _claim(from_saslname(match["authzid"]), values["auth"])


class _Bearer(ClientFirst):
    """What the two mechanisms have in common."""

    def __init__(
        self,
        credentials: Credentials,
        read: Callable[[bytes], _Claim | None],
        errors: Mapping[Failure, bytes],
    ) -> None:
        self._credentials = credentials
        self._read = read
        self._errors = errors
        self._refused: Refused | None = None

    def respond(self, response: bytes) -> Step:
        """Judge the token, or end an exchange whose error has been told."""
        if self._refused is not None:
            return self._refused
        claim = self._read(response)
        if claim is None:
            return self._fail(Failure.MALFORMED)
        owners = self._owners(claim.token)
        account = claim.account or next(iter(owners), "")
        return Success(account) if account in owners else self._fail(Failure.REFUSED)

    def _owners(self, token: str) -> list[str]:
        """Return whose token this is. All are compared, whoever is asked for."""
        return [
            account
            for account, known in self._credentials.tokens.items()
            if hmac.compare_digest(known.encode(), token.encode()) and token
        ]

    def _fail(self, why: Failure) -> Step:
        self._refused = Refused(why)
        return Challenge(self._errors[why])


def xoauth2(credentials: Credentials) -> Exchange:
    """Begin XOAUTH2, whose errors carry HTTP's status codes."""
    errors = {
        Failure.MALFORMED: b'{"status":"400","schemes":"bearer"}',
        Failure.REFUSED: b'{"status":"401","schemes":"bearer"}',
    }
    return _Bearer(credentials, _read_xoauth2, errors)


def oauthbearer(credentials: Credentials) -> Exchange:
    """Begin OAUTHBEARER, whose errors carry OAuth's codes (RFC 7628 3.2.2, RFC 6750 3.1)."""
    errors = {
        Failure.MALFORMED: b'{"status":"invalid_request"}',
        Failure.REFUSED: b'{"status":"invalid_token"}',
    }
    return _Bearer(credentials, _read_oauthbearer, errors)
