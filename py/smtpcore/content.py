"""Whether a message that has arrived whole is taken, by its content alone."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from smtpcore import replies
from smtpcore.commands import Facts, Parameters
from smtpcore.input import CRLF, Content
from smtpcore.policy import Policy
from smtpcore.replies import Reply

Refusal: TypeAlias = tuple[Reply, Facts]

_BARE_LINE_END: Final = re.compile(rb"\r(?!\n)|(?<!\r)\n")


def content_refusal(content: Content, parameters: Parameters, policy: Policy) -> Refusal | None:
    """Return the reply that refuses mail data sent under these MAIL parameters, if any."""
    limits = policy.dialect.limits
    if content.size > limits.message:
        return replies.MESSAGE_TOO_BIG, {"size": content.size, "limit": limits.message}
    # RFC 5321 2.3.8: clients "MUST NOT transmit" CR or LF but together.
    if policy.refuses_bare_line_ends and _BARE_LINE_END.search(content.octets):
        return replies.BARE_LINE_END_IN_CONTENT, {}
    # RFC 5321 2.4: servers MAY "reject the message as invalid".
    body = (parameters.get("BODY") or "").upper()
    if policy.refuses_undeclared_8bit and body != "8BITMIME" and not content.octets.isascii():
        return replies.UNDECLARED_8BIT, {}
    return _line_refusal(content.octets, limits.text_line)


def _line_refusal(octets: bytes, limit: int | None) -> Refusal | None:
    """RFC 5321 4.5.3.1.6 and 4.5.3.1.9: a text line that is too long may be answered 500."""
    if limit is None:
        return None
    longest = max(map(len, octets.split(CRLF))) + len(CRLF)
    if longest <= limit:
        return None
    return replies.TEXT_LINE_TOO_LONG, {"size": longest, "limit": limit}
