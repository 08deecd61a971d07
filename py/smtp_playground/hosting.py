"""What the native server's host decides, and a policy does not."""

from __future__ import annotations

from dataclasses import dataclass

from smtpcore import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where a server listens, and how patient it is."""

    host: str = "127.0.0.1"
    port: int = 2525
    "0: any free port."
    timeout: int = 300
    "Seconds of silence before 421. RFC 5321 4.5.3.2.7: at least 5 minutes."
    max_connections: int = 100
    "One more is greeted with 421."
    linger: float = 2.0
    "Seconds in which a client may still read the last reply and hang up by itself."
    implicit_tls: bool = False
    "Whether TLS begins with the first octet, as on port 465 (RFC 8314 3.3)."
    handshake: float = 60.0
    "Seconds that a TLS handshake may take."


def needs_tls(policy: Policy, settings: Settings) -> bool:
    """Tell whether a server cannot do without a certificate."""
    return settings.implicit_tls or policy.offers("STARTTLS")
