"""Nothing moves what a reader reads: who scrolled up stays there, and is told of new replies."""

from __future__ import annotations

from playwright.sync_api import expect

from .talking import EHLO, Console

_AT_END = """scroller => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 2"""
_TOP = """article => Math.round(article.getBoundingClientRect().top)"""
MANY = "NOOP\n" * 1_000


def test_who_speaks_sees_the_answer(console: Console) -> None:
    console.say(EHLO, "HELP", "VRFY alice", "EXPN staff", "TURN")

    expect(console.replies.last).to_be_in_viewport(ratio=1)
    assert console.page.locator(".scroller").evaluate(_AT_END)


def test_who_scrolled_up_is_not_moved(console: Console) -> None:
    console.say(EHLO, "HELP", "VRFY alice", "EXPN staff", "TURN", "HELP MAIL")
    read = console.replies.nth(1)
    console.paste(MANY)
    expect(console.page.locator(".sending")).to_be_visible()

    read.scroll_into_view_if_needed()
    console.page.mouse.move(400, 400)
    console.page.mouse.wheel(0, -100)
    fresh = console.page.locator("button.fresh")
    expect(fresh).to_be_visible()
    top = read.evaluate(_TOP)
    console.page.locator(".sending").wait_for(state="detached")

    assert abs(read.evaluate(_TOP) - top) <= 1
    expect(fresh).to_contain_text("new replies")
    fresh.click()
    expect(console.replies.last).to_be_in_viewport(ratio=1)
    expect(fresh).to_have_count(0)
    expect(console.prompt).to_be_focused()


def test_opening_an_explanation_keeps_the_reader_there(console: Console) -> None:
    console.say(EHLO, "NOOP", "HELP", "VRFY alice", "TURN")
    why = console.replies.nth(1).get_by_role("button", name=console.ui("conversation.why"))
    why.scroll_into_view_if_needed()

    why.click()

    expect(console.replies.nth(1)).to_be_in_viewport(ratio=1)


def test_speaking_leads_back_to_the_end(console: Console) -> None:
    console.say(EHLO, "HELP", "VRFY alice", "EXPN staff", "TURN")
    console.replies.first.scroll_into_view_if_needed()

    console.say("VRFY bob")

    expect(console.replies.last).to_be_in_viewport(ratio=1)
