"""RFC 7628 (OAUTHBEARER) and XOAUTH2: bearer tokens, and errors in two steps."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import replace

import pytest

from smtpcore.sasl import Challenge, Failure, Refused, Success

from .sasl_talk import KNOWN, begun, outcome

USER = "user@example.com"
TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="
EXAMPLE = replace(KNOWN, tokens={USER: TOKEN})

IMAP = (  # RFC 7628 4.1
    b"bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyI"
    b"HZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB"
)
SMTP = (  # RFC 7628 4.1
    b"bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9NTg3AWF1dGg9QmVhcmVyI"
    b"HZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB"
)
SCOPE_WANTED = (  # RFC 7628 4.3
    b"bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9AQE="
)
MISPRINTED = (  # RFC 7628 4.4
    b"bix1c2VyPXNvbWV1c2VyQGV4YW1wbGUuY29tLAFhdXRoPUJlYXJlciB2RjlkZnQ0cW1UYzJOdmIzUmxja0JoZEhSa"
    b"GRtbHpkR0V1WTI5dENnPT0BAQ=="
)


@pytest.mark.parametrize("initial", [IMAP, SMTP], ids=["IMAP", "SMTP"])
def test_the_examples_that_succeed(initial: bytes) -> None:
    """RFC 7628 4.1."""
    assert Success(USER) == begun("OAUTHBEARER", EXAMPLE).begin(b64decode(initial))


def test_the_example_of_a_query_fails_in_two_steps() -> None:
    """RFC 7628 4.3: an empty authorization; the client's `AQ==` ends it."""
    exchange = begun("OAUTHBEARER", EXAMPLE)
    step = exchange.begin(b64decode(SCOPE_WANTED))

    assert isinstance(step, Challenge)
    assert "invalid_token" == json.loads(step.octets)["status"]
    assert Refused(Failure.REFUSED) == exchange.respond(b64decode(b"AQ=="))


def test_the_example_from_smtp_has_a_misprint() -> None:
    """RFC 7628 4.4 prints `user=` where the GS2 header of 3.1 has `a=`; it fails in any case."""
    printed = b64decode(MISPRINTED)

    assert ("invalid_request", Failure.MALFORMED) == failure("OAUTHBEARER", printed)
    assert ("invalid_token", Failure.REFUSED) == failure(
        "OAUTHBEARER", printed.replace(b"user=", b"a=")
    )


def failure(mechanism: str, response: bytes, answer: bytes = b"\x01") -> tuple[str, Failure]:
    """Return the status that the error challenge tells, and how the exchange ends."""
    exchange = begun(mechanism)
    step = exchange.begin(response)
    assert isinstance(step, Challenge)
    end = exchange.respond(answer)
    assert isinstance(end, Refused)
    return json.loads(step.octets)["status"], end.why


OAUTHBEARER = [
    (b"n,a=alice,\1auth=Bearer wonder.land\1\1", "alice"),
    (b"y,a=alice,\1auth=Bearer wonder.land\1\1", "alice"),
    (b"n,a=ALICE,\1auth=Bearer wonder.land\1\1", "alice"),
    # Section 3.2: without an authzid, "the identity securely established" by the token.
    (b"n,,\1auth=Bearer wonder.land\1\1", "alice"),
    (b"n,,\1auth=Bearer bob-token==\1\1", "bob"),
    # Section 4: "The SASL OAuth method names are case insensitive".
    (b"n,,\1auth=bearer wonder.land\1\1", "alice"),
    (b"n,,\1auth=BeArEr   wonder.land\1\1", "alice"),
    # Section 3.1: "Unknown key/value pairs MUST be ignored by the server"; any order.
    (b"n,,\1auth=Bearer wonder.land\1host=a.example\1port=587\1\1", "alice"),
    (b"n,,\1shoe=44\1qs=\1auth=Bearer wonder.land\1\1", "alice"),
]


@pytest.mark.parametrize(("response", "account"), OAUTHBEARER)
def test_oauthbearer_takes(response: bytes, account: str) -> None:
    """RFC 7628 3.1, also when asked for it by the empty challenge."""
    assert Success(account) == outcome("OAUTHBEARER", response)
    assert Success(account) == outcome("OAUTHBEARER", None, response)


XOAUTH2 = [
    (b"user=alice\1auth=Bearer wonder.land\1\1", "alice"),
    (b"user=Alice\1auth=bearer wonder.land\1\1", "alice"),
    (b"user=bob\1auth=Bearer bob-token==\1\1", "bob"),
]


@pytest.mark.parametrize(("response", "account"), XOAUTH2)
def test_xoauth2_takes(response: bytes, account: str) -> None:
    """By Google's description."""
    assert Success(account) == outcome("XOAUTH2", response)
    assert Success(account) == outcome("XOAUTH2", None, response)


