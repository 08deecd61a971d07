"""An address makes the server say a reply, live: at once, or step by step with the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, ViewportSize, expect

from smtp_playground.sessions import load_sessions
from smtpcore import CATALOGUE

from .auditing import TOO_WIDE, audit
from .talking import LANGUAGES, WASM, WORDS, Console, Language, expect_reply, held_back, title

pytestmark = pytest.mark.one_engine

REPLY = "no-such-mailbox"
CODES = ["220", "250", "250", "550"]
"""What its session is answered."""
LINES = load_sessions()[REPLY].lines

WHERE = "link => { location.hash = link }"
FOCUS = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.dataset?.what ?? at?.dataset?.part;
}"""


def bar(console: Console) -> Locator:
    return console.page.locator("smtp-scene .bar")


def way(console: Console, words: str) -> Locator:
    name = console.ui(f"scene.{words}")
    return bar(console).get_by_role("button", name=name, exact=True)


def spoken(console: Console) -> Locator:
    """Return the one status of the page."""
    return console.page.locator("smtp-playground > .quiet[role=status]")


def codes_of(console: Console) -> list[str | None]:
    return [reply.get_attribute("data-code") for reply in console.replies.all()]


def over(console: Console, code: int) -> str:
    return console.ui("scene.over").format(code=code)


def count(console: Console, done: int, total: int) -> str:
    return console.ui("scene.count").format(done=done, total=total)


def expect_focus(console: Console, what: str) -> None:
    console.page.wait_for_function(f"what => ({FOCUS})() === what", arg=what)


def take_step(console: Console) -> None:
    before = console.replies.count()
    way(console, "next-line").click()
    console.reply(before)


def follow(console: Console, link: str) -> None:
    """Follow a link within the page."""
    console.page.evaluate(WHERE, link)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_played_at_once(fresh: Console, site_url: str, language: Language) -> None:
    """The log begins with its server's greeting: no other connection was opened before."""
    fresh.language = language
    fresh.load(f"{site_url}#play={REPLY}&lang={language}")

    expect(bar(fresh)).to_contain_text(over(fresh, 550))
    expect(bar(fresh)).to_contain_text(title(language, REPLY))
    assert codes_of(fresh) == CODES
    expect_reply(fresh.replies.first, 220, "service-ready")
    expect_reply(fresh.replies.last, 550, REPLY)
    expect(fresh.replies.last).to_be_in_viewport()
    expect(fresh.log.locator("article[data-from=note]")).to_have_count(1)
    expect(fresh.log.locator("article[data-from=client] .line")).to_have_text([*LINES])
    expect(spoken(fresh)).to_contain_text(over(fresh, 550))
    expect(fresh.prompt).to_be_focused()
    for mark in ("smtp:shell", "smtp:runtime", "smtp:greeting"):
        marked = f"performance.getEntriesByName('{mark}').length"
        assert fresh.page.evaluate(marked) == 1
    assert fresh.complaints == []


def test_it_is_played_step_by_step(fresh: Console, site_url: str) -> None:
    """The keyboard is enough, and the focus is never lost."""
    fresh.load(f"{site_url}#pace=step&play={REPLY}")
    expect(bar(fresh)).to_contain_text(count(fresh, 0, 3))
    assert codes_of(fresh) == CODES[:1]
    expect(spoken(fresh)).to_contain_text(f"0 of 3. Next: {LINES[0]}")
    way(fresh, "next-line").focus()
    for done, line in enumerate(LINES):
        expect(bar(fresh).locator(".next code")).to_have_text(line)
        expect(bar(fresh)).to_contain_text(count(fresh, done, 3))
        fresh.page.keyboard.press("Enter")
        fresh.reply(done + 1)
    expect(bar(fresh)).to_contain_text(over(fresh, 550))
    expect(spoken(fresh)).to_contain_text(over(fresh, 550))

    assert codes_of(fresh) == CODES
    expect_focus(fresh, "again")
    fresh.page.keyboard.press("Enter")
    expect(bar(fresh)).to_contain_text(count(fresh, 0, 3))
    expect_focus(fresh, "next")
    fresh.page.keyboard.press("Tab")
    fresh.page.keyboard.press("Enter")
    expect(bar(fresh)).to_contain_text(over(fresh, 550))
    expect_focus(fresh, "again")
    assert codes_of(fresh) == CODES * 2
    fresh.page.keyboard.press("Tab")
    fresh.page.keyboard.press("Enter")
    expect(bar(fresh)).to_have_count(0)
    expect(fresh.prompt).to_be_focused()
    assert fresh.complaints == []


