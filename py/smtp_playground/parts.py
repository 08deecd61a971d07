"""A line on the wire, cut into the parts that are explained one by one.

Cutting never fails: what is not understood is one part named `unreadable` or `argument`.
The texts of the parts of a line, put together, are the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from smtp_playground.visible import visible
from smtpcore import CommandReceived, Hello, Mail, Malformed, Rcpt, ReplySent, ResponseReceived
from smtpcore.extensions.auth import AuthCommand, decode_response
from smtpcore.extensions.chunking import Bdat
from smtpcore.grammar import PATH_TOKEN


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a line. `name` is the id of its words in parts.toml; empty: none."""

    text: str
    name: str = ""
    secret: str = ""
    "What the text stands for, where that is not shown unasked."
    decoded: str = ""
    "What a challenge or a secret says once its base64 is turned back."


_COMMAND: Final = re.compile(r"(?P<verb>\S+)(?P<space>\s*)(?P<rest>.*)", re.DOTALL)
_KEYWORD: Final = re.compile(r"(?P<keyword>(?:FROM|TO)\s*:)(?P<space>\s*)", re.IGNORECASE)
_WORD: Final = re.compile(r"(?P<space>\s*)(?P<keyword>[^\s=]*)(?P<equals>=?)(?P<value>\S*)")
_TRAILING: Final = re.compile(r"\s+\Z")


DOTS: Final = "\N{BULLET}" * 8
"""What is shown for a secret; always as many, so that its length is not told."""


def cut_command(event: CommandReceived) -> tuple[Cut, ...]:
    """Cut a command line into verb, keyword, path, parameters or argument."""
    if event.hidden:
        shown = cut_command(replace(event, hidden=b"", line=event.line.rstrip(b" \t")))
        space = visible(event.line)[len(visible(event.line).rstrip(" \t")) :]
        return (*shown, Cut(space), _cut_secret(event.hidden))
    line = visible(event.line)
    match = _COMMAND.fullmatch(line)
    if match is None or event.verb is None:
        return (Cut(line, "unreadable" if line else "line-end"),)
    word, space, rest = match["verb"], match["space"], match["rest"]
    # What ends a verb need not be a space: a bare LF does too, and is no space once it is visible.
    verb, more = word[: len(event.verb)], word[len(event.verb) :]
    if more:
        space, rest = "", more + space + rest
    trailing = _TRAILING.search(rest)
    rest = rest[: trailing.start()] if trailing else rest
    cuts = [Cut(verb, "verb"), Cut(space)]
    cuts += _cut_argument(event, rest)
    if trailing:
        cuts.append(Cut(trailing[0], "trailing-space"))
    return _without_empty(cuts)


def cut_response(event: ResponseReceived) -> tuple[Cut, ...]:
    """Cut the answer to a challenge: a secret, or the star that gives up."""
    if event.hidden:
        return (_cut_secret(event.hidden),)
    return (Cut(visible(event.line), "sasl-cancel"),)


def _cut_secret(octets: bytes) -> Cut:
    return Cut(DOTS, "sasl-response", visible(octets), _decoded(octets))


def _decoded(base64: bytes) -> str:
    return visible(decode_response(base64.decode("latin-1")) or b"")


def _cut_argument(event: CommandReceived, rest: str) -> list[Cut]:
    match event.command:
        case Hello():
            return [Cut(rest, "client-name")]
        case Mail() | Rcpt():
            return _cut_path_command(rest)
        case Bdat():
            size, space, last = rest.partition(" ")
            return [Cut(size, "chunk-size"), Cut(space), Cut(last, "last-chunk")]
        case AuthCommand():
            return [Cut(rest, "mechanism")]
        case Malformed() if _KEYWORD.match(rest):
            return _cut_path_command(rest)
        case _:
            return [Cut(rest, "argument")]


