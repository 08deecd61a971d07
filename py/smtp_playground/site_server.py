"""The finished site over HTTP, for one's own machine: right types, its policy, what may be kept."""

from __future__ import annotations

import html
import io
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from os import PathLike
from pathlib import Path
from typing import BinaryIO, TypeVar
from urllib.parse import urlsplit

SINGLE_FILE = "smtp-playground.html"
"""The whole playground, to be carried away; `web/opening.ts` leads to it by this name."""

HEADERS = {
    # Pages elsewhere embed the playground: none of its files holds a secret of anybody.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"

# Told here, not guessed from the system's tables: with a wrong type for the WebAssembly
# Pyodide waits for ever, and a module with one is refused.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".zip": "application/zip",
}


BEGINNING = 4096
"""Octets of a page within which its policy stands."""


class SiteHandler(SimpleHTTPRequestHandler):
    """Answers for the files of one folder."""

    protocol_version = "HTTP/1.1"

    def guess_type(self, path: str | PathLike[str]) -> str:
        """Return the type for a file's ending."""
        if Path(path).name == SINGLE_FILE:
            return "text/html"  # it says itself in which encoding it is
        return TYPES.get(Path(path).suffix, "application/octet-stream")

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer with the file whatever its time: two builds may fall into one second."""
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def send_response(self, code: int, message: str | None = None) -> None:
        """Say how long it may be kept: for ever, if other content has another name."""
        super().send_response(code, message)
        lasting = code == HTTPStatus.OK and is_hashed(urlsplit(self.path).path)
        self.send_header("Cache-Control", FOR_EVER if lasting else ASK_EACH_TIME)

    def end_headers(self) -> None:
        """Add what every answer carries."""
        self.send_header("Content-Security-Policy", self.policy())
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def policy(self) -> str:
        """Return the policy that a page carries: it alone knows what stands in it."""
        asked = Path(self.translate_path(getattr(self, "path", "/")))
        page = asked / "index.html" if asked.is_dir() else asked
        return _policy_of(page) or self.usual_policy()

    def usual_policy(self) -> str:
        """Return the policy of what carries none: that of the site's first page."""
        return _policy_of(Path(self.directory) / "index.html") or "default-src 'none'"

    def list_directory(self, path: str | PathLike[str]) -> None:  # noqa: ARG002 (none is shown)
        """Show no folder's list: a static host has none either."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Stay quiet: the browser's own tools show requests better."""


def _policy_of(page: Path) -> str | None:
    if page.suffix != ".html" or not page.is_file():
        return None
    with page.open("rb") as file:  # one of the pages is 10 MB long, and in another encoding
        return policy_in(file.read(BEGINNING).decode("latin-1"))


def policy_in(page: str) -> str | None:
    """Return the Content-Security-Policy that a page carries, if it has one."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return html.unescape(found[1]) if found else None


def is_hashed(path: str) -> bool:
    """Tell whether the path of a file carries the mark of its content, or its folder's does."""
    return re.search(r"-[0-9a-f]{10}[./]", path) is not None


class SiteServer(ThreadingHTTPServer):
    """Serves a folder on this machine; port 0 takes a free one."""

    daemon_threads = True
    handler: type[SiteHandler] = SiteHandler

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Take the port. Raises OSError if it cannot be had."""
        super().__init__(("127.0.0.1", port), partial(self.handler, directory=str(folder)))

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away in the middle of an answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """Where the site is found."""
        return f"http://127.0.0.1:{self.server_port}/"


_Server = TypeVar("_Server", bound=SiteServer)


@contextmanager
def running(server: _Server) -> Iterator[_Server]:
    """Answer requests, beside whatever else is done, until the end of the block."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
