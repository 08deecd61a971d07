"""SMTPUTF8 (RFC 6531): addresses and header fields in UTF-8, where MAIL asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smtpcore import replies
from smtpcore.commands import PathCommand
from smtpcore.content import header_of
from smtpcore.extensions import Extension
from smtpcore.outcome import Refusal
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.input import Content
    from smtpcore.standing import Standing

SENDER_NOT_ASCII: Final = Reply(
    "utf8-sender-not-permitted", 550, "5.6.7", "Non-ASCII sender address without SMTPUTF8"
)
RECIPIENT_NOT_ASCII: Final = Reply(
    "utf8-recipient-not-permitted", 553, "5.6.7", "Non-ASCII recipient address without SMTPUTF8"
)
HEADER_NOT_ASCII: Final = Reply(
    "utf8-header-not-declared", 554, "5.6.9", "UTF-8 header in a message without SMTPUTF8"
)
REPLY_NEEDS_UTF8: Final = Reply(
    "utf8-reply-needed", 252, "2.6.8", "The answer needs UTF-8: ask with SMTPUTF8"
)


def _check(value: str | None, _command: PathCommand, _at: Standing) -> Refusal | None:
    # Section 3.1 (4): "The parameter does not accept a value."
    if value is not None:
        return replies.BAD_PARAMETER, {"parameter": "SMTPUTF8", "value": value}
    return None


def _check_path(command: PathCommand, at: Standing) -> Refusal | None:
    """Section 3.5: an address in UTF-8 is for a MAIL that announces it, and its RCPTs."""
    if (command.path.route + str(command.path)).isascii():
        return None
    facts = {"path": str(command.path)}
    if command.verb is Verb.MAIL:
        return None if "SMTPUTF8" in command.parameters else (SENDER_NOT_ASCII, facts)
    return None if at.declares_utf8() else (RECIPIENT_NOT_ASCII, facts)


def _judge(content: Content, at: Standing) -> Refusal | None:
    """Refuse UTF-8 in a header that was not declared; the code is section 3.5's nearest."""
    if not at.policy.refuses_undeclared_8bit or at.declares_utf8():
        return None
    return None if header_of(content.octets).isascii() else (HEADER_NOT_ASCII, {})


EXTENSION: Final = Extension(
    "SMTPUTF8",
    mail_parameters={"SMTPUTF8": _check},
    path_checks=(_check_path,),
    judges=(_judge,),
    line_allowance={
        Verb.MAIL: 10,
        Verb.RCPT: 10,
        Verb.VRFY: 10,
        Verb.EXPN: 10,
    },  # 3.1 (5) for MAIL; ours for the rest
    utf8_verbs=frozenset({Verb.MAIL, Verb.RCPT, Verb.VRFY, Verb.EXPN}),
    needs=frozenset({"8BITMIME"}),  # section 3.1 (8)
    replies=(SENDER_NOT_ASCII, RECIPIENT_NOT_ASCII, HEADER_NOT_ASCII, REPLY_NEEDS_UTF8),
)
