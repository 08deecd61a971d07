"""RFC 5321 4.5.3.1: each limit, met and passed by one."""

from __future__ import annotations

import pytest

from smtpcore import EXTENSIONS, Limits, State, Verb

from .cuts import Cut, every_cut
from .policies import EVERY, FULL, POLICIES, with_limits
from .speaking import NOW, answer, names, octets, replies_in, say, session_in

TOO_LONG = ("line-too-long", 500)
PATH_TOO_LONG = ("path-too-long", 501)
SENDER_OK = ("sender-accepted", 250)
UNKNOWN = ("no-such-mailbox", 550)


def name_of(size: int) -> str:
    """Return a domain name of `size` octets, in labels of at most 9."""
    return ("abcdefgh." * 40)[: size - 1].rstrip(".").ljust(size - 1, "x") + "z"


def path_of(size: int, local_part: str = "a") -> str:
    """Return a path of `size` octets, with its brackets (4.5.3.1.3: punctuation included)."""
    return f"<{local_part}@{name_of(size - len(local_part) - 3)}>"


def padded(line: str, size: int) -> str:
    """Return a line that has `size` octets with its CRLF, padded with white space."""
    return line.ljust(size - 2)


LINES = [
    # 4.5.3.1.4: 512 octets "including the command word and the <CRLF>"; 4.5.3.1.9: 500.
    ("NOOP", 512, ("nothing-done", 250)),
    ("NOOP", 513, TOO_LONG),
    ("EHLO client.example", 512, ("extended-hello", 250)),
    ("EHLO client.example", 513, TOO_LONG),
    ("VRFY alice", 513, TOO_LONG),
    ("XYZZY", 512, ("unrecognized", 500)),
    ("XYZZY", 513, TOO_LONG),
    ("", 513, TOO_LONG),
    # RFC 1870 section 3 (8): 26 more for MAIL.
    ("MAIL FROM:<>", 513, SENDER_OK),
    ("MAIL FROM:<>", 538, SENDER_OK),
    ("mail from:<>", 538, SENDER_OK),
    ("MAIL FROM:<>", 539, TOO_LONG),
    ("MAILX", 538, TOO_LONG),
]


@pytest.mark.parametrize(("line", "size", "expected"), LINES)
def test_command_line_has_a_limit(line: str, size: int, expected: tuple[str, int]) -> None:
    """At the limit the command counts, over it the length does."""
    actual = answer(padded(line, size))

    assert expected == actual


@pytest.mark.parametrize(("size", "expected"), [(512, SENDER_OK), (513, TOO_LONG)])
def test_mail_has_no_allowance_without_size(size: int, expected: tuple[str, int]) -> None:
    """RFC 5321 4.5.3.1.4: only an extension in use makes room."""
    actual = answer(padded("MAIL FROM:<>", size), State.READY, POLICIES["plain"])

    assert expected == actual


@every_cut
@pytest.mark.parametrize("size", [512, 513, 538, 539, 540, 541, 600, 1300])
def test_long_lines_do_not_depend_on_their_pieces(size: int, cut: Cut) -> None:
    """The size that is told is the true one, whatever was kept of the line."""
    session = session_in(State.READY)
    pieces = cut(octets("RSET".ljust(size - 2, "x")) + octets("NOOP"))
    events = [event for piece in pieces for event in session.receive_data(piece, NOW)]
    whole = say(session_in(State.READY), "RSET".ljust(size - 2, "x"), "NOOP")

    assert whole == events
    assert ("nothing-done", 250) == names(events)[-1]
    assert size == replies_in(events)[0].facts.get("size", size)


PATHS = [
    # 4.5.3.1.3: 256 octets with punctuation; 4.5.3.1.1: 64; 4.5.3.1.9: 501 Path too long.
    (path_of(256), SENDER_OK, UNKNOWN),
    (path_of(257), PATH_TOO_LONG, PATH_TOO_LONG),
    (f"<@r.example:{path_of(244)[1:]}", SENDER_OK, UNKNOWN),
    (f"<@r.example:{path_of(246)[1:]}", PATH_TOO_LONG, PATH_TOO_LONG),
    (f"<{'l' * 64}@example.com>", SENDER_OK, UNKNOWN),
    (f"<{'l' * 65}@example.com>", PATH_TOO_LONG, PATH_TOO_LONG),
    (f'<"{"l" * 62}"@example.com>', SENDER_OK, UNKNOWN),
    (f'<"{"l" * 63}"@example.com>', PATH_TOO_LONG, PATH_TOO_LONG),
]


