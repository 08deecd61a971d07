"""Edge inputs: reverse-paths, forward-paths, mailboxes and address literals."""

from __future__ import annotations

from typing import Final

from .edges import READY, SENDER, Edge, edges, lines

LABEL: Final = "d" * 63 + "."


def rcpt(path: str) -> bytes:
    return lines(f"RCPT TO:{path}")


def mail(path: str) -> bytes:
    return lines(f"MAIL FROM:{path}")


def of_length(octets: int) -> str:
    """Return a path of so many octets with its brackets, its local part as long as may be."""
    domain = (LABEL * 3)[: octets - len("<@>") - 64 - 1] + "d"
    path = f"<{'l' * 64}@{domain}>"
    assert len(path) == octets
    return path


@edges(
    ("full", READY, mail(of_length(256)), "250", "5321 4.5.3.1.3: a path of 256 octets"),
    ("full", READY, mail(of_length(257)), "501", "5321 4.5.3.1.3: a path of 257 octets"),
    ("full", SENDER, rcpt(of_length(257)), "501", "5321 4.5.3.1.3: a forward-path of 257"),
    ("full", READY, mail("<" + "l" * 64 + "@d>"), "250", "5321 4.5.3.1.1: a local part of 64"),
    ("full", READY, mail("<" + "l" * 65 + "@d>"), "501", "5321 4.5.3.1.1: a local part of 65"),
    ("full", SENDER, rcpt("<" + "l" * 65 + "@d>"), "501", "5321 4.5.3.1.1: a recipient of 65"),
    ("full", READY, mail('<"' + "l" * 62 + '"@d>'), "250", "5321 4.5.3.1.1: 64 with its quotes"),
    ("full", READY, mail('<"' + "l" * 63 + '"@d>'), "501", "5321 4.5.3.1.1: 65 with its quotes"),
    ("full", READY, mail("<a@" + "d" * 256 + ">"), "501", "5321 4.5.3.1.2: a domain of 256"),
    ("full", READY, mail("<@" + "r" * 252 + ":a@b>"), "501", "5321 4.5.3.1.3: a route of 252"),
    ("full", READY, mail("<>"), "250", "5321 4.5.5: the null reverse-path"),
    ("full", SENDER, rcpt("<>"), "501", "5321 4.1.1.3: no null forward-path"),
    ("full", READY, mail("< >"), "501", "5321 4.1.2: a space is not null"),
    ("full", READY, mail("<@>"), "501", "5321 4.1.2: an at sign is not null"),
    ("full", SENDER, rcpt("<Postmaster>"), "250", "5321 4.1.1.3: postmaster without a domain"),
    ("full", SENDER, rcpt("<pOSTMASTER@Example.Com>"), "250", "5321 4.5.1: postmaster in any case"),
    ("full", READY, mail("<Postmaster>"), "501", "5321 4.1.1.2: a sender needs a domain"),
    ("full", SENDER, rcpt("<alice>"), "501", "5321 4.1.1.3: so does any other recipient"),
    ("full", SENDER, rcpt('<"Postmaster">'), "501", "5321 4.1.1.3: postmaster in quotes"),
    ("full", SENDER, rcpt("<ALICE@EXAMPLE.COM>"), "250", "5321 2.4: domains in any case"),
    ("full", SENDER, lines("rcpt To:<alice@example.com>"), "250", "5321 2.4: keywords in any case"),
    ("full", SENDER, rcpt("<alice@example.org>"), "550", "5321 3.6.1: no relay"),
    ("full", SENDER, rcpt("<eve@example.com>"), "251", "5321 3.4: forwarded"),
    ("full", SENDER, rcpt("<frank@example.com>"), "551", "5321 3.4: moved"),
    ("full", SENDER, rcpt("<nobody@example.com>"), "550", "5321 3.3: no such mailbox"),
)
def test_sizes_and_special_paths(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@edges(
    ("full", SENDER, rcpt('<"alice"@example.com>'), "250", "5321 4.1.2: quotes change nothing"),
    ("full", SENDER, rcpt(r'<"\a\l\i\c\e"@example.com>'), "250", "5321 4.1.2: nor backslashes"),
    ("full", READY, mail('<"a b"@d>'), "250", "5321 4.1.2: a quoted space"),
    ("full", READY, mail('<"a@b"@d>'), "250", "5321 4.1.2: a quoted at sign"),
    ("full", READY, mail('<"a>b"@d>'), "250", "5321 4.1.2: a quoted bracket"),
    ("full", READY, mail(r'<"a\"b"@d>'), "250", "5321 4.1.2: a quoted quote"),
    ("full", READY, mail(r'<"a\\"@d>'), "250", "5321 4.1.2: a quoted backslash"),
    ("full", READY, mail('<""@d>'), "250", "5321 4.1.2: nothing in quotes (erratum 5414 asks not)"),
    ("full", READY, mail('<"..a.."@d>'), "250", "5321 4.1.2: quoted dots"),
    ("full", READY, mail('<"a@d>'), "501", "5321 4.1.2: a quote that does not end"),
    ("full", READY, mail('<"a\\"@d>'), "501", "5321 4.1.2: an end that is quoted"),
    ("full", READY, mail('<a"b"@d>'), "501", "5321 4.1.2: quotes in an atom"),
    ("full", READY, mail('<"a"b@d>'), "501", "5321 4.1.2: an atom behind quotes"),
    ("full", READY, mail('<"a"."b"@d>'), "501", "5321 4.1.2: quoted words with a dot"),
    ("full", READY, mail('<"a\tb"@d>'), "501", "5321 4.1.2: a quoted tab"),
    ("full", READY, mail(r"<a\b@d>"), "501", "5321 4.1.2: a backslash in an atom"),
    ("full", READY, mail("<.a@d>"), "501", "5321 4.1.2: a dot in front"),
    ("full", READY, mail("<a.@d>"), "501", "5321 4.1.2: a dot behind"),
    ("full", READY, mail("<a..b@d>"), "501", "5321 4.1.2: two dots"),
    ("full", READY, mail("<a@b@d>"), "501", "5321 4.1.2: two at signs"),
    ("full", READY, mail("<a@>"), "501", "5321 4.1.2: no domain"),
    ("full", READY, mail("<@d>"), "501", "5321 4.1.2: no local part"),
    ("full", READY, mail("<a!b%c+d/e=f@d>"), "250", "5321 4.1.2: signs that an atom may hold"),
    ("full", READY, mail("<a(b)@d>"), "501", "5321 4.1.2: a comment"),
    ("full", READY, mail("<a,b@d>"), "501", "5321 4.1.2: a comma"),
    ("full", READY, mail("<a:b@d>"), "501", "5321 4.1.2: a colon"),
    ("full", READY, mail("<a b@d>"), "501", "5321 4.1.2: a space"),
    ("full", READY, mail("< a@d>"), "501", "5321 4.1.2: a space in front"),
    ("full", READY, mail("<a@d >"), "501", "5321 4.1.2: a space behind"),
    ("full", READY, mail("<a@d.>"), "501", "5321 4.1.2: a dot behind the domain"),
    ("full", READY, mail("<a@-d>"), "501", "5321 4.1.2: a hyphen in front of the domain"),
    ("full", READY, mail("<a@d_e>"), "501", "5321 4.1.2: an underscore in the domain"),
)
def test_local_parts_and_domains(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner


@edges(
    ("full", READY, mail("a@d"), "501", "5321 4.1.2: no brackets"),
    ("full", READY, mail("<a@d"), "501", "5321 4.1.2: one bracket"),
    ("full", READY, mail("a@d>"), "501", "5321 4.1.2: the other bracket"),
    ("full", READY, mail("<<a@d>>"), "501", "5321 4.1.2: brackets twice"),
    ("full", READY, mail("A <a@d>"), "501", "5321 4.1.2: a name in front"),
    ("full", SENDER, rcpt("<alice@example.com><bob@example.com>"), "501", "5321 4.1.2: two paths"),
    ("full", SENDER, rcpt("<alice@example.com>,<bob@example.com>"), "501", "5321 4.1.2: a list"),
    ("full", READY, mail(""), "501", "5321 4.1.1.2: nothing behind the colon"),
    ("full", READY, lines("MAIL", "RCPT"), "501 503", "5321 4.1.1.2: nothing behind the verb"),
    ("full", READY, lines("MAIL FROM <a@d>"), "501", "5321 4.1.1.2: no colon"),
    ("full", READY, lines("MAIL TO:<a@d>"), "501", "5321 4.1.1.2: TO for FROM"),
    ("full", SENDER, lines("RCPT FROM:<a@d>"), "501", "5321 4.1.1.3: FROM for TO"),
    ("full", READY, lines("MAIL FROM: <a@d>"), "501", "5321 3.3: a space behind the colon"),
    ("full", READY, lines("MAIL FROM :<a@d>"), "501", "5321 3.3: a space in front of the colon"),
    ("lenient", READY, lines("MAIL FROM: <a@d>"), "250", "5321 3.3: a space let pass"),
    ("lenient", READY, lines("MAIL FROM :<a@d>"), "501", "5321 3.3: one in front never"),
    ("full", SENDER, rcpt("<@r.example:alice@example.com>"), "250", "5321 C: a source route"),
    ("full", SENDER, rcpt("<@a,@b.example:alice@example.com>"), "250", "5321 C: a longer one"),
    (
        "full",
        SENDER,
        rcpt("<@example.com:alice@example.org>"),
        "550",
        "5321 3.6.1: a route relays not",
    ),
    ("full", READY, mail("<@r.example:a@d>"), "250", "5321 4.1.1.2: a sender's route"),
    ("full", SENDER, rcpt("<@r.example alice@example.com>"), "501", "5321 4.1.2: a route's space"),
    ("full", SENDER, rcpt("<@r.example,alice@example.com>"), "501", "5321 4.1.2: a route's comma"),
    ("full", SENDER, rcpt("<@r,:alice@example.com>"), "501", "5321 4.1.2: a route that goes on"),
    ("full", SENDER, rcpt("<@:alice@example.com>"), "501", "5321 4.1.2: a route to nowhere"),
    ("full", SENDER, rcpt("<@r.example:>"), "501", "5321 4.1.2: a route alone"),
    ("full", SENDER, rcpt("<a@[192.0.2.1]>"), "550", "5321 4.1.3: an IPv4 literal"),
    ("full", SENDER, rcpt("<a@[192.0.2.300]>"), "501", "5321 4.1.3: an IPv4 literal over 255"),
    ("full", SENDER, rcpt("<a@[IPv6:2001:db8::1]>"), "550", "5321 4.1.3: an IPv6 literal"),
    ("full", SENDER, rcpt("<a@[2001:db8::1]>"), "501", "5321 4.1.3: an IPv6 literal without tag"),
    ("full", SENDER, rcpt("<a@[IPv6:fe80::1%eth0]>"), "501", "5321 4.1.3: an IPv6 zone"),
    ("full", SENDER, rcpt("<a@[ 192.0.2.1]>"), "501", "5321 4.1.3: a space in a literal"),
    ("full", SENDER, rcpt("<a@[]>"), "501", "5321 4.1.3: an empty literal"),
    ("full", SENDER, rcpt("<a@[x:y]>"), "501", "5321 4.1.3: a tag that is not registered"),
    ("full", SENDER, rcpt("<a@[192.0.2.1>"), "501", "5321 4.1.3: a literal that does not end"),
    ("full", SENDER, rcpt("<a@[192.0.2.1].example>"), "501", "5321 4.1.3: a literal with a name"),
)
def test_brackets_routes_and_literals(edge: Edge) -> None:
    assert [edge.expected] * 2 == edge.in_every_manner
