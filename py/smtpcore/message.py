"""What a server has taken responsibility for: an envelope, and the octets that came with it."""

from __future__ import annotations

from dataclasses import dataclass

from smtpcore.dates import mail_date
from smtpcore.paths import Parameters, Path


@dataclass(frozen=True, slots=True)
class Recipient:
    """One accepted forward-path with its RCPT parameters."""

    path: Path
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Envelope:
    """What MAIL and RCPT said of a message (RFC 5321 2.3.1)."""

    reverse_path: Path
    parameters: Parameters
    recipients: tuple[Recipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One accepted message (RFC 5321 4.2.5)."""

    number: int
    "Counted from 1 within the session."
    envelope: Envelope
    content: bytes
    "As received, without the dots added for transparency; nothing is added."
    client: str
    "What the client called itself."
    peer: str
    "The address the client came from, `192.0.2.1`; empty if the host did not tell."
    hostname: str
    "The server's own name."
    protocol: str
    "How it came: `ESMTP`, `ESMTPSA`, `LMTP`, `UTF8SMTP` ... (RFC 3848, RFC 6531 4.3)."
    at: float
    "Seconds since the epoch, as the host gave them."

    @property
    def return_path(self) -> bytes:
        """Return the line that final delivery puts first (RFC 5321 4.4), with its CRLF."""
        return f"Return-Path: {self.envelope.reverse_path}\r\n".encode()

    @property
    def received(self) -> bytes:
        """Return the time stamp line that every server adds (RFC 5321 4.4), with its CRLF."""
        peer = f"IPv6:{self.peer}" if ":" in self.peer else self.peer
        client = self.client or "unknown"  # where a server does not ask
        source = f"{client} ([{peer}])" if peer else client
        recipients = self.envelope.recipients
        # RFC 5321 7.2: naming one of several recipients would tell the others of it.
        # `<Postmaster>` without a domain (4.1.1.3) is no Path, which the clause wants.
        told = len(recipients) == 1 and recipients[0].path.domain
        only = f"\r\n\tfor {recipients[0].path}" if told else ""
        trace_id = f"{int(self.at):x}-{self.number}"
        return (
            f"Received: from {source}\r\n"
            f"\tby {self.hostname} with {self.protocol} id {trace_id}{only};\r\n"
            f"\t{mail_date(self.at)}\r\n"
        ).encode()

    @property
    def delivered(self) -> bytes:
        """Return the message as a mailbox gets it: its trace fields, then the content."""
        return self.return_path + self.received + self.content