@pytest.mark.parametrize(
    ("path", "as_sender", "as_recipient"), PATHS, ids=[str(len(path)) for path, _, _ in PATHS]
)
def test_path_has_limits(
    path: str, as_sender: tuple[str, int], as_recipient: tuple[str, int]
) -> None:
    """A path at its limit is looked at, one over is 501."""
    # A domain as long as these is not ours: 550 here means that the path was read.
    (_, code), (_, expected) = answer(f"RCPT TO:{path}", State.HAS_SENDER), as_recipient

    assert as_sender == answer(f"MAIL FROM:{path}")
    assert expected == code


@pytest.mark.parametrize("verb", ["EHLO", "HELO"])
@pytest.mark.parametrize(("size", "code"), [(255, 250), (256, 501)])
def test_domain_has_a_limit(verb: str, size: int, code: int) -> None:
    """RFC 5321 4.5.3.1.2: 255 octets."""
    _, actual = answer(f"{verb} {name_of(size)}")

    assert code == actual


@pytest.mark.parametrize(
    ("limits", "line", "part", "size"),
    [
        ({}, f"MAIL FROM:{path_of(257)}", "path", 257),
        ({}, f"MAIL FROM:<{'l' * 65}@b.example>", "local part", 65),
        ({}, f"EHLO {name_of(256)}", "domain", 256),
        ({"domain": 20}, f"MAIL FROM:<a@{name_of(21)}>", "domain", 21),
        ({"path": 20}, "MAIL FROM:<abcdefghi@b.example>", "path", 21),
    ],
)
def test_what_is_too_long_is_named(limits: dict[str, int], line: str, part: str, size: int) -> None:
    """The reply knows which part it was, how long, and the limit."""
    (reply,) = replies_in(say(session_in(State.READY, with_limits(**limits)), line))

    assert "path-too-long" == reply.reply.name
    assert part == reply.facts["part"]
    assert size <= int(reply.facts["size"])


def test_a_hundred_recipients_are_taken_and_the_next_is_452() -> None:
    """RFC 5321 4.5.3.1.8 and 4.5.3.1.10: 452, not 552; those before it still get the message."""
    session = session_in(State.HAS_SENDER)
    recipients = ["RCPT TO:<alice@example.com>"] * 101
    events = say(session, *recipients, "RCPT TO:<nobody@example.com>", "DATA", ".")
    codes = [code for _, code in names(events)]

    assert [250] * 100 + [452, 452, 354, 250] == codes


def test_refused_recipients_do_not_fill_the_buffer() -> None:
    """Only accepted recipients count."""
    session = session_in(State.HAS_SENDER, POLICIES["small"])
    unknown = ["RCPT TO:<nobody@example.com>"] * 3
    events = say(session, *unknown, *["RCPT TO:<alice@example.com>"] * 3)

    assert [550, 550, 550, 250, 250, 452] == [code for _, code in names(events)]


@pytest.mark.parametrize(
    ("size", "expected"),
    [(50, ("message-accepted", 250)), (51, ("text-line-too-long", 500))],
)
@pytest.mark.parametrize("before", ["", "short", ".dot"])
def test_text_line_may_have_a_limit(size: int, expected: tuple[str, int], before: str) -> None:
    """RFC 5321 4.5.3.1.6: with its CRLF, without the dot added for transparency."""
    session = session_in(State.RECEIVING_CONTENT, with_limits(text_line=50))
    events = say(session, before, "..".ljust(size - 1, "x"), "short", ".")

    assert [expected] == names(events)


def test_text_line_has_no_limit_by_default() -> None:
    """RFC 5321 4.5.3.1: "implementations ... SHOULD impose no limits" where they can."""
    events = say(session_in(State.RECEIVING_CONTENT), "x" * 100_000, ".")

    assert [("message-accepted", 250)] == names(events)


def test_default_limits_are_at_least_the_minimums() -> None:
    """RFC 5321 4.5.3.1.1 to 4.5.3.1.8: every server can receive objects of these sizes."""
    limits = Limits()

    assert (512, 256, 64, 255) == (
        limits.command_line,
        limits.path,
        limits.local_part,
        limits.domain,
    )
    assert limits.recipients >= 100
    assert limits.message >= 65536


