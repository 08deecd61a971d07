"""Where a session turns into something else: TLS, reversed roles, a server that hangs up."""

from __future__ import annotations

import pytest

from smtp_playground.bridge import Bridge

from .talk import HELLO, MAIL, RCPT, Talk, lines, replies, text


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: 1_700_000_000.0)


@pytest.fixture
def talk(bridge: Bridge, request: pytest.FixtureRequest) -> Talk:
    """Return a session that has been greeted by `playground`, in English."""
    talk = Talk(bridge, str(request.node.name))
    talk.open()
    return talk


def test_a_handshake_is_told_of_where_it_would_be(talk: Talk) -> None:
    """The session starts anew, and the note says so and what to do."""
    talk.say(HELLO)
    _, ready, note = talk.say("STARTTLS")

    assert ("ready-for-tls", "note") == (ready["reply"], note["speaker"])
    assert "simulated" in lines(note)[0]
    assert note["open"]
    assert "certificate" in text(note["explanation"]["here"])
    assert "CVE" not in text(note["explanation"]["here"])
    assert "EHLO" in text(note["explanation"]["next"])
    assert any("rfc3207" in link["target"] for link in note["explanation"]["links"])
    assert talk.detail(note)["title"] == note["explanation"]["title"]
    assert ("greeted", True) == (talk.session["state"], talk.session["secure"])
    assert "port 25, encrypted" in talk.session["status"]
    assert "STARTTLS" not in "".join(lines(talk.say(HELLO)[-1]))


def test_what_comes_behind_starttls_is_thrown_away_and_told(talk: Talk) -> None:
    """CVE-2011-0411: nobody knows who wrote it."""
    said = ("EHLO evil.example", MAIL, RCPT)
    bubbles = talk.paste(HELLO, "STARTTLS", *said)
    told = text(bubbles[-1]["explanation"]["here"])

    assert ["extended-hello", "ready-for-tls"] == replies(bubbles)
    assert f": {sum(len(line) + 2 for line in said)}." in told
    assert "CVE-2011-0411" in told
    assert "greeted" == talk.session["state"]
    assert "" == talk.session["envelope"]["client"]


def test_a_message_after_the_handshake_is_kept_as_encrypted(talk: Talk) -> None:
    """The mailbox shows how it came."""
    said = talk.say(HELLO, "STARTTLS", HELLO, MAIL, RCPT, "DATA", "Subject: x", ".")

    assert ["message-accepted"] == replies(said)
    assert talk.session["secure"]


def test_tls_from_the_first_octet_is_told_before_the_greeting(talk: Talk) -> None:
    """Port 465 (RFC 8314 3.3)."""
    *_, note, greeting = talk.open("submissions-465")

    assert ("note", "service-ready") == (note["speaker"], greeting["reply"])
    assert "465" in text(note["explanation"]["here"])
    (rfc,) = [run["href"] for run in note["explanation"]["here"] if run["href"]]
    assert rfc == "https://www.rfc-editor.org/rfc/rfc8314#section-3.3"
    assert not note["explanation"]["links"]
    assert "port 465, encrypted" in talk.session["status"]
    assert talk.session["secure"]

    talk.say("QUIT")
    assert not talk.session["secure"]


def test_reversed_roles_end_the_conversation(bridge: Bridge) -> None:
    """The page does not play the client that the server would be now."""
    talk = Talk(bridge, "reversed")
    talk.open("reference")
    login = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ="
    turned = talk.say(HELLO, "STARTTLS", HELLO, login, "ATRN client.example")
    note = talk.paste("220 client.example", "NOOP")[-1]

    assert ["roles-reversed"] == replies(turned)
    assert ("reversed", "closed") == (talk.session["state"], talk.session["mode"])
    assert "Roles reversed" in talk.session["status"]
    assert ("note", True) == (note["speaker"], "2" in lines(note)[0])
    assert "service-ready" in replies(talk.open("reference"))


def test_a_server_that_hangs_up_closes_the_conversation(talk: Talk) -> None:
    """421 comes unasked; here after mistakes too many."""
    hung_up = talk.paste(*["FOO"] * 30)

    assert "too-many-errors" == [*replies(hung_up)][-1]
    assert ("closed", "closed") == (talk.session["state"], talk.session["mode"])
    assert [] == talk.chips
    assert "10" in lines(hung_up[-1])[0]


def test_internationalized_addresses_are_shown_as_they_are(talk: Talk) -> None:
    """Nothing was made visible that could not be seen, so nothing is remarked upon."""
    command = talk.say(HELLO, "MAIL FROM:<zoë@client.example> SMTPUTF8")[0]
    broken = talk.say("NOOP \x07")[0]

    assert ["MAIL FROM:<zoë@client.example> SMTPUTF8"] == lines(command)
    assert [] == command["remarks"]
    assert ["NOOP \\x07"] == lines(broken)
    assert broken["remarks"]


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_the_map_of_states_calls_nothing_a_command_that_nobody_types(
    bridge: Bridge, language: str
) -> None:
    """The answer to a challenge and the handshake have names in the reader's language."""
    talk = Talk(bridge, f"map-{language}")
    talk.open("reference", language)
    rows = {row["id"]: row["allowed"] for row in talk.session["states"]}

    assert ["plain"] == [run["style"] for run in rows["authenticating"]]
    assert ["plain"] == [run["style"] for run in rows["starting-tls"]]
    assert ["."] == [run["text"] for run in rows["receiving-content"]]
    assert {"code"} == {run["style"] for run in rows["ready"]}
    assert [] == rows["reversed"]
