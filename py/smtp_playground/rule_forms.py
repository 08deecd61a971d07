"""A rule as a form holds it: every field a text. And back, with what is wrong in one line."""

from __future__ import annotations

from typing import Any, Final

from smtp_playground.bubbles import RuleDeed, RuleForm
from smtp_playground.errors import ContentError
from smtp_playground.rules_toml import read_rules
from smtpcore import Reply, Rule, Then
from smtpcore.faults import fault
from smtpcore.rules import PATH_COMMANDS

_NUMBERS: Final = ("nth", "after_messages", "from_minute", "until_minute")
_LONGEST_NUMBER: Final = 9


def form_of(rule: Rule) -> RuleForm:
    """Return a rule as a form shows it."""
    when, then = rule.when, rule.then
    pattern = when.address or when.argument
    reply = then.reply
    enhanced, text = _own_words(reply, when.command) if reply else ("", "")
    return RuleForm(
        name=rule.name,
        command=when.command,
        match=(pattern.pattern or "<>") if pattern else "",
        nth=str(when.nth),
        after_messages=_told(when.after_messages),
        from_minute=_told(when.from_minute),
        until_minute=_told(when.until_minute or 0),
        does=_deed(then),
        code=str(reply.code) if reply else "",
        enhanced=enhanced,
        text=text,
        delay=_told(then.delay),
        times=_told(rule.times or 0),
    )


def _own_words(reply: Reply, command: str) -> tuple[str, str]:
    """Return what of a reply's enhanced code and text is not as it would be anyway."""
    usual, same = fault(command, reply.code), fault(command, reply.code, reply.enhanced)
    enhanced = "" if reply.enhanced == usual.enhanced else reply.enhanced
    return enhanced, "" if reply.text == same.text else reply.text


def _told(number: int) -> str:
    return str(number) if number else ""


def _deed(then: Then) -> RuleDeed:
    if then.reply is not None:
        return "reply"
    return "drop" if then.drop else "hang" if then.hang else "delay"


def rule_from(form: RuleForm) -> Rule:
    """Return the rule that a form asks for. Raises `ContentError`."""
    command, does = form.command, form.does
    when: dict[str, Any] = {"command": command}
    if form.match:
        when["address" if command in PATH_COMMANDS else "argument"] = form.match
    when |= {key: number for key in _NUMBERS if (number := _number(getattr(form, key)))}
    then: dict[str, Any] = {"drop": {"drop": True}, "hang": {"hang": True}}.get(does, {})
    if does == "reply":
        then = {"code": _number(form.code) or form.code}
        then |= {key: text for key in ("enhanced", "text") if (text := getattr(form, key).strip())}
    if does != "hang" and (delay := _number(form.delay)):
        then = {**then, "delay": delay}
    table: dict[str, Any] = {"name": form.name.strip(), "when": when, "then": then}
    table |= {"times": times} if (times := _number(form.times)) else {}
    return read_rules([table], lambda place, problem: ContentError(_place(place), "", problem))[0]


def _place(place: str) -> str:
    """Return the key alone: a form holds one rule, and its reader sees the fields."""
    return place.rpartition(".")[2].removeprefix("rule 1").lstrip(", ") or "rule"


def _number(text: str) -> int | str:
    """Return a number as one, and whatever else as it is, to be refused by its place."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else text
