"""What a line may look like on a server: its limits, and the slips it lets pass."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Leniency(StrEnum):
    """What many clients get wrong and many servers let pass. The value is a remark's id."""

    SPACE_AFTER_COLON = "space-after-colon"
    "`MAIL FROM: <a@b>`: RFC 5321 3.3 forbids it; Postfix, Exim and Sendmail take it."
    EXTRA_SPACE = "extra-space"
    "More than one space between two words of a command; the same servers take it."
    UNDERSCORE_IN_NAME = "underscore-in-name"
    "`EHLO my_host`: RFC 5321 4.1.2 forbids it; hosts are named so, and curl may say a file's name."
    TRAILING_SPACE = "trailing-space"
    "White space before CRLF. RFC 5321 4.1.1: servers SHOULD tolerate it, so ours always does."


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in octets and counts (RFC 5321 4.5.3.1). The defaults are the RFC's."""

    command_line: int = 512
    "With its CRLF; an extension may allow more for the verb it extends."
    path: int = 256
    "With its angle brackets."
    local_part: int = 64
    domain: int = 255
    text_line: int | None = None
    "A line of the message with its CRLF; the RFC's 1000 is what a server must take at least."
    message: int = 10_485_760
    "A message larger than this is read to its end, not kept, and refused with 552."
    recipients: int = 100
    errors: int = 20
    "The mistake that makes this many since the last accepted message is answered 421."


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a command may look like on this server."""

    limits: Limits = Limits()
    tolerated: frozenset[Leniency] = frozenset()
