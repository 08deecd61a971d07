"""RFC 4616 (PLAIN), LOGIN as it is in use, and RFC 2195 (CRAM-MD5)."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode

import pytest

from smtpcore.sasl import Challenge, Step, Success
from smtpcore.sasl.cram_md5 import digest

from .sasl_talk import EMPTY, MALFORMED, REFUSED, begun, knowing, last, outcome

LONG = "x" * 255

MESSAGES = [
    (b"\0alice\0wonderland", Success("alice")),
    (b"alice\0alice\0wonderland", Success("alice")),
    (b"\0ALICE\0wonderland", Success("alice")),
    (b"Alice\0alice\0wonderland", Success("alice")),
    ("\0josé\0contraseña".encode(), Success("josé")),
    ("\0JOSÉ\0contraseña".encode(), Success("josé")),
    (b"\0two words\0spaced", Success("two words")),
    (b"\0alice\0Wonderland", REFUSED),
    (b"\0alice\0wonderland\n", REFUSED),
    (b"\0alice\0builder", REFUSED),
    (b"\0nobody\0wonderland", REFUSED),
    (b"bob\0alice\0wonderland", REFUSED),
    (b"alice\0bob\0wonderland", REFUSED),
    # Section 2: an empty stored password lets nobody in, and an empty one cannot be sent.
    (b"\0ghost\0x", REFUSED),
    (b"\0ghost\0", MALFORMED),
    (b"\0alice\0", MALFORMED),
    (b"\0\0wonderland", MALFORMED),
    (b"\0\0", MALFORMED),
    (b"", MALFORMED),
    (b"alice", MALFORMED),
    (b"alice\0wonderland", MALFORMED),
    (b"\0alice\0wonder\0land", MALFORMED),
    (b"\0alice\0wonderland\0", MALFORMED),
    (b"\0\xff\0wonderland", MALFORMED),
    (b"\0alice\0wonderland\xed\xa0\x80", MALFORMED),  # a surrogate is no UTF-8
]


@pytest.mark.parametrize(("message", "expected"), MESSAGES)
@pytest.mark.parametrize("asked", [False, True], ids=["initial", "asked"])
def test_plain_messages(message: bytes, expected: Step, asked: bool) -> None:
    """RFC 4616 2, whether as initial response or in answer to the empty challenge."""
    step = outcome("PLAIN", None, message) if asked else outcome("PLAIN", message)

    assert expected == step


EXAMPLES = [
    # RFC 4616 4.
    (b"\0tim\0tanstaaftanstaaf", ("tim", "tanstaaftanstaaf"), Success("tim")),
    # "Not authorized to requested authorization identity"
    (b"Ursel\0Kurt\0xipj3plmq", ("kurt", "xipj3plmq"), REFUSED),
    # RFC 4954 4.1.
    (b64decode(b"dGVzdAB0ZXN0ADEyMzQ="), ("test", "1234"), Success("test")),
]


@pytest.mark.parametrize(("message", "account", "expected"), EXAMPLES)
def test_the_examples_of_plain(message: bytes, account: tuple[str, str], expected: Step) -> None:
    """RFC 4616 4 and RFC 4954 4.1."""
    assert expected == last(begun("PLAIN", knowing(*account)), message)


def test_plain_takes_255_octets_of_each() -> None:
    """RFC 4616 2: "MUST accept up to 255 octets"."""
    message = "\0".join((LONG, LONG, LONG)).encode()

    assert Success(LONG) == last(begun("PLAIN", knowing(LONG, LONG)), message)


def test_login_asks_for_the_name_and_then_for_the_password() -> None:
    """Programs look for these two prompts, `VXNlcm5hbWU6` and `UGFzc3dvcmQ6`."""
    exchange = begun("LOGIN")

    assert Challenge(b64decode(b"VXNlcm5hbWU6")) == exchange.begin(None)
    assert Challenge(b64decode(b"UGFzc3dvcmQ6")) == exchange.respond(b"Alice")
    assert Success("alice") == exchange.respond(b"wonderland")


def test_login_takes_the_name_as_initial_response() -> None:
    """As smtplib and curl send it."""
    exchange = begun("LOGIN")

    assert Challenge(b"Password:") == exchange.begin(b"alice")
    assert Success("alice") == exchange.respond(b"wonderland")


LOGINS: list[tuple[bytes, bytes, Step]] = [
    (b"alice", b"builder", REFUSED),
    (b"nobody", b"wonderland", REFUSED),
    (b"ghost", b"x", REFUSED),
    (b"alice", b"", MALFORMED),
    (b"ghost", b"", MALFORMED),
    (b"alice", b"wonder\0land", MALFORMED),
    (b"alice", b"\xff", MALFORMED),
]


@pytest.mark.parametrize(("name", "password", "expected"), LOGINS)
def test_login_refuses(name: bytes, password: bytes, expected: Step) -> None:
    """After the password, and without telling what was wrong with name or password."""
    assert expected == outcome("LOGIN", None, name, password)


@pytest.mark.parametrize("name", [b"", b"al\0ice", b"\xff"])
def test_login_refuses_what_is_no_name(name: bytes) -> None:
    """At once: there is nothing to ask a password for."""
    assert MALFORMED == outcome("LOGIN", None, name)
    assert MALFORMED == outcome("LOGIN", name)


CHALLENGE = b"<1896.697170952@postoffice.reston.mci.net>"
TIM = knowing("tim", "tanstaaftanstaaf", "postoffice.reston.mci.net", "1896.697170952")


def test_the_example_of_cram_md5() -> None:
    """RFC 2195 2, from the challenge to the outcome."""
    exchange = begun("CRAM-MD5", TIM)
    challenge = b64decode(b"PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+")
    response = b64decode(b"dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw")

    assert Challenge(challenge) == exchange.begin(None)
    assert Success("tim") == exchange.respond(response)


def test_the_digest_of_cram_md5() -> None:
    """RFC 2195 2: the digest that the example works out; RFC 2104 for a long key."""
    long = hmac.new(hashlib.md5(b"k" * 65).digest(), CHALLENGE, "md5").hexdigest()

    assert "b913a602c7eda7a495b4e6e7334d3890" == digest("tanstaaftanstaaf", CHALLENGE)
    assert long == digest("k" * 65, CHALLENGE)


def signed(name: str, password: str) -> bytes:
    """Return a client's answer to the challenge of this suite's server."""
    key = hmac.new(password.encode(), b"<server-nonce@mx.example.com>", "md5")
    return f"{name} {key.hexdigest()}".encode()


ANSWERS = [
    (signed("alice", "wonderland"), Success("alice")),
    (signed("Alice", "wonderland"), Success("alice")),
    (signed("two words", "spaced"), Success("two words")),
    (signed("josé", "contraseña"), Success("josé")),
    (signed("alice", "builder"), REFUSED),
    (signed("bob", "wonderland"), REFUSED),
    (signed("nobody", "wonderland"), REFUSED),
    # With the empty password anyone can sign: it lets in neither its owner nor a stranger.
    (signed("ghost", ""), REFUSED),
    (signed("nobody", ""), REFUSED),
    # Section 2: "using lower-case ASCII characters".
    (signed("alice", "wonderland").upper(), MALFORMED),
    (signed("alice", "wonderland")[:-1], MALFORMED),
    (signed("alice", "wonderland") + b" ", MALFORMED),
    (signed("alice", "wonderland") + b"\n", MALFORMED),
    (signed("", "wonderland"), MALFORMED),
    (signed("al\0ice", "wonderland"), MALFORMED),
    (signed("alice", "wonderland").replace(b" ", b"\t"), MALFORMED),
    (b"\xff 0123456789abcdef0123456789abcdef", MALFORMED),
    (b"alice", MALFORMED),
    (b"", MALFORMED),
]


@pytest.mark.parametrize(("answer", "expected"), ANSWERS)
def test_answers_to_cram_md5(answer: bytes, expected: Step) -> None:
    """RFC 2195 2: name, space, digest."""
    assert expected == outcome("CRAM-MD5", None, answer)


def test_another_nonce_wants_another_signature() -> None:
    """What was overheard once is of no use again."""
    overheard = b"tim b913a602c7eda7a495b4e6e7334d3890"
    again = knowing("tim", "tanstaaftanstaaf", "postoffice.reston.mci.net", "1897.697170953")

    assert REFUSED == last(begun("CRAM-MD5", again), None, overheard)


def test_the_empty_challenge_is_for_those_who_speak_first() -> None:
    """RFC 4422 3: PLAIN's has nothing in it, CRAM-MD5's has all."""
    assert EMPTY == begun("PLAIN").begin(None)
    assert EMPTY != begun("CRAM-MD5").begin(None)
