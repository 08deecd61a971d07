"""The page asks no one else for anything, keeps its policy, and shows what is typed as text."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from smtp_playground.site_server import policy_in

from .talking import EHLO, MAIL, RCPT, TO_CONTENT, Console, expect_reply

_WATCH = """
window.broken = [];
window.executed = [];
document.addEventListener("securitypolicyviolation", event => {
  window.broken.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
_INJECT = """() => {
  const pieces = { script: "executed.push(0)", style: "body { outline: solid }" };
  for (const [tag, text] of Object.entries(pieces)) {
    const element = document.createElement(tag);
    element.textContent = text;
    document.body.append(element);
  }
}"""
MARKUP = (
    "<img src=x onerror=executed.push(1)>",
    "<script>executed.push(2)</script>",
    "<svg/onload=executed.push(3)>",
    "${executed.push(4)} {{executed.push(5)}} `</textarea><b>bold</b>`",
    "[click](javascript:executed.push(6)) **strong** {sender}",
)
# The status bar draws its own signs; no text that is typed can give an element their classes.
STRANGE = "img, svg:not(.sign, .lock), script:not(head > script), b, iframe, a[href^='javascript:']"


@pytest.fixture(scope="module")
def watched(browser: Browser, site_url: str) -> Iterator[Console]:
    """Return a page whose every request and broken rule is recorded from the start."""
    with browser.new_context(locale="en-US", service_workers="block") as context:
        context.add_init_script(_WATCH)
        console = Console(context.new_page())
        console.load(site_url)
        yield console


@pytest.fixture
def harmless(watched: Console) -> Iterator[Console]:
    """Begin anew, and see at the end that nothing broke out."""
    watched.begin_again()
    yield watched
    assert watched.page.evaluate("[window.broken, window.executed]") == [[], []]
    assert watched.page.locator(STRANGE).count() == 0
    assert watched.complaints == []


def test_the_policy_stands_in_the_header_and_in_the_page(harmless: Console, site_url: str) -> None:
    response = harmless.page.request.get(site_url)
    policy = policy_in(response.text())

    assert policy
    assert response.headers["content-security-policy"] == policy
    meta = harmless.page.locator("meta[http-equiv=Content-Security-Policy]")
    expect(meta).to_have_attribute("content", policy)


def test_what_is_put_into_the_page_is_refused(browser: Browser, site_url: str) -> None:
    """The page's own script and style run; the policy takes no other for one of them."""
    with browser.new_context(locale="en-US", service_workers="block") as context:
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.goto(site_url)
        expect(page.locator("html.scripted")).to_have_count(1)
        assert page.evaluate("window.broken") == []

        page.evaluate(_INJECT)

        page.wait_for_function("new Set(window.broken).size === 2")  # some browsers tell twice
        assert page.evaluate("window.executed") == []
        expect(page.locator("body")).to_have_css("outline-style", "none")


def test_no_request_leaves_the_origin(harmless: Console, site_url: str) -> None:
    harmless.connect("reference")
    harmless.say(*TO_CONTENT)
    harmless.finish("Subject: x\n\nhttps://example.com/picture.png\n")
    harmless.say("VRFY alice", "EXPN staff").get_by_role("button", name="252", exact=True).click()
    for tab in ("state", "envelope", "explain"):
        harmless.tab(tab).click()
    harmless.page.locator("select.theme").select_option("dark")
    harmless.speak("pt-BR")
    harmless.speak("en")

    asked = {urlsplit(url)[:2] for url in harmless.requests if not url.startswith("data:")}
    assert asked == {urlsplit(site_url)[:2]}
    assert any(url.endswith(".wasm") for url in harmless.requests)
    assert harmless.page.context.cookies() == []


@pytest.mark.parametrize("markup", MARKUP)
def test_a_command_never_becomes_markup(harmless: Console, markup: str) -> None:
    for line in (markup, f"EHLO {markup}", f"HELP {markup}", f"VRFY {markup}"):
        harmless.say(line)
        expect(harmless.log.locator("article[data-from=client]").last).to_contain_text(line)
    harmless.replies.last.locator("button.code").click()

    harmless.speak("pt-BR")
    expect(harmless.log.locator("article[data-from=client]").first).to_contain_text(markup)


def test_content_and_envelope_never_become_markup(harmless: Console) -> None:
    content = "".join(f"{line}\n" for line in MARKUP)
    harmless.say(EHLO, 'MAIL FROM:<"<img/src=x>"@client.example>', RCPT, "DATA")
    expect_reply(harmless.finish(content), 250, "message-accepted")

    assert harmless.accepted() == content
    expect(harmless.mail).to_contain_text('<"<img/src=x>"@client.example>')
    sent = harmless.log.locator("article[data-content]")
    for line in MARKUP:
        expect(sent).to_contain_text(line)


def test_lines_that_wait_never_become_markup(harmless: Console) -> None:
    harmless.prompt.fill(MARKUP[0])
    harmless.prompt.press("Enter")
    harmless.prompt.press("ArrowUp")
    expect(harmless.prompt).to_have_value(MARKUP[0])

    harmless.page.evaluate("markup => { location.hash = `lang=${markup}` }", MARKUP[0])
    expect(harmless.page.locator("html")).to_have_attribute("lang", "en")
    expect_reply(harmless.say(EHLO, MAIL), 250, "sender-accepted")
