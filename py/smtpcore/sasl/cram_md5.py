"""CRAM-MD5 (RFC 2195): the client signs the server's challenge with the password."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import Final

from smtpcore.sasl.exchange import (
    MALFORMED,
    REFUSED,
    Challenge,
    Credentials,
    Exchange,
    Failure,
    Refused,
    Step,
    Success,
    parsed,
)

# Section 2: "the user name, a space, and a 'digest'", 16 octets "in hexadecimal format,
# using lower-case ASCII characters". A name may have spaces; a digest has none.
_RESPONSE: Final = re.compile(r"(?P<name>[^\0]+) (?P<digest>[0-9a-f]{32})")


def digest(password: str, challenge: bytes) -> str:
    """Return the keyed MD5 of a challenge, angle brackets included, in hexadecimal."""
    return hmac.digest(password.encode(), challenge, "md5").hex()


@dataclass(slots=True)
class CramMd5(Exchange):
    """One challenge, one answer."""

    credentials: Credentials

    @property
    def challenge(self) -> bytes:
        """Return what is to be signed.

        Section 2: "The syntax of the unencoded form must correspond to that of an RFC 822
        'msg-id'". The nonce stands for its random digits and timestamp.
        """
        return f"<{self.credentials.nonce}@{self.credentials.hostname}>".encode()

    def begin(self, initial: bytes | None) -> Step:
        """Speak first."""
        if initial is not None:
            # RFC 4954 4: "the server MUST reject the AUTH command".
            return Refused(Failure.SERVER_FIRST)
        return Challenge(self.challenge)

    def respond(self, response: bytes) -> Step:
        """Judge name and signature."""
        answer = parsed(_RESPONSE, response)
        if answer is None:
            return MALFORMED
        account = answer["name"].lower()
        password = self.credentials.passwords.get(account, "")
        expected = digest(password, self.challenge)
        right = hmac.compare_digest(expected.encode(), answer["digest"].encode())
        # Anyone can sign with the empty password, so it counts as none.
        return Success(account) if right and password else REFUSED
