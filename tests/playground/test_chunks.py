"""A message by its length, at the browser's door: what is counted, and what is left over."""

from __future__ import annotations

import pytest

from smtp_playground.bridge import Bridge

from .talk import HELLO, MAIL, RCPT, Talk, lines, part, replies, text

SUBJECT = "Subject: Hi!"
"""With its line end 14 octets."""


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: 1_700_000_000.0)


@pytest.fixture
def talk(bridge: Bridge, request: pytest.FixtureRequest) -> Talk:
    """Return a session with an envelope, so that a chunk may come."""
    talk = Talk(bridge, str(request.node.name))
    talk.open()
    talk.say(HELLO, MAIL, RCPT)
    return talk


def test_a_message_typed_in_chunks_line_by_line(talk: Talk) -> None:
    """The server is silent until a chunk is whole, and says how much it took."""
    assert ["BDAT 22"] == [text for bubble in talk.say("BDAT 22") for text in lines(bubble)]
    assert ("chunk", 22) == (talk.session["mode"], talk.session["octets_due"])

    first = talk.say(SUBJECT)
    assert ([], 8) == (replies(first), talk.session["octets_due"])

    chunk, answer = talk.say("Hello.")
    assert first[0]["id"] == chunk["id"]
    assert [SUBJECT, "Hello."] == lines(chunk)
    assert chunk["is_content"]
    assert "chunk-accepted" == answer["reply"]
    assert ("command", 0) == (talk.session["mode"], talk.session["octets_due"])

    assert ["message-accepted"] == replies(talk.say("BDAT 0 LAST"))
    assert not talk.session["envelope"]["open"]


def test_each_part_of_a_chunk_is_explained(talk: Talk) -> None:
    """Size, mark of the last one, and the octets themselves, once."""
    command = talk.say("BDAT 22 LAST")[0]
    chunk = talk.say(SUBJECT, "Hello.")[0]

    assert "22" == part(command, "chunk-size")["text"]
    assert "22" in text(part(command, "chunk-size")["explanation"])
    assert "LAST" == part(command, "last-chunk")["text"]
    assert SUBJECT == part(chunk, "chunk-octets")["text"]
    assert talk.detail(chunk)["title"] == talk.detail(command)["title"]


@pytest.mark.parametrize(
    ("announced", "shown", "told", "command"),
    [
        (5, "Subje", "9", "ct: Hi!"),
        (11, "Subject: Hi", "3", "!"),
        (12, SUBJECT, "CR and LF", ""),  # who counts what can be seen forgets the line end
    ],
)
def test_what_is_left_over_of_a_line_is_a_command_and_told_to_be_one(
    talk: Talk, announced: int, shown: str, told: str, command: str
) -> None:
    """The number was too small: RFC 3030 2 counts octets, and knows no lines."""
    talk.say(f"BDAT {announced}")
    chunk, accepted, note, left_over, refused = talk.say(SUBJECT)

    assert [shown] == lines(chunk)
    assert "chunk-accepted" == accepted["reply"]
    assert "note" == note["speaker"]
    assert told in lines(note)[0]
    assert ([command], "client") == (lines(left_over), left_over["speaker"])
    assert refused["code"].startswith("50")
    assert talk.detail(note)["title"]


def test_half_a_line_end_that_is_left_over_is_told_at_once(talk: Talk) -> None:
    """It begins the next command, which nobody would understand otherwise."""
    talk.say("BDAT 13")
    *_, note = talk.say(SUBJECT)
    command, refused = talk.say("NOOP")

    assert ("note", "1") == (note["speaker"], next(c for c in lines(note)[0] if c.isdigit()))
    assert ["\\x0aNOOP"] == lines(command)
    assert "bare-line-end" == refused["reply"]


def test_a_command_that_comes_too_early_is_text(talk: Talk) -> None:
    """The number was too big."""
    talk.say("BDAT 20 LAST", SUBJECT)
    chunk, accepted = talk.say("QUIT")

    assert [SUBJECT, "QUIT"] == lines(chunk)
    assert "message-accepted" == accepted["reply"]
    assert "command" == talk.session["mode"]


def test_a_refused_chunk_swallows_its_octets(bridge: Bridge) -> None:
    """None of them is taken for a command, and the refusal comes after them."""
    talk = Talk(bridge, "refused-chunk")
    talk.open()
    assert [] == replies(talk.say(HELLO, "BDAT 6 LAST"))

    chunk, refused = talk.say("QUIT")

    assert ["QUIT"] == lines(chunk)
    assert refused["code"] == "503"
    assert "command" == talk.session["mode"]


def test_a_ready_made_text_fills_the_chunk(talk: Talk) -> None:
    """The first of a message begins with a header that the envelope has given."""
    talk.say("BDAT 100")
    sample = talk.session["sample_message"]
    assert sample.startswith("From: <me@client.example>\nTo: <alice@example.com>\n")
    assert ["chunk-accepted"] == replies(talk.paste(*sample.split("\n")))

    talk.say("BDAT 9 LAST")
    rest = talk.session["sample_message"]
    assert "From" not in rest
    assert ["message-accepted"] == replies(talk.paste(*rest.split("\n")))


def test_a_conversation_pasted_with_its_chunks_is_cut_where_they_end(talk: Talk) -> None:
    """As a program sends it."""
    bubbles = talk.paste("BDAT 14", SUBJECT, "BDAT 4 LAST", "", "", "QUIT")

    assert ["chunk-accepted", "message-accepted", "closing"] == replies(bubbles)
    assert [] == [bubble for bubble in bubbles[:-1] if bubble["speaker"] == "note"]


def test_clearing_in_the_middle_of_a_chunk_keeps_its_count(talk: Talk) -> None:
    """What goes on is a new bubble."""
    talk.say("BDAT 22 LAST", SUBJECT)
    talk.clear()

    assert ("chunk", 8) == (talk.session["mode"], talk.session["octets_due"])
    assert "message-accepted" == talk.say("Hello.")[-1]["reply"]


# LMTP: a reply for each recipient (RFC 2033 4.2, 4.3).


@pytest.fixture
def lmtp(bridge: Bridge, request: pytest.FixtureRequest) -> Talk:
    """Return a session that has named a sender to an LMTP server."""
    talk = Talk(bridge, str(request.node.name))
    talk.open("lmtp")
    talk.say("LHLO client.example", MAIL)
    return talk


@pytest.mark.parametrize("by_length", [True, False], ids=["bdat", "data"])
def test_each_recipient_has_a_reply_of_its_own(lmtp: Talk, by_length: bool) -> None:
    """Carol's mailbox is full; Alice gets the message all the same."""
    lmtp.say(RCPT, "RCPT TO:<carol@example.com>")
    bubbles = lmtp.say(*(("BDAT 14 LAST", SUBJECT) if by_length else ("DATA", SUBJECT, ".")))
    delivered, full = bubbles[-2:]

    assert ["recipient-delivered", "mailbox-full"] == replies(bubbles)
    assert "alice@example.com" in text(delivered["explanation"]["here"])
    assert "carol@example.com" in text(full["explanation"]["here"])
    assert delivered["open"]
    assert full["open"]


def test_a_last_chunk_without_recipients_has_no_reply_and_the_page_says_why(lmtp: Talk) -> None:
    """The silence is right, and looks like a mistake."""
    lmtp.say("BDAT 14 LAST")
    chunk, note = lmtp.say(SUBJECT)

    assert [SUBJECT] == lines(chunk)
    assert ("note", True) == (note["speaker"], "LMTP" in lines(note)[0])
    assert ("ready", "command") == (lmtp.session["state"], lmtp.session["mode"])
