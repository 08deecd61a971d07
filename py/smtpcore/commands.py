"""A command line, parsed: one small class a command, and `parse_command`.

Parsing never raises: what cannot be a command becomes `Malformed`, which carries the
reply that a server owes for it. Whether the command may come *now* is not asked here
(see `states.py`), nor whether the server wants it (see `policy.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from smtpcore import grammar, replies
from smtpcore.dialect import Dialect, Leniency, Limits
from smtpcore.replies import Reply
from smtpcore.states import OBSOLETE, Verb

Fact: TypeAlias = str | int
Facts: TypeAlias = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Path:
    """A reverse-path or forward-path (RFC 5321 4.1.2). The null path has no mailbox."""

    local_part: str = ""
    domain: str = ""
    route: str = ""
    "The source route without its colon, `@a.example,@b.example`. Kept to be shown, not used."

    def __str__(self) -> str:
        """Return the path as it is written in a command, without its source route."""
        return f"<{self.local_part}@{self.domain}>" if self.domain else f"<{self.local_part}>"

    @property
    def is_null(self) -> bool:
        """Tell whether this is `<>`, the reverse-path of notifications (RFC 5321 4.5.5)."""
        return not self.local_part

    @property
    def mailbox(self) -> str:
        """Return the local part as it is compared: unquoted, in one case."""
        return grammar.unquote(self.local_part).lower()


Parameters: TypeAlias = Mapping[str, str | None]
"""Keyword in upper case -> value, None where there is no "="."""


@dataclass(frozen=True, slots=True)
class Hello:
    """EHLO or HELO."""

    verb: Verb
    client: str
    "The domain or address literal that the client calls itself."


@dataclass(frozen=True, slots=True)
class Mail:
    """MAIL: opens a transaction."""

    path: Path
    parameters: Parameters = field(default_factory=dict)
    verb: Verb = Verb.MAIL


@dataclass(frozen=True, slots=True)
class Rcpt:
    """RCPT: names one recipient."""

    path: Path
    parameters: Parameters = field(default_factory=dict)
    verb: Verb = Verb.RCPT


@dataclass(frozen=True, slots=True)
class Plain:
    """A command without an argument, or one whose argument is free text: the other verbs."""

    verb: Verb
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Malformed:
    """What cannot be taken as a command, with the reply it deserves."""

    verb: Verb | None
    reply: Reply
    facts: Facts = field(default_factory=dict)


Command: TypeAlias = Hello | Mail | Rcpt | Plain | Malformed

SYNTAX: Final[Mapping[Verb, str]] = {
    Verb.EHLO: "EHLO <domain or address literal>",
    Verb.HELO: "HELO <domain>",
    Verb.MAIL: "MAIL FROM:<reverse-path> [parameters]",
    Verb.RCPT: "RCPT TO:<forward-path> [parameters]",
    Verb.DATA: "DATA",
    Verb.RSET: "RSET",
    Verb.NOOP: "NOOP [anything]",
    Verb.HELP: "HELP [command]",
    Verb.VRFY: "VRFY <user name or mailbox>",
    Verb.EXPN: "EXPN <mailing list>",
    Verb.QUIT: "QUIT",
}
"""How each command is written; said by HELP and by the 501 replies."""


_VERBS: Final = {verb.value: verb for verb in Verb if verb is not Verb.END_OF_DATA}
_NOT_TEXT: Final = re.compile(rb"[\x00-\x1f\x7f]")


def parse_command(line: bytes, dialect: Dialect) -> tuple[Command, tuple[Leniency, ...]]:
    """Parse one line without its CRLF; return the command and what was let pass in it."""
    unreadable = _unreadable(line)
    if unreadable is not None:
        return unreadable, ()
    text = line.decode("ascii")
    stripped = text.rstrip(" \t")
    remarks = (Leniency.TRAILING_SPACE,) if text != stripped else ()
    word, _, argument = stripped.partition(" ")
    verb = _verb(word)
    if verb is None:
        reply = replies.UNRECOGNIZED if stripped else replies.EMPTY_LINE
        return Malformed(None, reply, {"verb": word}), remarks
    # What follows an obsolete verb is not looked at: it is 502 whatever it is.
    if verb in OBSOLETE:
        return Plain(verb, argument), remarks
    if argument.startswith(" ") and verb not in _FREE_TEXT:
        if Leniency.EXTRA_SPACE not in dialect.tolerated:
            return _malformed(verb, replies.BAD_SYNTAX, argument), remarks
        argument = argument.lstrip(" ")
        remarks = (*remarks, Leniency.EXTRA_SPACE)
    command, let_pass = _PARSERS[verb](verb, argument, dialect)
    return command, tuple(dict.fromkeys((*remarks, *let_pass)))


def verb_of(line: bytes) -> Verb | None:
    """Return the verb a line begins with, even if the rest of it cannot be read."""
    return _verb(re.split(rb"[\x00-\x20\x7f]", line, maxsplit=1)[0].decode("ascii", "replace"))


def _verb(word: str) -> Verb | None:
    # RFC 5321 2.4: verbs are not case-sensitive. "." is no verb on a command line.
    return _VERBS.get(word.upper())


def _unreadable(line: bytes) -> Malformed | None:
    """Return the refusal of a line that holds octets no command may hold."""
    verb = verb_of(line)
    # RFC 5321 2.3.8: CR and LF "MUST NOT" come but together, as a line's end.
    if b"\r" in line or b"\n" in line:
        return Malformed(verb, replies.BARE_LINE_END)
    # RFC 5321 2.4: servers "SHOULD reject such commands, normally using 500 syntax error
    # - invalid character"; 4.1.2 asks 501 for other "invalid character codes".
    if not line.isascii():
        octet = next(octet for octet in line if octet > 127)
        return Malformed(verb, replies.NON_ASCII, {"octet": f"{octet:02X}"})
    # The white space before CRLF is no part of the command (4.1.1), so a tab may stand there.
    control = _NOT_TEXT.search(line.rstrip(b" \t"))
    # 4.1.2 asks 501 where "there are no other reasons for rejection": an unknown verb is one.
    if control is not None and verb is not None:
        return Malformed(verb, replies.CONTROL_CHARACTER, {"octet": f"{control[0][0]:02X}"})
    return None


def _malformed(verb: Verb, reply: Reply, argument: str, **facts: Fact) -> Malformed:
    return Malformed(
        verb, reply, {"verb": verb, "syntax": SYNTAX[verb], "argument": argument, **facts}
    )


Parsed: TypeAlias = tuple[Command, tuple[Leniency, ...]]


def _parse_hello(verb: Verb, argument: str, dialect: Dialect) -> Parsed:
    if not argument:
        return _malformed(verb, replies.ARGUMENT_MISSING, argument), ()
    limit = dialect.limits.domain
    if len(argument) > limit:
        return _too_long(verb, "domain", argument, limit), ()
    # RFC 5321 4.1.1.1: ehlo takes a Domain or an address-literal. Its grammar gives helo
    # a Domain only, yet 4.1.4 tells clients without a name to send a literal: both may.
    if grammar.is_domain(argument) or grammar.is_address_literal(argument):
        return Hello(verb, argument), ()
    slip = Leniency.UNDERSCORE_IN_NAME
    if slip in dialect.tolerated and grammar.is_domain(argument.replace("_", "x")):
        return Hello(verb, argument), (slip,)
    return _malformed(verb, replies.BAD_CLIENT_NAME, argument), ()


def _parse_bare(verb: Verb, argument: str, _dialect: Dialect) -> Parsed:
    # RFC 5321 4.1.1: DATA, RSET and QUIT are "not permitted to have parameters"; 501 then.
    if argument:
        return _malformed(verb, replies.ARGUMENT_NOT_ALLOWED, argument), ()
    return Plain(verb), ()


def _parse_optional(verb: Verb, argument: str, _dialect: Dialect) -> Parsed:
    return Plain(verb, argument), ()


def _parse_string(verb: Verb, argument: str, _dialect: Dialect) -> Parsed:
    # RFC 5321 3.5.1: the arguments of VRFY and EXPN "cannot be further restricted".
    if not argument:
        return _malformed(verb, replies.ARGUMENT_MISSING, argument), ()
    return Plain(verb, argument), ()


_FROM_OR_TO: Final = {
    Verb.MAIL: re.compile(r"FROM( *):( *)(.*)", re.IGNORECASE),
    Verb.RCPT: re.compile(r"TO( *):( *)(.*)", re.IGNORECASE),
}


def _parse_path_command(verb: Verb, argument: str, dialect: Dialect) -> Parsed:
    """Parse `FROM:<path> parameters` or `TO:<path> parameters` (RFC 5321 4.1.1.2, 4.1.1.3)."""
    if not argument:
        return _malformed(verb, replies.ARGUMENT_MISSING, argument), ()
    match = _FROM_OR_TO[verb].fullmatch(argument)
    if match is None or not match[3]:
        return _malformed(verb, replies.BAD_SYNTAX, argument), ()
    before, after, rest = match.groups()
    # RFC 5321 3.3: "spaces are not permitted on either side of the colon".
    if before or (after and Leniency.SPACE_AFTER_COLON not in dialect.tolerated):
        return _malformed(verb, replies.SPACE_AROUND_COLON, argument), ()
    remarks: tuple[Leniency, ...] = (Leniency.SPACE_AFTER_COLON,) if after else ()
    if not rest.startswith("<"):
        return _malformed(verb, replies.BRACKETS_MISSING, rest), remarks
    token = grammar.PATH_TOKEN.match(rest)
    if token is None:
        return _malformed(verb, _BAD_ADDRESS[verb], rest, path=rest), remarks
    path = _parse_path(verb, token[0], dialect.limits)
    if isinstance(path, Malformed):
        return path, remarks
    text = rest[token.end() :]
    parameters = _parse_parameters(verb, text, dialect)
    if isinstance(parameters, Malformed):
        return parameters, remarks
    if "  " in text:
        remarks = (*remarks, Leniency.EXTRA_SPACE)
    return _COMMAND_WITH_PATH[verb](path, parameters), remarks


_BAD_ADDRESS: Final = {
    Verb.MAIL: replies.BAD_SENDER_ADDRESS,
    Verb.RCPT: replies.BAD_RECIPIENT_ADDRESS,
}
_COMMAND_WITH_PATH: Final[Mapping[Verb, Callable[[Path, Parameters], Mail | Rcpt]]] = {
    Verb.MAIL: Mail,
    Verb.RCPT: Rcpt,
}


def _parse_path(verb: Verb, token: str, limits: Limits) -> Path | Malformed:
    if len(token) > limits.path:
        return _too_long(verb, "path", token, limits.path)
    if token == "<>":
        # RFC 5321 4.1.1.3: forward-paths are never null; 4.1.1.2: reverse-paths may be.
        if verb is Verb.RCPT:
            return _malformed(verb, replies.NULL_RECIPIENT, token, path=token)
        return Path()
    match = grammar.PATH.fullmatch(token)
    if match is None or not _has_good_domain(verb, match):
        return _malformed(verb, _BAD_ADDRESS[verb], token, path=token)
    path = Path(match["local_part"], match["domain"] or "", match["route"] or "")
    if len(path.local_part) > limits.local_part:
        return _too_long(verb, "local part", path.local_part, limits.local_part)
    if len(path.domain) > limits.domain:
        return _too_long(verb, "domain", path.domain, limits.domain)
    return path


def _has_good_domain(verb: Verb, path: re.Match[str]) -> bool:
    domain = path["domain"]
    if domain is None:
        # RFC 5321 4.1.1.3: "<Postmaster>" is the one recipient that needs no domain.
        return verb is Verb.RCPT and path[0].lower() == "<postmaster>"
    return grammar.is_domain(domain) or grammar.is_address_literal(domain)


def _too_long(verb: Verb, part: str, value: str, limit: int) -> Malformed:
    return _malformed(
        verb, replies.PATH_TOO_LONG, value, part=part, path=value, size=len(value), limit=limit
    )


def _parse_parameters(verb: Verb, text: str, dialect: Dialect) -> Parameters | Malformed:
    """Parse what follows a path: `*(SP esmtp-param)`."""
    parameters: dict[str, str | None] = {}
    if not text:
        return parameters
    words = text.split(" ")
    if Leniency.EXTRA_SPACE in dialect.tolerated:
        words = [words[0], *filter(None, words[1:])]
    for word in words[1:]:
        match = grammar.PARAMETER.fullmatch(word)
        if match is None:
            return _malformed(verb, replies.BAD_SYNTAX, text, parameter=word)
        keyword = match["keyword"].upper()
        if keyword in parameters:
            return _malformed(verb, replies.REPEATED_PARAMETER, text, parameter=keyword)
        parameters[keyword] = match["value"]
    if words[0]:
        return _malformed(verb, replies.BAD_SYNTAX, text)
    return parameters


_FREE_TEXT: Final = frozenset({Verb.NOOP})

_PARSERS: Final[Mapping[Verb, Callable[[Verb, str, Dialect], Parsed]]] = {
    Verb.EHLO: _parse_hello,
    Verb.HELO: _parse_hello,
    Verb.MAIL: _parse_path_command,
    Verb.RCPT: _parse_path_command,
    Verb.DATA: _parse_bare,
    Verb.RSET: _parse_bare,
    Verb.QUIT: _parse_bare,
    Verb.NOOP: _parse_optional,
    Verb.HELP: _parse_optional,
    Verb.VRFY: _parse_string,
    Verb.EXPN: _parse_string,
}
