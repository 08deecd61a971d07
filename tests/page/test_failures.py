"""What goes wrong is said with its reason, and one press tries again; nothing hangs in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from sitebuild.project import HERE

from .hosting import Host, copy_site
from .talking import (
    APP,
    EHLO,
    LANGUAGES,
    WASM,
    WORDS,
    Console,
    Language,
    expect_reply,
    held_back,
)

WORKER = "**/worker-*.js"
SNAPSHOT = re.compile("snapshot-")

Fault = Callable[[Route], None]


def missing(route: Route) -> None:
    route.fulfill(status=404, body="Not found")


def a_web_page(route: Route) -> None:
    route.fulfill(content_type="text/html", body="<h1>Welcome</h1>")


def broken(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=response.body()[:10_000])


def cut_off(route: Route) -> None:
    route.abort()


FAULTS: dict[str, tuple[str | re.Pattern[str], Fault, str]] = {
    "wasm missing": (WASM, missing, r"python-\w+\.wasm: 404"),
    "wasm of a wrong type": (WASM, a_web_page, r"python-\w+\.wasm: .*web page"),
    "wasm broken": (WASM, broken, "."),
    "wasm cut off": (WASM, cut_off, r"python-\w+\.wasm: "),
    # Without the snapshot the plain way stands in: these fail both.
    "library missing": (re.compile("snapshot-|library-"), missing, r"library-\w+\.zip: 404"),
    "packages missing": (re.compile("snapshot-|packages-"), missing, r"packages-\w+\.zip: 404"),
    "packages broken": (re.compile("snapshot-|packages-"), broken, "."),
    "Pyodide missing": ("**/python-*.js", missing, "."),
    "worker missing": (WORKER, missing, "worker"),
}
"""What is wrong with which files, and what is said of it."""

DYING = """
self.addEventListener("message", ({ data }) => {
  if (data.arguments?.includes("HELP DIE")) setTimeout(() => { throw new Error("out of luck"); });
});
"""
DEAF = """
self.addEventListener("message", event => {
  if (event.data.arguments?.includes("HELP HANG")) event.stopImmediatePropagation();
});
"""
"""Put before the worker's own script: a way to break it from the prompt."""

UNREADY = """
const tell = self.postMessage.bind(self);
self.postMessage = (said, ...more) => said.progress?.step === "ready" || tell(said, ...more);
"""
"""It comes as far as the greeting, and no further."""


def expect_failure(console: Console, title: str, reason: str) -> None:
    expect(console.view).to_have_attribute("state", "failed", timeout=60_000)
    alert = console.page.get_by_role("alert")
    expect(alert).to_contain_text(console.ui(title))
    expect(alert.locator(".reason")).to_have_text(re.compile(reason))


def worsen(console: Console, script: str) -> None:
    """Serve a worker that breaks when it is told to."""

    def serve(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=script + response.text())

    console.page.route(WORKER, serve)


def test_every_fault_of_the_start_is_told_and_can_be_tried_again(
    fresh: Console, site_url: str
) -> None:
    """One fault after the other, each found by trying again; at last there is none."""
    at: str | re.Pattern[str] = ""
    for number, (pattern, fault, reason) in enumerate(FAULTS.values()):
        if at:
            fresh.page.unroute(at)
        fresh.page.route(pattern, fault)
        if number:
            fresh.button("failure.retry").click()
        else:
            fresh.page.goto(site_url)
        at = pattern

        expect_failure(fresh, "failure.title", reason)
        expect(fresh.prompt).to_be_editable()
    fresh.type(EHLO)
    expect(fresh.queued).to_have_count(1)
    fresh.page.unroute(at)
    fresh.button("failure.retry").click()
    fresh.wait_until_ready()

    expect(fresh.page.get_by_role("alert")).to_have_count(0)
    expect_reply(fresh.reply(1), 250, "extended-hello")


@pytest.mark.one_engine
def test_what_is_told_after_a_failure_does_not_hide_it(fresh: Console, site_url: str) -> None:
    """What was under way goes on, and all of it is told before the page listens."""
    fresh.page.route(WASM, missing)
    with held_back(fresh.page, APP):
        with held_back(fresh.page, "**/snapshot-*"):
            fresh.page.goto(site_url, wait_until="commit")
            fresh.page.wait_for_function("() => smtpStarted?.told.at(-1)?.failed")
        fresh.page.wait_for_function("() => smtpStarted.told.at(-1).progress?.step === 'compile'")

    expect_failure(fresh, "failure.title", "404")


@pytest.mark.parametrize("file", ["python-*.wasm", "python-*.js"])
def test_what_came_damaged_is_asked_for_anew(
    fresh: Console, host: Host, tmp_path: Path, file: str
) -> None:
    """The browser keeps it for ever, as it keeps what is whole."""
    site = copy_site(tmp_path / "damaged")
    (damaged,) = site.glob(f"assets/{file}")
    damaged.write_bytes(damaged.read_bytes()[:10_000])
    host.publish(site)
    fresh.page.goto(host.url)
    expect_failure(fresh, "failure.title", ".")

    host.publish(HERE.site)
    fresh.button("failure.retry").click()

    fresh.wait_until_ready()
    expect_reply(fresh.say(EHLO), 250, "extended-hello")


