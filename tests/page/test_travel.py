"""Back to an earlier bubble, on by another way, and a link to it all: with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, ViewportSize, expect

from .auditing import TOO_WIDE, audit
from .talking import EHLO, LANGUAGES, MAIL, RCPT, Console

pytestmark = pytest.mark.one_engine

SUBMISSION = "submissions-465"
RIGHT = "AGFsaWNlAHdvbmRlcmxhbmQ="
"""Alice's password, as AUTH PLAIN has it."""

FOCUS = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.dataset?.part ?? at?.getAttribute("aria-label") ?? at?.textContent.trim();
}"""
LINES = """log => [...log.querySelectorAll("article")].map(article => {
  const lines = [...article.querySelectorAll(".line")].map(line => line.textContent);
  return [article.dataset.from, article.dataset.code ?? "", ...lines];
})"""


def said(console: Console) -> object:
    """Return the conversation as a reader has it."""
    return console.log.evaluate(LINES)


def client_lines(console: Console) -> Locator:
    return console.log.locator("article[data-from=client] .line")


def spoken(console: Console) -> Locator:
    """Return the one status of the page."""
    return console.page.locator("smtp-playground > .quiet[role=status]")


def forks(console: Console) -> Locator:
    return console.log.locator("smtp-fork")


def dialog(console: Console) -> Locator:
    return console.page.locator("smtp-share dialog")


def press_until(console: Console, key: str, name: re.Pattern[str]) -> None:
    """Press a key until the focus is on what is named so."""
    for _ in range(200):
        if name.search(console.page.evaluate(FOCUS) or ""):
            return
        console.page.keyboard.press(key)
    raise AssertionError(f"{key} never leads to {name.pattern}")


def share(console: Console) -> str:
    console.button("share.button").click()
    expect(dialog(console)).to_be_visible()
    return dialog(console).locator("#link").input_value()


def go_back_and_branch(console: Console) -> tuple[object, object]:
    """Say four lines, go three replies back, and say another one; return how both ways stood."""
    keyboard = console.page.keyboard
    console.prompt.focus()
    for line in (EHLO, MAIL, RCPT, "NOOP"):
        before = console.replies.count()
        keyboard.type(line)
        keyboard.press("Enter")
        console.reply(before)
    whole = said(console)
    press_until(console, "Shift+Tab", re.compile(rf"^{console.ui('travel.back')}: {MAIL}"))
    press_until(console, "Shift+Tab", re.compile(rf"^{console.ui('travel.back')}: 250"))
    keyboard.press("Enter")
    expect(client_lines(console)).to_have_text([EHLO])
    expect(console.prompt).to_be_focused()
    expect(spoken(console)).to_contain_text(console.ui("travel.kept").format(name=MAIL))
    expect(forks(console)).to_contain_text(MAIL)
    expect(forks(console)).to_contain_text(console.ui("travel.lines-other").format(count=3))
    keyboard.type("VRFY alice")
    keyboard.press("Enter")
    expect(client_lines(console)).to_have_text([EHLO, "VRFY alice"])
    return whole, said(console)


def test_back_and_branch_and_share_with_the_keyboard_alone(
    fresh: Console, site_url: str, browser: Browser
) -> None:
    fresh.load(site_url)
    console, keyboard = fresh, fresh.page.keyboard
    whole, branched = go_back_and_branch(console)
    keyboard.press("ControlOrMeta+z")
    expect(client_lines(console)).to_have_text([EHLO])
    took_back = console.ui("travel.took-back").format(name="VRFY alice")
    expect(spoken(console)).to_contain_text(took_back)
    keyboard.press("ControlOrMeta+Shift+z")
    expect(client_lines(console)).to_have_text([EHLO, "VRFY alice"])
    assert said(console) == branched
    press_until(console, "Shift+Tab", re.compile(MAIL))
    keyboard.press("Enter")
    expect(client_lines(console)).to_have_text([EHLO, MAIL, RCPT, "NOOP"])
    assert said(console) == whole
    press_until(console, "Shift+Tab", re.compile("VRFY alice"))
    keyboard.press("Enter")
    expect(client_lines(console)).to_have_text([EHLO, "VRFY alice"])
    press_until(console, "Shift+Tab", re.compile(f"^{console.ui('share.button')}$"))
    keyboard.press("Enter")
    expect(dialog(console)).to_be_visible()
    link = dialog(console).locator("#link").input_value()
    keyboard.press("Escape")
    expect(dialog(console)).to_be_hidden()
    assert console.page.evaluate(FOCUS) == console.ui("share.button")

    with browser.new_context(locale="pt-BR", service_workers="block") as context:
        other = Console(context.new_page())
        other.load(link)
        assert said(other) == branched
        expect(other.page.get_by_role("alert")).to_have_count(0)
        assert other.complaints == []


def test_a_draft_is_not_taken_for_an_empty_line(console: Console) -> None:
    """What was written by hand has an undo of its own, also once it is wiped away."""
    console.say(EHLO)
    console.prompt.press_sequentially("NO")
    console.prompt.press("ControlOrMeta+z")
    for _ in range(2):
        console.prompt.press("Backspace")
    console.prompt.press("ControlOrMeta+z")
    expect(client_lines(console)).to_have_text([EHLO])

    console.prompt.fill("")
    console.say("NOOP")
    console.prompt.press("ControlOrMeta+z")
    expect(client_lines(console)).to_have_text([EHLO])


def test_the_buttons_say_when_there_is_no_way(console: Console) -> None:
    undo, redo = console.button("travel.undo"), console.button("travel.redo")
    expect(undo).to_have_attribute("aria-disabled", "true")
    console.say(EHLO, "QUIT")
    expect(console.page.locator("button.again")).to_be_visible()
    undo.focus()
    undo.press("Enter")
    expect(console.prompt).to_be_visible()
    undo.press("Enter")
    expect(client_lines(console)).to_have_count(0)
    expect(undo).to_have_attribute("aria-disabled", "true")
    expect(undo).to_be_focused()
    undo.press("Enter")
    redo.press("Enter")
    redo.press("Enter")
    expect(client_lines(console)).to_have_text([EHLO, "QUIT"])
    console.page.locator("button.again").focus()
    console.page.keyboard.press("ControlOrMeta+z")

    expect(client_lines(console)).to_have_text([EHLO])
    expect(console.prompt).to_be_focused()


def test_a_message_is_gone_from_the_mailbox_and_comes_back(console: Console) -> None:
    console.say(EHLO, MAIL, RCPT, "DATA")
    console.finish("Subject: kept on its branch\n\nHello")
    console.tab("envelope").click()
    expect(console.panel.locator(".letter")).to_contain_text("kept on its branch")
    console.button("travel.undo").click()
    expect(console.editor).to_be_visible()
    expect(console.panel.locator(".letter")).to_have_count(0)
    console.button("travel.redo").click()

    expect(console.panel.locator(".letter")).to_contain_text("kept on its branch")
    console.tab("explain").click()


def test_a_reader_who_went_up_is_left_there(console: Console) -> None:
    scroller = console.page.locator("smtp-transcript .scroller")
    console.say(*["HELP"] * 8)
    scroller.evaluate("scroller => scroller.scrollTo(0, 0)")
    console.page.wait_for_function("() => true")
    console.say(EHLO)
    scroller.hover()
    console.page.mouse.wheel(0, -9_000)
    console.page.wait_for_function(
        "scroller => scroller.scrollTop === 0", arg=scroller.element_handle()
    )
    console.button("travel.undo").click()
    expect(client_lines(console)).to_have_count(8)

    assert scroller.evaluate("scroller => scroller.scrollTop") == 0


def test_secrets_are_left_out_unless_the_reader_says_otherwise(
    console: Console, browser: Browser
) -> None:
    console.connect(SUBMISSION)
    console.clear()
    console.connect()
    console.say(EHLO, f"AUTH PLAIN {RIGHT}")
    without = share(console)
    expect(dialog(console)).to_contain_text(console.ui("share.secrets-out"))
    box = dialog(console).get_by_role("checkbox", name=console.ui("share.secrets-one"))
    box.check()
    expect(dialog(console)).to_contain_text(console.ui("share.secrets-in"))
    expect(dialog(console).locator("#link")).not_to_have_value(without)
    dialog(console).locator("summary").click()
    expect(dialog(console).locator("ol")).to_contain_text(RIGHT)
    box.uncheck()
    expect(dialog(console).locator("#link")).to_have_value(without)
    expect(dialog(console).locator("ol")).not_to_contain_text(RIGHT)
    audit(console)
    console.page.keyboard.press("Escape")

    with browser.new_context(locale="en-US", service_workers="block") as context:
        other = Console(context.new_page())
        other.load(without)
        expect(other.replies.last).to_have_attribute("data-reply", "auth-succeeded")


def test_the_link_is_copied_or_selected_to_be_copied(console: Console) -> None:
    console.page.evaluate(
        "() => { navigator.clipboard.writeText = text => { window.copied = text } }"
    )
    link = share(console)
    copy = dialog(console).get_by_role("button", name=console.ui("share.copy"), exact=True)
    copy.click()
    expect(dialog(console).get_by_role("status")).to_have_text(console.ui("share.copied"))
    assert console.page.evaluate("window.copied") == link
    console.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }"
    )
    copy.click()
    expect(dialog(console).get_by_role("status")).to_have_text(console.ui("share.copy-yourself"))
    expect(dialog(console).locator("#link")).to_be_focused()
    console.page.keyboard.press("Escape")

    assert len(link) < 2_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_that_are_damaged_newer_or_bombs_say_so(
    fresh: Console, site_url: str, language: str
) -> None:
    """And the page works as ever."""
    assert language in LANGUAGES
    fresh.language = "pt-BR" if language == "pt-BR" else "en"
    notice = fresh.page.get_by_role("alert")
    fresh.load(f"{site_url}#talk=v2.abc&lang={language}")
    expect(notice).to_contain_text(fresh.ui("share.newer"))
    expect(fresh.replies).to_have_count(1)
    bomb = fresh.page.evaluate(BOMB)
    assert len(bomb) < 60_000
    for packed in ("", "!", "AAAA", "q", bomb):
        before = fresh.replies.count()
        fresh.page.evaluate("link => { location.hash = link }", f"talk=v1.{packed}&lang={language}")
        fresh.reply(before)
        expect(notice).not_to_contain_text(fresh.ui("share.newer"))
        fresh.button("page.dismiss").click()
    fresh.say("NOOP")

    assert fresh.complaints == []


BOMB = """async () => {
  const deflate = new CompressionStream("deflate-raw");
  const packed = new Response(new Blob([new Uint8Array(3e7)]).stream().pipeThrough(deflate));
  const octets = [...new Uint8Array(await packed.arrayBuffer())];
  const base64 = btoa(octets.map(octet => String.fromCharCode(octet)).join(""));
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}"""


def test_a_link_within_the_page_is_followed(console: Console) -> None:
    """It begins with a connection of its own, below what was said, and can be undone."""
    console.say(EHLO, MAIL)
    link = share(console)
    console.page.keyboard.press("Escape")
    console.connect("reference")
    before = console.replies.count()
    console.page.evaluate("link => { location.hash = new URL(link).hash }", link)
    expect(console.replies).to_have_count(before + 3)
    expect(client_lines(console).last).to_have_text(MAIL)
    expect(console.page.locator(".persona select")).to_have_value("playground")
    console.page.evaluate("() => { location.hash = '' }")


@pytest.fixture(params=[(language, theme) for language in LANGUAGES for theme in ("light", "dark")])
def narrow(request: pytest.FixtureRequest, browser: Browser, site_url: str) -> Iterator[Console]:
    language, theme = request.param
    viewport = ViewportSize(width=320, height=640)
    with browser.new_context(
        locale=language, viewport=viewport, reduced_motion="reduce", service_workers="block"
    ) as context:
        console = Console(context.new_page(), language)
        console.load(site_url)
        console.page.locator("select.theme").select_option(theme)
        yield console


def test_it_fits_a_narrow_screen_in_any_colours(narrow: Console) -> None:
    narrow.say(
        EHLO, "MAIL FROM:<someone.with.a.very.long.name@department.of.a.client.example>", RCPT
    )
    narrow.button("travel.undo").click()
    narrow.button("travel.undo").click()
    expect(forks(narrow)).to_be_visible()
    narrow.replies.first.hover()
    assert narrow.page.evaluate(TOO_WIDE) == []
    audit(narrow)
    share(narrow)
    dialog(narrow).locator("summary").click()

    assert narrow.page.evaluate(TOO_WIDE) == []
    audit(narrow)
    assert narrow.complaints == []
