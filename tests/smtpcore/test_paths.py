"""RFC 5321 4.1.2, 4.1.3: the forms of paths, in MAIL and in RCPT."""

from __future__ import annotations

import pytest

from smtpcore import Mail, Malformed, Path, Rcpt, State, Verb, parse_command

from .policies import FULL
from .speaking import answer

BAD_SENDER = ("bad-sender-address", 501)
BAD_RECIPIENT = ("bad-recipient-address", 501)
NO_BRACKETS = ("brackets-missing", 501)
BAD_SYNTAX = ("bad-syntax", 501)

GOOD = {
    "<a@b>": Path("a", "b"),
    "<Smith@bar.example>": Path("Smith", "bar.example"),
    "<a.b.c@1.2.example>": Path("a.b.c", "1.2.example"),
    "<!#$%&'*+-/=?^_`{|}~@b.example>": Path("!#$%&'*+-/=?^_`{|}~", "b.example"),
    "<a@b--c.d-e.example>": Path("a", "b--c.d-e.example"),
    "<user+tag@b.example>": Path("user+tag", "b.example"),
    # Quoted-string = DQUOTE *QcontentSMTP DQUOTE; a ">" or a space in it ends nothing.
    '<"a b"@b.example>': Path('"a b"', "b.example"),
    '<"a>b"@b.example>': Path('"a>b"', "b.example"),
    '<"a<b"@b.example>': Path('"a<b"', "b.example"),
    '<"a@b"@b.example>': Path('"a@b"', "b.example"),
    '<"a\\"b"@b.example>': Path('"a\\"b"', "b.example"),
    '<"a\\\\"@b.example>': Path('"a\\\\"', "b.example"),
    '<"a\\>"@b.example>': Path('"a\\>"', "b.example"),
    '<"a..b"@b.example>': Path('"a..b"', "b.example"),
    '<"<>"@b.example>': Path('"<>"', "b.example"),
    '<""@b.example>': Path('""', "b.example"),
    # A-d-l ":" Mailbox: understood, kept, not used (4.1.1.3, appendix C).
    "<@r.example:a@b.example>": Path("a", "b.example", "@r.example"),
    "<@r,@s.example:a@b.example>": Path("a", "b.example", "@r,@s.example"),
    '<@r.example:"a:b"@b.example>': Path('"a:b"', "b.example", "@r.example"),
    # 4.1.3: address literals.
    "<a@[192.0.2.1]>": Path("a", "[192.0.2.1]"),
    "<a@[0.0.0.0]>": Path("a", "[0.0.0.0]"),
    "<a@[255.255.255.255]>": Path("a", "[255.255.255.255]"),
    "<a@[001.02.003.04]>": Path("a", "[001.02.003.04]"),
    "<a@[IPv6:::]>": Path("a", "[IPv6:::]"),
    "<a@[IPv6:::1]>": Path("a", "[IPv6:::1]"),
    "<a@[ipv6:2001:DB8::1]>": Path("a", "[ipv6:2001:DB8::1]"),
    "<a@[IPv6:1:2:3:4:5:6:7:8]>": Path("a", "[IPv6:1:2:3:4:5:6:7:8]"),
    "<a@[IPv6:1:2:3:4:5:6:192.0.2.1]>": Path("a", "[IPv6:1:2:3:4:5:6:192.0.2.1]"),
    "<a@[IPv6:::ffff:192.0.2.1]>": Path("a", "[IPv6:::ffff:192.0.2.1]"),
}

BAD = [
    # 4.1.3: a tag MUST be "registered with IANA", where IPv6 stands alone.
    "<a@[x-new:any!thing]>",
    "<a@[x-new:a>b]>",
    "<a@[IPv4:192.0.2.1]>",
    "< >",
    "<a>",
    "<@>",
    "<a@>",
    "<@b.example>",
    "<a@b.example",
    "<<a@b.example>",
    "<a@b.example.>",
    "<a@.b.example>",
    "<a@b..example>",
    "<a@-b.example>",
    "<a@b-.example>",
    "<a@b_c.example>",
    "<a@b@c.example>",
    "<a@b c>",
    "< a@b.example>",
    "<a@b.example >",
    "<a b@b.example>",
    "<.a@b.example>",
    "<a.@b.example>",
    "<a..b@b.example>",
    "<a,b@b.example>",
    "<a(b)@b.example>",
    "<a\\b@b.example>",
    '<"a@b.example>',
    '<a"b"@b.example>',
    '<"a"b@b.example>',
    '<"a"."b"@b.example>',
    '<"a\\"@b.example>',
    "<@r.example a@b.example>",
    "<@r.example,a@b.example>",
    "<r.example:a@b.example>",
    "<@r.example,s.example:a@b.example>",
    "<@[192.0.2.1]:a@b.example>",
    "<@r.example:>",
    "<a@[]>",
    "<a@[192.0.2]>",
    "<a@[192.0.2.1.5]>",
    "<a@[192.0.2.256]>",
    "<a@[192.0.2.0001]>",
    "<a@[192.0.2.1>",
    "<a@192.0.2.1]>",
    "<a@[2001:db8::1 ]>",
    "<a@[IPv6:]>",
    "<a@[IPv6:1]>",
    "<a@[IPv6:1:2:3:4:5:6:7]>",
    "<a@[IPv6:1:2:3:4:5:6:7:8:9]>",
    "<a@[IPv6:1:2:3:4:5:6:7:192.0.2.1]>",
    "<a@[IPv6:1:2:3:4::5:6:7]>",
    "<a@[IPv6:1::2::3]>",
    "<a@[IPv6::::]>",
    "<a@[IPv6::1::2]>",
    "<a@[IPv6:12345::]>",
    "<a@[IPv6:g::]>",
    "<a@[IPv6:192.0.2.1::]>",
    "<a@[IPv6:192.0.2.1]>",
    "<a@[2001:db8::1]>",  # lacks the tag "IPv6:"
    "<a@[x-new-:thing]>",
    "<a@[x-new:]>",
    "<a@[x-new:a[b]>",
    "<a@[x new:thing]>",
]


