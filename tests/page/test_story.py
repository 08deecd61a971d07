"""One story by keyboard alone: a rule, a refusal, time, a way back, a branch, a link."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, ViewportSize, expect

from .talking import EHLO, MAIL, RCPT, Console, expect_reply
from .test_rules import build_greylisting, clock, tab_to, write
from .test_travel import client_lines, dialog, press_until, said


def test_greylisted_then_accepted_then_another_way_and_shared(
    fresh: Console, site_url: str, browser: Browser
) -> None:
    fresh.page.set_viewport_size(ViewportSize(width=1280, height=900))
    fresh.load(site_url)
    be_greylisted_and_accepted(fresh)
    go_back_three_replies_and_branch(fresh)
    conversation, link = said(fresh), share_by_keyboard(fresh)

    with browser.new_context(locale="pt-BR", service_workers="block") as context:
        other = Console(context.new_page())
        other.load(link)
        assert said(other) == conversation
        expect(other.page.get_by_role("alert")).to_have_count(0)
        assert other.complaints == []
    assert fresh.complaints == []


def be_greylisted_and_accepted(console: Console) -> None:
    """Build the rule, be refused with 450, let the time pass, come again, be accepted."""
    write(console, EHLO, MAIL)
    build_greylisting(console)
    tab_to(console, console.prompt, back=True)
    write(console, RCPT)
    expect_reply(console.reply(3), 450, "greylisted")
    tab_to(console, clock(console).locator("[data-seconds='300']"), back=True)
    console.page.keyboard.press("Enter")
    expect_reply(console.reply(4), 421, "timed-out")
    tab_to(console, console.page.locator(".closed .again"))
    console.page.keyboard.press("Enter")
    console.reply(5)
    write(console, EHLO, MAIL, RCPT)
    expect_reply(console.reply(8), 250, "recipient-accepted")


def go_back_three_replies_and_branch(console: Console) -> None:
    """Return to the second greeting's reply, the third before the last, and say something else."""
    lines = client_lines(console)
    before = lines.all_inner_texts()
    greeting = rf"^{console.ui('travel.back')}: 220"
    press_until(console, "Shift+Tab", re.compile(greeting))
    console.page.keyboard.press("Enter")
    expect(lines).to_have_text(before[:3])
    console.page.keyboard.type("VRFY alice")
    console.page.keyboard.press("Enter")
    expect(lines).to_have_text([*before[:3], "VRFY alice"])


def share_by_keyboard(console: Console) -> str:
    press_until(console, "Shift+Tab", re.compile(f"^{console.ui('share.button')}$"))
    console.page.keyboard.press("Enter")
    expect(dialog(console)).to_be_visible()
    return dialog(console).locator("#link").input_value()
