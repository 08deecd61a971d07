"""The reference's own content, read from TOML and checked as all content is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from smtp_playground.content_files import ContentFile, Table
from smtp_playground.content_keys import (
    ID,
    RFC,
    TEXT,
    TEXTS,
    TITLE,
    BadValueError,
    Key,
    Kind,
    contrast,
    filled,
    list_of,
)
from smtp_playground.errors import ContentError
from smtp_playground.reference.checks import Strangers
from smtp_playground.reference.words import (
    CodeWords,
    CommandNotes,
    EnhancedWords,
    ExtensionNotes,
    PairWords,
    ReferenceWords,
    TermWords,
)

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from smtp_playground.content_keys import Read

REFERENCE: Final = Path(__file__).parents[1] / "content" / "reference"
ENGLISH: Final = "en"

STATUSES: Final = ("standard", "historic", "registry", "vendor", "wild")
ACTS: Final = ("continue", "send", "retry", "bounce", "fix", "close")


def _one_of(choices: tuple[str, ...]) -> Read:
    def read(value: object) -> str:
        if value not in choices:
            raise BadValueError(f"must be one of {', '.join(choices)}")
        return str(value)

    return read


_IDS: Final = Key(list_of(filled), in_english_only=True)
_MAY_BE_TEXT: Final = Key(TEXT.read, optional=True)
_MAY_BE_TEXTS: Final = Key(TEXTS.read, optional=True)

KINDS: Final[Mapping[str, Kind]] = {
    "codes": Kind(
        CodeWords,
        {
            "title": TITLE,
            "status": Key(_one_of(STATUSES), in_english_only=True),
            "act": Key(_one_of(ACTS), in_english_only=True),
            "rfc": RFC,
            "related": _IDS,
            "session": Key(filled, in_english_only=True, optional=True),
            "meaning": TEXT,
            "client": TEXT,
            "when": _MAY_BE_TEXTS,
            "fix": TEXTS,
            "avoid": _MAY_BE_TEXTS,
        },
    ),
    "compare": Kind(
        PairWords,
        {
            "left": ID,
            "right": ID,
            "left_reply": ID,
            "right_reply": ID,
            "rfc": RFC,
            "title": TITLE,
            "test": TEXT,
            "summary": TEXT,
            "contrasts": Key(list_of(contrast)),
            "when_left": TEXT,
            "when_right": TEXT,
            "do_left": TEXT,
            "do_right": TEXT,
            "more": _MAY_BE_TEXTS,
        },
    ),
    "enhanced": Kind(
        EnhancedWords,
        {"basic": _IDS, "rfc": RFC, "when": TEXT, "fix": TEXTS, "note": _MAY_BE_TEXT},
    ),
    "commands": Kind(CommandNotes, {"mistakes": TEXTS}),
    "extensions": Kind(ExtensionNotes, {"use": TEXT, "without": TEXT, "mistakes": _MAY_BE_TEXTS}),
    "glossary": Kind(
        TermWords,
        {
            "rfc": RFC,
            "see": Key(list_of(filled), in_english_only=True, optional=True),
            "term": TITLE,
            "text": TEXT,
        },
    ),
}
"""What stands in a language's folder: a file of tables each; of `codes` one file a class, of
`compare` one file a pair, whose keys stand in no table."""

_IN_FOLDERS: Final = ("codes", "compare")


@dataclass(frozen=True, slots=True)
class _Language:
    root: Traversable
    name: str
    english: Mapping[str, Mapping[str, Table]] | None = None
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    "Kind and id -> the file that it stands in."

    def values(self) -> dict[str, dict[str, Table]]:
        return {kind: self._tables(kind) for kind in KINDS}

    def _tables(self, kind: str) -> dict[str, Table]:
        keys = KINDS[kind].keys
        found: dict[str, Table] = {}
        for file, id_, table in self._read(kind):
            if id_ in found:
                raise ContentError(file.path, id_, "stands in another file as well; remove one")
            self.files[kind, id_] = file.path
            if self.english is None:
                found[id_] = file.whole(id_, table, keys)
            else:
                found[id_] = file.translated(id_, table, keys, self.english[kind])
        return found if self.english is None else {**self.english[kind], **found}

    def _read(self, kind: str) -> Iterator[tuple[ContentFile, str, Table]]:
        for file in self._files(kind):
            if kind == "compare":
                yield file, Path(file.path).stem, file.flat()
            else:
                yield from ((file, id_, table) for id_, table in file.tables())

    def _files(self, kind: str) -> list[ContentFile]:
        if kind not in _IN_FOLDERS:
            return [ContentFile(self.root, f"{self.name}/{kind}.toml")]
        folder = self.root.joinpath(self.name, kind)
        names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
        return [
            ContentFile(self.root, f"{self.name}/{kind}/{name}")
            for name in names
            if name.endswith(".toml")
        ]


def load_words(root: Traversable = REFERENCE) -> Mapping[str, ReferenceWords]:
    """Load the words of every language, English first. Raises `ContentError`."""
    first = _Language(root, ENGLISH)
    english = first.values()
    Strangers(english, first.files).refuse()
    ui = _labels(root, ENGLISH)
    words = {ENGLISH: _words(english, ui)}
    for folder in sorted(root.iterdir(), key=lambda entry: entry.name):
        if folder.is_dir() and folder.name != ENGLISH:
            language = _Language(root, folder.name, english, dict(first.files))
            values = language.values()
            Strangers(values, language.files).refuse()
            words[folder.name] = _words(values, ui | _labels(root, folder.name, ui))
    return words


def _words(values: Mapping[str, Mapping[str, Table]], ui: Mapping[str, str]) -> ReferenceWords:
    made: dict[str, Any] = {
        name: {id_: kind.make(**table) for id_, table in values[name].items()}
        for name, kind in KINDS.items()
    }
    return ReferenceWords(**made, ui=ui)


def _labels(
    root: Traversable, language: str, english: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return a language's labels, `group.key`."""
    file = ContentFile(root, f"{language}/ui.toml")
    labels = {}
    for group, table in file.tables():
        for key, text in file.strings(group, table, Key(filled)).items():
            if english is not None and f"{group}.{key}" not in english:
                raise ContentError(file.path, f"{group}.{key}", "is not known in English")
            labels[f"{group}.{key}"] = text
    return labels
