"""The recorded conversation is what the core says today: to be read, taken up, played live."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from sitebuild.project import HERE
from sitebuild.recording import LINES, play

from .auditing import TOO_WIDE, audit
from .talking import (
    APP,
    EHLO,
    LANGUAGES,
    MAIL,
    SPEAKING,
    TO_CONTENT,
    WORKER,
    Console,
    Language,
    expect_reply,
    explained_in,
    held_back,
    title,
)

pytestmark = pytest.mark.one_engine

CODES = ["250", "250", "250", "354", "250", "502"]
"""What the lines are answered."""


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest, browser: Browser, site_url: str) -> Iterator[Console]:
    """Return a page that has just greeted, in each language."""
    language: Language = request.param
    viewport = ViewportSize(width=1280, height=800)
    with browser.new_context(
        locale=language, viewport=viewport, service_workers="block"
    ) as context:
        console = Console(context.new_page(), language)
        console.load(site_url)
        yield console


def codes_of(console: Console) -> list[str | None]:
    return [reply.get_attribute("data-code") for reply in console.replies.all()]


def test_it_is_what_the_core_says_today(spoken: Console) -> None:
    told = [
        "".join(part.text for part in line)
        for bubble in play(HERE.content, spoken.language)
        for line in bubble.lines
    ]
    shown = spoken.recording.locator(".line").all_text_contents()

    # The shape before a code is for the eye.
    assert [line.lstrip("✓→■") for line in shown] == told
    assert explained_in(spoken.recording) == [title(spoken.language, name) for name in SPEAKING]


def test_it_is_no_part_of_the_conversation(spoken: Console) -> None:
    """The log begins with the true connection; what is recorded has no mark of what was said."""
    expect(spoken.recording).to_be_visible()
    expect(spoken.replies).to_have_count(1)
    expect_reply(spoken.replies.first, 220, "service-ready")
    expect(spoken.page.locator("article")).to_have_count(2)
    expect(spoken.page.locator("[data-part=explanation]")).to_have_count(1)
    expect(spoken.page.locator("[data-code]")).to_have_count(1)
    expect(spoken.recording).to_be_in_viewport(ratio=1)
    expect(spoken.replies.first.locator(".line").first).to_be_in_viewport(ratio=1)


def test_the_same_nodes_are_there_before_and_after(fresh: Console, site_url: str) -> None:
    with held_back(fresh.page, WORKER):
        with held_back(fresh.page, APP):
            fresh.arrive(site_url)
            expect(fresh.recording.locator(".play")).to_be_hidden()
            fold = fresh.recording.locator(".routine").first
            fold.locator("summary").first.click()
            fold.evaluate("fold => { fold.known = true }")
            place = fresh.recording.bounding_box()
        expect(fresh.page.locator(".shell")).to_have_count(0)

        assert fold.evaluate("fold => [fold.known, fold.open]") == [True, True]
        assert fresh.recording.bounding_box() == place
        expect(fold.locator("summary").first).to_be_focused()


def test_it_becomes_live(spoken: Console) -> None:
    spoken.button("recording.play").click()

    expect(spoken.replies).to_have_count(1 + len(CODES))
    assert codes_of(spoken) == ["220", *CODES]
    sent = spoken.log.locator("article[data-from=client] .line")
    expect(sent).to_have_text([*LINES])
    expect_reply(spoken.replies.nth(4), 354, "start-mail-input")
    expect_reply(spoken.replies.last, 502, "not-implemented")
    expect(spoken.prompt).to_be_focused()
    expect_reply(spoken.say("NOOP"), 250, "nothing-done")
    assert spoken.complaints == []


@pytest.mark.parametrize("said", [[EHLO, MAIL], [*TO_CONTENT], ["QUIT"]], ids=len)
def test_what_was_said_before_stands_in_no_way(
    fresh: Console, site_url: str, said: list[str]
) -> None:
    """It is played to a server to which nothing was said: over a new connection."""
    fresh.load(site_url)
    fresh.say(*said)
    before = fresh.replies.count()
    fresh.button("recording.play").click()

    expect(fresh.replies).to_have_count(before + 1 + len(CODES))
    assert codes_of(fresh)[before:] == ["220", *CODES]
    assert fresh.complaints == []


@pytest.mark.parametrize("restart", ["recording.play", "status.new-connection"])
@pytest.mark.parametrize(
    ("said", "draft", "kept"),
    [
        ([*TO_CONTENT], "Subject: Half\n\nof a message", ""),
        ([EHLO, "STARTTLS", EHLO, "AUTH LOGIN"], "YWxpY2U=", ""),
        ([EHLO], "VRFY b", "VRFY b"),
    ],
    ids=["message", "answer", "command"],
)
def test_a_draft_goes_with_the_connection_it_was_for(
    fresh: Console, site_url: str, restart: str, said: list[str], draft: str, kept: str
) -> None:
    """A message that nobody waits for is no command; half a command is one to any server."""
    fresh.load(site_url)
    fresh.say(*said)
    fresh.prompt.fill(draft)
    before = fresh.replies.count()
    fresh.button(restart).click()

    more = len(CODES) if restart == "recording.play" else 0
    expect(fresh.replies).to_have_count(before + 1 + more)
    expect(fresh.prompt).to_be_focused()
    expect(fresh.prompt).to_have_value(kept)


def test_no_line_can_be_taken_up_while_no_command_is_awaited(console: Console) -> None:
    console.page.reload()
    console.wait_until_ready()
    line = console.recording.get_by_role("button", name="VRFY alice")
    expect(line).to_have_accessible_description(console.ui("recording.line-hint"))
    console.say(*TO_CONTENT)
    console.editor.fill("Subject: x")
    expect(line).to_be_disabled()
    expect(line).to_have_accessible_description(console.ui("recording.line-later"))
    line.click(force=True)
    line.focus()
    console.page.keyboard.press("Enter")
    expect(console.editor).to_have_value("Subject: x")
    audit(console)
    console.finish("Subject: x")

    expect(line).to_be_enabled()
    line.click()
    expect(console.prompt).to_have_value("VRFY alice")


def test_each_line_can_be_taken_up(console: Console) -> None:
    console.page.reload()
    console.wait_until_ready()
    line = console.recording.get_by_role("button", name="VRFY alice")
    line.click()
    expect(console.prompt).to_have_value("VRFY alice")
    expect(console.prompt).to_be_focused()
    console.prompt.fill("")
    line.focus()
    console.page.keyboard.press("Enter")

    expect(console.prompt).to_have_value("VRFY alice")
    expect(console.replies).to_have_count(1)


def test_it_goes_along_with_the_language_and_when_cleared(fresh: Console, site_url: str) -> None:
    fresh.load(site_url)
    for language in ("pt-BR", "en"):
        fresh.speak(language)
        expect(fresh.page.locator("smtp-recording:visible")).to_have_count(1)
        expect(fresh.recording).to_be_visible()
        expect(fresh.recording.locator("h3").first).to_have_text(fresh.ui("recording.heading"))
    fresh.clear()

    expect(fresh.page.locator("smtp-recording:visible")).to_have_count(0)


def test_on_a_narrow_screen_it_is_folded(fresh: Console, site_url: str) -> None:
    fresh.page.set_viewport_size({"width": 320, "height": 640})
    fresh.load(site_url)
    show, hide = fresh.button("recording.show"), fresh.button("recording.hide")
    expect(show).to_have_attribute("aria-expanded", "false")
    expect(fresh.recording.locator(".explanation").last).to_be_hidden()
    show.click()
    expect(hide).to_have_attribute("aria-expanded", "true")

    expect(fresh.recording.locator(".explanation").last).to_be_visible()
    assert explained_in(fresh.recording) == [title("en", name) for name in SPEAKING]
    fresh.recording.locator("details").evaluate_all(
        "all => all.forEach(each => { each.open = true })"
    )
    assert fresh.page.evaluate(TOO_WIDE) == []
    audit(fresh)
    hide.click()
    expect(fresh.recording.locator(".explanation").last).to_be_hidden()
    expect(show).to_have_attribute("aria-expanded", "false")


def test_its_button_says_in_each_language_what_it_does(fresh: Console, site_url: str) -> None:
    fresh.page.set_viewport_size({"width": 390, "height": 640})
    fresh.load(site_url)
    for language in ("pt-BR", "en"):
        fresh.speak(language)
        fresh.button("recording.show").click()
        fresh.button("recording.hide").click()

        expect(fresh.button("recording.show")).to_be_visible()
