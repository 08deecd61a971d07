"""Raw mode: octets written with escapes, what waits in the server's buffer, what smuggling is."""

from __future__ import annotations

import json

import pytest

from smtp_playground.bridge import RAW_AT_ONCE, Bridge, BridgeError
from smtp_playground.careless import ENDINGS, endings
from smtp_playground.content_lines import CONTENT_OCTETS_KEPT
from smtp_playground.escapes import BadEscapeError, escape, unescape
from smtp_playground.raw import raw_samples

from .talk import HELLO, MAIL, RCPT, Talk, Told, lines, replies, text

REAL_END = r"\r\n.\r\n"


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: 1_700_000_000.0)


class RawTalk(Talk):
    """A conversation in raw mode."""

    bridge: Bridge
    name: str

    def raw(self, written: str) -> list[Told]:
        """Send octets written with escapes; return the bubbles they brought."""
        answer = json.loads(self.bridge.send_raw(self.name, written))
        assert answer["mistake"] is None
        self.session = answer["update"]["session"]
        found: list[Told] = answer["update"]["bubbles"]
        return found

    def mistake(self, written: str) -> Told:
        answer = json.loads(self.bridge.send_raw(self.name, written))
        assert answer["update"] is None
        found: Told = answer["mistake"]
        return found


@pytest.fixture
def talk(bridge: Bridge, request: pytest.FixtureRequest) -> RawTalk:
    talk = RawTalk(bridge, request.node.name)
    talk.bridge, talk.name = bridge, request.node.name
    talk.open()
    return talk


@pytest.fixture
def in_message(talk: RawTalk) -> RawTalk:
    talk.say(HELLO, MAIL, RCPT, "DATA")
    return talk


def remarks(bubble: Told) -> list[str]:
    return [text(remark) for remark in bubble["remarks"]]


@pytest.mark.parametrize(
    ("written", "octets"),
    [
        ("", b""),
        ("NOOP", b"NOOP"),
        (r"\r\n", b"\r\n"),
        (r"\0\t\\", b"\0\t\\"),
        (r"\x0d\x0A\xff", b"\r\n\xff"),
        (r"\\r", b"\\r"),
        ("é", b"\xc3\xa9"),
        (r"a\nb", b"a\nb"),
        (r"\x00f", b"\0f"),
    ],
)
def test_escapes_stand_for_octets(written: str, octets: bytes) -> None:
    assert octets == unescape(written)


@pytest.mark.parametrize(
    ("written", "kind", "wrong", "start"),
    [
        ("a\\", "unfinished", "\\", 1),
        (r"\q", "unknown", r"\q", 0),
        (r"ab\x", "hex", r"\x", 2),
        (r"\x0", "hex", r"\x0", 0),
        (r"\x0g", "hex", r"\x0", 0),
        (r"\xg0", "hex", r"\x", 0),
        (r"\r\N", "unknown", r"\N", 2),
        ("\\\n", "unknown", "\\\n", 0),
    ],
)
def test_a_bad_escape_has_a_kind_and_a_place(
    written: str, kind: str, wrong: str, start: int
) -> None:
    with pytest.raises(BadEscapeError) as raised:
        unescape(written)

    assert (kind, wrong, start) == (raised.value.kind, raised.value.written, raised.value.start)


@pytest.mark.parametrize("octets", [bytes(range(256)), b"a\\r\r\n"])
def test_what_is_escaped_reads_back(octets: bytes) -> None:
    assert octets == unescape(escape(octets))


def test_a_bad_escape_is_told_with_its_place_and_not_sent(talk: RawTalk) -> None:
    """The place is counted in characters for the reader, in units of UTF-16 for the view."""
    mistake = talk.mistake("NOOP \U0001f600\\q\\r\\n")

    assert "character 7: \\q" in mistake["told"]
    assert (7, 9) == (mistake["start"], mistake["end"])
    assert ["250"] == [each["code"] for each in talk.say("NOOP") if each["code"]]


def test_a_bad_escape_is_told_in_the_readers_language(talk: RawTalk) -> None:
    talk.all("pt-BR")

    assert "No caractere 1" in talk.mistake("\\")["told"]


def test_more_than_a_call_takes_is_refused(talk: RawTalk) -> None:
    with pytest.raises(BridgeError, match="send at most"):
        talk.raw("x" * (RAW_AT_ONCE + 1))


