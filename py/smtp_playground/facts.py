"""The facts of a moment, as the words need them: counted, listed, made visible."""

from __future__ import annotations

from typing import Final

from smtp_playground.history import Answered
from smtp_playground.ids import command_id
from smtp_playground.markup import Fact, Text
from smtp_playground.runs import Run
from smtp_playground.visible import shown, visible
from smtp_playground.words import Words
from smtpcore import MOVES, NEXT, Greeting, Kind, Policy, State, Verb

_ORDER: Final[list[State]] = list(State)
_ASIDE: Final = frozenset({Verb.XCLIENT, Verb.ETRN, Verb.ATRN, Verb.BURL})
"""Commands that few have a use for: they are listed after what everybody needs."""


_BEFORE_MAIL: Final = frozenset({Verb.STARTTLS, Verb.AUTH})
"""Commands that make a session better, and that most can do without."""


def facts_of(answered: Answered, words: Words) -> dict[str, Fact]:
    """Return what a reply's explanation may speak of, by the name of its placeholder."""
    event = answered.event
    names = answered.persona.name
    command = words.commands[command_id(event.verb)] if event.verb else None
    envelope = event.envelope
    recipients = len(envelope.recipients) if envelope else 0
    return {
        **{name: _shown(fact) for name, fact in event.facts.items()},
        "line": answered.line,
        "persona": names.get(words.language, names["en"]),
        "sender": shown(str(envelope.reverse_path)) if envelope else "",
        "recipients": count_recipients(recipients, words),
        "allowed": list_verbs(most_useful_first(event.after, answered.persona.policy), words),
        "instead": command.instead if command else (),
        "example": command.example if command else "",
        "hello": hello_of(answered.persona.policy),
    }


def hello_of(policy: Policy) -> Verb:
    """Return the command with which a client opens a session here (RFC 5321 3.2, RFC 2033 4.1)."""
    return Verb.LHLO if policy.kind is Kind.LMTP else Verb.EHLO


def _shown(fact: str | int) -> str | int:
    return visible(fact.encode()) if isinstance(fact, str) else fact


def most_useful_first(state: State, policy: Policy) -> tuple[Verb, ...]:
    """Return the commands that may be typed now: what leads onward, the transaction, the rest.

    Saying hello once more is possible and seldom wanted, so it comes last.
    """

    def place(verb: Verb) -> int:
        if verb in _ASIDE:
            return 3
        if verb in _BEFORE_MAIL:
            return 1
        following = NEXT[policy.dialect.state_for(verb, state)][verb]
        if following is not State.CLOSED and _ORDER.index(following) > _ORDER.index(state):
            return 0
        if verb in (Verb.EHLO, Verb.HELO, Verb.LHLO):
            return 4
        return 1 if verb in (Verb.MAIL, Verb.RCPT) else 2

    unsuited = MOVES - {Verb.LAST_CHUNK, Verb.RESPONSE}
    commands = (verb for verb in policy.allowed_in(state) if verb not in unsuited)
    return tuple(sorted(commands, key=place))


def reachable(policy: Policy) -> frozenset[State]:
    """Return the states that the table leads to with the verbs this server knows."""
    found = {State.CONNECTED, State.GREETED, State.CLOSED}
    if policy.greeting is not Greeting.READY:
        found = {State.CONNECTED, State.REFUSING, State.CLOSED}
    while True:
        more = {
            NEXT[policy.dialect.state_for(verb, state)][verb]
            for state in found
            for verb in policy.allowed_in(state)
        }
        if more <= found:
            return frozenset(found)
        found |= more


def list_verbs(verbs: tuple[Verb, ...], words: Words) -> Text:
    """Return verbs as a list for a sentence."""
    if not verbs:
        return (Run(words.conversation["list.nothing"], "plain", ""),)
    runs = [run for verb in verbs for run in (Run(", ", "plain", ""), named(verb, words))]
    return tuple(runs[1:])


def named(verb: Verb, words: Words) -> Run:
    """Return a verb as it is typed; the answer to a challenge and the handshake in words."""
    if verb in (Verb.RESPONSE, Verb.HANDSHAKE):
        return Run(words.commands[command_id(verb)].title, "plain", "")
    return Run(verb, "code", "")


def count_recipients(count: int, words: Words) -> str:
    """Return a number of recipients with its noun."""
    if not count:
        return words.conversation["count.no-recipients"]
    form = "one" if count == 1 else "other"
    return words.conversation[f"count.recipients-{form}"].format(count=count)
