"""The page fits a narrow screen, wears the reader's colours, and needs no browser's memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .talking import EHLO, TO_CONTENT, WASM, Console, expect_reply, held_back

_TOO_WIDE = """() => {
  const found = [];
  const look = root => {
    for (const element of root.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      const seen = box.width && element.checkVisibility() && box.right > innerWidth + 1;
      if (seen && !element.closest("pre, .quiet")) found.push(element.outerHTML.slice(0, 80));
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page itself");
  return found;
}"""
_BACKGROUND = "view => getComputedStyle(view).backgroundColor"
_FORBID = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("not here", "SecurityError"); },
});"""
LONG = "VRFY " + "x" * 500
LIGHT = "rgb(247, 246, 242)"
DARK = "rgb(20, 22, 26)"


@pytest.fixture(params=[320, 390])
def narrow(request: pytest.FixtureRequest, console: Console) -> Iterator[Console]:
    """Return a console on a small screen."""
    console.page.set_viewport_size({"width": request.param, "height": 640})
    expect(console.view).to_have_attribute("layout", "narrow")
    yield console
    console.page.set_viewport_size({"width": 1280, "height": 720})


def test_nothing_is_wider_than_a_narrow_screen(narrow: Console) -> None:
    def fits() -> bool:
        return bool(narrow.page.evaluate(_TOO_WIDE) == [])

    refused = narrow.say(EHLO, LONG, "VRFY alice")
    assert narrow.page.evaluate(_TOO_WIDE) == []
    narrow.speak("pt-BR")
    assert fits()
    narrow.speak("en")

    refused.get_by_role("button", name="Compare with 354").click()
    expect(narrow.comparison).to_be_visible()
    assert narrow.page.evaluate(_TOO_WIDE) == []
    narrow.page.keyboard.press("Escape")

    narrow.say(*TO_CONTENT[1:])
    assert narrow.page.evaluate(_TOO_WIDE) == []
    narrow.finish("x" * 900)
    narrow.say("QUIT")
    assert narrow.page.evaluate(_TOO_WIDE) == []


def test_the_panel_is_a_sheet_on_a_narrow_screen(narrow: Console) -> None:
    refused = narrow.say("VRFY alice")
    expect(narrow.panel).to_be_hidden()
    code = refused.get_by_role("button", name="502")

    code.click()

    expect(narrow.panel).to_be_visible()
    expect(narrow.panel.locator(".digits dt")).to_have_text(["5", "0", "2"])
    for tab in ("state", "envelope"):
        narrow.tab(tab).click()
        assert narrow.page.evaluate(_TOO_WIDE) == []
    narrow.page.keyboard.press("Escape")
    expect(narrow.panel).to_be_hidden()
    expect(code).to_be_focused()

    narrow.status_button("details").click()
    expect(narrow.panel).to_be_visible()
    narrow.button("page.close").click()
    expect(narrow.panel).to_be_hidden()


def test_colours_are_the_systems_unless_chosen(console: Console) -> None:
    def expect_background(colour: str) -> None:
        expect(console.view).to_have_css("background-color", colour)

    themes = console.page.locator("select.theme")
    console.page.emulate_media(color_scheme="dark")
    expect_background(DARK)
    themes.select_option("light")
    expect_background(LIGHT)
    console.page.emulate_media(color_scheme="light")
    themes.select_option("dark")
    expect_background(DARK)
    themes.select_option("system")
    expect_background(LIGHT)


def test_the_chosen_colours_are_there_the_next_time(page: Page, site_url: str) -> None:
    console = Console(page)
    with held_back(page, WASM):
        page.goto(site_url)
        page.locator("select.theme").select_option("dark")
        page.reload()

        expect(page.locator("select.theme")).to_have_value("dark")
        expect(console.view).to_have_css("background-color", DARK)


def test_a_browser_that_refuses_storage_is_borne(browser: Browser, site_url: str) -> None:
    with browser.new_context(locale="en-US") as context:
        context.add_init_script(_FORBID)
        console = Console(context.new_page())
        console.load(site_url)

        console.speak("pt-BR")
        console.page.locator("select.theme").select_option("dark")

        expect(console.view).to_have_css("background-color", DARK)
        expect_reply(console.say("VRFY alice"), 502, "not-implemented")
        assert console.complaints == []
