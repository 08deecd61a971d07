"""The teacher's desk: a lesson made by doing it, a pack taken along, results read."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, expect

from sitebuild.browsers import launch
from sitebuild.project import HERE
from smtp_playground.site_server import SINGLE_FILE

from .auditing import TOO_WIDE, audit
from .learning import QUIZ, Learner
from .talking import Console, Language
from .teaching import MARKED, Teacher

PACK: dict[str, Any] = {
    "format": 1,
    "kind": "smtp-playground-pack",
    "title": "Class 1",
    "language": "en",
    "lessons": ["say-hello", QUIZ],
}


BAD_FILES: list[tuple[str, str, object, str]] = [
    ("#there", "bad.json", "{", "bad.json: pack is not JSON"),
    ("#there", "bad.json", QUIZ, "kind must be smtp-playground-pack"),
    ("#there", "new.json", {**PACK, "format": 9}, "a newer playground wrote this"),
    ("#there", "bad.json", {**PACK, "lessons": ["nothing"]}, "lesson nothing is not one"),
    (
        "#there",
        "bad.json",
        {**PACK, "lessons": [{**QUIZ, "goal": "<b>Go</b>", "persona": "x"}]},
        "bad.json: pack, lessons[1]: persona must be one of these",
    ),
    ("#there", "large.json", "x" * 50_000_000, "large.json is larger than 4 MB"),
    ("#own", "large.toml", "x" * 50_000_000, "large.toml is larger than 4 MB"),
    ("#own", "bad.toml", "id = ", "bad.toml: is not TOML"),
    ("#own", "bad.json", {**QUIZ, "script": "x"}, "bad.json: script is not known"),
    ("#own", "bad.json", {**QUIZ, "solution": ["NOOP"]}, "solution does not do step 1"),
    ("#own", "bad.json", {**QUIZ, "near_miss": QUIZ["solution"]}, "near_miss solves"),
]
"""The field it goes into, its name, what is in it, and what is told."""


@pytest.fixture(scope="module", params=["chromium"])
def browser(request: pytest.FixtureRequest, driver: Playwright) -> Iterator[Browser]:
    """Return the one of the two browsers that tells a test of its downloads."""
    browser = launch(driver, request.param)
    yield browser
    browser.close()


@pytest.fixture
def teacher(fresh: Console, site_url: str) -> Teacher:
    """Return a teacher at a page of their own."""
    fresh.load(site_url)
    return Teacher(fresh)


@pytest.fixture
def pupil(browser: Browser) -> Iterator[Page]:
    """Return the page of someone else, who has stored nothing."""
    with browser.new_context(locale="pt-BR", service_workers="block") as context:
        yield context.new_page()


def file(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return path


# From start to end.


def test_a_lesson_from_the_teachers_recording_to_the_learners_result(
    teacher: Teacher, pupil: Page, tmp_path: Path
) -> None:
    """The pack speaks English, so its page does, whatever its learner's browser speaks."""
    teacher.record()
    teacher.write()
    teacher.act("add-lesson")
    teacher.turn_to("pack")
    teacher.desk.locator("[data-field=title]").fill("Class 1 <b>")
    teacher.desk.locator("[data-offer=say-hello]").check()
    page = teacher.save("page", tmp_path)
    assert page.name == "class-1-b.html"

    learner = Learner(Console(pupil))
    learner.console.load(page.as_uri())
    solve(learner)
    result, code = hand_in(learner, "Ana Júlia", tmp_path)
    assert {url.split(":")[0] for url in learner.console.requests} <= {"file", "blob", "data"}

    teacher.turn_to("results")
    teacher.give("", result)
    expect(teacher.rows).to_have_count(1)
    for told in ("Ana Júlia", "Nobody tells", teacher.console.ui("desk.intact")):
        expect(teacher.rows).to_contain_text(told)
    teacher.desk.locator("textarea").fill(f"Ana: {code}")
    teacher.act("codes")
    expect(teacher.rows).to_have_count(2)
    table = teacher.save("save-table", tmp_path).read_text(encoding="utf-8-sig")
    row = ["Ana Júlia", "Class 1 <b>", "Nobody tells"]
    assert [each[:3] for each in csv.reader(table.splitlines())][1:] == [row, row]
    assert learner.console.complaints == teacher.console.complaints == []


def solve(learner: Learner) -> None:
    """Take the teacher's lesson from the list of the pack."""
    expect(learner.shelf.locator("[data-lesson]")).to_have_count(2)
    learner.row("nobody-tells").get_by_role("button").click()
    learner.console.say(MARKED)
    learner.expect_done()
    learner.button("list").first.click()
    expect(learner.row("nobody-tells")).to_have_attribute("data-done", "")


