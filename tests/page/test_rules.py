"""Rules and the clock in the page: built, followed, told, and taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from .auditing import TOO_WIDE, audit
from .talking import EHLO, LANGUAGES, MAIL, RCPT, Console, Language, expect_reply, explanation

pytestmark = pytest.mark.one_engine


@pytest.fixture
def ruled(fresh: Console, site_url: str) -> Console:
    """Return a page with its Rules tab open."""
    fresh.page.set_viewport_size(ViewportSize(width=1280, height=900))
    fresh.load(site_url)
    fresh.tab("rules").click()
    return fresh


def rules(console: Console) -> Locator:
    return console.panel.locator("smtp-rules ol > li")


def clock(console: Console) -> Locator:
    return console.page.locator("main .conversation smtp-clock")


def field(console: Console, name: str) -> Locator:
    return console.panel.locator(f"[data-field={name}]")


def text(console: Console) -> Locator:
    return console.panel.locator("smtp-rules textarea")


def tab_to(console: Console, target: Locator, *, back: bool = False) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(200):
        if target.evaluate("element => element.getRootNode().activeElement === element"):
            return
        console.page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"no way by Tab to {target}")


def write(console: Console, *lines: str) -> None:
    """Write lines where the focus is, each ended by Enter once the one before was answered."""
    for line in lines:
        before = console.replies.count()
        console.page.keyboard.type(line)
        console.page.keyboard.press("Enter")
        console.reply(before)


def build_greylisting(console: Console) -> None:
    keyboard = console.page.keyboard
    tab_to(console, console.tab("explain"))
    while console.tab("rules").get_attribute("aria-selected") != "true":
        keyboard.press("ArrowRight")
    expect(console.tab("rules")).to_be_focused()
    for name, value in {"until_minute": "5", "enhanced": "4.7.1", "name": "Grey"}.items():
        tab_to(console, field(console, name))
        keyboard.press("ControlOrMeta+a")
        keyboard.type(value)
    keyboard.press("Enter")
    expect(rules(console)).to_have_count(1)


def test_greylisting_by_keyboard_alone(fresh: Console, site_url: str) -> None:
    """Build the rule, be refused with 450, pass the time, be accepted."""
    fresh.page.set_viewport_size(ViewportSize(width=1280, height=900))
    fresh.load(site_url)
    write(fresh, EHLO, MAIL)
    build_greylisting(fresh)
    tab_to(fresh, fresh.prompt, back=True)
    write(fresh, RCPT)

    expect_reply(fresh.reply(3), 450, "greylisted")
    expect(explanation(fresh.reply(3))).to_contain_text("That is what your rule Grey asks for.")
    tab_to(fresh, clock(fresh).locator("[data-seconds='300']"), back=True)
    fresh.page.keyboard.press("Enter")
    expect(clock(fresh).locator("[data-part=time]")).to_have_text("0:05:00")
    # The server waits no longer than that: the session begins anew, and its rules remember.
    expect_reply(fresh.reply(4), 421, "timed-out")
    tab_to(fresh, fresh.page.locator(".closed .again"))
    fresh.page.keyboard.press("Enter")
    fresh.reply(5)
    expect(fresh.prompt).to_be_focused()
    write(fresh, EHLO, MAIL, RCPT)
    expect_reply(fresh.reply(8), 250, "recipient-accepted")
    assert fresh.complaints == []


def test_list_form_and_text_show_each_other(ruled: Console) -> None:
    ruled.panel.locator("[data-ready=greylisting]").click()
    expect(rules(ruled)).to_have_count(1)
    expect(text(ruled)).to_have_value(re.compile(r'name = "Greylisting"'))

    ruled.panel.get_by_role("button", name="Change Greylisting").click()
    expect(field(ruled, "until_minute")).to_have_value("5")
    field(ruled, "until_minute").fill("9")
    ruled.button("rules.keep").click()
    expect(text(ruled)).to_have_value(re.compile("until_minute = 9"))
    text(ruled).fill('[[rule]]\nname = "Mine"\nthen = { code = 451 }')
    ruled.button("rules.apply").click()
    expect(rules(ruled)).to_have_text(re.compile("Mine"))
    assert ruled.complaints == []


def test_rule_can_be_turned_off_and_removed(ruled: Console) -> None:
    ruled.panel.locator("[data-ready=local-error]").click()
    box = rules(ruled).get_by_role("checkbox", name="Passing local error")
    box.uncheck()
    expect(text(ruled)).to_have_value(re.compile("on = false"))
    box.check()
    expect(text(ruled)).not_to_have_value(re.compile("on = false"))
    rules(ruled).get_by_role("button", name="Remove Passing local error").press("Enter")

    expect(rules(ruled)).to_have_count(0)
    expect(ruled.panel.locator(".list h3")).to_be_focused()
    expect(clock(ruled)).to_have_count(0)


def test_mistakes_are_told_where_they_were_made(ruled: Console) -> None:
    """What was written stays, to be mended."""
    text(ruled).fill("[[rule]]\nthen = { code = 99 }")
    ruled.button("rules.apply").click()
    told = ruled.panel.get_by_role("alert")
    expect(told).to_contain_text("rule 1, then.code must have a first digit from 2 to 5")
    expect(text(ruled)).to_have_value("[[rule]]\nthen = { code = 99 }")

    field(ruled, "code").fill("")
    ruled.button("rules.add").click()
    expect(told).to_have_text("code must be a whole number such as 450")


def test_server_that_hangs_waits_for_time(ruled: Console) -> None:
    ruled.panel.locator("[data-ready=hanging-server]").click()
    ruled.say(EHLO, MAIL, RCPT, "DATA")
    ruled.editor.fill("Subject: x")
    ruled.page.locator("smtp-message-editor button.primary").click()

    expect(clock(ruled)).to_contain_text("the server does not answer")
    expect(ruled.articles.last).to_contain_text("The server does not answer")
    clock(ruled).get_by_role("button", name="+1 h").click()
    expect(ruled.page.locator(".closed")).to_be_visible()
    expect(ruled.log).to_contain_text("RFC 5321 asks for at least 10 minutes")


def test_round_trips_take_time(ruled: Console) -> None:
    ruled.panel.locator("smtp-clock select").select_option("150")
    ruled.say(EHLO, MAIL)
    expect(clock(ruled).locator(".travelled")).to_have_text("2 round trips · 300 ms")
    ruled.connect()
    ruled.paste(f"{EHLO}\n{MAIL}")

    expect(clock(ruled).locator(".travelled")).to_have_text("1 round trip · 150 ms")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_tab_has_nothing_to_object_to(
    fresh: Console, site_url: str, colours: str, language: Language
) -> None:
    """Wide, and as narrow as a page may be."""
    fresh.page.emulate_media(reduced_motion="reduce")
    fresh.page.set_viewport_size(ViewportSize(width=1280, height=900))
    fresh.load(site_url)
    fresh.speak(language)
    fresh.page.locator("select.theme").select_option(colours)
    fresh.tab("rules").click()
    for ready in ("mailbox-full", "local-error"):
        fresh.panel.locator(f"[data-ready={ready}]").click()
    expect(rules(fresh)).to_have_count(2)  # what arrives later would take the text's place
    text(fresh).fill("x")
    fresh.button("rules.apply").click()
    expect(fresh.panel.locator(".problem")).to_be_visible()
    expect(fresh.panel.locator(".warning")).to_be_visible()
    audit(fresh)

    fresh.page.set_viewport_size(ViewportSize(width=320, height=640))
    expect(fresh.view).to_have_attribute("layout", "narrow")
    assert fresh.page.evaluate(TOO_WIDE) == []
    fresh.status_button("details").click()
    expect(rules(fresh)).to_have_count(2)
    assert fresh.page.evaluate(TOO_WIDE) == []
    audit(fresh)
