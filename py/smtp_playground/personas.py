"""Server characters: a TOML file each, read into a `Policy`.

A persona is data that anyone may write, so everything in it is checked here, and what is
wrong is said in one line: the file, the table and key, and the mend.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from smtp_playground.errors import ContentError
from smtp_playground.ids import VERBS
from smtp_playground.persona_offers import read_offers
from smtp_playground.persona_settings import read_answers, read_settings
from smtp_playground.persona_wording import Departure, Departures, is_reply_text, read_wording
from smtp_playground.rules_toml import read_rules
from smtpcore import (
    EXTENSIONS,
    Counts,
    Dialect,
    Farewell,
    Greeting,
    Kind,
    Leniency,
    Limits,
    Patience,
    Policy,
    Verb,
    Verification,
    Wording,
)
from smtpcore.grammar import PATH, is_domain

LARGEST_LIMIT: Final = 1_073_741_824
"""Octets or counts; a message is held whole, so this bounds memory too."""

_OF_LMTP: Final = frozenset({"PIPELINING", "ENHANCEDSTATUSCODES"})

PERSONAS: Final = Path(__file__).parent / "content" / "personas"

Table = Mapping[str, Any]
_Key = tuple[str, Callable[[Any], Any]]
"""What a value must be, and how it is read."""


@dataclass(frozen=True, slots=True)
class Persona:
    """One server character: how it is presented, and how it behaves."""

    id: str
    name: Mapping[str, str]
    "Language -> name."
    description: Mapping[str, str]
    "Language -> one or two sentences."
    policy: Policy
    departures: Departures = field(default_factory=dict)
    "Where its replies depart from an RFC."

    def departure(self, name: str, word: str) -> Departure | None:
        """Return where this server departs from an RFC in a reply to a command with this word."""
        wording = self.policy.wording.get(name)
        verb = word.upper() if wording and word.upper() in wording.to else ""
        return self.departures.get((name, verb))


def load_personas(folder: Path = PERSONAS) -> Mapping[str, Persona]:
    """Load every persona of a folder, by its id. Raises `ContentError`."""
    return {path.stem: load_persona_file(path) for path in sorted(folder.glob("*.toml"))}


def load_persona_file(path: Path) -> Persona:
    """Load one persona file; its id is the file's name. Raises `ContentError`."""
    return persona_from(path.name, path.stem, read_table(path))


def persona_from(file: str, persona_id: str, table: Table) -> Persona:
    """Read a persona from a table; `file` names it in errors. Raises `ContentError`."""
    return _Reader(file, table).persona(persona_id)


def read_table(path: Path) -> Table:
    """Return what a TOML file holds. Raises `ContentError`."""
    return parse_table(path.name, read_octets(path))


