"""`python -m smtp_playground serve`: what may be asked for, and what is said of it."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import socket
import ssl
import sys
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, NoReturn, TypeAlias

from smtp_playground import __version__
from smtp_playground.certificates import CertificateError, given, made, trust_clients
from smtp_playground.documents.program import UnreadableError, verify_paths
from smtp_playground.embedding.files import PLACES, NoSiteError, built_site
from smtp_playground.errors import ContentError
from smtp_playground.hosting import Settings, needs_tls
from smtp_playground.lessons.program import lint_file
from smtp_playground.personas import Persona, load_persona_file, load_personas
from smtp_playground.serve import Server, run
from smtp_playground.sessions import listing
from smtp_playground.site_server import SiteServer, running
from smtp_playground.transcript import message, transcript
from smtpcore import Event, MessageAccepted, Policy

PROGRAM: Final = "smtp_playground"
PACKED_SITE: Final = PLACES[0]
"""The site within an installed package. In a checkout, `build.py serve` shows it."""
SHOWN: Final = 16384
"""Octets of a message that `--verbose` shows."""


def main(arguments: Sequence[str]) -> int:
    """Serve as asked; any failure is one line, and an exit status that is not 0."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.command == "replies":
        return _print_replies(asked.wanted)
    if asked.command == "explain":
        return _print_entries(asked.words, asked.lang)
    if asked.command == "lint":
        return _print_problems(asked.files)
    if asked.command == "verify":
        return _print_verdict(asked.paths, mend=asked.write)
    if asked.command == "site":
        return _copy_site(asked.folder)
    settings = Settings(
        host=asked.host,
        port=asked.port,
        max_connections=asked.max_connections,
    )
    listener = None if asked.quiet else _print_transcript if asked.verbose else _print_messages
    try:
        policy = _persona(asked.persona, parser).policy
        settings = replace(
            settings,
            implicit_tls=asked.implicit_tls or policy.implicit_tls,
            timeout=asked.timeout or policy.timeout,
        )
        context = _context(asked, policy, settings, parser)
        with _page(asked):
            run(policy, settings, listener, partial(_print_start, asked.persona), context)
    except (ContentError, CertificateError, PageError) as error:
        return _fail(str(error))
    except (OSError, UnicodeError) as error:
        return _fail(why_not(error, settings))
    return 0


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line."""
        self.exit(2, f"{self.prog}: {message} (see --help)\n")


def _parser() -> _Parser:
    parser = _Parser(prog=PROGRAM, description="A mail server to learn SMTP with.")
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser(
        "serve",
        help="serve real clients over TCP, and the page",
        description="Serve real clients over TCP, and the page to a browser where the package "
        "has it. Accepted mail is told of and dropped. Stop "
        "with Ctrl-C.",
    )
    _add_lookups(commands)
    _add_checks(commands)
    site = commands.add_parser(
        "site",
        help="copy the built playground into a folder, to host or to embed it",
        description="Copy the built playground into a folder, for a web host of your own. Files "
        "of the same names are replaced; nothing else in the folder is touched.",
    )
    site.add_argument("folder", type=Path, metavar="FOLDER", help="made if it is not there")
    _add_options(serve)
    _add_page_options(serve)
    _add_tls_options(serve.add_argument_group("TLS", "for --implicit-tls and STARTTLS"))
    return parser


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def _add_lookups(commands: _Commands) -> None:
    replies = commands.add_parser(
        "replies",
        help="list every reply, with the shortest session that produces it",
        description="List every reply there is: code, enhanced code, name, the persona that "
        "gives it, and the shortest session that produces it.",
    )
    replies.add_argument("wanted", nargs="*", metavar="NAME_OR_CODE", help="only these")
    explained = commands.add_parser(
        "explain",
        help="explain a reply code, a command, or a line from a log",
        description="Explain a reply code, an enhanced status code, a command, an extension or a "
        "term, or what stands in a line from a log.",
    )
    explained.add_argument(
        "words", nargs="+", metavar="WORD", help="a code, a command, a term, a log line"
    )
    explained.add_argument(
        "--lang", default="en", metavar="LANGUAGE", help="en or pt-BR; default: %(default)s"
    )


def _add_checks(commands: _Commands) -> None:
    linted = commands.add_parser(
        "lint",
        help="check lesson files: can they be read, and solved?",
        description="Check lesson files, TOML or JSON: what is wrong is said with its place and "
        "the mend. The solution must do every step, the near miss must not.",
    )
    linted.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a lesson, or a class pack"
    )
    verified = commands.add_parser(
        "verify",
        help="check the SMTP sessions in documentation, as doctests are",
        description="Find the SMTP sessions in Markdown, reStructuredText, HTML and text, say "
        "the client's lines to the server that is named, and show where it says something else "
        "than is printed. `...` stands for whatever is left out.",
    )
    verified.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    verified.add_argument(
        "--write", action="store_true", help="mend: print what the servers really say"
    )


def _add_options(serve: argparse.ArgumentParser) -> None:
    option = serve.add_argument
    option(
        "--port",
        type=_number(0, 65535),
        default=Settings().port,
        metavar="N",
        help="0: any free one; default: %(default)s",
    )
    option(
        "--host",
        default=Settings().host,
        help="the address to listen on; default: %(default)s",
    )
    option(
        "--persona",
        default="playground",
        metavar="NAME_OR_FILE",
        help=f"who answers: {', '.join(sorted(load_personas()))}, or a file; default: %(default)s",
    )
    printed = serve.add_mutually_exclusive_group()
    printed.add_argument("--verbose", action="store_true", help="print every conversation")
    printed.add_argument("--quiet", action="store_true", help="print nothing of mail that comes")
    option(
        "--timeout",
        type=_number(1, 86400),
        default=None,
        metavar="SECONDS",
        help="how long a client may be silent; default: what the persona says, mostly 300",
    )
    option(
        "--max-connections",
        type=_number(1, 10000),
        default=Settings().max_connections,
        metavar="N",
        help="how many clients at a time; default: %(default)s",
    )


def _add_page_options(serve: argparse.ArgumentParser) -> None:
    serve.add_argument(
        "--page-port",
        type=_number(0, 65535),
        default=8025,
        metavar="N",
        help="where the page is, if the package has it; 0: any free one; default: %(default)s",
    )
    serve.add_argument("--no-page", action="store_true", help="serve no page")
    serve.add_argument("--no-open", action="store_true", help="open no browser")


def _add_tls_options(group: argparse._ArgumentGroup) -> None:
    option = partial(group.add_argument, metavar="FILE", type=Path)
    group.add_argument(
        "--implicit-tls",
        action="store_true",
        help="encrypt from the first octet, as on port 465; default: as the persona has it",
    )
    option("--certificate", help="the server's, in PEM; default: one made at every start")
    option("--key", help="the certificate's private key; default: in the same file")
    option("--ca-file", help="where to write what clients can verify the made certificate with")
    option(
        "--client-ca",
        help="who vouches for clients: a client's certificate then names the account for EXTERNAL",
    )


def _context(
    asked: argparse.Namespace, policy: Policy, settings: Settings, parser: _Parser
) -> ssl.SSLContext | None:
    """Return what TLS is served with, or None where nobody can ask for it."""
    if not needs_tls(policy, settings):
        if asked.certificate or asked.key or asked.ca_file or asked.client_ca:
            parser.error("this persona offers no STARTTLS; for TLS on its port: --implicit-tls")
        return None
    if asked.key and not asked.certificate:
        parser.error("--key goes with --certificate")
    if asked.ca_file and asked.certificate:
        parser.error("--ca-file goes with a certificate made here, not with --certificate")
    if asked.certificate:
        context = given(asked.certificate, asked.key or asked.certificate)
    else:
        names = (policy.hostname, settings.host, "localhost", "127.0.0.1", "::1")
        context = made(names, asked.ca_file)
    if asked.client_ca:
        trust_clients(context, asked.client_ca)
    return context


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} to {most}")

    return read


def _persona(name: str, parser: _Parser) -> Persona:
    known = load_personas()
    if name.lower() not in known and not Path(name).is_file():
        parser.error(f"no persona or file is called {name!r}; known are {', '.join(sorted(known))}")
    return known.get(name.lower()) or load_persona_file(Path(name))


def why_not(error: OSError | UnicodeError, settings: Settings) -> str:
    """Say in one line why the server cannot listen there, and what to do."""
    if isinstance(error, UnicodeError | socket.gaierror):
        return f"host {settings.host!r} is not known; name an address of this machine with --host"
    match error.errno:
        case errno.EADDRINUSE:
            return f"port {settings.port} is in use; name another with --port N"
        case errno.EACCES | errno.EPERM:
            return f"no permission for port {settings.port}; name one from 1024 on with --port N"
        case errno.EADDRNOTAVAIL | None:  # asyncio gives no number from Python 3.13 on
            return f"{settings.host!r} is not an address of this machine; name one with --host"
        case _:
            return f"cannot listen on {settings.host!r}, port {settings.port}: {error.strerror}"


def _print_problems(files: Sequence[Path]) -> int:
    found = {file: lint_file(file) for file in files}
    for file, problems in found.items():
        for problem in problems:
            sys.stderr.write(f"{problem}\n")
        if not problems:
            sys.stdout.write(f"{file}: nothing to mend\n")
    return 1 if any(found.values()) else 0


@contextmanager
def _page(asked: argparse.Namespace) -> Iterator[None]:
    """Serve the page too, where the package has it. Raises `PageError`."""
    if asked.no_page or not PACKED_SITE.is_dir():
        yield
        return
    try:
        server = SiteServer(PACKED_SITE, asked.page_port)
    except OSError as error:
        problem = f"the page's port {asked.page_port} cannot be had: {error.strerror}"
        raise PageError(f"{problem}; name another with --page-port N, or --no-page") from error
    with running(server):
        _say(f"The page is at {server.url}.")
        if not asked.no_open and sys.stdout.isatty():
            webbrowser.open(server.url)
        yield


class PageError(Exception):
    """The page cannot be served; the text says why, and what to do."""


def _copy_site(folder: Path) -> int:
    try:
        site = built_site()
        shutil.copytree(site, folder, dirs_exist_ok=True)
    except NoSiteError as error:
        return _fail(str(error))
    except (OSError, shutil.Error) as error:
        return _fail(f"cannot copy the site into {folder}: {error}")
    _say(f"the site is in {folder}: open index.html there through a web host")
    return 0


def _print_verdict(paths: Sequence[Path], *, mend: bool) -> int:
    try:
        outcome = verify_paths(paths, mend=mend)
    except UnreadableError as error:
        return _fail(str(error))
    _say("\n".join(outcome.lines))
    return 0 if outcome.is_true else 1


def _print_replies(wanted: Sequence[str]) -> int:
    try:
        _say("\n".join(listing(tuple(wanted))).rstrip())
    except LookupError as error:
        return _fail(f"there is no reply {error.args[0]!r}; without a name all are listed")
    return 0


def _print_entries(words: Sequence[str], language: str) -> int:
    """Explain; the reference is read only for those who ask for it."""
    from smtp_playground.reference.terminal import (  # noqa: PLC0415
        NothingFoundError,
        explain,
        languages,
    )

    if language not in languages():
        return _fail(f"no language {language!r}; there are: {', '.join(languages())}")
    try:
        _say("\n".join(explain(words, language)).rstrip())
    except NothingFoundError as error:
        return _fail(f"nothing is known of {error.args[0]!r}; try a reply code by itself")
    return 0


def _print_start(persona: str, server: Server) -> None:
    _say(f"{persona} listens on {server.host}, port {server.port}. Stop with Ctrl-C.")


def _print_messages(number: int, events: Sequence[Event]) -> None:
    for event in events:
        if isinstance(event, MessageAccepted):
            _say(f"[{number}] {message(event)}")


def _print_transcript(number: int, events: Sequence[Event]) -> None:
    lines = (line for event in events for line in transcript(event, SHOWN))
    _say("\n".join(f"[{number}] {line}" for line in lines))


def _say(text: str) -> None:
    """Print at once, in whatever characters there are; serve on in silence if nobody reads."""
    try:
        sys.stdout.buffer.write(f"{text}\n".encode(sys.stdout.encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(reason: str) -> int:
    sys.stderr.write(f"{PROGRAM}: {reason}\n")
    return 1


def run_from_shell() -> NoReturn:
    """Do what the command line asks for, and exit."""
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run_from_shell()
