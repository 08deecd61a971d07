"""The same lines said to another server: what it would have answered, and where it is silent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from smtp_playground.bridge import Bridge, BridgeError
from smtp_playground.deeds import Deed
from smtp_playground.explain import Explainer
from smtp_playground.history import Conversation
from smtp_playground.library import the_library
from smtp_playground.parts import DOTS
from smtp_playground.personas import load_personas
from smtp_playground.side_by_side import ROWS_AT_MOST, play_again, side_by_side

from .talk import HELLO, MAIL, RCPT, Talk, text

BRIDGE = Bridge(clock=lambda: 1_795_464_000.0)
PERSONAS = load_personas()
Told = dict[str, Any]


class Compared:
    """A conversation with one server, then a connection to another, and the two side by side."""

    def __init__(self, session: str, here: str, there: str, language: str = "en") -> None:
        self.talk = Talk(BRIDGE, session)
        self.talk.open(here, language)
        self._session, self._there, self._language = session, there, language

    def say(self, *lines: str) -> Compared:
        self.talk.say(*lines)
        return self

    def finish(self, content: str) -> Compared:
        BRIDGE.finish(self._session, content, True)
        return self

    def switched(self) -> Told:
        """Return the note on the new connection."""
        bubbles = self.talk.open(self._there, self._language)
        return next(bubble for bubble in bubbles if bubble["compares"])

    def result(self) -> Told:
        told: Told = json.loads(BRIDGE.side_by_side(self._session, self.switched()["id"]))
        return told

    def rows(self) -> list[Told]:
        rows: list[Told] = self.result()["rows"]
        return rows


def codes(rows: list[Told]) -> list[tuple[str, str, str]]:
    return [(row["line"], row["here"]["code"], row["there"]["code"]) for row in rows]


def test_two_servers_stand_side_by_side() -> None:
    """Line by line, beginning with the greeting; which codes are others is marked."""
    told = Compared("two", "postfix", "exim").say(HELLO, "VRFY alice", "FOO").result()

    assert (told["here"], told["there"]) == ("Postfix", "Exim")
    assert codes(told["rows"]) == [
        ("The connection is open", "220", "220"),
        (HELLO, "250", "250"),
        ("VRFY alice", "502", "252"),
        ("FOO", "500", "500"),
    ]
    assert [row["differs"] for row in told["rows"]] == [False, False, True, False]
    assert [row["mark"] for row in told["rows"]] == ["", "", "other code", ""]
    assert told["summary"] == "1 of 4 answers has another code."
    assert told["rows"][3]["there"]["lines"] == ["500 unrecognized command"]
    assert told["rows"][2]["here"]["severity_word"] == "refused"


def test_where_one_departs_from_an_rfc_is_told_beside_it() -> None:
    row = Compared("departs", "postfix", "exim").say("VRFY alice").rows()[1]

    assert text(row["here"]["departs"]).startswith("Here Postfix departs from RFC 5321 §7.3")
    assert row["there"]["departs"] == []


def test_lines_after_it_has_hung_up_are_not_answered() -> None:
    """Exim hangs up at the fourth unknown command; Postfix goes on."""
    lines = ["FOO", "BAR", "BAZ", "QUX", "NOOP"]
    rows = Compared("hung-up", "postfix", "exim").say(*lines).rows()

    assert codes(rows)[4:] == [("QUX", "500", "500"), ("NOOP", "250", "")]
    assert rows[5]["there"]["remark"] == "No answer: this server had hung up."
    assert rows[5]["differs"]


def test_a_message_is_sent_again() -> None:
    rows = (
        Compared("message", "playground", "qmail").say(HELLO, MAIL, RCPT, "DATA").finish("hi\n.x")
    )

    assert codes(rows.rows())[4:] == [
        ("DATA", "354", "354"),
        ("The message, lines: 3", "250", "250"),
    ]


def test_a_message_that_was_not_asked_for_is_not_sent() -> None:
    """Gmail does not know nobody's mailbox; what follows goes on without a message."""
    talk = Compared("not-asked", "qmail", "gmail")
    talk.say(HELLO, MAIL, "RCPT TO:<nobody@example.com>", "DATA").finish("hi").say("NOOP")
    rows = talk.rows()

    assert codes(rows)[3:] == [
        ("RCPT TO:<nobody@example.com>", "250", "550"),
        ("DATA", "354", "503"),
        ("The message, lines: 2", "250", ""),
        ("NOOP", "250", "250"),
    ]
    assert rows[5]["there"]["remark"] == "Not sent: this server had not asked for it."
    assert not rows[5]["on_wire"]


