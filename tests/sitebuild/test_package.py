"""The package: built, installed into an empty environment, used by who knows only its name."""

from __future__ import annotations

import os
import re
import shutil
import signal
import smtplib
import subprocess
import sys
import sysconfig
import tarfile
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitebuild.package import build_package
from sitebuild.project import HERE
from smtp_playground import __version__

from .checkouts import copy_checkout

USER = """from smtpcore import Policy, ReplySent, ServerSession

session = ServerSession(Policy())
replies: list[ReplySent] = [
    event for event in session.greet(0.0) if isinstance(event, ReplySent)
]
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("packages")
    build_package(HERE, folder)
    return folder


@pytest.fixture(scope="module")
def environment(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment with the wheel; what it depends on is lent: nothing is fetched."""
    root = tmp_path_factory.mktemp("environment") / "env"
    subprocess.run([sys.executable, "-m", "venv", str(root)], check=True)
    (wheel,) = built.glob("*.whl")
    install = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([root / "bin" / "python", *install], check=True)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(root)}))
    lent = Path(sysconfig.get_path("purelib"))
    for name in ("trustme", "cryptography", "cffi", "idna", "pycparser"):
        if (lent / name).exists():
            (packages / name).symlink_to(lent / name)
    for binary in lent.glob("_cffi_backend*"):
        (packages / binary.name).symlink_to(binary)
    return root


def command(environment: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [environment / "bin" / "smtp-playground", *arguments],
        cwd=environment,
        env=_clean(),
        capture_output=True,
        text=True,
        check=False,
    )


def _clean() -> dict[str, str]:
    """Return an environment that knows nothing of the checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def test_what_is_in_it(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    (sdist,) = built.glob("*.tar.gz")
    names = set(zipfile.ZipFile(wheel).namelist())
    with tarfile.open(sdist) as archive:
        sources = {name.partition("/")[2] for name in archive.getnames()}

    assert wheel.name == f"smtp_playground-{__version__}-py3-none-any.whl"
    assert {"smtp_playground/site/index.html", "smtp_playground/site/embed.js"} <= names
    assert {"smtpcore/py.typed", "smtp_playground/py.typed"} <= names
    assert {"dist/embed.js", "py/smtpcore/session.py", "hatch_build.py"} <= sources
    strange = re.compile(r"node_modules|tests/|sitebuild|__pycache__|\.ts$")
    assert [name for name in names | sources if strange.search(name)] == []


def test_it_cannot_be_built_without_the_site(tmp_path: Path) -> None:
    checkout = copy_checkout(tmp_path / "checkout")
    for name in ("pyproject.toml", "README.md", "LICENSE", "hatch_build.py"):
        shutil.copy(HERE.root / name, checkout.root / name)
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", str(checkout.root)]
    done = subprocess.run(build, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "the site is not built: python3 build.py site" in done.stdout + done.stderr


def test_the_commands_say_what_they_say_in_a_checkout(environment: Path) -> None:
    assert command(environment, "--version").stdout == f"smtp_playground {__version__}\n"
    assert "354" in command(environment, "replies", "354").stdout
    assert "not implement" in command(environment, "explain", "502").stdout
    (environment / "page.md").write_text("```smtp\nC: NOOP\nS: 250 2.0.0 OK\n```\n")
    assert command(environment, "verify", "page.md").stdout == "1 session in 1 file: all true\n"


def test_the_site_is_copied_whole(environment: Path) -> None:
    done = command(environment, "site", "public")

    assert done.returncode == 0, done.stderr
    for name in ("index.html", "embed.js", "en/replies/354/index.html", "smtp-playground.html"):
        assert (environment / "public" / name).read_bytes() == (HERE.site / name).read_bytes()


@pytest.fixture
def serving(environment: Path) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """Serve mail programs and the page; yield the process, and where both are."""
    ports = ["--port", "0", "--page-port", "0"]
    program = [str(environment / "bin" / "smtp-playground"), "serve", *ports]
    with subprocess.Popen(
        program, cwd=environment, env=_clean(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            page = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
            port = re.search(r"port (\d+)", process.stdout.readline())
            assert page is not None
            assert port is not None
            yield process, int(port[1]), page[0]
        finally:
            process.kill()


def test_serve_answers_mail_programs_and_browsers(
    serving: tuple[subprocess.Popen[str], int, str],
) -> None:
    process, port, page = serving
    with urllib.request.urlopen(page, timeout=60) as answer:
        assert answer.read() == (HERE.site / "index.html").read_bytes()
        assert "script-src" in answer.headers["Content-Security-Policy"]
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        refused = client.sendmail("me@client.example", ["alice@example.com"], "Subject: x\n\nHi")
    process.send_signal(signal.SIGINT)

    assert refused == {}
    assert process.wait(60) == 0


def test_a_page_port_in_use_is_one_line(
    environment: Path, serving: tuple[subprocess.Popen[str], int, str]
) -> None:
    taken = serving[2].rstrip("/").rpartition(":")[2]
    done = command(environment, "serve", "--port", "0", "--page-port", taken)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"the page's port {taken} cannot be had" in done.stderr
    assert "--page-port N" in done.stderr


def test_its_types_are_known(environment: Path) -> None:
    program = environment / "user.py"
    program.write_text(USER)
    python = environment / "bin" / "python"
    check = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(python)]
    done = subprocess.run(
        [*check, "--config-file=", str(program)],
        cwd=environment,
        env=_clean(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
