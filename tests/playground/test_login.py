"""Logging in at the browser's door: a secret is dots everywhere, and a challenge has its answer."""

from __future__ import annotations

import base64
import copy
import json

import pytest

from smtp_playground.bridge import Bridge
from smtp_playground.parts import DOTS
from smtpcore import CATALOGUE

from .talk import HELLO, MAIL, RCPT, Talk, Told, lines, part, parts, replies, text


def encoded(plain: str) -> str:
    return base64.b64encode(plain.encode()).decode()


PASSWORD = "tr0ub4dor&3"
ACCOUNT = "mallory"
PLAIN = encoded(f"\0{ACCOUNT}\0{PASSWORD}")

AUTH = f"AUTH PLAIN {encoded(chr(0) + 'alice' + chr(0) + 'wonderland')}"
"""How alice logs in."""

LOGINS = {
    "plain": (HELLO, f"AUTH PLAIN {PLAIN}"),
    "plain-after-334": (HELLO, "AUTH PLAIN", PLAIN),
    "login": (HELLO, "AUTH LOGIN", encoded(ACCOUNT), encoded(PASSWORD)),
    "login-at-once": (HELLO, f"AUTH LOGIN {encoded(ACCOUNT)}", encoded(PASSWORD)),
    "not-base64": (HELLO, "AUTH LOGIN", encoded(ACCOUNT), PASSWORD),
    "too-many-words": (HELLO, f"AUTH PLAIN {ACCOUNT} {PASSWORD}"),
    "no-such-mechanism": (HELLO, f"AUTH PASSWORD {PLAIN}"),
    "too-early": (f"AUTH PLAIN {PLAIN}",),
    "in-a-transaction": (HELLO, MAIL, f"auth plain {PLAIN}"),
    "badly-spaced": (HELLO, f"AUTH  PLAIN   {PLAIN}"),
    "by-tabs": (HELLO, f"AUTH\tPLAIN\t{PLAIN}"),
    "too-long": (HELLO, f"AUTH PLAIN {PLAIN * 1000}"),
}


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: 1_700_000_000.0)


@pytest.fixture
def talk(bridge: Bridge, request: pytest.FixtureRequest) -> Talk:
    """Return a session that has been greeted by `playground`, in English."""
    talk = Talk(bridge, str(request.node.name))
    talk.open()
    return talk


def without_secrets(told: Told) -> str:
    """Return all that is told but the parts' secrets, as JSON."""
    rest = copy.deepcopy(told)
    for bubble in rest.get("bubbles", []):
        for each in parts(bubble):
            del each["secret"], each["decoded"]
    return json.dumps(rest, ensure_ascii=False)


@pytest.mark.parametrize("persona", ["playground", "reference", "submissions-465", "lmtp"])
@pytest.mark.parametrize("said", LOGINS.values(), ids=LOGINS)
def test_a_password_is_behind_its_dots_and_nowhere_else(
    talk: Talk, persona: str, said: tuple[str, ...]
) -> None:
    """In no text, no explanation, no detail, nothing spoken, whatever the server makes of it."""
    talk.open(persona)
    bubbles = [bubble for line in said for bubble in talk.say(line)]
    for language in ("en", "pt-BR"):
        for bubble in talk.all(language):
            talk.detail(bubble)
    is_taken = said[-1].startswith(("AUTH", "auth")) or "auth-challenge" in replies(bubbles)

    for told in talk.everything if is_taken else []:
        for secret in (PASSWORD, encoded(PASSWORD), PLAIN):
            assert secret not in without_secrets(told)
    hidden = [each for bubble in bubbles for each in parts(bubble) if each["secret"]]
    assert {DOTS} >= {each["text"] for each in hidden}
    assert hidden or not is_taken


def test_a_secret_can_be_shown_and_is_told_in_plain_words(talk: Talk) -> None:
    """Base64 is no encryption, and nothing shows it better."""
    command = talk.say(HELLO, f"AUTH PLAIN {PLAIN}")[0]
    secret = part(command, "sasl-response")

    assert [f"AUTH PLAIN {DOTS}"] == lines(command)
    assert (PLAIN, f"\\x00{ACCOUNT}\\x00{PASSWORD}") == (secret["secret"], secret["decoded"])
    assert secret["title"]
    assert text(secret["explanation"])


def test_the_star_is_no_secret(talk: Talk) -> None:
    """It gives up, and says nothing about anybody."""
    star, cancelled = talk.say(HELLO, "AUTH LOGIN", "*")

    assert ["*"] == lines(star)
    assert "" == part(star, "sasl-cancel")["secret"]
    assert "auth-cancelled" == cancelled["reply"]


def test_a_challenge_is_told_in_plain_words(talk: Talk) -> None:
    """Where a reader points at it, in the explanation, and to who listens."""
    challenge = talk.say(HELLO, "AUTH LOGIN")[-1]

    assert ["334 VXNlcm5hbWU6"] == lines(challenge)
    assert "Username:" in text(part(challenge, "challenge")["explanation"])
    assert "Username:" in text(challenge["explanation"]["here"])
    assert challenge["spoken"].startswith("Server: 334 Username:. ")