def test_no_line_end_is_added(talk: RawTalk) -> None:
    (begun,) = talk.raw("NOOP")

    assert ["NOOP"] == lines(begun)
    assert "octets in its buffer: 4" in remarks(begun)[0]
    assert "The beginning of a line" == talk.detail(begun)["title"]


def test_a_line_in_pieces_is_one_bubble(talk: RawTalk) -> None:
    (begun,) = talk.raw("NO")
    (more,) = talk.raw("OP\\r")
    line, reply = talk.raw("\\n")

    assert begun["id"] == more["id"] == line["id"]
    assert (["NOOP"], [], "nothing-done") == (lines(line), line["remarks"], reply["reply"])


def test_a_typed_line_ends_what_waits(talk: RawTalk) -> None:
    (begun,) = talk.raw("NO")
    line, reply = talk.say("OP")

    assert (begun["id"], ["NOOP"], "250") == (line["id"], lines(line), reply["code"])


def test_what_waits_is_told_anew_once_the_screen_was_cleared(talk: RawTalk) -> None:
    (begun,) = talk.raw("NO")
    talk.clear()
    (line, _) = talk.raw("OP\\r\\n")

    assert line["id"] > begun["id"]


def test_several_lines_at_once_are_answered_one_by_one(talk: RawTalk) -> None:
    bubbles = talk.raw("NOOP\\r\\nNOOP\\r\\nQUIT\\r\\nNOOP\\r\\nNOOP\\r\\n")

    assert ["nothing-done", "nothing-done", "closing"] == replies(bubbles)
    assert "Lines not sent, because the conversation is over: 2." == lines(bubbles[-1])[0]


def test_a_bare_lf_is_no_line_end(talk: RawTalk) -> None:
    (begun,) = talk.raw("NOOP\\nNOOP\\n")

    assert ["NOOP\\x0aNOOP\\x0a"] == lines(begun)
    assert "as many commands as there are pieces: 2" in remarks(begun)[0]


def test_a_bare_cr_is_no_line_end(talk: RawTalk) -> None:
    line, _ = talk.raw("NOOP\\rx\\r\\n")

    assert any("bare CR ends no line" in remark for remark in remarks(line))


def test_a_secret_that_has_begun_is_not_shown(talk: RawTalk) -> None:
    talk.open("submission-587")
    talk.say(HELLO, "STARTTLS", HELLO)
    (begun,) = talk.raw("AUTH PLAIN AGFsaWNl")

    assert "AGFs" not in json.dumps(begun)


def test_octets_behind_starttls_are_thrown_away(talk: RawTalk) -> None:
    talk.open("submission-587")
    talk.say(HELLO)
    bubbles = talk.raw("STARTTLS\\r\\nNOOP\\r\\nNOOP")

    assert ["ready-for-tls"] == replies(bubbles)
    assert "thrown away: 10" in text(bubbles[-1]["explanation"]["here"])


def test_a_chunk_is_counted_through_its_line_ends(talk: RawTalk) -> None:
    talk.say(HELLO, MAIL, RCPT)
    bubbles = talk.raw("BDAT 6\\r\\na\\r\\nb\\r\\nBDAT 2 LAST\\r\\n\\r")

    assert ["a", "b"] == lines(bubbles[1])
    assert 1 == talk.session["octets_due"]
    assert ["message-accepted"] == replies(talk.raw("\\n"))[-1:]


def test_a_whole_session_is_one_piece(talk: RawTalk) -> None:
    session = [HELLO, MAIL, RCPT, "DATA", "Subject: x", "", "..", ".", "NOOP"]
    bubbles = talk.raw("\\r\\n".join([*session, ""]))

    assert ["start-mail-input", "message-accepted", "nothing-done"] == replies(bubbles)[-3:]
    content = next(bubble for bubble in bubbles if bubble["is_content"])
    assert ["Subject: x", "", "..", "."] == lines(content)


def test_a_text_line_waits_for_its_end(in_message: RawTalk) -> None:
    (content,) = in_message.raw("Hi\\r\\nthere")
    assert ["Hi", "there"] == lines(content)
    assert "octets in its buffer: 5" in remarks(content)[-1]

    (content,) = in_message.raw("\\r")
    (content,) = in_message.raw("\\n")

    assert (["Hi", "there"], []) == (lines(content), content["remarks"])


