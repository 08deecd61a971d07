"""A reader's own client: written, run, tied to the wire, stopped, and walled in."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from ..client import asyncio_client
from .auditing import TOO_WIDE, audit
from .programs import Client
from .talking import LANGUAGES, Console, Language

CONNECT = "import smtplib\ns = smtplib.SMTP('localhost', 2525)\n"
SENT = f"{CONNECT}s.sendmail('a@b.example', ['alice@example.com'], 'x')\ns.quit()\nprint('sent')\n"
REFUSED = f"{CONNECT}s.sendmail('a@b.example', ['x@example.com'], 'x')\n"
ENDLESS = "print('begun')\nwhile True: pass\n"
OUTWARD = """\
import sys
doors = [name for name in ("js", "pyodide", "pyodide_js") if name in sys.modules]
print("doors:", doors)
import smtplib
connect = smtplib.socket.create_connection
print("answers:", connect(("{host}", {port})).recv(3))
"""


@pytest.fixture
def client(console: Console) -> Client:
    return Client(console).open()


def test_a_program_is_written_by_keys_and_run_by_one(client: Client) -> None:
    client.write("")
    client.editor.click()
    client.editor.press_sequentially("print(6 * 7)")
    client.editor.press("Control+Enter")
    client.wait()

    expect(client.printed).to_have_text("42\n")


def test_code_and_wire_point_at_each_other(client: Client) -> None:
    client.run(SENT)
    articles = client.console.articles

    expect(client.printed).to_have_text("sent\n")
    hello = articles.and_(client.console.page.locator("[data-from=client]")).first
    expect(hello).to_have_attribute("data-code-line", "3")
    hello.hover()
    lit = client.view.locator(".cm-pointed")
    expect(lit).to_have_count(1)
    expect(lit).to_contain_text("s.sendmail")

    client.view.locator(".cm-line", has_text="s.quit()").hover()
    pointed = client.console.log.locator("[data-pointed]")
    expect(pointed.first).to_contain_text("quit")
    expect(pointed).to_have_count(client.console.log.locator("[data-code-line='4']").count())


@pytest.mark.one_engine
def test_a_bubble_leads_to_its_line(client: Client) -> None:
    client.run(SENT)

    hello = client.console.log.locator("[data-from=client]").first
    hello.locator("[data-action=code-line]").click()

    expect(client.editor).to_be_focused()


@pytest.mark.one_engine
def test_a_fault_tells_its_reply_its_line_and_what_to_change(client: Client) -> None:
    client.run(REFUSED)

    expect(client.fault).to_contain_text("SMTPRecipientsRefused")
    expect(client.fault).to_contain_text("550 5.1.1")
    expect(client.fault.locator(".fix")).to_be_visible()
    expect(client.view.locator(".cm-fault")).to_contain_text("s.sendmail")
    client.fault.locator(".replies button").click()
    expect(client.console.panel.locator(".detail")).to_contain_text("550")


def test_an_endless_loop_is_stopped_and_the_conversation_goes_on(client: Client) -> None:
    client.write(f"{CONNECT}{ENDLESS}")
    client.run_button.click()
    expect(client.view.locator(".stop")).to_be_visible()
    expect(client.console.articles.filter(has_text="220 ").last).to_be_visible()
    client.stop()

    expect(client.told).to_contain_text(client.console.ui("client.stopped"))
    expect(client.console.articles.last).to_contain_text("You left while")
    client.console.connect()
    client.console.say("EHLO still.example")
    client.run("print('again')")
    expect(client.printed).to_have_text("again\n")


LONG = "10,000 messages"
"""A minute of work on a slow machine."""

BAD = {
    "recursion": ("import sys; sys.setrecursionlimit(10**9)\ndef f(): f()\nf()", "told", "broke"),
    "memory": ("x = []\nwhile True: x.append('a' * 10_000_000)", "fault", "MemoryError"),
    "a string of 2 GB": ("'a' * (2 * 1024**3)", "fault", "OverflowError"),
    "a million lines": ("for i in range(1_000_000): print(i)", "told", "6788890"),
    "_exit": ("import os\nos._exit(3)", "told", "code 3"),
    "requests": ("import requests", "fault", "ModuleNotFoundError"),
    "js": ("import js\njs.document", "fault", "WallError"),
    "input": ("input()", "fault", "NoKeyboardError"),
    LONG: (
        "import smtplib\nfor i in range(10_000):\n"
        "    with smtplib.SMTP('h') as s: s.sendmail('a@b.example', ['bob@example.com'], 'x')",
        "fault",
        "RunLimitError",
    ),
}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.one_engine] * (name == LONG)) for name in BAD],
)
def test_whatever_a_program_does_the_page_lives(client: Client, name: str) -> None:
    code, where, told = BAD[name]
    client.run(code)
    client.console.complaints.clear()  # a browser tells of a stack that is full

    place = client.told if where == "told" else client.fault
    expect(place).to_contain_text(told)
    status = client.console.page.locator("smtp-status")  # by its role, it takes long to find
    status.get_by_text(client.console.ui("status.clear"), exact=True).click()
    client.console.articles.first.wait_for(state="detached")
    client.console.connect()
    client.console.say("NOOP")
    expect(client.console.articles.filter(has_text="NOOP").first).to_be_visible()


UNBOUND = """
import gc
from smtp_playground.client.acts import Act
from smtp_playground.client.wire import Wire
(wire,) = [each for each in gc.get_objects() if isinstance(each, Wire)]
while True:
    wire._tell(Act("wait", 1, seconds=1))
