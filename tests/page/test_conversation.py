"""The first real conversation: true answers, each with what it means in the same bubble."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from .talking import (
    EHLO,
    LANGUAGES,
    TO_CONTENT,
    WORDS,
    Console,
    Language,
    expect_reply,
    explanation,
    title,
)

D1 = (
    ("EHLO bar.example", 250, "extended-hello"),
    ("MAIL FROM:<Smith@bar.example>", 250, "sender-accepted"),
    ("RCPT TO:<alice@example.com>", 250, "recipient-accepted"),
    ("RCPT TO:<green@example.com>", 550, "no-such-mailbox"),
    ("RCPT TO:<bob@example.com>", 250, "recipient-accepted"),
    ("DATA", 354, "start-mail-input"),
)
"""RFC 5321 D.1 up to its content, with mailboxes of this playground; Green has none."""

CONTENT = ("Blah blah blah...", "...etc. etc. etc.")

TALK: dict[str, tuple[str, ...]] = {
    "start-mail-input": TO_CONTENT,
    "not-implemented": (EHLO, "VRFY alice"),
}
"""The lines that lead to each of the two replies that everything began with."""


def test_rfc5321_d1_typed_line_by_line(console: Console) -> None:
    for line, code, name in D1:
        expect_reply(console.say(line), code, name)
    replies = console.replies.count()

    for line in CONTENT:
        console.editor.press_sequentially(line)
        console.editor.press("Enter")
    expect(console.replies).to_have_count(replies)  # content is answered once, at its end
    console.editor.press_sequentially(".")
    console.editor.press("Enter")

    expect_reply(console.reply(replies), 250, "message-accepted")
    assert console.accepted() == "".join(f"{line}\n" for line in CONTENT)
    expect_reply(console.say("QUIT"), 221, "closing")


def test_vrfy_and_data_speak_at_once(console: Console) -> None:
    refused = console.say(EHLO, "VRFY alice")
    expect_reply(refused, 502, "not-implemented")
    expect(explanation(refused)).to_be_visible()

    going_on = console.say(*TO_CONTENT[1:])
    expect_reply(going_on, 354, "start-mail-input")
    expect(explanation(going_on)).to_be_visible()


def test_a_routine_reply_explains_itself_when_asked(console: Console) -> None:
    reply = console.say("NOOP")
    expect(explanation(reply)).to_be_hidden()

    console.button("conversation.why").click()
    expect(explanation(reply)).to_be_visible()
    expect(explanation(reply)).to_contain_text(title("en", "nothing-done"))

    console.button("conversation.hide").click()
    expect(explanation(reply)).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TALK)
def test_an_explanation_says_what_the_reply_means_here(
    console: Console, name: str, language: Language
) -> None:
    console.speak(language)

    reply = console.say(*TALK[name])

    told = explanation(reply)
    expect(told).to_be_visible()
    expect(told).to_contain_text(title(language, name))
    fact = "<sender@client.example>" if name == "start-mail-input" else "VRFY"
    expect(told.locator("code", has_text=fact).first).to_be_visible()
    expect(told).not_to_contain_text("{")
    expect(told.get_by_role("link", name="RFC 5321").first).to_have_attribute(
        "href", f"https://www.rfc-editor.org/rfc/rfc5321#section-{SECTIONS[name]}"
    )


SECTIONS = {"start-mail-input": "4.1.1.4", "not-implemented": "4.2.4"}


def test_the_language_switch_translates_what_was_said(console: Console) -> None:
    refused = console.say(EHLO, "VRFY alice")
    going_on = console.say(*TO_CONTENT[1:])
    console.editor.fill("half a line")

    for language in ("pt-BR", "en"):
        console.speak(language)

        for name, reply in {"not-implemented": refused, "start-mail-input": going_on}.items():
            expect(explanation(reply)).to_contain_text(title(language, name))
        expect(refused).to_contain_text("502 5.5.1")  # the wire speaks one language
        expect(console.articles).to_have_count(10)
        expect(console.editor).to_have_accessible_name(WORDS[language].ui["message.label"])
        expect(console.editor).to_have_value("half a line")


@pytest.mark.parametrize("name", TALK)
def test_the_comparison_opens_from_either_bubble(console: Console, name: str) -> None:
    way = _link_to_the_other(console.say(*TALK[name]))
    way.focus()
    way.press("Enter")

    expect(console.reference).to_be_visible()
    expect(console.reference).to_have_accessible_name(re.compile("^354 or 502"))
    expect(console.reference.locator("#differences tbody tr")).to_have_count(9)

    console.page.keyboard.press("Escape")
    expect(console.reference).to_be_hidden()
    expect(way).to_be_focused()


def _link_to_the_other(reply: Locator) -> Locator:
    return reply.get_by_role("button", name=re.compile(r"^Compare with (354|502)$"))


def test_the_reference_server_answers_252_to_what_it_withholds(console: Console) -> None:
    expect_reply(console.connect("reference"), 220, "service-ready")

    expect_reply(console.say(EHLO), 250, "extended-hello")
    expect_reply(console.say("VRFY alice"), 250, "mailbox-verified")
    expect_reply(console.say("EXPN staff"), 252, "cannot-verify")
    expect_reply(console.connect("playground"), 220, "service-ready")
    expect_reply(console.say("VRFY alice"), 502, "not-implemented")


def _closed_by_quit(console: Console) -> Locator:
    return console.say(EHLO, "QUIT")


def _closed_by_errors(console: Console) -> Locator:
    reply = console.say("FOO")
    while reply.get_attribute("data-code") == "500":
        assert console.replies.count() < 100
        reply = console.say("FOO")
    return reply


@pytest.mark.parametrize(
    ("close", "code", "name"),
    [(_closed_by_quit, 221, "closing"), (_closed_by_errors, 421, "too-many-errors")],
    ids=["221", "421"],
)
def test_a_closed_connection_is_seen_and_one_click_opens_the_next(
    console: Console, close: Callable[[Console], Locator], code: int, name: str
) -> None:
    expect_reply(close(console), code, name)
    closed = console.page.locator(".composer")
    expect(closed).to_contain_text(WORDS["en"].states["closed"].title)
    expect(console.prompt).to_have_count(0)
    expect(console.page.locator("smtp-status .text")).to_contain_text("closed")
    before = console.replies.count()

    closed.get_by_role("button", name=console.ui("closed.again")).click()

    expect_reply(console.reply(before), 220, "service-ready")
    expect(console.prompt).to_be_focused()
    expect_reply(console.say("NOOP"), 250, "nothing-done")


def test_clear_forgets_the_words_and_keeps_the_connection(console: Console) -> None:
    console.say(*TO_CONTENT[:2])

    console.clear()

    expect_reply(console.say(TO_CONTENT[2]), 250, "recipient-accepted")


def test_a_code_is_explained_whole_in_the_panel(console: Console) -> None:
    console.say(EHLO)
    console.say("VRFY alice").get_by_role("button", name="502", exact=True).click()

    expect(console.panel).to_contain_text(title("en", "not-implemented"))
    expect(console.panel.locator(".digits dt")).to_have_text(["5", "0", "2"])


def test_the_panel_shows_where_the_session_stands(console: Console) -> None:
    console.say(*TO_CONTENT[:3])

    console.tab("state").click()
    here = console.panel.locator("[aria-current=step]")
    expect(here).to_contain_text(WORDS["en"].states["has-recipient"].title)
    expect(here).to_contain_text("DATA")

    console.tab("envelope").click()
    for fact in ("client.example", "<sender@client.example>", "<alice@example.com>"):
        expect(console.panel).to_contain_text(fact)
