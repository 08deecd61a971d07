"""What answers each command of RFC 5321: a session's standing goes in, an `Outcome` comes out.

One function a command; an extension's are answered in its own file, in the same manner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from smtpcore import mailboxes, replies
from smtpcore.commands import Fact, Hello, Mail, PathCommand, Plain, Rcpt
from smtpcore.extensions import Answer, Check
from smtpcore.extensions.limits import count_domain
from smtpcore.extensions.smtputf8 import REPLY_NEEDS_UTF8
from smtpcore.message import Envelope, Recipient
from smtpcore.outcome import Outcome, Refusal, first_refusal
from smtpcore.policy import Kind
from smtpcore.replies import Reply
from smtpcore.ruling import asks_nothing_yet
from smtpcore.standing import Standing
from smtpcore.states import Verb


def keywords(at: Standing) -> Iterator[str]:
    """Yield the keyword lines of the reply to EHLO (RFC 5321 4.1.1.1)."""
    policy = at.policy
    extensions = {extension.keyword: extension for extension in policy.extensions}
    for listed in policy.listed or (*extensions, *policy.optional_commands):
        extension = extensions.get(listed)
        line = extension.advertise(at) if extension else listed
        if line is not None:
            yield line


def _hello(command: Hello, at: Standing) -> Outcome:
    asked = at.policy.asked_answer(command.verb, command.client.lower())
    if asked is not None:
        # RFC 5321 4.1.4: an EHLO that is refused leaves everything as it was.
        return Outcome(asked, {"client": command.client})
    at.client = command.client
    at.extended = command.verb is not Verb.HELO
    facts = {"keywords": "\n".join(keywords(at))} if at.extended else {}
    reply = replies.EXTENDED_HELLO if at.extended else replies.HELLO
    # RFC 5321 4.1.4: an EHLO that is taken resets "exactly as if a RSET"; HELO alike.
    return Outcome(reply, facts, ends_transaction=True)


def _mail(command: Mail, at: Standing) -> Outcome:
    refusal = (
        _parameter_refusal(command, at)
        or _path_refusal(command, at)
        or _domain_refusal(command, at)
        or mailboxes.asked_refusal(Verb.MAIL, command.path, at.policy)
    )
    if refusal is not None:
        return Outcome(*refusal)
    at.transactions += 1
    for extension in at.policy.extensions:
        resumed = extension.resumes(command, at) if extension.resumes else None
        if resumed is not None:
            return resumed
    at.end_transaction()  # there is one where a second MAIL is tolerated
    at.envelope = Envelope(command.path, command.parameters)
    reply, facts = _welcome(command, at) or (replies.SENDER_ACCEPTED, {})
    return Outcome(reply, {"path": str(command.path), **facts})


def _rcpt(command: Rcpt, at: Standing) -> Outcome:
    envelope = at.envelope
    assert envelope is not None  # NEXT has RCPT only where MAIL was accepted.
    outcome = _recipient(command, envelope, at)
    if not outcome.reply.is_refusal:
        recipient = Recipient(command.path, command.parameters)
        recipients = (*envelope.recipients, recipient)
        at.envelope = Envelope(envelope.reverse_path, envelope.parameters, recipients)
        count_domain(command, at)
    return outcome


def _recipient(command: Rcpt, envelope: Envelope, at: Standing) -> Outcome:
    refusal = (
        _parameter_refusal(command, at)
        or _path_refusal(command, at)
        or _domain_refusal(command, at)
        or _count_refusal(envelope, at)
        or mailboxes.asked_refusal(Verb.RCPT, command.path, at.policy)
    )
    if refusal is not None:
        return Outcome(*refusal)
    if asks_nothing_yet(command.path, at):
        return Outcome(replies.RECIPIENT_ACCEPTED, {"path": str(command.path)})
    reply, facts = mailboxes.receive_for(
        command.path, at.policy, authenticated=bool(at.account), utf8=at.declares_utf8()
    )
    if reply.is_refusal:
        return Outcome(reply, facts, utf8=_tells_in_utf8(reply, at))
    checks = (check for extension in at.policy.extensions for check in extension.recipient_checks)
    refusal = first_refusal(check(command, at) for check in checks)
    if refusal is not None:
        return Outcome(*refusal)
    welcome, more = _welcome(command, at) or (reply, {})
    return Outcome(welcome, {**facts, **more}, utf8=_tells_in_utf8(welcome, at))


def _tells_in_utf8(reply: Reply, at: Standing) -> bool:
    """RFC 6531 3.7.4.1: SMTPUTF8 on MAIL permits UTF-8 in the address of 251 and 551 alone."""
    return reply.code in (251, 551) and at.declares_utf8()


def _count_refusal(envelope: Envelope, at: Standing) -> Refusal | None:
    """RFC 5321 4.5.3.1.10: 452, not 552; those accepted before it still count."""
    limit = at.policy.dialect.limits.recipients
    if len(envelope.recipients) < limit:
        return None
    return replies.TOO_MANY_RECIPIENTS, {"limit": limit}


def _domain_refusal(command: PathCommand, at: Standing) -> Refusal | None:
    """RFC 6409 4.2: in submission "all domains in the SMTP envelope are fully qualified"."""
    domain = command.path.domain
    if at.policy.kind is not Kind.SUBMISSION or not domain or "." in domain or domain[0] == "[":
        return None
    is_sender = command.verb is Verb.MAIL
    reply = replies.SENDER_NOT_QUALIFIED if is_sender else replies.RECIPIENT_NOT_QUALIFIED
    return reply, {"path": str(command.path), "domain": domain}


def _path_refusal(command: PathCommand, at: Standing) -> Refusal | None:
    checks = (check for extension in at.policy.extensions for check in extension.path_checks)
    return first_refusal(check(command, at) for check in checks)


def _welcome(command: PathCommand, at: Standing) -> Refusal | None:
    """Return what an extension wants said in place of the usual 250."""
    for extension in at.policy.extensions:
        welcome = extension.welcomes.get(command.verb)
        said = welcome(command, at) if welcome else None
        if said is not None:
            return said
    return None


def _parameter_refusal(command: PathCommand, at: Standing) -> Refusal | None:
    """Refuse what no extension in use knows (RFC 5321 4.1.1.11), or a bad value."""
    for keyword, value in command.parameters.items():
        check = _check(command.verb, keyword, at)
        if check is None:
            written = keyword if value is None else f"{keyword}={value}"
            facts = {"parameter": keyword, "written": written, "path": str(command.path)}
            return replies.PARAMETER_NOT_RECOGNIZED, facts
        refusal = check(value, command, at)
        if refusal is not None:
            return refusal
    return None


def _check(verb: Verb, keyword: str, at: Standing) -> Check | None:
    """Return the check of a parameter: none is known after HELO (RFC 5321 2.2.1)."""
    if not at.extended:
        return None
    for extension in at.policy.extensions:
        known = extension.mail_parameters if verb is Verb.MAIL else extension.rcpt_parameters
        if keyword in known:
            return known[keyword]
    return None


def _data(_command: Plain, at: Standing) -> Outcome:
    asked = at.policy.asked_answer(Verb.DATA)
    return Outcome(asked or replies.START_MAIL_INPUT)


def _rset(_command: Plain, _at: Standing) -> Outcome:
    return Outcome(replies.RESET, ends_transaction=True)


def _noop(_command: Plain, _at: Standing) -> Outcome:
    return Outcome(replies.NOTHING_DONE)


def _quit(_command: Plain, _at: Standing) -> Outcome:
    return Outcome(replies.CLOSING)


_STATUS: Final = "STATUS"
"""A topic of HELP that is answered 211, "system status" (RFC 5321 4.2.3)."""


def _help(command: Plain, at: Standing) -> Outcome:
    topic, policy = command.argument.upper(), at.policy
    if not topic or not policy.topics:
        return Outcome(replies.HELP_TEXT, {"commands": " ".join(policy.implemented)})
    if topic == _STATUS:
        return Outcome(replies.SYSTEM_STATUS, {"state": at.state, "number": at.messages})
    if topic in policy.implemented:
        usage = policy.forms[Verb(topic)].usage
        return Outcome(replies.HELP_TOPIC, {"topic": topic, "syntax": usage})
    return Outcome(replies.NO_SUCH_HELP, {"topic": command.argument})


_FOUND: Final = frozenset({"mailbox", "mailboxes", "forward"})
"""The facts that VRFY and EXPN find out."""


def _verify(command: Plain, at: Standing) -> Outcome:
    argument, wants_utf8 = command.argument, False
    # RFC 6531 3.1 (6): VRFY and EXPN take the parameter SMTPUTF8 after their argument.
    if (
        at.policy.offers("SMTPUTF8")
        and argument[-9:].isascii()
        and argument.upper().endswith(" SMTPUTF8")
    ):
        argument, wants_utf8 = argument[: -len(" SMTPUTF8")], True
    facts: dict[str, Fact] = {"argument": argument, "path": argument}
    asked = at.policy.asked_answer(command.verb, argument.lower())
    if asked is not None:
        return Outcome(asked, facts, utf8=wants_utf8)
    reply, found = mailboxes.verify(command.verb, argument, at.policy)
    # RFC 6531 3.7.4.2: a reply that needs UTF-8 and may not have it is 252 or 550, X.6.8. "Most
    # replies do not require that a mailbox name be included": what was asked for is no need.
    needed = (str(fact) for name, fact in found.items() if name in _FOUND)
    if not wants_utf8 and not all(map(str.isascii, needed)):
        return Outcome(REPLY_NEEDS_UTF8, facts)
    return Outcome(reply, {**facts, **found}, utf8=wants_utf8)


ANSWERS: Final[Mapping[Verb, Answer]] = {
    Verb.EHLO: _hello,
    Verb.HELO: _hello,
    Verb.LHLO: _hello,
    Verb.MAIL: _mail,
    Verb.RCPT: _rcpt,
    Verb.DATA: _data,
    Verb.RSET: _rset,
    Verb.NOOP: _noop,
    Verb.HELP: _help,
    Verb.VRFY: _verify,
    Verb.EXPN: _verify,
    Verb.QUIT: _quit,
}
"""What answers each command of RFC 5321, and LMTP's hello."""
