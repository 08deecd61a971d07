"""Rules that cannot be: refused when they are made, or known never to apply."""

from __future__ import annotations

import pytest

from smtpcore import Reply, Rule, Then, When
from smtpcore.faults import fault, faults_at
from smtpcore.globs import Glob
from smtpcore.rules import COMMANDS, RuleError, eclipsed

from .ruling import rule

WRONG: dict[str, tuple[dict[str, object], str, str]] = {
    "command": ({"command": "HALO"}, "when.command", "must be one of: connect, EHLO, HELO"),
    "address": (
        {"command": "EHLO", "address": Glob("*")},
        "when.address",
        "no meaning at EHLO; only at MAIL, RCPT",
    ),
    "argument": (
        {"command": "DATA", "argument": Glob("*")},
        "when.argument",
        "no meaning at DATA; only at AUTH, EHLO",
    ),
    "nth": ({"nth": 0}, "when.nth", "must be a whole number from 1 to"),
    "messages": ({"after_messages": -1}, "when.after_messages", "from 0 to"),
    "from": ({"from_minute": True}, "when.from_minute", "must be a whole number"),
    "until": ({"from_minute": 5, "until_minute": 5}, "when.until_minute", "from 6 to"),
}


@pytest.mark.parametrize("case", WRONG)
def test_moment_that_cannot_be_is_refused(case: str) -> None:
    settings, place, problem = WRONG[case]
    with pytest.raises(RuleError, match=problem) as error:
        When(**settings)  # type: ignore[arg-type]

    assert place == error.value.place


IMPOSSIBLE: dict[str, tuple[dict[str, object], str, str]] = {
    "nothing": ({}, "then", "says nothing to do"),
    "a long delay": ({"delay": 86_401}, "then.delay", "from 0 to 86400"),
    "hang and drop": ({"hang": True, "drop": True}, "then.hang", "goes with nothing else"),
    "hang and say": (
        {"hang": True, "reply": fault("NOOP", 451)},
        "then.hang",
        "goes with nothing else",
    ),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_deeds_that_do_not_go_together_are_refused(case: str) -> None:
    settings, place, problem = IMPOSSIBLE[case]
    with pytest.raises(RuleError, match=problem) as error:
        Then(**settings)  # type: ignore[arg-type]

    assert place == error.value.place


def _reply(code: int, enhanced: str = "", text: str = "x") -> Reply:
    return Reply("rule-reply", code, enhanced, text)


UNFIT: dict[str, tuple[str, Reply, str, str]] = {
    "first digit": ("NOOP", _reply(600), "then.code", "first digit from 2 to 5"),
    "second digit": ("NOOP", _reply(460), "then.code", "a second up to 5"),
    "another class": ("NOOP", _reply(450, "5.1.1"), "then.enhanced", "must be like 4.1.2"),
    "no enhanced code": ("NOOP", _reply(450, "4.1"), "then.enhanced", "must be like 4.1.2"),
    "EHLO reworded": ("EHLO", _reply(250), "then.code", "cannot be 250 at EHLO"),
    "a challenge": ("NOOP", _reply(334), "then.code", "cannot be 334 at NOOP"),
    "two lines": ("NOOP", _reply(450, "", "a\nb"), "then.text", "printable ASCII, in one line"),
    "long": ("NOOP", _reply(450, "", "x" * 401), "then.text", "at most 400 characters"),
    "a fact not known": ("NOOP", _reply(450, "", "{path}"), "then.text", "may hold {client}, "),
    "a brace": ("NOOP", _reply(450, "", "{ "), "then.text", "no other brace"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_reply_that_would_not_do_is_refused(case: str) -> None:
    command, reply, place, problem = UNFIT[case]
    with pytest.raises(RuleError, match=problem) as error:
        Rule(when=When(command=command), then=Then(reply=reply))

    assert place == error.value.place


@pytest.mark.parametrize("name", ["<me>", "a\nb", "x" * 81])
def test_name_that_could_be_taken_for_something_else_is_refused(name: str) -> None:
    with pytest.raises(RuleError, match="must be printable, of"):
        Rule(then=Then(hang=True), name=name)


def test_times_is_at_least_once() -> None:
    with pytest.raises(RuleError, match="from 1 to"):
        rule("NOOP", 451, times=0)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_reply_with_a_name_can_be_ruled_where_it_belongs(command: str) -> None:
    """Its text tells nothing that is not known there."""
    for reply in faults_at(command):
        if reply.is_refusal:
            assert Rule(when=When(command=command), then=Then(reply=reply)).then.reply is reply


ECLIPSED: dict[str, tuple[list[Rule], list[tuple[int, int]]]] = {
    "the same twice": ([rule("RCPT", 450), rule("RCPT", 550)], [(1, 0)]),
    "any before one": ([rule("any", 450), rule("RCPT", 550)], [(1, 0)]),
    "one before any": ([rule("RCPT", 450), rule("any", 550)], []),
    "any is not the greeting": ([rule("any", 450), rule("connect", 554)], []),
    "not for ever": ([rule("RCPT", 450, times=1), rule("RCPT", 550)], []),
    "not at once": ([rule("RCPT", 450, nth=2), rule("RCPT", 550)], []),
    "not yet": ([rule("RCPT", 450, from_minute=1), rule("RCPT", 550)], []),
    "no more": ([rule("RCPT", 450, until_minute=5), rule("RCPT", 550)], []),
    "no more, for both": (
        [rule("RCPT", 450, until_minute=5), rule("RCPT", 550, until_minute=4)],
        [(1, 0)],
    ),
    "after a message": ([rule("MAIL", 450, after_messages=1), rule("MAIL", 550)], []),
    "a delay decides nothing": ([rule("RCPT", delay=1), rule("RCPT", 550)], []),
    "one that is off": ([rule("RCPT", 450, on=False), rule("RCPT", 550)], []),
    "others": ([rule("RCPT", 450, address="a*"), rule("RCPT", 550, address="b*")], []),
    "some before all": ([rule("RCPT", 450, address="*@a"), rule("RCPT", 550)], []),
    "all before some": (
        [rule("RCPT", 450, address="*@a"), rule("RCPT", 550, address="b@a")],
        [(1, 0)],
    ),
    "named once": ([rule("any", 450), rule("any", 450), rule("any", 450)], [(1, 0), (2, 0)]),
}


@pytest.mark.parametrize("case", ECLIPSED)
def test_rule_that_can_never_apply_is_known(case: str) -> None:
    rules, expected = ECLIPSED[case]

    assert expected == list(eclipsed(rules))
