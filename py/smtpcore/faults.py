"""Replies that a policy may ask for where a plain server would have no occasion to give them.

RFC 5321 4.3.2 says which codes answer which command; this table says by which names. Whatever
asks for something else is refused when it is read (see `Policy.answers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from smtpcore import replies
from smtpcore.extensions import atrn, auth, etrn, mt_priority, starttls, submitter, xclient
from smtpcore.replies import Reply
from smtpcore.rules import CONNECT, END_OF_DATA, RULE_REPLY, can_be_said
from smtpcore.states import Verb

_ANY: Final = (
    replies.SERVICE_UNAVAILABLE,
    replies.TRY_COMMAND_LATER,
    replies.NOT_AUTHORIZED,
    replies.ENCRYPTION_NEEDED,
)
_PASSING: Final = (replies.LOCAL_ERROR, replies.INSUFFICIENT_STORAGE)

FAULTS: Final[Mapping[Verb, tuple[Reply, ...]]] = {
    Verb.EHLO: (replies.SERVICE_UNAVAILABLE, replies.CLIENT_REFUSED, replies.NOT_IMPLEMENTED),
    Verb.HELO: (replies.SERVICE_UNAVAILABLE, replies.CLIENT_REFUSED, replies.NOT_IMPLEMENTED),
    Verb.LHLO: (replies.SERVICE_UNAVAILABLE, replies.CLIENT_REFUSED),
    Verb.MAIL: (
        *_ANY,
        *_PASSING,
        replies.PARAMETERS_NOT_ACCOMMODATED,
        replies.SENDER_REFUSED,
        replies.SENDER_NOT_YOURS,
        replies.SENDER_DOMAIN_TAKES_NO_MAIL,
        mt_priority.TOO_LOW,
        submitter.REFUSED,
    ),
    Verb.RCPT: (
        *_ANY,
        *_PASSING,
        replies.PARAMETERS_NOT_ACCOMMODATED,
        replies.MAILBOX_BUSY,
        replies.GREYLISTED,
        replies.MAILBOX_FULL,
        replies.MAILBOX_DISABLED,
        replies.QUOTA_EXCEEDED,
        replies.RECIPIENT_REFUSED,
        replies.MAILBOX_NAME_NOT_ALLOWED,
        replies.DOMAIN_TAKES_NO_MAIL,
    ),
    Verb.DATA: (*_ANY, *_PASSING, replies.TRANSACTION_FAILED),
    Verb.END_OF_DATA: (
        replies.SERVICE_UNAVAILABLE,
        *_PASSING,
        replies.CONTENT_DEFERRED,
        replies.CONTENT_REFUSED,
        replies.MAILBOX_FULL,
        replies.QUOTA_EXCEEDED,
        replies.TRANSACTION_FAILED,
    ),
    Verb.AUTH: (
        *_ANY,
        auth.PASSWORD_TRANSITION,
        auth.PASSWORD_TRANSITION_422,
        auth.UNAVAILABLE,
        auth.UNAVAILABLE_435,
        auth.TOO_WEAK,
        auth.ACCOUNT_DISABLED,
        auth.ENCRYPTION_REQUIRED,
        auth.ENCRYPTION_REQUIRED_524,
    ),
    Verb.STARTTLS: (*_ANY, starttls.NOT_AVAILABLE),
    Verb.ETRN: (*_ANY, etrn.CANNOT_QUEUE, etrn.STARTED_PENDING),
    Verb.ATRN: (*_ANY, atrn.REFUSED, atrn.NOT_NOW),
    Verb.XCLIENT: (*_ANY, xclient.REFUSED),
    Verb.VRFY: _ANY,
    Verb.EXPN: _ANY,
}
"""Verb -> the replies that it may be given for whom or what it concerns."""

_AT_CONNECT: Final = (
    replies.SERVICE_UNAVAILABLE,
    replies.NO_SERVICE,
    replies.HOST_TAKES_NO_MAIL,
)
_BY_COMMAND: Final = {
    **{verb.value: known for verb, known in FAULTS.items()},
    CONNECT: _AT_CONNECT,
    Verb.RCPT.value: (replies.NO_SUCH_MAILBOX, *FAULTS[Verb.RCPT]),
    END_OF_DATA: FAULTS[Verb.END_OF_DATA],
}
"""The same for rules; the first of a code is what is meant where nothing else tells them apart."""


def faults_at(command: str) -> tuple[Reply, ...]:
    """Return the replies with a name that a rule may ask for at a command or stage."""
    known = _BY_COMMAND.get(command, _ANY)
    return tuple(reply for reply in known if can_be_said(reply, command))


def fault(command: str, code: int, enhanced: str = "", text: str = "") -> Reply:
    """Return the reply of this code: by its name, if one with these codes belongs there."""
    for reply in faults_at(command):
        if reply.code == code and enhanced in ("", reply.enhanced):
            return replace(reply, text=text or reply.text)
    if code < 400:  # it only rewords: what is not said stays as the server has it
        return Reply(RULE_REPLY, code, enhanced, text)
    enhanced = enhanced or ("" if command == CONNECT else f"{code // 100}.0.0")
    return Reply(RULE_REPLY, code, enhanced, text or "This server was asked to answer so")
