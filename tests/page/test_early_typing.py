"""Lines written before Python is there wait in sight, and are sent in order."""

from __future__ import annotations

from playwright.sync_api import expect

from .talking import EHLO, WASM, Console, held_back

EARLY = (EHLO, "VRFY alice", "NOOP", "VRFY alice")
CODES = ("220", "250", "502", "250", "502")


def test_lines_typed_early_are_queued_and_sent_in_order(fresh: Console, site_url: str) -> None:
    with held_back(fresh.page, WASM):
        fresh.page.goto(site_url)
        for number, line in enumerate(EARLY):
            fresh.type(line)
            expect(fresh.queued).to_have_count(number + 1)

        expect(fresh.prompt).to_have_value("")
        for number, line in enumerate(EARLY):
            expect(fresh.queued.nth(number)).to_contain_text(line)
            expect(fresh.queued.nth(number)).to_be_visible()
        expect(fresh.page.get_by_role("status")).to_have_text("4 lines are waiting")
        expect(fresh.articles).to_have_count(0)
        fresh.prompt.fill("EHL")
    fresh.wait_until_ready()

    expect(fresh.replies).to_have_count(len(CODES))
    expect(fresh.queued).to_have_count(0)
    assert [reply.get_attribute("data-code") for reply in fresh.replies.all()] == [*CODES]
    sent = fresh.log.locator("article[data-from=client]")
    for number, line in enumerate(EARLY):
        expect(sent.nth(number)).to_contain_text(line)
    expect(fresh.prompt).to_have_value("EHL")
    assert fresh.complaints == []
