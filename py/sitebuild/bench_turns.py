"""How long a line takes from Enter to its bubble, against an echo, as a conversation grows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from playwright.sync_api import Browser, CDPSession, Page

from sitebuild.bench_place import Place
from sitebuild.engines import WAITING

SIZES = (10, 100, 1_000, 10_000)
"""Bubbles in the log."""
MEMORY_AT = (2_500, 5_000, 10_000)
ROUNDS = 4
TURNS = 20
OURS, ECHO = "smtp:turn", "bench:turn"

MEASURES_ARE_THERE = "([name, count]) => performance.getEntriesByName(name).length >= count"
DURATIONS = "name => performance.getEntriesByName(name).map(entry => entry.duration)"
FORGET = "name => performance.clearMeasures(name)"
BUBBLES = """count => document.querySelector("smtp-playground").shadowRoot
  .querySelector("smtp-transcript").shadowRoot.querySelectorAll("article").length >= count"""
SAY = """text => document.querySelector("smtp-playground").dispatchEvent(
  new CustomEvent("smtp-say", { detail: { text, doubleDots: false, ends: false } }))"""


def bench_turns(browser: Browser, place: Place) -> None:
    """Print a row for each size of a conversation, then what the size costs."""
    with browser.new_context(service_workers="block") as context:
        ours, echo = context.new_page(), context.new_page()
        echo.goto(place.page("echo"))
        ours.goto(place.site)
        ours.locator("smtp-playground[state=ready]").wait_for(timeout=WAITING)
        costs = {size: _turns(_Pair(ours, echo), size) for size in SIZES}
    print(f"  append at {SIZES[-1]} / at 100 bubbles {costs[SIZES[-1]] / costs[100]:.2f}")


def bench_memory(browser: Browser, place: Place) -> None:
    """Print how the page's memory grows; only Chromium tells it."""
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(place.site)
        page.locator("smtp-playground[state=ready]").wait_for(timeout=WAITING)
        session = context.new_cdp_session(page)
        used = []
        for size in MEMORY_AT:
            _grow(page, size)
            used.append((size, _used(session)))
    slopes = [
        (after - before) / (more - fewer) for (fewer, before), (more, after) in pairwise(used)
    ]
    cells = "   ".join(f"{size} bubbles {octets / 1e6:.1f} MB" for size, octets in used)
    print(f"  memory {cells}   octets a bubble: {', '.join(f'{slope:.0f}' for slope in slopes)}")


@dataclass(frozen=True, slots=True)
class _Pair:
    ours: Page
    echo: Page


def _turns(pair: _Pair, size: int) -> float:
    _grow(pair.ours, size)
    for page, measure in ((pair.ours, OURS), (pair.echo, ECHO)):
        page.evaluate(FORGET, measure)
    for _ in range(ROUNDS):  # in turns, so that a busy moment of the machine meets both
        _take_turns(pair.echo, ECHO)
        _take_turns(pair.ours, OURS)
    ours, echo = _middle(pair.ours, OURS), _middle(pair.echo, ECHO)
    print(
        f"  turn   at {size:>5} bubbles {ours:6.2f} ms   echo {echo:6.2f} ms"
        f"   ratio {ours / echo:.2f}",
        flush=True,
    )
    return ours


def _grow(page: Page, size: int) -> None:
    """Say enough for so many bubbles; each line makes two."""
    there = page.get_by_role("log").locator("article").count()
    if lines := (size - there) // 2:
        page.evaluate(SAY, "\n".join(["NOOP"] * lines))
        page.wait_for_function(BUBBLES, arg=there + 2 * lines, polling=100, timeout=WAITING)
    page.locator(".sending").wait_for(state="detached", timeout=WAITING)


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


def _used(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "JSHeapUsedSize"))
