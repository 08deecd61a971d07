"""Who lives here: how RCPT, VRFY and EXPN look an address up in a policy.

Each function returns a reply and its facts, or says that the mailbox is good.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from smtpcore import grammar, replies
from smtpcore.commands import Facts
from smtpcore.paths import Path
from smtpcore.policy import Policy, Verification
from smtpcore.replies import Reply
from smtpcore.states import Verb

Answer: TypeAlias = tuple[Reply, Facts]


_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_ADDRESS: Final = re.compile(r"(?:.*<)?(?P<local_part>[^<>@]+)@(?P<domain>[^<>@]+)>?")


def asked_refusal(verb: Verb, path: Path, policy: Policy) -> Answer | None:
    """Return the reply that a policy asks for a path, and its facts, if it asks for one."""
    domain = path.domain.lower()
    # A recipient's local part alone names a mailbox here; a sender's may be anybody's.
    own = (path.mailbox,) if verb is Verb.MAIL or policy.serves(domain) else ()
    reply = policy.asked_answer(verb, *own, f"{path.mailbox}@{domain}", f"@{domain}")
    return (reply, {"path": str(path), "domain": path.domain}) if reply else None


def receive_for(path: Path, policy: Policy, *, authenticated: bool, utf8: bool) -> Answer:
    """Answer RCPT for a path that is well formed (RFC 5321 3.3, 3.4, 3.6).

    Whoever is `authenticated` has mail for other domains passed on; `utf8` tells whether
    MAIL had SMTPUTF8: without, no reply may hold an address in UTF-8, and 251 becomes 250,
    551 becomes 550 (RFC 6531 3.7.4.1).
    """
    facts = {"path": str(path), "domain": path.domain}
    if not policy.serves(path.domain):
        if authenticated:
            return replies.RECIPIENT_ACCEPTED, facts
        return (replies.RECIPIENT_UNCHECKED if policy.relays else replies.RELAYING_DENIED), facts
    mailbox = path.mailbox
    if mailbox in policy.forwarded:
        forward = policy.forwarded[mailbox]
        told = utf8 or forward.isascii()
        reply = replies.WILL_FORWARD if told else replies.RECIPIENT_ACCEPTED
        return reply, {**facts, "forward": forward}
    if mailbox in policy.moved:
        forward = policy.moved[mailbox]
        told = utf8 or forward.isascii()
        reply = replies.USER_MOVED if told else replies.NO_SUCH_MAILBOX
        return reply, {**facts, "forward": forward}
    if policy.unchecked:
        return replies.RECIPIENT_UNCHECKED, facts
    # RFC 5321 4.5.1: every server that takes mail for a domain MUST know its postmaster.
    if mailbox == "postmaster" or mailbox in policy.mailboxes or mailbox in policy.lists:
        return replies.RECIPIENT_ACCEPTED, facts
    return replies.NO_SUCH_MAILBOX, facts


def verify(verb: Verb, argument: str, policy: Policy) -> Answer:
    """Answer VRFY or EXPN where they are implemented (RFC 5321 3.5, 7.3)."""
    facts = {"verb": verb.value, "argument": argument}
    # RFC 5321 7.3: if switched off for security, "the SMTP server MUST return a 252
    # response, rather than a code that could be confused with successful or
    # unsuccessful verification".
    if policy.verification(verb) is Verification.WITHHELD:
        return replies.CANNOT_VERIFY, facts
    look_up = _verify_mailbox if verb is Verb.VRFY else _expand_list
    reply, found = look_up(argument, policy)
    return reply, {**facts, **found}


def _verify_mailbox(argument: str, policy: Policy) -> Answer:
    name, domain = _split(argument)
    if domain and domain not in policy.domains:
        return replies.NO_SUCH_USER, {}
    if name in policy.forwarded:
        return replies.WILL_FORWARD, {"path": argument, "forward": policy.forwarded[name]}
    if name in policy.moved:
        return replies.USER_MOVED, {"path": argument, "forward": policy.moved[name]}
    # RFC 5321 3.5.1: for a list, "252 Unable to verify members of mailing list".
    if name in policy.lists:
        return replies.CANNOT_VERIFY, {}
    found = _matching(name, policy)
    if not found:
        return replies.NO_SUCH_USER, {}
    if len(found) > 1:
        return replies.AMBIGUOUS_MAILBOX, {"mailboxes": "\n".join(found)}
    return replies.MAILBOX_VERIFIED, {"mailbox": found[0]}


def _expand_list(argument: str, policy: Policy) -> Answer:
    name, domain = _split(argument)
    if name in policy.lists and (not domain or domain in policy.domains):
        return replies.LIST_EXPANDED, {"mailboxes": "\n".join(policy.lists[name])}
    return replies.NO_SUCH_LIST, {}


def _split(argument: str) -> tuple[str, str]:
    """Return user name and domain in lower case; the domain may be empty."""
    text = _unquote(argument)
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return text.strip("<>").lower(), ""
    return _unquote(match["local_part"]).lower(), match["domain"].lower()


def _unquote(text: str) -> str:
    """Return what a quoted string stands for; what is not wholly quoted stays as it is."""
    return grammar.unquote(text) if _QUOTED.fullmatch(text) else text


def _matching(name: str, policy: Policy) -> list[str]:
    """Return the mailboxes whose local part is `name`, else those with it in their owner's name."""
    if not policy.domains:
        return []  # A mailbox is told with its domain (RFC 5321 3.5.2), and there is none.
    mailboxes = {"postmaster": "Postmaster", **policy.mailboxes}
    domain = min(policy.domains)
    exact = [name] if name in mailboxes else []
    words = name.split()
    by_owner = [
        local_part
        for local_part, owner in mailboxes.items()
        if words and set(words) <= set(owner.lower().split())
    ]
    return [f"{mailboxes[found]} <{found}@{domain}>" for found in exact or by_owner]
