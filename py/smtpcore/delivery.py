"""The end of a message: who takes responsibility for it, and the replies that say so.

However its octets came, by DATA, BDAT or BURL, a message ends here. SMTP gives one reply to
it, LMTP one for each recipient (RFC 2033 4.2).
"""

from __future__ import annotations

from dataclasses import replace

from smtpcore import replies
from smtpcore.content import content_refusal
from smtpcore.input import Content
from smtpcore.mailboxes import asked_refusal
from smtpcore.message import Envelope, Message, Recipient
from smtpcore.outcome import Outcome, Refusal, first_refusal
from smtpcore.policy import Kind
from smtpcore.ruling import asked_at_end, ruled_end
from smtpcore.standing import Standing
from smtpcore.states import Verb


def take_part(at: Standing, accepted: Outcome, *, last: bool) -> Outcome:
    """Answer a part of a message that lies with the others in `at.chunks`."""
    limit = at.policy.dialect.limits.message
    if last:
        return finish(at, Content(bytes(at.chunks), at.received, 0), via=(Verb.LAST_CHUNK,))
    if at.received > limit:
        # RFC 3030 2: "the transaction should be considered failed", until RSET. It stays open,
        # so that parts in the pipeline have the replies that are due to them (RFC 2033 4.3).
        at.chunks = bytearray()
        facts = {"size": at.received, "limit": limit}
        return Outcome(replies.MESSAGE_TOO_BIG, facts, via=(Verb.BDAT,))
    return accepted


def finish(at: Standing, content: Content, via: tuple[Verb, ...]) -> Outcome:
    """Answer the end of a message; the buffers are cleared whatever the answer is (4.1.1.4)."""
    envelope = at.envelope
    assert envelope is not None  # Mail data comes only after MAIL and RCPT.
    refusal = content_refusal(content, at) or ruled_end(at, envelope)
    if at.policy.kind is Kind.LMTP:
        return _for_each(at, content, envelope, refusal, via)
    refusal = refusal or _first_fault(at, envelope)
    if refusal is not None:
        return Outcome(*refusal, via=via, ends_transaction=True)
    message = _accepted(at, envelope, content)
    facts = {"number": message.number, "size": content.size}
    return Outcome(replies.MESSAGE_ACCEPTED, facts, via, ends_transaction=True, message=message)


def _first_fault(at: Standing, envelope: Envelope) -> Refusal | None:
    return first_refusal(_fault(at, recipient) for recipient in envelope.recipients)


def _fault(at: Standing, recipient: Recipient) -> Refusal | None:
    asked = asked_refusal(Verb.END_OF_DATA, recipient.path, at.policy)
    return asked or asked_at_end(recipient.path, at)


def _for_each(
    at: Standing,
    content: Content,
    envelope: Envelope,
    refusal: Refusal | None,
    via: tuple[Verb, ...],
) -> Outcome:
    """One reply for each recipient, in the order of their RCPT commands (RFC 2033 4.2)."""
    refusals = []
    for recipient in envelope.recipients:
        refused = refusal or _fault(at, recipient)
        # A 421 closes: who comes after it hears nothing, so nothing is taken for them.
        refusal = refused if refused and refused[0].code == 421 else refusal
        refusals.append(refused)
    taken = tuple(
        recipient
        for recipient, refused in zip(envelope.recipients, refusals, strict=True)
        if refused is None
    )
    message = _accepted(at, replace(envelope, recipients=taken), content) if taken else None
    number = message.number if message else 0
    outcomes = [
        Outcome(*refused, ends_transaction=True)
        if refused is not None
        else Outcome(
            replies.RECIPIENT_DELIVERED,
            {"path": str(recipient.path), "number": number, "size": content.size},
            ends_transaction=True,
        )
        for recipient, refused in zip(envelope.recipients, refusals, strict=True)
    ]
    return replace(outcomes[0], via=via, message=message, also=tuple(outcomes[1:]))


def _accepted(at: Standing, envelope: Envelope, content: Content) -> Message:
    at.messages += 1
    return at.message(at.messages, envelope, content.octets)
