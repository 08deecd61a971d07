"""The single file, alone in a folder, opened from `file://`: a conversation, and no request."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from binascii import crc32
from os import PathLike
from pathlib import Path
from urllib.parse import urlsplit
from zlib import compressobj

import pytest

from sitebuild.project import HERE
from sitebuild.server import SiteHandler, SiteServer, running
from smtp_playground.site_server import SINGLE_FILE

from .conversation import converses
from .driving import Talk, until


class _RecodingHandler(SiteHandler):
    def guess_type(self, path: str | PathLike[str]) -> str:  # noqa: ARG002
        return "text/html; charset=utf-8"


class _Recoding(SiteServer):
    """A host that says of every page that it is in UTF-8."""

    handler = _RecodingHandler


RESOURCES = 'return performance.getEntriesByType("resource").map(({ name }) => name)'


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """Return a copy of the file in an empty folder."""
    copy = tmp_path / SINGLE_FILE
    copy.write_bytes((HERE.site / SINGLE_FILE).read_bytes())
    return copy


def test_it_holds_a_conversation_and_asks_no_one(talk: Talk, alone: Path) -> None:
    asked: list[str] = []
    if page := getattr(talk.visit, "page", None):  # what WebKitGTK's driver cannot tell
        page.on("request", lambda request: asked.append(request.url))
    talk.open(alone.as_uri())

    assert talk.how["way"] == "snapshot"
    converses(talk)
    asked += talk.visit.run(RESOURCES)
    assert {urlsplit(url).scheme for url in asked} <= {"blob", "data", "file"}
    assert [url for url in asked if url.startswith("file:")] in ([], [alone.as_uri()])


def test_its_policy_lets_it_ask_no_one(alone: Path) -> None:
    page = alone.read_bytes()[:4096].decode("latin-1")

    assert "default-src &#39;none&#39;" in page
    assert "connect-src" not in page
    assert "http" not in page.partition("http-equiv")[2].partition("<style>")[0]


def test_both_languages_are_in_it(talk: Talk, alone: Path) -> None:
    talk.open(f"{alone.as_uri()}#lang=pt-BR")

    assert "Conexão aberta" in talk.replies[0].explanation


def test_a_mail_with_an_uncommon_charset_is_read(talk: Talk, alone: Path) -> None:
    """Its codec is imported late, from the library that is another part of the file."""
    talk.open(alone.as_uri())
    result = talk.visit.run(LATE_IMPORT)

    assert result == "Привет"


LATE_IMPORT = """
const view = document.querySelector("smtp-playground");
const say = (text, ends) => view.dispatchEvent(
  new CustomEvent("smtp-say", { detail: { text, doubleDots: false, ends } }));
say(["EHLO client.example", "MAIL FROM:<a@client.example>", "RCPT TO:<alice@example.com>", "DATA",
  "Subject: =?koi8-r?B?8NLJ18XU?=", "", "Hi", "."].join("\\n"), false);
for (let tries = 0; tries < 400; tries++) {
  await new Promise((go) => setTimeout(go, 50));
  if (view.session?.envelope.newest > 0 && view.session.mode === "command") break;
}
const number = view.session.envelope.newest;
view.dispatchEvent(new CustomEvent("smtp-message", { detail: { number } }));
for (let tries = 0; tries < 400 && !view.message; tries++) {
  await new Promise((go) => setTimeout(go, 50));
}
return JSON.stringify(view.message).includes("Привет") ? "Привет" : JSON.stringify(view.message);
"""


_CLIENT = """
const panel = document.querySelector("smtp-playground").shadowRoot.querySelector("smtp-panel");
const client = panel.shadowRoot.querySelector("smtp-client");
"""
_OPEN = (
    _CLIENT + 'panel.turnTo("client"); return Boolean(client?.shadowRoot?.querySelector(".run"))'
)
_RUN = (
    _CLIENT
    + """
client.write("import smtplib\\nwith smtplib.SMTP('h') as s: print(s.noop())");
client.shadowRoot.querySelector(".run").click();
"""
)
_PRINTED = _CLIENT + 'return client.shadowRoot.querySelector(".printed pre")?.textContent ?? ""'


def test_a_program_runs_in_it(talk: Talk, alone: Path) -> None:
    talk.open(alone.as_uri())
    until(lambda: talk.visit.run(_OPEN), lambda: "no client")
    talk.visit.run(_RUN)

    until(lambda: "(250, " in talk.visit.run(_PRINTED), lambda: talk.said[-2:])
    until(lambda: talk.replies[-1].code == "221", lambda: talk.said[-2:])


def test_a_link_is_opened_and_made_in_it(talk: Talk, alone: Path) -> None:
    body = "@reference\n>EHLO client.example\n+NOOP\n"
    text = f"{body}#{crc32(body.encode()):x}\n"
    deflate = compressobj(wbits=-15)
    packed = urlsafe_b64encode(deflate.compress(text.encode()) + deflate.flush()).decode()
    talk.open(f"{alone.as_uri()}#talk=v1.{packed.rstrip('=')}&lang=en&tab=state")

    assert [reply.code for reply in talk.replies] == ["220", "250", "250"]
    link = talk.visit.run(SHARE)
    assert link.startswith(f"{alone.as_uri()}#talk=v1.")
    assert link.endswith("&lang=en&tab=state")


SHARE = """
const view = document.querySelector("smtp-playground");
view.dispatchEvent(new CustomEvent("smtp-share", { detail: { secrets: false } }));
for (let tries = 0; tries < 400 && !view.share.offer; tries++) {
  await new Promise((go) => setTimeout(go, 50));
}
return view.share.offer.link;
"""


def test_a_file_that_was_cut_short_says_so(talk: Talk, alone: Path) -> None:
    octets = alone.read_bytes()
    alone.write_bytes(octets[: len(octets) // 2])
    talk.visit.open(alone.as_uri())
    until(lambda: talk.state == "failed", lambda: talk.state)

    assert "this file is cut short" in talk.alert


def test_a_host_that_recodes_it_is_found_out(talk: Talk, alone: Path) -> None:
    """As UTF-8 its octets are lost, whatever the file says of itself."""
    with running(_Recoding(alone.parent)) as server:
        talk.visit.open(f"{server.url}{SINGLE_FILE}")
        until(lambda: talk.state == "failed", lambda: talk.state)

        assert "save it and open it from your disk" in talk.alert


def test_it_may_be_served_as_well(talk: Talk, site_url: str) -> None:
    talk.open(f"{site_url}{SINGLE_FILE}")

    assert talk.how["way"] == "snapshot"


@pytest.mark.one_engine
def test_a_damaged_snapshot_in_it_costs_only_time(talk: Talk, alone: Path) -> None:
    octets = bytearray(alone.read_bytes())
    begin = octets.index(b'data-part="snapshot">')
    octets[begin + 1_000_000 : begin + 1_000_004] = b"AAAA"
    alone.write_bytes(octets)
    talk.open(alone.as_uri())

    assert (talk.how["way"], bool(talk.how["reason"])) == ("plain", True)
    converses(talk)
