"""RFC 5802 and RFC 7677: SCRAM, against the RFCs' examples and a client of this test's own."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smtpcore.sasl import Challenge, Exchange, Step, Success
from smtpcore.sasl.gs2 import SASLNAME, from_saslname, to_saslname
from smtpcore.sasl.scram import Scram, salted_password

from .random_input import steady
from .sasl_talk import KNOWN, MALFORMED, REFUSED, begun, knowing, outcome
from .scram_client import HASHES, Client

both = pytest.mark.parametrize("mechanism", HASHES)


def server_first_of(exchange: Exchange, client: Client) -> str:
    step = exchange.begin(client.first)
    assert isinstance(step, Challenge)
    return step.octets.decode()


def judged(client: Client, change: Callable[[bytes], bytes] = bytes) -> Step:
    """Return the step after a client's final message, which may be changed on its way."""
    exchange = begun(client.mechanism)
    return exchange.respond(change(client.final(server_first_of(exchange, client))))


SHA_1 = (
    "sha1",
    b"n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
    "3rfcNHYJY1ZVvWVs7j",
    "QSXCR+Q6sek8bf92",
    b"r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
    b"c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    b"v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
)
SHA_256 = (
    "sha256",
    b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
    "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
    "W22ZaJ0SNY7soEsUEjb6gQ==",
    b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
    b"p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
)


@pytest.mark.parametrize(
    ("hash_name", "client_first", "nonce", "salt", "server_first", "client_final", "server_final"),
    [SHA_1, SHA_256],
    ids=["RFC 5802 5", "RFC 7677 3"],
)
def test_the_examples(
    hash_name: str,
    client_first: bytes,
    nonce: str,
    salt: str,
    server_first: bytes,
    client_final: bytes,
    server_final: bytes,
) -> None:
    """Word for word, with the RFC's nonce and salt."""
    known = knowing("user", "pencil", nonce=nonce)
    exchange = Scram(known, hash_name, lambda *_: b64decode(salt))

    assert Challenge(server_first) == exchange.begin(client_first)
    assert Challenge(server_final) == exchange.respond(client_final)
    assert Success("user") == exchange.respond(b"")


@given(st.text(max_size=70), st.binary(max_size=40), st.integers(1, 30))
@steady
def test_hi_is_pbkdf2(password: str, salt: bytes, iterations: int) -> None:
    """RFC 5802 2.2: "Hi() is, essentially, PBKDF2"."""
    key = password.encode(errors="ignore")
    text = key.decode()

    for name in HASHES.values():
        expected = hashlib.pbkdf2_hmac(name, key, salt, iterations)
        assert expected == salted_password(name, text, salt, iterations)


RIGHT = [
    ({}, "alice"),
    ({"name": "ALICE"}, "alice"),
    ({"header": "y,,"}, "alice"),
    ({"header": "n,a=alice,"}, "alice"),
    ({"header": "y,a=Alice,"}, "alice"),
    ({"nonce": "!\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~"}, "alice"),
    # Section 5.1: "=2C" and "=3D"; "Unknown optional extensions MUST be ignored".
    ({"name": "a=2Cb=3Dc", "password": "punctuation"}, "a,b=c"),
    ({"header": "n,a=a=2Cb=3Dc,", "name": "a=2Cb=3Dc", "password": "punctuation"}, "a,b=c"),
    ({"name": "two words", "password": "spaced"}, "two words"),
    ({"extension": ",x=ignored,Z=a=b"}, "alice"),
]


@both
@pytest.mark.parametrize(("client", "account"), RIGHT)
def test_a_client_that_knows_the_password(
    mechanism: str, client: dict[str, str], account: str
) -> None:
    """RFC 5802 5: and the server proves the same, before the client's empty answer ends it."""
    talker = Client(mechanism, **client)
    exchange = begun(mechanism)
    server_first = server_first_of(exchange, talker)

    assert Challenge(talker.verifier(server_first)) == exchange.respond(talker.final(server_first))
    assert Success(account) == exchange.respond(b"")


