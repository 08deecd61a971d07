"""Every lesson that comes along, in every language: its solution does it, its near miss not."""

from __future__ import annotations

from pathlib import Path

import pytest

from smtp_playground.errors import ContentError
from smtp_playground.lessons.built_in import languages, lessons
from smtp_playground.lessons.lesson import TRACKS, Lesson
from smtp_playground.lessons.linting import problems
from smtp_playground.lessons.playing import play
from smtp_playground.lessons.program import entries

ALL = [
    pytest.param(lesson, id=f"{language}-{lesson.id}")
    for language in languages()
    for lesson in lessons(language).values()
]
FEWEST = 24


def test_there_are_enough_in_every_track_and_language() -> None:
    assert languages() == ("en", "pt-BR")
    for language in languages():
        found = lessons(language)
        assert len(found) >= FEWEST
        assert {lesson.track for lesson in found.values()} == {*TRACKS} - {"own"}


@pytest.mark.parametrize("lesson", ALL)
def test_the_solution_does_every_step(lesson: Lesson) -> None:
    played = play(lesson, lesson.solution)
    assert played.steps_done == len(lesson.steps)


@pytest.mark.parametrize("lesson", ALL)
def test_the_near_miss_does_not(lesson: Lesson) -> None:
    assert not play(lesson, lesson.near_miss).is_solved


@pytest.mark.parametrize("lesson", ALL)
def test_nothing_said_does_nothing(lesson: Lesson) -> None:
    assert play(lesson, ()).steps_done == 0


@pytest.mark.parametrize("lesson", ALL)
def test_the_linter_finds_nothing(lesson: Lesson) -> None:
    assert [*problems(lesson, entries())] == []
    assert all(hint for step in lesson.steps for hint in step.hints)
    assert 3 <= lesson.minutes <= 8


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("lessons.toml", "order = []", "order lacks say-hello"),
        ("lessons.toml", 'order = ["say-hello", "gone"]', "gone has no lesson"),
        ("pt-BR/lessons/other.toml", "", "has no lesson in English"),
        ("pt-BR/lessons/say-hello.toml", 'title = "Oi"', "is missing"),
        ("pt-BR/lessons/say-hello.toml", "minutes = 3", "minutes is not known"),
        ("en/lessons/say-hello.toml", "no", "is not TOML"),
    ],
)
def test_a_folder_of_lessons_is_whole_or_refused(
    tmp_path: Path, file: str, text: str, told: str
) -> None:
    content = Path(lessons.__code__.co_filename).parents[1] / "content"
    for language in languages():
        source = content / language / "lessons" / "say-hello.toml"
        copy = tmp_path / language / "lessons" / "say-hello.toml"
        copy.parent.mkdir(parents=True)
        copy.write_bytes(source.read_bytes())
    tmp_path.joinpath("lessons.toml").write_text('order = ["say-hello"]')
    assert [*lessons("pt-BR", tmp_path)] == ["say-hello"]

    tmp_path.joinpath(file).write_text(text)
    with pytest.raises(ContentError, match=told):
        [lessons(language, tmp_path) for language in languages(tmp_path)]
