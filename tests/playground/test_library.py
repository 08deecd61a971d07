"""The loader refuses what is unknown, missing or broken, and names the place."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from smtp_playground.content_keys import FLAT, KINDS, OF_EXTENSIONS, ONLY_OF_EXTENSIONS
from smtp_playground.library import CONTENT, ContentError, Library, LibraryError, the_library
from smtp_playground.words import Reference

LIBRARY = the_library()
OWN_FILES = [kind for kind in (*KINDS, *FLAT) if kind not in ONLY_OF_EXTENSIONS]


# The schemas serve editors and say what the loader says.


@pytest.mark.parametrize("kind", OWN_FILES)
@pytest.mark.parametrize("language", LIBRARY.languages)
def test_content_keeps_to_its_schema(language: str, kind: str) -> None:
    content = tomllib.loads((CONTENT / language / f"{kind}.toml").read_text(encoding="utf-8"))

    assert _schema_errors(kind, content, english=language == "en") == []


@pytest.mark.parametrize("path", sorted(CONTENT.glob("*/extensions/*.toml")), ids=str)
def test_the_words_of_an_extension_keep_to_the_schemas(path: Path) -> None:
    parts = tomllib.loads(path.read_text(encoding="utf-8"))
    english = path.parts[-3] == "en"

    assert set(parts) <= set(OF_EXTENSIONS)
    for kind, content in parts.items():
        assert _schema_errors(kind, content, english=english) == []


@pytest.mark.parametrize("kind", KINDS)
def test_schema_and_loader_know_the_same_keys(kind: str) -> None:
    definitions = _schema(kind)["$defs"]
    keys = KINDS[kind].keys

    assert set(keys) == set(definitions["words"]["properties"])
    assert {key for key, rule in keys.items() if not rule.optional} == set(
        definitions["whole"]["additionalProperties"]["required"]
    )
    assert {key for key, rule in keys.items() if rule.in_english_only} == set(
        definitions["translation"]["additionalProperties"]["properties"]
    )


def _schema(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((CONTENT / "schema" / f"{kind}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return schema


def _schema_errors(kind: str, content: object, *, english: bool) -> list[str]:
    schema = _schema(kind)
    if kind in KINDS:
        schema["$ref"] = "#/$defs/whole" if english else "#/$defs/translation"
    return [error.message for error in Draft202012Validator(schema).iter_errors(content)]


# What is broken is named with its place.


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Copy the content, so that a test may break it."""
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy)
    return copy


@pytest.mark.parametrize(
    ("kind", "old", "new", "problem"),
    [
        ("replies", "routine = true", "routine = 1", ".routine must be true or false"),
        ("commands", 'change = ""', "change = 0", ".change must be a text in quotes"),
        ("states", "title = ", 'subtitle = "x"\ntitle = ', ".subtitle is not known: there are: "),
        ("parts", "title = ", "name = ", ".name is not known"),
        ("digits", 'text = "Done.', 'text = 2 # "', ".text must be a text in quotes"),
        ("enhanced", 'text = "**2**', 'text = " " # "', ".text must not be empty"),
        (
            "keywords",
            'rfc = ["5321#4.1.1.8"]',
            'rfc = ["RFC 1870"]',
            ".rfc must be like 5321#4.1.1.4",
        ),
        ("remarks", 'text = "There', 'text = 1 # "', ".text must be a text in quotes"),
        ("conversation", 'client = "Client"', "client = 1", ".client must be a text in quotes"),
        ("mailbox", 'client = "Client"', "client = 1", ".client must be a text in quotes"),
        ("ui", "[page]\n", "[page]\nnew = true\n", ".new must be a text in quotes"),
    ],
)
def test_loader_and_schema_refuse_the_same(
    content: Path, kind: str, old: str, new: str, problem: str
) -> None:
    file = content / "en" / f"{kind}.toml"
    broken = file.read_text("utf-8").replace(old, new, 1)
    file.write_text(broken, encoding="utf-8")

    error = _refusal(content)

    assert error.startswith(f"en/{kind}.toml: ")
    assert problem in error
    assert _schema_errors(kind, tomllib.loads(broken), english=True)


def test_loader_and_schema_refuse_the_same_of_an_extension(content: Path) -> None:
    """What has no file of its own is checked where it stands."""
    file = content / "en" / "extensions" / "size.toml"
    _change(file, '[parameters.size]\ntitle = "', '[parameters.size]\ntitle = "`')
    broken = tomllib.loads(file.read_text("utf-8"))["parameters"]

    problem = "size.title must be plain words: no `code`, no *emphasis*"

    assert _refusal(content) == f"en/extensions/size.toml: {problem}"
    assert _schema_errors("parameters", broken, english=True)