def read_octets(path: Path) -> bytes:
    """Return a file as it is. Raises `ContentError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentError(path.name, "", f"cannot be read: {error.strerror}") from error


def parse_table(file: str, octets: bytes) -> Table:
    """Return what TOML says; `file` names it in errors. Raises `ContentError`."""
    try:
        return tomllib.loads(octets.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(file, "", f"is not TOML in UTF-8: {error}") from error
    except RecursionError as error:
        raise ContentError(file, "", "is nested too deeply to be read") from error


class _Reader:
    """Read one persona's tables, naming the place of whatever is wrong."""

    def __init__(self, file: str, table: Table) -> None:
        self._file = file
        self._table = table

    def persona(self, persona_id: str) -> Persona:
        known = {"name", "description", "server", "limits", "mailboxes", "lists", "replies"}
        known |= {"forwarded", "moved", "extension", "answers", "patience", "rule"}
        self._refuse_unknown("", self._table, known)
        wording, departures = read_wording(self._part("replies"), self._error)
        return Persona(
            persona_id,
            self._words("name"),
            self._words("description"),
            self._policy(wording),
            departures,
        )

    def _policy(self, wording: Mapping[str, Wording]) -> Policy:
        server = self._server()
        read_offers(server, self._error)
        patience = self._keyed("patience", _PATIENCE_KEYS)
        dialect = Dialect(
            self._limits(),
            server.pop("tolerated", frozenset()),
            Patience(**patience),
            server.pop("foreign", frozenset()),
        )
        self._check_together(server)
        keywords = tuple(extension.keyword for extension in server.get("extensions", ()))
        return Policy(
            **server,
            settings=read_settings(self._part("extension"), keywords, self._error),
            answers=read_answers(self._part("answers"), self._error),
            dialect=dialect,
            mailboxes=self._mailboxes("mailboxes"),
            lists=self._lists(),
            forwarded=self._addresses("forwarded"),
            moved=self._addresses("moved"),
            wording=wording,
            rules=read_rules(self._table.get("rule", []), self._error),
        )

    def _check_together(self, server: Mapping[str, Any]) -> None:
        """Refuse what does not go together, with the RFC that says so."""
        kind = server.get("kind", Kind.SMTP)
        keywords = {extension.keyword for extension in server.get("extensions", ())}
        for keyword in sorted(keywords):
            if missing := EXTENSIONS[keyword].needs - keywords:
                problem = f"has {keyword}, which needs {min(missing)} as well"
                raise self._error("server.extensions", problem)
        # RFC 6409 7: ETRN and ATRN "MUST NOT" be offered for submission, nor 521 be said.
        if kind is Kind.SUBMISSION and (unfit := keywords & {"ETRN", "ATRN"}):
            raise self._error("server.extensions", f"has {min(unfit)}, not for submission")
        if kind is Kind.SUBMISSION and server.get("greeting") is Greeting.NO_MAIL:
            raise self._error("server.greeting", "cannot be no-mail for submission")
        # RFC 4865 3, RFC 4468 3.1: both are for submission only.
        if kind is not Kind.SUBMISSION and (unfit := keywords & {"FUTURERELEASE", "BURL"}):
            raise self._error("server.extensions", f"has {min(unfit)}, for submission only")
        # RFC 2033 5: an LMTP server "MUST" have both.
        if kind is Kind.LMTP and (lacking := _OF_LMTP - keywords):
            raise self._error("server.extensions", f"lacks {min(lacking)}, which LMTP needs")

    def _server(self) -> dict[str, Any]:
        return self._keyed("server", _SERVER_KEYS)

    def _keyed(self, part: str, keys: Mapping[str, _Key]) -> dict[str, Any]:
        """Read a table whose keys each have a rule of their own."""
        table = self._part(part)
        self._refuse_unknown(part, table, set(keys))
        settings = {}
        for key, value in table.items():
            expected, read = keys[key]
            try:
                settings[key.replace("-", "_")] = read(value)
            except (ValueError, KeyError, TypeError) as error:
                problem = f"must be {expected}, not {error.args[0]!r}"
                raise self._error(f"{part}.{key}", problem) from error
        return settings

    def _limits(self) -> Limits:
        table = self._part("limits")
        names = {field.name.replace("_", "-"): field.name for field in fields(Limits)}
        self._refuse_unknown("limits", table, set(names))
        for key, value in table.items():
            if type(value) is not int or not 1 <= value <= LARGEST_LIMIT:
                raise self._error(
                    f"limits.{key}", f"must be a whole number from 1 to {LARGEST_LIMIT}"
                )
        return replace(Limits(), **{names[key]: value for key, value in table.items()})

    def _names(self, part: str) -> dict[str, str]:
        table = self._part(part)
        for key, value in table.items():
            if not is_reply_text(value):
                raise self._error(f"{part}.{key}", "must be a text in printable ASCII")
        return {key.lower(): value for key, value in table.items()}

    def _mailboxes(self, part: str) -> dict[str, str]:
        names = self._names(part)
        for local_part in names:
            if not PATH.fullmatch(f"<{local_part}@example.com>"):
                raise self._error(f"{part}.{local_part}", "must be a local part, such as alice")
        return names

    def _addresses(self, part: str) -> dict[str, str]:
        names = self._mailboxes(part)
        for key, value in names.items():
            if not PATH.fullmatch(value):
                raise self._error(f"{part}.{key}", "must be an address in brackets, <a@b.example>")
        return names

    def _lists(self) -> dict[str, tuple[str, ...]]:
        table = self._part("lists")
        for key, members in table.items():
            if not isinstance(members, list) or not all(map(_is_member, members)):
                raise self._error(
                    f"lists.{key}", "must be a list of texts like Eve <eve@a.example>"
                )
        return {key.lower(): tuple(members) for key, members in table.items()}

    def _words(self, part: str) -> dict[str, str]:
        words = self._part(part)
        if "en" not in words:
            raise self._error(f"{part}.en", "is missing: give at least an English text")
        for language, text in words.items():
            if not isinstance(text, str):
                raise self._error(f"{part}.{language}", "must be a text")
        return dict(words)

    def _part(self, name: str) -> Table:
        part = self._table.get(name, {})
        if not isinstance(part, dict):
            raise self._error(name, "must be a table")
        return part

    def _refuse_unknown(self, part: str, table: Table, known: set[str]) -> None:
        unknown = sorted(set(table) - known)
        if unknown:
            place = f"{part}.{unknown[0]}" if part else unknown[0]
            raise self._error(place, f"is not known; known are {', '.join(sorted(known))}")

    def _error(self, place: str, problem: str) -> ContentError:
        return ContentError(self._file, place, problem)


