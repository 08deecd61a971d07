"""The teacher's desk at the Bridge: a lesson made by doing it, packs, and what learners hand in."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from smtp_playground.bridge import Bridge, BridgeError
from smtp_playground.lessons.drafting import completed, slug, toml

from .talk import HELLO, MAIL, RCPT, Talk, Told

WORDS: dict[str, Any] = {
    "title": "My “own” lesson",
    "language": "en",
    "goal": "Be refused.",
    "story": 'One "quoted" word.\n\nA `\\` and """ three.',
    "near_miss_why": "It is not refused.",
    "notice": "Nothing changes.",
}


@pytest.fixture
def bridge() -> Bridge:
    return Bridge(lambda: 1_700_000_000.0)


@pytest.fixture
def talk(bridge: Bridge) -> Talk:
    talk = Talk(bridge, "a")
    talk.open()
    return talk


def recording(bridge: Bridge) -> Told:
    found: Told = json.loads(bridge.recorded("a"))
    return found


def send_message(bridge: Bridge, talk: Talk, text: str) -> None:
    talk.say(HELLO, MAIL, RCPT, "DATA")
    bridge.finish("a", text, True)


def drafted(bridge: Bridge, recorded: Told, see: list[Any], **more: object) -> Told:
    """Return the file of a lesson with one step, of what was recorded."""
    step = {"task": "Do it.", "hints": ["Think.", "Think again."], "see": see}
    form = {
        **WORDS,
        "persona": recorded["persona"],
        "rule": json.loads(recorded["rules"]),
        "solution": json.loads(recorded["solution"]),
        "near_miss": ["NOOP"],
        "steps": [step],
        **more,
    }
    found: Told = json.loads(bridge.write_lesson(json.dumps(form)))
    return found


def test_every_thing_a_recording_offers_can_be_asked_for(bridge: Bridge, talk: Talk) -> None:
    """A lesson that asks for it is solved by what was recorded, and the linter finds nothing."""
    talk.say(HELLO, "VRFY alice", "HI", "MAIL FROM:<a@example.net> SIZE=5", "RSET", "STARTTLS")
    send_message(bridge, talk, "Subject: Hi\nFrom: me@client.example\n\n.dot")
    bridge.pass_time("a", 60)
    talk.say("QUIT")
    recorded = recording(bridge)

    offered = [each for line in recorded["lines"] for each in line["seen"]]

    kinds = {each["kind"] for each in offered}
    assert kinds >= {"reply", "name", "enhanced", "command", "parameter", "recipients", "sender"}
    assert kinds >= {"field", "closed", "tls", "time"}
    for each in offered:
        if each["about"] != "greeting":  # what the near miss gets as well
            file = drafted(bridge, recorded, [json.loads(each["see"])])
            near = "near_miss" if each["see"] == '{"closed": true}' else ""
            assert [problem for problem in file["problems"] if problem["place"] != near] == [], each


def test_the_solution_is_what_was_sent_the_dots_doubled(bridge: Bridge, talk: Talk) -> None:
    send_message(bridge, talk, "Subject: Hi\n\n.dot")
    talk.paste("NOOP", "RSET")

    assert json.loads(recording(bridge)["solution"]) == [
        *(HELLO, MAIL, RCPT, "DATA"),
        ["Subject: Hi", "", "..dot", "."],
        ["NOOP", "RSET"],
    ]


def test_only_the_last_connection_is_recorded(bridge: Bridge, talk: Talk) -> None:
    talk.say("NOOP", "QUIT")
    talk.open("postfix")
    talk.say("VRFY alice")

    recorded = recording(bridge)

    assert recorded["persona"] == "postfix"
    assert json.loads(recorded["solution"]) == ["VRFY alice"]
    assert [line["speaker"] for line in recorded["lines"]] == ["server", "client", "server"]


@pytest.mark.usefixtures("talk")
def test_octets_that_no_line_says_are_recorded_raw(bridge: Bridge) -> None:
    bridge.send_raw("a", r"NOOP\r\n")
    bridge.say("a", "! connect", False)

    assert json.loads(recording(bridge)["solution"]) == [
        r"! raw NOOP\r\n",
        r"! raw ! connect\r\n",
    ]


def test_rules_are_recorded(bridge: Bridge, talk: Talk) -> None:
    bridge.set_rules("a", '[[rule]]\nwhen = { command = "MAIL" }\nthen = { code = 451 }\n')
    talk.say(HELLO, MAIL)
    recorded = recording(bridge)

    file = drafted(bridge, recorded, [{"after": "MAIL", "code": "451"}])

    assert file["problems"] == []
    assert "[[rule]]" in file["toml"]


def test_a_secret_is_hidden_where_it_is_shown_and_counted(bridge: Bridge, talk: Talk) -> None:
    talk.open("submission-587")
    talk.say(HELLO, "STARTTLS", HELLO, "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=")

    recorded = recording(bridge)

    assert recorded["secrets"] == 1
    assert "AGFsaWNl" not in json.dumps(recorded["lines"])
    assert "AGFsaWNl" in recorded["solution"]


@pytest.mark.usefixtures("talk")
def test_nothing_said_gives_a_recording_too(bridge: Bridge) -> None:
    recorded = recording(bridge)

    assert json.loads(recorded["solution"]) == []
    assert [line["speaker"] for line in recorded["lines"]] == ["server"]


