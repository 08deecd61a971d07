"""The reader's own client: fetched by who opens it, and no part of what all others fetch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from sitebuild.bundle import bundle_inline, bundle_script
from sitebuild.errors import BuildError
from sitebuild.names import add_asset
from sitebuild.project import Project
from smtp_playground.client.programs import programs
from smtp_playground.errors import ContentError
from smtp_playground.lessons.built_in import languages


def add_client(
    project: Project, site: Path, about: Mapping[str, object], addresses: Mapping[str, str]
) -> str:
    """Add its scripts to the site; return the path of the one that the page fetches.

    `about` is what Python's thread must know of the build, `addresses` where Python's files are.
    """
    python = bundle_inline(project, project.web / "client" / "python.ts", about)
    thread = Path(add_asset(site, "program.js", python)).name
    return add_asset(site, "client.js", client_script(project, addresses, thread))


def client_script(project: Project, addresses: Mapping[str, str], thread: str) -> bytes:
    """Return the script that the page fetches; in the single file nothing has an address."""
    constants = {"ADDRESSES": addresses, "CLIENT_PYTHON": thread, "PROGRAMS": _programs()}
    return bundle_script(project, project.web / "client" / "main.ts", constants, "ascii")


def _programs() -> dict[str, list[dict[str, str]]]:
    try:
        return {
            language: [asdict(program) for program in programs(language)]
            for language in languages()
        }
    except ContentError as error:
        raise BuildError(str(error)) from error
