"""The server's side of SASL (RFC 4422): mechanisms, free of the protocol that carries them.

A protocol begins an `Exchange` of `MECHANISMS[name]` and hands it each response, decoded,
until a step is `Success` or `Refused`. Base64, `*` and replies are the protocol's.
"""

from collections.abc import Callable, Mapping
from typing import Final

from smtpcore.sasl.bearer import oauthbearer, xoauth2
from smtpcore.sasl.cram_md5 import CramMd5
from smtpcore.sasl.exchange import (
    Challenge,
    Credentials,
    Exchange,
    Failure,
    Refused,
    Step,
    Success,
)
from smtpcore.sasl.external import External
from smtpcore.sasl.passwords import Login, Plain
from smtpcore.sasl.scram import scram_sha_1, scram_sha_256

MECHANISMS: Final[Mapping[str, Callable[[Credentials], Exchange]]] = {
    "PLAIN": Plain,
    "LOGIN": Login,
    "CRAM-MD5": CramMd5,
    "SCRAM-SHA-1": scram_sha_1,
    "SCRAM-SHA-256": scram_sha_256,
    "EXTERNAL": External,
    "XOAUTH2": xoauth2,
    "OAUTHBEARER": oauthbearer,
}
"""Every mechanism there is, by its name (RFC 4422 3.1)."""

BEARER: Final = frozenset({"XOAUTH2", "OAUTHBEARER"})
"""Mechanisms of a token, for which TLS MUST be used (RFC 7628 3); Google's is no safer."""

CLEAR_TEXT: Final = BEARER | {"PLAIN", "LOGIN"}
"""Mechanisms that put the password or the token itself on the wire, and so need TLS."""

__all__ = [
    "BEARER",
    "CLEAR_TEXT",
    "MECHANISMS",
    "Challenge",
    "Credentials",
    "Exchange",
    "Failure",
    "Refused",
    "Step",
    "Success",
]