@pytest.mark.one_engine
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heading_is_true_whether_or_not_there_is_a_server(
    fresh: Console, site_url: str, language: Language
) -> None:
    """It invites: nobody is talking to a server that is still starting, or has failed to."""
    heading = fresh.page.locator(".start h2:visible")
    words = WORDS[language].ui["start.heading"]
    assert not words.startswith(("You are", "Você está"))
    fresh.page.route(WASM, missing)
    with held_back(fresh.page, APP):
        fresh.arrive(f"{site_url}#lang={language}")
        expect(heading).to_have_text(words)
    expect(fresh.view).to_have_attribute("state", "failed")
    expect(heading).to_have_text(words)

    fresh.page.unroute(WASM)
    fresh.page.reload()
    fresh.wait_until_ready()
    expect(heading).to_have_text(words)


@pytest.mark.parametrize("fault", [missing, a_web_page, cut_off], ids=lambda fault: fault.__name__)
def test_a_page_whose_own_script_does_not_come_says_so(
    fresh: Console, site_url: str, fault: Fault
) -> None:
    fresh.page.route(APP, fault)
    fresh.page.goto(site_url)
    trouble = fresh.page.locator(".broken:visible")
    expect(trouble).to_have_count(1)
    expect(trouble).to_contain_text(fresh.ui("failure.page"))

    fresh.page.unroute(APP)
    trouble.get_by_role("button", name=fresh.ui("failure.reload")).click()
    fresh.wait_until_ready()


def test_a_wasm_of_a_vague_type_is_no_obstacle(fresh: Console, site_url: str) -> None:
    """Many hosts do not know the type; Pyodide alone would wait for ever."""
    wasm = next(HERE.site.glob("assets/python-*.wasm"))
    fresh.page.route(WASM, lambda route: route.fulfill(path=wasm, content_type="text/plain"))

    fresh.load(site_url)

    expect_reply(fresh.say("VRFY alice"), 502, "not-implemented")


@pytest.mark.parametrize(
    ("script", "line", "reason", "wait"),
    [(DYING, "HELP DIE", "out of luck", 0), (DEAF, "HELP HANG", "30 seconds", 31_000)],
    ids=["dies", "hangs"],
)
def test_a_worker_lost_in_the_middle_is_told_and_replaced(
    fresh: Console, site_url: str, script: str, line: str, reason: str, wait: int
) -> None:
    fresh.page.clock.install()
    worsen(fresh, script)
    fresh.load(site_url)
    said = fresh.say(EHLO)

    fresh.type(line)
    fresh.page.clock.fast_forward(wait)
    expect_failure(fresh, "failure.lost", reason)
    expect_reply(said, 250, "extended-hello")  # it stays to be read
    before = fresh.replies.count()

    fresh.button("failure.restart").click()
    fresh.wait_until_ready()
    expect_reply(fresh.reply(before), 220, "service-ready")
    expect_reply(fresh.say("VRFY alice"), 502, "not-implemented")


@pytest.mark.one_engine
@pytest.mark.parametrize("fault", [missing, a_web_page, cut_off], ids=lambda fault: fault.__name__)
def test_without_the_snapshot_python_starts_plainly(
    fresh: Console, site_url: str, fault: Fault
) -> None:
    fresh.page.route(SNAPSHOT, fault)
    fresh.load(site_url)

    assert fresh.start["way"] == "plain"
    assert re.match(r"snapshot-\w+\.bin: ", fresh.start["reason"])
    expect_reply(fresh.say("VRFY alice"), 502, "not-implemented")


def test_a_start_that_hangs_is_given_up_and_says_where(fresh: Console, site_url: str) -> None:
    fresh.page.clock.install()
    with held_back(fresh.page, WASM):
        with fresh.page.expect_request(WASM):
            fresh.page.goto(site_url)
        fresh.page.clock.fast_forward(31_000)
        step = fresh.ui("loading.download")
        expect_failure(fresh, "failure.title", f"30 seconds.*{step}")

    fresh.button("failure.retry").click()
    fresh.wait_until_ready()
    expect_reply(fresh.say("NOOP"), 250, "nothing-done")


@pytest.mark.one_engine
def test_a_slow_machine_is_given_time_to_greet(fresh: Console, site_url: str) -> None:
    """Python is read at this step, in silence: in WebKit, started plainly, 30 seconds were few."""
    fresh.page.clock.install()
    worsen(fresh, UNREADY)
    fresh.page.goto(site_url)
    expect(fresh.page.locator("smtp-loader")).to_contain_text(fresh.ui("loading.greet"))

    fresh.page.clock.fast_forward(31_000)
    expect(fresh.view).to_have_attribute("state", "loading")
    fresh.page.clock.fast_forward(90_000)
    expect_failure(fresh, "failure.title", f"120 seconds.*{fresh.ui('loading.greet')}")


@pytest.mark.one_engine
def test_a_start_that_hangs_at_the_snapshot_can_be_made_without_it(
    fresh: Console, site_url: str
) -> None:
    fresh.page.clock.install()
    fresh.page.route(SNAPSHOT, lambda _: None)  # it never comes
    with fresh.page.expect_request(SNAPSHOT):
        fresh.page.goto(site_url)
    fresh.page.clock.fast_forward(31_000)
    expect_failure(fresh, "failure.title", "30 seconds")

    asked = len(fresh.requests)
    fresh.button("failure.plain").click()
    fresh.wait_until_ready()
    assert not [url for url in fresh.requests[asked:] if SNAPSHOT.search(url)]
    expect_reply(fresh.say("NOOP"), 250, "nothing-done")


@pytest.mark.one_engine
def test_the_plain_way_is_no_way_out_of_itself(fresh: Console, site_url: str) -> None:
    fresh.page.route(WASM, missing)
    fresh.page.goto(f"{site_url}?boot=plain")

    expect_failure(fresh, "failure.title", "404")
    expect(fresh.button("failure.plain")).to_have_count(0)
