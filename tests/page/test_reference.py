"""The reference in a browser: pages without scripts, the box that finds, the console's window."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from .auditing import TOO_WIDE, audit
from .hosting import Host
from .talking import LANGUAGES, Console, Language
from .test_offline import visit
from .test_without_script import SANDBOX

pytestmark = pytest.mark.one_engine

LINES = tomllib.loads(
    (Path(__file__).parents[1] / "playground" / "log_lines.toml").read_text(encoding="utf-8")
)["line"]

READS: dict[Language, dict[str, list[str]]] = {
    "en": {
        "replies/354": ["Start mail input", "What to do", "354 Start mail input; end with", "DATA"],
        "replies/502": ["Command not implemented", "252", "VRFY alice", "Postfix"],
        "compare/354-vs-502": ["Key differences", "DATA", "502 5.5.1", "Learn more"],
    },
    "pt-BR": {
        "replies/354": ["O que fazer", "354 Start mail input; end with", "DATA"],
        "replies/502": ["Comando não implementado", "252", "VRFY alice", "Postfix"],
        "compare/354-vs-502": ["Diferenças principais", "DATA", "502 5.5.1", "Saiba mais"],
    },
}
PAGES = [(language, address) for language, pages in READS.items() for address in pages]

KINDS = {
    "home": "",
    "list": "replies",
    "pairs": "compare",
    "reply": "replies/550",
    "enhanced": "enhanced/x.7.1",
    "command": "commands/mail",
    "extension": "extensions/size",
    "comparison": "compare/354-vs-502",
    "glossary": "glossary",
}


def address_of(site_url: str, language: str, address: str) -> str:
    return f"{site_url}{language}/{address}/" if address else f"{site_url}{language}/"


def _without_scripts(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, headers={**response.headers, **SANDBOX})


@pytest.mark.every_engine
@pytest.mark.parametrize(("language", "address"), PAGES)
def test_it_reads_well_without_scripts(
    page: Page, site_url: str, language: Language, address: str
) -> None:
    url = address_of(site_url, language, address)
    page.route(url, _without_scripts)
    page.goto(url)

    expect(page.locator("html")).to_have_attribute("lang", language)
    for told in READS[language][address]:
        expect(page.locator("main")).to_contain_text(told)
    expect(page.locator(".find:visible")).to_have_count(0)  # it could do nothing


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """Return a page of a reader who goes from one entry to the next."""
    with browser.new_context(locale="en-US", service_workers="block") as context:
        yield context.new_page()


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS.keys())
def test_nothing_is_wrong_with_a_page_of_its_kind(
    reader: Page, site_url: str, address: str
) -> None:
    """Axe, and 320 pixels, light and dark."""
    console = Console(reader)
    reader.set_viewport_size({"width": 320, "height": 640})
    for scheme in ("light", "dark"):
        reader.emulate_media(color_scheme=scheme)
        reader.goto(address_of(site_url, "en", address))
        expect(reader.get_by_role("searchbox")).to_be_visible()
        reader.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        audit(console)
        assert reader.evaluate(TOO_WIDE) == []
    assert console.complaints == []


def test_the_box_finds_what_lines_from_logs_are_about(reader: Page, site_url: str) -> None:
    """The same lines, by the same patterns, as in Python."""
    reader.goto(address_of(site_url, "en", ""))
    box, first = reader.get_by_role("searchbox"), reader.locator(".found .ways a").first
    for line in LINES:
        box.fill(line["text"].replace("\n", " "))
        expect(first).to_have_attribute("href", re.compile(f"/{line['entry']}/$"))


def test_enter_goes_to_the_entry(reader: Page, site_url: str) -> None:
    reader.goto(address_of(site_url, "pt-BR", ""))
    box = reader.get_by_role("searchbox")
    box.fill("550 5.7.1 Relay access denied")
    box.press("Enter")

    reader.wait_for_url(address_of(site_url, "pt-BR", "replies/550"))


def test_what_leads_nowhere_is_told(reader: Page, site_url: str) -> None:
    reader.goto(address_of(site_url, "en", ""))
    reader.get_by_role("searchbox").fill("my dog ate it")

    expect(reader.locator(".found")).to_contain_text("three digits alone")


def test_any_two_codes_stand_side_by_side(reader: Page, site_url: str) -> None:
    reader.goto(address_of(site_url, "en", "compare"))
    reader.get_by_label("First code").select_option("354")
    reader.get_by_label("Second code").select_option("451")
    reader.get_by_role("button", name="Compare").click()

    pair = reader.locator(".pair")
    expect(pair.get_by_role("heading", level=1)).to_have_text("354 and 451 side by side")
    expect(pair.locator("#sessions mark")).to_have_count(2)


def test_a_pair_that_has_a_page_leads_there(reader: Page, site_url: str) -> None:
    reader.goto(f"{address_of(site_url, 'en', 'compare')}#502-vs-354")

    reader.wait_for_url(address_of(site_url, "en", "compare/354-vs-502"))


def test_a_cause_that_is_named_is_open(reader: Page, site_url: str) -> None:
    reader.goto(f"{address_of(site_url, 'en', 'replies/550')}#relaying-denied")

    expect(reader.locator("#relaying-denied")).to_have_attribute("open", "")


# Over the conversation.


def test_every_code_leads_to_its_entry(console: Console) -> None:
    refused = console.say("VRFY alice")
    refused.get_by_role("button", name="All about 502").click()

    expect(console.reference).to_be_visible()
    expect(console.reference.get_by_role("heading", level=1)).to_contain_text("502")
    assert "entry=replies/502" in console.page.url


def test_entries_follow_each_other_and_lead_back(console: Console) -> None:
    console.say("VRFY alice").get_by_role("button", name="All about 502").click()
    heading = console.reference.get_by_role("heading", level=1)
    console.reference.locator("#related a").first.click()
    expect(heading).not_to_contain_text("502")
    console.page.go_back()
    expect(heading).to_contain_text("502")

    console.page.keyboard.press("Escape")
    expect(console.reference).to_be_hidden()
    expect(console.page).not_to_have_url(re.compile("entry"))


def test_the_window_finds_too(console: Console) -> None:
    console.page.evaluate("location.hash = 'entry='")
    console.reference.get_by_role("searchbox").fill("5.1.1")
    console.reference.get_by_role("searchbox").press("Enter")

    expect(console.reference.get_by_role("heading", level=1)).to_contain_text("X.1.1")


def test_an_entry_that_there_is_not_is_told(console: Console) -> None:
    console.page.evaluate("location.hash = 'entry=replies/999'")

    expect(console.view.get_by_role("alert")).to_contain_text("replies/999")
    console.page.evaluate("location.hash = ''")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_opens_an_entry(fresh: Console, site_url: str, language: Language) -> None:
    fresh.page.goto(f"{site_url}#entry=glossary/envelope&lang={language}")

    expect(fresh.reference.locator("#envelope")).to_be_in_viewport()


def test_without_a_network_a_page_opens_in_the_console(visitor: BrowserContext, host: Host) -> None:
    console = Console(visitor.new_page())
    visit(console, host)
    host.pull_the_cable()
    console.page.goto(f"{host.url}en/replies/354/")

    console.wait_until_ready()
    expect(console.reference.get_by_role("heading", level=1)).to_contain_text("354")


@pytest.mark.every_engine
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["replies/354", "replies/502", "compare/354-vs-502"])
def test_a_page_makes_the_server_say_it(
    fresh: Console, site_url: str, language: Language, address: str
) -> None:
    """From the entry to the console, which plays the session to its end."""
    fresh.language = language
    fresh.page.goto(address_of(site_url, language, address))
    play = fresh.page.locator(".session .button.primary").last
    reply = (play.get_attribute("href") or "").partition("play=")[2].partition("&")[0]
    play.click()

    fresh.wait_until_ready()
    expect(fresh.replies.last).to_have_attribute("data-reply", reply)


def test_a_window_makes_the_server_say_it(console: Console) -> None:
    console.page.evaluate("location.hash = 'entry=replies/421'")
    console.reference.locator(".session .button.primary").click()

    expect(console.reference).to_be_hidden()
    expect(console.replies.last).to_have_attribute("data-code", "421")
    assert "entry" not in console.page.url
