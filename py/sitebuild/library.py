"""Python's standard library for the page, trimmed and compiled, and our own packages beside it.

The page greets from a memory snapshot and reads neither; they serve what is imported later,
and the plain start that stands in where the snapshot cannot be used.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

from sitebuild.archive import archive
from sitebuild.packages import node_script
from sitebuild.process import run
from sitebuild.project import Project
from sitebuild.steps import Step

ROOT = "/lib/python314.zip/"
"""Where the page's Python finds its library."""

LEFT_OUT = frozenset(
    {
        # They want processes, sockets that listen, terminals or C libraries: a page has none.
        *("_pyrepl", "bdb", "cmd", "code", "ctypes", "getpass"),
        *("http", "imaplib", "ftplib", "multiprocessing", "pdb", "poplib", "pty"),
        *("sched", "socketserver", "sqlite3", "tty", "webbrowser"),
        *("wsgiref", "xmlrpc", "nturl2path", "netrc", "rlcompleter"),
        # They serve who develops Python programs, not who sends mail.
        *("__phello__", "antigravity", "cProfile", "compileall", "doctest", "modulefinder"),
        *("pickletools", "profile", "pstats", "py_compile", "pyclbr", "pydoc"),
        *("symtable", "tabnanny", "this", "timeit", "trace", "tracemalloc"),
        *("unittest", "zipapp", "concurrent/interpreters"),
        # Formats and sums that no mail needs.
        *("_pyio", "colorsys", "configparser", "filecmp", "fileinput", "fractions"),
        *("graphlib", "lzma", "optparse", "plistlib", "statistics"),
        *("tarfile", "wave", "xml"),
        # They import what is left out.
        *("asyncio/windows_events", "asyncio/windows_utils", "encodings/mbcs", "encodings/oem"),
        *("compression/lzma", "concurrent/futures/interpreter", "concurrent/futures/process"),
        *("logging/config", "pyodide/console", "urllib/request", "urllib/robotparser"),
    }
)
"""Modules and packages of the standard library that the page goes without."""


def library_step(project: Project) -> Step:
    """Return the step that compiles the Python of the page."""
    return Step(
        name="library",
        doing="the Python of the page, trimmed and compiled",
        inputs=(
            project.packages / ".package-lock.json",
            project.python / "smtpcore",
            project.python / "smtp_playground",
            *(project.programs / f"compile_library.{kind}" for kind in ("mjs", "py")),
            *(project.python / "sitebuild" / name for name in ("archive.py", "library.py")),
        ),
        outputs=(project.library,),
        make=lambda: _make(project),
    )


def _make(project: Project) -> None:
    project.library.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.made, prefix="library-") as folder:
        sources = Path(folder, "library.zip"), Path(folder, "archive.zip")
        stock = (project.pyodide / "python_stdlib.zip").read_bytes()
        sources[0].write_bytes(trimmed(stock))
        sources[1].write_bytes(archive(project.python))
        tasks = [
            _task(sources[0], project.library / "python_stdlib.zip", ROOT, keeps_lines=False),
            _task(sources[1], project.library / "smtp-playground.zip", "", keeps_lines=True),
        ]
        script = project.programs / "compile_library.py"
        command = node_script(project.programs / "compile_library.mjs", project.pyodide, script)
        run("compile the Python of the page", [*command, json.dumps(tasks)])


def _task(source: Path, target: Path, root: str, *, keeps_lines: bool) -> dict[str, object]:
    return {"from": str(source), "to": str(target), "root": root, "keepsLines": keeps_lines}


def trimmed(stock: bytes) -> bytes:
    """Return a zip of the standard library without what is left out."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(stock)) as source, zipfile.ZipFile(result, "w") as target:
        for entry in source.infolist():
            if not entry.is_dir() and not _is_left_out(entry.filename):
                target.writestr(entry.filename, source.read(entry))
    return result.getvalue()


def _is_left_out(path: str) -> bool:
    parts = path.removesuffix(".py").split("/")
    return any("/".join(parts[:depth]) in LEFT_OUT for depth in range(1, len(parts) + 1))
