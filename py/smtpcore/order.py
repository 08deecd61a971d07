"""Why a command may not come now. Whether it may, `states.NEXT` alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from smtpcore import replies
from smtpcore.replies import Reply
from smtpcore.states import NEXT, State, Verb

_REASONS: Final[Mapping[tuple[State, Verb], Reply]] = {
    (State.GREETED, Verb.MAIL): replies.HELLO_FIRST,
    (State.GREETED, Verb.RCPT): replies.HELLO_FIRST,
    (State.GREETED, Verb.DATA): replies.HELLO_FIRST,
    (State.READY, Verb.RCPT): replies.SENDER_FIRST,
    (State.READY, Verb.DATA): replies.SENDER_FIRST,
    (State.HAS_SENDER, Verb.MAIL): replies.NESTED_MAIL,
    (State.HAS_SENDER, Verb.DATA): replies.RECIPIENT_FIRST,
    (State.HAS_RECIPIENT, Verb.MAIL): replies.NESTED_MAIL,
}
"""What is missing, or already there, for a verb that its state's row in `NEXT` lacks."""


def order_refusal(state: State, verb: Verb | None, *, recipient_refused: bool) -> Reply | None:
    """Return the 503 (or 554) for a verb that may not come now, else None (RFC 5321 4.1.4).

    `verb` is None for a line that begins with no verb; `recipient_refused` tells
    whether the open transaction has tried RCPT in vain, for whatever reason.
    """
    if verb is None:
        # RFC 5321 3.1: after a 554 greeting, 503 to everything but QUIT.
        return replies.OUT_OF_ORDER if state is State.REFUSING else None
    if verb in NEXT[state]:
        return None
    # RFC 5321 3.3: "If there was no MAIL, or no RCPT, command, or all such commands were
    # rejected, the server MAY return a [503] or [554]". 554 if some were tried.
    if verb is Verb.DATA and recipient_refused:
        return replies.NO_VALID_RECIPIENTS
    return _REASONS.get((state, verb), replies.OUT_OF_ORDER)