def test_an_end_in_pieces_is_the_end(in_message: RawTalk) -> None:
    in_message.raw("Hi\\r\\n.\\r")
    bubbles = in_message.raw("\\nNOOP\\r\\n")

    assert ["message-accepted", "nothing-done"] == replies(bubbles)
    assert ["Hi", "."] == lines(bubbles[0])


@pytest.mark.parametrize("sequence", ENDINGS, ids=escape)
def test_only_crlf_dot_crlf_ends_a_message(in_message: RawTalk, sequence: bytes) -> None:
    """PROTOCOL's table of end-of-data: what is tried is told of, and ends nothing here."""
    (content,) = in_message.raw(f"Hi{escape(sequence)}NOOP\\r\\n")

    assert "message" == in_message.session["mode"]
    told = remarks(content)
    assert f"{escape(sequence)} does not end the message" in told[0]
    assert "beginning with NOOP" in told[1]
    assert ["message-accepted"] == replies(in_message.raw(REAL_END))


TAKEN_IN = {rb"\n.\n", rb"\n.\r\n", rb"\r\n.\n", rb"\r\n.\r\r\n", rb"\r\r\n.\r\r\n"}
"""What Postfix 3.7.11 takes for an end by default, as it was measured."""


@pytest.mark.parametrize("sequence", ENDINGS, ids=escape)
def test_who_was_taken_in_is_said(in_message: RawTalk, sequence: bytes) -> None:
    (content,) = in_message.raw(f"Hi{escape(sequence)}NOOP\\r\\n")

    named = "as Postfix did by default" in remarks(content)[0]
    assert (escape(sequence).encode() in TAKEN_IN) == named


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"Hi\r\n.\r\n", []),
        (b".\r\n", []),
        (b".\n", [b"\r\n.\n"]),
        (b"a.\nb", []),
        (b"\n.\n.\n", [b"\n.\n", b"\n.\n"]),
        (b"a\r\r\n.\n", [b"\r\n.\n"]),
        (b"a\n.b\n", []),
        (b"a\r\n.\r\r\n", [b"\r\n.\r\r\n"]),
    ],
)
def test_endings_are_found_where_they_are(content: bytes, expected: list[bytes]) -> None:
    assert expected == [ending.sequence for ending in endings(content)]


def test_not_every_ending_of_a_message_is_told(in_message: RawTalk) -> None:
    (content,) = in_message.raw("".join(f"a{escape(sequence)}b\\r\\n" for sequence in ENDINGS))

    assert 6 == len(content["remarks"])


def test_a_dot_doubled_for_the_reader_is_no_attempt(bridge: Bridge, in_message: RawTalk) -> None:
    content = json.loads(bridge.say(in_message.name, ".", True))["bubbles"][0]

    assert 1 == len(content["remarks"])


@pytest.mark.parametrize(("count", "told"), [(998, False), (999, True)])
def test_a_text_line_over_the_limit_is_told(in_message: RawTalk, count: int, told: bool) -> None:
    (content,) = in_message.raw(f"{'x' * count}\\r\\n")

    assert told == any(f"has {count + 2} octets" in remark for remark in remarks(content))


def test_a_bare_lf_in_a_text_is_told(in_message: RawTalk) -> None:
    (content,) = in_message.raw("Hi\\nthere\\r\\n")

    assert ["There is a bare LF here."] == [each[:24] for each in remarks(content)]


def test_an_over_long_command_is_refused(talk: RawTalk) -> None:
    _line, reply = talk.raw(f"NOOP {'x' * 600}\\r\\n")

    assert "500" == reply["code"]


def test_a_message_is_remembered_to_a_limit(in_message: RawTalk) -> None:
    (content,) = in_message.raw("x" * (CONTENT_OCTETS_KEPT * 2))
    (content,) = in_message.raw("x" * (CONTENT_OCTETS_KEPT * 3))

    told = json.loads(in_message.bridge.octets(in_message.name, content["id"]))["pieces"][0]
    assert CONTENT_OCTETS_KEPT * 5 == told["size"]
    assert f"{CONTENT_OCTETS_KEPT * 5}" in remarks(content)[-1]


def test_each_sample_can_be_sent(talk: RawTalk) -> None:
    for sample in raw_samples():
        talk.open()
        if sample.mode == "message":
            talk.say(HELLO, MAIL, RCPT, "DATA")
        assert talk.raw(sample.text)
