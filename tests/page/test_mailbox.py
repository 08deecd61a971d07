"""The mailbox in the panel: the list of messages, and one of them from every side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Playwright, expect

from sitebuild.browsers import launch
from smtp_playground.markup import plain

from .auditing import TOO_WIDE
from .talking import EHLO, MAIL, TO_CONTENT, WORDS, Console

pytestmark = pytest.mark.one_engine

HTML = "<h1>Hi</h1><img src=x onerror=executed.push(1)><script>executed.push(2)</script>"
LETTER = f"""From: =?utf-8?q?Ren=C3=A9e?= <renee@news.example>
To: Alice <alice@example.com>, carol@example.com
Subject: =?utf-8?b?T2zDoQ==?=
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

The boats come out on Saturday.
--b
Content-Type: text/html; charset=utf-8

{HTML}
--b--
"""
_OPEN = "all => all.forEach(each => { each.open = true })"
_WATCH = "window.executed = [];"
_CATCH = """() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = blob => {
    URL.createObjectURL = make;
    window.blob = blob;
    return make.call(URL, blob);
  };
  window.caught = new Promise(resolve => {
    HTMLAnchorElement.prototype.click = function () {
      delete HTMLAnchorElement.prototype.click;
      resolve(this.download);
    };
  });
}"""
_CAUGHT = """async () => [
  await window.caught,
  [...new Uint8Array(await window.blob.arrayBuffer())],
]"""


@pytest.fixture(autouse=True)
def emptied(console: Console) -> Iterator[None]:
    """Begin with an empty mailbox: another server has another one."""
    console.connect("reference")
    console.connect("playground")
    yield
    console.tab("explain").click()


@pytest.fixture
def letter(console: Console) -> Locator:
    """Send a message of two parts; return what the panel shows of it."""
    send(console, LETTER)
    return console.open_message()


def send(console: Console, content: str, *more: str) -> None:
    console.say(*TO_CONTENT[:-1], *more, "DATA")
    console.finish(content)


def pairing(letter: Locator, name: str) -> Locator:
    """Return the rows of one pairing: heading, lines, remarks."""
    return letter.locator(f"[data-pairing={name}]")


def cells(rows: Locator) -> list[str]:
    """Return what stands in the cells of the first line."""
    return [
        re.sub(r"\s+", " ", text)
        for text in rows.locator("tr").nth(1).locator("td").all_inner_texts()
    ]


def test_the_list_shows_what_came_and_how_newest_first(console: Console) -> None:
    console.tab("envelope").click()
    expect(console.panel).to_contain_text(console.ui("envelope.mailbox-none"))
    send(console, "Subject: First\n\nx")
    send(console, LETTER, "RCPT TO:<bob@example.com>")

    first = console.panel.locator(".letter").first
    expect(first.locator("strong")).to_have_text("Olá")
    for fact in (
        "Renée <renee@news.example>",
        "<sender@client.example> → <alice@example.com>, <bob@example.com>",
        "ESMTP · not encrypted",
    ):
        expect(first).to_contain_text(fact)
    expect(console.panel.locator(".letter").nth(1)).to_contain_text(console.ui("mail.no-author"))


def test_the_open_envelope_stands_above_the_mailbox(console: Console) -> None:
    send(console, "Subject: x\n\n")
    console.say(MAIL)
    console.tab("envelope").click()

    expect(console.panel.locator(".envelope")).to_contain_text("<sender@client.example>")
    expect(console.panel.locator("h3")).to_have_text(
        [console.ui("envelope.open"), console.ui("envelope.mailbox")]
    )


def test_envelope_and_header_stand_side_by_side(letter: Locator) -> None:
    assert cells(pairing(letter, "sender")) == [
        "MAIL FROM <sender@client.example>",
        "From Renée <renee@news.example>",
    ]
    assert cells(pairing(letter, "both")) == [
        "RCPT TO <alice@example.com>",
        "To Alice <alice@example.com>",
    ]
    expect(pairing(letter, "header-only")).to_contain_text("carol@example.com")
    expect(pairing(letter, "unseen")).to_contain_text("Olá")


def test_why_the_two_differ_is_answered_where_they_stand(letter: Locator) -> None:
    told = WORDS["en"].mailbox
    sender = pairing(letter, "sender")
    expect(sender).to_contain_text(plain(told["remark.from-differs"]))
    expect(sender.get_by_text("mailing list")).to_be_hidden()

    sender.get_by_text(plain(told["why.question"])).click()

    expect(sender.get_by_text("A mailing list")).to_be_visible()
    expect(sender.get_by_role("link", name="RFC 5321 §3.9")).to_be_visible()


def test_the_trace_fields_are_told_clause_by_clause(letter: Locator) -> None:
    received = letter.locator(".trace").nth(1)

    expect(received.locator("h4")).to_have_text("Received")
    expect(received.locator("dt")).to_contain_text(
        ["from client.example", "by mx.example.com", "with ESMTP", "id ", "for <alice@example.com>"]
    )
    expect(received).to_contain_text(plain(WORDS["en"].mailbox["trace.by"]))


def test_parts_stand_within_parts_and_the_first_text_is_open(letter: Locator) -> None:
    kinds = letter.locator(".kind .octets")
    expect(kinds).to_have_text(["multipart/alternative", "text/plain", "text/html"])

    expect(letter.locator(".text[open] pre")).to_have_text("The boats come out on Saturday.")


def test_the_header_is_told_as_meant_and_as_it_came(letter: Locator) -> None:
    letter.locator(".fields summary").click()

    subject = letter.locator(".fields .explained > div", has_text="Subject")
    expect(subject.locator("dt")).to_contain_text("Olá")
    expect(subject.locator("pre")).to_have_text("Subject: =?utf-8?b?T2zDoQ==?=")


def test_the_source_begins_with_what_the_server_added(letter: Locator) -> None:
    source = letter.locator(".source")
    source.locator("summary").click()

    expect(source.locator("pre")).to_be_visible()
    text = source.locator("pre").text_content() or ""
    assert text.startswith(
        "Return-Path: <sender@client.example>\nReceived: from client.example ([192.0.2.1])\n"
    )
    assert text.endswith(LETTER)


def test_html_is_shown_as_text_and_nothing_in_it_is_run(browser: Browser, site_url: str) -> None:
    with browser.new_context(locale="en-US", service_workers="block") as context:
        context.add_init_script(_WATCH)
        console = Console(context.new_page())
        console.load(site_url)
        asked = len(console.requests)
        send(console, LETTER)
        letter = console.open_message()

        letter.locator("details").evaluate_all(_OPEN)

        expect(letter.locator(".text pre").nth(1)).to_have_text(HTML)
        assert letter.locator("img, h1, script").count() == 0
        assert console.page.evaluate("window.executed") == []
        assert console.requests[asked:] == []
        assert console.complaints == []


def test_the_file_has_every_octet(console: Console, letter: Locator) -> None:
    console.page.evaluate(_CATCH)
    letter.get_by_role("button", name=console.ui("mail.save")).click()

    name, octets = console.page.evaluate(_CAUGHT)
    assert re.fullmatch(r"message-\d+\.eml", name)
    expect_letter(bytes(octets))


def test_a_browser_keeps_the_file(driver: Playwright, site_url: str) -> None:
    """Of the two browsers, only this one tells a test of its downloads."""
    browser = launch(driver, "chromium")
    console = Console(browser.new_page(locale="en-US"))
    console.load(site_url)
    send(console, LETTER)
    console.open_message()

    with console.page.expect_download() as downloading:
        console.button("mail.save").click()

    assert downloading.value.suggested_filename == "message-1.eml"
    expect_letter(Path(downloading.value.path()).read_bytes())
    assert console.complaints == []
    browser.close()


def expect_letter(octets: bytes) -> None:
    """Check that a file holds the trace fields and then the letter, octet by octet."""
    content = LETTER.replace("\n", "\r\n").encode()
    added = octets.removesuffix(content)

    assert len(added) + len(content) == len(octets)
    assert added.startswith(
        b"Return-Path: <sender@client.example>\r\nReceived: from client.example"
    )
    assert added.endswith(b" +0000\r\n")


def test_an_open_message_changes_its_language(console: Console, letter: Locator) -> None:
    told = WORDS["pt-BR"].mailbox
    console.speak("pt-BR")

    expect(letter).to_contain_text(plain(told["why.question"]))
    expect(letter).to_contain_text(plain(told["type.multipart-alternative"]))
    expect(letter.get_by_role("button", name=console.ui("mail.save"))).to_be_visible()
    expect(letter.locator("h2")).to_have_text("Olá")


def test_a_message_is_opened_and_left_by_keyboard(console: Console) -> None:
    send(console, "Subject: Older\n\nx")
    send(console, "Subject: Newer\n\nx")
    console.tab("envelope").click()
    expect(console.panel.locator(".letter")).to_have_count(2)
    console.panel.focus()
    for _ in range(2):
        console.page.keyboard.press("Tab")
    expect(console.panel.locator(".letter").nth(1)).to_be_focused()

    console.page.keyboard.press("Enter")
    expect(console.mail.locator("h2")).to_be_focused()
    expect(console.mail.locator("h2")).to_have_text("Older")
    expect(console.mail.locator("h2")).to_be_in_viewport()

    console.page.keyboard.press("Shift+Tab")
    console.page.keyboard.press("Shift+Tab")
    expect(console.panel.locator(".back")).to_be_focused()
    console.page.keyboard.press("Enter")

    expect(console.panel.locator(".letter").nth(1)).to_be_focused()


def test_an_open_message_stays_while_the_conversation_goes_on(
    console: Console, letter: Locator
) -> None:
    send(console, "Subject: Another\n\nx")
    expect(letter.locator("h2")).to_have_text("Olá")
    expect(console.prompt).to_be_focused()

    console.button("mail.back").click()
    expect(console.panel.locator(".letter strong").first).to_have_text("Another")


def test_the_mailbox_outlives_the_connection_but_not_the_server(console: Console) -> None:
    send(console, "Subject: Kept\n\nx")
    console.say("QUIT")
    console.connect()
    console.tab("envelope").click()
    expect(console.panel.locator(".letter strong").first).to_have_text("Kept")
    console.open_message()

    console.connect("reference")

    expect(console.panel).to_contain_text(console.ui("envelope.mailbox-none"))
    expect(console.panel.locator(".letter")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390])
def test_a_message_fits_a_narrow_sheet(console: Console, width: int) -> None:
    long = "x" * 300
    send(console, LETTER.replace("Alice", long).replace("Content-Type: text/html", f"X-{long}: y"))
    console.page.set_viewport_size({"width": width, "height": 640})
    console.status_button("details").click()

    letter = console.open_message()
    letter.locator("details").evaluate_all(_OPEN)

    assert console.page.evaluate(TOO_WIDE) == []
    console.page.keyboard.press("Escape")
    expect(console.panel).to_be_hidden()
    console.status_button("details").click()
    expect(letter).to_be_visible()
    console.button("mail.back").click()
    assert console.page.evaluate(TOO_WIDE) == []
    console.page.keyboard.press("Escape")
    console.page.set_viewport_size({"width": 1280, "height": 720})


def test_a_message_without_anything_is_shown_all_the_same(console: Console) -> None:
    told = WORDS["en"].mailbox
    console.say(EHLO, *TO_CONTENT[1:])
    before = console.replies.count()
    console.page.locator("smtp-message-editor button.primary").click()
    console.reply(before)

    letter = console.open_message()

    expect(letter.locator("h2")).to_have_text(console.ui("mail.no-subject"))
    expect(letter).to_contain_text(plain(told["remark.empty"]))
    expect(letter).to_contain_text(console.ui("mail.empty"))
