"""The laws of the house: who may import whom, what must stand nowhere, how long a piece may be."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

from smtpcore import replies
from smtpcore.replies import Reply
from smtpcore.states import Verb

ROOT = Path(__file__).resolve().parents[1]
PY = ROOT / "py"
WEB = ROOT / "web"

PYTHON = [ROOT / "build.py", *sorted(PY.rglob("*.py"))]
CORE = sorted((PY / "smtpcore").rglob("*.py"))
PLAYGROUND = sorted((PY / "smtp_playground").rglob("*.py"))
TYPESCRIPT = sorted(path for path in WEB.rglob("*.ts") if "node_modules" not in path.parts)
ELEMENTS = sorted((WEB / "elements").rglob("*.ts"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

CORE_MAY_IMPORT = {
    *("__future__", "base64", "collections", "dataclasses", "enum", "hashlib", "hmac", "re"),
    *("typing", "smtpcore"),
}
DOORS = {f"smtp_playground.{name}" for name in ("bridge", "serve", "verify")} | {
    "smtp_playground.sphinx_ext",
    "smtp_playground.mkdocs_ext",
}
OUTSIDE = {
    "certificates.py": {"trustme"},
    "fences.py": {"pymdownx"},
    "mkdocs_ext.py": {"mkdocs"},
    "pytest_plugin.py": {"pytest"},
    "serve.py": {"uvloop"},
    "sphinx_ext.py": {"docutils", "sphinx"},
}
"""What is not of the standard library, by who imports it."""
SPEAKERS = {
    "web/client/interpreter.ts",
    "web/client/thread.ts",
    "web/embed/frame.ts",
    "web/link.ts",
    "web/python.ts",
    "web/single/start.ts",
    "web/single/worker.ts",
}
"""The page's one door to the worker, the worker, what hands the single file's parts over, the
frame, which speaks to the page around it, and both ends of the thread of a reader's program."""
OPENERS = {
    "py/smtp_playground/__main__.py": {"smtp_playground.serve"},
    "py/sitebuild/node/take_snapshot.py": {"smtp_playground.bridge"},
}
"""Who may open which door: the native program, and what readies Python for its worker."""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of everything that a Python file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports by a relative name"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tops(path: Path) -> set[str]:
    return {imported.partition(".")[0] for imported in imports(path)}


def script_imports(path: Path) -> set[str]:
    """Return the modules of our own that a script imports, from the folder `web` on."""
    found = re.findall(r'(?:from|import)\s*\(?"(\.[^"]+)"', path.read_text(encoding="utf-8"))
    return {(path.parent / module).resolve().relative_to(WEB).as_posix() for module in found}


@pytest.mark.parametrize("path", CORE, ids=name)
def test_the_core_imports_only_what_is_pure(path: Path) -> None:
    assert tops(path) <= CORE_MAY_IMPORT


@pytest.mark.parametrize("path", PLAYGROUND, ids=name)
def test_the_teaching_imports_only_the_core_and_the_standard_library(path: Path) -> None:
    """It runs in the page, where nothing can be installed, and never at build time.

    Only the native server may make a certificate and take a faster loop, where it can, and
    only what is part of a program for documentation knows that program.
    """
    more = OUTSIDE.get(path.name, set())

    assert tops(path) <= {"smtpcore", "smtp_playground"} | sys.stdlib_module_names | more


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_nobody_imports_a_door(path: Path) -> None:
    allowed = OPENERS.get(name(path), set())

    assert set(imports(path)) & DOORS <= allowed


@pytest.mark.parametrize("path", [*CORE, *PLAYGROUND], ids=name)
def test_only_the_native_server_knows_asyncio(path: Path) -> None:
    """And the loop that programs of the reader's run on."""
    assert ("asyncio" in tops(path)) == (path.name in {"serve.py", "event_loop.py"})


@pytest.mark.parametrize("path", sorted((PY / "sitebuild").rglob("*.py")), ids=name)
def test_the_build_reaches_the_core_only_through_the_teaching(path: Path) -> None:
    """All but what measures it, which has to meet it alone, and what imports it for the page."""
    alone = {"py/sitebuild/bench_core.py", "py/sitebuild/node/take_snapshot.py"}

    assert ("smtpcore" in tops(path)) == (name(path) in alone)


@pytest.mark.parametrize("path", ELEMENTS, ids=name)
def test_elements_know_neither_each_other_nor_the_worker(path: Path) -> None:
    strangers = {module for module in script_imports(path) if module.startswith("elements/")}

    assert strangers | (script_imports(path) & {"app", "link", "worker"}) == set()


@pytest.mark.parametrize("path", TYPESCRIPT, ids=name)
def test_only_the_link_talks_to_the_worker(path: Path) -> None:
    speaks = "postMessage(" in path.read_text(encoding="utf-8")

    assert "worker" not in script_imports(path)
    assert speaks == (name(path) in SPEAKERS)


@pytest.mark.parametrize("path", TYPESCRIPT, ids=name)
def test_words_reach_the_page_as_text_only(path: Path) -> None:
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|document\.write|\beval\b"

    assert re.findall(markup, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TYPESCRIPT, ids=name)
def test_the_view_knows_no_smtp(path: Path) -> None:
    verbs = {verb.value for verb in Verb if verb.value.isalpha()}
    codes = {str(reply.code) for reply in vars(replies).values() if isinstance(reply, Reply)}

    assert codes | verbs > {"250", "354", "502", "MAIL", "RCPT"}
    assert set(re.findall(r"\w+", path.read_text(encoding="utf-8"))) & (codes | verbs) == set()


def strings(path: Path) -> Iterator[str]:
    """Yield the strings of a file that are values: docstrings and remarks are not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in remarks:
            value = node.value
            yield value.decode("latin-1") if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize("path", [*CORE, *PLAYGROUND], ids=name)
def test_replies_stand_in_one_place(path: Path) -> None:
    """A reply written out elsewhere would have no name, and so no explanation."""
    written_out = [text for text in strings(path) if re.match(r"[2-5]\d\d[ -][A-Za-z0-9]", text)]

    assert written_out == [] or path.name == "replies.py" or path.parent.name == "extensions"


def body_lengths(path: Path) -> Iterator[tuple[str, int]]:
    """Yield each function with its number of lines, the docstring not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = node.body[0] if ast.get_docstring(node) is not None else None
            docstring = said.end_lineno - said.lineno + 1 if said and said.end_lineno else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - docstring


@pytest.mark.parametrize("path", [*PYTHON, *TESTS], ids=name)
def test_no_function_is_longer_than_40_lines(path: Path) -> None:
    assert [(what, length) for what, length in body_lengths(path) if length > 40] == []


def test_half_of_the_functions_have_at_most_10_lines() -> None:
    assert median(length for path in PYTHON for _, length in body_lengths(path)) <= 10


@pytest.mark.parametrize("path", [*PYTHON, *TYPESCRIPT, *TESTS], ids=name)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_no_page_is_stored_by_the_way(path: Path) -> None:
    """A page that a service worker serves is slow to come, and its files cannot be routed."""
    made = [
        {option.arg for option in node.keywords}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".new_context")
    ]

    assert [options for options in made if "service_workers" not in options] == []


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_a_module_begins_with_its_one_idea(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
