"""EXTERNAL (RFC 4422 appendix A): what proves the client lies outside, in its TLS certificate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from smtpcore.sasl.exchange import (
    MALFORMED,
    REFUSED,
    ClientFirst,
    Credentials,
    Step,
    Success,
    may_act_as,
    parsed,
)

# external-initial-resp = authz-id-string
# authz-id-string       = *( UTF8-char-no-nul )
_INITIAL: Final = re.compile(r"[^\0]*")


@dataclass(slots=True)
class External(ClientFirst):
    """The client only says whom it wants to act as; empty: whoever the certificate names."""

    credentials: Credentials

    def respond(self, response: bytes) -> Step:
        """Judge the authorization identity."""
        authzid = parsed(_INITIAL, response)
        if authzid is None:
            return MALFORMED
        account = self.credentials.external.lower()
        # A.1: it fails if "the client has not established its credentials via external
        # means", or may not act as the identity it asks for.
        return Success(account) if account and may_act_as(account, authzid[0]) else REFUSED
