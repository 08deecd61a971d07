"""`verify`: all documents in files and folders, judged, and mended if that is wished."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from smtp_playground.documents.finding import KINDS
from smtp_playground.documents.verifying import Verdict, verify

MOST_OCTETS: Final = 10_000_000
"""Of a document."""

PASSED_OVER: Final = frozenset({"node_modules", "__pycache__", "_build", "site-packages"})


class UnreadableError(ValueError):
    """A path that cannot be read; the text names it and why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be said, and whether all was true."""

    lines: tuple[str, ...]
    is_true: bool


def verify_paths(paths: Sequence[Path], *, mend: bool) -> Outcome:
    """Judge every document; folders are searched for those of a known ending.

    `mend` writes the server's lines as the server says them. Raises `UnreadableError`.
    """
    told: list[str] = []
    sessions = wrong = 0
    files = [file for path in paths for file in documents(path)]
    for file in files:
        text = _text(file)
        verdict = _judged(file, text)
        sessions += verdict.sessions
        left = verdict.problems
        if mend and verdict.mended != text:
            _write(file, verdict.mended)
            left = _judged(file, verdict.mended).problems
            told.append(f"{file}: mended {_counted(len(verdict.problems) - len(left), 'place')}")
        wrong += len(left)
        told += [line for problem in left for line in problem.told(str(file))]
    where = f"{_counted(sessions, 'session')} in {_counted(len(files), 'file')}"
    told.append(f"{where}: {_counted(wrong, 'problem') if wrong else 'all true'}")
    return Outcome(tuple(told), not wrong)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def documents(path: Path) -> Iterator[Path]:
    """Yield the documents at a path, in a fixed order. Raises `UnreadableError`."""
    if path.is_file():
        if path.suffix.lower() not in KINDS:
            raise UnreadableError(f"{path}: not a document; known are {', '.join(KINDS)}")
        yield path
    elif path.is_dir():
        for child in sorted(path.iterdir()):
            hidden = child.name.startswith(".") or child.name in PASSED_OVER
            if child.is_dir() and not hidden:
                yield from documents(child)
            elif child.is_file() and child.suffix.lower() in KINDS:
                yield child
    else:
        raise UnreadableError(f"{path}: there is no such file or folder")


def verify_file(file: Path) -> Verdict:
    """Judge one document. Raises `UnreadableError`."""
    return _judged(file, _text(file))


def _judged(file: Path, text: str) -> Verdict:
    return verify(text, KINDS[file.suffix.lower()])


def _text(file: Path) -> str:
    try:
        octets = file.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{file}: cannot be read: {error.strerror}") from error
    if len(octets) > MOST_OCTETS:
        raise UnreadableError(f"{file}: larger than {MOST_OCTETS} octets")
    try:
        return octets.decode()
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{file}: octet {error.start + 1} is not UTF-8") from error


def _write(file: Path, text: str) -> None:
    """Put the whole text in the file's place, or leave that as it is."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "wb") as fresh:
            fresh.write(text.encode())
        Path(name).chmod(file.stat().st_mode)
        Path(name).replace(file)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise UnreadableError(f"{file}: cannot be written: {error.strerror}") from error
