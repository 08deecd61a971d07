"""A command line, parsed: one small class a command, and `parse_command`.

How each command is written stands in `forms.py`; what MAIL and RCPT name, in `path_commands.py`.

Parsing never raises: what cannot be a command becomes `Malformed`, which carries the
reply that a server owes for it. Whether the command may come *now* is not asked here
(see `states.py`), nor whether the server wants it (see `policy.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from smtpcore import grammar, replies
from smtpcore.dialect import Leniency
from smtpcore.memory import remember
from smtpcore.paths import Parameters, Path
from smtpcore.replies import Reply
from smtpcore.states import MOVES, OBSOLETE, Verb

if TYPE_CHECKING:
    from smtpcore.policy import Policy

Fact: TypeAlias = str | int
Facts: TypeAlias = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Command:
    """A line that begins with a verb; each command has a class of its own."""

    verb: Verb


@dataclass(frozen=True, slots=True)
class Hello(Command):
    """EHLO, HELO or LHLO."""

    client: str
    "The domain or address literal that the client calls itself."


@dataclass(frozen=True, slots=True)
class PathCommand(Command):
    """MAIL or RCPT: a path and its parameters."""

    path: Path
    parameters: Parameters = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mail(PathCommand):
    """MAIL: opens a transaction."""


@dataclass(frozen=True, slots=True)
class Rcpt(PathCommand):
    """RCPT: names one recipient."""


@dataclass(frozen=True, slots=True)
class Plain(Command):
    """A command without an argument, or one whose argument is free text."""

    argument: str = ""


@dataclass(frozen=True, slots=True)
class Malformed:
    """What cannot be taken as a command, with the reply it deserves."""

    verb: Verb | None
    reply: Reply
    facts: Facts = field(default_factory=dict)


Parsed: TypeAlias = tuple[Command | Malformed, tuple[Leniency, ...]]
"""A command, or what is wrong with it, and what was let pass in it."""


@dataclass(frozen=True, slots=True)
class Form:
    """How one command is written."""

    usage: str
    "Said by HELP and by the 501 replies."
    parse: Callable[[Verb, str, Policy], Parsed]
    "From the verb and what follows it and one space."
    free_text: bool = False
    "Whether any space may begin the argument."


_VERBS: Final = {verb.encode(): verb for verb in Verb if verb not in MOVES}
_NOT_TEXT: Final = re.compile(rb"[\x00-\x1f\x7f]")


def parse_command(line: bytes, policy: Policy) -> Parsed:
    """Parse one line without its CRLF, as a server with this policy reads it."""
    return parse_line(line, verb_of(line), policy)


_LONGEST_REMEMBERED: Final = 128


def parse_line(line: bytes, word: Verb | None, policy: Policy) -> Parsed:
    """Parse one line without its CRLF; `word` is the verb that it begins with.

    Clients say the same again and again, so what was understood once is remembered in
    `policy.parsed`; but no secret is.
    """
    found = _parse(line, word, policy)
    shown = shown_length(line)
    if shown < len(line):
        return _without_secret(found, line[:shown])
    return remember(policy.parsed, line, found) if len(line) <= _LONGEST_REMEMBERED else found


def _without_secret(parsed: Parsed, shown: bytes) -> Parsed:
    """Not even the refusal of a line may hold what could be a password."""
    command, remarks = parsed
    if not isinstance(command, Malformed):
        return parsed
    verb, _, argument = shown.decode("latin-1").strip().partition(" ")
    told = {"verb": verb, "argument": argument, "line": f"{verb} {argument}".rstrip()}
    facts = {name: told.get(name, fact) for name, fact in command.facts.items()}
    return replace(command, facts=facts), remarks


def _parse(line: bytes, word: Verb | None, policy: Policy) -> Parsed:
    verb = known_verb(word, policy)
    unreadable = _unreadable(line, verb, policy)
    if unreadable is not None:
        return unreadable, ()
    text = line.decode()
    stripped = text.rstrip(" \t")
    remarks = (Leniency.TRAILING_SPACE,) if text != stripped else ()
    first, _, argument = stripped.partition(" ")
    if verb is None or first.upper() != verb:
        reply = replies.UNRECOGNIZED if stripped else replies.EMPTY_LINE
        reply = replies.NOT_SMTP if policy.dialect.is_foreign(first) else reply
        return Malformed(None, reply, {"verb": first, "line": stripped}), remarks
    # What follows an obsolete verb is not looked at: it is 502 whatever it is.
    if verb in OBSOLETE:
        return Plain(verb, argument), remarks
    form = policy.forms[verb]
    if argument.startswith(" ") and not form.free_text:
        if Leniency.EXTRA_SPACE not in policy.dialect.tolerated:
            return malformed(verb, replies.BAD_SYNTAX, argument, policy), remarks
        argument = argument.lstrip(" ")
        remarks = (*remarks, Leniency.EXTRA_SPACE)
    command, let_pass = form.parse(verb, argument, policy)
    return command, tuple(dict.fromkeys((*remarks, *let_pass))) if remarks else let_pass


# A verb is letters; whatever is no character of a word ends it.
_VERB: Final = re.compile(rb"([A-Za-z]+)(?=[\x00-\x20\x7f]|\Z)")


def verb_of(line: bytes) -> Verb | None:
    """Return the verb a line begins with, whether a server knows it or not."""
    match = _VERB.match(line)
    # RFC 5321 2.4: verbs are not case-sensitive. "." is no verb on a command line.
    return _VERBS.get(match[1].upper()) if match else None


# sasl-mech = 1*20mech-char; mech-char is a letter, a digit, "-" or "_" (RFC 4422 3.1). Between
# words stands whatever ends a verb. What has not the form of a mechanism may be a password too,
# and a client that ends its lines with LF alone says many things in one.
_SHOWN_OF_AUTH: Final = re.compile(
    rb"(?:\A[\x00-\x20\x7f]*|(?<=[\r\n]))AUTH[\x00-\x20\x7f]+"
    rb"(?:[A-Z0-9_-]{1,20}(?:[\x00-\x20\x7f]+|\Z))?",
    re.IGNORECASE,
)


def shown_length(line: bytes) -> int:
    """Return how many octets of a line may be shown; a secret follows them (RFC 4954 9).

    It holds on a server that does not know AUTH too: a client sent it all the same.
    """
    match = _SHOWN_OF_AUTH.search(line)
    return match.end() if match else len(line)


def known_verb(verb: Verb | None, policy: Policy) -> Verb | None:
    """Return the verb if this server recognizes it: what it was never taught is 500, not 502."""
    known = verb in policy.forms or (verb in OBSOLETE and verb not in policy.unlearned)
    return verb if known else None


def too_long(verb: Verb | None, size: int, policy: Policy) -> Malformed:
    """Return the refusal of a line of more octets than a command with its verb may have."""
    facts = {"size": size, "limit": policy.line_limit(verb)}
    return Malformed(known_verb(verb, policy), policy.line_too_long(verb), facts)


def _unreadable(line: bytes, verb: Verb | None, policy: Policy) -> Malformed | None:
    """Return the refusal of a line that holds octets no command may hold."""
    if line.isascii() and _NOT_TEXT.search(line) is None:
        return None
    # RFC 5321 2.3.8: CR and LF "MUST NOT" come but together, as a line's end.
    if b"\r" in line or b"\n" in line:
        return Malformed(verb, replies.BARE_LINE_END)
    # RFC 5321 2.4: servers "SHOULD reject such commands, normally using 500 syntax error
    # - invalid character"; 4.1.2 asks 501 for other "invalid character codes".
    if not line.isascii() and not (verb in policy.utf8_verbs and _is_utf8(line)):
        octet = next(octet for octet in line if octet > 127)
        return Malformed(verb, replies.NON_ASCII, {"octet": f"{octet:02X}"})
    # The white space before CRLF is no part of the command (4.1.1), so a tab may stand there.
    control = _NOT_TEXT.search(line.rstrip(b" \t"))
    # 4.1.2 asks 501 where "there are no other reasons for rejection": an unknown verb is one.
    if control is not None and verb is not None:
        return Malformed(verb, replies.CONTROL_CHARACTER, {"octet": f"{control[0][0]:02X}"})
    return None


def _is_utf8(line: bytes) -> bool:
    try:
        return bool(line.decode())
    except UnicodeDecodeError:
        return False


def malformed(verb: Verb, reply: Reply, argument: str, policy: Policy, **facts: Fact) -> Malformed:
    """Return the refusal of a command whose argument is wrong."""
    usage = policy.forms[verb].usage
    return Malformed(verb, reply, {"verb": verb, "syntax": usage, "argument": argument, **facts})


def parse_hello(verb: Verb, argument: str, policy: Policy) -> Parsed:
    """Parse a command by which a client introduces itself."""
    tolerated = policy.dialect.tolerated
    if not argument:
        if Leniency.CLIENT_NAME_MISSING in tolerated:
            return Hello(verb, ""), (Leniency.CLIENT_NAME_MISSING,)
        return malformed(verb, replies.ARGUMENT_MISSING, argument, policy), ()
    limit = policy.dialect.limits.domain
    if len(argument) > limit:
        return part_too_long(verb, "domain", argument, limit, policy), ()
    # RFC 5321 4.1.1.1: ehlo takes a Domain or an address-literal. Its grammar gives helo
    # a Domain only, yet 4.1.4 tells clients without a name to send a literal: both may.
    if grammar.is_domain(argument) or grammar.is_address_literal(argument):
        return Hello(verb, argument), ()
    slip = Leniency.UNDERSCORE_IN_NAME
    if slip in tolerated and grammar.is_domain(argument.replace("_", "x")):
        return Hello(verb, argument), (slip,)
    if Leniency.ANY_CLIENT_NAME in tolerated:
        return Hello(verb, argument), (Leniency.ANY_CLIENT_NAME,)
    return malformed(verb, replies.BAD_CLIENT_NAME, argument, policy), ()


def parse_bare(verb: Verb, argument: str, policy: Policy) -> Parsed:
    """Parse a command that takes no argument: 501 if there is one (RFC 5321 4.1.1)."""
    if not argument:
        return Plain(verb), ()
    if Leniency.ARGUMENT_IGNORED in policy.dialect.tolerated:
        return Plain(verb), (Leniency.ARGUMENT_IGNORED,)
    return malformed(verb, replies.ARGUMENT_NOT_ALLOWED, argument, policy), ()


def parse_optional(verb: Verb, argument: str, _policy: Policy) -> Parsed:
    """Parse a command that takes any text, and none."""
    return Plain(verb, argument), ()


def parse_unread(verb: Verb, _argument: str, _policy: Policy) -> Parsed:
    """Parse a command that will be refused whatever it says: what follows AUTH is a secret."""
    return Plain(verb), ()


def parse_string(verb: Verb, argument: str, policy: Policy) -> Parsed:
    """Parse a command that takes any text but none at all."""
    # RFC 5321 3.5.1: the arguments of VRFY and EXPN "cannot be further restricted".
    if not argument:
        return malformed(verb, replies.ARGUMENT_MISSING, argument, policy), ()
    return Plain(verb, argument), ()


def octets(text: str) -> int:
    """Return how many octets a text has on the wire: that is what is limited (4.5.3.1)."""
    return len(text) if text.isascii() else len(text.encode())


def part_too_long(verb: Verb, part: str, value: str, limit: int, policy: Policy) -> Malformed:
    """Return the refusal of a command with a part of more octets than it may have."""
    facts: dict[str, Fact] = {"part": part, "path": value, "size": octets(value), "limit": limit}
    return malformed(verb, replies.PATH_TOO_LONG, value, policy, **facts)
