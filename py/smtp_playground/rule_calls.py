"""The browser's door to rules and to the clock: a part of `Bridge`."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from smtp_playground.bubbles import RuleForm
from smtp_playground.deeds import PASS_TIME, Deed
from smtp_playground.errors import BridgeError, ContentError
from smtp_playground.inputs import Ruled, since_opened
from smtp_playground.passing import LONGEST
from smtp_playground.possible import rule_for
from smtp_playground.ready_rules import ready_rule
from smtp_playground.rule_forms import rule_from
from smtp_playground.rules_toml import MOST_RULES, parse_rules
from smtpcore import Rule

if TYPE_CHECKING:
    from smtp_playground.branches import Timeline
    from smtp_playground.history import Conversation
    from smtp_playground.scenes import Scene
    from smtp_playground.view import View

MOST_LATENCY: Final = 60_000
"""Milliseconds of a round trip; to the Moon and back it takes 2,600."""


class _Known(Protocol):
    timeline: Timeline
    view: View
    scene: Scene | None

    @property
    def conversation(self) -> Conversation: ...

    def update(self, ids: list[int], kept: int | None = None) -> str: ...


class RuleCalls:
    """What the page asks about rules and time. Each call answers with an `Update`."""

    def _known_session(self, session: str) -> _Known:
        raise NotImplementedError

    def _now(self) -> float:
        raise NotImplementedError

    def set_rules(self, session: str, toml: str) -> str:
        """Follow the rules of a TOML text from now on."""
        known = self._known_session(session)
        try:
            return _follow(known, parse_rules(toml))
        except ContentError as error:
            raise BridgeError(str(error)) from error

    def add_rule(self, session: str, ready: str) -> str:
        """Follow a ready-made rule as well, after the others."""
        known = self._known_session(session)
        try:
            rule = ready_rule(ready, known.view.words)
        except LookupError as error:
            raise BridgeError(f"there is no ready-made rule {ready!r}") from error
        return _follow(known, (*_rules(known), rule))

    def put_rule(self, session: str, place: int, form: str) -> str:
        """Follow the rule of a form, a `RuleForm`, in the place of another; -1: as the last."""
        known = self._known_session(session)
        try:
            rule = rule_from(RuleForm(**json.loads(form)))
        except ContentError as error:
            raise BridgeError(str(error)) from error
        if place < 0:
            return _follow(known, (*_rules(known), rule))
        former = _known_rule(known, place)
        return _follow(known, _with(known, place, replace(rule, on=former.on)))

    def turn_rule(self, session: str, place: int, on: bool) -> str:
        """Turn a rule on or off."""
        known = self._known_session(session)
        return _follow(known, _with(known, place, replace(_known_rule(known, place), on=on)))

    def remove_rule(self, session: str, place: int) -> str:
        """Follow a rule no more."""
        known = self._known_session(session)
        return _follow(known, _with(known, place))

    def make_it_so(self, session: str, bubble: int, code: int) -> str:
        """Let this reply have another code: go back to it, add the rule, say all once more."""
        known = self._known_session(session)
        conversation = known.conversation
        try:
            rule = rule_for(conversation, bubble, code)
        except LookupError as error:
            raise BridgeError(f"no bubble {bubble} is remembered") from error
        if rule is None:
            raise BridgeError(f"no rule can make bubble {bubble} a {code}")
        timeline = known.timeline
        moved = timeline.go_back(bubble)
        done = since_opened(timeline.inputs())
        if not done:
            raise BridgeError("too much was said on this connection to be said again")
        known.scene = None
        timeline.do(Ruled((rule, *_rules(known)), conversation.clock.latency))
        ids = moved.ids if moved else []
        ids += [entry_id for each in done for entry_id in timeline.do(each)]
        return known.update([*dict.fromkeys(ids)], moved.kept if moved else None)

    def pass_time(self, session: str, seconds: int) -> str:
        """Let time pass, and all that is due in it happen."""
        known = self._known_session(session)
        if not 0 < seconds <= LONGEST:
            raise BridgeError(f"{seconds} seconds cannot pass; from 1 to {LONGEST} can")
        return known.update(known.timeline.host(Deed(PASS_TIME, seconds), self._now()))

    def set_latency(self, session: str, milliseconds: int) -> str:
        """Let every round trip take so long from now on."""
        known = self._known_session(session)
        if not 0 <= milliseconds <= MOST_LATENCY:
            raise BridgeError(f"a round trip takes from 0 to {MOST_LATENCY} ms, not {milliseconds}")
        known.timeline.do(Ruled(known.conversation.rules, milliseconds))
        return known.update([])


def _rules(known: _Known) -> tuple[Rule, ...]:
    return known.conversation.session.policy.rules


def _known_rule(known: _Known, place: int) -> Rule:
    rules = _rules(known)
    if not 0 <= place < len(rules):
        raise BridgeError(f"there is no rule {place}; there are {len(rules)}")
    return rules[place]


def _with(known: _Known, place: int, *rules: Rule) -> tuple[Rule, ...]:
    """Return all rules with these in the place of one."""
    _known_rule(known, place)
    return (*_rules(known)[:place], *rules, *_rules(known)[place + 1 :])


def _follow(known: _Known, rules: tuple[Rule, ...]) -> str:
    if len(rules) > MOST_RULES:
        raise BridgeError(f"{len(rules)} rules; at most {MOST_RULES}")
    known.timeline.do(Ruled(rules, known.conversation.clock.latency))
    return known.update([])