WRONG = [
    b"n,a=alice,\1auth=Bearer wonderland\1\1",
    b"n,a=alice,\1auth=Bearer bob-token==\1\1",
    b"n,a=bob,\1auth=Bearer wonder.land\1\1",
    b"n,a=nobody,\1auth=Bearer wonder.land\1\1",
    b"n,a=ghost,\1auth=Bearer \1\1",
    b"n,,\1auth=Bearer\1\1",
    b"n,,\1auth=Bearer \1\1",
    b"n,,\1auth=\1\1",
    b"n,,\1auth=Basic YWxpY2U6d29uZGVybGFuZA==\1\1",
    b"n,,\1auth=Bearer wonder.land, Bearer wonder.land\1\1",
    b"n,,\1auth=wonder.land\1\1",
]


@pytest.mark.parametrize("response", WRONG)
@pytest.mark.parametrize("answer", [b"\x01", b"", b"n,,\1auth=Bearer wonder.land\1\1"])
def test_a_wrong_token_is_refused_whatever_the_answer(response: bytes, answer: bytes) -> None:
    """RFC 7628 3.2.2, 3.2.3: and nobody learns whether the account exists."""
    assert ("invalid_token", Failure.REFUSED) == failure("OAUTHBEARER", response, answer)


BAD = [
    b"",
    b"\1",
    b"\1\1",
    b"n,,",
    b"n,,\1",
    b"n,,\1\1",  # "auth" is REQUIRED
    b"n,,\1host=a.example\1\1",
    b"n,,\1Auth=Bearer wonder.land\1\1",
    b"n,,\1auth=Bearer wonder.land\1",
    b"n,,\1auth=Bearer wonder.land\1\1\1",
    b"n,,\1auth=Bearer wonder.land\1\1\n",
    b"n,,auth=Bearer wonder.land\1\1",
    b"n,\1auth=Bearer wonder.land\1\1",
    b"n,alice,\1auth=Bearer wonder.land\1\1",
    b"n,a=,\1auth=Bearer wonder.land\1\1",
    b"n,a=al=ice,\1auth=Bearer wonder.land\1\1",
    b"p=tls-unique,,\1auth=Bearer wonder.land\1\1",
    b"N,,\1auth=Bearer wonder.land\1\1",
    b"n,,\1auth=Bearer wonder.land\1auth=Bearer wonder.land\1\1",
    b"n,,\1auth=Bearer wonder.land\1a1=b\1\1",
    b"n,,\1auth=Bearer wonder.land\1=b\1\1",
    b"n,,\1auth=Bearer wonder.land\1port\1\1",
    # "a decimal positive integer string without leading zeros"
    b"n,,\1auth=Bearer wonder.land\1port=0\1\1",
    b"n,,\1auth=Bearer wonder.land\1port=025\1\1",
    b"n,,\1auth=Bearer wonder.land\1port=\1\1",
    "n,,\1auth=Bearer wönder\1\1".encode(),
    b"n,,\1auth=Bearer wonder\0land\1\1",
    b"n,a=\xff,\1auth=Bearer wonder.land\1\1",
]


@pytest.mark.parametrize("response", BAD)
def test_what_the_grammar_of_oauthbearer_forbids(response: bytes) -> None:
    """RFC 7628 3.1; RFC 6750 3.1: "malformed" is `invalid_request`."""
    assert ("invalid_request", Failure.MALFORMED) == failure("OAUTHBEARER", response)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (b"user=alice\1auth=Bearer wonderland\1\1", ("401", Failure.REFUSED)),
        (b"user=alice\1auth=Bearer bob-token==\1\1", ("401", Failure.REFUSED)),
        (b"user=nobody\1auth=Bearer wonder.land\1\1", ("401", Failure.REFUSED)),
        (b"user=ghost\1auth=Bearer \1\1", ("401", Failure.REFUSED)),
        (b"user=alice\1auth=Basic x\1\1", ("401", Failure.REFUSED)),
        (b"user=alice\1auth=Bearer wonder.land\1", ("400", Failure.MALFORMED)),
        (b"user=alice\1auth=Bearer wonder.land\1\1\1", ("400", Failure.MALFORMED)),
        (b"user=\1auth=Bearer wonder.land\1\1", ("400", Failure.MALFORMED)),
        (b"auth=Bearer wonder.land\1\1", ("400", Failure.MALFORMED)),
        (b"user=al\0ice\1auth=Bearer wonder.land\1\1", ("400", Failure.MALFORMED)),
        (b"user=\xff\1auth=Bearer wonder.land\1\1", ("400", Failure.MALFORMED)),
        (b"n,a=alice,\1auth=Bearer wonder.land\1\1", ("400", Failure.MALFORMED)),
        (b"", ("400", Failure.MALFORMED)),
    ],
)
def test_xoauth2_fails_in_two_steps(response: bytes, expected: tuple[str, Failure]) -> None:
    """Its client answers the error with an empty response."""
    assert expected == failure("XOAUTH2", response, b"")


def test_two_accounts_may_share_a_token() -> None:
    """Then the authzid says who it is."""
    shared = replace(KNOWN, tokens={"alice": "same", "bob": "same"})
    response = b"n,a=bob,\1auth=Bearer same\1\1"

    assert Success("bob") == begun("OAUTHBEARER", shared).begin(response)