def test_what_is_typed_in_between_is_simply_said(console: Console) -> None:
    follow(console, f"play={REPLY}&pace=step")
    expect(bar(console)).to_be_visible()
    take_step(console)
    expect(bar(console)).to_contain_text(count(console, 1, 3))
    expect_reply(console.say("NOOP"), 250, "nothing-done")
    expect(bar(console)).to_contain_text(count(console, 1, 3))
    way(console, "rest").click()
    expect(bar(console)).to_contain_text(over(console, 550))

    expect_reply(console.replies.last, 550, REPLY)
    expect_reply(console.say("NOOP"), 250, "nothing-done")
    expect(bar(console)).to_have_count(0)


def test_a_reply_that_was_turned_aside_is_not_claimed(console: Console) -> None:
    follow(console, f"play={REPLY}&pace=step")
    expect(bar(console)).to_be_visible()
    take_step(console)
    take_step(console)
    expect(bar(console)).to_contain_text(count(console, 2, 3))
    console.say("RSET")
    way(console, "next-line").click()

    expect(bar(console)).to_contain_text(console.ui("scene.missed"))
    expect(spoken(console)).to_contain_text(console.ui("scene.missed"))
    expect(way(console, "again")).to_be_visible()


def test_a_connection_that_ends_before_says_so(console: Console) -> None:
    follow(console, f"play={REPLY}&pace=step")
    expect(bar(console)).to_be_visible()
    take_step(console)
    console.say("QUIT")
    expect(bar(console)).to_contain_text(console.ui("scene.cut-short"))
    expect(way(console, "next-line")).to_have_count(0)
    way(console, "again").click()
    expect(bar(console)).to_contain_text(count(console, 0, 3))

    expect(way(console, "next-line")).to_be_visible()


def test_a_link_within_the_page_is_followed(console: Console) -> None:
    """Over a new connection, each time; the address names the reply as long as it is played."""
    before = console.replies.count()
    for times in (1, 2):
        follow(console, f"play={REPLY}")
        expect(bar(console)).to_contain_text(over(console, 550))
        assert codes_of(console)[before:] == CODES * times
        expect(console.page).to_have_url(re.compile(f"#play={REPLY}$"))
        way(console, "leave").click()
        expect(bar(console)).to_have_count(0)
        expect(console.page).to_have_url(re.compile("#$"))
    follow(console, "play=reset&pace=step")
    expect(bar(console)).to_contain_text(title("en", "reset"))
    follow(console, "play=nothing-done")
    expect(bar(console)).to_contain_text(title("en", "nothing-done"))
    expect_reply(console.replies.last, 250, "nothing-done")


