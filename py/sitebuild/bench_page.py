"""Our page against the least it could cost and against others, in the same browser and run."""

from __future__ import annotations

from playwright.sync_api import Error, Playwright, sync_playwright

from sitebuild.bench_boot import bench_boot
from sitebuild.bench_embed import bench_embed
from sitebuild.bench_place import Place, served
from sitebuild.bench_sizes import bench_sizes
from sitebuild.bench_turns import bench_memory, bench_turns
from sitebuild.browsers import NAMES as BY_PLAYWRIGHT
from sitebuild.browsers import launch, make_sure_of_browsers
from sitebuild.engines import NAMES, running
from sitebuild.errors import BuildError
from sitebuild.project import Project
from sitebuild.site import build_site


def bench_page(project: Project) -> None:
    """Print each browser's rows."""
    build_site(project)
    make_sure_of_browsers()
    bench_sizes(project)
    with served(project) as place, sync_playwright() as playwright:
        for name in NAMES:
            try:
                _bench(playwright, name, place)
            except Error as error:
                raise BuildError(f"{name}: {error.message.splitlines()[0]}") from error


def _bench(playwright: Playwright, name: str, place: Place) -> None:
    with running(playwright, name) as engine:
        bench_boot(engine, place)
    if name in BY_PLAYWRIGHT:
        with launch(playwright, name) as browser:
            bench_turns(browser, place)
            if name == "chromium":
                bench_embed(browser, place.url)
                bench_memory(browser, place)
