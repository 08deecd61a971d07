"""The Bytes tab: rows of hex, rulers at their limits, dots before and after, nothing secret."""

from __future__ import annotations

import json

import pytest

from smtp_playground.bridge import Bridge, BridgeError
from smtp_playground.octets import SHOWN, SHOWN_OF_EACH, hex_rows

from .talk import HELLO, MAIL, RCPT, Talk, Told


class Watched(Talk):
    """A conversation whose octets are looked at."""

    bridge: Bridge
    name: str

    def octets(self, bubble: int = 0) -> Told:
        found: Told = json.loads(self.bridge.octets(self.name, bubble))
        return found

    def piece(self, bubble: Told) -> Told:
        """Return the octets of one bubble."""
        (found,) = self.octets(bubble["id"])["pieces"]
        return dict(found)


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: 1_700_000_000.0)


@pytest.fixture
def talk(bridge: Bridge, request: pytest.FixtureRequest) -> Watched:
    talk = Watched(bridge, request.node.name)
    talk.bridge, talk.name = bridge, request.node.name
    talk.open()
    return talk


def hexed(piece: Told) -> str:
    return " ".join(run["hex"] for row in piece["rows"] for run in row["runs"])


def used(piece: Told) -> dict[str, tuple[int, int]]:
    return {ruler["kind"]: (ruler["used"], ruler["limit"]) for ruler in piece["rulers"]}


@pytest.mark.parametrize(
    ("octets", "runs"),
    [
        (b"", []),
        (b"a b", [("text", "61 20 62", "a b")]),
        (b"a\r\n", [("text", "61", "a"), ("line-end", "0d 0a", "\u2190\u2193")]),
        (b"a\nb", [("text", "61", "a"), ("stray", "0a", "\u2193"), ("text", "62", "b")]),
        (b"\r\r\n", [("stray", "0d", "\u2190"), ("line-end", "0d 0a", "\u2190\u2193")]),
        (b"..", [("dot", "2e", "."), ("text", "2e", ".")]),
        (b"\r\n.", [("line-end", "0d 0a", "\u2190\u2193"), ("dot", "2e", ".")]),
        (b"\0\x7f\t", [("control", "00 7f 09", "\u25a1\u25a1\u25a1")]),
        ("é".encode(), [("high", "c3 a9", "\u00b7\u00b7")]),
    ],
)
def test_octets_are_told_by_kind(octets: bytes, runs: list[tuple[str, str, str]]) -> None:
    rows = hex_rows(octets, 16)

    assert runs == [(run.kind, run.hex, run.text) for row in rows for run in row.runs]


@pytest.mark.parametrize(
    ("count", "width", "offsets"),
    [
        (8, 8, ["0000"]),
        (9, 8, ["0000", "0008"]),
        (17, 16, ["0000", "0010"]),
        (32, 16, ["0000", "0010"]),
    ],
)
def test_rows_have_their_offset(count: int, width: int, offsets: list[str]) -> None:
    assert offsets == [row.offset for row in hex_rows(bytes(count), width)]


def test_a_command_is_shown_with_its_line_end(talk: Watched) -> None:
    command, reply = talk.say("NOOP")
    piece = talk.piece(command)

    assert "4e 4f 4f 50 0d 0a" == hexed(piece)
    assert ("client", 6, 0) == (piece["speaker"], piece["size"], piece["more"])
    assert "32 35 30 20" == hexed(talk.piece(reply))[:11]


def test_a_note_has_no_octets(talk: Watched) -> None:
    note = talk.open()[0]

    assert [] == talk.octets(note["id"])["pieces"]


def test_what_is_not_remembered_cannot_be_looked_at(talk: Watched) -> None:
    with pytest.raises(BridgeError, match="no bubble 99"):
        talk.octets(99)


def test_the_whole_conversation_is_both_sides(talk: Watched) -> None:
    talk.say(HELLO, "NOOP")
    view = talk.octets()

    speakers = ["server", "client", "server", "client", "server"]
    assert speakers == [piece["speaker"] for piece in view["pieces"]]
    assert not view["let_go"]


def test_of_a_long_conversation_the_end_is_shown(talk: Watched) -> None:
    for _ in range(30):
        talk.say(f"NOOP {'x' * 600}")
    view = talk.octets()

    assert view["let_go"]
    assert max(len(piece["rows"]) for piece in view["pieces"]) == SHOWN_OF_EACH // 8


def test_an_older_line_is_measured_by_its_own_server(talk: Watched) -> None:
    command, _ = talk.say(f"{MAIL} SIZE=1")
    before = used(talk.piece(command))
    talk.open("reference")

    assert before == used(talk.piece(command))


