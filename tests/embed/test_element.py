"""`<smtp-playground>` in a page of another origin: read, touched, told what to do."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import IN_BOTH, Show
from .hosting import Reader, replies, start, type_line

SESSION = """S: 220 mx.example.com ESMTP Postfix
C: EHLO client.example
...
C: VRFY alice
S: 502 5.5.1 VRFY command is disabled
-- a note
C: MAIL FROM:&lt;me@client.example&gt;
S: 250 2.1.0 Ok"""
EMBED = f'<smtp-playground persona="postfix"><pre>\n{SESSION}</pre></smtp-playground>'

KEEP = """() => {
  window.heard = [];
  for (const name of ["smtp-reply", "smtp-message", "smtp-lesson-done", "smtp-say", "smtp-panel"])
    addEventListener(name, ({ type, detail }) => window.heard.push([type, detail]));
}"""


def objections(reader: Reader) -> list[tuple[str, object]]:
    """Return what axe objects to within the embeds."""
    found = Axe().run(reader.page, context={"include": [["main"]]}).response["violations"]
    return [(violation["id"], node["target"]) for violation in found for node in violation["nodes"]]


# Before it is touched.


@IN_BOTH
def test_untouched_it_is_a_session_to_be_read(show: Show) -> None:
    reader = show(EMBED)

    lines = reader.embed().locator("li")
    expect(lines).to_have_count(8)
    expect(lines.nth(0)).to_have_text("S:Server: 220 mx.example.com ESMTP Postfix")
    expect(lines.nth(5)).to_have_class("note")
    expect(reader.embed().locator(".title")).to_have_text("SMTP session with Postfix")
    assert reader.asked_for_python == []
    assert len(reader.requests) == 2
    assert reader.page.workers == []
    assert objections(reader) == []
    assert (reader.complaints, reader.warnings) == ([], [])


def test_a_code_tells_what_it_means_from_the_page_alone(show: Show) -> None:
    reader = show(EMBED)
    code = reader.embed().get_by_role("button", name="502")
    code.click()

    meaning = reader.embed().locator(".meaning")
    expect(meaning).to_contain_text("The server recognizes the command, but does not implement it.")
    link = meaning.get_by_role("link", name="All about 502")
    assert reader.page.request.get(str(link.evaluate("a => a.href"))).ok
    assert objections(reader) == []
    assert reader.asked_for_python == []
    code.click()
    expect(meaning).to_have_count(0)


@pytest.mark.parametrize(
    ("attributes", "title", "button"),
    [
        ('lang="pt-BR" persona="exim"', "Sessão SMTP com Exim", "Experimentar"),
        ('lang="pt"', "Sessão SMTP com Playground", "Experimentar"),
        ('lesson="say-hello"', "SMTP lesson with Playground", "Begin"),
        ("", "SMTP session with Playground", "Try it"),
    ],
)
def test_it_says_who_answers_in_its_language(
    show: Show, attributes: str, title: str, button: str
) -> None:
    reader = show(f"<smtp-playground {attributes}><pre>C: NOOP</pre></smtp-playground>")

    expect(reader.embed().locator(".title")).to_have_text(title)
    expect(reader.embed().locator(".try")).to_have_text(button)


@pytest.mark.parametrize(
    ("html", "scheme"),
    [
        ('document.documentElement.dataset.theme = "dark"', "dark"),
        ('document.body.dataset.theme = "light"', "light"),
        ('document.body.dataset.mdColorScheme = "slate"', "dark"),
        ('document.body.dataset.mdColorScheme = "default"', "light"),
        ('document.body.dataset.theme = "auto"', "light dark"),
    ],
)
def test_it_follows_the_colours_of_the_page(show: Show, html: str, scheme: str) -> None:
    reader = show(EMBED)
    expect(reader.embed()).to_have_css("color-scheme", "light dark")

    reader.page.evaluate(html)

    expect(reader.embed()).to_have_css("color-scheme", scheme)


def test_its_own_theme_and_the_pages_properties_hold(show: Show) -> None:
    style = "<style>smtp-playground { --smtp-accent: rgb(1, 2, 3); } "
    parts = "smtp-playground::part(bar) { background: rgb(4, 5, 6); }</style>"
    reader = show(
        EMBED.replace("<smtp-playground", '<smtp-playground theme="dark"'), head=style + parts
    )

    expect(reader.embed()).to_have_css("color-scheme", "dark")
    expect(reader.embed().locator(".try")).to_have_css("background-color", "rgb(1, 2, 3)")
    expect(reader.embed().locator(".bar")).to_have_css("background-color", "rgb(4, 5, 6)")


# Alive.


@IN_BOTH
def test_touched_it_plays_the_session_and_leaves_the_reader_at_the_prompt(show: Show) -> None:
    reader = show(EMBED)
    answers = start(reader.embed())

    expect(answers).to_have_count(4)
    expect(answers.nth(2)).to_have_attribute("data-code", "502")
    prompt = reader.embed().locator("[data-part=prompt]")
    expect(prompt).to_be_focused()
    type_line(reader.embed(), "RCPT TO:<alice@example.com>")
    expect(answers.nth(4)).to_contain_text("2.1.5 Ok")
    assert objections(reader) == []
    assert reader.complaints == []


@IN_BOTH
def test_fifty_of_them_start_one_worker(show: Show) -> None:
    reader = show(EMBED * 50)
    expect(reader.embed(49).locator("li")).to_have_count(8)
    assert reader.asked_for_python == []

    for place in (0, 30, 49):
        start(reader.embed(place))

    expect(replies(reader.embed(49))).to_have_count(4)
    assert len(reader.page.workers) == 1
    assert len([name for name in reader.asked_for_python if name.startswith("python-")]) <= 2
    type_line(reader.embed(30), "RSET")
    expect(replies(reader.embed(30))).to_have_count(5)
    expect(replies(reader.embed(49))).to_have_count(4)


def test_the_reader_takes_over_at_the_line_that_is_named(show: Show) -> None:
    reader = show(EMBED.replace("<smtp-playground", '<smtp-playground start="2"'))
    answers = start(reader.embed())

    expect(answers).to_have_count(2)


def test_who_only_reads_has_no_prompt(show: Show) -> None:
    reader = show(EMBED.replace("<smtp-playground", "<smtp-playground readonly"))
    answers = start(reader.embed())

    expect(answers).to_have_count(4)
    expect(reader.embed().locator("[data-part=prompt]")).to_be_hidden()


def test_rules_hold_from_the_first_line(show: Show) -> None:
    session = "C: EHLO me\nC: MAIL FROM:&lt;&gt;\nC: RCPT TO:&lt;alice@example.com&gt;"
    reader = show(f'<smtp-playground rules="mailbox-full"><pre>{session}</pre></smtp-playground>')
    answers = start(reader.embed())

    expect(answers.nth(3)).to_have_attribute("data-code", "452")


def test_a_lesson_begins(show: Show) -> None:
    reader = show('<smtp-playground lesson="say-hello" lang="pt-BR"><pre></pre></smtp-playground>')
    start(reader.embed())

    expect(reader.embed().locator("smtp-task")).to_be_visible()
    expect(reader.embed().locator("smtp-panel")).to_contain_text("Diga oi a um servidor")
    assert "lesson" not in reader.page.url


def test_it_starts_by_itself_only_where_it_is_seen(show: Show) -> None:
    space = '<div style="height: 4000px"></div>'
    reader = show(space + EMBED.replace("<smtp-playground", "<smtp-playground autoplay"))
    expect(reader.embed().locator("li")).to_have_count(8)
    assert reader.asked_for_python == []

    reader.embed().scroll_into_view_if_needed()

    expect(replies(reader.embed())).to_have_count(4, timeout=90_000)
    expect(reader.embed().locator("[data-part=prompt]")).not_to_be_focused()


def test_it_never_starts_by_itself_for_who_wants_stillness(show: Show) -> None:
    still = '<smtp-playground autoplay id="still"><pre>C: NOOP</pre></smtp-playground>'
    reader = show("<p>nothing yet</p>")
    reader.page.emulate_media(reduced_motion="reduce")

    reader.page.evaluate("html => document.querySelector('main').innerHTML = html", still)

    expect(reader.embed().locator("li")).to_have_count(1)
    reader.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert reader.embed().evaluate("embed => embed.state") == "printed"


# What a page's own script may do.


@IN_BOTH
def test_a_script_sends_hears_and_resets(show: Show) -> None:
    reader = show(EMBED)
    reader.page.evaluate(KEEP)
    embed = reader.embed()

    answer = embed.evaluate("embed => embed.send('RCPT TO:<alice@example.com>\\nDATA')")
    assert [reply["code"] for reply in answer] == ["250", "354"]
    assert answer[0]["enhanced"] == "2.1.5"
    embed.evaluate("embed => embed.send('Subject: x\\n\\nHi\\n.')")
    reader.page.wait_for_function("heard.some(([name]) => name === 'smtp-message')")
    heard = reader.page.evaluate("heard")
    assert {name for name, _ in heard} == {"smtp-reply", "smtp-message"}
    assert heard[0] == [
        "smtp-reply",
        {
            "code": "220",
            "enhanced": "",
            "name": "service-ready",
            "lines": ["220 mx.example.com ESMTP Postfix"],
        },
    ]
    (message,) = [detail for name, detail in heard if name == "smtp-message"]
    assert message["recipients"] == ["<alice@example.com>"]
    assert (message["reversePath"], message["subject"]) == ("<me@client.example>", "x")

    embed.evaluate("embed => embed.reset()")
    expect(replies(embed)).to_have_count(1)
    embed.evaluate("embed => embed.load('C: NOOP')")
    expect(replies(embed).last).to_have_attribute("data-code", "250")


def test_a_lesson_that_is_done_is_told(show: Show) -> None:
    reader = show('<smtp-playground lesson="say-hello"><pre></pre></smtp-playground>')
    reader.page.evaluate(KEEP)
    embed = reader.embed()
    start(embed)

    embed.evaluate("embed => embed.send('EHLO client.example\\nQUIT')")

    reader.page.wait_for_function("heard.some(([name]) => name === 'smtp-lesson-done')")
    told = reader.page.evaluate("heard.find(([name]) => name === 'smtp-lesson-done')[1]")
    assert told == {"lesson": "say-hello"}


def test_an_attribute_may_change_while_it_is_alive(show: Show) -> None:
    reader = show(EMBED)
    answers = start(reader.embed())
    expect(answers).to_have_count(4)

    reader.embed().evaluate("embed => embed.lang = 'pt-BR'")
    expect(answers.nth(2)).to_contain_text("recusado")
    reader.embed().evaluate("embed => embed.setAttribute('persona', 'exim')")
    expect(answers.nth(4)).to_contain_text("ESMTP Exim")


@IN_BOTH
def test_what_is_taken_out_of_the_page_lets_go(show: Show) -> None:
    """Documentation that changes its pages without loading any must not gather sessions."""
    reader = show(EMBED)
    start(reader.embed())
    expect(replies(reader.embed())).to_have_count(4)

    for _ in range(3):
        reader.page.evaluate(
            "html => document.querySelector('main').innerHTML = html", EMBED.replace("\n", "&#10;")
        )
        start(reader.embed())
        expect(replies(reader.embed())).to_have_count(4)

    assert len(reader.page.workers) == 1
    assert reader.complaints == []


def test_what_is_moved_keeps_its_conversation(show: Show) -> None:
    reader = show(EMBED + '<section id="there"></section>')
    start(reader.embed())
    expect(replies(reader.embed())).to_have_count(4)

    reader.page.evaluate(
        "document.querySelector('#there').append(document.querySelector('smtp-playground'))"
    )

    expect(replies(reader.embed())).to_have_count(4)
    type_line(reader.embed(), "RSET")
    expect(replies(reader.embed())).to_have_count(5)


def test_a_second_version_of_the_script_does_no_harm(show: Show, site_url: str) -> None:
    other = f'<script type="module" src="{site_url}embed.js?another"></script>'
    reader = show(EMBED, head=other)

    start(reader.embed())

    expect(replies(reader.embed())).to_have_count(4)
    assert reader.complaints == []