"""


def test_a_program_that_lifts_its_bounds_is_stopped_by_the_page(client: Client) -> None:
    client.run(UNBOUND)

    expect(client.told).to_contain_text(client.console.ui("client.too-much"))


def test_a_program_reaches_nobody_but_the_server(client: Client) -> None:
    address = urlsplit(client.console.page.url)
    asked: list[str] = []
    client.run("print('warm')")
    client.console.page.on("request", lambda request: asked.append(request.url))
    client.run(OUTWARD.format(host=address.hostname, port=address.port))

    expect(client.printed).to_contain_text("doors: []")
    expect(client.printed).to_contain_text("answers: b'220'")
    assert [url for url in asked if "/assets/" not in url and not url.startswith("blob:")] == []


FETCHES = """async () => {
  const frame = document.querySelector("iframe[srcdoc]");
  const { Blob, URL, Worker } = frame.contentWindow;
  const text = `fetch("${location.origin}/").then(
    () => postMessage("reached"), (error) => postMessage(String(error)))`;
  const worker = new Worker(URL.createObjectURL(new Blob([text])));
  return new Promise(resolve => { worker.onmessage = ({ data }) => resolve(data); });
}"""


def test_the_frame_that_programs_run_in_may_connect_to_nobody(
    fresh: Console, site_url: str
) -> None:
    """Not even a script that had every function of the browser's at hand."""
    fresh.load(site_url)
    Client(fresh).open().run("print('hi')")

    fresh.page.wait_for_selector("iframe[srcdoc]", state="attached")
    told = fresh.page.evaluate(FETCHES)
    assert "reached" not in told
    assert "TypeError" in told


def test_code_of_a_link_is_shown_and_not_run(fresh: Console, site_url: str) -> None:
    fresh.load(site_url)
    client = Client(fresh).open()
    client.write("print('from afar')")
    fresh.page.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }")
    client.view.get_by_role("button", name=fresh.ui("client.share")).click()
    expect(client.told).to_contain_text(fresh.ui("client.copied"))
    link = fresh.page.evaluate("window.copied")
    assert parse_qs(urlsplit(link).fragment)["lang"] == ["en"]

    fresh.page.goto("about:blank")
    fresh.load(link)
    expect(client.editor).to_contain_text("from afar")
    expect(client.told).to_contain_text(fresh.ui("client.from-link"))
    expect(client.printed).to_have_count(0)
    client.run_button.click()
    client.wait()
    expect(client.printed).to_have_text("from afar\n")


