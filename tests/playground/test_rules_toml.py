"""Rules as people write them: read, written back, and what is wrong said in one line."""

from __future__ import annotations

import pytest

from smtp_playground.errors import ContentError
from smtp_playground.personas import load_personas, parse_table, persona_from
from smtp_playground.rules_toml import (
    LONGEST_TEXT,
    MOST_RULES,
    parse_rules,
    read_rules,
    warnings,
    write_rules,
)
from smtpcore import Rule, Then, When
from smtpcore.faults import fault, faults_at
from smtpcore.globs import Glob
from smtpcore.rules import COMMANDS

WHOLE = """
[[rule]]
name = "Everything"
when = { command = "RCPT", address = "*@example.org", nth = 2, after_messages = 1, from_minute = 5 }
then = { code = 450, enhanced = "4.7.1", text = "Not \\"now\\"", delay = 30, drop = true }
times = 1
on = false
"""


def test_every_key_is_read() -> None:
    expected = Rule(
        when=When(
            command="RCPT",
            address=Glob("*@example.org"),
            nth=2,
            after_messages=1,
            from_minute=5,
        ),
        then=Then(reply=fault("RCPT", 450, "4.7.1", 'Not "now"'), delay=30, drop=True),
        times=1,
        name="Everything",
        on=False,
    )

    assert (expected,) == parse_rules(WHOLE)


READ = {
    "no rules": "",
    "everything": WHOLE,
    "hang": "[[rule]]\nthen = { hang = true }",
    "only a delay": '[[rule]]\nwhen = { command = "end of data" }\nthen = { delay = 5 }',
    "the null path": '[[rule]]\nwhen = { command = "MAIL", address = "<>" }\nthen = { code = 550 }',
    "brackets": '[[rule]]\nwhen = { address = "<bob@*>" }\nthen = { code = 550 }',
    "a client": '[[rule]]\nwhen = { command = "EHLO", argument = "*" }\nthen = { code = 502 }',
    "odd text": '[[rule]]\nthen = { code = 559, enhanced = "5.9.9", text = "C:\\\\dir \\t" }',
    "positive code": '[[rule]]\nwhen = {command = "DATA"}\nthen = {code = 354, text = "Go"}',
    "until": "[[rule]]\nwhen = { until_minute = 5 }\nthen = { code = 450 }",
    "odd pattern": '[[rule]]\nwhen = {address = "\\u007f\\u0001\\"é\\\\"}\nthen = {code = 550}',
    "two": "[[rule]]\nthen = { code = 421 }\n[[rule]]\nthen = { drop = true }",
}


@pytest.mark.parametrize("case", READ)
def test_what_is_written_back_reads_the_same(case: str) -> None:
    rules = parse_rules(READ[case])

    assert rules == parse_rules(write_rules(rules))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_reply_with_a_name_is_written_back(command: str) -> None:
    rules = tuple(
        Rule(when=When(command=command), then=Then(reply=reply))
        for reply in faults_at(command)
        if reply.is_refusal
    )

    assert rules == parse_rules(write_rules(rules))


def test_reply_may_be_asked_for_by_name() -> None:
    (rule,) = parse_rules('[[rule]]\nwhen = {command = "RCPT"}\nthen = {reply = "mailbox-full"}')
    reply = rule.then.reply

    assert reply is not None
    assert ("mailbox-full", 452, "4.2.2") == (reply.name, reply.code, reply.enhanced)


WRONG = {
    "[[rule]": "rules is not TOML: ",
    "[rule]": "rules: rule must be tables that begin with [[rule]]",
    "rule = [1]": "rules: rule must be tables that begin with [[rule]]",
    "x = 1": "rules: x is not known here; every rule begins with [[rule]]",
    "[[rule]]\nwho = 1": "rules: rule 1, who is not known; known are name, when, then, times, on",
    "[[rule]]\nwhen = 1": "rules: rule 1, when must be a table in braces",
    "[[rule]]\nwhen = { x = 1 }": "rules: rule 1, when.x is not known; known are command, ",
    "[[rule]]\nwhen = { command = 1 }": "rules: rule 1, when.command must be a text in quotes",
    '[[rule]]\nwhen = { command = "rcpt" }\nthen = { hang = true }': "rules: rule 1, when.command "
    "must be one of: connect, EHLO",
    "[[rule]]\nthen = { hang = 1 }": "rules: rule 1, then.hang must be true or false",
    "[[rule]]": "rules: rule 1, then says nothing to do; give code, reply, delay, drop or hang",
    "[[rule]]\nthen = { code = '450' }": "rules: rule 1, then.code must be a whole number such",
    "[[rule]]\nthen = { code = 99 }": "rules: rule 1, then.code must have a first digit from 2",
    "[[rule]]\nthen = { text = 'x' }": "rules: rule 1, then.text needs a code beside it",
    "[[rule]]\nthen = { reply = 'x' }": "rules: rule 1, then.reply must be one of these at any: ",
    "[[rule]]\nthen = { reply = 'x', code = 450 }": "rules: rule 1, then.reply stands for code",
    "[[rule]]\nthen = { delay = '1' }": "rules: rule 1, then.delay must be a whole number from 0",
    "[[rule]]\nthen = { drop = true }\n[[rule]]\nthen = { drop = true }\ntimes = 0": "rules: "
    "rule 2, times must be a whole number from 1 to",
    f"[[rule]]\nwhen = {{ address = '{'x' * 257}' }}": "rules: rule 1, when.address a pattern has",
    "x" * (LONGEST_TEXT + 1): "rules is longer than",
    "x = " + "[" * 5000: "rules is nested too deeply to be read",
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:40])
def test_mistake_is_said_with_its_place_and_its_mend(text: str) -> None:
    with pytest.raises(ContentError) as error:
        parse_rules(text)

    assert str(error.value).startswith(WRONG[text])
    assert "\n" not in str(error.value)


def test_there_is_a_most_of_rules() -> None:
    with pytest.raises(ContentError, match=f"at most {MOST_RULES}"):
        parse_rules("[[rule]]\nthen = { hang = true }\n" * (MOST_RULES + 1))


def test_rules_that_contradict_each_other_are_named() -> None:
    text = '[[rule]]\nname = "All"\nthen = { hang = true }\n[[rule]]\nthen = { drop = true }'

    assert [("rule 2", "All")] == list(warnings(parse_rules(text)))


def test_persona_may_hold_rules() -> None:
    table = parse_table("x.toml", f'[name]\nen = "X"\n[description]\nen = "Y"\n{WHOLE}'.encode())
    persona = persona_from("x.toml", "x", table)

    assert parse_rules(WHOLE) == persona.policy.rules


def test_mistake_in_a_persona_names_its_file() -> None:
    with pytest.raises(ContentError, match=r"x.toml: rule must be tables"):
        persona_from("x.toml", "x", {"name": {"en": "X"}, "description": {"en": "Y"}, "rule": 1})


def test_only_the_playground_takes_magic_addresses() -> None:
    allowing = [name for name, one in load_personas().items() if one.policy.magic_addresses]

    assert ["playground"] == allowing


def test_reader_of_a_file_says_what_it_wants_of_mistakes() -> None:
    with pytest.raises(KeyError):
        read_rules(None, KeyError)
