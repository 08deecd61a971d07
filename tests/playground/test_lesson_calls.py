"""A lesson at the browser's door: begun, judged, hinted at, answered, gone back in, left."""

from __future__ import annotations

import json
from typing import Any

import pytest

from smtp_playground.bridge import Bridge, BridgeError
from smtp_playground.lessons.progress import read_progress

from .lesson_tables import changed, text

HELLO = "EHLO client.example"
MAIL = "MAIL FROM:<you@client.example>"
Told = dict[str, Any]


class Learner:
    """Somebody at a lesson."""

    def __init__(self, lesson: str = text()) -> None:
        self.now = 1_700_000_000.0
        self.bridge = Bridge(lambda: self.now)
        self.update: Told = {}
        self.do("begin_lesson", lesson, "en")

    def do(self, call: str, *arguments: object) -> Any:  # noqa: ANN401
        """Make a call for this session; return the lesson's view."""
        self.update = json.loads(getattr(self.bridge, call)("s", *arguments))
        return self.lesson

    def say(self, *lines: str) -> Any:  # noqa: ANN401
        for line in lines:
            self.do("say", line, False)
        return self.lesson

    @property
    def lesson(self) -> Any:  # noqa: ANN401 - what JSON brings
        return self.update["session"]["lesson"]

    @property
    def states(self) -> list[str]:
        return [step["state"] for step in self.lesson["steps"]]

    @property
    def notes(self) -> list[str]:
        return [
            "".join(part["text"] for part in bubble["lines"][0])
            for bubble in self.update["bubbles"]
            if bubble["speaker"] == "note"
        ]


@pytest.fixture
def learner() -> Learner:
    return Learner()


def test_steps_are_done_by_what_happens(learner: Learner) -> None:
    assert learner.states == ["current", "ahead"]
    learner.say("HELO client.example")
    assert learner.states == ["current", "ahead"]
    learner.say("ehlo some.other.name")
    assert learner.states == ["done", "current"]
    assert learner.notes == ["Step 1 of 2 is done."]
    assert not learner.lesson["notice"]
    learner.say("mail FROM:<whoever@anywhere.example>")
    assert learner.states == ["done", "done"]
    assert learner.lesson["done"]
    assert learner.lesson["notice"]
    assert "Hello" in learner.notes[0]


def test_it_begins_in_an_empty_conversation(learner: Learner) -> None:
    assert learner.update["kept"] == 0
    learner.say(HELLO)
    learner.do("begin_lesson", text(), "en")
    assert [bubble["code"] for bubble in learner.update["bubbles"]] == ["", "220"]
    assert learner.states == ["current", "ahead"]


def test_going_back_takes_what_was_done_along(learner: Learner) -> None:
    learner.say(HELLO, MAIL)
    learner.do("undo")
    assert learner.states == ["done", "current"]
    learner.do("undo")
    assert learner.states == ["current", "ahead"]
    learner.do("redo")
    learner.do("redo")
    assert learner.states == ["done", "done"]
    learner.do("go_back", 2)
    assert learner.states == ["current", "ahead"]


def test_a_new_connection_goes_on_with_the_lesson(learner: Learner) -> None:
    learner.say(HELLO)
    learner.do("open", "playground", "en")
    assert learner.states == ["done", "current"]
    learner.say(HELLO, MAIL)
    assert learner.lesson["done"]


def test_the_lessons_rules_are_the_servers_on_every_connection() -> None:
    rule = {"when": {"command": "MAIL", "nth": 1}, "then": {"code": 450}}
    learner = Learner(json.dumps(changed("near_miss", ["QUIT"]) | {"rule": [rule]}))
    learner.do("open", "playground", "en")
    learner.say(HELLO, MAIL)
    assert learner.states == ["done", "current"]
    assert learner.update["session"]["rules"]["rows"]
    learner.do("open", "reference", "en")
    assert not learner.update["session"]["rules"]["rows"]


def test_hints_open_one_by_one(learner: Learner) -> None:
    step = learner.do("hint")["steps"][0]
    assert (len(step["hints"]), step["hints_left"]) == (1, 1)
    learner.do("hint")
    step = learner.do("hint")["steps"][0]
    assert (len(step["hints"]), step["hints_left"]) == (2, 0)
    assert learner.lesson["hints_used"] == 2


