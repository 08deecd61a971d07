"""Talking to an authentication exchange in a test."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from smtpcore.sasl import MECHANISMS, Challenge, Credentials, Exchange, Failure, Refused, Step

REFUSED: Final = Refused(Failure.REFUSED)
MALFORMED: Final = Refused(Failure.MALFORMED)
SERVER_FIRST: Final = Refused(Failure.SERVER_FIRST)
EMPTY: Final = Challenge(b"")

KNOWN: Final = Credentials(
    passwords={
        "alice": "wonderland",
        "bob": "builder",
        "a,b=c": "punctuation",
        "two words": "spaced",
        "josé": "contraseña",
        "zoë": "ascii",
        "eve": "contraseña",
        "bell": "a\abell",
        "kate": "shrew",
        "ghost": "",
    },
    tokens={"alice": "wonder.land", "bob": "bob-token==", "ghost": ""},
    hostname="mx.example.com",
    nonce="server-nonce",
)


def begun(mechanism: str, known: Credentials = KNOWN) -> Exchange:
    """Return a new exchange."""
    return MECHANISMS[mechanism](known)


def last(exchange: Exchange, initial: bytes | None, *responses: bytes) -> Step:
    """Say all this, each response to a challenge; return the last step."""
    step = exchange.begin(initial)
    for response in responses:
        assert isinstance(step, Challenge)
        step = exchange.respond(response)
    return step


def outcome(mechanism: str, initial: bytes | None, *responses: bytes) -> Step:
    """Return the last step of a new exchange in which all this is said."""
    return last(begun(mechanism), initial, *responses)


def knowing(account: str, password: str, hostname: str = "", nonce: str = "") -> Credentials:
    """Return what a server knows that has one account, as an RFC's example wants it."""
    return replace(KNOWN, passwords={account: password}, hostname=hostname, nonce=nonce)
