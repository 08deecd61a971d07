"""The state map in the panel: where you are, the way you came, and each command a button."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, ViewportSize, expect

from .auditing import TOO_WIDE, audit
from .talking import EHLO, MAIL, RCPT, TO_CONTENT, Console, Language

pytestmark = pytest.mark.one_engine

NARROW = ViewportSize(width=320, height=640)


@pytest.fixture
def mapped(console: Console) -> Iterator[Console]:
    """Return a console whose panel shows the map, with all of it smaller than its frame."""
    console.tab("state").click()
    yield console
    console.tab("explain").click()


def drawing(console: Console) -> Locator:
    return console.panel.locator("smtp-state-map")


def here(console: Console) -> Locator:
    return drawing(console).locator("[aria-current]")


def move(console: Console, group: str, verb: str) -> Locator:
    """Return a command's button on the way between two states."""
    source, target = group.split(">")
    told = console.ui("state.move").format(
        verb=verb, source=state(console, source), target=state(console, target)
    )
    return drawing(console).get_by_role("button", name=told, exact=True)


def state(console: Console, name: str) -> str:
    row = drawing(console).locator(f"[data-state={name}]")
    return row.get_attribute("aria-label") or ""


def test_the_current_state_follows_and_the_way_is_lit(mapped: Console) -> None:
    expect(here(mapped)).to_have_attribute("data-state", "greeted")
    mapped.say(EHLO)
    expect(here(mapped)).to_have_attribute("data-state", "ready")
    mapped.say(MAIL, RCPT)

    expect(here(mapped)).to_have_attribute("data-state", "has-recipient")
    lit = drawing(mapped).locator(".line[data-done]")
    expect(lit).to_have_count(3)
    mapped.connect()
    expect(lit).to_have_count(0)


def test_a_command_on_the_map_is_typed_into_the_prompt(mapped: Console) -> None:
    mapped.say(EHLO)
    move(mapped, "ready>has-sender", "MAIL").click()

    expect(mapped.prompt).to_be_focused()
    expect(mapped.prompt).to_have_value("MAIL FROM:<you@client.example>")


def test_it_is_used_by_keys_alone(mapped: Console) -> None:
    for key, group, verb in (
        ("Enter", "greeted>ready", "EHLO"),
        ("Space", "ready>has-sender", "MAIL"),
    ):
        before = mapped.replies.count()
        move(mapped, group, verb).focus()
        mapped.page.keyboard.press("ArrowRight")  # scrolls, and does nothing else
        mapped.page.keyboard.press(key)
        expect(mapped.prompt).to_be_focused()
        mapped.page.keyboard.press("Enter")
        mapped.reply(before)

    expect(here(mapped)).to_have_attribute("data-state", "has-sender")


def test_it_leads_out_of_raw_mode(mapped: Console) -> None:
    mapped.button("raw.switch").click()
    move(mapped, "greeted>ready", "EHLO").click()

    expect(mapped.prompt).to_have_accessible_name(mapped.ui("prompt.label"))
    expect(mapped.prompt).to_have_value(EHLO)


def test_the_dot_goes_into_the_message(mapped: Console) -> None:
    mapped.say(*TO_CONTENT)
    mapped.editor.fill("Subject: x")
    move(mapped, "receiving-content>ready", ".").click()

    expect(mapped.editor).to_have_value("Subject: x\n.")
    mapped.page.keyboard.press("Enter")
    expect(here(mapped)).to_have_attribute("data-state", "ready")


def test_the_rest_comes_on_demand_as_far_as_the_server_has_it(mapped: Console) -> None:
    boxes = drawing(mapped).locator("[data-state]")
    expect(boxes).to_have_count(6)
    mapped.button("state.whole").click()

    expect(drawing(mapped).locator("[data-state=starting-tls]")).to_have_count(1)
    expect(drawing(mapped).locator("[data-state=reversed]")).to_have_count(0)
    expect(drawing(mapped).locator("[data-verb=LHLO]")).to_have_count(0)
    mapped.button("state.whole").click()
    expect(boxes).to_have_count(6)


def test_it_grows_and_shrinks(mapped: Console) -> None:
    picture = drawing(mapped).locator(".frame svg")
    width = float(picture.get_attribute("width") or 0)
    mapped.button("state.in").click()

    expect(picture).not_to_have_attribute("width", str(width))
    assert float(picture.get_attribute("width") or 0) > width
    mapped.button("state.out").click()
    for _ in range(2):
        mapped.button("state.out").click()
    expect(mapped.button("state.out")).to_be_disabled()
    for _ in range(2):
        mapped.button("state.in").click()


def test_it_is_a_table_as_well(mapped: Console) -> None:
    drawing(mapped).locator("summary").click()

    row = drawing(mapped).locator('tr[data-group="has-recipient>receiving-content"]')
    expect(row.locator("td")).to_have_text(
        ["DATA", mapped.panel.locator("[data-state=receiving-content]").text_content() or ""]
    )


@pytest.mark.parametrize(("colours", "language"), [("light", "pt-BR"), ("dark", "en")])
def test_it_fits_and_passes_on_a_narrow_screen(
    browser: Browser, site_url: str, colours: str, language: Language
) -> None:
    with browser.new_context(
        locale=language, viewport=NARROW, reduced_motion="reduce", service_workers="block"
    ) as context:
        console = Console(context.new_page(), language)
        console.load(site_url)
        console.page.locator("select.theme").select_option(colours)
        console.say(EHLO, MAIL)
        console.status_button("details").click()
        console.tab("state").click()
        console.panel.locator("details").evaluate_all("all => all.forEach(a => { a.open = true })")
        audit(console)
        console.button("state.whole").click()

        audit(console)
        assert console.page.evaluate(TOO_WIDE) == []
