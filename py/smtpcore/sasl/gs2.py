"""The GS2 header (RFC 5801 4) with which SCRAM's and OAUTHBEARER's first messages begin."""

from __future__ import annotations

from typing import Final

# saslname        = 1*(value-safe-char / "=2C" / "=3D")   (RFC 5802 7)
# value-safe-char = UTF8-char except NUL, "=", and ","
SASLNAME: Final = r"(?:[^\0,=]|=2C|=3D)+"

# gs2-cbind-flag  = ("p=" cb-name) / "n" / "y"
# authzid         = "a=" saslname
# gs2-header      = gs2-cbind-flag "," [ authzid ] ","
# No channel binding is offered here, so "p" must fail and "y" is right to think so (RFC 5802 6).
HEADER: Final = rf"[ny],(?:a=(?P<authzid>{SASLNAME}))?,"


def to_saslname(name: str) -> str:
    """Return a name as these messages carry it: "," and "=" are written otherwise."""
    return name.replace("=", "=3D").replace(",", "=2C")


def from_saslname(saslname: str | None) -> str:
    """Return the name that was meant; empty if there was none."""
    return (saslname or "").replace("=2C", ",").replace("=3D", "=")
