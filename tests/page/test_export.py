"""What was said can be taken along: all of it, but no secret unless it is asked for."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Locator, Playwright, expect

from sitebuild.browsers import launch
from smtp_playground.exports import FORMS

from .auditing import TOO_WIDE
from .talking import EHLO, LANGUAGES, TO_CONTENT, WASM, Console, Language, held_back

pytestmark = pytest.mark.one_engine

LOGIN = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ="
SECRET = LOGIN.rpartition(" ")[2]

# Of the two browsers, only one tells a test of its downloads.
CATCH = """() => {
  const { createObjectURL } = URL;
  URL.createObjectURL = blob => {
    URL.createObjectURL = createObjectURL;
    window.blob = blob;
    return createObjectURL.call(URL, blob);
  };
  HTMLAnchorElement.prototype.click = function () {
    delete HTMLAnchorElement.prototype.click;
    window.caught = this.download;
  };
}"""
CAUGHT = "async () => [window.caught, await window.blob.text()]"


def open_export(console: Console) -> Locator:
    console.status_button("export").click()
    expect(console.exports.locator("pre")).to_be_visible()
    return console.exports


def choose(console: Console, form: str) -> str:
    """Choose a form; return what is shown of it."""
    name = console.ui(f"export.{form}")
    console.exports.get_by_role("radio", name=name, exact=True).check()
    expect(console.exports.locator(".name")).to_have_text(FORMS[form].filename)
    return console.exports.locator("pre").text_content() or ""


def test_the_text_is_what_was_said(console: Console) -> None:
    console.say(*TO_CONTENT)
    console.finish("Subject: Boats\n\n.dot")
    console.say("VRFY alice")

    open_export(console)
    shown = choose(console, "text")

    said = [line.removeprefix("C: ") for line in shown.splitlines() if line.startswith("C:")]
    assert said == [*TO_CONTENT, "Subject: Boats", "C:", "..dot", ".", "VRFY alice"]
    assert "S: 502 5.5.1 VRFY is not implemented on this server" in shown
    heard = [line for line in shown.splitlines() if line.startswith("S:")]
    assert len(heard) == console.log.locator("article[data-from=server] .line").count()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_made_in_the_page(console: Console, form: str) -> None:
    console.say(EHLO, LOGIN)
    open_export(console)

    shown = choose(console, form)

    assert SECRET not in shown
    assert "client.example" in shown
    if form == "json":
        assert json.loads(shown)["connections"][0]["persona"] == "playground"


def test_secrets_come_when_they_are_asked_for_and_go_when_it_closes(console: Console) -> None:
    console.say(EHLO, LOGIN)
    exports = open_export(console)
    choose(console, "text")
    told = exports.locator(".warning")
    expect(told).to_have_text(console.ui("export.secrets-one"))

    exports.get_by_role("checkbox", name=console.ui("export.secrets")).check()

    expect(exports.locator("pre")).to_contain_text(LOGIN)
    expect(told).to_have_text(console.ui("export.secrets-warning"))
    console.page.keyboard.press("Escape")
    shown = open_export(console)
    expect(shown.get_by_role("checkbox")).not_to_be_checked()
    expect(shown.locator("pre")).to_contain_text("AUTH PLAIN ********")
    expect(shown.locator("pre")).not_to_contain_text(SECRET)


def keep(console: Console) -> tuple[str, str]:
    """Download; return the name and the text of the file."""
    console.page.evaluate(CATCH)
    console.exports.get_by_role("button", name=console.ui("export.save")).click()
    name, text = console.page.evaluate(CAUGHT)
    return name, text


def test_a_file_is_kept_under_its_name(console: Console) -> None:
    console.say(EHLO, "FOO é")
    open_export(console)
    shown = choose(console, "json")

    assert keep(console) == ("conversation.json", shown)
    expect(console.exports.get_by_role("status")).to_contain_text("conversation.json")


def test_what_is_copied_is_in_the_clipboard(browser: Browser, site_url: str) -> None:
    """Or, where a page may not write there, all is selected for the reader to copy."""
    with browser.new_context(locale="en-US", service_workers="block") as context:
        if browser.browser_type.name == "chromium":
            context.grant_permissions(["clipboard-read", "clipboard-write"])
        console = Console(context.new_page())
        console.load(site_url)
        console.say(EHLO)
        exports = open_export(console)

        exports.get_by_role("button", name=console.ui("export.copy")).click()

        told = exports.get_by_role("status")
        expect(told).to_have_text(console.ui("export.copied"))
        console.page.keyboard.press("Escape")
        console.prompt.focus()
        console.page.keyboard.press("ControlOrMeta+v")
        expect(console.log.locator("article[data-from=server]")).not_to_have_count(2)


def test_where_a_page_may_not_copy_all_is_selected(browser: Browser, site_url: str) -> None:
    with browser.new_context(locale="en-US", service_workers="block") as context:
        console = Console(context.new_page())
        refuse = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
        console.page.add_init_script(refuse)
        console.load(site_url)
        console.say(EHLO)
        exports = open_export(console)

        exports.get_by_role("button", name=console.ui("export.copy")).click()

        expect(exports.get_by_role("status")).to_have_text(console.ui("export.copy-by-hand"))
        expect(exports.locator("pre")).to_be_focused()


def test_a_long_conversation_is_shown_in_part_and_kept_whole(console: Console) -> None:
    console.paste("\n".join(f"NOOP {'x' * 480} {number}" for number in range(50)))
    expect(console.replies).to_have_count(50)
    exports = open_export(console)

    shown = choose(console, "text")

    assert len(shown) == 20_000
    expect(exports).to_contain_text(console.ui("export.cut"))
    assert "xx 49\n" in keep(console)[1]


def test_by_keyboard_alone(console: Console) -> None:
    console.say(EHLO)
    keyboard = console.page.keyboard
    console.status_button("export").focus()
    keyboard.press("Enter")
    expect(console.exports).to_be_visible()
    choose(console, "text")
    console.exports.get_by_role("radio").first.focus()

    keyboard.press("ArrowRight")

    expect(console.exports.locator(".name")).to_have_text("conversation.md")
    keyboard.press("Tab")
    keyboard.press("Space")
    expect(console.exports.get_by_role("checkbox")).to_be_checked()
    keyboard.press("Escape")
    expect(console.exports).to_be_hidden()
    expect(console.status_button("export")).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_the_page(console: Console, language: Language) -> None:
    console.speak(language)
    open_export(console)

    expect(console.exports.get_by_role("heading", level=2)).to_have_text(console.ui("export.title"))
    shown = choose(console, "html")
    assert f'<html lang="{language}">' in shown


def test_at_320_pixels_nothing_is_too_wide(browser: Browser, site_url: str) -> None:
    with browser.new_context(
        locale="pt-BR", viewport={"width": 320, "height": 640}, service_workers="block"
    ) as context:
        console = Console(context.new_page(), "pt-BR")
        console.load(site_url)
        console.say(EHLO, LOGIN)
        open_export(console)
        for form in FORMS:
            choose(console, form)
            assert console.page.evaluate(TOO_WIDE) == []


def test_it_waits_for_the_server(fresh: Console, site_url: str) -> None:
    with held_back(fresh.page, WASM):
        fresh.page.goto(site_url)
        expect(fresh.view).to_have_attribute("state", "loading")
        expect(fresh.status_button("export")).to_be_disabled()
        expect(fresh.status_button("import")).to_be_disabled()


def test_a_part_of_the_page_that_cannot_be_fetched_is_told(
    driver: Playwright, site_url: str
) -> None:
    """What exports is not in the snapshot: it is fetched when it is first asked for."""
    browser = launch(driver, "chromium")
    try:
        with browser.new_context(locale="en-US", service_workers="block") as context:
            console = Console(context.new_page())
            console.load(site_url)
            context.route("**/packages-*.zip", lambda route: route.abort())
            console.status_button("export").click()

            expect(console.exports.get_by_role("status")).to_contain_text("could not be fetched")
            context.unroute("**/packages-*.zip")
            console.page.keyboard.press("Escape")
            expect(open_export(console).locator("pre")).to_contain_text("S: 220")
    finally:
        browser.close()