ALLOWANCES: dict[tuple[str, Verb], int] = {
    ("SIZE", Verb.MAIL): 26,  # RFC 1870 3 (8)
    ("CHECKPOINT", Verb.MAIL): 88,  # RFC 1845 2 (5)
    ("DELIVERBY", Verb.MAIL): 17,  # RFC 2852 2 (5)
    ("BINARYMIME", Verb.MAIL): 16,  # RFC 3030 3 (8)
    ("DSN", Verb.MAIL): 116,  # RFC 3461 5.4: RET and ENVID with their spaces
    ("DSN", Verb.RCPT): 530,  # RFC 3461 5.4
    ("NO-SOLICITING", Verb.MAIL): 1007,  # RFC 3865 4.1
    ("MTRK", Verb.MAIL): 40,  # RFC 3885 2 (5)
    ("CONPERM", Verb.MAIL): len(" CONPERM"),
    ("CONNEG", Verb.RCPT): len(" CONNEG"),
    ("SUBMITTER", Verb.MAIL): len(" SUBMITTER=") + 253,
    ("BURL", Verb.BURL): 1500,
    ("FUTURERELEASE", Verb.MAIL): 34,  # RFC 4865 2 (5)
    ("AUTH", Verb.MAIL): 500,  # RFC 4954 3 (5)
    ("AUTH", Verb.AUTH): 12_288 - 512,  # RFC 4954 4
    ("SMTPUTF8", Verb.MAIL): 10,  # RFC 6531 3.1 (5)
    ("SMTPUTF8", Verb.RCPT): 10,
    ("SMTPUTF8", Verb.VRFY): 10,
    ("SMTPUTF8", Verb.EXPN): 10,
    ("MT-PRIORITY", Verb.MAIL): 15,  # RFC 6710 3 (6)
    ("RRVS", Verb.RCPT): 33,  # RFC 7293 3.1
    ("REQUIRETLS", Verb.MAIL): 11,  # RFC 8689 2 (5)
}
"""What each extension adds to 512 octets; those without a section say so nowhere."""


def test_each_extension_makes_room_for_what_it_adds() -> None:
    """RFC 5321 4.5.3.1.4: an extension tells by how much a command line may be longer."""
    actual = {
        (keyword, verb): octets
        for keyword, extension in EXTENSIONS.items()
        for verb, octets in extension.line_allowance.items()
    }

    assert ALLOWANCES == actual


@pytest.mark.parametrize("verb", [*Verb, None])
def test_line_limits_add_up(verb: Verb | None) -> None:
    """RFC 5321 4.5.3.1.4: each extension in use adds what its definition says, for its verb."""
    expected = 512 + sum(octets for (_, grown), octets in ALLOWANCES.items() if grown is verb)

    assert expected == EVERY.line_limit(verb)
    assert (538, 12_288) == (FULL.longest_line, EVERY.longest_line)


GROWN = [
    ("MAIL FROM:<>", State.READY),
    ("RCPT TO:<alice@example.com>", State.HAS_SENDER),
    ("VRFY alice", State.READY),
    ("AUTH PLAIN", State.READY),
    ("BURL x:y", State.HAS_RECIPIENT),
]


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize(("line", "state"), GROWN)
def test_grown_line_has_a_limit_too(line: str, state: State, over: int) -> None:
    """At the limit the command counts, over it the length does."""
    session = session_in(state, EVERY)
    limit = EVERY.line_limit(Verb(line[:4]))
    ((name, _),) = names(say(session, padded(line, limit + over)))

    assert bool(over) == name.endswith("line-too-long")


@pytest.mark.parametrize("line", ["STARTTLS", "BDAT 1", "AUTH PLAIN", "LHLO a.example", "ETRN x"])
@pytest.mark.parametrize("state", [State.GREETED, State.READY, State.HAS_RECIPIENT])
def test_line_with_an_unknown_verb_is_too_long_and_no_more(line: str, state: State) -> None:
    """RFC 5321 4.5.3.1.9: 500; not 502 or 503, for this server was never taught the verb."""
    actual = answer(padded(line, 513), state)

    assert TOO_LONG == actual
