"""The server says any reply live: its session is played step by step, at the browser's door."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from smtp_playground.bridge import Bridge, BridgeError
from smtp_playground.personas import PERSONAS
from smtp_playground.scenes import BEGINNING
from smtp_playground.sessions import SESSIONS, Book, last_reply, load_sessions, play, the_book
from smtpcore import CATALOGUE

from .talk import Talk, lines, replies

NOW = 1_800_000_000.0
LOADED = load_sessions()


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: NOW)


@pytest.fixture
def talk(bridge: Bridge, request: pytest.FixtureRequest) -> Talk:
    """Return a session to which nothing was said, nor was it opened."""
    return Talk(bridge, str(request.node.name))


def client_lines(bubbles: list[dict[str, object]]) -> list[str]:
    return [line for each in bubbles if each["speaker"] == "client" for line in lines(each)]


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_performance_ends_with_its_reply(talk: Talk, name: str) -> None:
    """As the session does when it is played without a page around it."""
    played = last_reply(play(LOADED[name], NOW))
    bubbles = [*talk.perform(name), *talk.rest()]
    last = [bubble for bubble in bubbles if bubble["reply"]][-1]

    assert (last["reply"], last["code"]) == (played.reply.name, str(played.reply.code))
    assert (talk.scene["reply"], talk.scene["code"]) == (name, last["code"])
    assert talk.scene["came"]
    assert talk.scene["next"] == ""


@pytest.mark.parametrize("language", ["en", "pt-BR"])
@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_what_comes_next_can_be_told_of_every_step(talk: Talk, name: str, language: str) -> None:
    talk.perform(name, language)
    while talk.scene["done"] < talk.scene["total"]:
        assert talk.scene["next"].isprintable()
        assert 0 < len(talk.scene["next"]) <= 160
        talk.next()


def test_one_step_is_played_at_a_time(talk: Talk) -> None:
    """Each is told before it is said, exactly as it goes out."""
    assert ["service-ready"] == replies(talk.perform("mailbox-full"))
    seen = []
    for done in range(3):
        scene = talk.scene
        assert (scene["done"], scene["total"], scene["next_is_wire"]) == (done, 3, True)
        assert [scene["next"]] == client_lines(talk.next())
        seen.append(scene["next"])

    assert tuple(seen) == LOADED["mailbox-full"].lines
    assert "The mailbox is full for now" == talk.scene["title"]
    assert talk.scene["settings"] == ['answers.rcpt.alice = "mailbox-full"']
    assert "try-later" == talk.scene["severity"]


def test_the_record_goes_on(talk: Talk) -> None:
    """What was said before stays; the connection that was open is left."""
    before = talk.open()[-1]["id"]
    opened = talk.perform("no-such-mailbox")

    assert [before + 1, before + 2, before + 3] == [bubble["id"] for bubble in opened]
    assert "reference" == talk.session["persona"]
    talk.rest()
    assert ["service-ready", "service-ready"] == replies(talk.all())[:2]


def test_what_is_said_in_between_is_simply_said(talk: Talk) -> None:
    talk.perform("recipient-accepted")
    talk.next()
    assert ["nothing-done"] == replies(talk.say("NOOP"))
    assert 1 == talk.scene["done"]
    assert ["sender-accepted"] == replies(talk.next())
    assert ["recipient-accepted"] == replies(talk.next())
    assert talk.scene["came"]


def test_another_reply_than_promised_is_not_passed_off_as_it(talk: Talk) -> None:
    talk.perform("recipient-accepted")
    talk.next()
    talk.next()
    talk.say("RSET")
    assert ["sender-first"] == replies(talk.next())

    assert (talk.scene["done"], talk.scene["came"]) == (3, False)


def test_a_performance_is_told_until_its_reader_goes_on_alone(talk: Talk) -> None:
    talk.perform("nothing-done")
    talk.next()
    talk.clear()
    talk.all("pt-BR")
    assert talk.scene["done"] == talk.scene["total"] == 1
    assert [] == talk.next()
    assert talk.scene

    talk.say("NOOP")
    assert talk.session["scene"] is None


def test_finishing_the_message_is_going_on_alone(bridge: Bridge) -> None:
    talk = Talk(bridge, "finished")
    talk.perform("start-mail-input")
    talk.rest()
    bridge.finish("finished", "Subject: x", True)
    talk.all()

    assert talk.session["scene"] is None


def test_connecting_anew_and_leaving_end_it(talk: Talk) -> None:
    talk.perform("nothing-done")
    talk.open()
    assert talk.session["scene"] is None

    talk.perform("nothing-done")
    assert [] == talk.leave()
    assert talk.session["scene"] is None
    assert [] == talk.next()
    assert "greeted" == talk.session["state"]


def test_a_connection_that_has_ended_takes_no_more_steps(talk: Talk) -> None:
    """Nobody would hear them; how far it had come is still told."""
    talk.perform("recipient-accepted")
    talk.next()
    talk.say("QUIT")
    assert [] == talk.next()

    assert (talk.scene["done"], talk.session["mode"]) == (1, "closed")


def test_a_client_that_is_turned_away_is_not_greeted(talk: Talk) -> None:
    """Being turned away is a step, and the opening is all of it."""
    note, away, reply, _ = talk.perform("too-many-connections")

    assert ("note", "note") == (note["speaker"], away["speaker"])
    assert "too-many-connections" == reply["reply"]
    assert "100" in lines(away)[0]
    assert (talk.scene["done"], talk.scene["total"], talk.scene["came"]) == (1, 1, True)


@pytest.mark.parametrize(
    ("name", "in_english", "in_portuguese"),
    [
        ("timed-out", "300 seconds pass", "Passam 300 segundos"),
        ("shutting-down", "shuts it down", "desliga"),
    ],
)
def test_what_the_host_does_is_told_before_and_after(
    talk: Talk, name: str, in_english: str, in_portuguese: str
) -> None:
    """Else a reply would come out of nothing."""
    talk.perform(name)
    assert in_english in talk.scene["next"]
    assert not talk.scene["next_is_wire"]
    note, reply, _ = talk.next()

    assert in_english in lines(note)[0]
    assert ("note", name) == (note["speaker"], reply["reply"])
    assert talk.detail(note)["title"]
    assert in_portuguese in "".join(line for each in talk.all("pt-BR") for line in lines(each))


def test_the_handshake_is_no_step_of_its_own(talk: Talk) -> None:
    talk.perform("tls-too-weak")
    assert 3 == talk.scene["total"]
    talk.next()
    assert ["ready-for-tls"] == replies(talk.next())
    assert talk.session["secure"]


def test_what_can_hardly_be_shown_is_told(talk: Talk) -> None:
    """Of a line without end the beginning, of one with nothing in it that, of controls a sign."""
    talk.perform("auth-line-too-long")
    talk.next()
    talk.next()
    octets = len(LOADED["auth-line-too-long"].lines[-1])
    assert f"{'A' * BEGINNING}… ({octets} octets)" == talk.scene["next"]

    talk.perform("empty-line", "pt-BR")
    assert ("uma linha vazia", False) == (talk.scene["next"], talk.scene["next_is_wire"])
    talk.perform("control-character")
    assert "NOOP \\x00" == talk.scene["next"]
    talk.perform("bare-line-end")
    assert "NO\\x0aOP" == talk.scene["next"]


def test_a_leading_dot_goes_out_as_it_is(talk: Talk) -> None:
    """The session's lines are what goes over the wire: nothing is doubled."""
    talk.perform("message-accepted")
    talk.rest()

    assert ["."] == [line for each in talk.all() if each["is_content"] for line in lines(each)]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "There is no reply named “mailbox-ful” to be played."),
        ("pt-BR", "Não existe nenhuma resposta chamada “mailbox-ful” para mostrar."),
    ],
)
def test_a_reply_that_there_is_not_is_told_to_the_reader(
    talk: Talk, language: str, told: str
) -> None:
    """They may have mistyped an address. Nothing else happens."""
    talk.open()
    talk.perform("nothing-done")
    with pytest.raises(BridgeError) as raised:
        talk.perform("mailbox-ful", language)

    assert told == str(raised.value)
    assert ["nothing-done"] == replies(talk.next())
    with pytest.raises(BridgeError, match=r"“a\\x0ab{x}"):
        talk.perform("a\nb{x}" + "x" * 1_000)


def test_nothing_is_performed_where_nothing_was_opened(bridge: Bridge) -> None:
    for ask in (bridge.next, bridge.leave):
        with pytest.raises(BridgeError, match="no session"):
            ask("never performed")
    with pytest.raises(BridgeError, match="no language"):
        bridge.perform("never performed", "reset", "tlh")


def test_a_book_needs_no_files_once_it_is_open(tmp_path: Path) -> None:
    """A memory snapshot has none."""
    shutil.copy(SESSIONS, tmp_path)
    personas = Path(shutil.copytree(PERSONAS, tmp_path / "personas"))
    book = Book(tmp_path / SESSIONS.name, personas)
    shutil.rmtree(tmp_path)

    assert book.session("reset") == LOADED["reset"]
    assert the_book() is the_book()
