"""The view's types are read off the dataclasses of `bubbles.py`: drift becomes a compile error."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import types
import typing
from collections.abc import Iterator
from itertools import pairwise
from types import ModuleType

from sitebuild.errors import BuildError

HEADER = "// Made from {module} by the build; change that instead.\n"
PLAIN: dict[object, str] = {
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    types.NoneType: "null",
}


def typescript(module: ModuleType) -> str:
    """Return the TypeScript twin of a module's dataclasses and Literal names."""
    literals = {
        value: name
        for name, value in vars(module).items()
        if typing.get_origin(value) is typing.Literal
    }
    unions = [f"export type {name} = {_type(alias, {})};\n" for alias, name in literals.items()]
    interfaces = [
        _interface(value, literals)
        for value in vars(module).values()
        if inspect.isclass(value) and value.__module__ == module.__name__
    ]
    return "\n".join([HEADER.format(module=module.__name__), "".join(unions), *interfaces])


def _interface(model: type, literals: dict[object, str]) -> str:
    hints = typing.get_type_hints(model)
    remarks = dict(_field_remarks(model))
    lines = []
    for field in dataclasses.fields(model):
        if field.name in remarks:
            lines.append(f"  /** {remarks[field.name]} */")
        lines.append(f"  readonly {field.name}: {_type(hints[field.name], literals)};")
    heading = f"/** {inspect.getdoc(model)} */\nexport interface {model.__name__} {{"
    return "\n".join([heading, *lines, "}\n"])


def _type(hint: object, literals: dict[object, str]) -> str:
    """Return a Python type as TypeScript; what JSON cannot carry is an error."""
    arguments = typing.get_args(hint)
    if hint in literals:
        return literals[hint]
    if hint in PLAIN:
        return PLAIN[hint]
    if typing.get_origin(hint) is typing.Literal:
        return " | ".join(f'"{value}"' for value in arguments)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return " | ".join(_type(argument, literals) for argument in arguments)
    if typing.get_origin(hint) is tuple and arguments[1:] == (...,):
        return f"readonly {_bracketed(_type(arguments[0], literals))}[]"
    if dataclasses.is_dataclass(hint):
        return typing.cast(type, hint).__name__
    raise BuildError(f"bubbles.py: the view has no type for {hint}")


def _bracketed(element: str) -> str:
    return f"({element})" if " " in element else element


def _field_remarks(model: type) -> Iterator[tuple[str, str]]:
    """Yield each field that has a string literal under it, with that string."""
    body = typing.cast(ast.ClassDef, ast.parse(inspect.getsource(model)).body[0]).body
    for field, remark in pairwise(body):
        match field, remark:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())
