"""The servers of the RFCs' own example sessions, by the RFC and its section.

Each is called as in the print, serves the mailboxes of the print and offers, in its order, what
the print offers of what there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from smtpcore import EXTENSIONS, Dialect, Kind, Limits, Policy, Verb, Verification, replies
from smtpcore.extensions import etrn
from smtpcore.extensions.atrn import Atrn
from smtpcore.extensions.auth import Auth
from smtpcore.extensions.burl import Burl
from smtpcore.extensions.checkpoint import Checkpoint
from smtpcore.extensions.conneg import Conneg
from smtpcore.extensions.deliverby import DeliverBy
from smtpcore.extensions.etrn import Etrn
from smtpcore.extensions.limits import SessionLimits
from smtpcore.extensions.mt_priority import MtPriority
from smtpcore.extensions.no_soliciting import NoSoliciting
from smtpcore.extensions.rrvs import Rrvs

_PRIVATE: Final = Policy(vrfy=Verification.WITHHELD, expn=Verification.NOT_IMPLEMENTED, help=False)
"""The prints list neither VRFY nor EXPN nor HELP, if not told otherwise."""


def _server(
    hostname: str, keywords: str, mailboxes: str, *settings: object, domains: str = ""
) -> Policy:
    return replace(
        _PRIVATE,
        hostname=hostname,
        extensions=tuple(EXTENSIONS[keyword] for keyword in keywords.split()),
        domains=frozenset((domains or hostname).lower().split()),
        mailboxes={name: name.title() for name in mailboxes.split()},
        settings=settings,
    )


_EIGHTEEN_SEVENTY: Final = replace(
    _server(
        "sigurd.innosoft.com",
        "SIZE",
        "ned",
        domains="innosoft.com ymir.claremont.edu hmcvax.claremont.edu",
    ),
    expn=Verification.ON,
    help=True,
    dialect=Dialect(Limits(message=1_000_000)),
    answers={
        Verb.RCPT: {
            "@ymir.claremont.edu": replies.QUOTA_EXCEEDED,
            "@hmcvax.claremont.edu": replies.INSUFFICIENT_STORAGE,
        }
    },
)

_TRANSACTION: Final = "<12345@claremont.edu>"
_BROKEN_OFF: Final = ("x" * 69 + "\n") * 86 + "x" * 27 + "\n"
"""6135 octets on the wire, where a line ends with CRLF."""

_QUEUES: Final = replace(
    _server(
        "sigurd.innosoft.com",
        "ETRN",
        "",
        Etrn({"uu.net": 0, "sigurd.innosoft.com": -1, "innosoft.com": -1}),
    ),
    expn=Verification.ON,
    help=True,
    answers={Verb.ETRN: {"uu.net": etrn.CANNOT_QUEUE}},
)

_LMTP: Final = replace(
    _server("foo.edu", "PIPELINING SIZE ENHANCEDSTATUSCODES", "pat green"),
    kind=Kind.LMTP,
    answers={Verb.END_OF_DATA: {"green": replies.MAILBOX_FULL}},
)

_DSN_PEOPLE: Final = "bob carol dana eric fred george"
_DSN_DOMAINS: Final = "Example.COM Ivory.EDU Bombs.AF.MIL Tax-ME.GOV"

_PRIORITIES: Final = (
    "STARTTLS AUTH DSN DELIVERBY ENHANCEDSTATUSCODES MT-PRIORITY",
    "topbanana dana",
    Auth(mechanisms=("SCRAM-SHA-1", "CRAM-MD5"), accounts={"eljefe": "wonderland"}),
)

_LETTER: Final = "From: Harry\nTo: Ron\n\nMeet me at the lake.\n"
_URL: Final = (
    "imap://harry@gryffindor.example.com/outbox;uidvalidity=1078863300/;uid=25"
    ";urlauth=submit+harry:internal:91354a473744909de610943775f92038"
)
_BURL: Final = replace(
    _server(
        "owlry.example.com",
        "8BITMIME PIPELINING BURL AUTH DSN ENHANCEDSTATUSCODES",
        "harry ron",
        Auth(mechanisms=("PLAIN",), accounts={"harry": "accio"}, required=False),
        Burl({_URL: _LETTER}, unreachable=("hogsmeade.example.com",)),
        domains="gryffindor.example.com",
    ),
    kind=Kind.SUBMISSION,
    implicit_tls=True,
    answers={Verb.RCPT: {"@slitherin.example.com": replies.RECIPIENT_REFUSED}},
)

_FAX: Final = (
    "(&(image-file-structure=TIFF-minimal)",
    "  (MRC-mode=0)",
    "  (color=Binary)",
    "  (|(&(dpi=204)",
    "      (dpi-xyratio=[204/98,204/196]) )",
    "    (&(dpi=200)",
    "      (dpi-xyratio=[200/100,1]) ) )",
    "  (image-coding=[MH,MR,MMR])",
    "  (size-x<=2150/254)",
    "  (paper-size=[letter,A4])",
    "  (ua-media=stationery) )",
)

_BEARER: Final = _server(
    "mx.example.com",
    "SIZE 8BITMIME AUTH ENHANCEDSTATUSCODES STARTTLS PIPELINING",
    "",
    Auth(
        mechanisms=("LOGIN", "PLAIN", "OAUTHBEARER"),
        tokens={"user@example.com": "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="},
    ),
)

RFC_SERVERS: Final[Mapping[str, Policy]] = {
    "rfc1845": _server("dbc.mtview.ca.us", "CHECKPOINT", "mrose"),
    "rfc1845-later": _server(
        "dbc.mtview.ca.us",
        "CHECKPOINT",
        "mrose",
        Checkpoint({_TRANSACTION: ("mrose",)}, {_TRANSACTION: _BROKEN_OFF}),
    ),
    "rfc1870": _EIGHTEEN_SEVENTY,
    "rfc1985": _QUEUES,
    "rfc1985-or": replace(
        _QUEUES,
        settings=(Etrn({"sigurd.innosoft.com": 0, "innosoft.com": 1, "mysoft.com": 14}),),
        answers={Verb.ETRN: {"innosoft.com": etrn.STARTED_PENDING}},
    ),
    "rfc2033": _LMTP,
    "rfc2033-bdat": replace(_LMTP, extensions=(*_LMTP.extensions, EXTENSIONS["CHUNKING"])),
    "rfc2645": _server(
        "EXAMPLE.NET",
        "AUTH ATRN",
        "",
        Auth(mechanisms=("CRAM-MD5",), accounts={"example.org": "tanstaaftanstaaf"}),
        Atrn(
            {"example.org": "example.org", "example.com": "example.org"},
            {"example.com": 1},
        ),
    ),
    "rfc2852": _server("acme.net", "DELIVERBY", "topbanana", domains="other.com"),
    "rfc2852-240": _server("mail.other.com", "DELIVERBY", "", DeliverBy(240)),
    "rfc2852-30": _server(
        "mail.other.com", "DELIVERBY", "topbanana", DeliverBy(30), domains="other.com"
    ),
    "rfc2920": _server("innosoft.com", "PIPELINING", "ned dan kvc"),
    "rfc3030-4.1": _server("cnri.reston.va.us", "CHUNKING", "susan", domains="random.com"),
    "rfc3030-4.2": _server(
        "cnri.reston.va.us", "PIPELINING BINARYMIME CHUNKING", "gvaudre jstewart"
    ),
    "rfc3207": _server("mail.imc.org", "8BITMIME STARTTLS DSN", ""),
    "rfc3461-10.1": replace(
        _server("Example.ORG", "DSN SIZE", _DSN_PEOPLE, domains=_DSN_DOMAINS),
        expn=Verification.ON,
    ),
    "rfc3461-10.2": _server("mail.Example.COM", "DSN", "bob", domains="Example.COM"),
    "rfc3461-10.3": _server("Ivory.EDU", "DSN", "dana"),
    "rfc3461-10.4": replace(
        _server("Bombs.AF.MIL", "", "eric fred"),
        answers={Verb.EHLO: {"*": replies.NOT_IMPLEMENTED}},
    ),
    "rfc3461-10.5": _server("BoonDoggle.GOV", "DSN", "sam"),
    "rfc3865": _server(
        "trusted.example.com",
        "ENHANCEDSTATUSCODES NO-SOLICITING SIZE",
        "coupon_clipper grumpy_old_boy",
        NoSoliciting(("net.example:ADV",), {"grumpy_old_boy": ("org.example:ADV:ADLT",)}),
        domains="moonlink.example.com example.net",
    ),
    "rfc3885": _server("mx.example.com", "DSN MTRK", "alice", domains="example.com"),
    "rfc4141-9.1": _server("example.com", "DSN CONPERM", "june", domains="some.example.com"),
    "rfc4141-9.2": _server(
        "example.com", "DSN CONNEG", "june", Conneg({"june": _FAX}), domains="ifax1.jp"
    ),
    "rfc4468": _BURL,
    "rfc4468-bdat": replace(_BURL, extensions=(*_BURL.extensions, EXTENSIONS["CHUNKING"])),
    "rfc4954": _server(
        "smtp.example.com",
        "AUTH ENHANCEDSTATUSCODES STARTTLS",
        "",
        Auth(
            mechanisms=("EXTERNAL", "SCRAM-SHA-256", "CRAM-MD5", "PLAIN"),
            accounts={"test": "1234", "rjs3": "tanstaaftanstaaf"},
            clear_text_without_tls=False,
        ),
    ),
    "rfc6152": _server("dbc.mtview.ca.us", "8BITMIME", "mrose"),
    "rfc6710": replace(
        _server("example.com", *_PRIORITIES, MtPriority("MIXER")),
        domains=frozenset({"example.net", "ivory.example.net"}),
    ),
    "rfc6710-relay": _server(
        "example.net",
        "DSN DELIVERBY MT-PRIORITY",
        "topbanana dana",
        MtPriority("STANAG4406"),
        domains="example.net ivory.example.net",
    ),
    "rfc7293": _server(
        "server.example.com",
        "RRVS ENHANCEDSTATUSCODES",
        "receiver",
        Rrvs({"receiver": "2014-05-01T00:00:00Z"}),
        domains="example.com",
    ),
    "rfc7505": replace(
        _server("mx.example.com", "ENHANCEDSTATUSCODES", "alice", domains="example.com"),
        answers={
            Verb.MAIL: {"@www.example.com": replies.SENDER_DOMAIN_TAKES_NO_MAIL},
            Verb.RCPT: {"@www.example.com": replies.DOMAIN_TAKES_NO_MAIL},
        },
    ),
    "rfc7628": _BEARER,
    "rfc8689": replace(
        _server(
            "mail.example.net",
            "SIZE 8BITMIME PIPELINING STARTTLS REQUIRETLS",
            "editor",
            domains="example.net",
        ),
        help=True,
        dialect=Dialect(Limits(message=52_428_800)),
    ),
    "rfc9422": replace(
        _server(
            "mx.example.com",
            "PIPELINING ENHANCEDSTATUSCODES LIMITS",
            "alice bob carol",
            SessionLimits(mailmax=3, rcptdomainmax=2),
            domains="example.com example.net example.org",
        ),
        dialect=Dialect(Limits(recipients=2)),
    ),
}
