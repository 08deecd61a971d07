"""Which keys a table of the content has, and how each value is read: one row a key.

The JSON Schemas in content/schema say the same to editors; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from smtp_playground.markup import Text, facts_in, parse
from smtp_playground.words import (
    CommandWords,
    ContrastWords,
    FaultWords,
    Reference,
    ReplyWords,
    TitledWords,
)

COMMON_FACTS: Final = frozenset(
    {"verb", "line", "hostname", "persona", "client", "allowed", "sender", "recipients"}
    | {"instead", "example", "hello"}
)
"""What `here` and `next` of every reply may tell."""

EXTRA_FACTS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(facts.split())
    for facts, names in {
        "path": "sender-accepted recipient-accepted recipient-unchecked no-such-mailbox user-moved"
        " relaying-denied null-recipient sender-refused sender-not-yours recipient-refused"
        " mailbox-busy mailbox-full mailbox-disabled quota-exceeded mailbox-name-not-allowed"
        " utf8-sender-not-permitted utf8-recipient-not-permitted utf8-reply-needed"
        " submitter-mismatch capabilities-unknown recipient-capabilities priority-changed",
        "path domain": "sender-domain-takes-no-mail domain-takes-no-mail greylisted"
        " sender-not-qualified recipient-not-qualified"
        " requiretls-not-possible",
        "path domain date": "owner-changed domain-owner-changed ownership-unknown",
        "path number size": "recipient-delivered",
        "size limit": "message-too-big declared-size-too-big line-too-long text-line-too-long"
        " path-too-long auth-line-too-long",
        "limit": "too-many-errors too-many-unknown timed-out too-many-connections"
        " too-many-transactions",
        "state": "system-status",
        "argument": "mailbox-verified list-expanded cannot-verify ambiguous-mailbox no-such-list"
        " no-such-user"
        " bad-client-name argument-not-allowed brackets-missing",
        "parameter value": "bad-parameter bad-priority tracking-needs-envid",
        "parameter": "conversion-not-supported",
        "parameter limit seconds": "hold-too-long",
        "limit seconds": "deliver-by-too-soon",
        "priority": "priority-too-low",
        "priority limit size": "too-big-for-priority",
        "mechanism": "auth-not-base64 auth-malformed-response auth-cancelled auth-server-first"
        " auth-unknown-mechanism credentials-invalid auth-encryption-required",
        "mechanism account": "auth-succeeded password-transition-needed auth-unavailable"
        " auth-too-weak password-transition-needed-422 auth-unavailable-435"
        " auth-encryption-required-524 account-disabled",
        "account": "already-authenticated",
        "mechanism decoded": "auth-challenge",
        "domains": "roles-reversed",
        "url": "content-fetched",
        "octet": "non-ascii control-character",
        "number size recipients": "message-accepted",
        "topic": "help-topic no-such-help",
    }.items()
    for name in names.split()
}
"""What one reply may tell beyond that and beyond the facts in its own text."""

# The facts in the texts of the replies themselves (py/smtpcore/replies.py).
_TEXT_FACTS: Final = frozenset(
    {"keywords", "commands", "syntax", "forward", "domain", "mailbox", "mailboxes", "part"}
    | {"number", "state", "node", "count", "offset", "challenge", "capabilities", "name"}
)
REPLY_FACTS: Final = COMMON_FACTS.union(_TEXT_FACTS, *EXTRA_FACTS.values())


class BadValueError(ValueError):
    """What is wrong with a value, in words that follow the name of its place."""


Read = Callable[[object], Any]
"""Turn a TOML value into what the words hold. Raises `BadValueError` or `MarkupError`."""


@dataclass(frozen=True, slots=True)
class Key:
    """How one key is read."""

    read: Read
    in_english_only: bool = False
    optional: bool = False
    "An optional key that is missing reads as the empty value of its kind."


@dataclass(frozen=True, slots=True)
class Kind:
    """One file of the content: what its tables become, and their keys."""

    make: Callable[..., Any]
    keys: Mapping[str, Key]


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise BadValueError("must be a text in quotes")
    return value


def filled(value: object) -> str:
    """Read a text that says something."""
    if not _string(value).strip():
        raise BadValueError("must not be empty")
    return _string(value)


def _line(value: object) -> str:
    if set("`*") & set(filled(value)):
        raise BadValueError("must be plain words: no `code`, no *emphasis*")
    return _string(value)


def _text(value: object) -> Text:
    return _told(filled(value), frozenset())


def _source(value: object) -> str:
    """Return markup as it is written, once it is known to parse."""
    parse(filled(value))
    return _string(value)


def _template(value: object) -> Text:
    return parse(filled(value))


def _told(source: str, facts: frozenset[str]) -> Text:
    template = parse(source)
    if unknown := facts_in(template) - facts:
        there_are = ", ".join(sorted(facts)) or "none"
        raise BadValueError(f"asks for the unknown fact {{{min(unknown)}}}; there are: {there_are}")
    return template


def _telling(*facts: str, may_be_empty: bool = False) -> Read:
    def read(value: object) -> Text:
        return _told(_string(value) if may_be_empty else filled(value), frozenset(facts))

    return read


def list_of(read: Read) -> Read:
    """Return what reads a list, each item by the same rule."""

    def read_list(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise BadValueError("must be a list in square brackets")
        return tuple(map(read, value))

    return read_list


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValueError("must be true or false")
    return value


_REFERENCE: Final = re.compile(
    r"(?P<number>[0-9]+)(?:#(?P<section>(?:[0-9]+|[A-Z])(?:\.[0-9]+)*))?"
)


def _reference(value: object) -> Reference:
    match = _REFERENCE.fullmatch(_string(value))
    if match is None:
        raise BadValueError(f"must be like 5321#4.1.1.4 or 5321, not {value!r}")
    return Reference(match["number"], match["section"] or "")


def contrast(value: object) -> ContrastWords:
    """Read a row of a comparison."""
    if not isinstance(value, dict) or value.keys() != {"aspect", "left", "right"}:
        raise BadValueError("must be rows like { aspect = ..., left = ..., right = ... }")
    return ContrastWords(_line(value["aspect"]), _text(value["left"]), _text(value["right"]))


def _only_text(text: Text) -> Text:
    return text


TITLE: Final = Key(_line)
TEXT: Final = Key(_text)
TEXTS: Final = Key(list_of(_text))
RFC: Final = Key(list_of(_reference), in_english_only=True)
ID: Final = Key(filled, in_english_only=True)

KINDS: Final[Mapping[str, Kind]] = {
    "replies": Kind(
        ReplyWords,
        {
            "title": TITLE,
            "here": Key(_telling(*REPLY_FACTS)),
            "next": Key(_telling(*REPLY_FACTS, may_be_empty=True)),
            "when": TEXTS,
            "fix": TEXTS,
            "avoid": Key(list_of(_text), optional=True),
            "rfc": RFC,
            "compare": Key(list_of(filled), in_english_only=True, optional=True),
            "routine": Key(_flag, in_english_only=True),
        },
    ),
    "commands": Kind(
        CommandWords,
        {
            "title": TITLE,
            "does": TITLE,
            "text": TEXT,
            "example": ID,
            "change": Key(_string, in_english_only=True),
            "instead": Key(_text, optional=True),
            "rfc": RFC,
        },
    ),
    "states": Kind(TitledWords, {"title": TITLE, "text": TEXT}),
    "parts": Kind(TitledWords, {"title": TITLE, "text": Key(_telling("value", "decoded"))}),
    "digits": Kind(_only_text, {"text": TEXT}),
    "enhanced": Kind(TitledWords, {"title": TITLE, "text": TEXT}),
    "keywords": Kind(TitledWords, {"title": TITLE, "text": TEXT, "rfc": RFC}),
    "parameters": Kind(TitledWords, {"title": TITLE, "text": TEXT, "rfc": RFC}),
    "remarks": Kind(
        _only_text,
        {"text": Key(_telling("suggestion", "count", "verb", "mark", "sequence", "line"))},
    ),
    "faults": Kind(
        FaultWords,
        {
            "title": TITLE,
            "text": Key(_telling("text", "module", "limit")),
            "fix": TEXT,
            "later": Key(_text, optional=True),
        },
    ),
}
"""Every file of tables, in the order of `Words`."""

OF_EXTENSIONS: Final = ("keywords", "parameters", "commands", "replies")
"""The kinds whose tables may stand in an extension's own file, `[replies.auth-succeeded]`."""

ONLY_OF_EXTENSIONS: Final = frozenset({"parameters"})
"""The kinds that have no file besides: without extensions there are no parameters."""

FLAT: Final[Mapping[str, Key]] = {
    "conversation": Key(_source),
    "mailbox": Key(_template),
    "ui": Key(_string),
}
"""Files of `[group] key = "words"`: any key, each read by this rule."""
