"""RFC 6531: addresses in UTF-8, where MAIL announces them; replies in it, where asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import Dialect, Limits, Policy, State, Verb, Verification, replies

from .policies import EVERY, LMTP
from .speaking import MAIL, RCPT, messages, names, replies_in, say, session_in

OK = ("sender-accepted", 250)
RECIPIENT = ("recipient-accepted", 250)
NON_ASCII = ("non-ascii", 500)
BAD_SENDER = ("bad-sender-address", 501)
NOT_ANNOUNCED = ("utf8-sender-not-permitted", 550)
RECIPIENT_NOT_ANNOUNCED = ("utf8-recipient-not-permitted", 553)
TOO_LONG = ("path-too-long", 501)
NEEDS_UTF8 = ("utf8-reply-needed", 252)
UNKNOWN = ("no-such-user", 550)

WORLD = replace(
    EVERY,
    mailboxes={"alice": "Alice Archer", "josé": "José Jardim", "zoe": "Zoë Zander"},
    lists={"amis": ("Zoë Zander <zoe@example.com>",), "friends": ("<alice@example.com>",)},
    forwarded={"eve": "<éve@example.net>", "ann": "<ann@example.net>"},
    moved={"frank": "<fränk@example.net>", "fred": "<fred@example.net>"},
)
"""A server whose people have names."""


def sent(line: str) -> bytes:
    """Return a line in UTF-8."""
    return line.encode()


SENDERS = [
    # 3.3: in a local part, in quotes, in a domain; 3.4: announced.
    ("josé@b.example", OK),
    ('"jo sé"@b.example', OK),
    ("a@bücher.example", OK),
    ("δοκιμή@παράδειγμα.δοκιμή", OK),
    ("用户@例え.テスト", OK),
    ("😀@b.example", OK),
    # U-labels are words too: the rest of the grammar stays.
    (".josé@b.example", BAD_SENDER),
    ("a@-é.example", BAD_SENDER),
    ("a@é..example", BAD_SENDER),
    ("a@[é]", BAD_SENDER),
    ("a@[\u0131Pv6:::1]", BAD_SENDER),
    ("é", BAD_SENDER),
]


@pytest.mark.parametrize(("address", "expected"), SENDERS)
def test_address_in_utf8_is_read_where_it_is_announced(
    address: str, expected: tuple[str, int]
) -> None:
    """RFC 6531 3.3, 3.4, 3.5: with SMTPUTF8; without, 550 if it is an address at all."""
    announced = say(session_in(State.READY, EVERY), sent(f"MAIL FROM:<{address}> SMTPUTF8"))
    plain = say(session_in(State.READY, EVERY), sent(f"MAIL FROM:<{address}>"))

    assert [expected] == names(announced)
    assert [NOT_ANNOUNCED if expected == OK else expected] == names(plain)


IN_NO_LABEL = {
    "a control": "\x80",
    "next line": "\x85",
    "no-break space": "\xa0",
    "soft hyphen": "\xad",
    "ogham space": "\u1680",
    "en quad": "\u2000",
    "zero width space": "\u200b",
    "right-to-left mark": "\u200f",
    "line separator": "\u2028",
    "right-to-left override": "\u202e",
    "narrow no-break space": "\u202f",
    "mathematical space": "\u205f",
    "word joiner": "\u2060",
    "ideographic space": "\u3000",
    "byte order mark": "\ufeff",
    "no character": "\uffff",
}


@pytest.mark.parametrize("sign", IN_NO_LABEL.values(), ids=IN_NO_LABEL)
@pytest.mark.parametrize("form", ["a@b{}c.example", "a@{}.example", "@b{}c.example:a@d.example"])
def test_label_holds_nothing_that_is_not_seen(form: str, sign: str) -> None:
    """RFC 6531 3.3: a U-label; RFC 5890 2.3.2.1, RFC 5892 3: without controls and spaces."""
    line = sent(f"MAIL FROM:<{form.format(sign)}> SMTPUTF8")

    assert [BAD_SENDER] == names(say(session_in(State.READY, EVERY), line))


@pytest.mark.parametrize(
    "label", ["नी\u200cर", "क\u200d", "\u062e\u0627\u0646\u0647\u200c\u0627\u0645", "नमस्ते", "ไทย"]
)
def test_label_may_hold_joiners_and_marks(label: str) -> None:
    """RFC 5892 2.8: some scripts need them."""
    line = sent(f"MAIL FROM:<a@{label}.example> SMTPUTF8")

    assert [OK] == names(say(session_in(State.READY, EVERY), line))


NOT_UTF8 = {
    "latin-1": b"\xe9",
    "overlong": b"\xc0\xaf",
    "overlong, longer": b"\xe0\x80\xaf",
    "surrogate": b"\xed\xa0\x80",
    "surrogate pair": b"\xed\xa0\xbd\xed\xb8\x80",
    "beyond the last character": b"\xf4\x90\x80\x80",
    "five octets": b"\xf8\x88\x80\x80\x80",
    "broken off": b"\xc3",
    "continuing nothing": b"\x80",
}


@pytest.mark.parametrize("octets", NOT_UTF8.values(), ids=NOT_UTF8)
@pytest.mark.parametrize(
    "form", [b"MAIL FROM:<a%s@b.example> SMTPUTF8", b"MAIL FROM:<a@b%s.example> SMTPUTF8"]
)
def test_what_is_no_utf8_is_500(form: bytes, octets: bytes) -> None:
    """RFC 3629 3: invalid sequences are not decoded, in whatever way; RFC 5321 2.4."""
    (reply,) = replies_in(say(session_in(State.READY, EVERY), form % octets))

    assert NON_ASCII == (reply.reply.name, reply.reply.code)
    assert f"{next(octet for octet in octets if octet > 127):02X}" == reply.facts["octet"]


@pytest.mark.parametrize(
    "line",
    [
        *("EHLO é.example", "HELO é.example", "NOOP é", "HELP é", "é", "ETRN é.example"),
        *("AUTH é", "XCLIENT NAME=é", "ATRN é.example", "RSET é", "QUIT é", "STARTTLS é"),
    ],
)
def test_other_commands_stay_ascii(line: str) -> None:
    """RFC 6531 3.1: MAIL, RCPT, VRFY and EXPN are extended, and nothing else."""
    assert [NON_ASCII] == names(say(session_in(State.READY, EVERY), sent(line)))


@pytest.mark.parametrize("line", ["MAIL FROM:<é@b> SMTPUTF8", "VRFY é", "EXPN é"])
def test_no_command_holds_utf8_where_it_is_not_offered(line: str) -> None:
    """RFC 6531 3.2: a client must not; RFC 5321 2.4: 500."""
    assert [NON_ASCII] == names(say(session_in(State.READY), sent(line)))


@pytest.mark.parametrize(
    ("parameter", "expected"), [(" SMTPUTF8", ("no-such-mailbox", 550)), ("", None)]
)
def test_recipient_in_utf8_needs_a_mail_that_announced_it(
    parameter: str, expected: tuple[str, int] | None
) -> None:
    """RFC 6531 3.5: 553 else; 550 here only says that nobody is called so."""
    session = session_in(State.READY, EVERY)
    events = say(session, MAIL + parameter, sent("RCPT TO:<josé@example.com>"), RCPT)

    assert [OK, expected or RECIPIENT_NOT_ANNOUNCED, RECIPIENT] == names(events)


def test_announcement_ends_with_its_transaction() -> None:
    """RFC 6531 3.4: SMTPUTF8 is said of one message."""
    session = session_in(State.READY, WORLD)
    say(session, f"{MAIL} SMTPUTF8", "RSET", MAIL)

    assert [RECIPIENT_NOT_ANNOUNCED] == names(say(session, sent("RCPT TO:<josé@example.com>")))


LIMITS = [
    # RFC 5321 4.5.3.1 speaks of octets: é has two, 例 three.
    (f"{'é' * 32}@b.example", OK),
    (f"{'é' * 33}@b.example", TOO_LONG),
    (f"{'例' * 21}@b.example", OK),
    (f"{'例' * 22}@b.example", TOO_LONG),
    (f"a@{'é' * 124}.xy", OK),
    (f"a@{'é' * 125}.xy", TOO_LONG),
]


@pytest.mark.parametrize(("address", "expected"), LIMITS, ids=[row[0][:3] for row in LIMITS])
def test_limits_count_octets(address: str, expected: tuple[str, int]) -> None:
    """RFC 5321 4.5.3.1.1 to 4.5.3.1.3: 64, 255, 256 octets, however few characters they are."""
    line = sent(f"MAIL FROM:<{address}> SMTPUTF8")
    (reply,) = replies_in(say(session_in(State.READY, EVERY), line))

    assert expected == (reply.reply.name, reply.reply.code)
    assert expected == OK or int(reply.facts["size"]) > int(reply.facts["limit"])


def test_limit_of_a_domain_counts_octets() -> None:
    """RFC 5321 4.5.3.1.2."""
    policy = replace(EVERY, dialect=Dialect(Limits(domain=20)))
    expected = [OK, ("path-too-long", 501)]
    actual = [
        name
        for domain in ("é" * 7 + ".xy.ab", "é" * 8 + ".xy.ab")
        for name in names(
            say(session_in(State.READY, policy), sent(f"MAIL FROM:<a@{domain}> SMTPUTF8"))
        )
    ]

    assert expected == actual


QUESTIONS = [
    # 3.7.4.2: the answer holds a name in UTF-8, or it does not.
    ("VRFY josé", "", NEEDS_UTF8),
    ("VRFY josé", " SMTPUTF8", ("mailbox-verified", 250)),
    ("VRFY josé", " smtputf8", ("mailbox-verified", 250)),
    ("VRFY zoe", "", NEEDS_UTF8),
    ("VRFY zoe", " SMTPUTF8", ("mailbox-verified", 250)),
    ("VRFY alice", "", ("mailbox-verified", 250)),
    ("VRFY alice", " SMTPUTF8", ("mailbox-verified", 250)),
    ("EXPN amis", "", NEEDS_UTF8),
    ("EXPN amis", " SMTPUTF8", ("list-expanded", 250)),
    ("EXPN friends", "", ("list-expanded", 250)),
    ("VRFY eve", "", NEEDS_UTF8),
    ("VRFY eve", " SMTPUTF8", ("will-forward", 251)),
    ("VRFY ann", "", ("will-forward", 251)),
    ("VRFY frank", "", NEEDS_UTF8),
    ("VRFY frank", " SMTPUTF8", ("user-moved", 551)),
    # "Most replies do not require that a mailbox name be included".
    ("VRFY joão", "", UNKNOWN),
    ("VRFY joão", " SMTPUTF8", UNKNOWN),
    ("EXPN amigões", "", ("no-such-list", 550)),
    # The parameter is a word behind the string.
    ("VRFY SMTPUTF8", "", UNKNOWN),
    ("VRFY alice", " SMTPUTF8=1", UNKNOWN),
    ("VRFY", " SMTPUTF8", UNKNOWN),
]


@pytest.mark.parametrize(("line", "parameter", "expected"), QUESTIONS)
def test_verification_answers_in_utf8_only_who_asks_for_it(
    line: str, parameter: str, expected: tuple[str, int]
) -> None:
    """RFC 6531 3.7.4.2: else 252, X.6.8; and never an octet above 127 that was not asked for."""
    session = session_in(State.READY, WORLD)
    events = say(session, sent(line + parameter))
    octets = session.data_to_send()

    assert [expected] == names(events)
    assert octets.isascii() or parameter


def test_withheld_verification_is_withheld_in_any_script() -> None:
    """RFC 5321 7.3: one reply, whoever is asked for."""
    policy = replace(WORLD, vrfy=Verification.WITHHELD)

    assert [("cannot-verify", 252)] * 3 == names(
        say(session_in(State.READY, policy), *map(sent, ("VRFY josé", "VRFY joão", "VRFY alice")))
    )


def test_parameter_of_vrfy_enables_utf8_for_that_command_only() -> None:
    """RFC 6531 3.7.4.2: "enables UTF-8 replies for that command only"."""
    session = session_in(State.READY, WORLD)

    assert [("mailbox-verified", 250), NEEDS_UTF8] == names(
        say(session, sent("VRFY josé SMTPUTF8"), sent("VRFY josé"))
    )


FORWARDED = [
    ("eve", "", ("recipient-accepted", 250)),
    ("eve", " SMTPUTF8", ("will-forward", 251)),
    ("ann", "", ("will-forward", 251)),
    ("frank", "", ("no-such-mailbox", 550)),
    ("frank", " SMTPUTF8", ("user-moved", 551)),
    ("fred", "", ("user-moved", 551)),
]


@pytest.mark.parametrize(("name", "parameter", "expected"), FORWARDED)
def test_address_in_utf8_is_told_only_who_announced_it(
    name: str, parameter: str, expected: tuple[str, int]
) -> None:
    """RFC 6531 3.7.4.1: 251 and 551 become 250 and 550 "that do not contain non-ASCII"."""
    session = session_in(State.READY, WORLD)
    say(session, MAIL + parameter)
    session.data_to_send()
    events = say(session, f"RCPT TO:<{name}@example.com>")
    octets = session.data_to_send()

    assert [expected] == names(events)
    assert octets.isascii() or parameter


CONTENT = [
    # 3.6: the header in UTF-8 is for SMTPUTF8 to announce, a body that is not ASCII for BODY.
    ("", "Subject: é\r\n\r\nhi", "undeclared-8bit"),
    (" BODY=8BITMIME", "Subject: é\r\n\r\nhi", "utf8-header-not-declared"),
    (" SMTPUTF8", "Subject: é\r\n\r\nhi", "message-accepted"),
    (" SMTPUTF8", "Subject: é\r\n\r\nhé", "undeclared-8bit"),
    (" SMTPUTF8 BODY=8BITMIME", "Subject: é\r\n\r\nhé", "message-accepted"),
    (" BODY=8BITMIME", "Subject: e\r\n\r\nhé", "message-accepted"),
    (" BODY=8BITMIME", "\r\nhé", "message-accepted"),
    (" SMTPUTF8", "Subject: e\r\n\r\nhi", "message-accepted"),
]


@pytest.mark.parametrize(("parameters", "content", "expected"), CONTENT)
def test_particular_server_wants_utf8_announced(
    parameters: str, content: str, expected: str
) -> None:
    """RFC 6531 3.6, RFC 6152: 554 on a server that insists."""
    session = session_in(State.READY, replace(EVERY, refuses_undeclared_8bit=True))
    events = say(session, MAIL + parameters, RCPT, "DATA", sent(content), ".")

    assert expected == names(events)[-1][0]


def test_server_that_does_not_insist_takes_what_comes() -> None:
    """RFC 5321 2.4: MAY reject, so it need not."""
    events = say(session_in(State.RECEIVING_CONTENT, EVERY), sent("Subject: é\r\n\r\nhé"), ".")

    assert [("message-accepted", 250)] == names(events)


ANNOUNCED = [
    # 3.7.4.1 permits "the email address associated with 251 and 551", and nothing else.
    ("RCPT TO:<eve@example.com>", "251 2.1.5 User not local; will forward to <éve@example.net>"),
    ("RCPT TO:<frank@example.com>", "551 5.1.6 User not local; please try <fränk@example.net>"),
    ("RCPT TO:<joão@example.com>", "550 5.1.1 No mailbox <jo?o@example.com> here"),
    ("RCPT TO:<a@bücher.example>", "550 5.7.1 Relaying denied for b?cher.example"),
    # 3.7.4.2: and VRFY and EXPN have a parameter of their own.
    ("VRFY joão", "550 5.1.1 No mailbox jo?o here"),
    ("VRFY joão SMTPUTF8", "550 5.1.1 No mailbox joão here"),
    ("EXPN amis", "252 2.6.8 The answer needs UTF-8: ask with SMTPUTF8"),
]


@pytest.mark.parametrize(("line", "expected"), ANNOUNCED)
def test_reply_in_an_announced_transaction_holds_utf8_where_the_rfc_says(
    line: str, expected: str
) -> None:
    """RFC 6531 3.5: "this extension does not change those circumstances or reply messages"."""
    session = session_in(State.READY, WORLD)
    say(session, f"{MAIL} SMTPUTF8")
    (reply,) = replies_in(say(session, sent(line)))

    assert (expected,) == reply.lines


@pytest.mark.parametrize("policy", [WORLD, replace(WORLD, kind=LMTP.kind)], ids=["smtp", "lmtp"])
def test_message_keeps_the_addresses_as_they_came(policy: Policy) -> None:
    """RFC 6531 4.3: and its trace tells by which protocol."""
    session = session_in(State.READY, policy)
    say(session, sent("MAIL FROM:<josé@b.example> SMTPUTF8"), sent("RCPT TO:<josé@example.com>"))
    session.data_to_send()
    (message,) = messages(say(session, "DATA", "hi", "."))

    assert session.data_to_send().isascii()
    assert "<josé@b.example>" == str(message.envelope.reverse_path)
    assert ["<josé@example.com>"] == [str(to.path) for to in message.envelope.recipients]
    assert message.protocol.startswith("UTF8")


def test_reply_asked_for_by_the_policy_is_in_utf8_if_vrfy_is() -> None:
    """RFC 6531 3.7.4.2: "the SMTP client can accept UTF-8 strings in replies to those commands"."""
    asked = replace(WORLD, answers={Verb.VRFY: {"joão": replies.NO_SUCH_USER}})
    session = session_in(State.READY, asked)
    events = say(session, sent("VRFY joão SMTPUTF8"), sent("VRFY joão"))

    assert ["550 5.1.1 No mailbox joão here", "550 5.1.1 No mailbox jo?o here"] == [
        line for reply in replies_in(events) for line in reply.lines
    ]
