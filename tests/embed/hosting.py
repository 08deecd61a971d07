"""Pages of somebody else, on an origin of their own, and what a test wants to know of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

STARTING = 90_000
"""Milliseconds that a slow machine may need to start Python: patience, no measure of speed."""

PYTHON = ("python-", "snapshot-", "library-", "packages-", "worker-", "console-")
"""How the names of files begin that nobody needs who only reads."""


class _Handler(SimpleHTTPRequestHandler):
    policy = ""

    def end_headers(self) -> None:
        """Send the host's policy, if it has one."""
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay quiet."""


@contextmanager
def serving(folder: Path, policy: str = "") -> Iterator[str]:
    """Serve a folder on an origin of its own; yield where."""
    handler = type("_HandlerOfOne", (_Handler,), {"policy": policy})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page_of(body: str, site_url: str, head: str = "") -> str:
    """Return a host's page with the script in it."""
    script = f'<script type="module" src="{site_url}embed.js"></script>'
    icon = '<link rel="icon" href="data:,">'
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Docs</title>'
        f"{icon}{script}{head}</head><body><main><h1>Docs</h1>{body}</main></body></html>"
    )


@dataclass
class Reader:
    """Somebody who reads a host's page."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the start."""
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda said: self._heard(said.type, said.text))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)
        if kind == "warning" and text.startswith("smtp-playground"):
            self.warnings.append(text)

    @property
    def asked_for_python(self) -> list[str]:
        """The files that only a conversation needs, as far as they were asked for."""
        names = [url.rpartition("/")[2] for url in self.requests]
        return [name for name in names if name.startswith(PYTHON)]

    def embed(self, place: int = 0) -> Locator:
        return self.page.locator("smtp-playground").nth(place)


def start(embed: Locator) -> Locator:
    """Press the button, and wait until the server has greeted; return the replies."""
    embed.locator("button.try").click()
    expect(embed.locator("smtp-console")).to_have_attribute("state", "ready", timeout=STARTING)
    return replies(embed)


def replies(embed: Locator) -> Locator:
    return embed.locator("article[data-from=server]")


def type_line(embed: Locator, line: str) -> None:
    prompt = embed.locator("[data-part=prompt]")
    prompt.fill(line)
    prompt.press("Enter")
