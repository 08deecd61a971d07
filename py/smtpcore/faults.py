"""Replies that a policy may ask for where a plain server would have no occasion to give them.

RFC 5321 4.3.2 says which codes answer which command; this table says by which names. Whatever
asks for something else is refused when it is read (see `Policy.answers`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from smtpcore import replies
from smtpcore.extensions import atrn, auth, etrn, mt_priority, starttls, submitter, xclient
from smtpcore.replies import Reply
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
        replies.GREYLISTED,
        replies.MAILBOX_BUSY,
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
