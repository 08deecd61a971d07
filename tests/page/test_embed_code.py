"""The dialog that makes code to embed what was said: for each kind of host, with a preview."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from .auditing import TOO_WIDE, audit
from .talking import EHLO, LANGUAGES, Console, Language

pytestmark = pytest.mark.one_engine

SAID = (EHLO, "VRFY alice <b>&", "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=")


def opened(console: Console, *lines: str) -> Locator:
    console.say(*lines)
    console.button("share.button").click()
    console.page.get_by_role("button", name=console.ui("share.embed"), exact=True).click()
    window = console.page.locator("smtp-embed-code dialog")
    expect(window).to_be_visible()
    return window


def code(window: Locator, form: str) -> str:
    window.locator(f"input[value={form}]").check()
    return window.locator("pre").text_content() or ""


def test_each_host_gets_its_code(console: Console, site_url: str) -> None:
    console.connect("postfix")
    window = opened(console, *SAID[:2])

    html = code(window, "html")
    assert f'<script type="module" src="{site_url}embed.js"></script>' in html
    assert '<smtp-playground persona="postfix" lang="en"><pre>\nS: 220 ' in html
    assert "C: VRFY alice &lt;b&gt;&amp;\n" in html
    assert html.endswith("\n</pre></smtp-playground>\n")
    sphinx = code(window, "sphinx")
    assert sphinx.startswith(".. smtp-session::\n   :persona: postfix\n   :lang: en\n\n   S: 220 ")
    assert "\n   C: VRFY alice <b>&\n" in sphinx
    assert code(window, "mkdocs").startswith("```smtp {persona=postfix lang=en}\nS: 220 ")
    frame = code(window, "frame")
    assert frame.startswith(f'<iframe src="{site_url}embed.html#persona=postfix&amp;lang=en&amp;')
    window.get_by_role("checkbox").check()
    assert ":readonly:" in code(window, "sphinx")
    expect(window.locator("pre")).to_contain_text(":readonly:")


def test_the_preview_is_what_readers_will_see(console: Console) -> None:
    console.page.on("request", lambda request: asked.append(request.url))
    asked: list[str] = []
    window = opened(console, *SAID[:2])

    shown = window.frame_locator("iframe").locator("smtp-playground li.client")
    expect(shown).to_have_count(2)
    expect(shown.nth(1)).to_contain_text("VRFY alice <b>&")
    address = window.locator("iframe").get_attribute("src") or ""
    assert parse_qs(address.partition("#")[2])["persona"] == ["playground"]
    assert not any("worker-" in url for url in asked)


def test_no_secret_is_in_the_code(console: Console) -> None:
    window = opened(console, *SAID)

    for form in ("html", "sphinx", "mkdocs"):
        assert "AUTH PLAIN ********" in code(window, form)
        assert "AGFsaWNl" not in code(window, form)


def test_only_the_last_connection_is_embedded(console: Console) -> None:
    console.say(EHLO)
    console.connect("exim")
    window = opened(console, "NOOP")

    text = code(window, "mkdocs")
    assert len(re.findall(r"^S: 220 ", text, re.MULTILINE)) == 1
    assert "persona=exim" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_and_axe_objects_to_nothing(console: Console, language: Language) -> None:
    console.page.set_viewport_size(ViewportSize(width=320, height=640))
    console.speak(language)
    opened(console, EHLO)

    assert console.page.evaluate(TOO_WIDE) == []
    audit(console)
    console.page.keyboard.press("Escape")
    console.page.set_viewport_size(ViewportSize(width=1280, height=720))
