"""`embed.html` in a frame: shown by its address, as high as it is, heard by one page alone."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from .conftest import IN_BOTH, Show
from .hosting import Reader, page_of, replies, serving, start

SESSION = "S: 220 mx.example.com ESMTP Exim\nC: EHLO me\nC: NOOP\nS: 250 OK"
ADDRESS = f"embed.html#persona=exim&lang=pt-BR&text={quote(SESSION)}"

LISTEN = """() => {
  window.told = [];
  addEventListener("message", ({ data }) => window.told.push(data));
}"""
ASK = """async ([message, from]) => {
  const frame = document.querySelector(from).contentWindow;
  frame.postMessage(message, "*");
  const answer = () =>
    window.told.find(({ id, playground }) => playground === "answer" && id === message.id);
  for (let turn = 0; turn < 600 && !answer(); turn++)
    await new Promise(done => setTimeout(done, 100));
  return answer();
}"""
ADD = """url => {
  const frame = document.createElement("iframe");
  frame.src = url;
  document.body.append(frame);
}"""


OURS = "iframe[title=SMTP]"


def framed(site_url: str) -> str:
    return f'<iframe src="{site_url}{ADDRESS}" title="SMTP" style="height: 99px"></iframe>'


def inside(reader: Reader) -> FrameLocator:
    return reader.page.frame_locator(OURS)


def height(page: Page) -> float:
    box = page.locator(OURS).bounding_box()
    assert box is not None
    return box["height"]


@IN_BOTH
def test_it_shows_what_its_address_says_and_starts(show: Show, site_url: str) -> None:
    reader = show(framed(site_url))
    embed = inside(reader).locator("smtp-playground")

    expect(embed.locator(".title")).to_have_text("Sessão SMTP com Exim")
    assert reader.asked_for_python == []
    start(embed)
    expect(replies(embed)).to_have_count(3)
    expect(replies(embed).last).to_have_attribute("data-code", "250")
    assert reader.complaints == []


def test_it_is_as_high_as_its_content_where_the_page_has_the_script(
    show: Show, site_url: str
) -> None:
    reader = show(framed(site_url))
    embed = inside(reader).locator("smtp-playground")
    expect(embed.locator("li")).to_have_count(4)

    reader.page.wait_for_function("document.querySelector('iframe').clientHeight > 110")
    printed = height(reader.page)
    assert printed < 260
    start(embed)
    reader.page.wait_for_function("document.querySelector('iframe').clientHeight > 400")


@pytest.mark.parametrize("claimed", ["1e9", "-5", "NaN", "Infinity", "'tall'", "null"])
def test_a_frame_cannot_ask_for_any_height(show: Show, site_url: str, claimed: str) -> None:
    """Only a frame of the playground's is heard, and only to a bound."""
    claim = f"parent.postMessage({{ playground: 'height', height: {claimed} }}, '*')"
    reader = show(framed(site_url) + f'<iframe id="hostile" srcdoc="<script>{claim}</script>">')
    expect(inside(reader).locator("smtp-playground li")).to_have_count(4)

    frame = next(frame for frame in reader.page.frames if "embed.html" in frame.url)
    frame.evaluate(claim)
    frame.evaluate("new Promise(done => setTimeout(done, 50))")

    assert reader.page.locator("#hostile").evaluate("frame => frame.style.height") == ""
    assert 60 <= height(reader.page) <= 4010


@IN_BOTH
def test_the_page_around_may_speak_and_hears_the_answer(show: Show, site_url: str) -> None:
    reader = show(framed(site_url))
    expect(inside(reader).locator("smtp-playground li")).to_have_count(4)
    reader.page.evaluate(LISTEN)

    def ask(message: dict[str, object]) -> dict[str, object]:
        return dict(reader.page.evaluate(ASK, [message, "iframe"]))

    answer = ask({"playground": "send", "id": 1, "text": "MAIL FROM:<me@client.example>"})
    assert [reply["code"] for reply in answer["replies"]] == ["250"]  # type: ignore[attr-defined]
    assert ask({"playground": "reset", "id": 2})["replies"] == []
    expect(replies(inside(reader).locator("smtp-playground"))).to_have_count(1)
    long = ask({"playground": "send", "id": 3, "text": "x" * 70_000})
    assert "more than 65536 characters" in str(long["failed"])
    told = reader.page.evaluate("told.map(({ playground }) => playground)")
    assert "smtp-reply" in told


def test_nobody_else_is_heard(show: Show, site_url: str, browser: Browser, tmp_path: Path) -> None:
    """A page between the frame and the outermost one is not the page around, and the other way."""
    reader = show(framed(site_url))
    embed = inside(reader).locator("smtp-playground")
    expect(embed.locator("li")).to_have_count(4)
    del browser
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text(
        "<script>parent.frames[0].postMessage({playground: 'start', id: 1}, '*')</script>"
    )
    with serving(tmp_path / "other") as other:
        reader.page.evaluate(
            ADD,
            other,
        )
        expect(reader.page.locator("iframe")).to_have_count(2)
        reader.page.frames[-1].wait_for_load_state()
        expect(embed.locator(".try")).to_be_enabled()

    assert embed.evaluate("embed => embed.state") == "printed"


def test_strange_messages_are_passed_over(show: Show, site_url: str) -> None:
    reader = show(framed(site_url))
    embed = inside(reader).locator("smtp-playground")
    expect(embed.locator("li")).to_have_count(4)

    reader.page.evaluate(
        """() => {
          const { contentWindow } = document.querySelector("iframe");
          for (const strange of [null, 1, "start", {}, { playground: "eval", text: "1" },
            { playground: "send", text: { toString: () => "x" } + "" , id: {} },
            { playground: "load", text: 5 }]) contentWindow.postMessage(strange, "*");
        }"""
    )

    expect(embed.locator("li")).to_have_count(4)
    assert embed.evaluate("embed => embed.state") == "printed"
    assert reader.complaints == []


@pytest.mark.parametrize(
    "address", ["embed.html", "embed.html#packed=%%%", "embed.html#text=" + "hello%0A" * 9000]
)
def test_a_damaged_address_shows_what_there_is(
    browser: Browser, site_url: str, tmp_path: Path, address: str
) -> None:
    (tmp_path / "index.html").write_text(
        page_of(f'<iframe src="{site_url}{address}" title="SMTP"></iframe>', site_url)
    )
    with serving(tmp_path) as url, browser.new_context(service_workers="block") as context:
        reader = Reader(context.new_page())
        reader.page.goto(url)

        expect(inside(reader).locator("smtp-playground .title")).to_be_visible()
        assert reader.complaints == []
