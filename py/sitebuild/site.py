"""The site is put together beside the old one and takes its place whole, or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import jinja2

from sitebuild.archive import archive
from sitebuild.bundle import bundle_script, bundle_style
from sitebuild.content import content_step
from sitebuild.errors import BuildError
from sitebuild.generated import generated_step
from sitebuild.icons import icons
from sitebuild.manifest import manifest
from sitebuild.names import hashed_file, hashed_folder
from sitebuild.offline import add_service_worker
from sitebuild.packages import packages_step
from sitebuild.palette import colour
from sitebuild.policy import CONTENT_SECURITY_POLICY
from sitebuild.project import Project
from sitebuild.steps import Step, ensure

RUNTIME = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)


def build_site(project: Project) -> None:
    """Bring the site up to date, with all that it is made from."""
    steps = [packages_step, content_step, generated_step, site_step]
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
            project.web,
            project.generated,
            project.packages / ".package-lock.json",
            *(project.python / name for name in ("smtpcore", "smtp_playground", "sitebuild")),
        ),
        outputs=(project.site,),
        make=lambda: _make(project),
    )


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
    assets = site / "assets"
    runtime = _copy_runtime(project, assets)
    python = _add(assets, "smtp-playground.zip", archive(project.python))
    constants = {"ARCHIVE_NAME": python, "PYODIDE_FOLDER": f"{runtime}/"}
    worker = bundle_script(project, project.web / "worker.ts", constants)
    constants = {"WORKER_NAME": _add(assets, "worker.js", worker)}
    app = bundle_script(project, project.web / "app.ts", constants)
    style = bundle_style(project, project.web / "styles" / "page.css")
    _add_page(
        project,
        site,
        app=f"assets/{_add(assets, 'app.js', app)}",
        style=f"assets/{_add(assets, 'page.css', style)}",
    )
    add_service_worker(project, site)  # last: it lists all that is there


def _add_page(project: Project, site: Path, **scripts: str) -> None:
    """Write the page, and what installs it as an application."""
    words = json.loads((project.generated / "words.json").read_text(encoding="utf-8"))["en"]
    tokens = project.web / "styles" / "tokens.css"
    bar, paper = colour(tokens, "chrome"), colour(tokens, "paper")
    made = icons(project.web / "icons" / "mark.svg")
    paths = {
        Path(name).stem: f"assets/{_add(site / 'assets', name, content)}" for name, content in made
    }
    page = _page(project.template, words=words, bar=bar, icons=paths, **scripts)
    _write(site / "index.html", page)
    _write(site / "manifest.webmanifest", manifest(words, paths, bar, paper))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _copy_runtime(project: Project, assets: Path) -> str:
    """Copy Pyodide's files; return their folder's name, which changes with them."""
    package = project.packages / "pyodide"
    version = json.loads((package / "package.json").read_text())["version"]
    contents = ((package / file).read_bytes() for file in RUNTIME)
    name = hashed_folder(f"pyodide-{version}", contents)
    (assets / name).mkdir(parents=True)
    for file in RUNTIME:
        shutil.copyfile(package / file, assets / name / file)
    return name


def _add(assets: Path, name: str, content: bytes) -> str:
    """Write an asset under a name that changes with its content, so that it may be cached."""
    hashed = hashed_file(name, content)
    (assets / hashed).write_bytes(content)
    return hashed


def _page(template: Path, **values: object) -> str:
    """Fill in the page's template."""
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
    )
    try:
        source = environment.from_string(template.read_text(encoding="utf-8"))
        return source.render(csp=CONTENT_SECURITY_POLICY, **values)
    except (OSError, ValueError, jinja2.TemplateError) as error:
        raise BuildError(f"{template}: {error}") from error
