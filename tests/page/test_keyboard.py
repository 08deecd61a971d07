"""Everything can be done without a mouse, and nothing holds the keyboard fast."""

from __future__ import annotations

from playwright.sync_api import expect

from .talking import EHLO, MAIL, RCPT, TO_CONTENT, WORDS, Console, expect_reply

GROUPS = (
    "skip",
    "smtp-header",
    "smtp-status",
    "smtp-transcript",
    "smtp-prompt",
    "smtp-panel",
)
"""Where Tab leads, in the order of the page."""

_FOCUSED = """() => {
  const chain = [];
  for (let at = document.activeElement; at; at = at.shadowRoot?.activeElement) chain.push(at);
  const inside = chain.find(at => at.localName.startsWith("smtp-") && at !== chain[0]);
  return inside?.localName ?? chain.at(-1)?.className ?? "";
}"""
_SELECTED = """input => input.value.slice(input.selectionStart, input.selectionEnd)"""


def test_from_load_to_an_accepted_message(fresh: Console, site_url: str) -> None:
    """The ghost writes what it can: the right arrow takes it."""
    fresh.load(site_url)
    expect(fresh.prompt).to_be_focused()
    keyboard = fresh.page.keyboard

    for number, (typed, code) in enumerate(
        {"eh": "250", "MA": "250", "RCP": "250", "D": "354"}.items(), start=1
    ):
        keyboard.type(typed)
        keyboard.press("ArrowRight")
        keyboard.press("Enter")
        expect(fresh.reply(number)).to_have_attribute("data-code", code)
        expect(fresh.prompt).to_be_focused()
    for line in ("Subject: by hand", "", "No mouse.", "."):
        keyboard.type(line)
        keyboard.press("Enter")

    expect_reply(fresh.reply(5), 250, "message-accepted")
    expect(fresh.prompt).to_be_focused()
    keyboard.type("QUIT")
    keyboard.press("Enter")
    expect_reply(fresh.reply(6), 221, "closing")
    keyboard.press("Enter")  # on the button that opens the next connection
    expect_reply(fresh.reply(7), 220, "service-ready")
    expect(fresh.prompt).to_be_focused()
    assert fresh.complaints == []


def test_tab_goes_through_the_page_in_its_order(console: Console) -> None:
    console.say(EHLO)
    console.page.locator(".skip").focus()
    met = ["skip"]
    while met[-1] != GROUPS[-1]:
        console.page.keyboard.press("Tab")
        group = console.page.evaluate(_FOCUSED)
        met += [group] if group != met[-1] else []
        assert len(met) <= len(GROUPS)

    assert tuple(met) == GROUPS


def test_the_first_stop_leads_to_the_command_line(console: Console) -> None:
    console.button("page.skip").focus()
    console.page.keyboard.press("Enter")

    expect(console.prompt).to_be_focused()


def test_tab_leaves_the_prompt_and_does_not_take_the_ghost(console: Console) -> None:
    console.prompt.press_sequentially("EH")
    expect(console.page.locator(".ghost")).to_have_text(EHLO)

    console.page.keyboard.press("Tab")

    expect(console.prompt).not_to_be_focused()
    expect(console.prompt).to_have_value("EH")
    console.page.keyboard.press("Shift+Tab")
    expect(console.prompt).to_be_focused()


def test_the_ghost_follows_the_session(console: Console) -> None:
    console.prompt.press_sequentially("MA")
    expect(console.page.locator(".ghost")).to_have_text("")
    console.say(EHLO)

    console.prompt.press_sequentially("mail")
    expect(console.page.locator(".ghost")).to_contain_text(" FROM:")
    console.page.keyboard.press("ArrowLeft")  # the caret is not at the end any more
    expect(console.page.locator(".ghost")).to_have_text("")


def test_up_and_down_recall_what_was_sent(console: Console) -> None:
    console.say(EHLO, MAIL)
    console.prompt.press_sequentially("half")

    for key, line in (
        ("ArrowUp", MAIL),
        ("ArrowUp", EHLO),
        ("ArrowDown", MAIL),
        ("ArrowDown", "half"),
        ("ArrowDown", "half"),
    ):
        console.page.keyboard.press(key)
        expect(console.prompt).to_have_value(line)


