"""All of the reference in one language, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from smtp_playground.library import the_library
from smtp_playground.reference.checks import check_tables
from smtp_playground.reference.commands import command_entries, extension_entries
from smtp_playground.reference.comparisons import comparison_entries
from smtp_playground.reference.composing import Composer
from smtp_playground.reference.enhanced import enhanced_entries
from smtp_playground.reference.entries import Entry, EntryLabels, Reference
from smtp_playground.reference.find import find_data
from smtp_playground.reference.glossary import glossary_entry
from smtp_playground.reference.library import ENGLISH, REFERENCE, load_words
from smtp_playground.reference.replies import reply_entries
from smtp_playground.reference.tables import Tables, load_tables
from smtp_playground.reference.words import ReferenceWords


def load(root: Path = REFERENCE) -> tuple[Mapping[str, ReferenceWords], Tables]:
    """Load the words of each language, and what has none. Raises `ContentError`."""
    words, tables = load_words(root), load_tables(root)
    check_tables(tables, words[ENGLISH])
    return words, tables


@cache
def composers() -> Mapping[str, Composer]:
    """Return what makes the entries of each language. Raises `ContentError`."""
    library, (words, tables) = the_library(), load()
    return {
        language: Composer(library.words(language), extra, tables)
        for language, extra in words.items()
    }


@cache
def reference(language: str) -> Reference:
    """Return all entries of a language. Raises KeyError, `ContentError`, `StrayedSessionError`."""
    composer = composers()[language]
    entries = tuple(entries_of(composer))
    return Reference(language, labels_of(composer), find_data(composer, entries), entries)


def labels_of(composer: Composer) -> EntryLabels:
    """Return what stands around sessions and pairs."""
    own = {
        name: composer.label(f"transcript.{name}")
        for name in ("settings", "play", "step", "caption", "differs")
    }
    return EntryLabels(
        **own,
        cause_play=composer.label("transcript.cause-play"),
        cause_fix=composer.label("transcript.cause-fix"),
        pair_title=composer.extra.ui["compare.title"],
        classes=composer.label("section.classes"),
        entries=composer.label("section.entries"),
        sessions=composer.label("section.sessions"),
    )


def entries_of(composer: Composer) -> Iterator[Entry]:
    """Yield every entry, kind after kind. Raises `StrayedSessionError`."""
    yield from reply_entries(composer)
    yield from enhanced_entries(composer)
    yield from command_entries(composer)
    yield from extension_entries(composer)
    yield from comparison_entries(composer)
    yield glossary_entry(composer)
