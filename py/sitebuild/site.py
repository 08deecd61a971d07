"""The site is put together beside the old one and takes its place whole, or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sitebuild.bundle import bundle_script
from sitebuild.client import add_client
from sitebuild.content import content_step
from sitebuild.embedding import add_embedding
from sitebuild.frame import Shared
from sitebuild.generated import generated_step
from sitebuild.guides import add_guides
from sitebuild.icons import icons
from sitebuild.lesson_pages import add_lessons
from sitebuild.lessons_data import lessons_data
from sitebuild.library import library_step
from sitebuild.manifest import manifest
from sitebuild.names import add_asset
from sitebuild.offline import add_service_worker
from sitebuild.packages import packages_step
from sitebuild.page import render, words
from sitebuild.palette import colour
from sitebuild.policy import content_security_policy
from sitebuild.project import Project
from sitebuild.reference import add_reference, add_sitemap, frames, reference_data, reference_step
from sitebuild.shell import Shell, make_shell, shell_script
from sitebuild.single_file import single_file
from sitebuild.snapshot import build_id, snapshot_step
from sitebuild.steps import Step, ensure
from smtp_playground.site_server import SINGLE_FILE


def build_site(project: Project) -> None:
    """Bring the site up to date, with all that it is made from."""
    steps = [
        packages_step,
        content_step,
        generated_step,
        library_step,
        snapshot_step,
        reference_step,
        site_step,
    ]
    made = [ensure(project, step(project)) for step in steps]
    if not any(made):
        print("site: up to date", flush=True)


def site_step(project: Project) -> Step:
    """Return the step that makes `dist/`."""
    return Step(
        name="site",
        doing="scripts, styles, Python and the runtime into dist/",
        inputs=(
            project.template,
            project.address,
            project.web,
            project.generated,
            project.library,
            project.snapshot,
            project.reference,
            project.packages / ".package-lock.json",
            *(project.python / name for name in ("smtpcore", "smtp_playground", "sitebuild")),
        ),
        outputs=(project.site,),
        make=lambda: _make(project),
    )


def address(project: Project) -> str:
    """Return the site's own address, which ends with a slash; empty where it was not told."""
    return project.address.read_text(encoding="utf-8") if project.address.exists() else ""


def _make(project: Project) -> None:
    project.made.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.made, prefix="site-") as folder:
        fresh, old = Path(folder, "new"), Path(folder, "old")
        fresh.mkdir()
        _fill(project, fresh)
        if project.site.exists():
            project.site.rename(old)
        fresh.rename(project.site)


def _fill(project: Project, site: Path) -> None:
    """Write every file of the site into an empty folder."""
    (site / "assets").mkdir()
    about = _about(project)
    addresses = {"ADDRESSES": _add_runtime(project, site)}
    worker = bundle_script(project, project.web / "worker.ts", about | addresses)
    constants = {"WORKER": add_asset(site, "worker.js", worker)}
    references = {
        language: add_asset(site, f"reference-{language}.bin", octets)
        for language, octets in reference_data(project).items()
    }
    lessons = {
        language: add_asset(site, f"lessons-{language}.bin", octets)
        for language, octets in lessons_data().items()
    }
    told: dict[str, object] = {"REFERENCES": references, "LESSONS": lessons}
    told["CLIENT"] = add_client(project, site, about, addresses["ADDRESSES"])
    app = bundle_script(project, project.web / "app.ts", told)
    script = shell_script(project, project.web / "site-shell.ts", constants)
    shell, pictures = make_shell(project), dict(icons(project.web / "icons" / "mark.svg"))
    scripts = {"script": script, "app": add_asset(site, "app.js", app)}
    paths = _add_page(project, site, shell, pictures, scripts)
    pages = frames(project, site, Shared(paths, references, address(project)))
    add_reference(project, pages)
    add_lessons(pages)
    add_guides(project, pages)
    add_embedding(project, site, told, constants["WORKER"])
    add_sitemap(site, address(project))
    (site / SINGLE_FILE).write_bytes(single_file(project, shell, pictures, about))
    add_service_worker(project, site)  # last: it lists all that is there


def _add_page(
    project: Project,
    site: Path,
    shell: Shell,
    pictures: Mapping[str, bytes],
    scripts: Mapping[str, str],
) -> dict[str, str]:
    """Write the page, and what installs it as an application; return where its pictures are."""
    tokens = project.web / "styles" / "tokens.css"
    bar, paper = colour(tokens, "chrome"), colour(tokens, "paper")
    paths = {Path(name).stem: add_asset(site, name, content) for name, content in pictures.items()}
    policy = content_security_policy(scripts["script"], shell.style)
    page = render(project, csp=policy, shell=shell, icons=paths, bar=bar, parts=[], **scripts)
    _write(site / "index.html", page)
    _write(site / "manifest.webmanifest", manifest(words(project), paths, bar, paper))
    return paths


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _about(project: Project) -> dict[str, object]:
    """Return what Python's thread must know of the build."""
    lock = json.loads((project.pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    return {"BUILD": build_id(project), "PYODIDE_INFO": lock["info"]}


def _add_runtime(project: Project, site: Path) -> dict[str, str]:
    """Add the files that Python is made of; return their names, beside the worker."""
    runtime = bundle_script(project, project.web / "runtime.ts", {})
    files = {
        "runtime": ("python.js", runtime),
        "wasm": ("python.wasm", (project.pyodide / "pyodide.asm.wasm").read_bytes()),
        "snapshot": ("snapshot.wasm", (project.snapshot / "snapshot.wasm").read_bytes()),
        # Not .gz: hosts that know the ending have the browser unpack it before we do.
        "packedSnapshot": ("snapshot.bin", (project.snapshot / "snapshot.gz").read_bytes()),
        "library": ("library.zip", (project.library / "python_stdlib.zip").read_bytes()),
        "packages": ("packages.zip", (project.library / "smtp-playground.zip").read_bytes()),
    }
    return {key: Path(add_asset(site, *file)).name for key, file in files.items()}