def test_a_chip_fills_the_prompt_and_selects_what_to_change(console: Console) -> None:
    console.say(EHLO)
    chip = console.page.get_by_role("group", name=console.ui("prompt.chips")).get_by_text("MAIL")
    chip.focus()
    expect(console.page.locator(".hint")).to_have_text(WORDS["en"].commands["mail"].does)

    console.page.keyboard.press("Enter")

    expect(console.prompt).to_be_focused()
    mail = WORDS["en"].commands["mail"]
    expect(console.prompt).to_have_value(mail.example)
    assert console.prompt.evaluate(_SELECTED) == mail.change
    console.page.keyboard.type("me@client.example")
    console.page.keyboard.press("Enter")
    expect_reply(console.reply(1), 250, "sender-accepted")


def test_chips_follow_the_table(console: Console) -> None:
    chips = console.page.get_by_role("group", name=console.ui("prompt.chips")).get_by_role("button")
    expect(chips.filter(has_text="DATA")).to_have_count(0)

    console.say(EHLO, MAIL, RCPT)

    expect(chips.first).to_have_text("DATA")


def test_the_editor_is_ended_by_its_button(console: Console) -> None:
    console.say(*TO_CONTENT)
    console.page.keyboard.type("Subject: x")

    console.page.keyboard.press("Tab")
    console.page.keyboard.press("Enter")

    expect_reply(console.reply(4), 250, "message-accepted")


def test_the_editor_is_ended_by_control_and_enter(console: Console) -> None:
    console.say(*TO_CONTENT)
    console.page.keyboard.type("Subject: x")
    console.page.keyboard.press("Enter")
    console.page.keyboard.type("half a line")

    console.page.keyboard.press("Control+Enter")

    expect_reply(console.reply(4), 250, "message-accepted")
    assert console.accepted() == "Subject: x\nhalf a line\n"


def test_panel_tabs_are_one_stop_and_the_arrows_choose(console: Console) -> None:
    console.say(EHLO)
    console.tab("explain").click()
    console.tab("explain").focus()

    for key, tab in (
        ("ArrowRight", "state"),
        ("ArrowRight", "envelope"),
        ("ArrowRight", "bytes"),
        ("ArrowRight", "rules"),
        ("ArrowRight", "client"),
        ("ArrowRight", "lesson"),
        ("ArrowRight", "explain"),
        ("ArrowLeft", "lesson"),
        ("ArrowLeft", "client"),
        ("ArrowLeft", "rules"),
    ):
        console.page.keyboard.press(key)
        expect(console.tab(tab)).to_be_focused()
        expect(console.tab(tab)).to_have_attribute("aria-selected", "true")
        expect(console.panel).to_have_accessible_name(console.ui(f"panel.{tab}"))
    console.page.keyboard.press("Tab")
    expect(console.panel).to_be_focused()


def test_a_part_is_explained_when_focused_until_escape(console: Console) -> None:
    console.say(EHLO)
    refused = console.say("VRFY alice")
    refused.get_by_role("button", name="502", exact=True).focus()

    console.page.keyboard.press("Tab")

    enhanced = refused.get_by_role("button", name="5.5.1")
    expect(enhanced).to_be_focused()
    expect(console.tip).to_be_visible()
    expect(enhanced).to_have_accessible_description(console.tip.inner_text())
    console.page.keyboard.press("Escape")
    expect(console.tip).to_be_hidden()
    expect(enhanced).to_be_focused()
    console.page.keyboard.press("Enter")
    expect(console.tip).to_be_visible()
    console.page.keyboard.press("Tab")
    expect(enhanced).not_to_be_focused()
    expect(enhanced).not_to_have_attribute("aria-describedby", "tip")


def test_escape_leads_from_a_bubble_back_to_the_prompt(console: Console) -> None:
    console.say("NOOP")
    console.button("conversation.why").focus()

    console.page.keyboard.press("Escape")

    expect(console.prompt).to_be_focused()


def test_a_code_opens_the_panel_by_keyboard(console: Console) -> None:
    console.say("VRFY alice").get_by_role("button", name="502", exact=True).focus()

    console.page.keyboard.press("Enter")

    expect(console.panel.locator(".digits dt")).to_have_text(["5", "0", "2"])
