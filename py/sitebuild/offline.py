"""The service worker, which carries the list of the whole finished site, each file by its content.

So it changes whenever any file does, and a browser that looks at it again finds a newer site.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TypedDict

from sitebuild.bundle import bundle_script
from sitebuild.project import Project
from sitebuild.steps import files
from smtp_playground.site_server import SINGLE_FILE, is_hashed

SCRIPT = "service-worker.js"
NOT_KEPT = {
    SCRIPT,  # the browser keeps it by itself
    SINGLE_FILE,  # the same page once more, made to be carried away
    *("codes.json", "codes.schema.json", "sitemap.xml"),  # for programs
    *("embed.html", "embed.js"),  # for pages elsewhere
}
EMBEDDED = ("assets/console-*.js", "assets/frame-*.js")
PAGES = ("en/*", "pt-BR/*")
"""The reference's hundreds of pages: without a network the console shows their entries."""

BARE_SNAPSHOT = "assets/snapshot-*.wasm"
"""It is kept packed: a third of its size."""


class Entry(TypedDict):
    """A file as workbox-precaching knows it."""

    url: str
    "Relative to the service worker."
    revision: str | None
    "Tells two versions of one name apart; none where the name does that."
    integrity: str
    "A host in the middle of an update hands out old and new: what does not fit is not stored."


def add_service_worker(project: Project, site: Path) -> None:
    """Write the service worker of a site that is otherwise finished."""
    constants = {"PRECACHE": list(precache(site))}
    script = bundle_script(project, project.web / "service-worker.ts", constants)
    (site / SCRIPT).write_bytes(script)


def precache(site: Path) -> Iterator[Entry]:
    """Yield each file of the site that is kept for the next visit."""
    for path in files([site]):
        url = path.relative_to(site).as_posix()
        if url not in NOT_KEPT and not any(
            fnmatch(url, each) for each in (BARE_SNAPSHOT, *EMBEDDED, *PAGES)
        ):
            yield _entry(url, path.read_bytes())


def _entry(url: str, content: bytes) -> Entry:
    digest = hashlib.sha256(content)
    return Entry(
        url=url,
        revision=None if is_hashed(url) else digest.hexdigest()[:10],
        integrity=f"sha256-{base64.b64encode(digest.digest()).decode()}",
    )
