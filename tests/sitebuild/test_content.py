"""Broken content stops the build, and is named: the file, the table, the key."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from sitebuild.content import check_content
from sitebuild.errors import BuildError
from sitebuild.project import HERE


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE.content, tmp_path / "content"))


def test_the_content_is_sound(content: Path) -> None:
    check_content(content)


def test_every_schema_rules_a_file_and_every_file_of_words_has_one(content: Path) -> None:
    """The files of a language, and of its extensions, whose tables are of the same kinds.

    `codes` rules what the build writes for programs.
    """
    schemas = {path.stem for path in (content / "schema").glob("*.json")}
    words = {path.stem for path in content.glob("en/*.toml")}
    kinds = {
        kind
        for path in content.glob("en/extensions/*.toml")
        for kind in tomllib.loads(path.read_text(encoding="utf-8"))
    }

    assert schemas == words | kinds | {"codes", "extension", "lesson", "sessions", "transcript"}


@pytest.mark.parametrize(
    ("file", "addition", "named"),
    [
        ("en/replies.toml", '\n[no-such-reply]\ntitle = "What"\n', ["no-such-reply"]),
        ("en/replies.toml", '\n[start-mail-input.more]\ncolour = "red"\n', ["start-mail-input"]),
        ("pt-BR/ui.toml", '\n[prompt-of-old]\nsend = "Enviar"\n', ["prompt-of-old"]),
        ("personas/playground.toml", '\n[hobbies]\nfirst = "chess"\n', ["hobbies"]),
        ("en/states.toml", "\n[unfinished\n", []),
        ("en/extensions/size.toml", '\n[replies.no-such-reply]\ntitle = "W"\n', ["no-such-reply"]),
        ("en/extensions/size.toml", '\n[keywords.more]\ncolour = "red"\n', ["more"]),
        ("en/extensions/size.toml", '\n[colours.more]\ntitle = "red"\n', ["colours"]),
        ("pt-BR/extensions/size.toml", '\n[keywords.sizes]\ntitle = "T"\n', ["sizes"]),
        ("matrix.toml", "\n[no-such-command]\nrfc = []\n", ["no-such-command"]),
        ("sessions.toml", "\n[no-such-reply]\nlines = []\n", ["no-such-reply"]),
    ],
)
def test_what_is_wrong_is_named(content: Path, file: str, addition: str, named: list[str]) -> None:
    path = content / file
    path.write_text(path.read_text(encoding="utf-8") + addition, encoding="utf-8")

    with pytest.raises(BuildError) as caught:
        check_content(content)
    message = str(caught.value)
    assert [part for part in [path.name, *named] if part not in message] == []
    assert "\n" not in message
