"""Faults on demand, as data: when something comes, then the server does this instead.

A rule is asked once a command is in order and well written, and before the server looks anything
up: it goes over what a policy would say, and never over the protocol. It may

- refuse, with any code 4yz or 5yz. The command is not carried out, so a session stands after it as
  after any refusal: a refused MAIL opens no transaction, a refused dot ends it, 421 closes.
- reword: a code 2yz or 3yz changes nothing but the text, and only where the server says that code
  anyway. So no rule can make a server lie about what became of a command.
- delay: the reply comes later, and nothing that is sent meanwhile is read before it.
- hang: nothing comes at all; or drop the connection, after the reply if there is one.

Rules that only delay add up. Of the others, the first that applies is the one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from smtpcore.globs import Glob
from smtpcore.grammar import NOT_REPLY_TEXT
from smtpcore.replies import Reply
from smtpcore.states import MOVES, OBSOLETE, Verb

RULE_REPLY: Final = "rule-reply"
"""The name of a reply that only a rule gives: its words are those of its code."""

CONNECT: Final = "connect"
ANY: Final = "any"
END_OF_DATA: Final = "end of data"
COMMANDS: Final = (
    CONNECT,
    *(verb.value for verb in Verb if verb not in MOVES | OBSOLETE),
    END_OF_DATA,
    ANY,
)
"""What a rule may be about: the greeting, a command, the end of a message, or any command."""

PATH_COMMANDS: Final = frozenset({"MAIL", "RCPT", END_OF_DATA, ANY})
"""Where there is an address to match. At the end of data it is any recipient's."""
WITH_ARGUMENT: Final = frozenset(
    {"EHLO", "HELO", "LHLO", "NOOP", "HELP", "VRFY", "EXPN", "AUTH", ANY}
)
"""Where there is an argument to match."""

LONGEST_WAIT: Final = 86_400
"""Seconds of a delay, a day."""
MOST_TIMES: Final = 1_000_000
LONGEST_NAME: Final = 80
LONGEST_TEXT: Final = 400
"""Characters of a reply's text: with its codes they fit into one line (RFC 5321 4.5.3.1.5)."""

_CODE_REPLIES: Final = re.compile(r"[2-5][0-5][0-9]")
_ENHANCED: Final = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")
_NEVER_REWORDED: Final = frozenset({"EHLO", "LHLO", "AUTH", ANY})
"""Where a positive reply holds what the client goes by: extensions, a challenge."""
_ALWAYS_KNOWN: Final = frozenset({"hostname", "protocol", "client", "verb"})
_PLACEHOLDER: Final = re.compile(r"\{([a-z]+)\}")


class RuleError(ValueError):
    """What is wrong with a rule: `place` is the key, the text says the mend."""

    def __init__(self, place: str, problem: str) -> None:
        """Name the key and what it must be."""
        super().__init__(problem)
        self.place = place


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When a rule applies: everything that is said here must hold."""

    command: str = ANY
    address: Glob | None = None
    "What the path must be, without its brackets; the null path is the empty text."
    argument: Glob | None = None
    "What follows the verb: a client's name, a mechanism, a topic."
    nth: int = 1
    "From which time on, of the times that the rest holds."
    after_messages: int = 0
    "Only once so many messages were accepted in this session."
    from_minute: int = 0
    "Only from this minute on, of the clock that began with the first connection."
    until_minute: int | None = None
    "Only before this minute."

    def __post_init__(self) -> None:
        """Refuse what no moment could be. Raises `RuleError`."""
        if self.command not in COMMANDS:
            raise RuleError("when.command", f"must be one of: {', '.join(COMMANDS)}")
        if self.address is not None and self.command not in PATH_COMMANDS:
            known = ", ".join(sorted(PATH_COMMANDS))
            raise RuleError("when.address", f"has no meaning at {self.command}; only at {known}")
        if self.argument is not None and self.command not in WITH_ARGUMENT:
            known = ", ".join(sorted(WITH_ARGUMENT))
            raise RuleError("when.argument", f"has no meaning at {self.command}; only at {known}")
        for name, least in {"nth": 1, "after_messages": 0, "from_minute": 0}.items():
            _check_number(f"when.{name}", getattr(self, name), least)
        if self.until_minute is not None:
            _check_number("when.until_minute", self.until_minute, self.from_minute + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """What the server does: at least one of these."""

    reply: Reply | None = None
    delay: int = 0
    "Seconds before the reply."
    drop: bool = False
    "Whether the connection is closed, after the reply if there is one."
    hang: bool = False
    "Whether nothing comes at all."

    def __post_init__(self) -> None:
        """Refuse what cannot be done together. Raises `RuleError`."""
        _check_number("then.delay", self.delay, 0, LONGEST_WAIT)
        if self.hang and (self.reply or self.drop or self.delay):
            raise RuleError("then.hang", "goes with nothing else: who hangs neither says nor does")
        if not (self.reply or self.delay or self.drop or self.hang):
            raise RuleError("then", "says nothing to do; give code, reply, delay, drop or hang")

    @property
    def decides(self) -> bool:
        """Tell whether no later rule is asked: all but a delay alone."""
        return self.hang or self.drop or self.reply is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `times`: how often it applies before all is normal again; None: always."""

    when: When = field(default_factory=When)
    then: Then
    times: int | None = None
    name: str = ""
    on: bool = True

    def __post_init__(self) -> None:
        """Refuse what does not go together. Raises `RuleError`."""
        if self.times is not None:
            _check_number("times", self.times, 1)
        name, most = self.name, LONGEST_NAME
        if len(name) > most or name.startswith("<") or not name.isprintable():
            problem = f"must be printable, of at most {most} characters, and not begin with <"
            raise RuleError("name", problem)
        if self.then.reply is not None:
            _check_reply(self.then.reply, self.when.command)


