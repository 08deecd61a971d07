"""Why a command may not come now. Whether it may, `states.NEXT` alone decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from smtpcore import replies
from smtpcore.outcome import Outcome, Refusal, first_refusal
from smtpcore.policy import Greeting, Kind
from smtpcore.replies import Reply
from smtpcore.states import NEXT, OBSOLETE, State, Verb

if TYPE_CHECKING:
    from smtpcore.standing import Standing

_BETWEEN: Final = (Verb.STARTTLS, Verb.AUTH, Verb.ETRN, Verb.ATRN, Verb.XCLIENT)
"""Commands of a session that knows its client and has no transaction open."""

_REASONS: Final[Mapping[tuple[State, Verb], Reply]] = {
    **{
        (State.GREETED, verb): replies.HELLO_FIRST
        for verb in (Verb.MAIL, Verb.RCPT, Verb.DATA, Verb.BDAT, Verb.BURL, *_BETWEEN)
    },
    **{
        (State.READY, verb): replies.SENDER_FIRST
        for verb in (Verb.RCPT, Verb.DATA, Verb.BDAT, Verb.BURL)
    },
    **{
        (State.HAS_SENDER, verb): replies.RECIPIENT_FIRST
        for verb in (Verb.DATA, Verb.BDAT, Verb.BURL)
    },
    **{
        (state, Verb.MAIL): replies.NESTED_MAIL
        for state in (State.HAS_SENDER, State.HAS_RECIPIENT, State.HAS_CHUNKS)
    },
    **{
        (state, verb): replies.TRANSACTION_OPEN
        for state in (State.HAS_SENDER, State.HAS_RECIPIENT, State.HAS_CHUNKS)
        for verb in _BETWEEN
    },
    # RFC 3030 2: "DATA and BDAT commands cannot be used in the same transaction."
    (State.HAS_CHUNKS, Verb.RCPT): replies.CHUNKS_BEGUN,
    (State.HAS_CHUNKS, Verb.DATA): replies.CHUNKS_BEGUN,
}
"""What is missing, or already there, for a verb that its state's row in `NEXT` lacks."""

_NEED_RECIPIENT: Final = frozenset({Verb.DATA, Verb.BDAT, Verb.BURL})


def refusal_of(verb: Verb | None, at: Standing) -> Refusal | None:
    """Return the refusal of a command whatever its arguments are, if it has one.

    `verb` is None for a line that begins with no verb this server knows. TLS may be wanted before
    anything else (RFC 3207 4); then comes the order; then 502 for what is known and not implemented
    (RFC 5321 4.2.4); and then what an extension wants of a command whose turn it is.
    """
    if at.state is State.REFUSING:
        return _refusing(verb, at)
    if verb in at.policy.unoffered and not at.policy.implements(verb):
        return replies.NOT_OFFERED, {}
    refusal = first_refusal(gate(verb, at) for gate in at.policy.gates)
    refusal = refusal or _order_refusal(verb, at)
    if refusal is not None or verb is None:
        return refusal
    if not at.policy.implements(verb):
        obsolete = verb in OBSOLETE
        return replies.OBSOLETE_COMMAND if obsolete else replies.NOT_IMPLEMENTED, {}
    # RFC 3030 2: after a failed part "a RSET command MUST be issued".
    if at.part_failed and verb in _NEED_RECIPIENT:
        return replies.PART_FAILED, {}
    return first_refusal(guard(verb, at) for guard in at.policy.guards)


def following(outcome: Outcome, verb: Verb | None, at: Standing) -> State:
    """Return the state that the table leads to by an outcome of this command."""
    if outcome.to is not None:
        return outcome.to
    via = outcome.via
    if via is None:
        via = (verb,) if verb and not outcome.reply.is_refusal else ()
    state = at.state
    for step in via:
        state = NEXT[at.policy.dialect.state_for(step, state)][step]
    return state


def _order_refusal(verb: Verb | None, at: Standing) -> Refusal | None:
    """Return the 503 (or 554) for a verb that may not come now, else None (RFC 5321 4.1.4)."""
    if verb is None:
        return None
    state = at.policy.dialect.state_for(verb, at.state)
    if verb in NEXT[state]:
        return None
    if verb in _NEED_RECIPIENT and _were_all_refused(at):
        return replies.NO_VALID_RECIPIENTS, {"refusal": at.refused_with}
    return _REASONS[state, verb], {}


def _were_all_refused(at: Standing) -> bool:
    """RFC 5321 3.3: where all RCPT commands were rejected, 503 or 554; 554 tells more.

    RFC 2033 4.2 leaves LMTP no choice: "the DATA command MUST fail with a 503 reply code".
    """
    in_vain = at.state is State.HAS_SENDER and at.recipient_refused
    return in_vain and at.policy.kind is not Kind.LMTP


def _refusing(verb: Verb | None, at: Standing) -> Refusal | None:
    """RFC 5321 3.1: after a 554 greeting, 503 to everything but QUIT.

    RFC 7504 3: after 521 a server "MAY either continue sending 521 reply codes or simply
    close the connection".
    """
    if verb is Verb.QUIT:
        return None
    takes_none = at.policy.greeting is Greeting.NO_MAIL
    return replies.HOST_TAKES_NO_MAIL if takes_none else replies.OUT_OF_ORDER, {}