def _cut_path_command(rest: str) -> list[Cut]:
    keyword = _KEYWORD.match(rest)
    if keyword is None:
        return [Cut(rest, "argument")]
    is_sender = keyword["keyword"].upper().startswith("F")
    cuts = [
        Cut(keyword["keyword"], "from-keyword" if is_sender else "to-keyword"),
        Cut(keyword["space"]),
    ]
    rest = rest[keyword.end() :]
    path = PATH_TOKEN.match(rest)
    if path is None:
        return [*cuts, Cut(rest, "argument")]
    return [*cuts, Cut(path[0], _path_name(path[0], is_sender)), *_cut_words(rest[path.end() :])]


def _path_name(path: str, is_sender: bool) -> str:
    if path == "<>":
        return "null-path"
    return "reverse-path" if is_sender else "forward-path"


def _cut_words(text: str) -> list[Cut]:
    cuts: list[Cut] = []
    for word in _WORD.finditer(text):
        cuts += [
            Cut(word["space"]),
            Cut(word["keyword"], "parameter-keyword"),
            Cut(word["equals"]),
            Cut(word["value"], "parameter-value"),
        ]
    return cuts


def cut_reply(event: ReplySent) -> tuple[tuple[Cut, ...], ...]:
    """Cut each line of a reply into code, separator, enhanced code and text."""
    return tuple(_cut_reply_line(event, line, number) for number, line in enumerate(event.lines))


def _cut_reply_line(event: ReplySent, line: str, number: int) -> tuple[Cut, ...]:
    code, separator, text = line[:3], line[3:4], line[4:]
    cuts = [Cut(code, "code")]
    # The space of a one-line reply is not worth a word; of several lines, each mark is.
    several = len(event.lines) > 1
    names = {"-": "separator-more", " ": "separator-last"}
    cuts.append(Cut(separator, names[separator] if several else ""))
    if event.enhanced:
        cuts += [Cut(event.enhanced, "enhanced-code"), Cut(" ")]
        text = text[len(event.enhanced) + 1 :]
    if event.reply.name == "extended-hello" and number:
        return _without_empty([*cuts, Cut(text, "keyword")])
    if event.reply.name == "auth-challenge":
        return _without_empty([*cuts, Cut(text, "challenge", decoded=_decoded(text.encode()))])
    return _without_empty([*cuts, Cut(text, "reply-text")])


def cut_chunk(lines: tuple[bytes, ...]) -> tuple[tuple[Cut, ...], ...]:
    """Cut counted octets: no dot ends them, and none is taken away. The first line tells so."""
    names = ("chunk-octets", *[""] * (len(lines) - 1))
    return tuple((Cut(visible(line), name),) for line, name in zip(lines, names, strict=True))


def cut_content(lines: tuple[bytes, ...], *, ended: bool) -> tuple[tuple[Cut, ...], ...]:
    """Cut mail data as it was sent: header fields, the empty line, body, the final dot."""
    cut: list[tuple[Cut, ...]] = []
    in_header = True
    for number, octets in enumerate(lines):
        line = visible(octets)
        if ended and number == len(lines) - 1:
            cut.append((Cut(line, "final-dot"),))
        elif in_header and not line:
            cut.append((Cut("", "header-end"),))
            in_header = False
        else:
            cut.append(_cut_content_line(line, in_header=in_header))
    return tuple(cut)


_FIELD: Final = re.compile(r"[!-9;-~]+:")


def _cut_content_line(line: str, *, in_header: bool) -> tuple[Cut, ...]:
    field = _FIELD.match(line)
    if in_header and field:
        return _without_empty([Cut(field[0], "header-field"), Cut(line[field.end() :])])
    if line.startswith("."):
        return _without_empty([Cut(".", "dot-stuffed"), Cut(line[1:])])
    return (Cut(line),)


def _without_empty(cuts: list[Cut]) -> tuple[Cut, ...]:
    return tuple(cut for cut in cuts if cut.text)
