"""The whole site: the same bytes everywhere, made only when stale, replaced whole."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sitebuild.errors import BuildError
from sitebuild.offline import precache
from sitebuild.policy import content_security_policy
from sitebuild.project import HERE, Project
from sitebuild.site import build_site
from smtp_playground.site_server import policy_in

from .checkouts import copy_checkout

UNREACHABLE = "http://127.0.0.1:9/"
NO_NETWORK = {
    "PIP_INDEX_URL": UNREACHABLE,
    "npm_config_registry": UNREACHABLE,
    "http_proxy": UNREACHABLE,
    "https_proxy": UNREACHABLE,
}


def everything(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a checkout whose site is built; not to be changed."""
    project = copy_checkout(tmp_path_factory.mktemp("built") / "elsewhere" / "and deeper")
    build_site(project)
    return project


def test_the_site_that_is_tested_is_what_a_clean_build_elsewhere_makes(built: Project) -> None:
    """Two builds are the same bytes, be it at once or piece by piece, wherever they stand."""
    build_site(HERE)

    assert everything(HERE.site) == everything(built.site)


#: What the site holds beside its pages, each by content where it says HASH.
FILES = [
    "assets/app-HASH.js",
    "assets/client-HASH.js",
    "assets/console-HASH.js",
    "assets/find-en-HASH.json",
    "assets/find-pt-BR-HASH.json",
    "assets/frame-HASH.js",
    "assets/icon-192-HASH.png",
    "assets/icon-32-HASH.png",
    "assets/icon-512-HASH.png",
    "assets/lessons-en-HASH.bin",
    "assets/lessons-pt-BR-HASH.bin",
    "assets/library-HASH.zip",
    "assets/mark-HASH.svg",
    "assets/maskable-512-HASH.png",
    "assets/packages-HASH.zip",
    "assets/program-HASH.js",
    "assets/python-HASH.js",
    "assets/python-HASH.wasm",
    "assets/reference-HASH.css",
    "assets/reference-HASH.js",
    "assets/reference-en-HASH.bin",
    "assets/reference-pt-BR-HASH.bin",
    "assets/snapshot-HASH.bin",
    "assets/snapshot-HASH.wasm",
    "assets/touch-180-HASH.png",
    "assets/worker-HASH.js",
    "codes.json",
    "codes.schema.json",
    "embed.html",
    "embed.js",
    "index.html",
    "manifest.webmanifest",
    "service-worker.js",
    "sitemap.xml",
    "smtp-playground.html",
]


def test_the_site_holds_these_files_and_no_others(built: Project) -> None:
    mark = re.compile(r"-[0-9a-f]{10}(?=[./])")
    names = sorted(mark.sub("-HASH", name) for name in everything(built.site))
    pages = [name for name in names if name.startswith(("en/", "pt-BR/"))]

    assert {Path(name).name for name in pages} == {"index.html", "index.md"}
    assert [name for name in names if name not in set(pages)] == FILES


def test_what_the_page_has_fetched_is_not_fetched_again_to_be_stored(built: Project) -> None:
    """What needs a revision is asked of the host anew, whatever the browser already has."""
    revised = {entry["url"] for entry in precache(built.site) if entry["revision"]}

    assert revised == {"index.html", "manifest.webmanifest"}


def test_the_page_names_its_assets_relative_to_itself(built: Project) -> None:
    page = (built.site / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:src|href)="([^"#]+)"', page)

    local = [name for name in named if not name.startswith(("data:", "#"))]
    assert local
    assert [name for name in local if not (built.site / name).exists()] == []


def test_the_page_carries_the_policy(built: Project) -> None:
    """It allows what stands in the page, to the octet, and nothing else that is inline."""
    page = (built.site / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)

    assert [len(scripts), len(styles)] == [1, 1]
    assert policy_in(page) == content_security_policy(scripts[0], styles[0])
    assert "unsafe-inline" not in page
    assert re.findall(r"\son\w+=|\sstyle=", page) == []


def test_what_stands_in_the_page_is_small(built: Project) -> None:
    """It is read before anything is drawn."""
    page = (built.site / "index.html").read_bytes()
    script = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)[0]

    assert len(script) <= 4096
    assert len(gzip.compress(page)) <= 16 * 1024


def test_the_single_file_is_as_large_as_the_words_say(built: Project) -> None:
    words = tomllib.loads((built.content / "en" / "ui.toml").read_text(encoding="utf-8"))
    told = re.search(r"\((\d+) MB\)", words["start"]["take"])

    assert told
    assert round((built.site / "smtp-playground.html").stat().st_size / 1e6) == int(told[1])


def test_opening_the_client_costs_no_more_than_it_may(built: Project) -> None:
    (client,) = built.site.glob("assets/client-*.js")

    assert len(gzip.compress(client.read_bytes())) <= 250_000


def test_the_runtime_is_the_one_that_is_pinned(built: Project) -> None:
    manifest = json.loads((built.web / "package.json").read_text(encoding="utf-8"))
    (runtime,) = built.site.glob("assets/python-*.js")

    assert f'"{manifest["dependencies"]["pyodide"]}"' in runtime.read_text(encoding="utf-8")


def test_a_second_run_makes_nothing(built: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = (built.site / "index.html").stat().st_ino
    build_site(built)

    assert capsys.readouterr().out == "site: up to date\n"
    assert (built.site / "index.html").stat().st_ino == before


def test_a_second_run_needs_no_network(built: Project) -> None:
    command = [sys.executable, "build.py", "site"]
    environment = os.environ | NO_NETWORK
    done = subprocess.run(
        command, cwd=built.root, env=environment, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "site: up to date\n", "")


def test_changed_words_make_only_what_shows_them(
    checkout: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(checkout.site)
    words = checkout.content / "en" / "ui.toml"
    words.write_text(words.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    capsys.readouterr()
    build_site(checkout)
    after = everything(checkout.site)
    changed = {name for name in before if after.get(name) != before[name]}

    said = [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert said == ["content", "generated", "library", "snapshot", "reference", "site"]
    # The words' remark is in the packages; the names that lead to them change with them, and the
    # number of the build, which the snapshot carries.
    assert {name.partition("-")[0] for name in changed} == {
        "assets/app",
        "assets/client",
        "assets/console",
        "assets/packages",
        "assets/program",
        "assets/snapshot",
        "assets/worker",
        "embed.js",
        "index.html",
        "service",
        "smtp",
    }


def test_a_build_that_fails_leaves_the_old_site_whole(checkout: Project) -> None:
    before = everything(checkout.site)
    script = checkout.web / "app.ts"
    script.write_text(script.read_text(encoding="utf-8") + "\nconst = broken;\n", encoding="utf-8")

    with pytest.raises(BuildError, match=r"could not bundle app\.ts: .*app\.ts:\d+:\d+:$"):
        build_site(checkout)
    assert everything(checkout.site) == before
    assert {path.name for path in checkout.made.iterdir()} == {
        "stamps",
        "generated",
        "library",
        "snapshot",
        "reference",
    }


def test_a_template_that_asks_for_the_unknown_is_refused(checkout: Project) -> None:
    shutil.rmtree(checkout.site)
    checkout.template.write_text("{{ nonsense }}", encoding="utf-8")

    with pytest.raises(BuildError, match=r"index\.html: 'nonsense' is undefined"):
        build_site(checkout)
    assert not checkout.site.exists()
