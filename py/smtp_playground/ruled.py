"""What is said of a reply that a rule, or an address, wanted so: who did, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from smtp_playground.markup import Fact, Text, facts_in, fill, joined, parse
from smtp_playground.words import Reference, ReplyWords, Words

if TYPE_CHECKING:
    from smtp_playground.history import Answered

_RFC: Final = (Reference("5321", "4.2.1"),)


def who_wants(rule: str, words: Words) -> Text:
    """Return who wanted something: a rule by its name, or an address."""
    kind = "address" if rule.startswith("<") else "rule"
    return fill(parse(words.conversation[f"rule.by-{kind}"]), {"rule": rule})


def waiting_text(seconds: int | None, rule: str, words: Words) -> Text:
    """Return what is said while a server is silent; None: for ever."""
    facts: dict[str, Fact] = {"who": who_wants(rule, words)}
    if seconds is None:
        return fill(parse(words.conversation["rule.hangs"]), facts)
    facts["time"] = duration(seconds, words)
    return fill(parse(words.conversation["rule.waits"]), facts)


def duration(seconds: int, words: Words) -> str:
    """Return a time in words: in hours or minutes if it is whole ones."""
    units = {"hour": 3600, "minute": 60, "second": 1}
    whole = (unit for unit in units if seconds >= units[unit] and not seconds % units[unit])
    unit = next(whole, "second")
    length = units[unit]
    count = seconds // length
    form = "one" if count == 1 else "other"
    return words.conversation[f"duration.{unit}-{form}"].format(count=count)


def ruled_words(answered: Answered, facts: Mapping[str, Fact], words: Words) -> ReplyWords:
    """Return the words of a reply that was asked for.

    They are those of its name, where it has one and all is known that they speak of; else what
    its code means wherever it comes.
    """
    event = answered.event
    named = words.replies.get(event.reply.name)
    lead = _lead(event.rule, words)
    if named is not None and facts_in(named.here) | facts_in(named.next) <= facts.keys():
        return ReplyWords(
            title=named.title,
            here=joined([lead, named.here]),
            next=named.next,
            when=named.when,
            fix=named.fix,
            avoid=named.avoid,
            rfc=named.rfc,
            compare=named.compare,
            routine=False,
        )
    first = str(event.reply.code)[0]
    return ReplyWords(
        title=words.conversation["rule.title"].format(code=event.reply.code),
        here=joined([lead, words.digits[f"first-{first}"]]),
        next=parse(words.conversation[f"rule.next-{first}"]),
        when=(),
        fix=(),
        avoid=(),
        rfc=_RFC,
        compare=(),
        routine=False,
    )


def _lead(rule: str, words: Words) -> Text:
    if not rule:
        return ()
    return fill(parse(words.conversation["rule.wants"]), {"who": who_wants(rule, words)})
