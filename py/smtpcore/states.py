"""Rule 1: everything that decides *which command may come when* lives in this file.

A session is always in exactly one `State`. `NEXT` has one row a state: the verbs
that are in order there, and the state each leads to *when it is accepted*. A verb
that is missing from a row is out of order (503). A refused command never moves the
session, with one exception that the table cannot tell: a reply 421 closes it.

Theory of operation. RFC 5321 speaks of "buffers" (reverse-path, forward-path, mail
data) that commands fill and clear. Which buffers are full is all that decides what
may come next, so each useful combination is a state here and nobody has to look at
the buffers to know whether a command is legal.

The state map, the list "what may I send now" and the 503 replies are read from this
table; nothing is drawn by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a session stands. The value is the id under which its words are found."""

    CONNECTED = "connected"
    "The connection is open; the greeting has not been sent."
    GREETED = "greeted"
    "The greeting has been sent; the client has not said HELO or EHLO."
    READY = "ready"
    "The client is known; no mail transaction is open."
    HAS_SENDER = "has-sender"
    "MAIL was accepted: a transaction with a reverse-path and no recipient."
    HAS_RECIPIENT = "has-recipient"
    "At least one RCPT was accepted."
    RECEIVING_CONTENT = "receiving-content"
    "354 was sent: octets are mail data until a line that is one dot."
    REFUSING = "refusing"
    "The greeting was 554: only QUIT is in order (RFC 5321 3.1)."
    CLOSED = "closed"
    "Nothing more is read or sent."


class Verb(StrEnum):
    """What a command line can begin with, and the dot that ends mail data.

    `END_OF_DATA` is never parsed as a command. It stands here because it moves the
    session as commands do, and so has its place in the table.
    """

    EHLO = "EHLO"
    HELO = "HELO"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    RSET = "RSET"
    NOOP = "NOOP"
    HELP = "HELP"
    VRFY = "VRFY"
    EXPN = "EXPN"
    QUIT = "QUIT"
    TURN = "TURN"
    SEND = "SEND"
    SOML = "SOML"
    SAML = "SAML"
    END_OF_DATA = "."


OBSOLETE: Final = frozenset({Verb.TURN, Verb.SEND, Verb.SOML, Verb.SAML})
"""Verbs of RFC 821 that RFC 5321 (appendix F.1, F.6) takes out of use."""


def _stay(state: State) -> dict[Verb, State]:
    """Return the verbs that are in order whenever commands are read, and change nothing.

    RFC 5321 4.1.4: "The NOOP, HELP, EXPN, VRFY, and RSET commands can be used at any
    time during a session, or without previously initializing a session." The obsolete
    verbs are answered 502 wherever they come, so they are in order everywhere as well.
    """
    verbs = (Verb.NOOP, Verb.HELP, Verb.VRFY, Verb.EXPN, *sorted(OBSOLETE))
    return dict.fromkeys(verbs, state)


NEXT: Final[Mapping[State, Mapping[Verb, State]]] = {
    State.CONNECTED: {},
    State.GREETED: {
        Verb.EHLO: State.READY,
        Verb.HELO: State.READY,
        Verb.RSET: State.GREETED,
        **_stay(State.GREETED),
        Verb.QUIT: State.CLOSED,
    },
    State.READY: {
        Verb.EHLO: State.READY,
        Verb.HELO: State.READY,
        Verb.MAIL: State.HAS_SENDER,
        Verb.RSET: State.READY,
        **_stay(State.READY),
        Verb.QUIT: State.CLOSED,
    },
    State.HAS_SENDER: {
        Verb.EHLO: State.READY,
        Verb.HELO: State.READY,
        Verb.RCPT: State.HAS_RECIPIENT,
        Verb.RSET: State.READY,
        **_stay(State.HAS_SENDER),
        Verb.QUIT: State.CLOSED,
    },
    State.HAS_RECIPIENT: {
        Verb.EHLO: State.READY,
        Verb.HELO: State.READY,
        Verb.RCPT: State.HAS_RECIPIENT,
        Verb.DATA: State.RECEIVING_CONTENT,
        Verb.RSET: State.READY,
        **_stay(State.HAS_RECIPIENT),
        Verb.QUIT: State.CLOSED,
    },
    State.RECEIVING_CONTENT: {
        Verb.END_OF_DATA: State.READY,
    },
    State.REFUSING: {
        Verb.QUIT: State.CLOSED,
    },
    State.CLOSED: {},
}
