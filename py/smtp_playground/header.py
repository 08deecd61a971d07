"""A message's header section (RFC 5322 2.2), field by field: as it came, and as it is meant.

The standard library reads it, when somebody asks. What it is given is bounded, for its time
grows faster than what it reads; and what it raises is caught: a field that is no mail's has
made it raise `IndexError`, `ValueError` and `RecursionError`, and a client must not do that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.parser import BytesHeaderParser
from typing import Final, TypeVar

from smtp_playground.visible import shown, visible, visible_text
from smtpcore.paths import Path

HEADER_READ: Final = 65_536
"""Octets of a header section that are looked at."""
VALUE_READ: Final = 8_192
"""Characters of one field that are taken apart; a longer one is shown as it came."""
VALUE_SHOWN: Final = 1_000
"""Characters of one field that are shown; the source shows all."""

Answer = TypeVar("Answer")


class _AsItCame(policy.Compat32):
    """Give each value as it stands in the message."""

    def header_fetch_parse(self, name: str, value: str) -> str:  # noqa: ARG002 - the interface
        return value


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address in a field."""

    text: str
    "With the name before it, if there is one."
    key: tuple[str, str]
    "What two addresses of one mailbox have in common."


@dataclass(frozen=True, slots=True)
class HeaderField:
    """One field."""

    name: str
    wire: str
    "As it came, name and all; folded lines stay lines."
    value: str
    "Decoded, in one line."
    mailboxes: tuple[Mailbox, ...]
    readable: bool
    "False if what addresses there are could not be made out."
    defects: tuple[str, ...]
    "Classes of `email.errors`, by their names."


class Header:
    """The header section of some content."""

    def __init__(self, content: bytes) -> None:
        """Find the fields; each is read when it is asked for."""
        section = content[:HEADER_READ].partition(b"\r\n\r\n")[0]
        parsed = BytesHeaderParser(policy=_AsItCame()).parsebytes(section + b"\r\n")
        self._fields = [(name, str(value)) for name, value in parsed.items()]
        self._known: dict[int, HeaderField] = {}

    def __len__(self) -> int:
        return len(self._fields)

    @property
    def has_eight_bit(self) -> bool:
        """Whether a field holds octets above 127, which RFC 5322 2.2 does not allow."""
        return any(not _octets(value).isascii() for _, value in self._fields)

    def first(self, count: int) -> tuple[HeaderField, ...]:
        """Return the first fields, in their order."""
        return tuple(map(self._field, range(len(self._fields[:count]))))

    def count(self, name: str) -> int:
        """Return how often a field stands here."""
        return len(self._places(name))

    def named(self, *names: str, at_most: int = 5) -> tuple[HeaderField, ...]:
        """Return the first fields of these names, name after name."""
        return tuple(self._field(index) for name in names for index in self._places(name)[:at_most])

    def text(self, name: str) -> str:
        """Return what the first field of a name says; empty if there is none."""
        found = self.named(name, at_most=1)
        return found[0].value if found else ""

    def _places(self, name: str) -> list[int]:
        return [at for at, (known, _) in enumerate(self._fields) if known.lower() == name.lower()]

    def _field(self, index: int) -> HeaderField:
        """Return one field; it is read once, for that may take its time."""
        if index not in self._known:
            self._known[index] = _read(*self._fields[index])
        return self._known[index]


def attempt(ask: Callable[[], Answer], otherwise: Answer) -> Answer:
    """Ask the standard library about what a client sent; return `otherwise` if it raises."""
    try:
        return ask()
    except Exception:  # what it raises is not documented, and differs between versions
        return otherwise


def key_of(path: Path) -> tuple[str, str]:
    """Return what this path has in common with addresses in a header of the same mailbox."""
    return path.mailbox, path.domain.lower()


def _read(name: str, value: str) -> HeaderField:
    octets = _octets(value)
    unfolded = octets.decode("utf-8", "backslashreplace").replace("\r", "").replace("\n", "")
    as_it_came = HeaderField(
        name=visible(_octets(name)),
        wire=_short(visible_text(_octets(name) + b": " + octets)),
        value=_short(shown(unfolded.strip())),
        mailboxes=(),
        readable=False,
        defects=(),
    )
    if len(unfolded) > VALUE_READ:
        return as_it_came
    return attempt(lambda: _meant(name, unfolded, as_it_came), as_it_came)


def _meant(name: str, value: str, as_it_came: HeaderField) -> HeaderField:
    header = policy.default.header_fetch_parse(name, value)
    defects = tuple(dict.fromkeys(type(defect).__name__ for defect in header.defects))
    if "InvalidHeaderDefect" in defects or name.lower().startswith("content-"):
        # Of what is no address, the library makes one all the same, and it writes MIME's
        # parameters in its own way: here, what stands there is what there is to show.
        header = policy.default.header_fetch_parse("Subject", value)
    addresses: tuple[Address, ...] = getattr(header, "addresses", ())
    return HeaderField(
        name=as_it_came.name,
        wire=as_it_came.wire,
        value=_short(shown(str(header))),
        mailboxes=tuple(_mailbox(address) for address in addresses if address.domain),
        readable="InvalidHeaderDefect" not in defects,
        # Octets above 127 are told of once, for the whole header.
        defects=tuple(name for name in defects if name not in _EIGHT_BIT),
    )


_EIGHT_BIT: Final = frozenset({"NonASCIILocalPartDefect", "UndecodableBytesDefect"})


def _mailbox(address: Address) -> Mailbox:
    key = (shown(address.username).lower(), shown(address.domain).lower())
    return Mailbox(_short(shown(str(address))), key)


def _octets(value: str) -> bytes:
    return value.encode("ascii", "surrogateescape")


def _short(text: str) -> str:
    return text if len(text) <= VALUE_SHOWN else f"{text[:VALUE_SHOWN]}…"
