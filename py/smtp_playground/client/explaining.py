"""What ended a program, in the reader's language: what happened, by which reply, what to change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from smtp_playground.client.acts import MOST_ACTS, MOST_OCTETS
from smtp_playground.client.bubbles import FaultReply, FaultView
from smtp_playground.client.faults import Cause, Fault
from smtp_playground.entries import Answered, Entry
from smtp_playground.markup import Fact, fill
from smtp_playground.words import Words

MOST_MEGABYTES: Final = 512
"""Of an interpreter that runs a program; `web/client/thread.ts` holds it to that."""

_NAMES: Final = (
    ("SMTPRecipientsRefused", "", "recipients-refused"),
    ("SMTPSenderRefused", "", "sender-refused"),
    ("SMTPDataError", "", "data-refused"),
    ("SMTPHeloError", "", "hello-refused"),
    ("SMTPAuthenticationError", "", "authentication-failed"),
    ("SMTPConnectError", "", "greeting-refused"),
    ("SMTPNotSupportedError", "", "not-supported"),
    ("SMTPServerDisconnected", "timed out", "timed-out"),
    ("SMTPServerDisconnected", "please run connect", "not-connected"),
    ("SMTPServerDisconnected", "", "disconnected"),
    ("SMTPResponseException", "", "reply-refused"),
    ("SMTPException", "", "client-gave-up"),
    ("SSLError", "", "no-tls"),
    ("TimeoutError", "", "timed-out"),
    ("BrokenPipeError", "", "disconnected"),
    ("WallError", "", "page-out-of-reach"),
    ("ImportError", "", "module-missing"),
    ("NoKeyboardError", "", "no-keyboard"),
    ("PermissionError", "", "no-listening"),
    ("RecursionError", "", "too-deep"),
    ("MemoryError", "", "too-large"),
    ("OverflowError", "index-sized", "too-large"),
    ("RunLimitError", "acts", "too-many-acts"),
    ("RunLimitError", "", "too-many-octets"),
    ("SyntaxError", "", "not-python"),
    ("UnicodeEncodeError", "", "not-ascii"),
    ("BaseException", "", "other"),
)
"""A class, what its own words have in them, and the name of what is said; the first that fits."""

_LIMITS: Final = {
    "too-many-acts": MOST_ACTS,
    "too-many-octets": MOST_OCTETS,
    "too-large": MOST_MEGABYTES,
}
NAMES: Final = frozenset(name for _, _, name in _NAMES)
"""Of all that is said."""


def explain(fault: Fault, entries: Iterable[tuple[int, Entry]], words: Words) -> FaultView:
    """Explain a fault; its replies are looked for among the entries of the conversation."""
    name = _name(fault)
    told = words.faults[name]
    replies = fault.replies
    is_later = bool(told.later and replies) and all(400 <= each.code < 500 for each in replies)
    facts: dict[str, Fact] = {
        "text": fault.text.rstrip(".") or fault.kinds[0],
        "module": fault.module,
        "limit": _LIMITS.get(name, 0),
    }
    return FaultView(
        kind=fault.kinds[0] if fault.kinds else "Exception",
        title=told.title,
        text=fill(told.text, facts),
        fix=told.later if is_later else told.fix,
        line=fault.line,
        way=fault.way,
        replies=_replies(replies, [*entries]),
    )


def _name(fault: Fault) -> str:
    for kind, text, name in _NAMES:
        if kind in fault.kinds and text in fault.text:
            return name
    return _NAMES[-1][-1]


def _replies(causes: Iterable[Cause], entries: list[tuple[int, Entry]]) -> tuple[FaultReply, ...]:
    """Return causes with where they stand: the last of its code, and each for one cause."""
    said = [
        (entry_id, entry.event.reply.code)
        for entry_id, entry in entries
        if isinstance(entry, Answered)
    ]
    found = []
    for cause in reversed([*causes]):
        place = next((entry_id for entry_id, code in reversed(said) if code == cause.code), 0)
        said = [each for each in said if each[0] < place or not place]
        found.append(FaultReply(place, str(cause.code), cause.text, cause.recipient))
    return tuple(reversed(found))