def hand_in(learner: Learner, name: str, folder: Path) -> tuple[Path, str]:
    """Return the file of a learner's results, and their code."""
    handing = learner.shelf.locator("smtp-hand-in")
    handing.locator("input").fill(name)
    with learner.page.expect_download() as download:
        handing.locator("[data-what=hand-in]").click()
    result = folder / download.value.suggested_filename
    download.value.save_as(result)
    return result, handing.locator("textarea").input_value()


def test_in_the_single_file_a_pack_goes_into_the_file_from_the_disk(
    page: Page, tmp_path: Path
) -> None:
    """A page that has a pack already gets the new one in its place."""
    alone = tmp_path / SINGLE_FILE
    shutil.copy(HERE.site / SINGLE_FILE, alone)
    teacher = Teacher(Console(page))
    teacher.console.load(alone.as_uri())
    teacher.open()
    teacher.give("#there", file(tmp_path, "pack.json", PACK))
    expect(teacher.chosen).to_have_count(2)

    with page.expect_download() as download:
        teacher.give("#single", alone)
    download.value.save_as(tmp_path / "one.html")
    teacher.desk.locator("[data-field=title]").fill("Class 2")
    with page.expect_download() as download:
        teacher.give("#single", tmp_path / "one.html")
    download.value.save_as(tmp_path / "two.html")

    two = (tmp_path / "two.html").read_bytes()
    assert two.count(b'id="smtp-pack">') == (tmp_path / "one.html").read_bytes().count(
        b'id="smtp-pack">'
    )
    assert len(two) == (tmp_path / "one.html").stat().st_size
    page.goto((tmp_path / "two.html").as_uri())
    expect(Learner(teacher.console).shelf).to_contain_text("Class 2")


# Packs.


def test_lessons_are_ordered_by_the_keyboard(teacher: Teacher, tmp_path: Path) -> None:
    teacher.open()
    teacher.give("#there", file(tmp_path, "pack.json", PACK))
    expect(teacher.chosen.first).to_have_attribute("data-lesson", "say-hello")

    teacher.chosen.first.locator("[data-what=down]").focus()
    teacher.page.keyboard.press("Enter")

    expect(teacher.chosen.last).to_have_attribute("data-lesson", "say-hello")
    expect(teacher.chosen.last.locator("[data-what=up]")).to_be_focused()
    teacher.page.keyboard.press("Enter")
    expect(teacher.chosen.first).to_have_attribute("data-lesson", "say-hello")
    saved = json.loads(teacher.save("json", tmp_path).read_text(encoding="ascii"))
    assert saved == {**PACK, "options": {"solutions": True, "ask_name": True}}


def test_a_bad_file_is_told_of_and_what_was_there_stays(teacher: Teacher, tmp_path: Path) -> None:
    teacher.open()
    teacher.desk.locator("[data-offer=say-hello]").check()
    expect(teacher.chosen).to_have_count(1)

    for field, name, content, told in BAD_FILES:
        teacher.give(field, file(tmp_path, name, content))
        expect(teacher.failure).to_contain_text(told)
        expect(teacher.chosen).to_have_count(1)

    assert teacher.console.complaints == []


# A lesson.


def test_what_is_written_survives_closing_the_window(teacher: Teacher) -> None:
    teacher.record()
    teacher.write()
    teacher.page.keyboard.press("Escape")
    expect(teacher.desk).to_be_hidden()
    assert "desk" not in teacher.page.url.partition("#")[2]

    teacher.open("make")

    expect(teacher.desk.locator("[data-field=title]")).to_have_value("Nobody tells")
    expect(teacher.desk.locator("[data-step]")).to_have_count(1)


def test_a_lesson_is_tried_in_the_conversation(teacher: Teacher) -> None:
    teacher.record()
    teacher.write()

    teacher.act("preview")

    expect(teacher.desk).to_be_hidden()
    learner = Learner(teacher.console)
    expect(learner.lesson).to_contain_text("Nobody tells")
    teacher.console.say(MARKED)
    learner.expect_done()


def test_a_lesson_that_was_saved_is_read_again(teacher: Teacher, tmp_path: Path) -> None:
    teacher.record()
    teacher.write()
    lesson = teacher.save("save-lesson", tmp_path)
    assert lesson.name == "nobody-tells.toml"
    teacher.turn_to("pack")

    teacher.give("#own", lesson)

    expect(teacher.chosen).to_contain_text("Nobody tells")


def test_the_linter_speaks_while_a_lesson_is_written(teacher: Teacher) -> None:
    teacher.record()
    problems = teacher.desk.locator(".problems li")
    expect(problems).to_have_count(1)
    teacher.write()
    expect(problems).to_have_count(0)

    teacher.desk.locator("[data-field=nearMiss]").fill(MARKED)

    expect(problems).to_contain_text("near_miss")
    expect(teacher.desk.locator("[data-what=preview]")).to_be_disabled()


