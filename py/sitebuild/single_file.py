"""The whole playground in one HTML file, which opens by a double click and asks no one.

Its big parts stand in it as octets: the file is in windows-1252, in which every octet is one
character, so base64's third is saved. The few octets that HTML changes or ends by are escaped.
All other text in it is ASCII, which means the same in every encoding.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass

from sitebuild.bundle import bundle_inline
from sitebuild.project import Project

NAME = "smtp-playground.html"
ESCAPED = b"=\0\n\r<"
"""The escape itself first; `web/single/octets.ts` undoes this."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the file by its name."""

    name: str
    octets: bytes

    @property
    def text(self) -> str:
        """The part as the characters that stand in the page."""
        return escaped(self.octets).decode("latin-1")


def parts(project: Project, constants: Mapping[str, object]) -> list[Part]:
    """Return the parts in the order in which Python needs them."""
    python = bundle_inline(project, project.web / "single" / "python.ts", constants)
    wasm = (project.pyodide / "pyodide.asm.wasm").read_bytes()
    return [
        Part("python", _packed(python)),
        Part("wasm", _packed(wasm)),
        Part("snapshot", (project.snapshot / "snapshot.gz").read_bytes()),
        Part("library", (project.library / "python_stdlib.zip").read_bytes()),
        Part("packages", (project.library / "smtp-playground.zip").read_bytes()),
    ]


def escaped(octets: bytes) -> bytes:
    """Return octets that come through HTML's parser as they are."""
    for octet in ESCAPED:
        octets = octets.replace(bytes([octet]), b"=" + bytes([octet + 64]))
    return octets


def _packed(octets: bytes) -> bytes:
    return gzip.compress(octets, 9, mtime=0)