def test_a_command_where_a_message_is_read_is_a_line_of_it() -> None:
    talk = Compared("swallowed", "gmail", "qmail")
    rows = talk.say(HELLO, MAIL, "RCPT TO:<nobody@example.com>", "DATA", "QUIT").rows()

    assert codes(rows)[4:] == [("DATA", "503", "354"), ("QUIT", "221", "")]
    assert rows[5]["there"]["remark"].startswith("No answer: this server was reading a message")


def test_secrets_stay_dots() -> None:
    """They are said to the other server all the same."""
    secret = "AGFsaWNlAHdvbmRlcmxhbmQ="
    talk = Compared("secrets", "playground", "postfix")
    told = talk.say(HELLO, f"AUTH PLAIN {secret}", "RSET").result()

    assert codes(told["rows"])[2] == (f"AUTH PLAIN {DOTS}", "235", "235")
    assert secret not in json.dumps(told)


def test_a_login_goes_on_where_there_is_a_challenge() -> None:
    lines = (HELLO, "AUTH LOGIN", "YWxpY2U=", "d29uZGVybGFuZA==")
    known = Compared("login", "playground", "postfix").say(*lines).rows()
    unknown = Compared("no-login", "playground", "gmail").say(*lines).rows()
    cancelled = Compared("cancelled", "playground", "postfix").say(HELLO, "AUTH LOGIN", "*").rows()

    assert codes(known)[2:] == [
        ("AUTH LOGIN", "334", "334"),
        (DOTS, "334", "334"),
        (DOTS, "235", "235"),
    ]
    assert codes(unknown)[2:] == [
        ("AUTH LOGIN", "334", "502"),
        (DOTS, "334", ""),
        (DOTS, "235", ""),
    ]
    assert codes(cancelled)[3] == ("*", "501", "501")


def test_tls_is_started_where_it_is_offered() -> None:
    rows = Compared("tls", "playground", "exim").say(HELLO, "STARTTLS", HELLO, "AUTH FOO").rows()
    without = Compared("no-tls", "playground", "qmail").say(HELLO, "STARTTLS", HELLO).rows()

    assert codes(rows)[2:] == [
        ("STARTTLS", "220", "220"),
        (HELLO, "250", "250"),
        ("AUTH FOO", "504", "504"),
    ]
    assert codes(without)[2:] == [("STARTTLS", "220", "502"), (HELLO, "250", "250")]


@pytest.mark.parametrize(("there", "code"), [("postfix", "250"), ("qmail", "")])
def test_chunks_are_sent_where_they_are_read(there: str, code: str) -> None:
    """Octet by octet: what is left over behind a chunk is none of it."""
    talk = Compared(f"chunk-{there}", "playground", there)
    rows = talk.say(HELLO, MAIL, RCPT, "BDAT 3", "abcd", "BDAT 2 LAST", "", "NOOP").rows()
    message = [row for row in rows if not row["on_wire"]][1:]

    assert [row["there"]["code"] for row in message] == [code, code]
    assert rows[-1]["there"]["code"] == "250"


def test_a_chunk_that_is_still_due_takes_what_comes() -> None:
    rows = Compared("due", "qmail", "postfix").say(HELLO, MAIL, RCPT, "BDAT 30", "NOOP").rows()

    assert codes(rows)[4:] == [("BDAT 30", "502", ""), ("NOOP", "250", "")]
    assert [row["there"]["remark"][:16] for row in rows[4:]] == [
        "No answer is due",
        "No answer: this ",
    ]


def test_an_overlong_line_is_as_long_again() -> None:
    rows = Compared("long", "playground", "postfix").say("NOOP " + "x" * 700, "NOOP").rows()

    assert [row["there"]["code"] for row in rows[1:]] == ["250", "250"]  # Postfix takes 2048 octets
    assert [row["here"]["code"] for row in rows[1:]] == ["500", "250"]


def test_a_message_of_many_lines_has_as_many_again() -> None:
    talk = Compared("many", "playground", "postfix").say(HELLO, MAIL, RCPT, "DATA")
    rows = talk.finish("\n".join("x" for _ in range(500))).rows()

    assert rows[-1]["line"] == "The message, lines: 501"
    assert rows[-1]["there"]["code"] == "250"


def test_a_long_connection_is_compared_as_far_as_a_reader_goes() -> None:
    talk = Compared("endless", "reference", "qmail")
    talk.talk.paste(*["NOOP"] * (ROWS_AT_MOST + 10))

    assert len(talk.rows()) == ROWS_AT_MOST


