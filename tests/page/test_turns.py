"""Where a session turns into something else, the page shows it: TLS, reversed roles, LMTP."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from smtp_playground.personas import load_personas

from .talking import EHLO, MAIL, RCPT, WORDS, Console, expect_reply, explanation

pytestmark = pytest.mark.one_engine

LOGIN = "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ="
BEHIND = ("EHLO evil.example", "MAIL FROM:<evil@evil.example>")


@pytest.fixture
def encrypted(console: Console) -> Console:
    """Return a console whose connection has just turned to TLS."""
    expect_reply(console.say(EHLO, "STARTTLS"), 220, "ready-for-tls")
    return console


def test_a_note_tells_what_a_handshake_would_do(encrypted: Console) -> None:
    note = encrypted.articles.last

    expect(note).to_have_attribute("data-from", "note")
    expect(note).to_contain_text(WORDS["en"].conversation["note.tls-started"])
    expect(explanation(note)).to_be_visible()
    expect(explanation(note).get_by_role("link").first).to_have_attribute(
        "href", "https://www.rfc-editor.org/rfc/rfc3207#section-4.1"
    )
    expect(note).to_be_in_viewport(ratio=1)

    note.get_by_role("button", name=encrypted.ui("conversation.hide")).click()
    expect(explanation(note)).to_be_hidden()


def test_the_status_says_whether_the_connection_is_encrypted(encrypted: Console) -> None:
    status = encrypted.page.locator("smtp-status .text")
    expect(status).to_contain_text("port 25, encrypted (simulated)")
    expect(status.locator(".lock")).to_be_visible()
    encrypted.speak("pt-BR")
    expect(status).to_contain_text("com criptografia (simulada)")

    encrypted.connect()
    expect(status).to_contain_text("sem criptografia")
    expect(status.locator(".lock")).to_have_count(0)


def test_the_session_begins_anew(encrypted: Console) -> None:
    expect_reply(encrypted.say(MAIL), 503, "hello-first")
    expect_reply(encrypted.say(EHLO), 250, "extended-hello")
    expect(encrypted.replies.last).not_to_contain_text("STARTTLS")


def test_what_was_pasted_behind_starttls_is_thrown_away_and_told(console: Console) -> None:
    before = console.replies.count()
    console.paste("\n".join((EHLO, "STARTTLS", *BEHIND)))
    expect_reply(console.reply(before + 1), 220, "ready-for-tls")

    lost = sum(len(f"{line}\r\n") for line in BEHIND)
    expect(explanation(console.articles.last)).to_contain_text(f": {lost}.")
    expect(explanation(console.articles.last)).to_contain_text("CVE-2011-0411")
    expect(console.log).not_to_contain_text("evil")


def test_tls_can_be_there_from_the_first_octet(console: Console) -> None:
    expect_reply(console.connect("submissions-465"), 220, "service-ready")

    note = console.log.locator("article[data-from=note]").last
    expect(note).to_contain_text(WORDS["en"].conversation["note.tls-implicit"])
    expect(console.page.locator("smtp-status .text")).to_contain_text("port 465, encrypted")


def test_reversed_roles_end_the_conversation(console: Console) -> None:
    console.connect("reference")
    turned = console.say(EHLO, "STARTTLS", EHLO, LOGIN, "ATRN client.example")
    expect_reply(turned, 250, "roles-reversed")

    composer = console.page.locator(".composer")
    expect(composer).to_contain_text(WORDS["en"].states["reversed"].title)
    expect(console.prompt).to_have_count(0)
    before = console.replies.count()
    composer.get_by_role("button", name=console.ui("closed.again")).click()
    expect_reply(console.reply(before), 220, "service-ready")
    expect(console.prompt).to_be_focused()


def test_each_recipient_of_lmtp_has_a_reply(console: Console) -> None:
    console.connect("lmtp")
    console.say("LHLO client.example", MAIL, RCPT, "RCPT TO:<carol@example.com>", "DATA")
    before = console.replies.count()
    console.editor.fill("Subject: x\n\nHi")
    console.page.locator("smtp-message-editor button.primary").click()

    expect_reply(console.reply(before + 1), 452, "mailbox-full")
    expect_reply(console.replies.nth(before), 250, "recipient-delivered")
    expect(explanation(console.replies.nth(before))).to_contain_text("<alice@example.com>")
    expect(explanation(console.replies.nth(before + 1))).to_contain_text("<carol@example.com>")


@pytest.mark.parametrize("persona", sorted(load_personas()))
def test_chips_lead_to_a_command_that_this_server_takes(console: Console, persona: str) -> None:
    """The first chip, taken each time, opens the session on every server."""
    greeting = console.connect(persona)
    expect_reply(greeting, 220, "service-ready")
    before = console.replies.count()

    console.page.locator("smtp-prompt .chip").first.click()
    console.prompt.press("Enter")

    expect_reply(console.reply(before), 250, "extended-hello")
