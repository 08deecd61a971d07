"""`<smtp-playground>` where something is wrong: what is written, what the host forbids."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .conftest import IN_BOTH, Show
from .hosting import replies, start, type_line
from .test_element import EMBED

STRICT = (
    "default-src 'none'; img-src data:; "
    "script-src SITE 'wasm-unsafe-eval'; worker-src SITE blob:; connect-src SITE"
)


# Badly written.


@pytest.mark.parametrize(
    ("html", "warning"),
    [
        ('<smtp-playground persna="exim"><pre>C: NOOP</pre>', 'unknown attribute "persna"'),
        ('<smtp-playground persona="nobody"><pre>C: NOOP</pre>', 'unknown persona "nobody"'),
        ('<smtp-playground lang="tlh"><pre>C: NOOP</pre>', 'no language "tlh"'),
        ('<smtp-playground theme="pink"><pre>C: NOOP</pre>', 'unknown theme "pink"'),
        ('<smtp-playground height="1e9px"><pre>C: NOOP</pre>', 'height "1e9px" is no length'),
        ('<smtp-playground height="99999"><pre>C: NOOP</pre>', 'height "99999" is no length'),
        ('<smtp-playground start="-1"><pre>C: NOOP</pre>', 'start "-1" is no number of a line'),
        ('<smtp-playground id="x"><pre>C: A\nhello</pre>', "smtp-playground#x: line 2 is neither"),
    ],
)
def test_what_is_wrong_is_told_once_and_it_can_be_read(show: Show, html: str, warning: str) -> None:
    reader = show(f"{html}</smtp-playground>")

    expect(reader.embed()).to_contain_text("C:")
    expect(reader.embed().locator("[part=transcript]")).to_be_visible()
    reader.embed().evaluate("embed => embed.setAttribute('title', 'x')")
    assert [told for told in reader.warnings if warning in told] == reader.warnings
    assert len(reader.warnings) == 1
    assert reader.complaints == []


def test_two_of_one_id_are_two(show: Show) -> None:
    reader = show(EMBED.replace("<smtp-playground", '<smtp-playground id="same"') * 2)
    start(reader.embed(0))
    start(reader.embed(1))

    expect(replies(reader.embed(1))).to_have_count(4)
    type_line(reader.embed(0), "RSET")
    expect(replies(reader.embed(0))).to_have_count(5)
    expect(replies(reader.embed(1))).to_have_count(4)


def test_what_looks_like_markup_is_text(show: Show) -> None:
    evil = (
        "&lt;/pre&gt;&lt;script&gt;executed = 1&lt;/script&gt;&lt;img src=x onerror=executed=2&gt;"
    )
    reader = show(
        f"<script>window.executed = 0</script><smtp-playground><pre>C: NOOP {evil}\nS: 250 {evil}"
        "</pre></smtp-playground>"
    )
    expect(reader.embed().locator("li").nth(1)).to_contain_text("<script>executed = 1</script>")
    start(reader.embed())

    expect(replies(reader.embed())).to_have_count(2)
    assert reader.page.evaluate("executed") == 0


@IN_BOTH
def test_a_host_that_forbids_workers_leaves_it_readable(show: Show) -> None:
    reader = show(EMBED, policy=STRICT.replace("worker-src SITE blob:", "worker-src 'none'"))
    reader.embed().locator("button.try").click()

    loader = reader.embed().locator("smtp-loader")
    expect(loader.get_by_role("alert")).to_be_visible(timeout=90_000)


def test_a_host_that_forbids_the_console_leaves_the_session(show: Show, site_url: str) -> None:
    policy = f"default-src 'self'; script-src {site_url}embed.js"
    reader = show(EMBED, policy=policy)
    reader.embed().locator("button.try").click()

    expect(reader.embed().locator(".told")).to_contain_text("could not be started")
    expect(reader.embed().locator("li")).to_have_count(8)
    expect(reader.embed().locator("button.try")).to_be_enabled()
    assert any("could not start" in told for told in reader.warnings)


@IN_BOTH
def test_the_policy_that_the_guide_names_is_enough(show: Show) -> None:
    """Without it, nothing more than this is allowed."""
    reader = show(EMBED, policy=STRICT)
    start(reader.embed())

    expect(replies(reader.embed())).to_have_count(4)
    assert reader.complaints == []


def test_without_a_script_it_is_the_plain_text(browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, service_workers="block") as context:
        page = context.new_page()
        page.set_content(EMBED)

        expect(page.locator("smtp-playground pre")).to_contain_text("C: EHLO client.example")
