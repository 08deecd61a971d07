"""What `serve` sends along with the files."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest

from sitebuild.errors import BuildError
from sitebuild.policy import CONTENT_SECURITY_POLICY, content_security_policy
from sitebuild.server import SiteServer, running

FOLDER = "assets/pyodide-314.0.7-0123456789"
TYPES = {
    "index.html": "text/html; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "pyodide.mjs": "text/javascript; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "pyodide.wasm": "application/wasm",
    "lock.json": "application/json",
    "library.zip": "application/zip",
    "site.webmanifest": "application/manifest+json",
    "what.ever": "application/octet-stream",
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SiteServer]:
    folder = tmp_path / "site"
    (folder / FOLDER).mkdir(parents=True)
    (tmp_path / "secret.json").write_text("{}")
    for name in TYPES:
        (folder / name).write_text(name)
    for name in ("assets/app-0123456789.js", f"{FOLDER}/pyodide.asm.mjs"):
        (folder / name).write_text(name)
    with running(SiteServer(folder)) as server:
        yield server


@contextmanager
def get(
    server: SiteServer, path: str, headers: Mapping[str, str] = MappingProxyType({})
) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    with closing(connection):
        connection.request("GET", path, headers=headers)
        yield connection.getresponse()


@pytest.mark.parametrize("name", TYPES)
def test_every_kind_of_file_has_its_type(server: SiteServer, name: str) -> None:
    with get(server, f"/{name}") as answer:
        assert answer.read() == name.encode()
        assert answer.headers["Content-Type"] == TYPES[name]


def test_a_folder_is_its_index(server: SiteServer) -> None:
    with get(server, "/?lang=pt-BR") as answer:
        assert answer.read() == b"index.html"


@pytest.mark.parametrize("path", ["/index.html", "/nowhere"])
def test_the_policy_comes_with_everything(server: SiteServer, path: str) -> None:
    with get(server, path) as answer:
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/assets/app-0123456789.js?x", f"/{FOLDER}/pyodide.asm.mjs"])
def test_what_changes_its_name_with_its_content_may_be_kept_for_ever(
    server: SiteServer, path: str
) -> None:
    with get(server, path) as answer:
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path", ["/", "/index.html?-0123456789.", "/app.js", "/nowhere-0123456789.js", f"/{FOLDER}"]
)
def test_whatever_else_is_asked_for_each_time(server: SiteServer, path: str) -> None:
    """An error, or a redirection, is not kept either."""
    with get(server, path) as answer:
        assert answer.headers.get_all("Cache-Control") == ["no-cache"]


def test_a_file_counts_as_changed_whatever_its_time(server: SiteServer) -> None:
    """Two builds within a second differ, and an older one may come back."""
    with get(server, "/index.html") as first:
        time = first.headers["Last-Modified"]
    with get(server, "/index.html", {"If-Modified-Since": time}) as answer:
        assert (answer.status, answer.read()) == (200, b"index.html")


def test_a_page_comes_with_the_policy_that_it_carries(tmp_path: Path) -> None:
    """A header without the page's own hashes would forbid what the page allows."""
    policy = content_security_policy("alert()", "p{}")
    told = policy.replace("'", "&#39;")
    page = f'<meta http-equiv="Content-Security-Policy" content="{told}">'
    (tmp_path / "index.html").write_text(page)
    (tmp_path / "worker.js").write_text(page)
    with running(SiteServer(tmp_path)) as server:
        carried = [get(server, path) for path in ("/", "/index.html", "/?x=1", "/worker.js")]
        sent = []
        for each in carried:
            with each as answer:
                sent.append(answer.headers["Content-Security-Policy"])

    assert sent == [policy, policy, policy, CONTENT_SECURITY_POLICY]


@pytest.mark.parametrize("path", ["/nowhere", "/assets/", "/../secret.json", "/%2e%2e/secret.json"])
def test_only_the_files_of_the_site_are_there(server: SiteServer, path: str) -> None:
    with get(server, path) as answer:
        assert answer.status == 404


def test_a_port_in_use_is_one_clear_line(server: SiteServer) -> None:
    with pytest.raises(BuildError, match=f"^port {server.server_port} is in use; .* --port N$"):
        SiteServer(Path(), server.server_port)
