"""The glossary: one entry, a section for each term."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from smtp_playground.markup import Text
from smtp_playground.reference.composing import Composer, link_run, listed, text
from smtp_playground.reference.entries import Entry, EntrySection, TextBlock
from smtp_playground.runs import Run
from smtp_playground.words import Reference


def glossary_entry(composer: Composer) -> Entry:
    """Return the entry; its terms stand in the order of the language's alphabet."""
    terms = composer.extra.glossary
    order = sorted(terms, key=lambda id_: _sorting(terms[id_].term))
    return Entry(
        address="glossary",
        kind="glossary",
        code="",
        severity="none",
        severity_word="",
        title=composer.label("kinds.glossary"),
        label=composer.label("kinds.glossary"),
        description=composer.label("about.glossary"),
        status="",
        lead=(text(composer.label("about.glossary")),),
        sections=tuple(_section(composer, id_) for id_ in order),
    )


def _section(composer: Composer, id_: str) -> EntrySection:
    told = composer.extra.glossary[id_]
    blocks = [TextBlock(told.text)]
    if ways := [*_others(composer, told.see), *_references(composer, told.rfc)]:
        see = text(f"{composer.label('glossary.see')} ")
        blocks.append(TextBlock((*see, *listed(ways))))
    return EntrySection(id_, told.term, tuple(blocks))


def _others(composer: Composer, ids: Iterable[str]) -> list[Text]:
    terms = composer.extra.glossary
    return [link_run(terms[id_].term, f"glossary/{id_}") for id_ in ids]


def _references(composer: Composer, references: Iterable[Reference]) -> list[Text]:
    ways = map(composer.explainer.rfc, references)
    return [(Run(way.label, "link", way.target),) for way in ways]


def _sorting(term: str) -> str:
    """Return what a term is sorted by: its letters without their accents."""
    return unicodedata.normalize("NFKD", term.casefold())
