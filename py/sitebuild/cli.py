"""What may be asked of `build.py`. Standard library only: it is read before `.venv` exists."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """A command line, understood."""

    command: str
    port: int = 0
    "0: any free port."
    open_browser: bool = True
    pytest_arguments: tuple[str, ...] = ()
    part: str = ""
    "What to measure; empty: everything."
    address: str | None = None
    "Where the site will be; empty: nowhere in particular; None: as it was told before."


def parse(arguments: list[str]) -> Request:
    """Return what is asked for; exit with status 2 and a usage line if it makes no sense."""
    if arguments[:1] == ["test"]:  # all that follows belongs to pytest, --help too
        return Request("test", pytest_arguments=tuple(arguments[1:]))
    found = _parser().parse_args(arguments)
    if found.command == "serve":
        return Request("serve", found.port, not found.no_open)
    if found.command == "bench":
        return Request("bench", part=found.part or "")
    if found.command == "site":
        return Request("site", address=found.address)
    return Request(found.command)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Build, serve and test SMTP Playground. Each command first sets up what it "
        "needs; only the first run needs the network.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="build the site, serve it here, rebuild on change")
    serve.add_argument("--port", type=_port, default=0, metavar="N", help="default: a free port")
    serve.add_argument("--no-open", action="store_true", help="do not open a browser")
    site = commands.add_parser("site", help="build the site into dist/")
    site.add_argument(
        "--address",
        type=_address,
        metavar="URL",
        help="where it will be, for canonical addresses and the sitemap; kept for the next time",
    )
    commands.add_parser("package", help="build the wheel and the sdist into packages/")
    commands.add_parser("test", help="build the site and run the tests; arguments go to pytest")
    commands.add_parser("check", help="lint and type-check everything, validate the content")
    bench = commands.add_parser("bench", help="measure the native server, and the site in browsers")
    bench.add_argument(
        "part",
        nargs="?",
        choices=("native", "page"),
        help="only that: the native server and its core, or the page; default: both",
    )
    return parser


def _address(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^\s/?#<>\"]+(/[^\s?#<>\"]*)?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address like https://docs.example/smtp/")
    return text if text.endswith("/") or not text else f"{text}/"


def _port(text: str) -> int:
    if text.isdecimal() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to 65535)")
