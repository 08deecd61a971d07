"""A step is made again only if what goes in, or what came out, differs from last time.

Contents are compared, not times: a fresh clone, a branch switch and a touched file cost nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitebuild.project import Project

INSTALLED_OR_COMPILED = {"node_modules", "__pycache__"}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the build makes."""

    name: str
    doing: str
    "What a person reads while it is made."
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...]
    make: Callable[[], None]


def ensure(project: Project, step: Step) -> bool:
    """Make the step if it is stale, and say so. Return whether it was."""
    stamp = project.made / "stamps" / step.name
    going_in = fingerprint(project, step.inputs)
    if stamp.exists() and stamp.read_text() == going_in + fingerprint(project, step.outputs):
        return False
    print(f"{step.name}: {step.doing}", flush=True)
    stamp.unlink(missing_ok=True)
    step.make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(going_in + fingerprint(project, step.outputs))
    return True


def fingerprint(project: Project, paths: Iterable[Path]) -> str:
    """Return a digest of the files' names and contents; a missing file counts as such."""
    digest = hashlib.sha256()
    for path in files(paths):
        content = path.read_bytes() if path.exists() else b"missing"
        digest.update(f"{path.relative_to(project.root)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named, and all in the folders named but hidden ones, in a fixed order."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for child in sorted(path.iterdir()):
            if child.name not in INSTALLED_OR_COMPILED and not child.name.startswith("."):
                yield from files([child])
