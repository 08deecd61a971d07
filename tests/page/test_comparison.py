"""Two servers side by side, in a window that the note on a new server opens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, ViewportSize, expect

from .auditing import TOO_WIDE, audit
from .talking import EHLO, Console, Language

pytestmark = pytest.mark.one_engine

SECRET = "AGFsaWNlAHdvbmRlcmxhbmQ="


def window(console: Console) -> Locator:
    return console.page.locator("smtp-comparison dialog")


def row(console: Console, line: str) -> Locator:
    """Return the row of a line that was sent."""
    heading = console.page.locator("h3", has=console.page.get_by_text(line, exact=True))
    return window(console).locator("li", has=heading)


def switch(console: Console, *lines: str, to: str = "exim") -> Locator:
    """Say something to Postfix, and turn to another server; return the button in its note."""
    console.connect("postfix")
    for line in lines:
        console.say(line)
    console.connect(to)
    return console.log.locator("article").get_by_role("button", name=console.ui("compare.open"))


def test_a_change_of_server_offers_to_compare_the_answers(console: Console) -> None:
    switch(console, EHLO, "VRFY alice").click()
    expect(window(console)).to_be_visible()
    left, right = row(console, "VRFY alice").locator(".side").all()

    expect(left).to_contain_text("502 5.5.1 VRFY command is disabled")
    expect(left).to_contain_text("Here Postfix departs from RFC 5321 §7.3")
    expect(right).to_contain_text("252 Administrative prohibition")
    expect(row(console, "VRFY alice")).to_contain_text("other code")
    expect(window(console).locator(".summary")).to_have_text("1 of 3 answers has another code.")


def test_only_what_differs_can_be_shown(console: Console) -> None:
    switch(console, EHLO, "VRFY alice").click()
    expect(window(console).locator("li")).to_have_count(3)
    console.page.get_by_role("checkbox", name=console.ui("compare.only")).check()

    expect(window(console).locator("li")).to_have_count(1)


def test_what_comes_after_the_other_server_hung_up_is_told(console: Console) -> None:
    switch(console, "FOO", "BAR", "BAZ", "QUX", "NOOP").click()

    expect(row(console, "NOOP").locator(".side").last).to_contain_text("this server had hung up")


def test_the_window_is_opened_and_closed_by_keys(console: Console) -> None:
    """The focus goes back to where it was."""
    button = switch(console, EHLO)
    button.focus()
    button.press("Enter")
    expect(window(console)).to_be_visible()
    console.page.keyboard.press("Escape")

    expect(window(console)).to_be_hidden()
    expect(button).to_be_focused()


def test_it_is_closed_by_its_button_and_by_a_press_beside_it(console: Console) -> None:
    button = switch(console, EHLO)
    button.click()
    window(console).get_by_role("button", name=console.ui("page.close")).click()
    expect(window(console)).to_be_hidden()
    button.click()
    console.page.mouse.click(4, 4)

    expect(window(console)).to_be_hidden()


def test_nothing_is_compared_where_nothing_was_said(console: Console) -> None:
    expect(switch(console)).to_have_count(0)


def test_a_new_connection_to_the_same_server_has_nothing_to_compare(console: Console) -> None:
    console.say("NOOP")
    console.connect()

    expect(console.log.get_by_role("button", name=console.ui("compare.open"))).to_have_count(0)


def test_secrets_stay_dots(console: Console) -> None:
    switch(console, EHLO, f"AUTH PLAIN {SECRET}").click()
    expect(window(console)).to_be_visible()

    assert SECRET not in window(console).inner_text()


def test_what_differs_from_the_standard_is_told_under_the_reply_and_in_the_panel(
    console: Console,
) -> None:
    console.connect("postfix")
    reply = console.say("VRFY alice")

    expect(reply.locator(".departs")).to_contain_text("Here Postfix departs from RFC 5321 §7.3")
    expect(console.panel).to_contain_text("Where it departs from the standard")


@pytest.fixture(params=[("light", "en"), ("dark", "pt-BR")], ids="-".join)
def narrow(request: pytest.FixtureRequest, browser: Browser, site_url: str) -> Iterator[Console]:
    """Return a page as narrow as a small telephone."""
    colours, language = request.param
    viewport = ViewportSize(width=320, height=640)
    with browser.new_context(
        locale=language, viewport=viewport, reduced_motion="reduce", service_workers="block"
    ) as context:
        console = Console(context.new_page(), language)
        console.load(site_url)
        console.page.locator("select.theme").select_option(colours)
        yield console
        assert console.complaints == []


def test_it_fits_a_small_telephone(narrow: Console) -> None:
    """One server under the other; nothing is cut off, and axe objects to nothing."""
    language: Language = narrow.language
    switch(narrow, EHLO, "VRFY alice", "MAIL FROM:<" + "x" * 200 + "@client.example>").click()
    expect(window(narrow)).to_be_visible()
    expect(window(narrow)).to_contain_text("Exim")
    expect(window(narrow)).to_contain_text(
        {"en": "other code", "pt-BR": "código diferente"}[language]
    )

    assert narrow.page.evaluate(TOO_WIDE) == []
    audit(narrow)
