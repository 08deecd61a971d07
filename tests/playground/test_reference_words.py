"""The reference's words: whole in every language, short, and none left over."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from smtp_playground.markup import plain
from smtp_playground.reference.composing import Composer
from smtp_playground.reference.entries import Entry
from smtp_playground.reference.find import find_data
from smtp_playground.reference.library import ENGLISH, KINDS, REFERENCE
from smtp_playground.reference.markdown import markdown
from smtp_playground.reference.whole import composers, entries_of, labels_of

ROOT = REFERENCE.parents[3]
TRANSLATIONS = tuple(language for language in composers() if language != ENGLISH)
FILES = tuple(
    path.relative_to(REFERENCE / ENGLISH).as_posix()
    for path in sorted((REFERENCE / ENGLISH).rglob("*.toml"))
)
NAMES_LABELS = (
    *sorted((ROOT / "py" / "smtp_playground" / "reference").glob("*.py")),
    *sorted((ROOT / "py" / "sitebuild").glob("reference*.py")),
    *(ROOT / "py" / "sitebuild" / f"{name}.py" for name in ("frame", "guides", "lesson_pages")),
    *sorted((ROOT / "web" / "templates").glob("*.jinja")),
)


def content(language: str, file: str) -> dict[str, Any]:
    return tomllib.loads((REFERENCE / language / file).read_text(encoding="utf-8"))


def translatable(file: str, value: object) -> object:
    """Return the shape of what is to be translated: keys, and how long lists are."""
    keys = KINDS[kind].keys if (kind := re.split(r"[/.]", file)[0]) in KINDS else {}
    if isinstance(value, dict):
        return {
            key: translatable(file, inner)
            for key, inner in value.items()
            if key not in keys or not keys[key].in_english_only
        }
    return [translatable(file, inner) for inner in value] if isinstance(value, list) else "words"


# Languages are equal.


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_language_has_the_files_of_english(language: str) -> None:
    folder = REFERENCE / language

    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.toml")) == [
        *sorted(FILES)
    ]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_is_whole(language: str, file: str) -> None:
    """Every table and every word of English is there: nothing falls back in silence."""
    english, own = content(ENGLISH, file), content(language, file)

    assert translatable(file, own) == translatable(file, english)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_says_the_same_of_the_protocol(language: str, file: str) -> None:
    """The codes that lead somewhere, and the facts to fill in, are those of English."""
    pattern = r"\(#[a-z]+/[a-z0-9.-]+\)|\{[a-z]+\}"
    english, own = (
        {place: sorted(set(re.findall(pattern, text))) for place, text in texts(content(tag, file))}
        for tag in (ENGLISH, language)
    )

    assert {place: found for place, found in own.items() if found != english[place]} == {}


def texts(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts(inner, f"{place}[{number}]")
    else:
        yield place, str(value)


# How it reads.


@pytest.mark.parametrize("language", composers())
def test_an_entry_says_it_in_at_most_250_words(language: str) -> None:
    """Before the details: what it means, what to do, what not to do, what a client does."""
    for code, told in composers()[language].extra.codes.items():
        first = (told.meaning, told.client, *told.fix, *told.avoid)
        assert sum(len(plain(text).split()) for text in first) <= 250, code


@pytest.mark.parametrize("language", composers())
def test_a_meaning_is_short(language: str) -> None:
    """It is what a search shows, and what a person reads first."""
    for code, told in composers()[language].extra.codes.items():
        assert len(plain(told.meaning)) <= 320, code
        assert len(told.title) <= 90, code


# No label is left over, and none is missing.


class Recorder(dict[str, str]):
    """Labels that remember which of them were asked for."""

    def __init__(self, labels: dict[str, str]) -> None:
        super().__init__(labels)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)


def recording(language: str) -> tuple[Composer, Recorder]:
    composer = composers()[language]
    recorder = Recorder(dict(composer.extra.ui))
    return replace(composer, extra=replace(composer.extra, ui=recorder)), recorder


def test_every_label_is_used() -> None:
    """Asked for while entries are made, or named where pages and lists are."""
    composer, recorder = recording(ENGLISH)
    made: tuple[Entry, ...] = tuple(entries_of(composer))
    find_data(composer, made)
    labels_of(composer)
    for entry in made:
        markdown(entry, recorder, str)
    sources = [path.read_text(encoding="utf-8") for path in NAMES_LABELS]
    named = {key for key in recorder if any(f'"{key}"' in source for source in sources)}
    kinds = {f"{group}.{entry.kind}" for entry in made for group in ("kinds", "about")}
    classes = {f"groups.{entry.code[0]}xx" for entry in made if entry.kind == "replies"}

    assert recorder.keys() - recorder.asked - named - kinds - classes == set()


@pytest.mark.parametrize("path", NAMES_LABELS, ids=lambda path: path.name)
def test_every_label_that_is_named_is_there(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    named = set(re.findall(r'label[(\[]"([a-z]+\.[a-z0-9-]+)"', source))

    assert named <= composers()[ENGLISH].extra.ui.keys()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_labels_hold_the_same_facts(language: str) -> None:
    fields = [
        {
            key: {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for key, text in composers()[tag].extra.ui.items()
        }
        for tag in (ENGLISH, language)
    ]

    assert fields[0] == fields[1]
