"""What a session knows: all that its answers depend on, and that commands change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smtpcore.message import Envelope, Message
from smtpcore.policy import Kind, Policy
from smtpcore.rules import Ruling, Tally
from smtpcore.states import State

if TYPE_CHECKING:
    from smtpcore.extensions.auth import Authentication


@dataclass(slots=True)
class Standing:
    """Where one session stands. Answers read it and change it; the session moves the state."""

    policy: Policy
    peer: str = ""
    "The client's IP address as text; empty if the host did not tell."
    secure: bool = False
    "Whether the connection is encrypted."
    seed: bytes = field(default=b"", repr=False)
    "What challenges are derived from; the host's to make unpredictable."
    state: State = State.CONNECTED
    now: float = 0.0
    "Seconds since the epoch, as the host gave them last."
    client: str = ""
    "What the client called itself; empty before its hello."
    extended: bool = False
    "Whether it said EHLO or LHLO, so that extensions may be used."
    account: str = ""
    "Who is authenticated; empty if nobody."
    external: str = ""
    "Whom a client certificate proved; empty if there was none."
    authentication: Authentication | None = None
    "The AUTH exchange that goes on."
    envelope: Envelope | None = None
    "The open transaction; None between transactions."
    recipient_refused: bool = False
    "Whether the open transaction has tried RCPT in vain."
    refused_with: str = ""
    "The first line of the reply that refused its latest recipient."
    chunks: bytearray = field(default_factory=bytearray, repr=False)
    "What has come of the open transaction's message by BDAT and BURL, or before a restart."
    received: int = 0
    "Octets of that message so far, those not kept counted."
    part_failed: bool = False
    "Whether a part was refused, so that the message can no longer be whole."
    transactions: int = 0
    "MAIL commands accepted so far."
    recipient_domains: set[str] = field(default_factory=set)
    "Domains of the recipients accepted so far, in lower case, where LIMITS counts them."
    messages: int = 0
    mistakes: int = 0
    "What `patience.py` counts."
    unknown: int = 0
    "Unknown commands, counted by themselves as well."
    tally: Tally = field(default_factory=Tally)
    "What the policy's rules have seen, in this session and those before it."
    ruling: Ruling | None = None
    "What they say about the reply that comes next."
    rule: str = ""
    "The name of the rule by which the server says what it says now."
    _nonces: int = 0

    def end_transaction(self) -> None:
        """Clear all buffers (RFC 5321 4.1.1.5)."""
        self.envelope = None
        self.recipient_refused = False
        self.refused_with = ""
        self.part_failed = False
        if self.received:
            self.chunks = bytearray()
            self.received = 0

    def add_part(self, octets: bytes, size: int) -> None:
        """Put a part of the message with the others; `octets` is empty if it is only counted."""
        self.chunks += octets
        self.received += size

    def start_anew(self) -> None:
        """Forget what the client said (RFC 3207 4.2): the session is as after its greeting."""
        self.end_transaction()
        self.client = ""
        self.extended = False
        self.account = ""
        self.authentication = None

    def nonce(self) -> str:
        """Return a printable word that no other call has had: new with each call and each seed."""
        self._nonces += 1
        return hashlib.sha256(self.seed + b"%d" % self._nonces).hexdigest()[:24]

    def body(self) -> str:
        """Return what MAIL declared the content to be: `7BIT` if it said nothing (RFC 6152 3)."""
        declared = self.envelope.parameters.get("BODY") if self.envelope else None
        return (declared or "7BIT").upper()

    def declares_utf8(self) -> bool:
        """Tell whether MAIL had SMTPUTF8 (RFC 6531 3.4)."""
        return self.envelope is not None and "SMTPUTF8" in self.envelope.parameters

    def message(self, number: int, envelope: Envelope, content: bytes) -> Message:
        """Return a message as it was accepted here and now."""
        return Message(
            number=number,
            envelope=envelope,
            content=content,
            client=self.client,
            peer=self.peer,
            hostname=self.policy.hostname,
            protocol=self._protocol(),
            at=self.now,
        )

    def _protocol(self) -> str:
        """Return the `with` protocol of the trace field (RFC 3848, RFC 6531 4.3)."""
        if not self.extended:
            return "SMTP"
        if self.declares_utf8():
            name = _UTF8_PROTOCOLS[self.policy.kind]
        else:
            name = _PROTOCOLS[self.policy.kind]
        return name + "S" * self.secure + "A" * bool(self.account)


_PROTOCOLS: Final[Mapping[Kind, str]] = {
    Kind.SMTP: "ESMTP",
    Kind.SUBMISSION: "ESMTP",
    Kind.LMTP: "LMTP",
}
_UTF8_PROTOCOLS: Final[Mapping[Kind, str]] = {
    Kind.SMTP: "UTF8SMTP",
    Kind.SUBMISSION: "UTF8SMTP",
    Kind.LMTP: "UTF8LMTP",
}
