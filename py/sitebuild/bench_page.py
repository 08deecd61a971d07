"""Our page against the least it could cost, in the same browser and run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, median

from playwright.sync_api import Browser, Error, Page, sync_playwright

from sitebuild.browsers import NAMES, launch, make_sure_of_browsers
from sitebuild.errors import BuildError
from sitebuild.project import Project
from sitebuild.server import SiteServer, running
from sitebuild.site import build_site

BOOTS = 5
ROUNDS = 4
TURNS = 20
WAITING = 120_000  # milliseconds until a page counts as hung

MARK_IS_THERE = "name => performance.getEntriesByName(name).length > 0"
MARK_TIME = "name => performance.getEntriesByName(name)[0].startTime"
MEASURES_ARE_THERE = "([name, count]) => performance.getEntriesByName(name).length >= count"
DURATIONS = "name => performance.getEntriesByName(name).map(entry => entry.duration)"


def bench_page(project: Project) -> None:
    """Print each browser's rows."""
    build_site(project)
    make_sure_of_browsers()
    runtime = next(project.site.glob("assets/pyodide-*")).name
    with _served(project) as url, sync_playwright() as playwright:
        for name in NAMES:
            try:
                _print_rows(launch(playwright, name), url, f"/site/assets/{runtime}/")
            except Error as error:
                raise BuildError(f"{name}: {error.message.splitlines()[0]}") from error


@contextmanager
def _served(project: Project) -> Iterator[str]:
    """Serve the site and the pages it is measured against from one place."""
    with tempfile.TemporaryDirectory(dir=project.made, prefix="bench-") as folder:
        shutil.copytree(Path(__file__).with_name("bench_pages"), folder, dirs_exist_ok=True)
        shutil.copytree(project.site, Path(folder, "site"))
        with running(SiteServer(Path(folder))) as server:
            yield server.url


def _print_rows(browser: Browser, url: str, runtime: str) -> None:
    with browser:
        print(f"\n{browser.browser_type.name} {browser.version}")
        _print_boot(browser, url, runtime)
        _print_turn(browser, url)


def _print_boot(browser: Browser, url: str, runtime: str) -> None:
    """Print the time from navigation to the greeting, cold, against plain `loadPyodide()`."""
    ours, plain = [], []
    for _ in range(BOOTS):  # in turns, so that a busy moment of the machine meets both
        ours.append(_boot(browser, f"{url}site/", "smtp:greeting"))
        plain.append(_boot(browser, f"{url}plain.html?pyodide={runtime}", "plain:ready"))
    _print_row("boot", "navigation to greeting", median(ours), "loadPyodide()", median(plain))


def _boot(browser: Browser, address: str, mark: str) -> float:
    # A new context has an empty cache; what is stored for a next visit would cost this one's time.
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_function(MARK_IS_THERE, arg=mark, timeout=WAITING)
        return float(page.evaluate(MARK_TIME, mark))


def _print_turn(browser: Browser, url: str) -> None:
    """Print the time from Enter to the answer on the page, against an echo worker."""
    with browser.new_context(service_workers="block") as context:
        echo, ours = context.new_page(), context.new_page()
        echo.goto(f"{url}echo.html")
        ours.goto(f"{url}site/")
        ours.wait_for_function(MARK_IS_THERE, arg="smtp:greeting", timeout=WAITING)
        for _ in range(ROUNDS):
            _take_turns(echo, "echo:turn")
            _take_turns(ours, "smtp:turn")
        times = _middle(ours, "smtp:turn"), _middle(echo, "echo:turn")
    _print_row("turn", "Enter to bubble", times[0], "echo worker", times[1])


def _take_turns(page: Page, measure: str) -> None:
    """Send lines one by one, each when the one before was answered."""
    page.bring_to_front()
    prompt = page.locator("[data-part=prompt]")
    already = len(page.evaluate(DURATIONS, measure))
    for count in range(already + 1, already + TURNS + 1):
        prompt.fill("NOOP")
        prompt.press("Enter")
        # Looking at every frame, the default, would itself make the browser draw frames.
        there = [measure, count]
        page.wait_for_function(MEASURES_ARE_THERE, arg=there, polling=20, timeout=WAITING)


def _middle(page: Page, measure: str) -> float:
    """Return the mean of the middle half: clocks in browsers tick too coarsely for a median."""
    durations = [float(duration) for duration in page.evaluate(DURATIONS, measure)]
    quarter = len(durations) // 4
    return mean(sorted(durations)[quarter : len(durations) - quarter])


def _print_row(row: str, what: str, ours: float, other: str, theirs: float) -> None:
    print(
        f"  {row}  {what:<22} {ours:8.2f} ms   {other:<14} {theirs:8.2f} ms"
        f"   ratio {ours / theirs:.2f}",
        flush=True,
    )
