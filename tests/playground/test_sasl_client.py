"""The answers that the page has ready, given to the server that the page has."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtp_playground.sasl_client import next_response
from smtpcore.sasl import MECHANISMS, Challenge, Credentials, Failure, Refused, Step, Success

ALICE: Final = Credentials(
    passwords={"alice": "wonderland", "a,b=c": "punctuation", "josé": "contraseña"},
    tokens={"alice": "wonder.land", "a,b=c": "token"},
    external="alice",
    hostname="mx.example.com",
    nonce="server-nonce",
)
SCRAM = ["SCRAM-SHA-1", "SCRAM-SHA-256"]
ALL = sorted(MECHANISMS)
SPEAKS_FIRST = sorted(set(MECHANISMS) - {"CRAM-MD5", "LOGIN"})

steady = settings(derandomize=True, database=None, deadline=None, max_examples=60)


def authenticate(
    mechanism: str,
    account: str = "alice",
    password: str = "wonderland",
    token: str = "wonder.land",
    *,
    at_once: bool = False,
    known: Credentials = ALICE,
) -> tuple[Step, list[bytes]]:
    """Let the ready-made answers talk to the server; return the last step and the challenges."""
    exchange = MECHANISMS[mechanism](known)
    challenges: list[bytes] = []

    def answer() -> bytes | None:
        return next_response(mechanism, challenges, account, password, token)

    step = exchange.begin(answer() if at_once else None)
    while isinstance(step, Challenge):
        challenges.append(step.octets)
        response = answer()
        assert response is not None
        step = exchange.respond(response)
    return step, challenges


@pytest.mark.parametrize("mechanism", ALL)
def test_the_ready_made_answers_are_right(mechanism: str) -> None:
    """From the first challenge to the success."""
    step, _ = authenticate(mechanism)

    assert Success("alice") == step


@pytest.mark.parametrize("mechanism", SPEAKS_FIRST)
def test_the_first_answer_serves_as_initial_response(mechanism: str) -> None:
    """RFC 4954 4: with it, the server does not ask by an empty challenge."""
    step, challenges = authenticate(mechanism, at_once=True)

    assert Success("alice") == step
    assert b"" not in challenges


@pytest.mark.parametrize("mechanism", ["CRAM-MD5", "LOGIN"])
def test_where_the_server_speaks_first_there_is_no_initial_response(mechanism: str) -> None:
    assert next_response(mechanism, [], "alice", "wonderland", "") is None


@pytest.mark.parametrize("mechanism", sorted(set(MECHANISMS) - {"EXTERNAL"}))
def test_with_a_wrong_secret_they_are_refused(mechanism: str) -> None:
    """Bearers tell an error first, which is answered too."""
    step, _ = authenticate(mechanism, password="builder", token="builder")

    assert Refused(Failure.REFUSED) == step


def test_external_claims_nothing_that_is_not_proven() -> None:
    step, _ = authenticate("EXTERNAL", known=replace(ALICE, external=""))

    assert Refused(Failure.REFUSED) == step


@pytest.mark.parametrize("mechanism", sorted(set(MECHANISMS) - {"EXTERNAL"}))
def test_a_name_with_the_marks_of_the_grammar(mechanism: str) -> None:
    """RFC 5802 5.1: "," and "=" are sent as "=2C" and "=3D"."""
    step, _ = authenticate(mechanism, "a,b=c", "punctuation", "token")

    assert Success("a,b=c") == step


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN", "CRAM-MD5"])
def test_a_name_out_of_ascii(mechanism: str) -> None:
    step, _ = authenticate(mechanism, "josé", "contraseña")

    assert Success("josé") == step


@pytest.mark.parametrize("mechanism", SCRAM)
@pytest.mark.parametrize("who", [("josé", "pencil"), ("user", "contraseña"), ("user", "a\a")])
def test_scram_disallows_what_it_cannot_prepare(mechanism: str, who: tuple[str, str]) -> None:
    """RFC 5802 2.2, 5.1."""
    assert next_response(mechanism, [b""], *who, "") is None


def test_login_answers_the_prompt() -> None:
    """The name may have been given as initial response; the case of a prompt is the server's."""
    assert b"wonderland" == next_response("LOGIN", [b"Password:"], "alice", "wonderland", "")
    assert b"alice" == next_response("LOGIN", [b"User Name\0"], "alice", "wonderland", "")
    assert next_response("LOGIN", [b"One-time code:"], "alice", "wonderland", "") is None


