"""After 354 the prompt is a message editor: what is written there is content, until its end."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .talking import TO_CONTENT, Console, expect_reply

HEADER = "Subject: dots\n\n"
DOTTED = f"{HEADER}before\n.hidden\n..\n.\nafter\n"


@pytest.fixture
def writing(console: Console) -> Console:
    """Return a console that has been told to go on."""
    expect_reply(console.say(*TO_CONTENT), 354, "start-mail-input")
    return console


def test_the_prompt_becomes_an_editor_that_says_so(writing: Console) -> None:
    expect(writing.editor).to_be_focused()
    expect(writing.prompt).to_have_count(1)
    expect(writing.editor).to_have_accessible_name(writing.ui("message.label"))
    banner = writing.page.locator(".composer .banner")
    expect(banner).to_contain_text(writing.ui("message.title"))
    expect(banner).to_contain_text(writing.ui("message.banner"))
    expect(writing.page.get_by_role("group", name=writing.ui("prompt.chips"))).to_have_count(0)


def test_a_command_is_content_now(writing: Console) -> None:
    replies = writing.replies.count()
    writing.editor.fill("QUIT")
    writing.button("message.send").click()

    content = writing.articles.last
    expect(content).to_have_attribute("data-from", "client")
    expect(content).to_contain_text("QUIT")
    expect(writing.editor).to_have_value("")
    expect(writing.replies).to_have_count(replies)

    expect_reply(writing.finish(""), 250, "message-accepted")
    assert writing.accepted() == "QUIT\n"
    expect(writing.editor).to_have_count(0)
    expect(writing.prompt).to_be_visible()


def test_leading_dots_are_doubled_so_that_the_message_arrives_whole(writing: Console) -> None:
    expect(writing.page.get_by_role("switch")).to_be_checked()

    expect_reply(writing.finish(DOTTED), 250, "message-accepted")

    assert writing.accepted() == DOTTED
    sent = writing.log.locator("article[data-content]")
    for line in ("..hidden", "..."):
        expect(sent.locator(".line").get_by_text(line, exact=True)).to_be_visible()


def test_without_doubling_the_message_is_cut_short(writing: Console) -> None:
    writing.page.get_by_role("switch").uncheck()
    expect(writing.page.locator(".composer")).to_contain_text(writing.ui("message.dots-off"))
    replies = writing.replies.count()

    writing.editor.fill(DOTTED)
    writing.page.locator("smtp-message-editor button.primary").click()

    expect(writing.replies).to_have_count(replies + 2)
    expect_reply(writing.replies.nth(replies), 250, "message-accepted")
    expect_reply(writing.replies.nth(replies + 1), 500, "unrecognized")  # to "after"
    assert writing.accepted() == f"{HEADER}before\nhidden\n.\n"


def test_a_ready_made_message_is_at_hand(writing: Console) -> None:
    writing.button("message.example").click()
    expect(writing.editor).to_be_focused()
    example = writing.editor.input_value()
    assert "\nSubject: " in example

    expect_reply(writing.finish(example), 250, "message-accepted")
    assert writing.accepted() == example


def test_an_empty_message_is_a_message(writing: Console) -> None:
    expect_reply(writing.finish(""), 250, "message-accepted")
    assert writing.accepted() == ""
