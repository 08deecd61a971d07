"""`build.py serve`: build, serve, rebuild on change, until told to stop."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import webbrowser
from pathlib import Path
from typing import NoReturn

from sitebuild.project import Project
from sitebuild.server import SiteServer, running
from sitebuild.site import build_site
from sitebuild.steps import files

SECONDS_BETWEEN_LOOKS = 0.5

Snapshot = frozenset[tuple[Path, int, int]]


def serve(project: Project, port: int, open_browser: bool) -> None:
    """Serve the site until Ctrl-C or SIGTERM, which are a clean end."""
    server = SiteServer(project.site, port)  # first: a taken port is told before a long build
    seen = _state(project)  # before the build: what changes during it is not missed
    build_site(project)
    try:
        with running(server):
            print(f"serving {server.url} (Ctrl-C stops)", flush=True)
            if open_browser:
                webbrowser.open(server.url)
            _rebuild_on_change(project, seen)
    except KeyboardInterrupt:
        print("stopped", flush=True)


def _rebuild_on_change(project: Project, seen: Snapshot) -> NoReturn:
    while True:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        now = _state(project)
        if now != seen:
            seen = now
            # In a process of its own: this one has imported the sources as they were.
            subprocess.run([sys.executable, "-m", "sitebuild", "site"], check=False)


def _state(project: Project) -> Snapshot:
    """Return what tells a changed source: each one's name, time and size."""
    try:
        sources = files([project.template, project.web, project.python])
        return frozenset((path, *_mark(path.stat())) for path in sources)
    except FileNotFoundError:  # something is being replaced this moment: the next look differs
        return frozenset()


def _mark(status: os.stat_result) -> tuple[int, int]:
    return status.st_mtime_ns, status.st_size
