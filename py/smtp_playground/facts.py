"""The facts of a moment, as the words need them: counted, listed, made visible."""

from __future__ import annotations

from typing import Final

from smtp_playground.bubbles import Run
from smtp_playground.history import Answered
from smtp_playground.markup import Fact, Text
from smtp_playground.visible import visible
from smtp_playground.words import Words
from smtpcore import NEXT, OBSOLETE, State, Verb

_ORDER: Final = list(State)


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
        "sender": str(envelope.reverse_path) if envelope else "",
        "recipients": count_recipients(recipients, words),
        "allowed": list_verbs(most_useful_first(event.after), words),
        "instead": command.instead if command else (),
        "example": command.example if command else "",
    }


def _shown(fact: str | int) -> str | int:
    return visible(fact.encode()) if isinstance(fact, str) else fact


def command_id(verb: Verb) -> str:
    """Return the id under which a verb's words are found."""
    return "end-of-data" if verb is Verb.END_OF_DATA else verb.lower()


def allowed_in(state: State) -> tuple[Verb, ...]:
    """Return the verbs that are in order in a state, without the obsolete ones."""
    return tuple(verb for verb in NEXT[state] if verb not in OBSOLETE)


def most_useful_first(state: State) -> tuple[Verb, ...]:
    """Return the commands that may be typed now: what leads onward, the transaction, the rest.

    Saying hello once more is possible and seldom wanted, so it comes last.
    """

    def place(verb: Verb) -> int:
        following = NEXT[state][verb]
        if following is not State.CLOSED and _ORDER.index(following) > _ORDER.index(state):
            return 0
        if verb in (Verb.EHLO, Verb.HELO):
            return 3
        return 1 if verb in (Verb.MAIL, Verb.RCPT) else 2

    commands = (verb for verb in allowed_in(state) if verb is not Verb.END_OF_DATA)
    return tuple(sorted(commands, key=place))


def list_verbs(verbs: tuple[Verb, ...], words: Words) -> Text:
    """Return verbs as a list for a sentence."""
    if not verbs:
        return (Run(words.conversation["list.nothing"], "plain", ""),)
    runs = [run for verb in verbs for run in (Run(", ", "plain", ""), Run(verb, "code", ""))]
    return tuple(runs[1:])


def count_recipients(count: int, words: Words) -> str:
    """Return a number of recipients with its noun."""
    if not count:
        return words.conversation["count.no-recipients"]
    form = "one" if count == 1 else "other"
    return words.conversation[f"count.recipients-{form}"].format(count=count)
