"""The password itself goes over the wire: PLAIN (RFC 4616), and LOGIN, which no RFC defines."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from typing import Final

from smtpcore.sasl.exchange import (
    MALFORMED,
    REFUSED,
    Challenge,
    ClientFirst,
    Credentials,
    Step,
    Success,
    may_act_as,
    parsed,
)

# message = [authzid] UTF8NUL authcid UTF8NUL passwd
# authcid = 1*SAFE ; and so authzid and passwd: "MUST accept up to 255 octets"
# SAFE    = any UTF-8 encoded Unicode character except NUL
_SAFE: Final = re.compile(r"[^\0]+")
_MESSAGE: Final = re.compile(r"(?P<authzid>[^\0]*)\0(?P<authcid>[^\0]+)\0(?P<passwd>[^\0]+)")


def _judge(credentials: Credentials, name: str, password: str, authzid: str = "") -> Step:
    account = name.lower()
    # An unknown account is compared with the empty password, which the grammar keeps from
    # ever being presented. RFC 4616 leaves string preparation open, "including none".
    known = credentials.passwords.get(account, "")
    if not hmac.compare_digest(known.encode(), password.encode()):
        return REFUSED
    return Success(account) if may_act_as(account, authzid) else REFUSED


@dataclass(slots=True)
class Plain(ClientFirst):
    """PLAIN: one response with everything in it."""

    credentials: Credentials

    def respond(self, response: bytes) -> Step:
        """Judge the message."""
        message = parsed(_MESSAGE, response)
        if message is None:
            return MALFORMED
        return _judge(self.credentials, message["authcid"], message["passwd"], message["authzid"])


@dataclass(slots=True)
class Login(ClientFirst):
    """LOGIN: the name, then the password, each asked for.

    By draft-murchison-sasl-login the server speaks first. Python's smtplib, curl and others
    send the name as initial response, and the servers in use take it.
    """

    credentials: Credentials
    _name: str = field(default="", init=False)

    def begin(self, initial: bytes | None) -> Step:
        """Take the name, or ask for it; programs look for just this prompt."""
        return Challenge(b"Username:") if initial is None else self.respond(initial)

    def respond(self, response: bytes) -> Step:
        """Take the name first and the password next."""
        text = parsed(_SAFE, response)
        if text is None:
            return MALFORMED
        if self._name:
            return _judge(self.credentials, self._name, text[0])
        self._name = text[0]
        return Challenge(b"Password:")
