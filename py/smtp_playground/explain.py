"""From what happened to what it means: the explanations of replies and of parts of lines.

The words come from the library, the facts from the event; nothing here knows a language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from smtp_playground.bubbles import (
    Detail,
    Digit,
    Explanation,
    Link,
    Section,
)
from smtp_playground.facts import facts_of
from smtp_playground.history import Answered
from smtp_playground.ids import command_id
from smtp_playground.markup import Fact, Text, fill, joined, parse
from smtp_playground.possible import others
from smtp_playground.ruled import ruled_words
from smtp_playground.runs import Run
from smtp_playground.severity import severity_of
from smtp_playground.words import Reference, ReplyWords, Words
from smtpcore import EXTENSIONS, Verb
from smtpcore.forms import FORMS, LHLO_FORM
from smtpcore.rules import RULE_REPLY

_USAGE: Final[Mapping[Verb, str]] = {
    verb: form.usage
    for forms in (
        FORMS,
        {Verb.LHLO: LHLO_FORM},
        *(extension.forms for extension in EXTENSIONS.values()),
    )
    for verb, form in forms.items()
}
"""How every command there is is written, whichever server knows it."""


def usage_of(verb: Verb) -> str:
    """Return how a command is written; empty for what is no command."""
    return _USAGE.get(verb, "")


__all__ = ["Explainer", "severity_of", "usage_of"]


class Explainer:
    """Explain in one language."""

    def __init__(self, words: Words) -> None:
        """Take the words of one language from the library."""
        self.words = words

    # Under a reply in the conversation.

    def explanation(self, answered: Answered) -> Explanation:
        """Return the two sentences under a reply, and the links to more."""
        told = self._reply_words(answered)
        facts = self._facts(answered)
        return Explanation(
            title=told.title,
            here=fill(told.here, facts),
            next=fill(told.next, facts),
            links=self._links(answered, told),
            departs=self.departure(answered),
        )

    def _links(self, answered: Answered, told: ReplyWords) -> tuple[Link, ...]:
        links = []
        if told.when:
            links.append(Link(self.label("link.when"), "detail/when"))
        if told.fix:
            links.append(Link(self.label(f"link.{self._fix_label(answered)}"), "detail/fix"))
        links += self._entry_links(answered.event.reply.code, told)
        links += [self.rfc(reference) for reference in told.rfc[:1]]
        return tuple(links)

    def _entry_links(self, code: int, told: ReplyWords) -> Iterator[Link]:
        """Yield the ways into the reference: the code's own entry, and comparisons with it."""
        yield Link(self.label("link.entry", code=code), f"replies/{code}")
        for pair in told.compare:
            # A server may have given the reply another code, which is not what is compared.
            others = {*pair.split("-vs-")} - {str(code)}
            for other in others if len(others) == 1 else ():
                yield Link(self.label("link.compare", code=other), f"compare/{pair}")

    def departure(self, answered: Answered) -> Text:
        """Return where the server departs from an RFC by this reply; empty if it does not."""
        event, persona = answered.event, answered.persona
        word = event.verb or str(event.facts.get("verb", ""))
        found = persona.departure(event.reply.name, word)
        if found is None:
            return ()
        language = self.words.language
        rfc = self.rfc(found.rfc)
        facts: dict[str, Fact] = {
            "persona": persona.name.get(language, persona.name["en"]),
            "rfc": (Run(rfc.label, "link", rfc.target),),
            "text": found.texts.get(language, found.texts["en"]),
        }
        return fill(parse(self.words.conversation["departs.here"]), facts)

    def rfc(self, reference: Reference) -> Link:
        """Return the link to a section of an RFC."""
        label = "link.rfc" if reference.section else "link.rfc-whole"
        facts = {"number": reference.number, "section": reference.section}
        return Link(self.label(label, **facts), reference.href)

    # In the panel.

    def reply_detail(self, bubble: int, answered: Answered) -> Detail:
        """Return all there is to say about a reply."""
        event, told = answered.event, self._reply_words(answered)
        facts = self._facts(answered)
        code = str(event.reply.code)
        severity = severity_of(event.reply.code)
        return Detail(
            bubble=bubble,
            code=code,
            severity=severity,
            severity_word=self.label(f"severity.{severity}"),
            title=told.title,
            summary=fill(told.here, facts),
            digits=self.digits(code),
            enhanced=event.enhanced,
            enhanced_meaning=self.enhanced(event.enhanced),
            sections=(*self._sections(answered, told, facts), *self._command_section(event.verb)),
            links=(
                *self._entry_links(answered.event.reply.code, told),
                *map(self.rfc, told.rfc),
            ),
            others=others(event, self),
        )

    def _sections(
        self, answered: Answered, told: ReplyWords, facts: Mapping[str, Fact]
    ) -> list[Section]:
        next_step = fill(told.next, facts)
        headed = {
            "when": ("when", told.when),
            "fix": (self._fix_label(answered), told.fix),
            "avoid": ("avoid", told.avoid),
        }
        sections = [Section("now", self.label("section.now"), (next_step,), ())]
        if departure := self.departure(answered):
            label = self.label("section.departs")
            sections.append(Section("departs", label, (departure,), ()))
        sections += [
            Section(
                section_id,
                self.label(f"section.{label}"),
                (),
                tuple(fill(point, facts) for point in points),
            )
            for section_id, (label, points) in headed.items()
            if points
        ]
        return sections if next_step else sections[1:]

    def command_detail(self, bubble: int, verb: Verb | None) -> Detail:
        """Return all there is to say about a command line; of no known verb, that."""
        if verb is None:
            told = self.words.parts["unreadable"]
            return self.plain_detail(bubble, told.title, told.text)
        command = self.words.commands[command_id(verb)]
        return replace(
            self.plain_detail(bubble, command.title, command.text),
            sections=self._syntax_section(verb),
            links=tuple(map(self.rfc, command.rfc)),
        )

    def plain_detail(self, bubble: int, title: str, text: Text) -> Detail:
        """Return a detail that is a title and a text."""
        return Detail(
            bubble=bubble,
            code="",
            severity="none",
            severity_word="",
            title=title,
            summary=text,
            digits=(),
            enhanced="",
            enhanced_meaning=(),
            sections=(),
            links=(),
            others=(),
        )

    def _syntax_section(self, verb: Verb) -> tuple[Section, ...]:
        usage = usage_of(verb)
        if not usage:
            return ()
        syntax = (Run(usage, "code", ""),)
        return (Section("syntax", self.label("section.syntax"), (syntax,), ()),)

    def _command_section(self, verb: Verb | None) -> tuple[Section, ...]:
        if verb is None:
            return ()
        told = self.words.commands[command_id(verb)]
        return (Section("command", self.label("section.command"), (told.text,), ()),)

    # Codes.

    def digits(self, code: str) -> tuple[Digit, ...]:
        """Return the three digits of a code with their meanings (RFC 5321 4.2.1)."""
        told = self.words.digits
        return (
            Digit(code[0], told[f"first-{code[0]}"]),
            Digit(code[1], told[f"second-{code[1]}"]),
            Digit(code[2], told["third"]),
        )

    def code(self, code: str) -> Text:
        """Return the meaning of a reply code, digit by digit."""
        return joined(
            [(Run(f"{digit.digit}: ", "strong", ""), *digit.meaning) for digit in self.digits(code)]
        )

    def enhanced(self, code: str) -> tuple[Run, ...]:
        """Return the meaning of an enhanced status code (RFC 3463), part by part."""
        if not code:
            return ()
        class_, subject, detail = code.split(".")
        told = self.words.enhanced
        ids = (f"class-{class_}", f"subject-{subject}", f"detail-{subject}-{detail}")
        return joined([told[part].text for part in ids if part in told])

    # Words.

    def label(self, key: str, **facts: object) -> str:
        """Return one of the conversation's own labels."""
        return self.words.conversation[key].format(**facts)

    def _facts(self, answered: Answered) -> dict[str, Fact]:
        return facts_of(answered, self.words)

    def _reply_words(self, answered: Answered) -> ReplyWords:
        event = answered.event
        if event.rule or event.reply.name == RULE_REPLY:
            return ruled_words(answered, self._facts(answered), self.words)
        return self.words.replies[event.reply.name]

    def is_routine(self, answered: Answered) -> bool:
        """Tell whether a reply stays quiet until asked."""
        return self._reply_words(answered).routine

    def _fix_label(self, answered: Answered) -> str:
        return "fix" if answered.event.reply.is_refusal else "go-on"
