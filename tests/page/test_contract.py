"""What other people's pages and tests rely on: states, log, articles, performance entries."""

from __future__ import annotations

from playwright.sync_api import expect

from .talking import MAIL, SHELL_THERE, WASM, Console, expect_reply, explanation, held_back

MARKS = ("smtp:shell", "smtp:runtime", "smtp:greeting")
_STARTS = "names => names.map(name => performance.getEntriesByName(name).map(e => e.startTime))"
_TURNS = "performance.getEntriesByName('smtp:turn', 'measure').length"


def test_the_page_tells_how_far_it_is(fresh: Console, site_url: str) -> None:
    with held_back(fresh.page, WASM):
        fresh.page.goto(site_url)

        expect(fresh.view).to_have_attribute("state", "loading")
        expect(fresh.prompt).to_be_editable()
        expect(fresh.page.get_by_role("progressbar")).to_be_visible()
        fresh.page.wait_for_function(SHELL_THERE)
    fresh.wait_until_ready()

    expect(fresh.page.get_by_role("progressbar")).to_have_count(0)
    starts = fresh.page.evaluate(_STARTS, MARKS)
    assert [len(each) for each in starts] == [1, 1, 1]
    assert starts == sorted(starts)


def test_one_log_holds_the_conversation(console: Console) -> None:
    greeting = console.connect()

    expect(console.log).to_have_count(1)
    expect(console.log.locator("[data-part=prompt]")).to_have_count(0)
    expect(console.prompt).to_have_count(1)
    expect_reply(greeting, 220, "service-ready")
    expect(explanation(greeting)).to_have_count(1)
    expect(console.articles.first).to_have_attribute("data-from", "note")


def test_a_line_and_its_reply_are_articles_in_order(console: Console) -> None:
    reply = console.say("VRFY alice")

    expect(console.articles).to_have_count(2)
    expect(console.articles.first).to_have_attribute("data-from", "client")
    expect(console.articles.first).to_contain_text("VRFY alice")
    expect(console.articles.first).not_to_have_attribute("data-code", "502")
    expect_reply(reply, 502, "not-implemented")
    expect(reply).to_contain_text("502 5.5.1")


def test_each_line_sent_is_measured_once(console: Console) -> None:
    before = console.page.evaluate(_TURNS)

    console.say("NOOP", MAIL, "HELP")

    assert console.page.evaluate(_TURNS) == before + 3