def _check_number(place: str, value: object, least: int, most: int = MOST_TIMES) -> None:
    if type(value) is not int or not least <= value <= most:
        raise RuleError(place, f"must be a whole number from {least} to {most}")


def facts_at(command: str) -> frozenset[str]:
    """Return what a reply's text may tell at this point, by the name of its placeholder."""
    more = {"MAIL", "RCPT", END_OF_DATA}
    return _ALWAYS_KNOWN | ({"path", "domain"} if command in more else set())


def _check_reply(reply: Reply, command: str) -> None:
    if not _CODE_REPLIES.fullmatch(str(reply.code)):
        raise RuleError("then.code", "must have a first digit from 2 to 5 and a second up to 5")
    if reply.enhanced and not (
        _ENHANCED.fullmatch(reply.enhanced) and reply.enhanced[0] == str(reply.code)[0]
    ):
        wanted = f"{str(reply.code)[0]}.1.2"
        raise RuleError("then.enhanced", f"must be like {wanted}, of the same class as the code")
    if not reply.is_refusal and (command in _NEVER_REWORDED or reply.code == 334):
        problem = f"cannot be {reply.code} at {command}: the client needs what the server says"
        raise RuleError("then.code", f"{problem}; use 4yz or 5yz")
    text = reply.text
    if len(text) > LONGEST_TEXT or NOT_REPLY_TEXT.search(text):
        problem = f"must be printable ASCII, in one line of at most {LONGEST_TEXT} characters"
        raise RuleError("then.text", problem)
    if not can_be_said(reply, command):
        names = ", ".join(f"{{{name}}}" for name in sorted(facts_at(command)))
        raise RuleError("then.text", f"may hold {names} and no other brace")


def can_be_said(reply: Reply, command: str) -> bool:
    """Tell whether everything that a reply's text tells is known at this point."""
    known = facts_at(command)
    left = _PLACEHOLDER.sub(lambda match: "" if match[1] in known else match[0], reply.text)
    return not re.search(r"[{}]", left)


@dataclass(slots=True)
class Tally:
    """What a server's rules have seen so far; it outlives a connection, as greylisting must."""

    began: float | None = None
    "When the first connection came, in seconds since the epoch."
    seen: dict[int, int] = field(default_factory=dict)
    "Place of a rule -> how often what it speaks of has come."
    applied: dict[int, int] = field(default_factory=dict)
    "Place of a rule -> how often it has applied."

    def minute(self, now: float) -> float:
        """Return how many minutes have passed since the first connection."""
        if self.began is None:
            self.began = now
        return (now - self.began) / 60


@dataclass(frozen=True, slots=True)
class Moment:
    """What a rule is asked about."""

    command: str
    addresses: tuple[str, ...] = ()
    argument: str = ""
    messages: int = 0
    minute: float = 0


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say about one moment."""

    name: str
    "The rule's that decided or delayed; or, in brackets, the path that asked for it."
    reply: Reply | None = None
    delay: int = 0
    drop: bool = False
    hang: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
    "What the reply's text may tell."


def name_of(rule: Rule, place: int) -> str:
    """Return a rule's name; without one, its number."""
    return rule.name or f"rule {place + 1}"


def judge(rules: Sequence[Rule], tally: Tally, moment: Moment) -> Ruling | None:
    """Return what the rules say, and count it; None: nothing."""
    delay, name = 0, ""
    for place, rule in enumerate(rules):
        if not (rule.on and _holds(rule.when, moment)):
            continue
        tally.seen[place] = tally.seen.get(place, 0) + 1
        applied = tally.applied.get(place, 0)
        if tally.seen[place] < rule.when.nth or (rule.times is not None and applied >= rule.times):
            continue
        tally.applied[place] = applied + 1
        then, name = rule.then, name_of(rule, place)
        delay += then.delay
        if then.decides:
            return Ruling(name, then.reply, delay, then.drop, then.hang)
    return Ruling(name, delay=delay) if delay else None


def _holds(when: When, moment: Moment) -> bool:
    """Tell whether everything holds but the number of times."""
    return (
        _is_about(when.command, moment.command)
        and moment.messages >= when.after_messages
        and moment.minute >= when.from_minute
        and (when.until_minute is None or moment.minute < when.until_minute)
        and (when.argument is None or when.argument.matches(moment.argument))
        and (when.address is None or any(map(when.address.matches, moment.addresses)))
    )


def _is_about(command: str, moment: str) -> bool:
    return command == moment or (command == ANY and moment not in (CONNECT, END_OF_DATA))


def eclipsed(rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
    """Yield each rule that can never apply, and the one before it that always does."""
    for later, rule in enumerate(rules):
        for earlier, other in enumerate(rules[:later]):
            if rule.on and other.on and _covers(other, rule):
                yield later, earlier
                break


def _covers(earlier: Rule, later: Rule) -> bool:
    one, other = earlier.when, later.when
    return (
        earlier.then.decides
        and earlier.times is None
        and one.nth == 1
        and _is_about(one.command, other.command)
        and one.after_messages <= other.after_messages
        and one.from_minute <= other.from_minute
        and (
            one.until_minute is None
            or (other.until_minute is not None and other.until_minute <= one.until_minute)
        )
        and _covers_pattern(one.address, other.address)
        and _covers_pattern(one.argument, other.argument)
    )


def _covers_pattern(one: Glob | None, other: Glob | None) -> bool:
    # Where there is no pattern, not even an address need be: only what asks for none covers it.
    return one is None or (other is not None and one.covers(other))
