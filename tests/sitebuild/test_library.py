"""The library of the page: what mail needs is in it, and little else."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from sitebuild.library import LEFT_OUT, trimmed
from sitebuild.packages import node_script
from sitebuild.process import run
from sitebuild.project import HERE

KEPT = (
    *("email", "smtplib", "asyncio", "socket", "ssl", "hashlib", "hmac", "base64", "quopri"),
    *("mimetypes", "mailbox", "html", "json", "csv", "logging", "encodings/koi8_r", "datetime"),
    *("zoneinfo", "typing", "dataclasses", "textwrap", "random", "secrets", "uuid", "argparse"),
)


def entries(path: Path) -> set[str]:
    return set(zipfile.ZipFile(path).namelist())


@pytest.fixture(scope="module")
def library() -> set[str]:
    return entries(HERE.library / "python_stdlib.zip")


@pytest.mark.parametrize("name", KEPT)
def test_what_programs_that_send_mail_import_is_there(library: set[str], name: str) -> None:
    assert {f"{name}.pyc", f"{name}/__init__.pyc"} & library


def test_what_is_left_out_is_not_there(library: set[str]) -> None:
    found = {name for name in LEFT_OUT for entry in library if entry.startswith(f"{name}/")}

    assert found == set()
    assert not {f"{name}.pyc" for name in LEFT_OUT} & library


def test_nothing_is_left_out_that_the_library_never_had() -> None:
    """A name that is misspelt, or gone from Python, leaves nothing out."""
    stock = entries(HERE.pyodide / "python_stdlib.zip")
    known = {name for name in LEFT_OUT for entry in stock if entry.removesuffix(".py") == name}
    known |= {name for name in LEFT_OUT for entry in stock if entry.startswith(f"{name}/")}

    assert set(LEFT_OUT) - known == set()


def test_all_of_it_is_bytecode(library: set[str]) -> None:
    assert {name for name in library if name.endswith(".py")} == set()
    packages = entries(HERE.library / "smtp-playground.zip")
    assert "smtp_playground/bridge.pyc" in packages
    assert "smtp_playground/content/en/replies.toml" in packages
    assert {name for name in packages if name.endswith(".py")} == set()


def test_trimming_drops_modules_and_packages_whole() -> None:
    stock = io.BytesIO()
    with zipfile.ZipFile(stock, "w") as target:
        names = ("email/a.py", "unittest/__init__.py", "unittest/a/b.py", "this.py", "thisx.py")
        for name in names:
            target.writestr(name, "")

    kept = zipfile.ZipFile(io.BytesIO(trimmed(stock.getvalue()))).namelist()
    assert kept == ["email/a.py", "thisx.py"]


def test_no_path_of_this_machine_is_in_it() -> None:
    """Tracebacks name a module's place in the page, not where it was compiled."""
    for path in HERE.library.iterdir():
        archive = zipfile.ZipFile(path)
        assert [
            name for name in archive.namelist() if str(HERE.root).encode() in archive.read(name)
        ] == []


def test_every_module_that_is_there_can_be_imported() -> None:
    """What is left out may be what another one needs; annotations may be what a decorator reads."""
    script = Path(__file__).with_name("import_library.mjs")
    library = HERE.library / "python_stdlib.zip"
    failed = json.loads(run("import all", node_script(script, HERE.pyodide, library)))

    assert failed == {}