def test_a_drafted_lesson_reads_the_same_as_toml_and_as_json(bridge: Bridge, talk: Talk) -> None:
    talk.say("VRFY alice")
    question = {"ask": "What?", "choices": ["a", "b"], "answer": 1, "because": "So."}
    step = {
        "task": 'Say "it".',
        "hints": ["a", "b"],
        "see": [{"code": "502"}],
        "question": question,
    }

    file = drafted(bridge, recording(bridge), [], steps=[step])

    assert tomllib.loads(file["toml"]) == json.loads(file["json"])
    assert json.loads(bridge.lint_lesson(file["toml"]))["problems"] == file["problems"] == []
    assert file["name"] == "my-own-lesson"


@pytest.mark.parametrize(
    "text", ["a\nb", 'a\n"', "a\\\nb\\n", '"""\n"""\n\\', "a\r\nb", "a\x7f\n\x00", "\n\na", "é\n✓"]
)
def test_any_text_survives_toml(text: str) -> None:
    table = {"story": text, "steps": [{"task": text}], "rule": [{"when": {"a b": text}}]}

    assert tomllib.loads(toml(table)) == table


def test_ids_are_made_where_none_is_written() -> None:
    assert slug("São Paulo: 1ª aula!") == "sao-paulo-1a-aula"
    assert completed({"title": "日本"})["id"] == "my-lesson"
    assert [step["id"] for step in completed({"steps": [{}, {"id": "x"}]})["steps"]] == [
        "step-1",
        "x",
    ]


@pytest.mark.parametrize(
    ("form", "place", "problem"),
    [
        ({}, "language", "is missing"),
        ({**WORDS, "title": ""}, "title", "is missing"),
        ({**WORDS, "goal": "[x](javascript:1)"}, "goal", ""),
        ({**WORDS, "persona": "nobody"}, "persona", "must be one of these"),
        ({**WORDS, "persona": "playground", "steps": [1]}, "steps[1]", "must be a table"),
        ({**WORDS, "persona": "playground", "steps": "x"}, "steps", "must be a list"),
        ({**WORDS, "__proto__": 1}, "__proto__", "is not known"),
    ],
)
def test_what_is_wrong_with_a_form_is_told(
    bridge: Bridge, form: dict[str, Any], place: str, problem: str
) -> None:
    file = json.loads(bridge.write_lesson(json.dumps(form)))

    assert file["problems"][0]["place"] == place
    assert problem in file["problems"][0]["problem"]


def test_a_lesson_that_cannot_be_solved_is_told_of(bridge: Bridge, talk: Talk) -> None:
    talk.say("VRFY alice")

    file = drafted(bridge, recording(bridge), [{"code": "354"}], near_miss=["VRFY alice"])

    assert [each["place"] for each in file["problems"]] == ["solution"]


@pytest.mark.parametrize("text", ["", "x = ", "{", "<b>", "x" * 50_000_000, '{"a":' * 100_000])
def test_a_text_that_is_no_lesson_is_told_of(bridge: Bridge, text: str) -> None:
    check = json.loads(bridge.lint_lesson(text))

    assert len(check["problems"]) == 1
    assert check["lesson"] == ""


def test_a_date_in_a_lesson_is_no_surprise(bridge: Bridge) -> None:
    assert json.loads(bridge.lint_lesson("title = 2020-01-01"))["lesson"] == ""


@pytest.mark.parametrize("call", ["read_pack", "write_pack", "read_results", "write_lesson"])
@pytest.mark.parametrize("text", ["", "[]", "{", "null"])
def test_what_cannot_be_read_is_refused_in_one_line(bridge: Bridge, call: str, text: str) -> None:
    with pytest.raises(BridgeError) as refusal:
        getattr(bridge, call)(text)

    assert len(str(refusal.value).splitlines()) == 1


def test_a_pack_and_its_results_come_and_go(bridge: Bridge, talk: Talk) -> None:
    talk.say("VRFY alice")
    file = drafted(bridge, recording(bridge), [{"code": "502"}])
    form = {
        "title": "Class 1",
        "language": "en",
        "lessons": ["say-hello", json.loads(file["json"])],
    }
    pack = json.loads(bridge.write_pack(json.dumps(form)))
    row = json.loads(bridge.read_pack(pack["text"]))["rows"][1]
    bridge.begin_lesson("b", row["file"], "en")
    bridge.say("b", "VRFY alice", False)
    kept = json.loads(bridge.keep_progress("", "b"))["text"]
    handed = json.loads(
        bridge.write_results(kept, " Ana  Júlia ", "Class 1", json.dumps([row["id"]]))
    )

    for text in (handed["text"], handed["code"]):
        [sheet] = json.loads(bridge.read_results(text))["sheets"]
        assert (sheet["name"], sheet["pack"], sheet["intact"]) == ("Ana Júlia", "Class 1", True)
        assert [(each["lesson"], each["done"]) for each in sheet["rows"]] == [(row["id"], True)]
    assert handed["name"] == "results-ana-julia.json"


def test_only_what_counts_is_handed_in(bridge: Bridge) -> None:
    one = {"done": True, "tries": 1, "hints": 0, "lines": 1, "round_trips": 1, "seconds": 1}
    kept = {"format": 1, "kind": "smtp-playground-progress", "lessons": {"a": one, "b": one}}

    handed = json.loads(bridge.write_results(json.dumps(kept), "", "", '["b"]'))

    assert list(json.loads(handed["text"])["lessons"]) == ["b"]


def test_a_name_has_bounds(bridge: Bridge) -> None:
    with pytest.raises(BridgeError, match="name is 81 characters long"):
        bridge.write_results("", "x" * 81, "", "[]")
