"""XCLIENT (Postfix): a trusted proxy, or a test, tells the server who the client really is.

Not an RFC's: Postfix's XCLIENT_README describes it. After it the session begins anew, with
another greeting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from smtpcore import grammar, replies
from smtpcore.commands import Command, Form, Parsed, malformed
from smtpcore.extensions import Extension
from smtpcore.grammar import decode_xtext
from smtpcore.outcome import Outcome, Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.policy import Policy
    from smtpcore.standing import Standing

REFUSED: Final = Reply("xclient-refused", 550, "5.7.0", "Insufficient authorization for XCLIENT")
BAD_ATTRIBUTE: Final = Reply("bad-xclient-attribute", 501, "5.5.4", "Bad XCLIENT attribute {name}")

ATTRIBUTES: Final = ("NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN")
"""In the order in which EHLO lists them."""
_UNKNOWN: Final = frozenset({"[UNAVAILABLE]", "[TEMPUNAVAIL]"})

_ATTRIBUTE: Final = re.compile(r"(?P<name>[A-Za-z]+)=(?P<value>\S*)")


@dataclass(frozen=True, slots=True)
class Xclient:
    """Whom a server lets speak for another client."""

    trusted: bool = False
    "Whether clients may: all, for to tell one from another is the host's business."


@dataclass(frozen=True, slots=True)
class XclientCommand(Command):
    """XCLIENT: attribute names in upper case, with their decoded values; empty: not known."""

    attributes: tuple[tuple[str, str], ...]


def _parse(verb: Verb, argument: str, policy: Policy) -> Parsed:
    if not argument:
        return malformed(verb, replies.ARGUMENT_MISSING, argument, policy), ()
    attributes = []
    for word in argument.split(" "):
        match = _ATTRIBUTE.fullmatch(word)
        value = decode_xtext(match["value"]) if match else None
        if match is None or value is None or not _is_good(match["name"].upper(), value):
            return malformed(verb, BAD_ATTRIBUTE, argument, policy, name=word), ()
        known = "" if value.upper() in _UNKNOWN else value
        attributes.append((match["name"].upper(), known))
    return XclientCommand(verb, tuple(attributes)), ()


def _is_good(name: str, value: str) -> bool:
    if name not in ATTRIBUTES or not value.isprintable():
        return False
    if value.upper() in _UNKNOWN:
        return True
    if name == "ADDR":
        return _is_address(value)
    if name == "PROTO":
        return value.upper() in ("SMTP", "ESMTP")
    if name == "PORT":
        return value.isascii() and value.isdecimal() and len(value) <= 5
    return True


def _is_address(value: str) -> bool:
    """Tell whether this is an IPv4 address, or `IPV6:` and an IPv6 address."""
    tag, colon, address = value.partition(":")
    if colon:
        return tag.upper() == "IPV6" and grammar.is_ipv6(address)
    return re.fullmatch(grammar.IPV4, value) is not None


def _guard(verb: Verb, at: Standing) -> Refusal | None:
    trusted = verb is not Verb.XCLIENT or at.policy.tuned(Xclient).trusted
    return None if trusted else (REFUSED, {})


def _answer(command: XclientCommand, at: Standing) -> Outcome:
    asked = at.policy.asked_answer(Verb.XCLIENT, at.peer)
    if asked is not None:
        return Outcome(asked)
    told = dict(command.attributes)
    at.start_anew()
    if "ADDR" in told:
        at.peer = re.sub("^IPV6:", "", told["ADDR"], flags=re.IGNORECASE)
    at.account = told.get("LOGIN", "").lower()
    return Outcome(replies.SERVICE_READY)


def _ehlo_line(extension: Extension, at: Standing) -> str | None:
    """README: it is announced only to "clients that are authorized to use this command"."""
    trusted = at.policy.tuned(Xclient).trusted
    return " ".join((extension.keyword, *ATTRIBUTES)) if trusted else None


EXTENSION: Final = Extension(
    "XCLIENT",
    forms={Verb.XCLIENT: Form("XCLIENT <attribute>=<value> ...", _parse)},
    answers={Verb.XCLIENT: _answer},
    guards=(_guard,),
    settings=Xclient,
    replies=(REFUSED, BAD_ATTRIBUTE),
    ehlo_line=_ehlo_line,
)
