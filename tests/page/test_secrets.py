"""What proves who a reader is: typed in the clear, dots ever after, and shown to who asks."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from smtp_playground.parts import DOTS

from .talking import EHLO, WORDS, Console, expect_reply

PASSWORD = "wonderland"
SECRET = base64.b64encode(PASSWORD.encode()).decode()
ACCOUNT = base64.b64encode(b"alice").decode()
PLAIN = base64.b64encode(b"\0alice\0" + PASSWORD.encode()).decode()
CHALLENGED = (EHLO, "AUTH LOGIN")


@pytest.fixture
def secret(console: Console) -> Locator:
    """Return the dots of a password that was just sent."""
    expect_reply(console.say(*CHALLENGED, ACCOUNT, SECRET), 235, "auth-succeeded")
    return console.log.locator(".secret").last


def dots(console: Console, secret: Locator) -> None:
    """Check that a secret is hidden, and says how to see it."""
    expect(secret).to_have_text(DOTS)
    expect(secret).to_have_accessible_name(console.ui("secret.reveal"))
    expect(console.log).not_to_contain_text(SECRET)
    expect(console.tip.filter(has_text=PASSWORD)).to_have_count(0)


def shown(console: Console, secret: Locator) -> None:
    """Check that a secret is seen, and heard by who asks for its name."""
    expect(secret).to_have_text(SECRET)
    expect(secret).to_have_accessible_name(f"{console.ui('secret.hide')}: {SECRET}")


def test_a_response_becomes_dots(console: Console, secret: Locator) -> None:
    dots(console, secret)

    expect(console.log.locator(".secret")).to_have_text([DOTS, DOTS])


@pytest.mark.one_engine
def test_nothing_announces_a_secret(console: Console, secret: Locator) -> None:
    """The log is silent, and the status speaks of the reply."""
    expect(console.log).to_have_attribute("aria-live", "off")
    status = console.page.locator("smtp-playground > .quiet[role=status]")

    secret.click()

    expect(status).to_contain_text("235")
    expect(status).not_to_contain_text(SECRET)


def _by_click(_console: Console, secret: Locator) -> None:
    secret.click()


def _by_enter(_console: Console, secret: Locator) -> None:
    secret.press("Enter")


def _by_space(_console: Console, secret: Locator) -> None:
    secret.press(" ")


def _by_the_tip(console: Console, secret: Locator) -> None:
    secret.hover()
    console.tip.get_by_role("button").click()


WAYS = {"click": _by_click, "enter": _by_enter, "space": _by_space, "tip": _by_the_tip}


@pytest.mark.parametrize("press", WAYS.values(), ids=WAYS)
def test_a_secret_is_shown_and_hidden_again(
    console: Console, secret: Locator, press: Callable[[Console, Locator], None]
) -> None:
    dots(console, secret)

    press(console, secret)
    shown(console, secret)
    expect(console.tip).to_contain_text(PASSWORD)  # base64 is no encryption

    press(console, secret)
    dots(console, secret)


@pytest.mark.one_engine
def test_only_the_secret_that_was_asked_for_is_shown(console: Console, secret: Locator) -> None:
    secret.click()

    expect(console.log.locator(".secret")).to_have_text([DOTS, SECRET])


@pytest.mark.one_engine
def test_a_secret_stays_as_it_is_in_another_language(console: Console, secret: Locator) -> None:
    console.speak("pt-BR")
    dots(console, secret)

    secret.click()
    shown(console, secret)
    console.speak("en")
    shown(console, secret)


@pytest.mark.one_engine
def test_a_line_has_dots_in_its_text_so_they_are_what_is_copied(console: Console) -> None:
    """As long as nothing else is shown."""
    expect_reply(console.say(EHLO, f"AUTH PLAIN {PLAIN}"), 235, "auth-succeeded")
    line = console.log.locator(".line", has=console.page.locator(".secret")).last

    assert line.inner_text() == f"AUTH PLAIN {DOTS}"


def test_no_key_brings_a_secret_back(console: Console) -> None:
    """Neither what answered a challenge, nor what came with the command."""
    expect_reply(console.say(*CHALLENGED, "*", EHLO, f"AUTH PLAIN {PLAIN}"), 235, "auth-succeeded")
    met = set()
    for _ in range(6):
        console.page.keyboard.press("ArrowUp")
        met.add(console.prompt.input_value())

    assert met == {EHLO, "AUTH LOGIN"}


def test_a_paste_with_secrets_in_it_leaves_none_behind(console: Console) -> None:
    before = console.replies.count()
    console.paste("\n".join((*CHALLENGED, ACCOUNT, SECRET)))
    expect_reply(console.reply(before + 3), 235, "auth-succeeded")

    dots(console, console.log.locator(".secret").last)
    console.prompt.focus()
    console.page.keyboard.press("ArrowUp")
    expect(console.prompt).to_have_value("AUTH LOGIN")


# Where the answer is written.


@pytest.mark.one_engine
def test_the_prompt_says_that_an_answer_is_due(console: Console) -> None:
    console.say(*CHALLENGED)

    expect(console.prompt).to_be_focused()
    expect(console.prompt).to_have_accessible_name(console.ui("response.label"))
    expect(console.page.locator(".composer .banner")).to_contain_text(console.ui("response.title"))
    console.page.keyboard.press("ArrowUp")
    expect(console.prompt).to_have_value("")
    console.prompt.press_sequentially(ACCOUNT[:2])
    expect(console.page.locator(".ghost")).to_have_text("")

    console.prompt.fill("*")
    console.prompt.press("Enter")
    expect_reply(console.reply(2), 501, "auth-cancelled")
    expect(console.prompt).to_have_accessible_name(console.ui("prompt.label"))
    expect(console.page.locator(".composer .banner")).to_have_count(0)


@pytest.mark.one_engine
def test_a_chip_writes_the_right_answer(console: Console) -> None:
    """Also where it is a proof that nobody works out by hand."""
    console.say(EHLO, "AUTH SCRAM-SHA-256")
    label = WORDS["en"].conversation["sample.response"].format(account="alice")
    for number in range(2, 5):
        console.page.get_by_role("button", name=label, exact=True).click()
        expect(console.prompt).to_be_focused()
        console.prompt.press("Enter")
        console.reply(number)

    expect_reply(console.replies.last, 235, "auth-succeeded")
    expect(console.page.locator("smtp-status .text")).to_contain_text("alice")