WRONG = [
    {"password": "builder"},
    {"name": "nobody"},
    {"name": "nobody", "password": ""},
    {"name": "ghost", "password": ""},
    {"header": "n,a=bob,"},
    {"header": "n,a=bob,", "password": "builder"},
    # RFC 5802 2.2: without SASLprep, names and passwords out of ASCII are disallowed; RFC
    # 4013 2.3 prohibits control characters.
    {"name": "josé", "password": "contraseña"},
    {"name": "zoë", "password": "ascii"},
    {"name": "eve", "password": "contraseña"},
    {"name": "bell", "password": "a\abell"},
    {"name": "\u212aate", "password": "shrew"},  # a Kelvin sign, in lower case "k"
]


@both
@pytest.mark.parametrize("client", WRONG)
def test_a_client_that_does_not(mechanism: str, client: dict[str, str]) -> None:
    """One answer for all, and only after the proof."""
    assert REFUSED == judged(Client(mechanism, **client))


FIRST = [
    *(b"", b"n", b"n,,", b"n,,n=alice", b"n,,r=nonce", b"n,,n=alice,r=", b"n,,n=,r=nonce"),
    b"n=alice,r=nonce",
    b",,n=alice,r=nonce",
    b"x,,n=alice,r=nonce",
    b"N,,n=alice,r=nonce",
    b"n,n=alice,r=nonce",
    b"n,alice,n=alice,r=nonce",
    b"n,a=,n=alice,r=nonce",
    b"n,,r=nonce,n=alice",
    b"n,,n=alice,r=nonce,",
    b"n,,n=alice,r=nonce,x",
    b"n,,n=alice,r=nonce,x=",
    b"n,,n=alice,r=nonce,1=x",
    b"n,,n=alice,r=nonce,r=other",
    b"n,,n=alice,r=non ce",
    b"n,,n=alice,r=nonce\n",
    "n,,n=alice,r=nöncé".encode(),
    b"n,,n=al\0ice,r=nonce",
    b"n,,n=\xff,r=nonce",
    # "'=' not followed by either '2C' or '3D'": "the server MUST fail the authentication"
    *(b"n,,n=al=ice,r=nonce", b"n,,n=alice=,r=nonce", b"n,,n=alice=2c,r=nonce"),
    # Section 6: no channel binding is offered.
    *(b"p=tls-unique,,n=alice,r=nonce", b"p=,,n=alice,r=nonce", b"p,,n=alice,r=nonce"),
    # Section 5.1: "m" "MUST cause authentication failure".
    *(b"n,,m=x,n=alice,r=nonce", b"n,,n=alice,r=nonce,m=x"),
]


@both
@pytest.mark.parametrize("message", FIRST)
def test_a_first_message_that_the_grammar_forbids(mechanism: str, message: bytes) -> None:
    """RFC 5802 7, client-first-message."""
    assert MALFORMED == outcome(mechanism, message)
    assert MALFORMED == outcome(mechanism, None, message)