def path(local: int, domain: int) -> str:
    labels = ".".join(["d" * 61] * 5)[:domain]
    return f"<{'l' * local}@{labels}>"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"MAIL FROM:{path(64, 20)}", {"path": (87, 256), "local-part": (64, 64)}),
        (f"MAIL FROM:{path(65, 20)}", {"path": (88, 256), "local-part": (65, 64)}),
        (f"MAIL FROM:{path(1, 255)}", {"path": (259, 256), "domain": (255, 255)}),
        (f"MAIL FROM:{path(1, 256)}", {"path": (260, 256), "domain": (256, 255)}),
        (f"RCPT TO:{path(2, 251)}", {"path": (256, 256)}),
        ("RCPT TO:<Postmaster>", {"path": (12, 256)}),
        ("MAIL FROM:<@a.example,@b.example:me@c.example>", {"local-part": (2, 64)}),
        ('MAIL FROM:<"a>b"@c.example>', {"local-part": (5, 64), "domain": (9, 255)}),
    ],
)
def test_rulers_of_a_path(talk: Watched, line: str, expected: dict[str, tuple[int, int]]) -> None:
    talk.say(HELLO)
    command = talk.say(line)[0]

    assert expected.items() <= used(talk.piece(command)).items()


@pytest.mark.parametrize(("length", "code"), [(512, "250"), (513, "500")])
def test_the_ruler_of_a_command_line(talk: Watched, length: int, code: str) -> None:
    command, reply = talk.say("NOOP " + "x" * (length - 7))

    assert {"command-line": (length, 512)} == used(talk.piece(command))
    assert code == reply["code"]


def test_an_extension_makes_a_command_line_longer(talk: Watched) -> None:
    talk.say(HELLO)
    command = talk.say(MAIL)[0]

    assert used(talk.piece(command))["command-line"][1] > 512


def test_the_ruler_of_a_reply_is_that_of_its_longest_line(talk: Watched) -> None:
    reply = talk.say(HELLO)[-1]
    longest = max(len("".join(part["text"] for part in line)) for line in reply["lines"])

    assert {"reply-line": (longest + 2, 512)} == used(talk.piece(reply))


def in_message(talk: Watched, content: str, *, double_dots: bool = False) -> Told:
    talk.say(HELLO, MAIL, RCPT, "DATA")
    answer = json.loads(talk.bridge.finish(talk.name, content, double_dots))
    return next(dict(bubble) for bubble in answer["bubbles"] if bubble["is_content"])


@pytest.mark.parametrize("length", [998, 999])
def test_the_ruler_of_a_text_counts_no_doubled_dot(talk: Watched, length: int) -> None:
    sent = in_message(talk, "." + "x" * (length - 1), double_dots=True)

    assert {"text-line": (length + 2, 1000)} == used(talk.piece(sent))


def test_dots_are_shown_before_and_after(talk: Watched) -> None:
    piece = talk.piece(in_message(talk, "a\n.\n.b\nc.", double_dots=True))

    assert [("..", ".", False), ("..b", ".b", False), (".", "", True)] == [
        (row["sent"], row["kept"], row["ends"]) for row in piece["dots"]
    ]
    assert 2 == piece["dots_doubled"]
    assert "61 0d 0a 2e 2e 0d 0a" == hexed(piece)[:20]


def test_dots_in_a_chunk_mean_nothing(talk: Watched) -> None:
    talk.say(HELLO, MAIL, RCPT)
    chunk = talk.say("BDAT 5 LAST", ".ab")[0]

    assert ([], {}) == (talk.piece(chunk)["dots"], used(talk.piece(chunk)))


def test_a_long_message_is_shown_to_a_limit(talk: Watched) -> None:
    piece = talk.piece(in_message(talk, "\n".join(["x" * 60] * 400)))

    assert SHOWN // 8 == len(piece["rows"])
    assert 400 * 62 + 3 == piece["size"] == piece["more"] + SHOWN


def test_no_secret_is_among_the_octets(talk: Watched) -> None:
    talk.open("submission-587")
    talk.say(HELLO, "STARTTLS", HELLO)
    (login, *_) = talk.say("AUTH PLAIN AGFsaWNlAHdyb25n")
    talk.say("AUTH LOGIN")
    (response, *_) = talk.say("YWxpY2U=")

    for bubble, size in ((login, 21), (response, 10)):
        piece = talk.piece(bubble)
        assert piece["has_secret"]
        assert "\u2022\u2022" in hexed(piece)
        assert (size, {}) == (piece["size"], used(piece))
    assert "41 47 46 73" not in json.dumps(talk.octets())


def test_what_waits_is_measured_too(talk: Watched) -> None:
    answer = json.loads(talk.bridge.send_raw(talk.name, "NOOP"))
    (begun,) = answer["update"]["bubbles"]
    piece = talk.piece(begun)

    assert ("4e 4f 4f 50", {"command-line": (4, 512)}) == (hexed(piece), used(piece))