@pytest.mark.parametrize("there", ["qmail", "lmtp", "submissions-465"])
def test_any_server_can_stand_on_the_right(there: str) -> None:
    """One that knows no EHLO, one that is encrypted from the first octet."""
    rows = Compared(f"right-{there}", "reference", there).say(HELLO, MAIL, "QUIT").rows()

    assert rows[0]["there"]["code"] == "220"
    assert all(row["there"]["code"] for row in rows)


def test_it_is_told_in_portuguese() -> None:
    told = Compared("pt", "postfix", "exim", "pt-BR").say("VRFY alice").result()

    assert told["summary"] == "1 de 2 respostas tem código diferente."
    assert told["rows"][0]["line"] == "A conexão está aberta"
    assert text(told["rows"][1]["here"]["departs"]).startswith("Aqui o Postfix se afasta")


@pytest.mark.parametrize(
    ("lines", "summary"),
    [
        (["NOOP"], "Not one of the 2 answers has another code; the words may differ."),
        (["FOO", ""], "2 of 3 answers have another code."),
    ],
)
def test_the_summary_counts(lines: list[str], summary: str) -> None:
    assert (
        Compared(f"sum-{len(lines)}", "postfix", "qmail").say(*lines).result()["summary"] == summary
    )


def test_what_was_cleared_cannot_be_played_again() -> None:
    talk = Compared("cleared", "postfix", "exim").say("NOOP")
    talk.talk.clear()
    told = talk.result()

    assert told["rows"] == []
    assert told["summary"].startswith("The beginning of that connection is no longer remembered")


def test_only_another_server_that_was_spoken_to_can_be_compared() -> None:
    talk = Talk(BRIDGE, "notes")
    first = talk.open("postfix")[0]
    talk.say("NOOP")
    same = talk.open("postfix")
    unspoken = talk.open("exim")

    assert not any(bubble["compares"] for bubble in (first, *same, *unspoken))
    with pytest.raises(BridgeError, match="compares nothing"):
        BRIDGE.side_by_side("notes", first["id"])
    with pytest.raises(BridgeError, match="no bubble 99 is remembered"):
        BRIDGE.side_by_side("notes", 99)


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (Deed("time-out", 300), [("postfix", [220, 250, 421]), ("qmail", [220, 250, 451])]),
        (Deed("shut-down", 0), [("postfix", [220, 250, 421]), ("qmail", [220, 250, 421])]),
    ],
)
def test_what_the_host_does_is_done_again(
    deed: Deed, expected: list[tuple[str, list[int]]]
) -> None:
    """What nobody said is told in words, not as a line on the wire."""
    (here, heard), (there, played) = expected
    conversation = Conversation(PERSONAS[here])
    conversation.open(PERSONAS[here], 0.0)
    conversation.say([b"NOOP"], 0.0, double_dots=False)
    conversation.host(deed, 0.0)
    turns = play_again([entry for _, entry in conversation.entries()][1:], PERSONAS[there], 0.0)
    explainer = Explainer(the_library().words("en"))
    row = side_by_side(turns, PERSONAS[here], PERSONAS[there], explainer).rows[-1]

    assert heard == [answered.event.reply.code for turn in turns for answered in turn.here]
    assert played == [answered.event.reply.code for turn in turns for answered in turn.there]
    assert row.line
    assert not row.on_wire


def test_a_client_that_is_turned_away_is_not_greeted_first() -> None:
    conversation = Conversation(PERSONAS["postfix"])
    conversation.open(PERSONAS["postfix"], 0.0, turned_away=Deed("turn-away", 100))
    turns = play_again([entry for _, entry in conversation.entries()][1:], PERSONAS["exim"], 0.0)

    assert [[answered.event.reply.name for answered in turn.there] for turn in turns] == [
        ["too-many-connections"]
    ]


def test_each_connection_is_compared_with_the_one_before_it() -> None:
    """However many there were."""
    talk = Talk(BRIDGE, "three")
    talk.open("postfix")
    talk.say("VRFY alice")
    talk.open("exim")
    talk.say("EXPN staff")
    note = next(bubble for bubble in talk.open("qmail") if bubble["compares"])
    told: Told = json.loads(BRIDGE.side_by_side("three", note["id"]))

    assert (told["here"], told["there"]) == ("Exim", "qmail")
    assert codes(told["rows"])[1:] == [("EXPN staff", "550", "502")]
