"""What happens while time passes: a server that was silent speaks, or somebody gives up.

The times are those of RFC 5321 4.5.3.2: how long a client waits for each reply at least, and how
long a server waits for a client.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from smtp_playground.deeds import Deed
from smtpcore import Policy, Rule, State, Tally, Verb

if TYPE_CHECKING:
    from smtp_playground.history import Conversation

LONGEST: Final = 7 * 86_400
"""Seconds that may be let pass at once."""
_PATIENCE: Final[Mapping[Verb, int]] = {Verb.DATA: 120, Verb.END_OF_DATA: 600}
"""Seconds that a client waits (4.5.3.2.4 and 4.5.3.2.6)."""
_USUAL: Final = 300
"""The greeting, MAIL, RCPT, and whatever the RFC does not name (4.5.3.2.1 to 4.5.3.2.3)."""
NEVER: Final = float("inf")

_Due = tuple[float, Callable[[], list[int]]]


def with_rules(policy: Policy, rules: tuple[Rule, ...] | None) -> Policy:
    """Return a policy with the reader's rules in place of its own, if the reader has any."""
    return policy if rules is None else replace(policy, rules=rules)


def follow(conversation: Conversation, rules: tuple[Rule, ...] | None, latency: int) -> list[int]:
    """Let the server follow these rules from now on; what others have seen is forgotten."""
    standing = conversation.session.standing
    policy = with_rules(conversation.persona.policy, rules)
    if policy.rules != standing.policy.rules:
        standing.tally = Tally(standing.tally.began)
    standing.policy, conversation.rules = policy, rules
    conversation.clock = replace(conversation.clock, latency=latency)
    conversation.ends = [conversation.newest]
    return []


def pass_time(conversation: Conversation, seconds: int) -> list[int]:
    """Let so many seconds pass; return the ids of what came of it."""
    return _run_to(conversation, conversation.clock.now + seconds)


def settle(conversation: Conversation) -> list[int]:
    """Let time pass as long as a rule delays a reply; who hangs is waited for by the reader."""
    ids = []
    while conversation.session.quiet_until not in (None, NEVER):
        due, _ = _next(conversation)
        ids += _run_to(conversation, due)
    return ids


def _run_to(conversation: Conversation, goal: float) -> list[int]:
    ids = []
    while True:
        due, act = _next(conversation)
        if due > goal:
            break
        conversation.clock = conversation.clock.to(due)
        ids += act()
        conversation.clock = conversation.clock.spoken()
    conversation.clock = conversation.clock.to(goal)
    return ids


def _next(conversation: Conversation) -> _Due:
    """Return when something happens by itself, and what."""
    session, clock = conversation.session, conversation.clock
    silent_since = clock.now - clock.passed + clock.heard

    def do(name: str, seconds: int) -> _Due:
        return silent_since + seconds, lambda: conversation.host(Deed(name, seconds), clock.now)

    until = session.quiet_until
    if until is None:
        idle = session.state in (State.CONNECTED, State.CLOSED, State.REVERSED)
        return (NEVER, list) if idle else do("time-out", session.policy.timeout)
    patience = _PATIENCE.get(conversation.awaited, _USUAL) if conversation.awaited else _USUAL
    return min(do("give-up", patience), (until, conversation.wake), key=lambda due: due[0])
