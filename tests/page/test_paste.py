"""A paste is as many commands as lines, in order; a huge one is borne, told, and can be stopped."""

from __future__ import annotations

from playwright.sync_api import expect

from smtp_playground.history import ENTRIES_KEPT

from .talking import MAIL, RCPT, STARTING, TO_CONTENT, Console, expect_reply

PASTED = """EHLO client.example\r
MAIL FROM:<sender@client.example>
RCPT TO:<nobody@example.com>
RCPT TO:<alice@example.com>
DATA
Subject: pasted

In one go.
.
VRFY alice
"""
CODES = ["250", "250", "550", "250", "354", "250", "502"]

_ARTICLES = """log => [log.querySelectorAll("article").length, log.isConnected]"""


def test_pasted_lines_are_sent_in_order(console: Console) -> None:
    console.paste(PASTED)

    expect(console.replies).to_have_count(len(CODES))
    assert [reply.get_attribute("data-code") for reply in console.replies.all()] == CODES
    assert console.accepted() == "Subject: pasted\n\nIn one go.\n"
    expect(console.prompt).to_have_value("")


def test_a_paste_goes_where_the_caret_is(console: Console) -> None:
    console.prompt.fill("NO HELP")
    console.prompt.press("Home")
    for _ in range(2):
        console.prompt.press("ArrowRight")
    console.paste("OP\nVRFY alice\n")

    expect(console.replies).to_have_count(3)
    sent = console.log.locator("article[data-from=client] .line")
    expect(sent).to_have_text(["NOOP", "VRFY alice", " HELP"])


def test_one_pasted_line_waits_for_enter(console: Console) -> None:
    console.paste("VRFY alice")

    expect(console.prompt).to_have_value("VRFY alice")
    expect(console.articles).to_have_count(0)


def test_a_paste_that_closes_the_connection_says_what_was_not_sent(console: Console) -> None:
    console.paste("NOOP\nQUIT\nNOOP\nVRFY alice\n")

    expect_reply(console.reply(1), 221, "closing")
    expect(console.articles.last).to_have_attribute("data-from", "note")
    expect(console.articles.last).to_contain_text("2")


def test_a_paste_of_100_000_lines_leaves_the_page_alive(console: Console) -> None:
    """It is sent in slices: between them the page takes typing, says how far it is, and stops.

    `wait_for` and not `expect`, which describes the whole page again and again while it waits.
    """
    bound = console.page.locator(".let-go", has_text=console.ui("conversation.let-go"))
    expect(bound).to_be_hidden()

    console.paste("NOOP\n" * 100_000)
    sending = console.page.locator(".sending")
    expect(sending).to_contain_text("of 100,000 lines sent")
    console.prompt.fill("VRFY al")  # the page takes typing meanwhile
    bound.wait_for(state="visible", timeout=STARTING)
    console.page.keyboard.type("ice")
    sending.get_by_role("button", name=console.ui("sending.stop")).click()

    sending.wait_for(state="detached")
    expect(console.prompt).to_have_value("VRFY alice")
    articles, connected = console.log.evaluate(_ARTICLES)
    assert connected
    assert 0.9 * ENTRIES_KEPT < articles <= ENTRIES_KEPT
    console.prompt.press("Enter")
    expect_reply(console.articles.last, 502, "not-implemented")


def test_a_long_line_is_refused_and_does_no_harm(console: Console) -> None:
    console.prompt.evaluate("(input, line) => { input.value = line }", "NOOP " + "x" * 5_000_000)
    console.prompt.press("Enter")

    expect_reply(console.reply(0), 500, "line-too-long")
    expect_reply(console.say(*TO_CONTENT[:1], MAIL, RCPT), 250, "recipient-accepted")
