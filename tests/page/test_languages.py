"""The page speaks the browser's language; `lang` in the address overrides it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from .talking import EHLO, LANGUAGES, WASM, Console, Language, explanation, held_back, title

pytestmark = pytest.mark.one_engine

CHOICES: tuple[tuple[str, str, Language], ...] = (
    ("pt-PT", "", "pt-BR"),
    ("fr-FR", "", "en"),
    ("pt-BR", "#lang=en", "en"),
    ("en-US", "#lang=pt", "pt-BR"),
    ("pt-BR", "#lang=tlh", "pt-BR"),
)


@pytest.mark.parametrize(("locale", "address", "language"), CHOICES)
def test_the_shell_opens_in_a_language_it_has(
    browser: Browser, site_url: str, locale: str, address: str, language: Language
) -> None:
    with browser.new_context(locale=locale, service_workers="block") as context:
        console = Console(context.new_page(), language)
        with held_back(console.page, WASM):
            console.page.goto(site_url + address)

            expect(console.page.locator("html")).to_have_attribute("lang", language)
            expect(console.prompt).to_have_accessible_name(console.ui("prompt.label"))


@pytest.mark.parametrize(("locale", "address"), [("pt-BR", ""), ("en-US", "#lang=pt-BR")])
def test_the_server_is_explained_in_portuguese_from_the_first_line(
    browser: Browser, site_url: str, locale: str, address: str
) -> None:
    with browser.new_context(locale=locale, service_workers="block") as context:
        console = Console(context.new_page(), "pt-BR")
        console.load(site_url + address)

        expect(explanation(console.replies)).to_contain_text(title("pt-BR", "service-ready"))
        refused = console.say(EHLO, "VRFY alice")
        expect(explanation(refused)).to_contain_text(title("pt-BR", "not-implemented"))
        assert console.complaints == []


def test_another_language_in_the_address_is_followed(console: Console) -> None:
    refused = console.say("VRFY alice")

    for language in (*LANGUAGES[1:], LANGUAGES[0]):
        console.page.evaluate("lang => { location.hash = `lang=${lang}` }", language)

        expect(console.page.locator("html")).to_have_attribute("lang", language)
        expect(explanation(refused)).to_contain_text(title(language, "not-implemented"))


def test_a_choice_is_remembered_and_the_address_keeps_up(console: Console) -> None:
    console.page.evaluate("location.hash = 'lang=en'")
    console.speak("pt-BR")

    expect(console.page).to_have_url(re.compile("#lang=pt-BR$"))
    kept = console.page.evaluate("localStorage.getItem('smtp-playground:language')")
    assert kept == "pt-BR"
