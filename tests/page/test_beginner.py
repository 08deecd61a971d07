"""What keeps a beginner from getting lost: where the next key goes, and what the next step is."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .talking import EHLO, MAIL, TO_CONTENT, Console, expect_reply


@pytest.mark.parametrize("button", ["new-connection", "clear"])
def test_after_a_button_the_next_key_belongs_to_the_prompt(console: Console, button: str) -> None:
    """A space or Enter must not press the button again."""
    console.say(EHLO)
    console.status_button(button).click()

    expect(console.prompt).to_be_focused()


def test_after_choosing_a_server_the_next_key_belongs_to_the_prompt(console: Console) -> None:
    console.connect("reference")

    expect(console.prompt).to_be_focused()


def test_a_new_explanation_is_shown_from_its_beginning(console: Console) -> None:
    console.tab("explain").click()
    console.say("VRFY alice")
    heading = console.panel.locator("h2").first
    expect(heading).to_contain_text("502")
    console.panel.evaluate("body => body.scrollTo(0, body.scrollHeight)")
    expect(heading).not_to_be_in_viewport()
    console.say("NOOP")

    expect(heading).to_contain_text("250")
    expect(heading).to_be_in_viewport()


def test_the_way_on_stands_under_the_latest_reply_only(console: Console) -> None:
    """A routine 250 is quiet, but a beginner must know what to do next."""
    hello = console.say(EHLO)
    expect(hello.locator(".ahead")).to_be_visible()
    sender = console.say(MAIL)

    expect(hello.locator(".ahead")).to_be_hidden()
    expect(sender.locator(".ahead")).to_contain_text("RCPT TO")
    sender.locator(".why").click()
    expect(sender.locator(".ahead")).to_have_count(0)


def test_after_a_part_of_the_message_the_writing_goes_on(console: Console) -> None:
    expect_reply(console.say(*TO_CONTENT), 354, "start-mail-input")
    expect(console.button("message.example")).to_be_enabled()
    console.editor.fill("Subject: Hello")
    expect(console.button("message.example")).to_be_disabled()
    console.button("message.send").click()

    expect(console.editor).to_be_focused()
    expect(console.editor).to_have_attribute("placeholder", console.ui("message.placeholder-more"))
    expect(console.page.get_by_text(console.ui("message.sent"))).to_be_visible()
    expect(console.button("message.example")).to_be_disabled()


def test_the_example_is_for_the_recipient(console: Console) -> None:
    said = [line.replace("alice", "bob") for line in TO_CONTENT]
    console.say(*said)
    console.button("message.example").click()

    assert "\nTo: <bob@example.com>\n" in console.editor.input_value()


def test_a_cleared_screen_is_no_fresh_start(console: Console) -> None:
    console.say(EHLO, MAIL)
    console.clear()

    expect(console.page.get_by_text(console.ui("conversation.cleared"))).to_be_visible()
    expect(console.page.get_by_text(console.ui("start.heading"))).to_have_count(0)


def test_a_message_appears_where_the_envelope_was(console: Console) -> None:
    console.tab("envelope").click()
    console.say(*TO_CONTENT)
    console.finish("Subject: Hello\n\nHi")

    expect(console.panel.locator(".letter").first).to_contain_text("Hello")
    console.tab("explain").click()


def test_the_state_tab_shows_where_you_are(console: Console) -> None:
    console.tab("state").click()
    current = console.panel.locator("[aria-current=step]")
    expect(current).to_be_in_viewport()
    console.say("QUIT")

    expect(current).to_be_in_viewport(ratio=0.5)
    console.tab("explain").click()


def test_a_tip_waits_for_the_pointer_to_move(console: Console) -> None:
    """A bubble that slides under a resting pointer explains nothing, and covers nothing."""
    reply = console.say("VRFY alice")
    part = reply.locator("[data-name=enhanced-code]")
    part.hover()
    expect(console.tip).to_be_visible()
    console.say("NOOP")

    expect(console.tip).to_be_hidden()


def test_a_line_that_was_filled_in_says_how_it_is_sent(console: Console) -> None:
    ready = console.page.get_by_text(console.ui("prompt.filled"))
    console.page.locator(".chip").first.click()
    expect(ready).to_be_visible()
    console.prompt.press("Enter")

    expect(ready).to_have_count(0)


def test_what_wraps_goes_on_under_the_text(console: Console) -> None:
    """Not under the code: a reply is to be read in two columns."""
    reply = console.say("VRFY " + "x" * 400)
    lefts = reply.locator("[data-name=reply-text]").first.evaluate(
        "part => [...part.getClientRects()].map(({ left }) => Math.round(left))"
    )
    code = reply.locator(".code").evaluate("code => code.getBoundingClientRect().right")

    assert all(left >= code - 1 for left in lefts), (lefts, code)


def test_a_comparison_begins_with_the_differences(console: Console) -> None:
    console.say("VRFY alice").get_by_role("button", name="Compare with 354").click()
    differences = console.reference.locator("#differences").bounding_box()
    entries = console.reference.locator("#entries").bounding_box()

    assert differences
    assert entries
    assert differences["y"] < entries["y"]
