"""Whether a message that has arrived whole is taken, by its content alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from smtpcore import replies
from smtpcore.input import CRLF, Content
from smtpcore.outcome import Refusal, first_refusal

if TYPE_CHECKING:
    from smtpcore.standing import Standing

_BARE_LINE_END: Final = re.compile(rb"\r(?!\n)|(?<!\r)\n")


def content_refusal(content: Content, at: Standing) -> Refusal | None:
    """Return the reply that refuses this content of the open transaction, if any."""
    policy = at.policy
    limits = policy.dialect.limits
    if content.size > limits.message:
        return replies.MESSAGE_TOO_BIG, {"size": content.size, "limit": limits.message}
    # RFC 3030 3: in BINARYMIME neither CR and LF nor the length of lines mean anything.
    if at.body() != "BINARYMIME":
        refusal = _text_refusal(content.octets, at)
        if refusal is not None:
            return refusal
    judges = (judge for extension in policy.extensions for judge in extension.judges)
    return first_refusal(judge(content, at) for judge in judges)


def _text_refusal(octets: bytes, at: Standing) -> Refusal | None:
    policy = at.policy
    # RFC 5321 2.3.8: clients "MUST NOT transmit" CR or LF but together.
    if policy.refuses_bare_line_ends and _BARE_LINE_END.search(octets):
        return replies.BARE_LINE_END_IN_CONTENT, {}
    # RFC 5321 2.4: servers MAY "reject the message as invalid". SMTPUTF8 (RFC 6531 3.6) declares
    # a header in UTF-8; a body that is not ASCII is for BODY to declare.
    if policy.refuses_undeclared_8bit and at.body() != "8BITMIME":
        undeclared = octets[len(header_of(octets)) :] if at.declares_utf8() else octets
        if not undeclared.isascii():
            return replies.UNDECLARED_8BIT, {}
    return _line_refusal(octets, policy.dialect.limits.text_line)


def _line_refusal(octets: bytes, limit: int | None) -> Refusal | None:
    """RFC 5321 4.5.3.1.6 and 4.5.3.1.9: a text line that is too long may be answered 500."""
    if limit is None:
        return None
    longest = max(map(len, octets.split(CRLF))) + len(CRLF)
    if longest <= limit:
        return None
    return replies.TEXT_LINE_TOO_LONG, {"size": longest, "limit": limit}


_HEADER_END: Final = b"\r\n\r\n"


def header_of(octets: bytes) -> bytes:
    """Return the header section of a message: what stands before its first empty line."""
    if octets.startswith(CRLF):
        return b""
    return octets.partition(_HEADER_END)[0]


def header_fields(octets: bytes, name: str) -> list[str]:
    """Return the unfolded text of each header field of this name (RFC 5322 2.2)."""
    # What was taken is never given back ("+"): to keep note of each turn would weigh many times
    # as much as the field.
    field = rb"([^\r\n]*+(?:\r\n[ \t][^\r\n]*+)*+)"
    pattern = rb"(?:\A|\r\n)" + re.escape(name.encode()) + rb"[ \t]*:" + field
    found = re.findall(pattern, header_of(octets), re.IGNORECASE)
    return [text.replace(CRLF, b"").decode("utf-8", "replace").strip() for text in found]


def header_field(octets: bytes, name: str) -> str | None:
    """Return the unfolded text of the first header field of this name."""
    return next(iter(header_fields(octets, name)), None)
