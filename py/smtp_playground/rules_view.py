"""The rules of a conversation and its clock, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from smtp_playground.bubbles import ClockView, ReadyRule, RuleOptions, RuleRow, RuleStage, RulesView
from smtp_playground.ready_rules import ready_rules
from smtp_playground.rule_forms import form_of
from smtp_playground.ruled import duration
from smtp_playground.rules_toml import warnings, write_rules
from smtp_playground.words import Words
from smtpcore import Rule, Then, When
from smtpcore.faults import fault
from smtpcore.rules import COMMANDS, name_of

if TYPE_CHECKING:
    from smtp_playground.history import Conversation

_CODES: Final = ("421", "450", "451", "452", "454", "500", "502", "550", "552", "553", "554")


_FIRST: Final = Rule(when=When(command="RCPT"), then=Then(reply=fault("RCPT", 450)))
"""What a form for a new rule shows at first."""


def clock_view(conversation: Conversation) -> ClockView:
    """Return what the clock says."""
    clock = conversation.clock
    minutes, seconds = divmod(int(clock.passed), 60)
    hours, minutes = divmod(minutes, 60)
    return ClockView(
        time=f"{hours}:{minutes:02}:{seconds:02}",
        latency=clock.latency,
        travelled=clock.travelled,
        waiting=conversation.session.quiet_until is not None,
    )


def rules_view(conversation: Conversation, words: Words) -> RulesView:
    """Return the rules that the server follows now."""
    session = conversation.session
    rules, applied = session.policy.rules, session.standing.tally.applied
    told = words.conversation["rule.never-applies"]
    return RulesView(
        rows=tuple(
            RuleRow(
                name_of(rule, place),
                " · ".join(_told(rule, words)),
                rule.on,
                applied.get(place, 0),
                form_of(rule),
            )
            for place, rule in enumerate(rules)
        ),
        toml=write_rules(rules),
        warnings=tuple(told.format(rule=one, other=other) for one, other in warnings(rules)),
    )


def _told(rule: Rule, words: Words) -> Iterator[str]:
    """Yield in short when a rule applies, and what it does."""
    say, form, reply = words.conversation, form_of(rule), rule.then.reply
    yield _stage(form.command, words)
    if form.match:
        yield form.match
    yield from (say[f"rule.{key}"].format(count=count) for key, count in _limits(rule))
    if rule.then.delay:
        yield say["rule.delay"].format(time=duration(rule.then.delay, words))
    if reply is not None:
        yield " ".join(filter(None, (str(reply.code), reply.enhanced)))
    for deed in ("drop", "hang"):
        if getattr(rule.then, deed):
            yield say[f"rule.{deed}"]


_STAGES: Final = frozenset({"connect", "end of data", "any"})


def _stage(command: str, words: Words) -> str:
    if command not in _STAGES:
        return command
    return words.conversation[f"stage.{command.replace(' ', '-')}"]


def _limits(rule: Rule) -> Iterator[tuple[str, int]]:
    when = rule.when
    if when.nth > 1:
        yield "nth", when.nth
    if when.after_messages:
        yield "after-messages", when.after_messages
    if when.from_minute:
        yield "from-minute", when.from_minute
    if when.until_minute is not None:
        yield "until-minute", when.until_minute
    if rule.times is not None:
        yield "times", rule.times


def rule_options(words: Words) -> RuleOptions:
    """Return what rules can be made of."""
    say = words.conversation
    ready = tuple(
        ReadyRule(rule_id, say[f"ready.{rule_id}"], say[f"ready.{rule_id}-text"])
        for rule_id in ready_rules()
    )
    stages = tuple(RuleStage(command, _stage(command, words)) for command in COMMANDS)
    return RuleOptions(ready, stages, _CODES, form_of(_FIRST))
