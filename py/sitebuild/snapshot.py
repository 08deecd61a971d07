"""Python's memory as it is when the page may begin, so that no reader waits until it is so.

Of 31 MB only the pages are kept that differ from a fresh instance's. They are laid over one
in the browser; see `wasm_data.py` for the form, and `web/snapshot.ts` for the other side.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from array import array
from pathlib import Path

from sitebuild.packages import node_script
from sitebuild.process import run
from sitebuild.project import Project
from sitebuild.steps import Step, fingerprint
from sitebuild.wasm_data import data_module, differences

SECTION = "smtp-playground"
PAGE = 1024
FNV_PRIME, FNV_BASIS = 0x01000193, 0x811C9DC5


def snapshot_step(project: Project) -> Step:
    """Return the step that takes the snapshot."""
    return Step(
        name="snapshot",
        doing="Python's memory, ready to greet",
        inputs=(
            project.library,
            project.packages / ".package-lock.json",
            *(project.programs / f"take_snapshot.{kind}" for kind in ("mjs", "py")),
            *(project.python / "sitebuild" / name for name in ("snapshot.py", "wasm_data.py")),
        ),
        outputs=(project.snapshot,),
        make=lambda: _make(project),
    )


def build_id(project: Project) -> str:
    """Return what tells this build's runtime from any other's."""
    runtime = [project.packages / ".package-lock.json", project.library]
    return fingerprint(project, runtime)[:16]


def _make(project: Project) -> None:
    project.snapshot.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.made, prefix="snapshot-") as folder:
        parts = [project.library / name for name in ("python_stdlib.zip", "smtp-playground.zip")]
        script = project.programs / "take_snapshot.py"
        # Another seed for each build, and the same snapshot from the same sources.
        seed = str(int(build_id(project)[:8], 16))
        programs = [project.programs / "take_snapshot.mjs", project.pyodide, *parts, script]
        # Nor by where and in which language it is made.
        environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
        command = node_script(*programs, seed, folder)
        run("take the snapshot", command, environment=environment)
        fresh, ready = (Path(folder, name).read_bytes() for name in ("fresh", "ready"))
        state = json.loads(Path(folder, "state.json").read_text(encoding="utf-8"))
    notes = json.dumps({"build": build_id(project), "state": state}, separators=(",", ":"))
    module = packed(fresh, ready, notes.encode())
    (project.snapshot / "snapshot.wasm").write_bytes(module)
    (project.snapshot / "snapshot.gz").write_bytes(gzipped(module))


def gzipped(octets: bytes) -> bytes:
    """Return octets packed as small as gzip does, and without the time at which it did."""
    return gzip.compress(octets, 9, mtime=0)


def packed(fresh: bytes, ready: bytes, notes: bytes) -> bytes:
    """Return the module that makes a fresh memory ready, with a checksum at its end."""
    segments = list(differences(fresh, ready, PAGE))
    module = data_module(segments, len(ready), notes, SECTION)
    return sealed(module)


def sealed(module: bytes) -> bytes:
    """Return the module with its checksum at its end, in a custom section."""
    fill = -(len(module) + len(_seal(0, 0))) % 4
    return module + _seal(fill, checksum(module + _seal(fill, 0)[:-4]))


def _seal(fill: int, value: int) -> bytes:
    name = b"\4seal"
    content = name + bytes(fill) + value.to_bytes(4, "little")
    return bytes([0, len(content)]) + content


def checksum(octets: bytes) -> int:
    """Return FNV-1a over the words of 32 bits: any change of one word changes it."""
    words = array("I", octets)
    if words.itemsize != 4:
        raise AssertionError("a C unsigned int has 4 octets wherever CPython runs")
    result = FNV_BASIS
    for word in words:
        result = (result ^ word) * FNV_PRIME & 0xFFFFFFFF
    return result
