"""Axe finds nothing to object to, whatever the page shows: in every colour, width and language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from .auditing import audit
from .talking import EHLO, TO_CONTENT, WASM, Console, Language, held_back

MANNERS: tuple[tuple[str, int, Language], ...] = (
    ("light", 1280, "en"),
    ("dark", 390, "pt-BR"),
)

LOG = """Something before
S: 220 mx.example.com
C: EHLO client.example
S: 250-mx.example.com
S: 250 SIZE 1000
C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
S: 235 2.7.0 in
C: VRFY alice
S: 502 5.5.1 no"""
_OPEN = "all => all.forEach(each => { each.open = true })"


in_every_manner = pytest.mark.parametrize(
    "dressed", MANNERS, ids=lambda manner: "-".join(map(str, manner)), indirect=True
)
pytestmark = [pytest.mark.one_engine, in_every_manner]


@pytest.fixture(scope="module")
def dressed(request: pytest.FixtureRequest, browser: Browser, site_url: str) -> Iterator[Console]:
    """Return a page in one of the manners."""
    colours, width, language = request.param
    viewport = ViewportSize(width=width, height=844)
    with browser.new_context(
        locale=language, viewport=viewport, reduced_motion="reduce", service_workers="block"
    ) as context:
        console = Console(context.new_page(), language)
        with held_back(console.page, WASM):
            console.page.goto(site_url)
            expect(console.view).to_have_attribute("state", "loading")
            console.page.locator("select.theme").select_option(colours)
            audit(console)
        console.wait_until_ready()
        yield console


def both_replies(console: Console) -> None:
    console.say(EHLO, "VRFY alice", *TO_CONTENT[1:])


def message_mode(console: Console) -> None:
    both_replies(console)
    console.page.get_by_role("switch").click()
    console.editor.fill("Subject: x\n\n.")


def after_a_message(console: Console) -> None:
    both_replies(console)
    console.finish("Subject: x\n\n.dot")


def closed(console: Console) -> None:
    after_a_message(console)
    console.say("QUIT")


def tab(name: str) -> Callable[[Console], None]:
    def show(console: Console) -> None:
        after_a_message(console)
        if console.view.get_attribute("layout") == "narrow":
            console.status_button("details").click()
        console.tab(name).click()
        expect(console.panel).to_be_visible()

    return show


def mail(console: Console) -> None:
    tab("envelope")(console)
    console.open_message().locator("details").evaluate_all(_OPEN)


def entry(console: Console) -> None:
    refused = console.say("VRFY alice")
    refused.get_by_role("button", name=re.compile(r"\w 502$")).click()
    expect(console.reference).to_be_visible()


def exporting(console: Console) -> None:
    console.say(EHLO, "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=")
    console.status_button("export").click()
    console.exports.get_by_role("checkbox").check()
    expect(console.exports.locator("pre")).to_contain_text("AGFsaWNl")


def importing(console: Console) -> None:
    console.status_button("import").click()
    console.imports.get_by_role("textbox").fill(LOG)
    console.imports.locator("button.primary").click()
    expect(console.imports.get_by_role("row")).to_have_count(len(LOG.splitlines()) + 1)


def part(console: Console) -> None:
    console.say("VRFY alice").locator(".part").first.click()
    expect(console.tip).to_be_visible()


def completing(console: Console) -> None:
    console.prompt.press_sequentially("EH")


def response_mode(console: Console) -> None:
    console.say(EHLO, "AUTH LOGIN")


def secret(console: Console) -> None:
    console.say(EHLO, "AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=")
    console.log.locator(".secret").click()
    expect(console.tip).to_be_visible()


def chunk_mode(console: Console) -> None:
    console.say(*TO_CONTENT[:3])
    console.type("BDAT 14")
    console.editor.fill("Subject: x\n\nToo much")


def after_chunks(console: Console) -> None:
    chunk_mode(console)
    console.button("message.send").click()
    expect(console.prompt).to_have_accessible_name(console.ui("prompt.label"))


def encrypted(console: Console) -> None:
    console.say(EHLO, "STARTTLS")


def two_servers(console: Console) -> None:
    console.connect("postfix")
    console.say(EHLO, "VRFY alice")
    console.connect("exim")
    console.button("compare.open").click()
    expect(console.page.locator("smtp-comparison dialog")).to_be_visible()


def newer_version(console: Console) -> None:
    console.view.evaluate("view => view.offerNewer()")
    expect(console.button("offline.reload")).to_be_visible()


def performing(pace: str, shown: str) -> Callable[[Console], None]:
    def follow(console: Console) -> None:
        link = f"play=mailbox-full{pace}"
        console.page.evaluate("link => { location.hash = link }", link)
        told = console.ui(f"scene.{shown}").format(code=452)
        expect(console.page.locator("smtp-scene")).to_contain_text(told)

    return follow


SCENES: dict[str, Callable[[Console], None]] = {
    "354 and 502": both_replies,
    "message mode": message_mode,
    "explain": tab("explain"),
    "state": tab("state"),
    "envelope": tab("envelope"),
    "mail": mail,
    "entry": entry,
    "export": exporting,
    "import": importing,
    "part": part,
    "ghost": completing,
    "response mode": response_mode,
    "secret": secret,
    "chunk mode": chunk_mode,
    "after chunks": after_chunks,
    "encrypted": encrypted,
    "closed": closed,
    "performing": performing("&pace=step", "next-line"),
    "performed": performing("", "over"),
    "two servers": two_servers,
    "newer version": newer_version,  # last, for it stays
}


@pytest.mark.parametrize("scene", SCENES)
def test_axe_objects_to_nothing(dressed: Console, scene: str) -> None:
    dressed.page.keyboard.press("Escape")
    dressed.connect()
    dressed.clear()

    SCENES[scene](dressed)

    audit(dressed)
