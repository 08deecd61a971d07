"""Account and password out of what a login sent, for programs that log in by themselves."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from smtp_playground.exports.turns import Turn


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client logs in with; empty: it does not show."""

    account: str = ""
    password: str = ""


def credentials(login: Iterable[Turn]) -> Credentials:
    """Return what the turns of one login tell of account and password."""
    turns = [*login]
    responses = [_decoded(said.secret) for turn in turns for said in turn.said if said.secret]
    match turns[0].mechanism, responses:
        case "PLAIN", [response] if response.count("\0") == 2:
            _, account, password = response.split("\0")
            return Credentials(account, password)
        case "LOGIN", [account, password]:
            return Credentials(account, password)
        case "CRAM-MD5", [response]:
            return Credentials(response.rpartition(" ")[0], "")
    return Credentials()


def _decoded(octets: bytes) -> str:
    try:
        return base64.b64decode(octets, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
