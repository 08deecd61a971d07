"""The page is there, and takes what is typed, before any of its scripts has come."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Route, ViewportSize, expect

from smtp_playground.site_server import policy_in

from .auditing import TOO_WIDE, audit
from .hosting import digest
from .talking import APP, EHLO, LANGUAGES, WORKER, Console, held_back

COLOURS = {"dark": "rgb(20, 22, 26)", "light": "rgb(247, 246, 242)"}
MANNERS = [
    (language, theme, width)
    for language in LANGUAGES
    for theme, width in (("light", 1280), ("dark", 390), ("dark", 1280), ("light", 320))
]

_VISITED = """try {
  localStorage.setItem("smtp-playground:theme", "THEME");
} catch {}  // an empty page before this one has no storage"""
_CARET = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return [at?.dataset?.part, at?.selectionStart, at?.selectionEnd];
}"""
_COMPOSE = "(field, kind) => field.dispatchEvent(new CompositionEvent(kind, { bubbles: true }))"
_ENTER = """(field, options) => field.dispatchEvent(new KeyboardEvent("keydown", {
  key: "Enter", bubbles: true, cancelable: true, ...options,
}))"""
_SCROLL = "scroller => { scroller.scrollTop = 60; return scroller.scrollTop; }"
_PLACES = """() => {
  const found = [];
  const look = root => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) look(element.shadowRoot);
      if (!element.matches(WATCHED) || !element.checkVisibility()) continue;
      const { x, y, width, height } = element.getBoundingClientRect();
      const place = [x, y, width, height].map(Math.round);
      found.push([element.className || element.localName, ...place]);
    }
  };
  look(document.querySelector("smtp-playground").shadowRoot ?? document);
  return found.sort();
}""".replace(
    "WATCHED",
    "'header, .mark, .text, .actions, .words, .tries, .suggestion, .chips, .row, .hint, aside'",
)
"""Where the parts of the page stand, in the shell as in the elements."""


def _take_scope_away(route: Route) -> None:
    """Let a page come as to a browser that knows no @scope: it leaves out all that stands in it."""
    response = route.fetch()
    page = response.text()
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    older = style.replace("@scope", "@of-tomorrow")
    assert older != style
    page = page.replace(style, older).replace(digest(style), digest(older))
    policy = {"content-security-policy": policy_in(page) or ""}
    route.fulfill(response=response, body=page, headers={**response.headers, **policy})


def sent(console: Console) -> Locator:
    return console.log.locator("article[data-from=client] .line")


@pytest.fixture(params=MANNERS, ids=lambda manner: "-".join(map(str, manner)))
def dressed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Console]:
    """Return a page that was visited before, in one of the manners."""
    language, theme, width = request.param
    viewport = ViewportSize(width=width, height=800)
    with browser.new_context(
        locale=language, viewport=viewport, reduced_motion="reduce", service_workers="block"
    ) as context:
        context.add_init_script(_VISITED.replace("THEME", theme))
        yield Console(context.new_page(), language)


def test_the_shell_is_dressed_as_the_page_will_be(dressed: Console, site_url: str) -> None:
    """Its language, its colours, its places: nothing is seen to change when the elements come."""
    page = dressed.page
    with held_back(page, WORKER):
        with held_back(page, APP):
            dressed.arrive(site_url)
            expect(dressed.prompt).to_be_editable()

            expect(page.locator("html")).to_have_attribute("lang", dressed.language)
            expect(page.get_by_text(dressed.ui("start.heading"))).to_be_visible()
            expect(dressed.prompt).to_have_accessible_name(dressed.ui("prompt.label"))
            theme = str(page.evaluate("localStorage.getItem('smtp-playground:theme')"))
            shell = page.locator(".smtp-playground")
            expect(shell).to_have_css("background-color", COLOURS[theme])
            places = page.evaluate(_PLACES)
            assert page.evaluate(TOO_WIDE) == []
            audit(dressed)
        expect(shell).to_have_count(0)

        assert page.evaluate(_PLACES) == places
        assert len(places) > 10
        audit(dressed)
    assert dressed.complaints == []


def test_the_first_paint_needs_nothing_but_the_page(fresh: Console, site_url: str) -> None:
    with held_back(fresh.page, "**/assets/**"):
        fresh.arrive(site_url)
        expect(fresh.prompt).to_be_focused()
        expect(fresh.prompt).to_have_count(1)
        expect(fresh.prompt).to_be_editable()
        expect(fresh.view).to_have_attribute("state", "loading")
        expect(fresh.log).to_have_count(1)
        expect(fresh.articles).to_have_count(0)
    fresh.wait_until_ready()
    assert fresh.complaints == []


def test_what_is_typed_before_the_elements_goes_on(fresh: Console, site_url: str) -> None:
    """Sent lines in their order, the half of a line, the caret, the focus: none is lost."""
    keyboard = fresh.page.keyboard
    with held_back(fresh.page, APP):
        fresh.arrive(site_url)
        expect(fresh.prompt).to_be_focused()
        for line in (EHLO, "VRFY alice"):
            keyboard.type(line)
            keyboard.press("Enter")
        expect(fresh.queued).to_have_count(2)
        expect(fresh.queued.first).to_contain_text(EHLO)
        expect(fresh.queued.first).to_contain_text(fresh.ui("conversation.queued"))
        expect(fresh.queued.last).to_be_in_viewport()
        keyboard.type("NP")
        keyboard.press("ArrowLeft")
        keyboard.type("OO")
    expect(fresh.page.locator(".shell")).to_have_count(0)

    expect(fresh.prompt).to_have_value("NOOP")
    assert fresh.page.evaluate(_CARET) == ["prompt", 3, 3]
    expect(fresh.prompt).to_be_focused()
    fresh.wait_until_ready()
    expect(fresh.replies).to_have_count(3)
    expect(sent(fresh)).to_have_text([EHLO, "VRFY alice"])
    expect(fresh.queued).to_have_count(0)
    keyboard.type("O")
    expect(fresh.prompt).to_have_value("NOOOP")
    assert fresh.complaints == []


def test_who_reads_is_not_called_away(fresh: Console, site_url: str) -> None:
    """The place in the text stays, and the focus, if it is not in the command line."""
    fresh.page.set_viewport_size({"width": 390, "height": 500})
    with held_back(fresh.page, APP):
        fresh.arrive(site_url)
        expect(fresh.prompt).to_be_focused()
        fresh.prompt.fill("EHLO")
        fresh.prompt.blur()
        top = fresh.page.locator(".scroller").evaluate(_SCROLL)
    expect(fresh.page.locator(".shell")).to_have_count(0)

    assert top > 0
    assert fresh.page.locator(".scroller").evaluate("scroller => scroller.scrollTop") == top
    expect(fresh.prompt).to_have_value("EHLO")
    assert fresh.page.evaluate(_CARET)[0] is None


def test_a_suggestion_is_taken_up_in_the_shell(fresh: Console, site_url: str) -> None:
    with held_back(fresh.page, APP):
        fresh.arrive(site_url)
        fresh.page.get_by_text(fresh.ui("start.second-label")).click()
        expect(fresh.prompt).to_have_value("VRFY alice")
        assert fresh.page.evaluate(_CARET) == ["prompt", 5, 10]
    expect(fresh.page.locator(".shell")).to_have_count(0)

    assert fresh.page.evaluate(_CARET) == ["prompt", 5, 10]


def test_a_paste_into_the_shell_is_as_many_lines(fresh: Console, site_url: str) -> None:
    lines = [EHLO, *[f"NOOP {number}" for number in range(40)]]
    with held_back(fresh.page, APP):
        fresh.arrive(site_url)
        fresh.paste("\r\n".join(lines) + "\r\n")
        expect(fresh.queued).to_have_count(1)
        expect(fresh.queued).to_contain_text("NOOP 10")
        expect(fresh.queued).not_to_contain_text("NOOP 11")
        expect(fresh.prompt).to_have_value("")
    fresh.wait_until_ready()

    expect(sent(fresh)).to_have_text(lines)


def test_a_character_being_composed_is_not_torn(fresh: Console, site_url: str) -> None:
    """Enter belongs to the input method, and the elements wait for its end."""
    with held_back(fresh.page, APP):
        fresh.arrive(site_url)
        fresh.prompt.evaluate(_COMPOSE, "compositionstart")
        for options in ({"isComposing": True}, {"keyCode": 229}):
            assert fresh.prompt.evaluate(_ENTER, options) is False
        assert fresh.prompt.evaluate(_ENTER, {}) is True
    fresh.page.wait_for_load_state("domcontentloaded")  # which comes after the page's modules
    expect(fresh.page.locator(".shell")).to_have_count(1)
    fresh.prompt.fill("あ")
    fresh.prompt.evaluate(_COMPOSE, "compositionend")
    expect(fresh.page.locator(".shell")).to_have_count(0)

    expect(fresh.prompt).to_have_value("あ")
    fresh.wait_until_ready()
    assert fresh.complaints == []


def test_lines_that_wait_in_the_shell_are_text(fresh: Console, site_url: str) -> None:
    markup = "<img src=x onerror=alert()><b>bold</b>"
    with held_back(fresh.page, APP):
        fresh.arrive(site_url)
        fresh.type(markup)
        expect(fresh.queued).to_contain_text(markup)
        expect(fresh.page.locator("img, b")).to_have_count(0)
    fresh.wait_until_ready()

    expect(sent(fresh)).to_have_text([markup])
    assert fresh.complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_browser_without_scope_shows_a_plain_page(
    fresh: Console, site_url: str, width: int
) -> None:
    """What cannot be used yet is left out, and what is left is wide enough to read and to type."""
    fresh.page.set_viewport_size({"width": width, "height": 640})
    fresh.page.add_init_script("delete window.CSSScopeRule")
    fresh.page.route(site_url, _take_scope_away)
    with held_back(fresh.page, APP):
        fresh.arrive(site_url)
        expect(fresh.prompt).to_be_in_viewport(ratio=1)
        expect(fresh.page.locator(".shell .start:visible")).to_have_count(1)
        for control in ("select", "[role=tab]", "button:disabled"):
            expect(fresh.page.locator(f".shell {control}:visible")).to_have_count(0)
        assert fresh.page.evaluate(TOO_WIDE) == []
        fresh.type(EHLO)
        expect(fresh.queued).to_contain_text(EHLO)
    fresh.wait_until_ready()

    expect(sent(fresh)).to_have_text([EHLO])
    expect(fresh.recording.locator(".stretch").first).to_have_css("border-top-width", "1px")
    assert fresh.page.evaluate(TOO_WIDE) == []
    assert fresh.complaints == []
