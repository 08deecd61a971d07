"""What a reader's connection carries until the greeting, bare and as hosts pack it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from sitebuild.packages import node_script
from sitebuild.process import run
from sitebuild.project import Project
from smtp_playground.site_server import SINGLE_FILE

GZIP, BROTLI = 9, 11
"""A host's settings for files that do not change: the strongest, which take minutes."""

# Node has both packers.
_PACK = """
const { readFileSync } = require("node:fs");
const { gzipSync, brotliCompressSync, constants } = require("node:zlib");
const [level, quality, ...paths] = process.argv.slice(1);
const params = { [constants.BROTLI_PARAM_QUALITY]: Number(quality) };
const sizes = paths.map((path) => {
  const octets = readFileSync(path);
  const gzip = gzipSync(octets, { level: Number(level) });
  return [octets, gzip, brotliCompressSync(octets, { params })].map((x) => x.length);
});
process.stdout.write(JSON.stringify(sizes));
"""


def bench_sizes(project: Project) -> None:
    """Print the sizes of what is fetched, and their sums."""
    paths = list(_fetched(project.site))
    settings = (str(GZIP), str(BROTLI))
    sizes = json.loads(run("pack the files", node_script("-e", _PACK, *settings, *paths)))
    print("\ntransfer until the greeting, MB        bare    gzip  brotli")
    for path, row in zip(paths, sizes, strict=True):
        _print_row(path.name, row)
    _print_row("all", [sum(column) for column in zip(*sizes, strict=True)])
    packed = next(project.site.glob("assets/snapshot-*.bin")).stat().st_size
    print(f"  from a host that packs nothing, the snapshot is {packed / 1e6:.2f} MB")
    print(f"  {SINGLE_FILE}: {(project.site / SINGLE_FILE).stat().st_size / 1e6:.2f} MB")


def _fetched(site: Path) -> Iterator[Path]:
    yield site / "index.html"
    for name in ("app-*.js", "worker-*.js", "python-*.js", "python-*.wasm", "snapshot-*.wasm"):
        yield next(site.glob(f"assets/{name}"))


def _print_row(name: str, sizes: list[int]) -> None:
    cells = "".join(f"{size / 1e6:8.2f}" for size in sizes)
    print(f"  {name:<34}{cells}", flush=True)
