"""The reference's sessions are played: each gives its code, or nothing is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from sitebuild import reference as building
from sitebuild.errors import BuildError
from smtp_playground.reference import transcripts
from smtp_playground.reference.entries import ColumnsBlock, Entry, TranscriptBlock, TranscriptLine
from smtp_playground.reference.library import ENGLISH
from smtp_playground.reference.replies import names_of_codes, session_of
from smtp_playground.reference.transcripts import (
    FOLDED,
    StrayedSessionError,
    all_sessions,
    parted,
    played,
    shortest,
)
from smtp_playground.reference.whole import composers, reference
from smtp_playground.sessions import Session, last_reply, play
from smtpcore import CATALOGUE

ENGLISH_WORDS = composers()[ENGLISH]
LABELS = {**ENGLISH_WORDS.words.conversation, **ENGLISH_WORDS.extra.ui}


def entries(kind: str) -> list[Entry]:
    return [entry for entry in reference(ENGLISH).entries if entry.kind == kind]


def transcripts_in(entry: Entry) -> Iterator[TranscriptBlock]:
    for section in entry.sections:
        for block in section.blocks:
            if isinstance(block, TranscriptBlock):
                yield block
            if isinstance(block, ColumnsBlock):
                sides = (*block.left.blocks, *block.right.blocks)
                yield from (each for each in sides if isinstance(each, TranscriptBlock))


def server(block: TranscriptBlock) -> list[str]:
    return [line.text for line in block.lines if line.speaker == "server"]


# Each gives its code.


def test_every_code_of_this_server_has_a_session_that_ends_with_it() -> None:
    shown = {
        entry.code: block
        for entry in entries("replies")
        for block in transcripts_in(entry)
        if server(block)[-1][:3] == entry.code
    }
    codes = {str(reply.code) for reply in CATALOGUE.values()}
    print(f"{len(shown)} of {len(entries('replies'))} codes have a session")  # noqa: T201

    assert shown.keys() == codes
    assert len(shown) == len(names_of_codes())


def test_a_code_that_this_server_never_gives_has_no_session() -> None:
    told = composers()[ENGLISH].extra.codes
    without = [entry.code for entry in entries("replies") if not [*transcripts_in(entry)]]

    assert set(without) == told.keys() - names_of_codes().keys()
    assert {session_of(code, told[code]) for code in without} == {""}


@pytest.mark.parametrize("kind", ["replies", "enhanced", "commands", "extensions", "compare"])
def test_every_printed_session_ends_with_its_reply(kind: str) -> None:
    """As it stands on the page, in any entry, word for word as the core says it."""
    for entry in entries(kind):
        for block in transcripts_in(entry):
            told = last_reply(play(all_sessions()[block.reply])).lines[-1]
            assert server(block)[-1].rstrip("…") == told[: len(server(block)[-1].rstrip("…"))]
            assert str(CATALOGUE[block.reply].code) == server(block)[-1][:3], entry.address


def test_an_enhanced_codes_session_shows_that_code() -> None:
    for entry in entries("enhanced"):
        detail = entry.code.removeprefix("X.")
        for block in transcripts_in(entry):
            assert CATALOGUE[block.reply].enhanced.partition(".")[2] == detail


def test_each_language_prints_the_same_sessions() -> None:
    """But for the notes, which are words."""
    spoken = [
        {
            entry.address: [
                [line for line in block.lines if line.speaker != "note"]
                for block in transcripts_in(entry)
            ]
            for entry in reference(language).entries
        }
        for language in composers()
    ]

    assert all(each == spoken[0] for each in spoken)


def test_no_secret_is_printed() -> None:
    """What a client sends to log in is dots: the reference shows it as the console does."""
    sent = " ".join(
        line.text
        for entry in reference(ENGLISH).entries
        for block in transcripts_in(entry)
        for line in block.lines
    )

    assert "********" in sent
    assert "wonderland" not in sent
    assert "AGFsaWNlAHdvbmRlcmxhbmQ=" not in sent


# One that strays.


@pytest.fixture
def strayed(monkeypatch: pytest.MonkeyPatch) -> Session:
    """Let the session of 354 lose its last line but one."""
    session = all_sessions()["start-mail-input"]
    broken = replace(session, lines=(*session.lines[:-2], session.lines[-1]))
    sessions: Mapping[str, Session] = MappingProxyType({**all_sessions(), session.reply: broken})
    monkeypatch.setattr(transcripts, "all_sessions", lambda: sessions)
    return broken


def test_a_session_that_strays_is_named(strayed: Session) -> None:
    with pytest.raises(
        StrayedSessionError, match=r"^sessions\.toml: start-mail-input ends with recipient-first$"
    ):
        played(strayed.reply, LABELS)


@pytest.mark.usefixtures("strayed")
def test_a_session_that_strays_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "reference", reference.__wrapped__)

    with pytest.raises(BuildError, match=r"^sessions\.toml: start-mail-input ends with "):
        building._whole(ENGLISH)


def test_a_session_that_gets_no_answer_strays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcripts, "steps", lambda _: iter(()))

    with pytest.raises(StrayedSessionError, match=r"^sessions\.toml: closing ends with nothing$"):
        played("closing", LABELS)


# How it is printed.


def test_what_ehlo_lists_is_folded_to_its_first_and_last_line() -> None:
    folded = 0
    for reply in CATALOGUE.keys() - {"extended-hello"}:
        told = played(reply, LABELS).lines
        for at, line in enumerate(told):
            if line.text in {"EHLO client.example", "LHLO client.example"}:
                first, *others = (each.text for each in told[at + 1 :][:FOLDED])
                assert first[3] == " " or [text[:4] for text in others[:2]] == ["and ", "250 "], (
                    reply
                )
                folded += first[3] == "-"

    assert folded > 100


def test_the_reply_to_ehlo_is_whole_where_it_is_what_is_shown() -> None:
    whole = server(played("extended-hello", LABELS))
    folded = played("start-mail-input", LABELS)
    (note,) = [line.text for line in folded.lines if line.speaker == "note"]

    assert len(whole) > FOLDED
    assert note == f"and {len(whole) - 3} more lines"  # the greeting, the first and the last


def test_a_line_too_long_to_read_is_cut() -> None:
    lines = [line for reply in CATALOGUE for line in played(reply, LABELS).lines]

    assert max(len(line.text) for line in lines) <= transcripts.LONGEST
    assert any(line.text.endswith("…") for line in lines)


def test_the_shortest_session_has_the_fewest_settings_then_lines() -> None:
    assert shortest(["greylisted", "no-such-mailbox", "closing"]) == "closing"
    assert shortest(["message-accepted", "mailbox-busy"]) == "message-accepted"


# Two side by side.


def lines(*told: str) -> TranscriptBlock:
    speakers = {"C": "client", "S": "server", "-": "note"}
    made = (TranscriptLine(speakers[line[0]], line[3:], differs=False) for line in told)  # type: ignore[arg-type]
    return TranscriptBlock("closing", tuple(made), ())


def marked(block: TranscriptBlock) -> list[str]:
    return [line.text for line in block.lines if line.differs]


@pytest.mark.parametrize(
    ("left", "right", "at"),
    [
        (["S: 220 a", "C: QUIT"], ["S: 220 a", "C: NOOP"], ("QUIT", "NOOP")),
        (["S: 220 a", "C: QUIT"], ["S: 220 b", "C: QUIT", "S: 221 b"], (None, "221 b")),
        (["S: 220 a"], ["S: 554 a"], ("220 a", "554 a")),
        (["S: 220 a", "-: tls"], ["S: 220 a", "-: shut down"], ("tls", "shut down")),
        (["S: 250 a"], ["S: 250 a"], (None, None)),
        (["-: a b"], ["C: a b"], ("a b", "a b")),
        (
            ["-: and 9 more lines", "C: QUIT"],
            ["-: and 24 more lines", "C: RSET"],
            ("QUIT", "RSET"),
        ),
    ],
)
def test_sessions_are_marked_where_they_part(
    left: list[str], right: list[str], at: tuple[str | None, str | None]
) -> None:
    """Of what a server says the code alone counts, and not how much is folded."""
    found = [marked(block) for block in parted(lines(*left), lines(*right))]

    assert found == [[text] if text else [] for text in at]


def test_every_pair_is_marked_once_on_a_side_at_most() -> None:
    """And never at what is folded: that is no turn in a conversation."""
    for entry in entries("compare"):
        found = [[line.text for line in b.lines if line.differs] for b in transcripts_in(entry)]
        assert len(found) == 2, entry.address
        assert 1 <= len(found[0]) + len(found[1]) <= 2, entry.address
        assert not [text for side in found for text in side if "more lines" in text], entry.address