def test_who_is_refused_three_times_alike_gets_the_first_hint(learner: Learner) -> None:
    learner.say("HELLO", "HULLO")
    assert not learner.lesson["stuck"]
    learner.say("HOLLA")
    assert learner.lesson["stuck"]
    assert len(learner.lesson["steps"][0]["hints"]) == 1


def test_a_prediction_is_made_once(learner: Learner) -> None:
    question = learner.lesson["steps"][0]["question"]
    assert (question["chosen"], question["answer"], question["because"]) == (-1, -1, [])
    question = learner.do("answer", 1)["steps"][0]["question"]
    assert (question["chosen"], question["answer"]) == (1, 0)
    assert question["because"]
    assert learner.do("answer", 0)["steps"][0]["question"]["chosen"] == 1
    with pytest.raises(BridgeError, match="choice 2"):
        learner.do("answer", 2)


def test_the_solution_is_shown_when_asked_for(learner: Learner) -> None:
    assert learner.lesson["solution"] == []
    assert learner.do("show_solution")["solution"] == [HELLO, MAIL]


def test_golf_counts_to_the_end_and_no_further(learner: Learner) -> None:
    learner.say(HELLO, "NOOP", MAIL, "NOOP", "NOOP")
    golf = learner.lesson["golf"]
    assert (golf["lines"], golf["round_trips"]) == (3, 3)
    assert (golf["solution_lines"], golf["solution_round_trips"]) == (2, 2)


def test_again_is_another_try(learner: Learner) -> None:
    learner.say(HELLO, MAIL)
    learner.do("again")
    assert learner.states == ["current", "ahead"]
    assert learner.lesson["tries"] == 2


def test_a_lesson_is_left_with_its_connection_open(learner: Learner) -> None:
    learner.say(HELLO)
    learner.do("leave_lesson")
    assert learner.lesson is None
    learner.say(MAIL)
    assert learner.notes == []
    with pytest.raises(BridgeError, match="no lesson"):
        learner.do("hint")


@pytest.mark.parametrize("call", ["perform", "replay"])
def test_whatever_plays_another_conversation_leaves_it(learner: Learner, call: str) -> None:
    learner.do(call, "mailbox-full" if call == "perform" else "@playground\n", "en")
    assert learner.lesson is None


def test_a_bad_lesson_changes_nothing(learner: Learner) -> None:
    learner.say(HELLO)
    with pytest.raises(BridgeError, match=r"steps 1 \(ehlo\)\.task is missing"):
        learner.do("begin_lesson", text(changed("steps.0.task", None)), "en")
    learner.say("NOOP")
    assert learner.states == ["done", "current"]


def test_it_goes_on_in_another_language(learner: Learner) -> None:
    learner.say(HELLO)
    lesson = text(changed("title", "Oi") | {"language": "pt-BR"})
    assert learner.do("translate_lesson", lesson)["title"] == "Oi"
    assert learner.states == ["done", "current"]
    with pytest.raises(BridgeError, match="no translation"):
        learner.do("translate_lesson", text(changed("steps.0.id", "other")))


def test_a_link_holds_the_conversation_and_not_the_lesson(learner: Learner) -> None:
    learner.say(HELLO)
    shared = json.loads(learner.bridge.share("s", False))
    assert shared["text"].startswith(f"@playground\n>{HELLO}\n")


def test_exports_hold_no_word_of_it(learner: Learner) -> None:
    learner.say(HELLO)
    for form in ("text", "json", "smtplib"):
        assert "Step 1" not in json.loads(learner.bridge.export("s", form, False))["text"]


def test_what_was_done_is_kept_and_the_best_of_it(learner: Learner) -> None:
    learner.do("hint")
    learner.say(HELLO, "NOOP", "NOOP", MAIL)
    first = json.loads(learner.bridge.keep_progress("", "s"))["text"]
    learner.do("again")
    learner.now += 60
    learner.say(HELLO, MAIL)
    record = read_progress(json.loads(learner.bridge.keep_progress(first, "s"))["text"])["hello"]
    assert (record.done, record.tries, record.lines, record.round_trips) == (True, 2, 2, 2)
    merged = json.loads(learner.bridge.merge_progress(first, ""))["text"]
    assert merged == first
    with pytest.raises(BridgeError, match="newer playground"):
        learner.bridge.read_progress('{"format": 2, "kind": "smtp-playground-progress"}')
