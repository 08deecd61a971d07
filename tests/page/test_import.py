"""A log that is pasted: recognised, parted by side, explained, and said again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from smtp_playground.imports import CHARACTERS_READ, LINES_READ

from .auditing import TOO_WIDE
from .talking import EHLO, LANGUAGES, TO_CONTENT, Console, Language, expect_reply

pytestmark = pytest.mark.one_engine

LOGS = Path(__file__).parents[1] / "playground" / "logs"
KINDS = sorted(path.stem for path in LOGS.glob("*.txt"))

_PASTE = """(field, text) => {
  field.focus();
  field.select();
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  // Firefox gives no data to events that scripts make.
  if (event.clipboardData !== clipboardData)
    Object.defineProperty(event, "clipboardData", { value: clipboardData });
  if (!field.dispatchEvent(event)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
}"""


def log(name: str) -> str:
    return (LOGS / f"{name}.txt").read_bytes().decode()


def paste(console: Console, text: str) -> Locator:
    """Open the dialog and paste a log; return the window."""
    if not console.imports.is_visible():
        console.status_button("import").click()
    console.imports.get_by_role("textbox").evaluate(_PASTE, text)
    return console.imports


def rows(console: Console) -> Locator:
    return console.imports.locator("tbody tr")


@pytest.mark.parametrize("name", KINDS)
def test_a_log_is_recognised_and_every_line_has_its_side(console: Console, name: str) -> None:
    imports = paste(console, log(name))

    expect(imports.get_by_role("status")).to_contain_text(console.ui(f"import.kind-{name}"))
    sides = rows(console).evaluate_all("all => all.map(row => row.dataset.from)")
    assert {"client", "server"} <= set(sides) <= {"client", "server", "note"}


def test_each_line_is_explained_and_leads_to_its_entry(console: Console) -> None:
    imports = paste(console, log("swaks"))
    refused = imports.get_by_role("row").filter(has_text="550 5.1.1")
    expect(refused).to_contain_text("Nobody here by that name")

    refused.get_by_role("button", name="All about 550").click()

    expect(console.reference).to_be_visible()
    expect(console.reference).to_contain_text("550")
    console.page.keyboard.press("Escape")
    expect(console.reference).to_be_hidden()
    expect(imports).to_be_visible()


def test_the_clients_lines_are_said_again(console: Console) -> None:
    console.say(EHLO)
    imports = paste(console, log("telnet"))

    imports.get_by_role("button", name="Say these 16 lines here").click()

    expect(imports).to_be_hidden()
    goodbye = console.log.locator("article[data-code='221']")
    expect(goodbye).to_have_count(1)
    expect_reply(goodbye, 221, "closing")
    assert console.accepted() == "Subject: Boats\n\n250 of them come out on Saturday.\n.\n"


def test_what_was_exported_is_imported_and_said_again(console: Console) -> None:
    console.say(*TO_CONTENT)
    console.finish("Subject: Boats\n\n..dot")
    console.say("VRFY alice", "QUIT")
    console.status_button("export").click()
    console.exports.get_by_role("radio", name="JSON").check()
    exported = console.exports.locator("pre")
    expect(exported).to_contain_text('"format"')
    text = exported.text_content() or ""
    console.page.keyboard.press("Escape")
    before = console.replies.count()

    imports = paste(console, text)

    expect(imports.get_by_role("status")).to_contain_text(console.ui("import.kind-ours"))
    imports.get_by_role("button", name="Say these").click()
    expect(console.replies).to_have_count(2 * before + 1)  # with the greeting of a new connection
    codes = console.replies.evaluate_all("all => all.map(reply => reply.dataset.code)")
    assert codes[:before] == codes[before + 1 :]


def test_secrets_are_hidden_until_they_are_asked_for(console: Console) -> None:
    imports = paste(console, log("telnet"))
    expect(imports.get_by_role("status")).to_contain_text("2 secrets hidden")
    expect(imports.locator("table")).not_to_contain_text("d29uZGVybGFuZA==")

    imports.get_by_role("checkbox", name=console.ui("import.secrets")).check()

    expect(imports.locator("table")).to_contain_text("d29uZGVybGFuZA==")


def test_a_guess_says_so(console: Console) -> None:
    imports = paste(console, "a program told me: 550 5.1.1 nobody here\nand no more")

    expect(imports.get_by_role("status")).to_contain_text(console.ui("import.kind-unknown"))
    expect(imports.locator(".unsure")).to_have_count(2)


def test_what_cannot_be_seen_is_made_visible_and_markup_is_text(console: Console) -> None:
    imports = paste(console, "S: 220 \u202e<img src=x onerror=alert(1)>\u200b\x1b\nC: NOOP")

    expect(rows(console).first).to_contain_text(
        r"220 \xe2\x80\xae<img src=x onerror=alert(1)>\xe2\x80\x8b\x1b"
    )
    assert imports.locator("img").count() == 0


def test_twenty_megabytes_are_bounded_and_told_of(console: Console) -> None:
    """Made in the page: to bring them there would take longer than all the rest."""
    console.status_button("import").click()
    imports, field = console.imports, console.imports.get_by_role("textbox")

    field.evaluate(f"field => ({_PASTE})(field, 'S: 250 ok\\nC: NOOP\\n'.repeat(1100000))")

    status = imports.get_by_role("status")
    expect(status).to_contain_text("too long: 19,755,000 characters at its end were not taken")
    expect(status).to_contain_text("3,000 more lines were not read")
    expect(rows(console)).to_have_count(200)
    imports.get_by_role("button", name=f"Show {LINES_READ - 200:,} more lines").click()
    expect(rows(console)).to_have_count(400)
    field.fill("")


def test_one_endless_line_is_bounded(console: Console) -> None:
    console.status_button("import").click()
    field = console.imports.get_by_role("textbox")

    field.evaluate(f"field => ({_PASTE})(field, 'x'.repeat(20000000))")

    expect(console.imports.get_by_role("status")).to_contain_text("19,000,000 characters")
    assert field.evaluate("field => field.value.length") == CHARACTERS_READ
    field.fill("")


def test_nothing_is_told_as_nothing(console: Console) -> None:
    console.status_button("import").click()
    imports = console.imports
    imports.get_by_role("textbox").fill("")

    imports.get_by_role("button", name=console.ui("import.read")).click()

    expect(imports.get_by_role("status")).to_have_text(console.ui("import.empty"))


def test_by_keyboard_alone(console: Console) -> None:
    keyboard = console.page.keyboard
    console.status_button("import").focus()
    keyboard.press("Enter")
    field = console.imports.get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill("")
    keyboard.type("C: NOOP\nS: 250 ok")
    keyboard.press("Tab")

    keyboard.press("Enter")

    expect(rows(console)).to_have_count(2)
    keyboard.press("Tab")
    expect(console.imports.get_by_role("button", name="Say this line here")).to_be_focused()
    keyboard.press("Enter")
    expect(console.imports).to_be_hidden()
    expect(console.replies.last).to_have_attribute("data-reply", "nothing-done")
    expect(console.prompt).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_explains_in_the_language_of_the_page(console: Console, language: Language) -> None:
    console.speak(language)
    imports = paste(console, "S: 220 mx.example.com\nC: NOOP")

    expect(imports.get_by_role("status")).to_contain_text(console.ui("import.kind-marked"))
    label = {"en": "Server", "pt-BR": "Servidor"}[language]
    expect(rows(console).first.locator(".who")).to_have_text(label)


def test_at_320_pixels_nothing_is_too_wide(browser: Browser, site_url: str) -> None:
    with browser.new_context(
        locale="pt-BR", viewport={"width": 320, "height": 640}, service_workers="block"
    ) as context:
        console = Console(context.new_page(), "pt-BR")
        console.load(site_url)
        for name in KINDS:
            paste(console, "")
            console.imports.get_by_role("textbox").fill("")
            paste(console, log(name))
            expect(console.imports.get_by_role("status")).to_contain_text(
                console.ui(f"import.kind-{name}")
            )
            assert console.page.evaluate(TOO_WIDE) == []
