"""What every kind of entry is put together with: labels, links, sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from smtp_playground.bubbles import Severity
from smtp_playground.explain import Explainer, severity_of
from smtp_playground.ids import VERBS
from smtp_playground.markup import Text, plain
from smtp_playground.reference.entries import (
    ColumnsBlock,
    EntryLink,
    EntrySection,
    LinksBlock,
    PointsBlock,
    TableBlock,
    TextBlock,
    TranscriptBlock,
)
from smtp_playground.reference.tables import Tables
from smtp_playground.reference.transcripts import played
from smtp_playground.reference.words import ReferenceWords
from smtp_playground.runs import Run
from smtp_playground.words import Reference, Words
from smtpcore import CATALOGUE


def severity(code: str) -> Severity:
    """Return the severity of a code, a class or an enhanced code; `none` for what is no SMTP."""
    return severity_of(int(code[0]) * 100) if code[:1] in {*"2345"} else "none"


def text(source: str) -> Text:
    """Return plain words as a run."""
    return (Run(source, "plain", ""),)


def code_run(source: str) -> Text:
    """Return a stretch of the protocol."""
    return (Run(source, "code", ""),)


def strong(source: str) -> Text:
    """Return words that stand out."""
    return (Run(source, "strong", ""),)


def link_run(label: str, address: str) -> Text:
    """Return words that lead to another entry."""
    return (Run(label, "link", f"#{address}"),)


def listed(runs: Iterable[Text]) -> Text:
    """Return stretches with commas between."""
    comma = Run(", ", "plain", "")
    return tuple(run for stretch in runs for run in (comma, *stretch))[1:]


@dataclass(frozen=True, slots=True)
class Composer:
    """The words of one language, and what entries are made of."""

    words: Words
    extra: ReferenceWords
    tables: Tables

    @property
    def explainer(self) -> Explainer:
        """What explains codes digit by digit."""
        return Explainer(self.words)

    def label(self, key: str, **facts: object) -> str:
        """Return a heading or a label of the reference."""
        return self.extra.ui[key].format(**facts)

    # Sections. Each is left out if it has nothing to say.

    def points(self, id_: str, points: Sequence[Text]) -> list[EntrySection]:
        """Return a section that is a list."""
        linked = tuple(map(self.linked, points))
        return self.section(id_, [PointsBlock(linked)] if points else [])

    def paragraph(self, id_: str, *paragraphs: Text) -> list[EntrySection]:
        """Return a section of paragraphs."""
        return self.section(id_, [TextBlock(self.linked(runs)) for runs in paragraphs if runs])

    def table(
        self, id_: str, head: tuple[str, ...], rows: Iterable[tuple[Text, ...]]
    ) -> list[EntrySection]:
        """Return a section that is a table."""
        cells = tuple(rows)
        return self.section(id_, [TableBlock(head, cells)] if cells else [])

    def session(self, reply: str) -> list[EntrySection]:
        """Return the section that shows how to make a server say it."""
        return self.section("session", [self.transcript(reply)])

    def seen(self, reply: str) -> list[EntrySection]:
        """Return the section that shows a command or an extension in use."""
        return self.section("seen", [self.transcript(reply)])

    def transcript(self, reply: str) -> TranscriptBlock:
        """Return the session of a reply, played."""
        return played(reply, {**self.words.conversation, **self.extra.ui})

    def section(
        self,
        id_: str,
        blocks: Sequence[TextBlock | PointsBlock | TableBlock | TranscriptBlock | ColumnsBlock],
    ) -> list[EntrySection]:
        """Return a section under its heading."""
        return [EntrySection(id_, self.label(f"section.{id_}"), tuple(blocks))] if blocks else []

    def links(self, id_: str, links: Iterable[EntryLink]) -> list[EntrySection]:
        """Return a section of ways to more."""
        ways = tuple(links)
        if not ways:
            return []
        return [EntrySection(id_, self.label(f"section.{id_}"), (LinksBlock(ways),))]

    def linked(self, words: Text) -> Text:
        """Return words in which each enhanced code leads to its entry."""
        return tuple(replace(run, href=self._entry_of(run)) for run in words)

    def _entry_of(self, run: Run) -> str:
        detail = run.text[2:]
        is_code = run.style == "code" and run.text[:2] in ("2.", "4.", "5.")
        return f"#enhanced/x.{detail}" if is_code and detail in self.extra.enhanced else run.href

    # Links.

    def rfcs(self, references: Iterable[Reference]) -> list[EntrySection]:
        """Return the section of RFCs, each section once."""
        links = (self.explainer.rfc(reference) for reference in dict.fromkeys(references))
        return self.links("rfc", (EntryLink(way.label, way.target, "", "none") for way in links))

    def code_link(self, code: str) -> EntryLink:
        """Return the link to a reply code's entry."""
        title = self.extra.codes[code].title
        return EntryLink(title, f"replies/{code}", code, severity(code))

    def cause_link(self, name: str) -> EntryLink:
        """Return the link to a reply among the causes of its code."""
        reply = CATALOGUE[name]
        address = f"replies/{reply.code}#{name}"
        code = f"{reply.code} {reply.enhanced}".rstrip()
        return EntryLink(self.words.replies[name].title, address, code, severity(code))

    def pair_link(self, id_: str) -> EntryLink:
        """Return the link to a comparison."""
        pair = self.extra.compare[id_]
        return EntryLink(pair.title, f"compare/{id_}", "", "none")

    def detail_link(self, detail: str) -> EntryLink:
        """Return the link to the entry of an enhanced code's detail, `1.1`."""
        title = self.words.enhanced[f"detail-{detail.replace('.', '-')}"].title
        return EntryLink(title, f"enhanced/x.{detail}", f"X.{detail}", "none")

    def command_link(self, command: str) -> EntryLink:
        """Return the link to a command's entry."""
        told = self.words.commands[command]
        return EntryLink(
            told.does.removesuffix("."), f"commands/{command}", command.upper(), "none"
        )

    def command_runs(self, id_: str) -> Text:
        """Return the name of a command as a link; of what is none (`connect`), words."""
        if id_ in VERBS and id_ in self.words.commands:
            return link_run(id_.upper().replace("-", " "), f"commands/{id_}")
        return text(self.label(f"after.{id_}"))

    def code_runs(self, codes: Iterable[str]) -> Text:
        """Return codes as links, with commas between."""
        return listed(link_run(code, f"replies/{code}") for code in codes)


def brief(paragraphs: Iterable[Text]) -> str:
    """Return paragraphs without markup, in one line."""
    return " ".join(plain(paragraph) for paragraph in paragraphs)
