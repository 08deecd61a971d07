"""An authority of the tests' own, and what servers and clients need to trust it."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Final

import trustme

AUTHORITY: Final = trustme.CA()
ANOTHER: Final = trustme.CA()
"""Vouches for nobody that anyone here knows."""
SERVER: Final = AUTHORITY.issue_cert("mx.example.com", "localhost", "127.0.0.1")


def serving(*, asks_clients: bool = False) -> ssl.SSLContext:
    """Return what a server shows; it may ask clients for a certificate of the authority's."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    SERVER.configure_cert(context)
    if asks_clients:
        AUTHORITY.configure_trust(context)
        context.verify_mode = ssl.CERT_OPTIONAL
    return context


def trusting(
    authority: trustme.CA = AUTHORITY, own: trustme.LeafCert | None = None
) -> ssl.SSLContext:
    """Return what a client trusts, and what it shows of itself."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    if own is not None:
        own.configure_cert(context)
    return context


def unverified(own: trustme.LeafCert | None = None) -> ssl.SSLContext:
    """Return what takes any server: the program makes a new authority at each start."""
    context = trusting(own=own)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def authority_file(folder: Path) -> str:
    """Write what a client program has to trust; return where."""
    path = folder / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(str(path))
    return str(path)


SERVING: Final = serving()
TRUSTING: Final = trusting()
