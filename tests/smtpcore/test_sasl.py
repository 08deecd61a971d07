"""RFC 4422, RFC 4954 4: what holds for every mechanism."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtpcore.sasl import BEARER, CLEAR_TEXT, MECHANISMS, Challenge, Step, Success

from .random_input import steady
from .sasl_talk import EMPTY, KNOWN, MALFORMED, REFUSED, SERVER_FIRST, begun, outcome

CLIENT_FIRST = sorted(set(MECHANISMS) - {"LOGIN", "CRAM-MD5"})

everything = st.sampled_from(sorted(MECHANISMS))

PIECES = (
    *(b"\0", b"\1", b"\xff", b",", b"=", b" ", b"n", b"y", b"p=tls-unique", b"n,,", b"y,,"),
    *(b"a=alice", b"n=alice", b"r=nonce", b"r=nonceserver-nonce", b"c=biws", b"p=AAAA", b"m=x"),
    *(b"alice", b"wonderland", b"0123456789abcdef0123456789abcdef", b"=2C", b"=3D", b"v=", b"s="),
    *(b"user=alice", b"auth=Bearer ", b"auth=Bearer wonder.land", b"host=x", b"port=25", b"i=1"),
)

almost_responses = st.lists(st.sampled_from(PIECES), max_size=9).map(b"".join)
responses = st.binary(max_size=80) | almost_responses


@given(everything, st.none() | responses, st.lists(responses, max_size=4))
@steady
def test_no_response_raises(name: str, initial: bytes | None, said: list[bytes]) -> None:
    """Whatever comes in is a step, also after the last."""
    exchange = begun(name)
    steps = [exchange.begin(initial), *map(exchange.respond, said)]

    assert all(isinstance(step, Step) for step in steps)


@given(everything, st.none() | st.binary(max_size=80), st.lists(st.binary(max_size=80), max_size=4))
@steady
def test_random_octets_authenticate_nobody(
    name: str, initial: bytes | None, said: list[bytes]
) -> None:
    """Nor do they once an exchange is over."""
    exchange = begun(name)
    steps = [exchange.begin(initial), *map(exchange.respond, said)]

    assert not any(isinstance(step, Success) for step in steps)


@given(everything, st.none() | responses, st.lists(responses, max_size=3))
@steady
def test_the_same_responses_give_the_same_steps(
    name: str, initial: bytes | None, said: list[bytes]
) -> None:
    """No clock, no randomness."""
    one, other = begun(name), begun(name)

    assert one.begin(initial) == other.begin(initial)
    assert [one.respond(each) for each in said] == [other.respond(each) for each in said]


@pytest.mark.parametrize("name", CLIENT_FIRST)
def test_a_client_that_may_speak_first_is_asked_to(name: str) -> None:
    """RFC 4422 3: without an initial response, "followed by an empty challenge"."""
    assert EMPTY == begun(name).begin(None)


@pytest.mark.parametrize("initial", [b"", b"alice 0123456789abcdef0123456789abcdef"])
def test_where_the_server_speaks_first_an_initial_response_is_refused(initial: bytes) -> None:
    """RFC 4954 4: "the server MUST reject the AUTH command with a 501 reply"."""
    assert SERVER_FIRST == outcome("CRAM-MD5", initial)


@pytest.mark.parametrize("name", sorted(MECHANISMS))
def test_a_response_that_is_no_utf_8_is_malformed(name: str) -> None:
    """RFC 3629, which RFC 4616, 5802, 7628 and 4422 name; a bearer's error is told first."""
    exchange = begun(name)
    exchange.begin(None)
    step = exchange.respond(b"\xc3\x28")
    if isinstance(step, Challenge):
        assert b"status" in step.octets
        step = exchange.respond(b"")

    assert MALFORMED == step


def test_clear_text_mechanisms_send_what_an_eavesdropper_could_use() -> None:
    """RFC 4954 4 and RFC 7628 3: these need TLS; EXTERNAL has no secret to send."""
    assert {"PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"} == CLEAR_TEXT
    assert {"XOAUTH2", "OAUTHBEARER"} == BEARER
    assert set(MECHANISMS) > CLEAR_TEXT > BEARER


def test_secrets_are_not_printed() -> None:
    """A failing assertion or a log shows no password and no token."""
    assert "wonder" not in repr(KNOWN)
    assert "alice" not in repr(begun("PLAIN"))


EXTERNAL = [
    # RFC 4422 A.2: an empty authorization identity, asked for or as initial response.
    ("alice", None, Success("alice")),
    ("alice", b"", Success("alice")),
    ("alice", b"alice", Success("alice")),
    ("alice", b"ALICE", Success("alice")),
    ("Alice", b"", Success("alice")),
    # A.2, the second example: "Cannot assume requested authorization identity".
    ("alice", b"fred@example.com", REFUSED),
    ("", b"", REFUSED),
    ("", b"alice", REFUSED),
    ("alice", b"al\0ice", MALFORMED),
    ("alice", b"\xff", MALFORMED),
]


@pytest.mark.parametrize(("proven", "authzid", "expected"), EXTERNAL)
def test_external_takes_what_the_certificate_proves(
    proven: str, authzid: bytes | None, expected: Step
) -> None:
    """RFC 4422 appendix A."""
    exchange = begun("EXTERNAL", replace(KNOWN, external=proven))
    step = exchange.begin(authzid)
    if authzid is None:
        step = exchange.respond(b"")

    assert expected == step
