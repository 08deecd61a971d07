"""What else could have come, and the way to it."""

from __future__ import annotations

import pytest

from smtp_playground.bridge import BridgeError
from smtp_playground.ids import VERBS
from smtp_playground.possible import load_matrix

from .talk import HELLO, MAIL, RCPT, Told, replies
from .test_rules import Ruled

OTHER = "RCPT TO:<bob@example.com>"


@pytest.fixture
def talk(request: pytest.FixtureRequest) -> Ruled:
    return Ruled(f"possible {request.node.name}")


def reply(bubbles: list[Told]) -> Told:
    """Return the last reply among bubbles."""
    return [bubble for bubble in bubbles if bubble["reply"]][-1]


def codes(detail: Told, *, made: bool | None = None) -> list[str]:
    others = detail["others"]
    return [each["code"] for each in others if made is None or each["can_be_made"] is made]


def test_matrix_is_about_every_command() -> None:
    assert {"connect", *VERBS} == set(load_matrix())


def test_reply_tells_what_else_could_have_come(talk: Ruled) -> None:
    talk.say(HELLO, MAIL)
    detail = talk.detail(reply(talk.say(RCPT)))

    assert ["251"] == codes(detail, made=False)
    assert {"421", "450", "452", "550", "503"} <= {*codes(detail, made=True)}
    assert "250" not in codes(detail)
    titles = {each["code"]: each["title"] for each in detail["others"]}
    assert ("The mailbox is busy", "refused") == (titles["450"], titles["503"])


def test_what_no_rule_is_asked_about_cannot_be_made(talk: Ruled) -> None:
    """An order, or the syntax, goes before the rules."""
    too_early = reply(talk.say(RCPT))

    assert [] == codes(talk.detail(too_early), made=True)
    with pytest.raises(BridgeError, match="no rule can make bubble"):
        talk.ask("make_it_so", too_early["id"], 450)


@pytest.mark.parametrize("line", ["HALO", ""])
def test_nothing_else_is_known_of_what_is_no_command(talk: Ruled, line: str) -> None:
    assert [] == talk.detail(reply(talk.say(line)))["others"]


def test_nothing_is_possible_in_place_of_what_the_client_says(talk: Ruled) -> None:
    command = talk.say(HELLO)[0]

    assert [] == talk.detail(command)["others"]
    with pytest.raises(BridgeError, match="no rule can make bubble"):
        talk.ask("make_it_so", command["id"], 450)
    with pytest.raises(BridgeError, match="no bubble 999 is remembered"):
        talk.ask("make_it_so", 999, 450)


def test_it_is_made_so_by_saying_the_same_again(talk: Ruled) -> None:
    talk.say(HELLO, MAIL, RCPT)
    second = reply(talk.say(OTHER))
    talk.say("NOOP")
    told = talk.ask("make_it_so", second["id"], 452)

    assert [
        *("service-ready", "extended-hello", "sender-accepted", "recipient-accepted"),
        "insufficient-storage",
    ] == replies(told)
    assert ["452: RCPT 2"] == [row["name"] for row in talk.rows]


def test_greeting_can_be_another_one(talk: Ruled) -> None:
    greeting = reply(talk.all())
    told = talk.ask("make_it_so", greeting["id"], 554)

    assert ["no-service"] == replies(told)


def test_message_is_sent_again_and_time_passes_again(talk: Ruled) -> None:
    """Every line as it went out, and what was let pass."""
    talk.say(HELLO, MAIL)
    talk.ask("pass_time", 60)
    talk.paste(RCPT, "DATA")
    talk.paste("Subject: x", "", "Hello")
    end = reply(talk.say("."))
    told = talk.ask("make_it_so", end["id"], 554)

    assert "transaction-failed" == replies(told)[-1]
    assert "0:02:00" == talk.clock["time"]


def test_later_connections_are_not_taken_for_the_first(talk: Ruled) -> None:
    talk.say(HELLO)
    talk.open()
    hello = reply(talk.say(HELLO))
    talk.ask("make_it_so", hello["id"], 550)

    assert ["550: EHLO"] == [row["name"] for row in talk.rows]
