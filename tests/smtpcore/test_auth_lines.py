"""RFC 4954 4: the lines of an exchange, their base64 and their length."""

from __future__ import annotations

import pytest

from smtpcore import State
from smtpcore.extensions.auth import MAX_RESPONSE_LINE, decode_response

from .cuts import Cut, every_cut
from .policies import EVERY
from .speaking import NOW, SECRET, names, say, session_in

IN = ("auth-succeeded", 235)
ASKED = ("auth-challenge", 334)
NOT_BASE64 = ("auth-not-base64", 501)
MALFORMED = ("auth-malformed-response", 501)
TOO_LONG = ("auth-line-too-long", 500)
DONE = ("nothing-done", 250)


BASE64 = [
    ("", b""),
    ("AAAA", b"\0\0\0"),
    ("AAA=", b"\0\0"),
    ("AA==", b"\0"),
    ("+/+/", b"\xfb\xff\xbf"),
    # 4: "any sequence ... that contains the pad character ('=') anywhere other than the end".
    ("=AAA", None),
    ("AAA=BBB", None),
    ("AAA=BBB=", None),
    ("=", None),
    ("==", None),
    ("====", None),
    ("A===", None),
    ("AAAA=", None),
    ("AAAA====", None),
    ("AA=A", None),
    ("AA=", None),
    ("AAA==", None),
    # The pad is missing.
    ("AAA", None),
    ("AA", None),
    ("A", None),
    ("AAAAA", None),
    # 4: "MUST reject (and not ignore) any character not explicitly allowed".
    ("AAA =", None),
    (" AAAA", None),
    ("AAAA ", None),
    ("AA AA", None),
    ("AAAA\t", None),
    ("AA\nAA", None),
    ("AA\rAA", None),
    ("AAAA\0", None),
    ("-_-_", None),  # the alphabet of URLs
    ("AA-A", None),
    ("AA*A", None),
    ("*", None),
    ("AA.A", None),
    ("AAA\u00e9", None),
    ("\uff21\uff21\uff21\uff21", None),
]


@pytest.mark.parametrize(("text", "expected"), BASE64)
def test_base64_is_taken_to_the_letter(text: str, expected: bytes | None) -> None:
    """RFC 4954 4: what is not base64 is not mended."""
    assert expected == decode_response(text)


@pytest.mark.parametrize(
    "text", [text for text, octets in BASE64 if octets is None and text != "*"]
)
def test_response_that_is_no_base64_ends_the_exchange(text: str) -> None:
    """RFC 4954 4: 501, and the next line is a command again."""
    session = session_in(State.AUTHENTICATING, EVERY)
    line = text.encode("latin-1", "replace").replace(b"\n", b"\r")
    events = say(session, line, "NOOP")

    assert [NOT_BASE64, DONE] == names(events)
    assert State.READY is session.state


@pytest.mark.parametrize(
    ("initial", "expected"),
    [
        ("=AAA", NOT_BASE64),
        ("AAA=BBB", NOT_BASE64),
        ("AAA", NOT_BASE64),
        ("-_-_", NOT_BASE64),
        ("==", NOT_BASE64),
        ("*", NOT_BASE64),
        ("=", MALFORMED),
        ("AAAA", MALFORMED),
        (SECRET, IN),
        ("", ASKED),
    ],
)
def test_initial_response_is_base64_or_one_equals_sign(
    initial: str, expected: tuple[str, int]
) -> None:
    """RFC 4954 4: "=" stands for a response of zero length, and only here."""
    session = session_in(State.READY, EVERY)
    events = say(session, f"AUTH PLAIN {initial}".rstrip())

    assert [expected] == names(events)
    assert (State.AUTHENTICATING if expected == ASKED else State.READY) is session.state


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (12_286, MALFORMED),  # 12,284 characters in groups of four: the longest base64
        (12_288, NOT_BASE64),
        (12_289, TOO_LONG),
        (100_000, TOO_LONG),
    ],
)
@every_cut
def test_response_line_has_a_limit(size: int, expected: tuple[str, int], cut: Cut) -> None:
    """RFC 4954 4: 12,288 octets with CRLF; over it 500 5.5.6, and the exchange is over."""
    session = session_in(State.AUTHENTICATING, EVERY)
    pieces = cut(b"A" * (size - 2) + b"\r\nNOOP\r\n")
    events = [event for piece in pieces for event in session.receive_data(piece, NOW)]

    assert [expected, DONE] == names(events)
    assert size == getattr(events[0], "size", 0)


def test_command_line_of_auth_may_be_as_long() -> None:
    """A token often comes with AUTH itself; RFC 4954 6: over the limit it is 500 5.5.6 too."""
    session = session_in(State.READY, EVERY)
    room = MAX_RESPONSE_LINE - len("AUTH PLAIN \r\n")
    fits, too_long = "A" * (room - room % 4), "A" * (room + 1)

    assert [MALFORMED, TOO_LONG] == names(
        say(session, f"AUTH PLAIN {fits}", f"AUTH PLAIN {too_long}")
    )


def test_long_line_of_auth_is_any_line_where_auth_is_unknown() -> None:
    """RFC 5321 4.5.3.1.4: 500 5.5.2, and no word of a login."""
    line = "AUTH PLAIN " + "A" * MAX_RESPONSE_LINE

    assert [("line-too-long", 500)] == names(say(session_in(State.READY), line))
