"""Events as the lines people write a conversation in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smtp_playground.transcript import transcript
from smtpcore import EXTENSIONS, Event, Limits, Policy, ServerSession
from smtpcore.dialect import Dialect

TO_POSTMASTER = b"HELO c.example\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n"
POLICY = Policy(dialect=Dialect(Limits(message=1000)))


def said(octets: bytes, limit: int | None = None, policy: Policy = POLICY) -> list[str]:
    """Return the lines of a session that gets these octets, and then its end."""
    session = ServerSession(policy)
    session.greet(0)
    events = session.receive_data(octets, 0)
    return lines([*events, *session.receive_eof(0)], limit)


def lines(events: Sequence[Event], limit: int | None = None) -> list[str]:
    return [line for event in events for line in transcript(event, limit)]


def content(octets: bytes, limit: int | None = None) -> list[str]:
    """Return the lines from after 354 up to the lone dot."""
    shown = said(TO_POSTMASTER + octets, limit)
    begin = next(number for number, line in enumerate(shown) if line.startswith("S: 354"))
    return shown[begin + 1 : shown.index("C: .") + 1]


def test_a_conversation_reads_as_people_write_it() -> None:
    assert said(b"HELO c.example\r\nWHAT\r\n") == [
        "C: HELO c.example",
        "S: 250 mx.example.com Hello c.example",
        "C: WHAT",
        "S: 500 Command not recognized",
        "-- closed by the client",
    ]


def test_an_empty_message_is_the_lone_dot() -> None:
    assert content(b".\r\n") == ["C: ."]


def test_an_empty_line_is_a_line() -> None:
    assert content(b"\r\n\r\n.\r\n") == ["C: ", "C: ", "C: ."]


def test_a_dot_at_the_beginning_is_doubled_as_a_client_must() -> None:
    assert content(b"..\r\n...b\r\n.c\r\n.\r\n") == ["C: ..", "C: ...b", "C: c", "C: ."]


def test_what_cannot_be_seen_is_shown() -> None:
    assert content(b"\x1b[2J\0\r\xff\n\xc3\xa9\xe2\x80\xae\r\n.\r\n") == [
        r"C: \x1b[2J\x00\x0d\xff\x0aé\xe2\x80\xae",
        "C: .",
    ]


def test_a_long_message_is_cut_where_asked() -> None:
    assert content(b"ab\r\ncdef\r\n.\r\n", limit=6) == [
        "C: ab",
        "C: cd",
        "-- 4 more octets",
        "C: .",
    ]


def test_a_message_that_was_not_kept_is_only_counted() -> None:
    assert content(b"x" * 2000 + b"\r\n.\r\n") == ["-- 2002 more octets", "C: ."]


def test_a_line_that_was_not_kept_whole_says_so() -> None:
    shown = said(b"NOOP " + b"x" * 20_000 + b"\r\n")
    kept = len(shown[0]) - len("C: ")

    assert shown[0] == "C: NOOP " + "x" * (kept - len("NOOP "))
    assert shown[1] == f"-- {20_005 - kept} more octets"
    assert shown[2].startswith("S: 500 ")


def test_passwords_are_never_shown() -> None:
    """Neither with the command nor in answer to a challenge; a cancellation is no secret."""
    octets = b"EHLO c.example\r\nAUTH PLAIN AGEAYg==\r\nAUTH LOGIN\r\nYQ==\r\nYg==\r\n"
    octets += b"AUTH LOGIN\r\n*\r\n"

    shown = said(octets, policy=replace(POLICY, extensions=(EXTENSIONS["AUTH"],)))

    assert [line for line in shown if line.startswith("C: ")][1:] == [
        "C: AUTH PLAIN ********",
        "C: AUTH LOGIN",
        "C: ********",
        "C: ********",
        "C: AUTH LOGIN",
        "C: *",
    ]
    assert not any(secret in "".join(shown) for secret in ("AGEAYg", "YQ==", "Yg=="))


def test_chunks_are_shown_as_they_came() -> None:
    octets = TO_POSTMASTER.removesuffix(b"DATA\r\n") + b"BDAT 6\r\n.\r\n.\r\nBDAT 4 LAST\r\nab\r\n"

    shown = said(octets, 7, policy=replace(POLICY, extensions=(EXTENSIONS["CHUNKING"],)))

    begin = shown.index("C: BDAT 6")
    assert shown[begin : begin + 3] == ["C: BDAT 6", "C: .", "C: ."]
    assert shown[begin + 4 : begin + 6] == ["C: BDAT 4 LAST", "C: ab"]
    assert "-- message 1 from <> to <postmaster>, 10 octets" in shown


def test_a_refused_chunk_is_only_counted() -> None:
    shown = said(b"BDAT 6\r\nsecret", policy=replace(POLICY, extensions=(EXTENSIONS["CHUNKING"],)))

    assert shown[:2] == ["C: BDAT 6", "-- 6 more octets"]


def test_encryption_is_a_note() -> None:
    session = ServerSession(replace(POLICY, extensions=(EXTENSIONS["STARTTLS"],)))
    session.greet(0)
    session.receive_data(b"EHLO c.example\r\nSTARTTLS\r\nNOOP\r\n", 0)

    assert lines(session.start_tls(0)) == [
        "-- encrypted from here on; 6 octets came before in the clear, and were thrown away"
    ]
    assert lines(ServerSession(POLICY, secure=True).greet(0))[0] == "-- encrypted from here on"


def test_what_was_never_ended_is_shown() -> None:
    assert said(b"NOO")[-2:] == ["-- unfinished: NOO", "-- closed by the client"]
    assert said(TO_POSTMASTER + b"Half", limit=2)[-2] == "-- unfinished: Ha"
