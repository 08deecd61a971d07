"""After a size was announced the editor counts octets, and says at once what is too much."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .talking import EHLO, MAIL, RCPT, Console, expect_reply

SUBJECT = "Subject: Hi!"
"""14 octets with its line end."""


@pytest.fixture
def chunk(console: Console) -> Console:
    """Return a console whose server waits for 22 octets."""
    console.say(EHLO, MAIL, RCPT)
    announce(console, "BDAT 22 LAST")
    return console


def announce(console: Console, command: str) -> None:
    console.type(command)
    expect(console.editor).to_be_focused()


def count(console: Console, key: str, **facts: int) -> None:
    """Check what the editor says of the octets that are typed."""
    told = console.page.locator(".composer .count")
    expect(told).to_have_text(console.ui(f"chunk.{key}").format(**facts))
    expect(told).to_have_attribute("data-standing", key)


def test_the_prompt_becomes_an_editor_that_says_what_it_counts(chunk: Console) -> None:
    expect(chunk.prompt).to_have_count(1)
    expect(chunk.editor).to_have_accessible_name(chunk.ui("chunk.label"))
    expect(chunk.page.locator(".composer .banner")).to_contain_text(chunk.ui("chunk.title"))
    expect(chunk.page.get_by_role("switch")).to_have_count(0)  # no dot means anything here
    count(chunk, "count", count=0, due=22)


def test_octets_are_counted_as_they_are_typed(chunk: Console) -> None:
    """A line end is two, and a letter beyond ASCII is more than one."""
    keyboard = chunk.page.keyboard
    for typed, octets in (("a", 3), ("é", 5), ("€", 8)):
        keyboard.insert_text(typed)
        count(chunk, "count", count=octets, due=22)
    keyboard.press("Enter")
    count(chunk, "count", count=8, due=22)  # the end of a line that is already counted
    keyboard.insert_text("b")
    count(chunk, "count", count=11, due=22)


def test_enter_sends_once_all_are_there(chunk: Console) -> None:
    keyboard = chunk.page.keyboard
    keyboard.type(SUBJECT)
    keyboard.press("Enter")
    keyboard.type("Hello.")
    count(chunk, "full", count=22, due=22)

    keyboard.press("Enter")

    expect_reply(chunk.reply(3), 250, "message-accepted")
    expect(chunk.editor).to_have_count(0)
    expect(chunk.prompt).to_be_focused()
    assert chunk.accepted() == f"{SUBJECT}\nHello.\n"


def test_a_chunk_can_be_sent_bit_by_bit(chunk: Console) -> None:
    chunk.editor.fill(SUBJECT)
    chunk.button("message.send").click()

    expect(chunk.editor).to_have_value("")
    count(chunk, "count", count=0, due=8)
    expect(chunk.page.locator(".composer [role=status]")).to_have_text(
        chunk.ui("chunk.sent").format(due=8)
    )
    expect(chunk.replies).to_have_count(3)  # nothing is answered before the last octet

    chunk.editor.fill("QUIT")  # which is text, and two octets short
    count(chunk, "count", count=6, due=8)
    chunk.button("message.send").click()
    count(chunk, "count", count=0, due=2)
    chunk.editor.press("Control+Enter")

    expect_reply(chunk.reply(3), 250, "message-accepted")
    assert chunk.accepted() == f"{SUBJECT}\nQUIT\n\n"


def test_what_is_too_much_is_told_before_and_after(chunk: Console) -> None:
    chunk.editor.fill(f"{SUBJECT}\nHello.NOOP")
    count(chunk, "over", count=26, due=22, more=4)

    chunk.button("message.send").click()

    expect_reply(chunk.reply(4), 500, "unrecognized")
    expect_reply(chunk.replies.nth(3), 250, "message-accepted")
    expect(chunk.log.locator("article[data-from=note]").last).to_contain_text(": 4.")
    expect(chunk.log.locator("article[data-from=client]").last).to_contain_text("OP")


def test_an_example_fills_the_chunk(chunk: Console) -> None:
    chunk.button("message.example").click()
    expect(chunk.editor).to_be_focused()
    count(chunk, "full", count=22, due=22)

    chunk.page.keyboard.press("Enter")

    expect_reply(chunk.reply(3), 250, "message-accepted")


def test_dots_go_out_as_they_are(chunk: Console) -> None:
    """None ends a chunk, and none is doubled."""
    chunk.editor.fill(f"{SUBJECT}\n.\n.xy")
    count(chunk, "full", count=22, due=22)

    chunk.button("message.send").click()

    expect_reply(chunk.reply(3), 250, "message-accepted")
    assert chunk.accepted() == f"{SUBJECT}\n.\n.xy\n"
    expect(chunk.log.locator("article[data-content] .line")).to_have_text([SUBJECT, ".", ".xy"])
