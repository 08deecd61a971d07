"""Nothing moves what a reader reads: who scrolled up stays there, and is told of new replies."""

from __future__ import annotations

from playwright.sync_api import expect

from .talking import EHLO, Console

_AT_END = """scroller => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 2"""
_TOP = """article => Math.round(article.getBoundingClientRect().top)"""
_HOLD = """count => {
  const post = Worker.prototype.postMessage;
  const held = [];
  Worker.prototype.postMessage = function (...all) {
    if (all[0].method !== "say" || count-- > 0) post.apply(this, all);
    else held.push(() => post.apply(this, all));
  };
  window.letGo = () => {
    Worker.prototype.postMessage = post;
    for (const go of held) go();
  };
}"""
"""Let the server hear so many times what is said; what is said after that waits."""
_RESTS_ABOVE = """() => {
  const scroller = document.querySelector("smtp-playground").shadowRoot
    .querySelector("smtp-transcript").shadowRoot.querySelector(".scroller");
  const { scrollTop, scrollHeight, clientHeight } = scroller;
  const rests = scrollTop === window.topBefore;
  window.topBefore = scrollTop;
  return rests && scrollHeight - scrollTop - clientHeight > 100;
}"""
"""A wheel takes its time, and a test is told too early that it has turned."""
_LET_GO = "() => window.letGo()"
_GO_UP_MEANWHILE = """async scroller => {
  const drawn = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  await drawn();
  scroller.getRootNode().host.follow();
  scroller.scrollTop -= 200;
  const goneTo = scroller.scrollTop;
  await drawn();
  await drawn();
  return [goneTo, scroller.scrollTop];
}"""
MANY = "NOOP\n" * 320
"""Enough for five calls to the server."""


def test_who_speaks_sees_the_answer(console: Console) -> None:
    console.say(EHLO, "HELP", "VRFY alice", "EXPN staff", "TURN")

    expect(console.replies.last).to_be_in_viewport(ratio=1)
    assert console.page.locator(".scroller").evaluate(_AT_END)


def test_who_scrolled_up_is_not_moved(console: Console) -> None:
    console.say(EHLO, "HELP", "VRFY alice", "EXPN staff", "TURN", "HELP MAIL")
    read = console.replies.nth(1)
    console.page.evaluate(_HOLD, 2)
    console.paste(MANY)
    # Not `expect`: what it notes of a long page while it waits holds Firefox up for many seconds.
    console.page.locator(".sending progress[value='128']").wait_for()

    console.page.mouse.move(400, 400)
    console.page.mouse.wheel(0, -300)
    console.page.wait_for_function(_RESTS_ABOVE)
    read.scroll_into_view_if_needed()
    top = read.evaluate(_TOP)
    console.page.evaluate(_LET_GO)
    fresh = console.page.locator("button.fresh")
    fresh.wait_for()
    console.page.locator(".sending").wait_for(state="detached")

    assert abs(read.evaluate(_TOP) - top) <= 1
    expect(fresh).to_contain_text("new replies")
    fresh.click()
    fresh.wait_for(state="detached")
    expect(console.replies.last).to_be_in_viewport(ratio=1)
    expect(console.prompt).to_be_focused()


def test_who_goes_up_just_as_an_answer_comes_is_not_called_back(console: Console) -> None:
    console.say(EHLO, "HELP", "VRFY alice", "EXPN staff", "TURN", "HELP MAIL")
    scroller = console.page.locator(".scroller")
    expect(console.replies.last).to_be_in_viewport(ratio=1)

    gone_to, stays_at = scroller.evaluate(_GO_UP_MEANWHILE)

    assert gone_to == stays_at


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
