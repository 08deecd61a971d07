"""The page fits a narrow screen, wears the reader's colours, and needs no browser's memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from .auditing import TOO_WIDE
from .talking import (
    EHLO,
    LANGUAGES,
    TO_CONTENT,
    WASM,
    Console,
    Language,
    expect_reply,
    held_back,
)

_SYSTEM_IS_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
_FORBID = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("not here", "SecurityError"); },
});"""
_SHOW = "(select, value) => { select.value = value }"
_CROWDED = """() => {
  const header = document.querySelector("smtp-playground").shadowRoot
    .querySelector("smtp-header").shadowRoot.querySelector("header");
  const canvas = document.createElement("canvas").getContext("2d");
  const wide = (text, { font }) => (canvas.font = font, canvas.measureText(text).width);
  const seen = [...header.querySelectorAll(".mark, .name, .reference, .label, select")]
    .map(element => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1);
  const found = [];
  for (const { element, box } of seen) {
    const name = element.className || element.parentElement.className;
    const outer = header.getBoundingClientRect();
    if (box.left < outer.left || box.right > outer.right || box.bottom > outer.bottom)
      found.push(`${name} reaches out`);
    for (const other of seen) {
      const across = box.left < other.box.right && other.box.left < box.right;
      const down = box.top < other.box.bottom && other.box.top < box.bottom;
      if (other.element !== element && across && down) found.push(`${name} lies over another`);
    }
    if (element.localName !== "select") continue;
    const style = getComputedStyle(element);
    const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    const room = element.clientWidth - padding;
    const text = wide(element.selectedOptions[0]?.text ?? "", style);
    if (text > room + 1) found.push(`${name} is cut: ${text} in ${room}`);
  }
  return found;
}"""
LONG = "VRFY " + "x" * 500
SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
COLOURS = {"dark": "rgb(20, 22, 26)", "light": "rgb(247, 246, 242)"}


@pytest.fixture(params=[320, 390])
def narrow(request: pytest.FixtureRequest, console: Console) -> Iterator[Console]:
    """Return a console on a small screen."""
    console.page.set_viewport_size({"width": request.param, "height": 640})
    expect(console.view).to_have_attribute("layout", "narrow")
    yield console
    console.page.set_viewport_size({"width": 1280, "height": 720})


def test_nothing_is_wider_than_a_narrow_screen(narrow: Console) -> None:
    def fits() -> bool:
        return bool(narrow.page.evaluate(TOO_WIDE) == [])

    refused = narrow.say(EHLO, LONG, "VRFY alice")
    assert narrow.page.evaluate(TOO_WIDE) == []
    narrow.speak("pt-BR")
    assert narrow.page.evaluate(TOO_WIDE) == []
    narrow.speak("en")

    refused.get_by_role("button", name="Compare with 354").click()
    expect(narrow.reference).to_be_visible()
    assert narrow.page.evaluate(TOO_WIDE) == []
    narrow.page.keyboard.press("Escape")

    narrow.view.evaluate("view => view.offerNewer()")
    assert narrow.page.evaluate(TOO_WIDE) == []
    narrow.button("offline.later").click()

    narrow.say(EHLO, "AUTH SCRAM-SHA-256")
    assert narrow.page.evaluate(TOO_WIDE) == []
    narrow.say("*", "STARTTLS", *TO_CONTENT[:3])
    narrow.type("BDAT 2 LAST")
    narrow.editor.fill("too much")
    assert narrow.page.evaluate(TOO_WIDE) == []
    before = narrow.replies.count()
    narrow.button("message.send").click()
    narrow.reply(before + 1)
    assert narrow.page.evaluate(TOO_WIDE) == []

    narrow.say(*TO_CONTENT[1:])
    assert narrow.page.evaluate(TOO_WIDE) == []
    narrow.finish("x" * 900)
    narrow.say("QUIT")
    assert narrow.page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_header_is_cut_or_lies_over_another(
    console: Console, language: Language
) -> None:
    """At any width, whichever server is chosen."""
    console.speak(language)
    for width in (320, 360, 390, 479, 480, 600, 639, 640, 767, 800, 895, 896, 1024):
        console.page.set_viewport_size({"width": width, "height": 640})
        for persona in ("playground", "submission-587"):
            console.page.locator(".persona select").evaluate(_SHOW, persona)
            assert console.page.evaluate(_CROWDED) == [], (width, persona)
    console.page.set_viewport_size({"width": 1280, "height": 720})


def test_the_panel_is_a_sheet_on_a_narrow_screen(narrow: Console) -> None:
    refused = narrow.say("VRFY alice")
    expect(narrow.panel).to_be_hidden()
    code = refused.get_by_role("button", name="502", exact=True)

    code.click()

    expect(narrow.panel).to_be_visible()
    expect(narrow.panel.locator(".digits dt")).to_have_text(["5", "0", "2"])
    for tab in ("state", "envelope"):
        narrow.tab(tab).click()
        assert narrow.page.evaluate(TOO_WIDE) == []
    narrow.page.keyboard.press("Escape")
    expect(narrow.panel).to_be_hidden()
    expect(code).to_be_focused()

    narrow.status_button("details").click()
    expect(narrow.panel).to_be_visible()
    narrow.button("page.close").click()
    expect(narrow.panel).to_be_hidden()


def test_a_short_reply_does_not_break_its_code(console: Console) -> None:
    """Beside a text of one word, the code keeps to one line."""
    console.connect("exim")

    code = console.say("NOOP").locator("button.code")

    expect(code).to_contain_text("250")
    box = code.bounding_box()
    assert box is not None
    assert box["height"] < 40


def test_colours_are_the_systems_unless_chosen(console: Console) -> None:
    """A stock Firefox keeps to the colours of the machine, whatever a test asks for."""
    themes = console.page.locator("select.theme")
    for asked in SCHEMES:
        console.page.emulate_media(color_scheme=asked)
        given = "dark" if console.page.evaluate(_SYSTEM_IS_DARK) else "light"
        for theme, colour in {**COLOURS, "system": COLOURS[given]}.items():
            themes.select_option(theme)
            expect(console.view).to_have_css("background-color", colour)


def test_the_chosen_colours_are_there_the_next_time(page: Page, site_url: str) -> None:
    console = Console(page)
    with held_back(page, WASM):
        page.goto(site_url)
        page.locator("select.theme").select_option("dark")
        page.reload()

        expect(page.locator("select.theme")).to_have_value("dark")
        expect(console.view).to_have_css("background-color", COLOURS["dark"])


def test_a_browser_that_refuses_storage_is_borne(browser: Browser, site_url: str) -> None:
    with browser.new_context(locale="en-US", service_workers="block") as context:
        context.add_init_script(_FORBID)
        console = Console(context.new_page())
        console.load(site_url)

        console.speak("pt-BR")
        console.page.locator("select.theme").select_option("dark")

        expect(console.view).to_have_css("background-color", COLOURS["dark"])
        expect_reply(console.say("VRFY alice"), 502, "not-implemented")
        assert console.complaints == []
