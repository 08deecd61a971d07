"""Runs inside Pyodide at build time: Python sources into the bytecode of the Python of the page.

A memory snapshot holds each code object there is, so what the page never asks for is left out:
docstrings, annotations of functions, and where in a file of the standard library a line stands.
"""

from __future__ import annotations

import ast
import importlib.util
import io
import marshal
import zipfile
from types import CodeType

BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)
# PEP 552: a pyc that is checked against no source, as there is none.
HEADER = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def compiled(archive: bytes, root: str, *, keeps_lines: bool) -> bytes:
    """Return a zip of sources as a zip of bytecode; `root` is where tracebacks say they lie."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as sources,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in sorted(sources.namelist()):
            content = sources.read(name)
            if name.endswith(".py"):
                code = _code(content, root + name)
                bytecode = marshal.dumps(code if keeps_lines else _without_lines(code))
                target.writestr(_entry(f"{name}c"), HEADER + bytecode, zipfile.ZIP_DEFLATED)
            else:
                target.writestr(_entry(name), content, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, BEGINNING_OF_TIME)
    entry.external_attr = 0o644 << 16
    return entry


def _code(source: bytes, path: str) -> CodeType:
    tree = ast.parse(source, path)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, *FUNCTIONS)):
            _drop_strings(node)
        # Decorators read annotations: functools.singledispatch, for one.
        if isinstance(node, FUNCTIONS) and not node.decorator_list:
            _drop_annotations(node)
    return compile(tree, path, "exec", dont_inherit=True, optimize=0)


def _drop_strings(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """Drop the docstring, and those that stand under the fields of a class."""
    kept = [statement for statement in node.body if not _is_string(statement)]
    if not kept and node.body:
        kept = [ast.copy_location(ast.Pass(), node.body[0])]
    node.body = kept


def _is_string(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
    return False


def _drop_annotations(function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    function.returns = None
    every = function.args
    rest = [argument for argument in (every.vararg, every.kwarg) if argument]
    for argument in [*every.posonlyargs, *every.args, *every.kwonlyargs, *rest]:
        argument.annotation = None


def _without_lines(code: CodeType) -> CodeType:
    constants = (
        _without_lines(one) if isinstance(one, CodeType) else one for one in code.co_consts
    )
    return code.replace(co_linetable=b"", co_consts=tuple(constants))
