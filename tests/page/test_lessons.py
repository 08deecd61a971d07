"""Lessons in the page, taken as people take them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from sitebuild.project import HERE
from smtp_playground.site_server import SINGLE_FILE

from .auditing import TOO_WIDE, audit
from .learning import Learner, offer_quiz, solution_of, title_of
from .talking import EHLO, Console, Language
from .test_export import CATCH, CAUGHT

pytestmark = pytest.mark.one_engine

Visit = Callable[..., Learner]
KEPT = "localStorage.getItem('smtp-playground:progress')"
FOCUSED = """() => {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found?.localName ?? "";
}"""


@pytest.fixture
def visit(browser: Browser, site_url: str) -> Iterator[Visit]:
    """Return a way to open the page, wide or narrow, in a language."""
    contexts = []

    def open_page(
        hash_: str = "", *, language: Language = "en", width: int = 1280, quiz: bool = False
    ) -> Learner:
        viewport = ViewportSize(width=width, height=844)
        context = browser.new_context(locale=language, viewport=viewport, service_workers="block")
        contexts.append(context)
        console = Console(context.new_page(), language)
        if quiz:
            offer_quiz(console.page)
        console.load(site_url + hash_)
        return Learner(console)

    yield open_page
    for context in contexts:
        context.close()


# Five lessons, as people take them.


def test_a_first_lesson_from_the_start_to_free_play(visit: Visit) -> None:
    """Nobody has to know anything that is not said: the way in, the task, what to notice."""
    learner = visit()
    console = learner.console
    learner.page.get_by_role("link", name=console.ui("start.lessons")).click()
    learner.shelf.locator("[data-what=next]").click()
    expect(learner.lesson.get_by_role("heading", level=2)).to_have_text(title_of("say-hello", "en"))
    expect(console.prompt).to_be_focused()
    learner.expect_step(1)
    learner.current.get_by_role("button", name="2: it is done").click()
    expect(learner.current.locator(".verdict")).to_contain_text(console.ui("lesson.right"))
    expect(learner.current.locator(".verdict")).to_be_focused()

    console.say(EHLO)
    learner.expect_step(2)
    expect(learner.spoken).to_contain_text(console.ui("lesson.step-done"))
    expect(learner.lesson.locator(".story")).not_to_have_attribute("open", "")
    console.say("QUIT")

    learner.expect_done()
    expect(console.log).to_contain_text("Well done")
    expect(learner.spoken).to_contain_text("Lesson done")
    expect(learner.lesson.locator(".golf")).to_be_visible()
    expect(learner.lesson.locator(".over h3").first).to_have_text(console.ui("lesson.notice"))
    learner.button("leave").click()
    expect(learner.row("say-hello")).to_have_attribute("data-done", "")
    expect(learner.bar).to_have_count(0)
    assert "lesson" not in learner.page.url
    assert console.complaints == []


def test_a_lesson_in_portuguese_on_a_phone(visit: Visit) -> None:
    """The sheet opens once, with the story; then the bar over the prompt tells what to do."""
    learner = visit(language="pt-BR", width=390)
    console = learner.console
    learner.begin("say-hello")
    expect(learner.lesson.get_by_role("heading", level=2)).to_have_text(
        title_of("say-hello", "pt-BR")
    )
    expect(learner.lesson.locator(".story p").first).to_be_visible()
    learner.write()
    expect(console.prompt).to_be_focused()

    learner.expect_step(1)
    learner.bar.locator("[data-what=hint]").click()
    expect(learner.bar.locator(".hint")).to_contain_text("EHLO")
    learner.bar.locator("[data-what=open]").click()
    learner.current.locator(".question button").first.click()
    expect(learner.current.locator(".verdict")).to_contain_text("Isso mesmo.")
    learner.write()
    console.say(EHLO)
    learner.expect_step(2)
    console.say("QUIT")

    learner.expect_done()
    learner.bar.get_by_role("button", name=console.ui("lesson.notice")).click()
    expect(learner.lesson.locator(".over")).to_be_in_viewport()
    assert learner.page.evaluate(TOO_WIDE) == []
    assert console.complaints == []


def test_a_lesson_by_keyboard_only(visit: Visit) -> None:
    learner = visit()
    console, keyboard = learner.console, learner.page.keyboard
    _tab_to(learner.page, "a", console.ui("lessons.title"), backwards=True)
    keyboard.press("Enter")
    expect(console.panel).to_be_focused()
    _tab_to(learner.page, "button", f"Begin: {title_of('say-hello', 'en')}")
    keyboard.press("Enter")
    expect(console.prompt).to_be_focused()
    _tab_to(learner.page, "button", "2: it is done")
    keyboard.press("Enter")
    expect(learner.current.locator(".verdict")).to_be_focused()
    _tab_to(learner.page, "button", console.ui("lesson.hint"))
    keyboard.press("Enter")
    keyboard.press("Enter")
    expect(learner.current.locator(".hint")).to_have_count(2)
    expect(learner.current.locator(".hint").last).to_be_focused()
    _tab_to(learner.page, "input", "", backwards=True)

    for line in (EHLO, "QUIT"):
        before = console.replies.count()
        keyboard.type(line)
        keyboard.press("Enter")
        console.reply(before)

    learner.expect_done()
    assert learner.page.evaluate(FOCUSED) == "button"  # the one that opens the next connection
    assert console.complaints == []


def test_a_lesson_in_the_single_file(browser: Browser, tmp_path: Path) -> None:
    """From a stick, without any network: the address names the lesson."""
    alone = shutil.copy(HERE.site / SINGLE_FILE, tmp_path / SINGLE_FILE)
    with browser.new_context(locale="en-US", service_workers="block") as context:
        console = Console(context.new_page())
        learner = Learner(console)
        console.load(f"{Path(alone).as_uri()}#lesson=say-hello")
        learner.expect_step(1)
        learner.play(solution_of("say-hello"))

        learner.expect_done()
        assert [url for url in console.requests if url.startswith("http")] == []
        assert console.complaints == []


@pytest.mark.parametrize("lesson", ["receipts", "log-mystery", "count-the-waits"])
def test_a_longer_lesson_as_its_solution_has_it(visit: Visit, lesson: str) -> None:
    """With the message editor, the clock, a new connection, and lines that go out together."""
    learner = visit(f"#lesson={lesson}")
    learner.play(solution_of(lesson))

    learner.expect_done()
    golf = learner.lesson.locator(".golf tbody tr").first.locator("td")
    assert golf.nth(0).inner_text() == golf.nth(1).inner_text()
    learner.button("again").click()
    learner.expect_step(1)
    expect(learner.console.prompt).to_be_focused()


def _tab_to(page: Page, kind: str, name: str, *, backwards: bool = False) -> None:
    """Press Tab until the control of this name has the focus."""
    told = """([kind, name]) => {
      let found = document.activeElement;
      while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
      return found?.localName === kind && (!name || found.innerText.trim() === name);
    }"""
    for _ in range(80):
        if page.evaluate(told, [kind, name]):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"no way by Tab to {kind} {name}")


# Help.


def test_who_is_stuck_is_given_the_first_hint(visit: Visit) -> None:
    learner = visit("#lesson=quiz", quiz=True)
    hint = learner.current.locator(".hint")
    learner.console.say("NOPE", "NOPE")
    expect(hint).to_have_count(0)
    learner.console.say("NOPE")

    expect(hint).to_contain_text("There is a command to verify.")
    expect(learner.spoken).to_contain_text(learner.console.ui("lesson.stuck"))


def test_hints_open_one_by_one_and_then_the_solution(visit: Visit) -> None:
    learner = visit("#lesson=quiz", quiz=True)
    hints = learner.current.locator(".hint")
    expect(learner.button("solution")).to_have_count(0)
    learner.button("hint").click()
    expect(hints).to_have_count(1)
    expect(learner.button("hint")).to_be_focused()
    learner.button("hint").click()
    expect(hints.last).to_contain_text("VRFY alice")
    expect(hints.last).to_be_focused()
    learner.button("solution").click()

    expect(learner.lesson.locator(".solution li")).to_have_text(
        ["VRFY alice", EHLO, "EXPN all"], use_inner_text=True
    )
    expect(learner.lesson.locator(".solution")).to_be_focused()


def test_a_prediction_is_made_once_and_explained(visit: Visit) -> None:
    learner = visit("#lesson=quiz", quiz=True)
    question = learner.current.locator(".question")
    learner.button("hint").click()
    question.get_by_role("button", name="Yes").click()
    expect(question.locator(".verdict")).to_be_focused()

    expect(question.get_by_role("button")).to_have_count(0)
    expect(question.locator("[data-kind=wrong]")).to_contain_text("Yes")
    expect(question.locator("[data-kind=right]")).to_contain_text("No")
    expect(question.locator(".verdict")).to_contain_text("It tells nobody.")
    expect(learner.spoken).to_contain_text("It tells nobody.")


def test_the_reference_opens_from_a_step_and_the_lesson_stays(visit: Visit) -> None:
    learner = visit("#lesson=quiz", quiz=True)
    learner.button("entry").click()
    expect(learner.console.reference).to_be_visible()
    learner.page.keyboard.press("Escape")

    learner.expect_step(1)
    assert "lesson=quiz" in learner.page.url


def test_what_was_taken_back_is_to_be_done_again(visit: Visit) -> None:
    learner = visit("#lesson=quiz", quiz=True)
    learner.console.say("VRFY alice")
    learner.expect_step(2)
    learner.console.button("travel.undo").click()

    learner.expect_step(1)


# What is kept, and what the address asks for.


def test_progress_outlives_the_page_and_travels_as_a_file(visit: Visit, tmp_path: Path) -> None:
    learner = visit("#lesson=quiz", quiz=True)
    learner.console.say("VRFY alice", "EXPN all")
    learner.expect_done()
    learner.page.wait_for_function(f"() => {KEPT}?.includes('true')")
    learner.page.reload()
    learner.console.wait_until_ready()
    learner.button("list").click()
    expect(learner.row("quiz")).to_have_attribute("data-done", "")
    learner.page.evaluate(CATCH)  # Firefox tells a test nothing of its downloads
    learner.shelf.locator("[data-what=export]").click()
    _, text = learner.page.evaluate(CAUGHT)
    (tmp_path / "progress.json").write_text(text)
    assert json.loads((tmp_path / "progress.json").read_text())["lessons"]["quiz"]["done"] is True

    other = visit(quiz=True)
    other.way_in.click()
    expect(other.row("quiz")).not_to_have_attribute("data-done", "")
    other.shelf.locator("#progress").set_input_files(tmp_path / "progress.json")
    expect(other.row("quiz")).to_have_attribute("data-done", "")
    expect(other.shelf.get_by_role("status")).to_have_text("Imported. Lessons done: 1 of 1.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<b>no</b>", "progress"),
        ('{"format": 99, "kind": "smtp-playground-progress", "lessons": {}}', "newer"),
        ("x" * 1_000_001, "too large"),
    ],
    ids=["not-json", "newer", "too-large"],
)
def test_a_bad_file_is_refused_and_what_was_kept_stays(
    visit: Visit, tmp_path: Path, text: str, told: str
) -> None:
    learner = visit(quiz=True)
    learner.way_in.click()
    expect(learner.row("quiz")).to_be_visible()
    (tmp_path / "bad.json").write_text(text)
    learner.shelf.locator("#progress").set_input_files(tmp_path / "bad.json")

    expect(learner.shelf.get_by_role("status")).to_contain_text(told)
    expect(learner.row("quiz")).to_be_visible()
    assert learner.console.complaints == []


def test_an_unknown_lesson_is_told_kindly(visit: Visit) -> None:
    """Said as text, whatever it is called; the list shows what there is."""
    learner = visit("#lesson=%3Cb%3Eno")
    notice = learner.page.locator(".notice")

    expect(notice).to_contain_text("There is no lesson called “<b>no” here.")
    expect(learner.row("say-hello")).to_be_visible()
    assert "lesson" not in learner.page.url
    learner.page.evaluate("location.hash = 'lesson=say-hello'")
    learner.expect_step(1)


def test_a_lesson_speaks_the_language_that_is_chosen(visit: Visit) -> None:
    learner = visit("#lesson=quiz", quiz=True)
    learner.console.say("VRFY alice")
    learner.expect_step(2)
    learner.console.speak("pt-BR")

    expect(learner.lesson.get_by_role("heading", level=2)).to_have_text("Duas recusas")
    learner.expect_step(2)
    expect(learner.bar).to_contain_text("Peça uma lista.")
    learner.button("list").click()
    expect(learner.row("quiz")).to_contain_text("Duas recusas")


def test_nothing_is_fetched_before_lessons_are_looked_at(visit: Visit) -> None:
    learner = visit()
    fetched = [url for url in learner.console.requests if re.search(r"/lessons-", url)]
    learner.way_in.click()
    expect(learner.row("say-hello")).to_be_visible()

    assert fetched == []


def test_lessons_that_do_not_come_are_told_and_can_be_asked_for_again(visit: Visit) -> None:
    learner = visit()
    learner.page.route("**/lessons-en-*.bin", lambda route: route.abort())
    learner.way_in.click()
    expect(learner.shelf).to_contain_text("The lessons could not be opened")
    learner.page.unroute("**/lessons-en-*.bin")
    learner.way_in.click()

    expect(learner.row("say-hello")).to_be_visible()


# How it looks.


@pytest.mark.parametrize(
    ("colours", "width", "language"),
    [("dark", 1280, "en"), ("light", 320, "pt-BR")],
)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    visit: Visit, colours: str, width: int, language: Language
) -> None:
    learner = visit(language=language, width=width, quiz=True)
    console, page = learner.console, learner.page
    page.emulate_media(reduced_motion="reduce")
    page.locator("select.theme").select_option(colours)
    learner.way_in.click()
    expect(learner.row("quiz")).to_be_visible()
    _examine(console)
    learner.row("quiz").get_by_role("button").click()
    expect(learner.lesson).to_be_visible()
    _examine(console)
    for what in ("hint", "hint", "solution"):
        learner.button(what).click()
    learner.current.locator(".question button").first.click()
    expect(learner.current.locator(".verdict")).to_be_visible()
    _examine(console)
    if width < 896:
        learner.write()
        _examine(console)
    console.say("VRFY alice", "EXPN all")
    learner.expect_done()
    _examine(console)
    if width < 896:
        learner.bar.locator("[data-what=open]").click()
        expect(learner.lesson.locator(".over")).to_be_visible()
        _examine(console)


def _examine(console: Console) -> None:
    audit(console)
    assert console.page.evaluate(TOO_WIDE) == []
