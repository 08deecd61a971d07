"""Where the bench's pages lie: the site, the single file, and what they are measured against."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sitebuild.bench_embed import jupyterlite_step
from sitebuild.packages import npm_ci
from sitebuild.project import Project
from sitebuild.server import SiteHandler, SiteServer, running
from sitebuild.steps import Step, ensure
from smtp_playground.site_server import SINGLE_FILE

PAGES = Path(__file__).with_name("bench_pages")


class _FreeHandler(SiteHandler):
    def policy(self) -> str:
        """Allow the others what they want; our own page carries its policy itself."""
        return "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'"


class _FreeServer(SiteServer):
    handler = _FreeHandler


@dataclass(frozen=True, slots=True)
class Place:
    """The addresses of the pages."""

    url: str
    single: str

    @property
    def site(self) -> str:
        """Our site."""
        return f"{self.url}site/"

    def page(self, name: str) -> str:
        """Return the address of a page that ours is measured against."""
        return f"{self.url}{name}.html?pyodide=/runtime/"


def _pyscript_step(project: Project) -> Step:
    folder = project.made / "pyscript"

    def make() -> None:
        shutil.copytree(PAGES / "pyscript", folder, dirs_exist_ok=True)
        npm_ci(folder, "PyScript")

    return Step(
        name="pyscript",
        doing="PyScript, to be measured against (once, needs the network)",
        inputs=(project.python / "sitebuild" / "bench_pages" / "pyscript",),
        outputs=(folder / "package-lock.json",),
        make=make,
    )


@contextmanager
def served(project: Project) -> Iterator[Place]:
    """Serve all of it from one place; the single file lies alone in a folder."""
    ensure(project, _pyscript_step(project))
    ensure(project, jupyterlite_step(project))
    pyscript = project.made / "pyscript"
    with tempfile.TemporaryDirectory(dir=project.made, prefix="bench-") as name:
        folder, alone = Path(name, "served"), Path(name, "alone")
        shutil.copytree(PAGES, folder)
        shutil.copytree(project.site, folder / "site")
        shutil.copytree(project.pyodide, folder / "runtime")
        core = pyscript / "node_modules" / "@pyscript" / "core" / "dist"
        shutil.copytree(core, folder / "pyscript" / "dist")
        (folder / "lite").symlink_to(project.made / "jupyterlite" / "out")
        alone.mkdir()
        shutil.copy(project.site / SINGLE_FILE, alone)
        with running(_FreeServer(folder)) as server:
            yield Place(server.url, (alone / SINGLE_FILE).as_uri())
