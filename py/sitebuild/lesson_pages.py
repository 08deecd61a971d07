"""Lessons on paper: their list, a hand-out and a teacher's sheet of each, and of each track."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sitebuild.frame import Frame, root_of
from smtp_playground.explain import Explainer
from smtp_playground.exports.door import export
from smtp_playground.lessons.built_in import lessons
from smtp_playground.lessons.data import tracks
from smtp_playground.lessons.lesson import Lesson
from smtp_playground.lessons.playing import play, shown
from smtp_playground.library import the_library
from smtp_playground.markup import plain
from smtp_playground.view import View


@dataclass(frozen=True, slots=True)
class Sheet:
    """A lesson as it stands on paper."""

    lesson: Lesson
    solution: str
    "The conversation of its solution, as it was played."
    near_miss: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrackSheets:
    """A track with its lessons."""

    id: str
    title: str
    text: str
    sheets: tuple[Sheet, ...]

    @property
    def minutes(self) -> int:
        """How long all of them take."""
        return sum(sheet.lesson.minutes for sheet in self.sheets)


def add_lessons(frames: Iterable[Frame]) -> None:
    """Write the pages of lessons in each language."""
    for frame in frames:
        _Writer(frame).write_all()


def track_sheets(language: str) -> list[TrackSheets]:
    """Return the tracks that have lessons, each solution played."""
    view = View(Explainer(the_library().words(language)))
    sheets = [_sheet(lesson, view) for lesson in lessons(language).values()]
    found = (
        TrackSheets(id_, **words, sheets=tuple(each for each in sheets if each.lesson.track == id_))
        for id_, words in tracks(language).items()
    )
    return [track for track in found if track.sheets]


def _sheet(lesson: Lesson, view: View) -> Sheet:
    played = play(lesson, lesson.solution)
    solution = export(played.conversation, view, "text", secrets=True).text
    return Sheet(lesson, solution, tuple(shown(lesson.near_miss)))


@dataclass(frozen=True, slots=True)
class _Writer:
    frame: Frame

    def write_all(self) -> None:
        found = track_sheets(self.frame.language)
        label = self.frame.labels
        body = self.frame.body("lessons.jinja", tracks=found, root=root_of("lessons"))
        title, about = label["kinds.lessons"], label["about.lessons"]
        self.frame.write_page("lessons", "lessons", title, about, body)
        for track in found:
            self._write(f"tracks/{track.id}", track.title, track.text, track.sheets)
            for sheet in track.sheets:
                lesson = sheet.lesson
                self._write(f"lessons/{lesson.id}", lesson.title, plain(lesson.goal), (sheet,))

    def _write(self, address: str, title: str, description: str, sheets: tuple[Sheet, ...]) -> None:
        """Write the hand-out of some lessons to an address, and the teacher's sheet below it."""
        for place, template in ((address, "handout"), (f"{address}/teacher", "teacher")):
            is_handout = template == "handout"
            heading = title if is_handout else self._label("paper.sheet-of", title)
            about = description if is_handout else f"{heading}. {description}"
            body = self.frame.body(
                f"{template}.jinja", sheets=sheets, title=heading, root=root_of(place)
            )
            self.frame.write_page(place, "lessons", heading, about, body)

    def _label(self, key: str, title: str) -> str:
        return self.frame.labels[key].format(title=title)
