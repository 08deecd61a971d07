"""The whole playground in one HTML file, which opens by a double click and asks no one.

Its big parts stand in it as octets: the file is in windows-1252, in which every octet is one
character, so base64's third is saved. The few octets that HTML changes or ends by are escaped.
All other text in it is ASCII, which means the same in every encoding.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitebuild.bundle import bundle_inline, bundle_script
from sitebuild.client import client_script
from sitebuild.errors import BuildError
from sitebuild.lessons_data import lessons_data
from sitebuild.page import render
from sitebuild.policy import single_file_policy
from sitebuild.project import Project
from sitebuild.reference import reference_data
from sitebuild.shell import Shell, shell_script
from sitebuild.snapshot import gzipped
from smtp_playground.site_server import SINGLE_FILE

ESCAPED = b"=\0\n\r<"
"""The escape itself first; `web/single/octets.ts` undoes this."""

CALL = "smtpPart()"
"""What stands behind each part, and takes it up."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the file by its name, in the order in which Python needs them."""

    name: str
    octets: bytes

    @property
    def place(self) -> str:
        """What stands in the page until the octets do."""
        return f"[the part {self.name}]"


def single_file(
    project: Project,
    shell: Shell,
    pictures: Mapping[str, bytes],
    constants: Mapping[str, object],
) -> bytes:
    """Return the file; `constants` are what Python's thread must know of the build."""
    parts = _parts(project, constants)
    worker = bundle_inline(project, project.web / "single" / "worker.ts", {})
    names = [part.name for part in parts]
    told = {"WORKER_SOURCE": worker.decode(), "PART_NAMES": names}
    script = shell_script(project, project.web / "single" / "shell.ts", told)
    nowhere: dict[str, object] = {"REFERENCES": {}, "LESSONS": {}, "CLIENT": ""}
    app = bundle_script(project, project.web / "app.ts", nowhere, "ascii").decode()
    page = render(
        project,
        csp=single_file_policy([script, app, CALL], shell.style),
        shell=shell,
        script=script,
        app=app,
        icons={"icon-32": f"data:image/png;base64,{b64encode(pictures['icon-32.png']).decode()}"},
        parts=parts,
    )
    return _filled(page.encode("ascii", "xmlcharrefreplace"), parts)


def _filled(page: bytes, parts: Iterable[Part]) -> bytes:
    for part in parts:
        if page.count(part.place.encode()) != 1:
            raise BuildError(f"{SINGLE_FILE}: the page has no place for the part {part.name}")
        page = page.replace(part.place.encode(), escaped(part.octets), 1)
    return page


def _parts(project: Project, constants: Mapping[str, object]) -> list[Part]:
    python = bundle_inline(project, project.web / "single" / "python.ts", constants)
    wasm = (project.pyodide / "pyodide.asm.wasm").read_bytes()
    return [
        Part("python", gzipped(python)),
        Part("wasm", gzipped(wasm)),
        Part("snapshot", (project.snapshot / "snapshot.gz").read_bytes()),
        Part("library", (project.library / "python_stdlib.zip").read_bytes()),
        Part("packages", (project.library / "smtp-playground.zip").read_bytes()),
        *(
            Part(f"reference-{language}", octets)
            for language, octets in reference_data(project).items()
        ),
        *(Part(f"lessons-{language}", octets) for language, octets in lessons_data().items()),
        Part("client", gzipped(client_script(project, {}, ""))),
    ]


def escaped(octets: bytes) -> bytes:
    """Return octets that come through HTML's parser as they are."""
    for octet in ESCAPED:
        octets = octets.replace(bytes([octet]), b"=" + bytes([octet + 64]))
    return octets