@pytest.mark.parametrize(("written", "path"), GOOD.items(), ids=GOOD)
def test_mail_and_rcpt_understand_a_good_path(written: str, path: Path) -> None:
    """Reverse-paths and forward-paths share one grammar."""
    expected = (Mail(Verb.MAIL, path), Rcpt(Verb.RCPT, path))
    mail, _ = parse_command(f"MAIL FROM:{written}".encode(), FULL)
    rcpt, _ = parse_command(f"RCPT TO:{written}".encode(), FULL)

    assert expected == (mail, rcpt)


@pytest.mark.parametrize("written", GOOD)
def test_good_sender_is_accepted(written: str) -> None:
    """RFC 5321 3.3: a reverse-path is not looked up, only read."""
    actual = answer(f"MAIL FROM:{written}")

    assert ("sender-accepted", 250) == actual


@pytest.mark.parametrize("written", BAD)
def test_bad_path_is_501(written: str) -> None:
    """RFC 5321 4.2.2: a syntax error in parameters or arguments."""
    actual = (
        answer(f"MAIL FROM:{written}"),
        answer(f"RCPT TO:{written}", State.HAS_SENDER),
    )

    assert (BAD_SENDER, BAD_RECIPIENT) == actual


SPECIAL = [
    # 4.1.1.2, 4.5.5: the null path is a sender.
    ("MAIL FROM:<>", ("sender-accepted", 250)),
    ("RCPT TO:<>", ("null-recipient", 501)),
    # 4.1.1.3: "<Postmaster>" is a recipient, without a route, and only that.
    ("RCPT TO:<Postmaster>", ("recipient-accepted", 250)),
    ("RCPT TO:<POSTMASTER>", ("recipient-accepted", 250)),
    ("RCPT TO:<@r.example:Postmaster>", BAD_RECIPIENT),
    ("RCPT TO:<Postmaster@>", BAD_RECIPIENT),
    ('RCPT TO:<"Postmaster">', BAD_RECIPIENT),
    ("RCPT TO:<Postmasters>", BAD_RECIPIENT),
    ("MAIL FROM:<Postmaster>", BAD_SENDER),
    # The brackets belong to the path.
    ("MAIL FROM:a@b.example", NO_BRACKETS),
    ("RCPT TO:alice@example.com", NO_BRACKETS),
    ("RCPT TO:Postmaster", NO_BRACKETS),
    ("RCPT TO:Alice <alice@example.com>", NO_BRACKETS),
    ('RCPT TO:"Alice" <alice@example.com>', NO_BRACKETS),
    ("RCPT TO:(comment)<alice@example.com>", NO_BRACKETS),
    # Nothing but parameters may follow.
    ("MAIL FROM:<a@b.example>>", BAD_SYNTAX),
    ("MAIL FROM:<a@b.example>x", BAD_SYNTAX),
    ("MAIL FROM:<><a@b.example>", BAD_SYNTAX),
    ("RCPT TO:<alice@example.com>,<bob@example.com>", BAD_SYNTAX),
    ("RCPT TO:<alice@example.com>; x", BAD_SYNTAX),
]


@pytest.mark.parametrize(("line", "expected"), SPECIAL)
def test_special_path_is_answered(line: str, expected: tuple[str, int]) -> None:
    """What is good in one command and not in the other, and what is no path."""
    state = State.READY if line.startswith("MAIL") else State.HAS_SENDER
    actual = answer(line, state)

    assert expected == actual


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (Path(), "<>"),
        (Path("Postmaster"), "<Postmaster>"),
        (Path("a", "b.example", "@r.example"), "<a@b.example>"),
        (Path('"a b"', "[192.0.2.1]"), '<"a b"@[192.0.2.1]>'),
    ],
)
def test_path_is_written_without_its_route(path: Path, written: str) -> None:
    """RFC 5321 appendix C: the route is not passed on."""
    assert written == str(path)


@pytest.mark.parametrize(
    "local_part", ["alice", "ALICE", '"alice"', '"Alice"', '"al\\ice"', '"\\a\\l\\i\\c\\e"']
)
def test_quoted_forms_are_equivalent(local_part: str) -> None:
    """RFC 5321 4.1.2: "all quoted forms MUST be treated as equivalent"."""
    assert Path(local_part, "example.com").mailbox == "alice"


def test_path_keeps_the_case_of_its_local_part() -> None:
    """RFC 5321 2.4: the case of a mailbox's local part is preserved."""
    command, _ = parse_command(b"RCPT TO:<Alice@Example.COM>", FULL)

    assert not isinstance(command, Malformed)
    assert command == Rcpt(Verb.RCPT, Path("Alice", "Example.COM"))