def test_the_example_of_cram_md5() -> None:
    """RFC 2195 2."""
    challenge = b64decode(b"PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+")
    response = b64decode(b"dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw")

    assert response == next_response("cram-md5", [challenge], "tim", "tanstaaftanstaaf", "")


def test_the_example_of_plain() -> None:
    """RFC 4616 4."""
    expected = b"\0tim\0tanstaaftanstaaf"

    assert expected == next_response("PLAIN", [b""], "tim", "tanstaaftanstaaf", "")


MESSAGES = {
    "XOAUTH2": (b"user=alice\1auth=Bearer t\1\1", b""),
    "OAUTHBEARER": (b"n,a=alice,\1auth=Bearer t\1\1", b"\1"),
}


@pytest.mark.parametrize(("mechanism", "messages"), MESSAGES.items())
def test_a_bearer_answers_the_error_as_it_must(
    mechanism: str, messages: tuple[bytes, bytes]
) -> None:
    """RFC 7628 3.2.3: "a single %x01"; XOAUTH2's answer is empty."""
    error = b'{"status":"invalid_token"}'
    asked = next_response(mechanism, [b""], "alice", "", "t")
    told = next_response(mechanism, [b"", error], "alice", "", "t")

    assert messages == (asked, told)
    assert next_response(mechanism, [b"", error, error], "alice", "", "t") is None


@pytest.mark.parametrize("mechanism", ["PLAIN", "EXTERNAL", "CRAM-MD5"])
def test_a_challenge_too_many_has_no_answer(mechanism: str) -> None:
    assert next_response(mechanism, [b"", b"what", b"else"], "alice", "wonderland", "") is None


@pytest.mark.parametrize("mechanism", ["", "GSSAPI", "DIGEST-MD5", "SCRAM-SHA-256-PLUS"])
def test_an_unknown_mechanism_has_no_answer(mechanism: str) -> None:
    assert next_response(mechanism, [b""], "alice", "wonderland", "") is None


OURS = b"r=fixed-client-nonceX"

SERVER_FIRST = [
    (OURS + b",s=QSXCR+Q6sek8bf92,i=4096", True),
    (OURS + b",s=QSXCR+Q6sek8bf92,i=1", True),
    (OURS + b",s=QSXCR+Q6sek8bf92,i=1,x=ignored", True),
    # Section 5.1: not the client's own nonce; "m" must fail.
    (b"r=somebody-else,s=QSXCR+Q6sek8bf92,i=4096", False),
    (b"m=x," + OURS + b",s=QSXCR+Q6sek8bf92,i=4096", False),
    (OURS + b",s=QSXCR+Q6sek8bf92,i=1,m=x", False),
    # Section 9: a hostile server.
    (OURS + b",s=QSXCR+Q6sek8bf92,i=100000", False),
    (OURS + b",s=QSXCR+Q6sek8bf92,i=" + b"9" * 5000, False),
    (OURS + b",s=QSXCR+Q6sek8bf92,i=0", False),
    (OURS + b",s=QSXCR,i=4096", False),
    (OURS, False),
    (b"\xff", False),
    (b"e=other-error", False),
]


@pytest.mark.parametrize("mechanism", SCRAM)
@pytest.mark.parametrize(("message", "answered"), SERVER_FIRST)
def test_scram_answers_only_a_right_server(mechanism: str, message: bytes, answered: bool) -> None:
    """RFC 5802 5.1."""
    response = next_response(mechanism, [b"", message], "user", "pencil", "")

    assert answered == (response is not None)


@pytest.mark.parametrize("mechanism", SCRAM)
def test_scram_checks_the_server_s_signature(mechanism: str) -> None:
    """RFC 5802 5: "If the two are different, the client MUST consider" it unsuccessful."""
    _, challenges = authenticate(mechanism)
    forged = b"v=" + b64encode(b"\0" * len(b64decode(challenges[2][2:])))

    for last in ([forged], [b"e=other-error"], [b""], [challenges[2], b""]):
        said = [*challenges[:2], *last]
        assert next_response(mechanism, said, "alice", "wonderland", "") is None


@given(st.sampled_from(ALL), st.lists(st.binary(max_size=60), max_size=4))
@steady
def test_no_challenge_raises(mechanism: str, challenges: list[bytes]) -> None:
    """A reader may point this at a server of any character."""
    answer = next_response(mechanism, challenges, "alice", "wonderland", "token")

    assert answer is None or isinstance(answer, bytes)


@pytest.mark.parametrize("mechanism", ALL)
def test_the_same_challenges_have_the_same_answer(mechanism: str) -> None:
    """A conversation that is played again is the same conversation."""
    assert authenticate(mechanism) == authenticate(mechanism)
