"""The chrome's words for the view."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitebuild.errors import BuildError
from sitebuild.words import words_json


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for language, text in {"en": "Send", "pt-BR": "Enviar — já"}.items():
        (tmp_path / language).mkdir()
        words = f'[prompt]\nsend = "{text}"\n'
        (tmp_path / language / "ui.toml").write_text(words, encoding="utf-8")
    return tmp_path


def test_words_are_found_by_group_and_key(content: Path) -> None:
    assert json.loads(words_json(content)) == {
        "en": {"prompt.send": "Send"},
        "pt-BR": {"prompt.send": "Enviar — já"},
    }


def test_english_fills_the_gaps(content: Path) -> None:
    (content / "pt-BR" / "ui.toml").write_text("")

    assert json.loads(words_json(content))["pt-BR"] == {"prompt.send": "Send"}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ('[prompt]\nsned = "Enviar"', r"pt-BR/ui\.toml: prompt\.sned is not in en/ui\.toml"),
        ("[prompt]\nsend = 1", r"pt-BR/ui\.toml: \[prompt\] send is not a text"),
        ('send = "Enviar"', r"pt-BR/ui\.toml: send stands outside a table"),
        ("[prompt", r"pt-BR/ui\.toml: Expected"),
    ],
)
def test_what_is_wrong_is_named(content: Path, words: str, problem: str) -> None:
    (content / "pt-BR" / "ui.toml").write_text(words)

    with pytest.raises(BuildError, match=problem):
        words_json(content)
