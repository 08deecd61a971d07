"""What the native server proves itself with: given files, or a certificate made at start."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import trustme

CERTIFICATE: Final = b"-----BEGIN CERTIFICATE-----"
KEY: Final = b"PRIVATE KEY-----"
ENCRYPTED: Final = (b"-----BEGIN ENCRYPTED", b"Proc-Type: 4,ENCRYPTED")


class CertificateError(Exception):
    """A certificate cannot be used or made. Its text says why, and what mends that."""


def given(certificate: Path, key: Path) -> ssl.SSLContext:
    """Return what serves with given files in PEM. Raises `CertificateError`."""
    _look_for(CERTIFICATE, "certificate", certificate)
    octets = _look_for(KEY, "private key", key)
    if any(sign in octets for sign in ENCRYPTED):
        raise CertificateError(f"{key} is encrypted; give a key without a passphrase")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # A password, or OpenSSL would ask the terminal for one.
        context.load_cert_chain(certificate, key, password="")
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            reason = f"{key} is not the key of {certificate}; give the one that it was made with"
        else:
            reason = f"{certificate} and {key} cannot be used: {said(error)}"
        raise CertificateError(reason) from error
    return context


def made(names: Iterable[str], ca_file: Path | None) -> ssl.SSLContext:
    """Return what serves with a certificate made now, for those names that one can be for.

    The authority that vouches for it is written to `ca_file`, so that clients can verify it.
    Raises `CertificateError`.
    """
    try:
        import trustme  # noqa: PLC0415 (a dependency only of this)
    except ImportError as error:
        mend = "`pip install trustme`, or give --certificate FILE --key FILE"
        raise CertificateError(f"TLS needs a certificate: {mend}") from error
    authority = trustme.CA(organization_name="SMTP Playground")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    fit = [name for name in dict.fromkeys(names) if _can_be_for(authority, name)]
    authority.issue_cert(*fit).configure_cert(context)
    if ca_file is not None:
        try:
            authority.cert_pem.write_to_path(str(ca_file))
        except OSError as error:
            raise CertificateError(f"{ca_file} cannot be written: {error.strerror}") from error
    return context


def _can_be_for(authority: trustme.CA, name: str) -> bool:
    try:
        authority.issue_cert(name)
    except ValueError:
        return False
    return True


def trust_clients(context: ssl.SSLContext, authority: Path) -> None:
    """Ask clients for certificates that an authority vouches for; let those without one in.

    Raises `CertificateError`.
    """
    _look_for(CERTIFICATE, "certificate", authority)
    try:
        context.load_verify_locations(authority)
    except ssl.SSLError as error:
        raise CertificateError(f"{authority} cannot be used: {said(error)}") from error
    context.verify_mode = ssl.CERT_OPTIONAL


def said(error: OSError) -> str:
    """Return what OpenSSL says of an error, in its words and without its source lines."""
    reason = getattr(error, "reason", None) or error.strerror or str(error)
    return str(reason).replace("_", " ").lower()


def _look_for(sign: bytes, what: str, path: Path) -> bytes:
    """Return a file's octets; say in one line which file is not what it should be."""
    try:
        octets = path.read_bytes()
    except OSError as error:
        raise CertificateError(f"{path} cannot be read: {error.strerror}") from error
    if sign not in octets:
        raise CertificateError(f"{path} holds no {what} in PEM")
    return octets
