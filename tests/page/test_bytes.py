"""The Bytes tab and raw mode: octets seen, and sent exactly as they are written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, ViewportSize, expect

from .auditing import TOO_WIDE, audit
from .talking import EHLO, TO_CONTENT, WASM, Console, Language, expect_reply, held_back

pytestmark = pytest.mark.one_engine

NARROW = ViewportSize(width=320, height=640)


@pytest.fixture(autouse=True)
def tidied(console: Console) -> Iterator[None]:
    """Leave the panel and the composer as other tests expect them."""
    yield
    console.tab("explain").click()
    back = console.button("raw.back")
    if back.is_visible():
        back.click()


@pytest.fixture
def raw(console: Console) -> Console:
    """Return a console in raw mode."""
    console.button("raw.switch").click()
    expect(console.prompt).to_be_focused()
    expect(console.prompt).to_have_accessible_name(console.ui("raw.label"))
    return console


def pieces(console: Console) -> Locator:
    return console.panel.locator("smtp-bytes section")


def remark(console: Console) -> Locator:
    """Return what is said under the client's last bubble."""
    return console.log.locator("article[data-from=client]").last


def test_octets_of_both_sides_are_shown_as_they_come(console: Console) -> None:
    console.tab("bytes").click()
    console.say("NOOP")

    expect(pieces(console)).to_have_count(2)
    expect(pieces(console).nth(0).locator(".hex")).to_have_text("4e 4f 4f 50 0d 0a")
    expect(pieces(console).nth(0).locator(".text")).to_have_text("NOOP\u2190\u2193")


def test_one_line_is_chosen_with_its_limits_by_keys_alone(console: Console) -> None:
    console.say(EHLO, f"MAIL FROM:<{'x' * 65}@client.example>")
    console.tab("bytes").click()
    pieces(console).nth(2).locator(".choose").focus()
    console.page.keyboard.press("Enter")

    expect(pieces(console)).to_have_count(1)
    rulers = console.panel.locator("[data-ruler]")
    expect(rulers).to_have_count(4)
    expect(rulers.locator("dd").nth(2)).to_have_text("65 of 64 octets: 1 too many")
    expect(console.panel.locator(".back")).to_be_focused()
    console.page.keyboard.press("Enter")
    expect(pieces(console)).to_have_count(4)


def test_dots_of_a_message_are_shown_before_and_after(console: Console) -> None:
    console.say(*TO_CONTENT)
    console.finish(".\nx")
    console.tab("bytes").click()
    pieces(console).nth(8).locator(".choose").click()

    expect(console.panel.locator(".dots td")).to_have_text(["..", ".", ".", "the end"])


def test_a_bad_escape_is_told_and_selected_and_not_sent(raw: Console) -> None:
    before = raw.articles.count()
    raw.type("NOOP\\q")

    alert = raw.page.locator(".composer").get_by_role("alert")
    expect(alert).to_contain_text("character 5: \\q")
    assert raw.prompt.evaluate("field => [field.selectionStart, field.selectionEnd]") == [4, 6]
    assert raw.articles.count() == before
    raw.page.keyboard.type("\\r\\n")
    raw.page.keyboard.press("Enter")
    expect_reply(raw.reply(0), 250, "nothing-done")


def test_no_line_end_is_added_and_the_line_waits(raw: Console) -> None:
    raw.type("NOOP")
    expect(remark(raw)).to_contain_text("octets in its buffer: 4")
    raw.type("\\r\\n")

    expect_reply(raw.reply(0), 250, "nothing-done")
    expect(raw.log.locator("article[data-from=client]")).to_have_count(1)


def test_a_bare_lf_is_told_of(raw: Console) -> None:
    raw.type("NOOP\\nNOOP\\r\\n")

    raw.reply(0)
    expect(remark(raw)).to_contain_text("A bare LF ends no line")


def test_a_smuggled_command_is_not_taken_here_and_told_of(console: Console) -> None:
    console.say(*TO_CONTENT)
    console.button("raw.switch").click()
    console.prompt.fill("Hi")
    console.page.locator("smtp-raw .chips button").first.click()
    console.page.keyboard.type("NOOP\\r\\n")
    console.page.keyboard.press("Enter")

    expect(remark(console)).to_contain_text("\\n.\\n does not end the message")
    expect(remark(console)).to_contain_text("beginning with NOOP")
    console.type("\\r\\n.\\r\\n")
    expect_reply(console.reply(4), 250, "message-accepted")


def test_the_arrow_brings_back_what_was_sent(raw: Console) -> None:
    raw.type("NOOP\\r\\n")
    raw.reply(0)
    raw.prompt.press("ArrowUp")

    expect(raw.prompt).to_have_value("NOOP\\r\\n")


def test_what_waits_hides_nothing(browser: Browser, site_url: str) -> None:
    """Neither in the shell, before the elements are there, nor in the queue."""
    with browser.new_context(locale="en-US", service_workers="block") as context:
        console = Console(context.new_page())
        with held_back(console.page, WASM):
            console.page.goto(site_url)
            console.type("NOOP a\u202eb")

            expect(console.queued).to_contain_text("NOOP a\\xe2\\x80\\xaeb")
            expect(console.queued).not_to_contain_text("\u202e")
        console.wait_until_ready()


@pytest.mark.parametrize(("colours", "language"), [("light", "en"), ("dark", "pt-BR")])
def test_both_fit_and_pass_on_a_narrow_screen(
    browser: Browser, site_url: str, colours: str, language: Language
) -> None:
    with browser.new_context(
        locale=language, viewport=NARROW, reduced_motion="reduce", service_workers="block"
    ) as context:
        console = Console(context.new_page(), language)
        console.load(site_url)
        console.page.locator("select.theme").select_option(colours)
        console.say(EHLO, f"MAIL FROM:<{'x' * 65}@client.example>")
        console.button("raw.switch").click()
        console.type("\\q")
        expect(console.page.locator("smtp-raw .mistake")).not_to_be_empty()
        assert console.page.evaluate(TOO_WIDE) == []
        audit(console)

        console.status_button("details").click()
        console.tab("bytes").click()
        expect(pieces(console)).to_have_count(5)
        audit(console)
        pieces(console).nth(3).locator(".choose").click()
        expect(pieces(console)).to_have_count(1)
        expect(console.panel.locator("[data-ruler]")).to_have_count(4)

        assert console.page.evaluate(TOO_WIDE) == []
        audit(console)
