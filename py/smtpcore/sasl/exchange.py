"""What every mechanism is: challenges from the server, responses from the client, an outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol, TypeAlias


class Failure(StrEnum):
    """Why an authentication failed."""

    REFUSED = "refused"
    "Wrong name, password, token or signature; it never tells which (RFC 4422 3.6)."
    MALFORMED = "malformed"
    "The response is not what the mechanism's grammar allows."
    SERVER_FIRST = "server-first"
    "An initial response for a mechanism in which the server speaks first (RFC 4954 4)."


@dataclass(frozen=True, slots=True)
class Challenge:
    """The server asks; the client's next response answers this."""

    octets: bytes


@dataclass(frozen=True, slots=True)
class Success:
    """The client is who it says it is; the exchange is over."""

    account: str
    "As `Credentials` names it."


@dataclass(frozen=True, slots=True)
class Refused:
    """The client is nobody; the exchange is over."""

    why: Failure


Step: TypeAlias = Challenge | Success | Refused

REFUSED: Final = Refused(Failure.REFUSED)
MALFORMED: Final = Refused(Failure.MALFORMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What the server knows. Accounts are in lower case; an empty secret lets nobody in."""

    passwords: Mapping[str, str] = field(repr=False)
    "Account -> password."
    tokens: Mapping[str, str] = field(repr=False)
    "Account -> bearer token."
    external: str = ""
    "The account that a TLS client certificate has proven, if any."
    hostname: str
    nonce: str
    "Fresh for each exchange: printable ASCII without a comma; an atom, to fit CRAM-MD5's msg-id."


class Exchange(Protocol):
    """One authentication in progress."""

    def begin(self, initial: bytes | None) -> Step:
        """Return the first step; `initial` is the initial response, None if none was given."""

    def respond(self, response: bytes) -> Step:
        """Return the step that follows the client's response to the latest challenge."""


class ClientFirst(Exchange, Protocol):
    """A mechanism in which the client speaks first."""

    def begin(self, initial: bytes | None) -> Step:
        """Take the initial response, or ask for it.

        RFC 4422 3: where that field is "unavailable or unused, the client request is
        followed by an empty challenge".
        """
        return Challenge(b"") if initial is None else self.respond(initial)


def parsed(grammar: re.Pattern[str], response: bytes) -> re.Match[str] | None:
    """Match a whole response; None if it is no UTF-8 (RFC 3629) or the grammar forbids it."""
    try:
        text = response.decode()
    except UnicodeDecodeError:
        return None
    return grammar.fullmatch(text)


def may_act_as(account: str, authzid: str) -> bool:
    """Tell whether an account may act under an authorization identity: only as itself.

    RFC 4422 3.4.1: "An empty string is equivalent to an absent authorization identity."
    """
    return authzid.lower() in ("", account)
