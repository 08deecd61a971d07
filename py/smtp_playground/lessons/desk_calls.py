"""The browser's door to the teacher's desk: a part of `Bridge`.

Few open it: whatever it needs is imported when it is first asked for.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from smtp_playground.errors import BridgeError, ContentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smtp_playground.lessons.desk_bubbles import LessonProblem, PackRow, ResultSheet
    from smtp_playground.lessons.linting import Problem
    from smtp_playground.lessons.packs import Pack, PackLesson
    from smtp_playground.lessons.results import Sheet
    from smtp_playground.page_session import PageSession


class DeskCalls:
    """What the desk asks. Nothing it asks changes a conversation."""

    def _known_session(self, session: str) -> PageSession:
        raise NotImplementedError

    def lint_lesson(self, text: str) -> str:
        """Return all that is wrong with a lesson, TOML or JSON: a `LessonCheck`."""
        from smtp_playground.lessons.desk_bubbles import LessonCheck  # noqa: PLC0415
        from smtp_playground.lessons.linting import lint  # noqa: PLC0415
        from smtp_playground.lessons.reading import parse_table  # noqa: PLC0415
        from smtp_playground.page_session import as_json  # noqa: PLC0415

        lesson, problems = lint(text)
        table = json.dumps(parse_table(text), default=str) if lesson else ""
        id_, title = (lesson.id, lesson.title) if lesson else ("", "")
        return as_json(LessonCheck(_told(problems), table, id_, title))

    def recorded(self, session: str) -> str:
        """Return what was said on the last connection: a `Recording`."""
        from smtp_playground.lessons.recording import recorded  # noqa: PLC0415
        from smtp_playground.page_session import as_json  # noqa: PLC0415

        return as_json(recorded(self._known_session(session).timeline))

    def write_lesson(self, form: str) -> str:
        """Return a lesson as a file, and what is wrong with it: a `LessonFile`.

        `form`: the lesson as JSON, in which ids and the like may be left out.
        """
        from smtp_playground.lessons.desk_bubbles import LessonFile  # noqa: PLC0415
        from smtp_playground.lessons.drafting import completed, toml  # noqa: PLC0415
        from smtp_playground.lessons.linting import lint  # noqa: PLC0415
        from smtp_playground.page_session import as_json  # noqa: PLC0415

        table = completed(_table(form))
        text = json.dumps(table)
        problems = _told(lint(text)[1])
        return as_json(LessonFile(str(table["id"]), toml(table), text, problems))

    def read_pack(self, text: str) -> str:
        """Return a class pack, a `PackView`; each lesson in it is read as any other."""
        from smtp_playground.lessons.packs import read_pack  # noqa: PLC0415

        try:
            return _pack_view(read_pack(text))
        except ContentError as error:
            raise BridgeError(str(error)) from error

    def write_pack(self, form: str) -> str:
        """Return a class pack as a file, a `PackFile`. `form`: what it holds, as JSON."""
        from smtp_playground.lessons.desk_bubbles import PackFile  # noqa: PLC0415
        from smtp_playground.lessons.drafting import slug  # noqa: PLC0415
        from smtp_playground.lessons.packs import FORMAT, KIND, read_pack, write_pack  # noqa: PLC0415
        from smtp_playground.page_session import as_json  # noqa: PLC0415

        try:
            pack = read_pack(json.dumps({"format": FORMAT, "kind": KIND, **_table(form)}))
        except ContentError as error:
            raise BridgeError(str(error)) from error
        return as_json(PackFile(slug(pack.title) or "class", write_pack(pack)))

    def write_results(self, progress: str, name: str, pack: str, lessons: str) -> str:
        """Return what a learner hands in, as a file and as a code: `Results`.

        `lessons`: ids of those that count, as a JSON list; an empty one: all that was done.
        """
        from smtp_playground.lessons.handing_in import hand_in  # noqa: PLC0415
        from smtp_playground.page_session import as_json  # noqa: PLC0415

        try:
            return as_json(hand_in(progress, name, pack, lessons))
        except ContentError as error:
            raise BridgeError(str(error)) from error

    def read_results(self, text: str) -> str:
        """Return what a results file says, or codes do: a `ResultsView`."""
        from smtp_playground.lessons.desk_bubbles import ResultsView  # noqa: PLC0415
        from smtp_playground.lessons.results import read_results  # noqa: PLC0415
        from smtp_playground.page_session import as_json  # noqa: PLC0415

        try:
            sheets, unread = read_results(text)
        except ContentError as error:
            raise BridgeError(str(error)) from error
        return as_json(ResultsView(tuple(map(_sheet, sheets)), unread))


def _table(form: str) -> Mapping[str, Any]:
    from smtp_playground.lessons.packs import MOST_CHARACTERS  # noqa: PLC0415
    from smtp_playground.lessons.progress import parse_json  # noqa: PLC0415

    try:
        return parse_json(form, "form", MOST_CHARACTERS)
    except ContentError as error:
        raise BridgeError(str(error)) from error


def _told(problems: Iterable[Problem]) -> tuple[LessonProblem, ...]:
    from smtp_playground.lessons.desk_bubbles import LessonProblem  # noqa: PLC0415

    return tuple(LessonProblem(each.place, each.problem) for each in problems)


def _pack_view(pack: Pack) -> str:
    from smtp_playground.lessons.desk_bubbles import PackView  # noqa: PLC0415
    from smtp_playground.page_session import as_json  # noqa: PLC0415

    rows = tuple(map(_pack_row, pack.lessons))
    return as_json(PackView(pack.title, pack.language, pack.solutions, pack.ask_name, rows))


def _pack_row(each: PackLesson) -> PackRow:
    from smtp_playground.lessons.desk_bubbles import PackRow  # noqa: PLC0415

    if isinstance(each, str):
        return PackRow(each, "", "", 0, (), "")
    lesson = each.lesson
    return PackRow(
        lesson.id, lesson.title, lesson.track, lesson.minutes, lesson.goal, json.dumps(each.table)
    )


def _sheet(sheet: Sheet) -> ResultSheet:
    from dataclasses import asdict  # noqa: PLC0415

    from smtp_playground.lessons.desk_bubbles import ResultRow, ResultSheet  # noqa: PLC0415

    rows = tuple(ResultRow(id_, **asdict(record)) for id_, record in sheet.lessons.items())
    return ResultSheet(sheet.name, sheet.pack, sheet.intact, rows)
