"""The options for TLS: a certificate made at start or given, and what is wrong with one."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from smtp_playground import certificates

from .certifying import ANOTHER, AUTHORITY, SERVER, TRUSTING, unverified
from .running import Client, program, refused

PERSONA = """
[name]
en = "Mine"
[description]
en = "My own."
[server]
extensions = [{extensions}]
[extension.AUTH.accounts]
alice = "wonderland"
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with a certificate, its key, and what may be given in their place."""
    (chain,) = SERVER.cert_chain_pems
    chain.write_to_path(str(tmp_path / "certificate"))
    SERVER.private_key_pem.write_to_path(str(tmp_path / "key"))
    SERVER.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "both"))
    ANOTHER.issue_cert("a.example").private_key_pem.write_to_path(str(tmp_path / "another"))
    AUTHORITY.cert_pem.write_to_path(str(tmp_path / "authority"))
    (tmp_path / "text").write_text("Hello")
    (tmp_path / "broken").write_text("-----BEGIN CERTIFICATE-----\nHello\n")
    key = load_pem_private_key(SERVER.private_key_pem.bytes(), None)
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    (tmp_path / "locked").write_bytes(locked)
    persona = PERSONA.replace("{extensions}", '"STARTTLS", "AUTH"')
    (tmp_path / "mine.toml").write_text(persona)
    persona = PERSONA.replace("{extensions}", '"AUTH"')
    (tmp_path / "clear.toml").write_text(persona)
    return tmp_path


def test_the_certificate_made_at_start_can_be_verified(tmp_path: Path) -> None:
    authority = tmp_path / "authority.pem"

    with (
        program("--implicit-tls", "--ca-file", str(authority)) as server,
        Client(server) as client,
    ):
        client.shake_hands(ssl.create_default_context(cafile=authority))

        assert client.reply()[:3] == "220"


@pytest.mark.parametrize("given", [["certificate", "key"], ["both"]], ids=["two", "one"])
def test_given_files_are_shown_to_clients(files: Path, given: list[str]) -> None:
    options = zip(("--certificate", "--key"), (str(files / name) for name in given), strict=False)

    with (
        program("--implicit-tls", *(word for option in options for word in option)) as server,
        Client(server) as client,
    ):
        client.shake_hands(TRUSTING)

        assert client.reply()[:3] == "220"


def test_a_client_certificate_opens_its_account(files: Path) -> None:
    mine, authority = str(files / "mine.toml"), str(files / "authority")
    own = AUTHORITY.issue_cert("alice@example.com", common_name="alice")

    with (
        program("--persona", mine, "--client-ca", authority, "--verbose") as server,
        Client(server) as client,
    ):
        client.send(b"EHLO client.example\r\nSTARTTLS\r\n")
        client.replies(3)
        client.shake_hands(unverified(own))
        client.ask("EHLO client.example")

        assert client.ask("AUTH EXTERNAL =")[:3] == "235"


def test_a_failed_handshake_is_one_line() -> None:
    with program("--implicit-tls") as server:
        with Client(server) as client:
            client.send(b"GET / HTTP/1.0\r\n\r\n")
            assert client.reply() == ""
        status, told = server.stop()

    assert status == 0
    assert told.startswith("smtp_playground: connection 1 from 127.0.0.1: TLS failed: ")
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--certificate", "absent"], "absent cannot be read: No such file or directory"),
        (["--certificate", "."], ". cannot be read: Is a directory"),
        (["--certificate", "text"], "text holds no certificate in PEM"),
        (["--certificate", "certificate"], "certificate holds no private key in PEM"),
        (["--certificate", "certificate", "--key", "text"], "text holds no private key in PEM"),
        (
            ["--certificate", "certificate", "--key", "another"],
            "another is not the key of certificate; give the one that it was made with",
        ),
        (
            ["--certificate", "certificate", "--key", "locked"],
            "locked is encrypted; give a key without a passphrase",
        ),
        (["--certificate", "broken", "--key", "key"], "broken and key cannot be used: "),
        (["--client-ca", "absent"], "absent cannot be read: No such file or directory"),
        (["--client-ca", "key"], "key holds no certificate in PEM"),
        (["--client-ca", "broken"], "broken cannot be used: "),
        (["--ca-file", "absent/ca.pem"], "absent/ca.pem cannot be written: No such file"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line(
    files: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str
) -> None:
    monkeypatch.chdir(files)

    status, line = refused("serve", "--port", "0", "--persona", "mine.toml", *options)

    assert (status, line[: len(told) + 17]) == (1, f"smtp_playground: {told}")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--key", "key"], "--key goes with --certificate"),
        (
            ["--certificate", "both", "--ca-file", "new"],
            "--ca-file goes with a certificate made here, not with --certificate",
        ),
        (
            ["--persona", "clear.toml", "--certificate", "both"],
            "this persona offers no STARTTLS; for TLS on its port: --implicit-tls",
        ),
    ],
)
def test_options_that_do_not_fit_are_a_usage_error(
    files: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str
) -> None:
    monkeypatch.chdir(files)

    status, line = refused("serve", "--port", "0", "--persona", "mine.toml", *options)

    assert status == 2
    assert told in line


def test_without_trustme_the_mend_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)

    with pytest.raises(certificates.CertificateError, match=r"pip install trustme.*--certificate"):
        certificates.made(["mx.example.com"], None)