def _refusal(content: Path) -> str:
    with pytest.raises(ContentError) as caught:
        Library.load(content)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        (
            "en/states.toml",
            '[ready]\ntitle = "',
            '[ready]\n# title = "',
            "en/states.toml: ready.title is missing",
        ),
        (
            "en/states.toml",
            "[connected]",
            "stray = 1\n[connected]",
            "en/states.toml: stray stands outside a table; put it under [...]",
        ),
        (
            "en/states.toml",
            "[connected]",
            "[connected",
            "en/states.toml is not TOML in UTF-8: ",
        ),
        (
            "en/replies.toml",
            'next = "Send `QUIT`."',
            'next = "Send {quit}."',
            "en/replies.toml: out-of-order.next asks for the unknown fact {quit}; there are: ",
        ),
        (
            "en/replies.toml",
            'next = "Send `QUIT`."',
            'next = "Send `QUIT."',
            "en/replies.toml: out-of-order.next has a stray ` before 'QUIT.'",
        ),
        (
            "en/replies.toml",
            'when = ["After `RSET`',
            'when = ["After {verb}',
            "en/replies.toml: reset.when asks for the unknown fact {verb}; there are: none",
        ),
        (
            "en/replies.toml",
            'fix = ["When you want to send more',
            'fix = "x" # ["',
            "en/replies.toml: closing.fix must be a list in square brackets",
        ),
        (
            "en/commands.toml",
            'change = "client.example"',
            'change = "client.test"',
            "en/commands.toml: ehlo.change is not part of the example",
        ),
        (
            "en/conversation.toml",
            'opened = "',
            'opened = "[',
            "en/conversation.toml: note.opened has a stray [",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(
    content: Path, file: str, old: str, new: str, error: str
) -> None:
    _change(content / file, old, new)

    assert _refusal(content).startswith(error)


def test_octets_that_are_not_utf_8_are_named(content: Path) -> None:
    (content / "en" / "states.toml").write_bytes(b"\xff")

    assert _refusal(content).startswith("en/states.toml is not TOML in UTF-8: ")


@pytest.mark.parametrize("kind", OWN_FILES)
def test_english_must_have_every_file(content: Path, kind: str) -> None:
    (content / "en" / f"{kind}.toml").unlink()

    assert _refusal(content).startswith(f"en/{kind}.toml cannot be read: ")


# Another language, over English.


@pytest.fixture
def german(content: Path) -> Path:
    """Add a language that says almost nothing of its own."""
    folder = content / "de"
    folder.mkdir()
    (folder / "replies.toml").write_text('[reset]\ntitle = "Von vorn"\n', encoding="utf-8")
    (folder / "ui.toml").write_text('[page]\nclose = "Zu"\n', encoding="utf-8")
    return folder


def test_english_fills_every_gap(german: Path) -> None:
    library = Library.load(german.parent)
    own, english = library.words("de"), library.words("en")

    assert library.languages == ("en", "de", "pt-BR")
    assert own.replies["reset"].title == "Von vorn"
    assert own.replies["reset"].here == english.replies["reset"].here
    assert own.replies["reset"].rfc == (Reference("5321", "4.1.1.5"),)
    assert own.states == english.states
    assert own.ui == {**english.ui, "page.close": "Zu"}


@pytest.mark.parametrize(
    ("file", "text", "error"),
    [
        (
            "replies.toml",
            "[reset]\nroutine = false\n",
            "de/replies.toml: reset.routine stands in English only; remove it",
        ),
        (
            "replies.toml",
            '[reste]\ntitle = "x"\n',
            "de/replies.toml: reste is not known: English does not have it",
        ),
        (
            "replies.toml",
            '[reset]\ntitel = "x"\n',
            "de/replies.toml: reset.titel is not known: there are: title, here,",
        ),
        (
            "ui.toml",
            '[page]\nzu = "x"\n',
            "de/ui.toml: page.zu is not known: English does not have it",
        ),
        (
            "ui.toml",
            '[seite]\nclose = "x"\n',
            "de/ui.toml: seite.close is not known: English does not have it",
        ),
    ],
)
def test_a_translation_adds_nothing_of_its_own(
    german: Path, file: str, text: str, error: str
) -> None:
    (german / file).write_text(text, encoding="utf-8")

    assert _refusal(german.parent).startswith(error)


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(LibraryError, match=r"no words in 'tlh'; there are: en, pt-BR"):
        LIBRARY.words("tlh")
