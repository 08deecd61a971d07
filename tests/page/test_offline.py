"""The second visit needs no network; whatever goes wrong with storing leaves a page that works."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from sitebuild.offline import SCRIPT, precache
from sitebuild.project import HERE

from .hosting import Host, copy_site, newer_site
from .talking import (
    APP,
    EHLO,
    SHELL_THERE,
    WASM,
    WORKER,
    Console,
    expect_reply,
    explanation,
    held_back,
)

STORED = "() => navigator.serviceWorker.controller !== null"
ENDED = "became => window.became?.at(-1) === became"
WATCH = """
const workers = navigator.serviceWorker ?? {}; // an empty page has none in Firefox
const register = workers.register?.bind(workers);
window.became = [];
workers.register = async (...all) => {
  const registration = await register(...all);
  window.became.push("registered");
  const worker = registration.installing;
  worker?.addEventListener("statechange", () => window.became.push(worker.state));
  return registration;
};
"""
"""Put before the page's own script: it keeps what becomes of the service worker."""

ANSWERS = "name => fetch(name).then(() => true, () => false)"
_NAMES = """async () => {
  const names = await caches.keys();
  const found = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
  const folder = new URL(".", location.href).href;
  return found.flat().map(({ url }) => url.replace(folder, "").split("?")[0]).sort();
}"""

NETWORK = """is => {
  Object.defineProperty(navigator, "onLine", { configurable: true, get: () => is });
  dispatchEvent(new Event(is ? "online" : "offline"));
}"""
"""The cable as the browser tells of it."""

ABSENT = "delete Navigator.prototype.serviceWorker;"
DENIED = """Object.defineProperty(navigator, "serviceWorker", {
  get() { throw new DOMException("not here", "SecurityError"); },
});"""
REFUSED = """(navigator.serviceWorker ?? {}).register = () => {
  window.became = ["refused"];
  return Promise.reject(new DOMException("not here", "SecurityError"));
};"""
FULL = b"""Cache.prototype.put = () =>
  Promise.reject(new DOMException("no room", "QuotaExceededError"));
"""


@pytest.fixture
def console(visitor: BrowserContext) -> Iterator[Console]:
    """Return a page that is not loaded yet; it must have nothing to complain of at the end."""
    console = Console(visitor.new_page())
    yield console
    assert console.complaints == []


def visit(console: Console, host: Host) -> None:
    """Load the page and wait until it is stored."""
    console.load(host.url)
    console.page.wait_for_function(STORED)


def expect_it_works(console: Console) -> None:
    console.wait_until_ready()
    expect_reply(console.say(EHLO), 250, "extended-hello")
    refused = console.say("VRFY alice")
    expect_reply(refused, 502, "not-implemented")
    expect(explanation(refused)).to_be_visible()


def test_the_second_visit_needs_no_network(
    visitor: BrowserContext, console: Console, host: Host
) -> None:
    visit(console, host)
    host.pull_the_cable()

    console.page.reload()

    expect_it_works(console)
    for address in ("index.html", "?boot=plain", "index.html?a&=b#lang=en"):
        other = Console(visitor.new_page())  # closed while it loads, of which Firefox may complain
        other.page.goto(host.url + address)
        expect(other.prompt).to_be_editable()
        other.page.close()


@pytest.mark.one_engine
def test_the_download_is_offered_while_there_is_a_network(fresh: Console, site_url: str) -> None:
    """Also once the screen was cleared."""
    link = fresh.page.locator(".take a")
    fresh.load(site_url)
    expect(link).to_be_visible()
    fresh.clear()
    expect(link).to_be_visible()

    fresh.page.evaluate(NETWORK, False)
    expect(link).to_have_count(0)
    fresh.page.evaluate(NETWORK, True)
    expect(link).to_be_visible()


@pytest.mark.one_engine
def test_without_a_network_no_download_is_offered(fresh: Console, site_url: str) -> None:
    fresh.page.add_init_script(f"({NETWORK})(false)")
    link = fresh.page.locator(".take a:visible")
    with held_back(fresh.page, WORKER):
        with held_back(fresh.page, APP):
            fresh.arrive(site_url)
            expect(fresh.prompt).to_be_editable()
            expect(link).to_have_count(0)
        expect(fresh.page.locator(".shell")).to_have_count(0)
        expect(link).to_have_count(0)


