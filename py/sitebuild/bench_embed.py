"""What a page of documentation loads for one session: untouched, touched, and as others do it."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, Request

from sitebuild.process import run
from sitebuild.project import Project
from sitebuild.steps import Step

LITE: Final = Path(__file__).with_name("bench_pages") / "jupyterlite"
QUIET: Final = 4_000
"""Milliseconds without anything new after which a page has come to rest."""

PATIENCE: Final = 120_000
"""Milliseconds until a page counts as broken."""


def jupyterlite_step(project: Project) -> Step:
    """Return the step that builds a JupyterLite with its REPL, and our Pyodide within."""
    folder = project.made / "jupyterlite"
    return Step(
        name="jupyterlite",
        doing="JupyterLite, to be measured against (once, needs the network)",
        inputs=(LITE, project.packages / ".package-lock.json"),
        outputs=(folder / "out" / "jupyter-lite.json",),
        make=lambda: _make(project, folder),
    )


def _make(project: Project, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    environment, sources = folder / "env", folder / "sources"
    run("make an environment", [sys.executable, "-m", "venv", environment])
    programs = Path(sysconfig.get_path("scripts", "venv", {"base": str(environment)}))
    install: list[str | Path] = [
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "-r",
        LITE / "requirements.txt",
    ]
    run("install JupyterLite", [programs / "python", *install])
    # Where it looks for a Pyodide of one's own.
    shutil.copytree(project.pyodide, sources / "static" / "pyodide")
    build: list[str | Path] = ["lite", "build", "--apps", "repl", "--no-unused-shared-packages"]
    build += ["--lite-dir", sources, "--output-dir", folder / "out"]
    run("build JupyterLite", [programs / "jupyter", *build], folder)


def bench_embed(browser: Browser, url: str) -> None:
    """Print requests and octets of each, as the browser counts them; no cache, once each."""
    print("\none session in a page, Chromium            requests      MB")
    _row(browser, "untouched", f"{url}embed.html", _read)
    _row(browser, "touched, until the greeting", f"{url}embed.html", _touch)
    _row(browser, "a JupyterLite REPL in a frame, untouched", f"{url}jupyterlite.html", _look)


def _row(browser: Browser, name: str, url: str, act: Callable[[Page], None]) -> None:
    done: list[Request] = []

    def count(request: Request) -> None:
        done.append(request)

    with browser.new_context(service_workers="allow") as context:
        context.on("requestfinished", count)
        page = context.new_page()
        page.goto(url)
        act(page)
        _rest(page, done)
        octets = sum(request.sizes()["responseBodySize"] for request in done)
    print(f"  {name:<42}{len(done):>6}{octets / 1e6:>9.2f}", flush=True)


def _read(page: Page) -> None:
    page.locator("smtp-playground li").first.wait_for(timeout=PATIENCE)


def _touch(page: Page) -> None:
    page.locator("smtp-playground .try").click(timeout=PATIENCE)
    page.locator("smtp-console[state=ready]").wait_for(timeout=PATIENCE)


def _look(page: Page) -> None:
    page.frame_locator("iframe").locator("body").wait_for(state="attached", timeout=PATIENCE)


def _rest(page: Page, done: list[Request]) -> None:
    """Wait until nothing has come for a while: a frame's parts ask for more when they run.

    A page that never stops asking is counted until patience ends.
    """
    before, quiet, waited = -1, 0, 0
    while quiet < QUIET and waited < PATIENCE:
        page.wait_for_timeout(250)
        waited += 250
        quiet = quiet + 250 if len(done) == before else 0
        before = len(done)