def test_nothing_said_makes_no_lesson(teacher: Teacher) -> None:
    teacher.open("make")

    teacher.act("record")

    expect(teacher.failure).to_have_text(teacher.console.ui("desk.nothing-said"))


# The learner's side.


def test_a_pack_from_a_file_takes_the_place_of_the_lessons(
    console: Console, tmp_path: Path
) -> None:
    learner = Learner(console)
    learner.way_in.click()
    expect(learner.shelf.locator("[data-lesson]").nth(10)).to_be_attached()
    bad = file(tmp_path, "bad.json", {**PACK, "lessons": []})

    learner.shelf.locator("#pack").set_input_files(bad)
    expect(learner.shelf.get_by_role("status")).to_contain_text("bad.json: pack: lessons has 0")
    expect(learner.shelf.locator("[data-lesson]").nth(10)).to_be_attached()
    learner.shelf.locator("#pack").set_input_files(file(tmp_path, "good.json", PACK))

    expect(learner.shelf.locator("[data-lesson]")).to_have_count(2)
    learner.shelf.locator("[data-what=leave-pack]").click()
    expect(learner.shelf.locator("[data-lesson]").nth(10)).to_be_attached()


def test_a_pack_may_keep_its_solutions(console: Console, tmp_path: Path) -> None:
    learner = Learner(console)
    learner.way_in.click()
    pack = {**PACK, "options": {"solutions": False, "ask_name": False}}
    learner.shelf.locator("#pack").set_input_files(file(tmp_path, "pack.json", pack))
    expect(learner.shelf.locator("smtp-hand-in input")).to_have_count(0)
    learner.row("quiz").get_by_role("button").click()

    for _ in range(2):
        learner.button("hint").click()

    expect(learner.current.locator(".hint")).to_have_count(2)
    expect(learner.button("solution")).to_have_count(0)
    learner.button("list").click()
    learner.shelf.locator("[data-what=leave-pack]").click()


@pytest.mark.parametrize("address", ["https://example.com/pack.json", "nowhere.json"])
def test_a_pack_that_cannot_be_had_is_told_of(fresh: Console, site_url: str, address: str) -> None:
    fresh.page.route("https://example.com/**", lambda route: route.abort())

    fresh.load(f"{site_url}#pack={address}")

    expect(fresh.page.locator(".notice")).to_contain_text(address)
    assert not [url for url in fresh.requests if url.startswith("https://example.com")]


def test_a_pack_beside_the_page_is_opened_by_its_address(fresh: Console, site_url: str) -> None:
    fresh.page.route("**/class.json", lambda route: route.fulfill(json=PACK))

    fresh.load(f"{site_url}#pack=class.json")

    expect(Learner(fresh).shelf.locator("[data-lesson]")).to_have_count(2)


# Results.


def test_results_that_were_altered_or_cut_are_marked(teacher: Teacher, tmp_path: Path) -> None:
    record = {"done": True, "tries": 1, "hints": 0, "lines": 1, "round_trips": 1, "seconds": 61}
    result = {
        "format": 1,
        "kind": "smtp-playground-results",
        "name": "=1+1",
        "pack": "",
        "lessons": {"say-hello": record},
        "check": "0",
    }
    teacher.open("results")
    teacher.give("", file(tmp_path, "results.json", result))

    expect(teacher.rows).to_have_attribute("data-altered", "")
    expect(teacher.rows).to_contain_text("1:01")
    table = teacher.save("save-table", tmp_path).read_text(encoding="utf-8-sig")
    assert table.splitlines()[1].startswith("'=1+1,")
    teacher.desk.locator("textarea").fill("SMTP1.abc")
    teacher.act("codes")
    expect(teacher.failure).to_contain_text("1")
    expect(teacher.rows).to_have_count(1)
    teacher.desk.locator("textarea").fill("hello")
    teacher.act("codes")
    expect(teacher.failure).to_contain_text("neither a results file nor a code")
    expect(teacher.rows).to_have_count(1)


# How it looks.


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("pt-BR", 320)])
def test_the_desk_fits_and_has_nothing_to_object_to(
    browser: Browser, site_url: str, language: Language, width: int, tmp_path: Path
) -> None:
    viewport = ViewportSize(width=width, height=800)
    with browser.new_context(
        locale=language, viewport=viewport, service_workers="block"
    ) as context:
        teacher = Teacher(Console(context.new_page(), language))
        teacher.console.load(site_url)
        teacher.record()
        teacher.write()
        for tab in ("make", "pack", "results"):
            teacher.turn_to(tab)
            if tab == "pack":
                teacher.give("#there", file(tmp_path, "pack.json", PACK))
                expect(teacher.chosen).to_have_count(2)
            audit(teacher.console)
            assert teacher.page.evaluate(TOO_WIDE) == []