def test_the_first_visit_goes_on_without_the_network(console: Console, host: Host) -> None:
    """What is stored is the site, and nothing that a page may want later is left on the host."""
    visit(console, host)
    host.pull_the_cable()

    names = sorted(entry["url"] for entry in precache(HERE.site))
    assert console.page.evaluate(_NAMES) == names
    assert [name for name in names if not console.page.evaluate(ANSWERS, name)] == []
    expect_it_works(console)


@pytest.mark.one_engine
def test_nothing_is_stored_while_the_page_starts(console: Console, host: Host) -> None:
    console.page.add_init_script(WATCH)

    with held_back(console.page, WASM):
        console.page.goto(host.url)
        console.page.wait_for_function(SHELL_THERE)
        assert console.page.evaluate("window.became") == []

    console.page.wait_for_function(ENDED, arg="activated")


@pytest.mark.parametrize("forbidding", [ABSENT, DENIED], ids=["absent", "denied"])
def test_a_browser_without_service_workers_loses_only_that(
    console: Console, host: Host, forbidding: str
) -> None:
    console.page.add_init_script(forbidding)

    console.load(host.url)

    expect_it_works(console)


def test_a_refusal_is_borne_in_silence(console: Console, host: Host) -> None:
    """As in private windows, and where the reader forbids storage."""
    console.page.add_init_script(REFUSED)

    console.load(host.url)

    console.page.wait_for_function(ENDED, arg="refused")
    expect_it_works(console)


def test_a_store_without_room_is_borne_in_silence(
    console: Console, host: Host, tmp_path: Path
) -> None:
    site = copy_site(tmp_path / "full")
    (site / SCRIPT).write_bytes(FULL + (site / SCRIPT).read_bytes())
    host.publish(site)
    console.page.add_init_script(WATCH)

    console.load(host.url)
    console.page.wait_for_function(ENDED, arg="redundant")

    expect_it_works(console)


@pytest.mark.one_engine
def test_storing_that_was_cut_short_is_made_up_for(
    console: Console, host: Host, tmp_path: Path
) -> None:
    """A file is missing on the first visit; the second stores the site, for the third."""
    site = copy_site(tmp_path / "site")
    (icon,) = site.glob("assets/touch-*.png")
    hidden = icon.rename(tmp_path / icon.name)
    host.publish(site)
    console.page.add_init_script(WATCH)
    console.load(host.url)
    console.page.wait_for_function(ENDED, arg="redundant")
    expect_it_works(console)

    hidden.rename(icon)
    console.page.reload()
    console.page.wait_for_function(STORED)
    host.pull_the_cable()
    console.page.reload()

    expect_it_works(console)


@pytest.mark.one_engine
def test_a_mixture_of_two_versions_is_not_stored(
    console: Console, host: Host, tmp_path: Path
) -> None:
    """A host in the middle of an update may hand out one's page and the other's list."""
    site = copy_site(tmp_path / "mixed")
    newer = newer_site(tmp_path / "newer")
    for path in newer.glob("assets/*.js"):
        shutil.copy(path, site / "assets")
    shutil.copy(newer / SCRIPT, site)
    host.publish(site)
    console.page.add_init_script(WATCH)

    console.load(host.url)
    console.page.wait_for_function(ENDED, arg="redundant")

    expect_it_works(console)


def test_a_store_that_was_emptied_is_no_obstacle(
    console: Console, host: Host, tmp_path: Path
) -> None:
    """The service worker is still there, and the host has a newer site by now."""
    visit(console, host)
    host.publish(newer_site(tmp_path / "newer"))
    console.page.evaluate("async () => { for (const c of await caches.keys()) caches.delete(c) }")

    console.page.reload()

    console.page.wait_for_function("() => window.newer")
    expect_it_works(console)


def test_a_page_in_a_frame_stores_nothing(console: Console, host: Host) -> None:
    """Its host's visitors did not come for it."""
    console.page.add_init_script(WATCH)
    frame = f'<iframe src="{host.url}" style="width: 100%; height: 90vh"></iframe>'
    address = host.url + "frame"
    console.page.route(address, lambda route: route.fulfill(content_type="text/html", body=frame))
    console.page.goto(address)
    inner = console.page.frame_locator("iframe")
    expect(inner.locator("smtp-playground")).to_have_attribute("state", "ready", timeout=90_000)

    prompt = inner.locator("[data-part=prompt]")
    prompt.fill("NOOP")
    prompt.press("Enter")
    expect(inner.locator("article[data-from=server]")).to_have_count(2)

    assert console.page.frames[1].evaluate("window.became") == []