@pytest.mark.one_engine
@pytest.mark.parametrize("code", ["v1.%%%", "v9.abc", "v1."])
def test_a_damaged_link_does_no_harm(fresh: Console, site_url: str, code: str) -> None:
    fresh.load(f"{site_url}#code={code}")

    expect(fresh.say("NOOP")).to_have_attribute("data-code", "250")


@pytest.mark.one_engine
def test_the_conversation_as_code_opens_in_the_client(client: Client) -> None:
    console = client.console
    console.say("EHLO me.example", "NOOP")
    console.status_button("export").click()
    name = console.ui("export.smtplib")
    console.exports.get_by_role("radio", name=name, exact=True).click()
    console.exports.get_by_role("button", name=console.ui("client.open")).click()

    expect(client.told).to_contain_text(console.ui("client.from-export"))
    expect(client.editor).to_contain_text("me.example")
    client.run_button.click()
    client.wait()
    expect(client.fault).to_have_count(0)
    expect(console.articles.filter(has_text="noop").last).to_be_visible()


@pytest.mark.one_engine
def test_an_example_turns_its_rule_on(client: Client) -> None:
    client.view.locator("select").select_option("greylisting")
    expect(client.told).to_contain_text(client.console.ui("client.rule-on"))
    client.run_button.click()
    client.wait()

    expect(client.printed).to_contain_text("done")
    expect(client.console.log.locator("[data-code='450']").first).to_be_visible()


@pytest.mark.one_engine
def test_what_is_not_opened_is_not_fetched(fresh: Console, site_url: str) -> None:
    asked: list[str] = []
    fresh.page.on("request", lambda request: asked.append(request.url))
    fresh.load(site_url)
    fresh.say("NOOP")
    assert not [url for url in asked if "client-" in url or "program-" in url]

    Client(fresh).open()
    assert [url for url in asked if "client-" in url]
    assert not [url for url in asked if "program-" in url]


def test_an_editor_that_cannot_be_fetched_says_so_and_comes_later(
    browser: Browser, site_url: str
) -> None:
    # With a worker of the page's own, no request would come by here.
    with browser.new_context(locale="en-US", service_workers="block") as context:
        console = Console(context.new_page())
        console.load(site_url)
        console.page.route("**/client-*", lambda route: route.abort())
        console.tab("client").click()
        expect(console.view.locator(".notice")).to_be_visible()
        console.page.unroute("**/client-*")

        console.tab("explain").click()
        Client(console).open()


@pytest.mark.one_engine
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(client: Client, language: Language, scheme: str) -> None:
    page = client.console.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    client.console.speak(language)
    client.run(REFUSED)

    audit(client.console)
    page.emulate_media(color_scheme=None)


@pytest.mark.one_engine
def test_it_fits_390_pixels(fresh: Console, site_url: str) -> None:
    fresh.page.set_viewport_size({"width": 390, "height": 800})
    fresh.load(site_url)
    fresh.status_button("details").click()
    client = Client(fresh).open()
    client.run(REFUSED)

    expect(client.fault).to_be_visible()
    assert fresh.page.evaluate(TOO_WIDE) == []
    audit(fresh)


def test_a_client_on_asyncio_runs_in_the_page(client: Client) -> None:
    client.run(asyncio_client.program())

    expect(client.printed).to_have_text("['nobody@example.com']\n")


def test_undo_in_the_editor_is_the_editors_own(client: Client) -> None:
    client.console.say("NOOP")
    client.write("print(1)")
    client.editor.click()
    client.editor.press("End")
    client.editor.press_sequentially("#")
    client.editor.press("ControlOrMeta+z")
    expect(client.editor).to_have_text("print(1)")
    for _ in range(9):  # even when there is nothing left to be undone
        client.editor.press("ControlOrMeta+z")

    expect(client.console.say("EHLO me.example")).to_be_visible()
    expect(client.console.articles.filter(has_text="NOOP").first).to_be_visible()
