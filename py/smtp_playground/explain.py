"""From what happened to what it means: the explanations of replies and of parts of lines.

The words come from the library, the facts from the event; nothing here knows a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from smtp_playground.bubbles import (
    Comparison,
    Contrast,
    Detail,
    Digit,
    Explanation,
    Link,
    Run,
    Section,
    Severity,
)
from smtp_playground.facts import facts_of
from smtp_playground.history import Answered
from smtp_playground.ids import command_id
from smtp_playground.markup import Fact, Text, fill, joined
from smtp_playground.words import ComparisonWords, Reference, ReplyWords, Words
from smtpcore import CATALOGUE, EXTENSIONS, Verb
from smtpcore.commands import FORMS, LHLO_FORM

_SEVERITY: Final[Mapping[int, Severity]] = {
    2: "done",
    3: "go-on",
    4: "try-later",
    5: "refused",
}


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


def severity_of(code: int) -> Severity:
    """Return what the first digit of a code says (RFC 5321 4.2.1)."""
    return _SEVERITY[code // 100]


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
        )

    def _links(self, answered: Answered, told: ReplyWords) -> tuple[Link, ...]:
        links = []
        if told.when:
            links.append(Link(self.label("link.when"), "detail/when"))
        if told.fix:
            links.append(Link(self.label(f"link.{self._fix_label(answered)}"), "detail/fix"))
        links += [self._comparison_link(answered.event.reply.code, name) for name in told.compare]
        links += [self.rfc(reference) for reference in told.rfc[:1]]
        return tuple(links)

    def _comparison_link(self, code: int, comparison_id: str) -> Link:
        comparison = self.words.comparisons[comparison_id]
        codes = (CATALOGUE[comparison.left].code, CATALOGUE[comparison.right].code)
        other = codes[codes[0] == code]
        return Link(self.label("link.compare", code=other), f"compare/{comparison_id}")

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
                *(self._comparison_link(answered.event.reply.code, name) for name in told.compare),
                *map(self.rfc, told.rfc),
            ),
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
        )

    def _syntax_section(self, verb: Verb) -> tuple[Section, ...]:
        if verb not in _USAGE:
            return ()
        syntax = (Run(_USAGE[verb], "code", ""),)
        return (Section("syntax", self.label("section.syntax"), (syntax,), ()),)

    def _command_section(self, verb: Verb | None) -> tuple[Section, ...]:
        if verb is None:
            return ()
        told = self.words.commands[command_id(verb)]
        return (Section("command", self.label("section.command"), (told.text,), ()),)

    # Two replies side by side.

    def comparison(self, comparison_id: str) -> Comparison:
        """Return one comparison. Raises KeyError if there is none of that id."""
        told = self.words.comparisons[comparison_id]
        left, right = CATALOGUE[told.left], CATALOGUE[told.right]
        return Comparison(
            id=comparison_id,
            title=told.title,
            summary=told.summary,
            left_code=str(left.code),
            left_title=self.words.replies[told.left].title,
            left_severity=severity_of(left.code),
            left_sections=self._side(told.left, told.left_text),
            right_code=str(right.code),
            right_title=self.words.replies[told.right].title,
            right_severity=severity_of(right.code),
            right_sections=self._side(told.right, told.right_text),
            contrasts=tuple(Contrast(row.aspect, row.left, row.right) for row in told.contrasts),
            closing=self._closing(told, left.code, right.code),
            links=tuple(map(self.rfc, told.rfc)),
        )

    def _side(self, name: str, text: Text) -> tuple[Section, ...]:
        told = self.words.replies[name]
        label = "go-on" if CATALOGUE[name].code < 400 else "fix"
        return (
            Section("what", "", (text,), ()),
            Section("when", self.label("section.when"), (), told.when),
            Section("fix", self.label(f"section.{label}"), (), told.fix),
        )

    def _closing(self, told: ComparisonWords, left: int, right: int) -> tuple[Section, ...]:
        return (
            Section("left", self.label("section.meet", code=left), (told.when_left,), ()),
            Section("right", self.label("section.meet", code=right), (told.when_right,), ()),
            Section("more", self.label("section.more"), (), told.more),
        )

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
        return self.words.replies[answered.event.reply.name]

    def _fix_label(self, answered: Answered) -> str:
        return "fix" if answered.event.reply.is_refusal else "go-on"
