"""Rule 1: everything that decides *which command may come when* lives in this file.

A session is always in exactly one `State`. `NEXT` has one row a state: the verbs
that are in order there, and the state each leads to *when it is accepted*. A verb
that is missing from a row is out of order (503). A refused command never moves the
session; what the table cannot tell is that a reply 421 closes it.

Some moves are no commands: the lone dot, the client's answer to a challenge, a TLS handshake.
They are verbs here, because they move a session as commands do, and no line parses to them.
An extension's verbs and states stand here too, so that there is one table; the session
takes only those that its policy knows (`Policy.allowed_in`).

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
    HAS_CHUNKS = "has-chunks"
    "Part of the message has come by BDAT or BURL; its last part has not (RFC 3030 2)."
    RECEIVING_CONTENT = "receiving-content"
    "354 was sent: octets are mail data until a line that is one dot."
    AUTHENTICATING = "authenticating"
    "334 was sent: the next line answers the challenge (RFC 4954 4)."
    STARTING_TLS = "starting-tls"
    "220 was sent to STARTTLS: the handshake comes next (RFC 3207 4)."
    REVERSED = "reversed"
    "ATRN was accepted: the client is the server now (RFC 2645 5.3)."
    REFUSING = "refusing"
    "The greeting was 554 or 521: only QUIT is in order (RFC 5321 3.1, RFC 7504 3)."
    CLOSED = "closed"
    "Nothing more is read or sent."


class Verb(StrEnum):
    """What a command line can begin with, and what else moves a session (see `MOVES`)."""

    EHLO = "EHLO"
    HELO = "HELO"
    LHLO = "LHLO"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    BDAT = "BDAT"
    BURL = "BURL"
    RSET = "RSET"
    NOOP = "NOOP"
    HELP = "HELP"
    VRFY = "VRFY"
    EXPN = "EXPN"
    STARTTLS = "STARTTLS"
    AUTH = "AUTH"
    ETRN = "ETRN"
    ATRN = "ATRN"
    XCLIENT = "XCLIENT"
    QUIT = "QUIT"
    TURN = "TURN"
    SEND = "SEND"
    SOML = "SOML"
    SAML = "SAML"
    END_OF_DATA = "."
    "The line that ends mail data."
    LAST_CHUNK = "BDAT LAST"
    "The last part of a message, by BDAT or BURL."
    RESPONSE = "AUTH RESPONSE"
    "The client's answer to a challenge."
    HANDSHAKE = "TLS HANDSHAKE"
    "What the host does after STARTTLS."


MOVES: Final = frozenset({Verb.END_OF_DATA, Verb.LAST_CHUNK, Verb.RESPONSE, Verb.HANDSHAKE})
"""What moves a session and is no command of its own: no line parses to one of these."""

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


_HELLO: Final = {Verb.EHLO: State.READY, Verb.HELO: State.READY, Verb.LHLO: State.READY}

NEXT: Final[Mapping[State, Mapping[Verb, State]]] = {
    State.CONNECTED: {},
    State.GREETED: {
        **_HELLO,
        Verb.RSET: State.GREETED,
        **_stay(State.GREETED),
        Verb.QUIT: State.CLOSED,
    },
    State.READY: {
        **_HELLO,
        Verb.MAIL: State.HAS_SENDER,
        Verb.STARTTLS: State.STARTING_TLS,
        Verb.AUTH: State.AUTHENTICATING,
        Verb.ETRN: State.READY,
        Verb.ATRN: State.REVERSED,
        # Postfix's XCLIENT_README: the session begins anew, with another greeting.
        Verb.XCLIENT: State.GREETED,
        Verb.RSET: State.READY,
        **_stay(State.READY),
        Verb.QUIT: State.CLOSED,
    },
    State.HAS_SENDER: {
        **_HELLO,
        Verb.RCPT: State.HAS_RECIPIENT,
        Verb.RSET: State.READY,
        **_stay(State.HAS_SENDER),
        Verb.QUIT: State.CLOSED,
    },
    State.HAS_RECIPIENT: {
        **_HELLO,
        Verb.RCPT: State.HAS_RECIPIENT,
        Verb.DATA: State.RECEIVING_CONTENT,
        Verb.BDAT: State.HAS_CHUNKS,
        Verb.BURL: State.HAS_CHUNKS,
        Verb.LAST_CHUNK: State.READY,
        Verb.RSET: State.READY,
        **_stay(State.HAS_RECIPIENT),
        Verb.QUIT: State.CLOSED,
    },
    State.HAS_CHUNKS: {
        **_HELLO,
        Verb.BDAT: State.HAS_CHUNKS,
        Verb.BURL: State.HAS_CHUNKS,
        Verb.LAST_CHUNK: State.READY,
        Verb.RSET: State.READY,
        **_stay(State.HAS_CHUNKS),
        Verb.QUIT: State.CLOSED,
    },
    State.RECEIVING_CONTENT: {
        Verb.END_OF_DATA: State.READY,
    },
    State.AUTHENTICATING: {
        Verb.RESPONSE: State.READY,
    },
    State.STARTING_TLS: {
        Verb.HANDSHAKE: State.GREETED,
    },
    State.REVERSED: {},
    State.REFUSING: {
        Verb.QUIT: State.CLOSED,
    },
    State.CLOSED: {},
}