def changing(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda message: message.replace(old, new)


def proof_of(length: int) -> Callable[[bytes], bytes]:
    """Change the proof into one of this length that begins as the right one does."""

    def change(message: bytes) -> bytes:
        without, _, proof = message.partition(b",p=")
        return without + b",p=" + b64encode((b64decode(proof) + b"\0" * 40)[:length])

    return change


def with_stray_bits(message: bytes) -> bytes:
    """Set bits of the last base64 character that decode to nothing, as no encoder does."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    body = message.rstrip(b"=")
    stray = bytes([alphabet[alphabet.index(body[-1:]) + 1]])
    changed = body[:-1] + stray + message[len(body) :]
    assert b64decode(changed.partition(b",p=")[2]) == b64decode(message.partition(b",p=")[2])
    return changed


FINAL: list[tuple[Callable[[bytes], bytes], Step]] = [
    # Section 5.1: the nonce must be the one the server sent; section 6: "c=" the header's.
    (changing(b"server-nonce", b"server-NONCE"), REFUSED),
    (changing(b"server-nonce", b""), REFUSED),
    (changing(b"c=biws", b"c=eSws"), REFUSED),  # "y,,"
    (changing(b"c=biws", b"c="), REFUSED),
    (changing(b"c=biws", b"c=biwsAAAA"), REFUSED),  # with binding data
    (changing(b",p=", b",x=y,p="), REFUSED),  # not what was signed
    *((proof_of(length), REFUSED) for length in (0, 1, 19, 31, 33, 40)),
    (with_stray_bits, MALFORMED),
    (changing(b",p=", b",m=x,p="), MALFORMED),
    (changing(b",p=", b",r=x,p="), MALFORMED),
    (changing(b",p=", b",P="), MALFORMED),
    (changing(b",p=", b",p=="), MALFORMED),
    (changing(b"c=biws", b"c=biw"), MALFORMED),
    (changing(b"c=biws,", b""), MALFORMED),
    (changing(b",r=", b",q="), MALFORMED),
    (lambda message: message + b"\n", MALFORMED),
    (lambda message: message + b",x=y", MALFORMED),
    (lambda message: message.partition(b",p=")[0], MALFORMED),
    (lambda message: message[:-1], MALFORMED),
    (lambda message: b"\xff" + message, MALFORMED),
    (lambda _: b"", MALFORMED),
]


@both
@pytest.mark.parametrize(("change", "expected"), FINAL)
def test_a_final_message_that_was_changed(
    mechanism: str, change: Callable[[bytes], bytes], expected: Step
) -> None:
    """RFC 5802 5.1, 6, 7: who knows the password and breaks the rules is refused as well."""
    assert expected == judged(Client(mechanism), change)


@both
def test_a_binding_that_is_signed_but_wrong_is_refused(mechanism: str) -> None:
    """RFC 5802 6: "The server MUST always validate the client's "c=" field."""

    class Liar(Client):
        def without_proof(self, server_first: str) -> str:
            return super().without_proof(server_first).replace("c=biws", "c=eSws")

    assert REFUSED == judged(Liar(mechanism))


@both
def test_a_nonce_that_is_signed_but_old_is_refused(mechanism: str) -> None:
    """RFC 5802 5.1: "The server MUST verify that the nonce ... is the same"."""

    class Replayer(Client):
        def without_proof(self, server_first: str) -> str:
            return super().without_proof(server_first) + "-of-yesterday"

    assert REFUSED == judged(Replayer(mechanism))


@both
@pytest.mark.parametrize("answer", [b"\x01", b"v=", b"\0"])
def test_the_verifier_is_answered_by_nothing(mechanism: str, answer: bytes) -> None:
    """RFC 4422 3: "a challenge whose response is empty"."""
    client = Client(mechanism)
    exchange = begun(mechanism)
    exchange.respond(client.final(server_first_of(exchange, client)))

    assert MALFORMED == exchange.respond(answer)


def salt_for(name: str, mechanism: str = "SCRAM-SHA-256", hostname: str = KNOWN.hostname) -> str:
    """Return the salt that a server names for an account."""
    exchange = begun(mechanism, replace(KNOWN, hostname=hostname))
    return server_first_of(exchange, Client(mechanism, name=name)).split(",")[1]


def test_a_salt_is_stable_and_one_account_s_own() -> None:
    """RFC 5802 9: one attack a password; a client may keep its salted password (5.1)."""
    salts = [salt_for("alice"), salt_for("bob"), salt_for("nobody"), salt_for("nobody2")]

    assert salts == [salt_for("Alice"), salt_for("BOB"), salt_for("nobody"), salt_for("nobody2")]
    assert 4 == len(set(salts))
    assert salt_for("alice") != salt_for("alice", hostname="elsewhere.example")
    assert salt_for("alice") != salt_for("alice", "SCRAM-SHA-1")


@both
def test_an_account_that_does_not_exist_looks_like_one_that_does(mechanism: str) -> None:
    """RFC 4422 3.6: no step before the last is of another form, and the last is the same."""
    known, unknown = Client(mechanism, password="x"), Client(mechanism, name="nobody")
    lines = [server_first_of(begun(mechanism), client) for client in (known, unknown)]

    assert len(lines[0]) == len(lines[1])
    assert judged(known) == judged(unknown)


@example("=2C")
@given(st.text(st.sampled_from(",=23CD") | st.characters(exclude_characters="\0"), min_size=1))
@steady
def test_any_name_can_be_written(name: str) -> None:
    """RFC 5802 5.1: as a saslname, and read again as it was."""
    written = to_saslname(name)

    assert re.fullmatch(SASLNAME, written)
    assert name == from_saslname(written)