def test_another_language_does_not_play_it_again(console: Console) -> None:
    follow(console, f"play={REPLY}")
    expect(bar(console)).to_contain_text(over(console, 550))
    before = console.replies.count()
    follow(console, f"play={REPLY}&lang=pt-BR")
    console.language = "pt-BR"

    expect(bar(console)).to_contain_text(over(console, 550))
    expect(bar(console)).to_contain_text(title("pt-BR", REPLY))
    expect(console.replies).to_have_count(before)
    console.connect()
    expect(bar(console)).to_have_count(0)
    expect(console.page).to_have_url(re.compile("#lang=pt-BR$"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_nothing_has_is_told_and_no_more(
    fresh: Console, site_url: str, language: Language
) -> None:
    fresh.language = language
    told = WORDS[language].conversation["scene.unknown"]
    fresh.load(f"{site_url}#play=<b>&lang={language}")
    notice = fresh.page.get_by_role("alert")
    expect(notice).to_contain_text(told.format(name="<b>"))
    assert codes_of(fresh) == ["220"]
    expect(bar(fresh)).to_have_count(0)
    fresh.button("page.dismiss").click()
    expect(notice).to_have_count(0)

    fresh.say("NOOP")
    follow(fresh, f"play=mailbox-ful&lang={language}")
    expect(notice).to_contain_text(told.format(name="mailbox-ful"))
    expect_reply(fresh.say("NOOP"), 250, "nothing-done")
    assert codes_of(fresh) == ["220", "250", "250"]
    assert fresh.complaints == []


def test_a_client_that_is_turned_away_is_never_greeted(fresh: Console, site_url: str) -> None:
    fresh.load(f"{site_url}#play=too-many-connections")
    expect(bar(fresh)).to_contain_text(over(fresh, 421))

    expect(fresh.replies).to_have_count(1)
    expect_reply(fresh.replies.first, 421, "too-many-connections")
    expect(way(fresh, "again")).to_be_visible()
    assert fresh.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deed_of_the_host_is_told_in_words(console: Console, language: Language) -> None:
    console.speak(language)
    follow(console, "play=timed-out&pace=step")
    told = WORDS[language].conversation["deed.time-out"].format(number=300)
    expect(bar(console).locator(".next")).to_contain_text(told)
    expect(bar(console).locator(".next code")).to_have_count(0)
    way(console, "next-line").click()

    expect(bar(console)).to_contain_text(over(console, 421))
    expect(console.log.locator("article[data-from=note]", has_text=told)).to_be_visible()
    expect_reply(console.replies.last, 421, "timed-out")


@pytest.mark.parametrize(
    "name",
    [
        *("service-ready", "empty-line", "control-character", "bare-line-end", "non-ascii"),
        *("bare-line-end-in-content", "undeclared-8bit", "auth-line-too-long", "auth-cancelled"),
        *("start-mail-input", "recipient-delivered", "tls-already-active", "roles-reversed"),
    ],
)
def test_every_octet_goes_out_as_its_session_has_it(console: Console, name: str) -> None:
    """Else the server would say something else."""
    reply = CATALOGUE[name]
    follow(console, f"play={name}")

    expect(bar(console)).to_contain_text(over(console, reply.code))
    expect_reply(console.replies.last, reply.code, name)


def test_the_settings_that_it_needs_are_told(console: Console) -> None:
    follow(console, "play=mailbox-full&pace=step")

    setting = bar(console).locator(".settings code")
    expect(setting).to_have_text('answers.rcpt.alice = "mailbox-full"')


def test_the_recorded_conversation_is_still_played_live(fresh: Console, site_url: str) -> None:
    """To a server of its own, not to the one that was set for the scene."""
    fresh.load(f"{site_url}#play=account-disabled&pace=step")
    expect(bar(fresh)).to_be_visible()
    fresh.button("recording.play").click()

    expect(fresh.replies).to_have_count(8)
    assert codes_of(fresh)[1:] == ["220", "250", "250", "250", "354", "250", "502"]
    expect(bar(fresh)).to_have_count(0)
    assert fresh.complaints == []


def test_what_was_typed_before_there_was_a_server_comes_after(
    fresh: Console, site_url: str
) -> None:
    with held_back(fresh.page, WASM):
        fresh.page.goto(f"{site_url}#play={REPLY}")
        fresh.type("NOOP")
        expect(fresh.queued).to_have_count(1)
    fresh.wait_until_ready()

    expect(fresh.replies).to_have_count(len(CODES) + 1)
    assert codes_of(fresh) == [*CODES, "250"]
    assert fresh.complaints == []


@pytest.fixture(params=[(language, theme) for language in LANGUAGES for theme in ("light", "dark")])
def narrow(request: pytest.FixtureRequest, browser: Browser, site_url: str) -> Iterator[Console]:
    """Return a page on a very narrow screen, with the longest settings to show."""
    language, theme = request.param
    viewport = ViewportSize(width=320, height=640)
    with browser.new_context(
        locale=language, viewport=viewport, reduced_motion="reduce", service_workers="block"
    ) as context:
        console = Console(context.new_page(), language)
        console.load(f"{site_url}#play=too-many-recipient-domains&pace=step")
        console.page.locator("select.theme").select_option(theme)
        yield console


def test_it_fits_a_narrow_screen_in_any_colours(narrow: Console) -> None:
    expect(bar(narrow)).to_be_visible()
    for words in ("next-line", "rest"):
        expect(way(narrow, words)).to_be_in_viewport(ratio=1)
    assert narrow.page.evaluate(TOO_WIDE) == []
    audit(narrow)
    expect(bar(narrow).locator("[aria-live], [role=status], [role=alert]")).to_have_count(0)
    way(narrow, "rest").click()
    expect(bar(narrow)).to_contain_text(over(narrow, 452))
    expect(narrow.replies.last).to_be_in_viewport()
    assert narrow.page.evaluate(TOO_WIDE) == []
    audit(narrow)
    assert narrow.complaints == []