@pytest.mark.parametrize(
    ("mechanism", "title"), [("SCRAM-SHA-256", "SCRAM-SHA-256: "), ("scram-x", "Mechanism")]
)
def test_each_mechanism_is_explained(talk: Talk, mechanism: str, title: str) -> None:
    """An unknown one as such."""
    command = talk.say(HELLO, f"AUTH {mechanism}")[0]

    assert part(command, "mechanism")["title"].startswith(title)


# The answer is at hand.


def offered(talk: Talk) -> list[str]:
    """Say hello; return the mechanisms that the reply lists."""
    listed = lines(talk.say(HELLO)[-1])
    return next(line[4:].split()[1:] for line in listed if line[4:].startswith("AUTH "))


@pytest.mark.parametrize("encrypt", [True, False], ids=["encrypted", "in-clear"])
@pytest.mark.parametrize("persona", ["playground", "reference", "submission-587"])
def test_every_mechanism_leads_to_its_end_by_chips_alone(
    talk: Talk, persona: str, encrypt: bool
) -> None:
    """Nobody works out an HMAC by hand."""
    talk.open(persona)
    encrypt = encrypt or persona == "submission-587"  # which takes no login without
    talk.say(HELLO, *["STARTTLS"] * encrypt)
    mechanisms = offered(talk)

    assert {"PLAIN", "LOGIN"} <= set(mechanisms) or not encrypt
    for mechanism in mechanisms:
        bubbles = talk.say(f"AUTH {mechanism}")
        while talk.session["mode"] == "response":
            assert "Response of alice" == talk.session["chips"][0]["label"]
            bubbles = talk.say(talk.chips[0])

        assert ["auth-succeeded"] == replies(bubbles), mechanism
        assert "alice" in talk.session["status"]
        talk.open(persona)
        talk.say(HELLO, *["STARTTLS"] * encrypt, HELLO)


def test_an_answer_is_offered_and_not_completed(talk: Talk) -> None:
    """Who types something else must not find a password behind the caret."""
    talk.say(HELLO, "AUTH LOGIN")

    assert [encoded("alice"), "*"] == talk.chips
    assert [] == talk.session["completions"]


def test_there_is_no_answer_where_nobody_has_an_account(talk: Talk) -> None:
    """A SCRAM that went wrong has none either: giving up is left."""
    talk.say(HELLO, "AUTH SCRAM-SHA-256", encoded("n,,n=alice,r=my-own-nonce"))

    assert ["*"] == talk.chips


# What may be sent now, on each server.


WAYS = {
    "playground": (HELLO, MAIL, RCPT, "BDAT 2", ""),
    "reference": (HELLO, MAIL, RCPT, "BDAT 2", ""),
    "submission-587": (HELLO, "STARTTLS", HELLO, AUTH, MAIL, RCPT, "BDAT 2", ""),
    "submissions-465": (HELLO, AUTH, MAIL, RCPT, "BDAT 2", ""),
    "lmtp": ("LHLO client.example", MAIL, RCPT, "BDAT 2", ""),
}
UNFIT = {name for name, reply in CATALOGUE.items() if reply.code in (500, 502, 503)}


@pytest.mark.parametrize(("persona", "way"), WAYS.items(), ids=WAYS)
def test_a_chip_is_a_command_that_the_server_takes_now(
    bridge: Bridge, persona: str, way: tuple[str, ...]
) -> None:
    """It may be refused for what it says, not for what it is or for when it comes."""
    tried = Talk(bridge, f"tried-{persona}")
    for length in range(len(way) + 1):
        tried.open(persona)
        tried.say("NOOP", *way[:length])
        for chip in tried.chips:
            tried.open(persona)

            assert not {*replies(tried.say("NOOP", *way[:length], chip))} & UNFIT, chip


def test_what_a_server_wants_first_is_offered_first(talk: Talk) -> None:
    """Submission is closed without TLS, and then without a login."""
    talk.open("submission-587")
    first = [talk.session["chips"][0]["label"]]
    for line in (HELLO, "STARTTLS", HELLO, AUTH):
        talk.say(line)
        first.append(talk.session["chips"][0]["label"])

    assert ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL"] == first


def test_what_is_done_is_not_offered_again(talk: Talk) -> None:
    """A second STARTTLS or AUTH would only be refused."""
    talk.say(HELLO)
    assert {"STARTTLS", "AUTH"} <= labels(talk)

    talk.say("STARTTLS", HELLO, AUTH)
    assert not {"STARTTLS", "AUTH"} & labels(talk)


def labels(talk: Talk) -> set[str]:
    return {chip["label"] for chip in talk.session["chips"]}


def test_submission_offers_a_login_where_it_takes_one(talk: Talk) -> None:
    """RFC 5321 4.2.4 forbids to list what is refused: before TLS that is every login."""
    talk.open("submission-587")

    assert not any("AUTH" in line for line in lines(talk.say(HELLO)[-1]))
    talk.say("STARTTLS")
    assert ["PLAIN", "LOGIN", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER"] == offered(talk)