def _is_member(text: object) -> bool:
    """RFC 5321 3.5.1: exactly one mailbox for each line of the reply to EXPN."""
    return is_reply_text(text) and PATH.fullmatch("<" + str(text).partition("<")[2]) is not None


def _domain(value: str) -> str:
    if not is_domain(value):
        raise ValueError(value)
    return value


def _hostname(value: str) -> str:
    # RFC 6531 3.7.1: greeting and reply to EHLO have "LDH labels or A-labels".
    if not value.isascii():
        raise ValueError(value)
    return _domain(value)


def _domains(value: list[str]) -> frozenset[str]:
    if not value:
        raise ValueError(value)
    return frozenset(_domain(domain).lower() for domain in value)


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise TypeError(value)
    return tuple(value)


def _verbs(value: object) -> frozenset[Verb]:
    return frozenset(VERBS[command] for command in _texts(value))


def _seconds(value: object) -> int:
    if type(value) is not int or not 1 <= value <= 86_400:
        raise ValueError(value)
    return value


def _one_of(kind: type[StrEnum]) -> tuple[str, Callable[[Any], StrEnum]]:
    members = {member.value: member for member in kind}
    return "one of: " + ", ".join(members), members.__getitem__


_SLIPS: Final = {slip.value: slip for slip in Leniency}
_VERIFICATION: Final = _one_of(Verification)
_BOOLEAN: Final = ("true or false", _boolean)

_VERBS: Final = ("a list of commands, such as expn", _verbs)

_SERVER_KEYS: Final[Mapping[str, _Key]] = {
    "hostname": ("a domain name in ASCII", _hostname),
    "domains": ("a list of at least one domain name", _domains),
    "extensions": (
        "a list of: " + ", ".join(EXTENSIONS),
        lambda value: tuple(EXTENSIONS[keyword] for keyword in value),
    ),
    "ehlo": ("a list of lines for the reply to EHLO", _texts),
    "unlearned": _VERBS,
    "unoffered": _VERBS,
    "foreign": ("a list of words in upper case", lambda value: frozenset(_texts(value))),
    "topics": _BOOLEAN,
    "unchecked": _BOOLEAN,
    "relays": _BOOLEAN,
    "timeout": ("a number of seconds from 1 to 86400", _seconds),
    "vrfy": _VERIFICATION,
    "expn": _VERIFICATION,
    "help": _BOOLEAN,
    "kind": _one_of(Kind),
    "implicit-tls": _BOOLEAN,
    "greeting": _one_of(Greeting),
    "refuses-bare-line-ends": _BOOLEAN,
    "magic-addresses": _BOOLEAN,
    "refuses-undeclared-8bit": _BOOLEAN,
    "tolerated": (
        "a list of: " + ", ".join(Leniency),
        lambda value: frozenset(_SLIPS[slip] for slip in value),
    ),
}
"""Key of the [server] table -> what it must be, and how it is read."""

_PATIENCE_KEYS: Final[Mapping[str, _Key]] = {
    "counts": _one_of(Counts),
    "farewell": _one_of(Farewell),
    "forgives": _BOOLEAN,
}
"""The same for the [patience] table."""
