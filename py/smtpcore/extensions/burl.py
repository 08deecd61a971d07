"""BURL (RFC 4468): part of a message, or all of it, fetched by the server from an IMAP store.

The store is data of the policy: the core fetches nothing from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from smtpcore import replies
from smtpcore.commands import Command, Form, Parsed, malformed
from smtpcore.delivery import take_part
from smtpcore.extensions import Extension, auth
from smtpcore.outcome import Outcome
from smtpcore.replies import Reply
from smtpcore.states import Verb

if TYPE_CHECKING:
    from smtpcore.policy import Policy
    from smtpcore.standing import Standing

FETCHED: Final = Reply("content-fetched", 250, "2.5.0", "Waiting for more BURL or BDAT commands")
UNREACHABLE: Final = Reply("url-server-unavailable", 451, "4.4.1", "IMAP server unavailable")
NOT_FOUND: Final = Reply("url-not-resolved", 554, "5.6.6", "IMAP URL resolution failed")
FOR_SOMEBODY_ELSE: Final = Reply(
    "url-not-authorized", 554, "5.7.0", "IMAP URL authorization failed"
)
# RFC 4468 has X.7.8 here; RFC 5248 2.4 (and IANA) gave it the number X.7.14.
NOT_TRUSTED: Final = Reply(
    "url-needs-trust", 554, "5.7.14", "URL resolution requires trust relationship"
)

# burl-cmd = "BURL" SP absolute-URI [SP end-marker]; end-marker = "LAST" (section 3.5)
_ARGUMENT: Final = re.compile(
    r"(?P<url>[A-Za-z][A-Za-z0-9+.-]*:[!-~]+)(?P<last> LAST)?", re.IGNORECASE
)
_SERVER: Final = re.compile(r"imap://(?:[^@/]*@)?(?P<host>[^/:;]+)", re.IGNORECASE)
_ACCESS: Final = re.compile(r";urlauth=submit\+(?P<user>[^:;]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Burl:
    """What a server can fetch."""

    content: Mapping[str, str] = field(default_factory=dict)
    """URL -> the text it stands for; lines end with a newline.

    Written up to its `;urlauth=`, it is there for whoever may use it; written whole, only for
    who has that authorization."""
    unreachable: tuple[str, ...] = ()
    "Hosts, in lower case, that are trusted and do not answer."


@dataclass(frozen=True, slots=True)
class BurlCommand(Command):
    """BURL: where the octets are."""

    url: str
    last: bool


def _parse(verb: Verb, argument: str, policy: Policy) -> Parsed:
    match = _ARGUMENT.fullmatch(argument)
    if match is None:
        reply = replies.BAD_SYNTAX if argument else replies.ARGUMENT_MISSING
        return malformed(verb, reply, argument, policy), ()
    return BurlCommand(verb, match["url"], match["last"] is not None), ()


def _answer(command: BurlCommand, at: Standing) -> Outcome:
    # Section 3.3: the URL is resolved for the account that logged in.
    if not at.account:
        return Outcome(auth.REQUIRED)
    found = _resolve(command.url, at)
    if isinstance(found, Reply):
        # Section 3.2: "If the URL fetch fails, the server will fail the entire transaction."
        return Outcome(found, {"url": command.url}, via=(Verb.LAST_CHUNK,), ends_transaction=True)
    room = at.policy.dialect.limits.message - at.received
    at.add_part(found if len(found) <= room else b"", len(found))
    return take_part(at, Outcome(FETCHED, {"url": command.url}), last=command.last)


def _resolve(url: str, at: Standing) -> bytes | Reply:
    """Return the octets a URL stands for, or why there are none."""
    tuned = at.policy.tuned(Burl)
    server = _SERVER.match(url)
    host = server["host"].lower() if server else ""
    known = {match["host"].lower() for match in map(_SERVER.match, tuned.content) if match}
    if host in tuned.unreachable:
        return UNREACHABLE
    if host not in known:
        return NOT_TRUSTED
    access = _ACCESS.search(url)
    # Section 3.3: refuse "submit+" unless its user is the submit client's identity.
    if access and access["user"].lower() != at.account:
        return FOR_SOMEBODY_ELSE
    there = url[: access.start()] if access else url
    text = tuned.content.get(url, tuned.content.get(there))
    if text is not None:
        return text.replace("\n", "\r\n").encode()
    guarded = any(known_url.startswith(f"{there};urlauth=") for known_url in tuned.content)
    return FOR_SOMEBODY_ELSE if guarded else NOT_FOUND


def _ehlo_line(extension: Extension, _at: Standing) -> str:
    return f"{extension.keyword} imap"


EXTENSION: Final = Extension(
    "BURL",
    forms={Verb.BURL: Form("BURL <url> [LAST]", _parse)},
    answers={Verb.BURL: _answer},
    # A URL with its authorization does not fit into 512 octets; section 3.1 names no number.
    line_allowance={Verb.BURL: 1500},
    needs=frozenset({"AUTH", "8BITMIME"}),  # section 4
    settings=Burl,
    replies=(FETCHED, UNREACHABLE, NOT_FOUND, FOR_SOMEBODY_ELSE, NOT_TRUSTED),
    ehlo_line=_ehlo_line,
)
