"""A web host for tests: its site can be replaced while it runs, and it can be cut off."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitebuild.names import hashed_file
from sitebuild.offline import SCRIPT, add_service_worker
from sitebuild.project import HERE
from sitebuild.server import SiteServer, running

FOLDER = "smtp-playground"
"""The site lies below the host's root, as on the pages of a GitHub project."""


class _Server(SiteServer):
    """Lets go of whoever is still connected when it ends: a browser keeps connections open."""

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder, port)
        self._connections: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        self._connections.append(connection)
        return connection, address

    def server_close(self) -> None:
        super().server_close()
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Host:
    """Serves whatever site was published last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._port = 0
        self._ends = self._serve()
        self._ends.__enter__()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/{FOLDER}/"

    def publish(self, site: Path) -> None:
        """Put a site in the place of the one before, at once."""
        link = self.folder / "next"
        link.symlink_to(site)
        link.rename(self.folder / FOLDER)

    def pull_the_cable(self) -> None:
        self._ends.__exit__(None, None, None)

    def plug_in(self) -> None:
        self._ends = self._serve()
        self._ends.__enter__()

    @contextmanager
    def _serve(self) -> Iterator[None]:
        server = _Server(self.folder, self._port)
        self._port = server.server_port
        with running(server):
            yield


def copy_site(folder: Path) -> Path:
    """Copy the built site, to be changed."""
    shutil.copytree(HERE.site, folder)
    return folder


def newer_site(folder: Path) -> Path:
    """Return a site whose page sets `newer` when it runs; the old script is not there any more."""
    site = copy_site(folder)
    (app,) = site.glob("assets/app-*.js")
    change(app, app.read_bytes() + b"\nglobalThis.newer = true;\n")
    return listed(site)


def change(asset: Path, content: bytes) -> None:
    """Give an asset other content, and so another name, and tell all that know it by name."""
    renamed = asset.with_name(hashed_file(f"{asset.stem[:-11]}{asset.suffix}", content))
    asset.unlink()
    renamed.write_bytes(content)
    for path in [*asset.parent.glob("*.js"), asset.parents[1] / "index.html"]:
        before = path.read_text(encoding="utf-8")
        after = before.replace(asset.name, renamed.name)
        if after == before:
            continue
        if path.suffix == ".js":
            change(path, after.encode())
        else:
            path.write_text(_allowed(after, before), encoding="utf-8")


def _allowed(page: str, before: str) -> str:
    """Return a page whose policy allows the scripts in it, which it knows by their digests."""
    for old, new in zip(_digests(before), _digests(page), strict=True):
        page = page.replace(old, new)
    return page


def _digests(page: str) -> list[str]:
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [digest(script) for script in scripts]


def digest(text: str) -> str:
    """Return what a page's policy knows a script or a style by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def listed(site: Path) -> Path:
    """Give a changed site the service worker that fits it."""
    (site / SCRIPT).unlink()
    add_service_worker(HERE, site)
    return site
