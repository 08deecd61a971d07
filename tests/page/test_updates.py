"""A newer version is offered, and taken when the reader says so; a page is whole of one version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from sitebuild.offline import precache

from .hosting import Host, change, copy_site, listed, newer_site
from .talking import EHLO, MAIL, Console, expect_reply

STORED = "() => navigator.serviceWorker.controller !== null"
LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
"""As when the reader comes back to the tab."""

IS_NEWER = "() => window.newer === true"
KEPT = """async () => {
  const [name, ...others] = await caches.keys();
  const folder = new URL(".", location.href).href;
  const kept = (await (await caches.open(name)).keys()).map(({ url }) => url.split("?")[0]);
  return [others, kept.map(url => url.replace(folder, "")).sort()];
}"""
AS_BEFORE = "workbox-precache-v1-"


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a newer site."""
    return newer_site(tmp_path_factory.mktemp("newer") / "site")


@pytest.fixture
def console(visitor: BrowserContext, host: Host) -> Iterator[Console]:
    """Return a page that is stored; it must have nothing to complain of at the end."""
    console = Console(visitor.new_page())
    console.load(host.url)
    console.page.wait_for_function(STORED)
    console.page.evaluate("window.stayed = true")
    yield console
    assert console.complaints == []


def offer(console: Console) -> Locator:
    return console.page.locator(".newer")


def expect_offer(console: Console) -> None:
    expect(offer(console)).to_contain_text(console.ui("offline.newer"))
    spoken = console.page.locator(".quiet[role=status]")
    expect(spoken).to_have_text(console.ui("offline.newer"))


def expect_old(console: Console) -> None:
    assert console.page.evaluate("[window.newer, window.stayed]") == [None, True]


def expect_newer(console: Console) -> None:
    """Wait until the page is the newer one, and works."""
    console.page.wait_for_function(IS_NEWER)
    console.wait_until_ready()
    expect(offer(console)).to_have_count(0)
    expect_reply(console.say("VRFY alice"), 502, "not-implemented")


def test_a_newer_version_is_offered_and_taken_when_chosen(
    console: Console, host: Host, newer: Path
) -> None:
    console.say(EHLO)
    loads: list[str] = []
    host.publish(newer)
    console.page.evaluate(LOOK_AGAIN)

    expect_offer(console)
    expect_old(console)
    expect_reply(console.say(MAIL), 250, "sender-accepted")
    console.speak("pt-BR")
    expect(offer(console)).to_contain_text(console.ui("offline.newer"))
    console.page.on("load", lambda page: loads.append(page.url))
    console.button("offline.reload").click()

    expect_newer(console)
    assert len(loads) == 1


def test_later_keeps_the_version_and_the_conversation(
    console: Console, host: Host, newer: Path
) -> None:
    console.say(EHLO)
    host.publish(newer)
    console.page.evaluate(LOOK_AGAIN)

    console.button("offline.later").click()

    expect(offer(console)).to_have_count(0)
    expect(console.prompt).to_be_focused()
    expect_reply(console.say(MAIL), 250, "sender-accepted")
    expect_old(console)
    console.page.reload()
    console.wait_until_ready()
    assert console.page.evaluate("window.newer") is None
    expect_offer(console)


def test_a_later_visit_is_of_the_old_version_whole(
    visitor: BrowserContext, console: Console, host: Host, newer: Path
) -> None:
    """The host has the old one's files no more; they are kept until the newer one is taken."""
    before = AS_BEFORE + host.url
    console.page.evaluate("name => caches.open(name)", before)
    console.page.close()
    host.publish(newer)
    later = Console(visitor.new_page())

    later.load(host.url)

    expect_offer(later)
    expect_reply(later.say("VRFY alice"), 502, "not-implemented")
    assert later.page.evaluate("window.newer") is None
    later.button("offline.reload").click()
    expect_newer(later)
    assert later.page.evaluate(KEPT) == [[], sorted(entry["url"] for entry in precache(newer))]
    assert later.complaints == []


def test_what_one_tab_takes_leaves_the_other_its_conversation(
    visitor: BrowserContext, console: Console, host: Host, newer: Path
) -> None:
    other = Console(visitor.new_page())
    other.load(host.url)
    host.publish(newer)
    console.page.evaluate(LOOK_AGAIN)
    console.button("offline.later").click()

    other.button("offline.reload").click()
    expect_newer(other)

    expect_offer(console)
    expect_old(console)
    expect_reply(console.say("VRFY alice"), 502, "not-implemented")
    console.button("offline.reload").click()
    expect_newer(console)


def test_without_the_network_nothing_newer_is_found(console: Console, host: Host) -> None:
    host.pull_the_cable()

    console.page.evaluate(LOOK_AGAIN)

    expect_reply(console.say("VRFY alice"), 502, "not-implemented")
    expect(offer(console)).to_have_count(0)


def test_a_version_that_cannot_start_is_left_for_a_newer_one(
    console: Console, host: Host, newer: Path, tmp_path: Path
) -> None:
    broken = copy_site(tmp_path / "broken")
    (worker,) = broken.glob("assets/worker-*.js")
    change(worker, b"self.postMessage({ failed: 'out of luck' });")
    host.publish(listed(broken))
    console.page.evaluate(LOOK_AGAIN)
    console.button("offline.reload").click()
    expect(console.view).to_have_attribute("state", "failed")

    host.publish(newer)
    console.page.reload()

    expect_offer(console)
    expect(console.view).to_have_attribute("state", "failed")
    console.button("offline.reload").click()
    expect_newer(console)
