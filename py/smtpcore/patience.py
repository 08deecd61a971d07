"""When a server has had enough of a client's mistakes (RFC 5321 7.8), and how it says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from smtpcore import replies
from smtpcore.commands import Facts
from smtpcore.dialect import Counts, Farewell
from smtpcore.outcome import Outcome
from smtpcore.replies import Reply
from smtpcore.standing import Standing
from smtpcore.wording import CLOSING_CODE

_MISUSED: Final = frozenset({500, 501, 502, 503, 504, 555})

_COUNTED: Final[Mapping[Counts, Callable[[Reply], bool]]] = {
    Counts.BADLY_MADE: lambda reply: reply.is_error,
    Counts.MISUSED: lambda reply: reply.code in _MISUSED,
    Counts.REFUSED: lambda reply: reply.is_refusal,
}


def _last_straw(outcome: Outcome, at: Standing) -> Outcome | None:
    """Count what a client did; return what ends the session if it was a mistake too many.

    Names and codes are the catalogue's, however a server words its replies. A permanent refusal
    of a message must not turn into a 421, after which it is tried again: the reply to the end
    of a message does not count.
    """
    if outcome.ends_transaction or not outcome.reply.is_refusal:
        return None
    limits = at.policy.dialect.limits
    if outcome.reply is replies.UNRECOGNIZED and limits.unknown is not None:
        at.unknown += 1
        if at.unknown >= limits.unknown:
            return Outcome(replies.TOO_MANY_UNKNOWN, {"limit": limits.unknown})
    if _COUNTED[at.policy.dialect.patience.counts](outcome.reply):
        at.mistakes += 1
        if at.mistakes >= limits.errors:
            return Outcome(replies.TOO_MANY_ERRORS, {"limit": limits.errors})
    return None


def forgive(at: Standing) -> None:
    """Begin to count anew, because a message was accepted."""
    if at.policy.dialect.patience.forgives:
        at.mistakes = at.unknown = 0


Said: TypeAlias = tuple[Reply, Facts, bool]
"""A reply as the server words it, its facts, and whether the connection ends with it."""


def replies_to(outcome: Outcome, at: Standing, verb: str) -> list[Said]:
    """Return what a server says to a command, its patience considered; `verb`: see `worded`."""
    straw = _last_straw(outcome, at)
    own, closes = at.policy.worded(outcome.reply, verb)
    if outcome.own_words:
        own, closes = outcome.reply, outcome.reply.code == CLOSING_CODE
    said = (own, outcome.facts, closes)
    if straw is None:
        return [said]
    last, _ = at.policy.worded(straw.reply, verb)
    manner = at.policy.dialect.patience.farewell
    if manner is Farewell.IN_PLACE or straw.reply is replies.TOO_MANY_UNKNOWN:
        return [(last, straw.facts, True)]
    if manner is Farewell.CONTINUED:
        last = replace(own, name=last.name, text=f"{own.text}\n{last.text}")
        return [(last, {**outcome.facts, **straw.facts}, True)]
    return [said] if closes else [said, (last, straw.facts, True)]
