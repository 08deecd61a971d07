"""Logs of other programs: recognised, parted by side, explained, and said again."""

from __future__ import annotations

import json
import time
import tomllib
from pathlib import Path

import pytest

from smtp_playground.explain import Explainer
from smtp_playground.imports import CHARACTERS_READ, KINDS, LINES_READ, read_log
from smtp_playground.imports.bubbles import ImportedLog, LogRow
from smtp_playground.imports.door import import_log
from smtp_playground.imports.explaining import ALSO_TOLD, NAMES, USUAL
from smtp_playground.markup import plain
from smtp_playground.parts import DOTS
from smtp_playground.reference.library import REFERENCE
from smtpcore import CATALOGUE

from .exporting import HELLO, LETTER, LIBRARY, MAIL, PLAIN, RCPT, conversation, say, written

LOGS = Path(__file__).parent / "logs"
TRUE_LOGS = sorted(path.stem for path in LOGS.glob("*.txt"))
SIDES = tomllib.loads((LOGS / "sides.toml").read_text(encoding="utf-8"))
LETTERS = {"client": "C", "server": "S", "note": "."}
SECRETS = ("d29uZGVybGFuZA==", "AGFsaWNlAHdvbmRlcmxhbmQ=", "YWxpY2U=", "wonderland")


def log(name: str) -> str:
    return (LOGS / f"{name}.txt").read_bytes().decode()


def imported(text: str, language: str = "en") -> ImportedLog:
    return import_log(text, Explainer(LIBRARY.words(language)))


def sides(found: ImportedLog) -> str:
    return "".join(LETTERS[row.speaker] for row in found.rows)


def said(found: ImportedLog, speaker: str) -> list[str]:
    return [row.text for row in found.rows if row.speaker == speaker]


def row(found: ImportedLog, start: str) -> LogRow:
    return next(row for row in found.rows if row.text.startswith(start))


# True logs.


def test_there_is_a_log_of_each_kind() -> None:
    assert set(SIDES) == set(TRUE_LOGS)
    assert {told["kind"] for told in SIDES.values()} == {kind.id for kind in KINDS} - {"ours"}


@pytest.mark.parametrize("name", TRUE_LOGS)
def test_every_line_has_its_side(name: str) -> None:
    found = imported(log(name))

    assert found.kind == SIDES[name]["kind"]
    assert sides(found) == "".join(SIDES[name]["sides"].split())
    assert [row.text for row in found.rows if not row.sure and row.speaker != "note"] == []


@pytest.mark.parametrize("name", TRUE_LOGS)
@pytest.mark.parametrize("language", LIBRARY.languages)
def test_every_line_that_says_something_is_explained(name: str, language: str) -> None:
    found = imported(log(name), language)

    assert [row.text for row in found.rows if row.text and not row.title] == []


@pytest.mark.parametrize("name", TRUE_LOGS)
def test_what_could_let_somebody_in_is_hidden(name: str) -> None:
    shown = [text for row in imported(log(name)).rows for text in (row.text, row.around, row.title)]

    assert [text for text in shown if any(secret in text for secret in SECRETS)] == []
    assert "Resumption PSK: 8F4D" not in "".join(shown)


def test_what_is_hidden_is_there_for_who_asks() -> None:
    found = imported(log("telnet"))

    assert [row.secret for row in found.rows if row.secret] == ["YWxpY2U=", "d29uZGVybGFuZA=="]
    assert found.secrets == 2


@pytest.mark.parametrize(
    ("name", "accepted"),
    [("swaks", 1), ("telnet", 1), ("openssl", 1), ("smtplib", 1), ("marked", 1), ("postfix", 0)],
)
def test_what_the_client_said_can_be_said_again(name: str, accepted: int) -> None:
    found = imported(log(name))
    made = conversation(*found.replays[0].lines)

    assert made.inbox.newest == accepted
    if accepted:
        assert "Subject: Boats" in written("text", made)


def test_connections_that_are_told_of_in_turns_are_said_again_by_themselves() -> None:
    first, second, third = imported(log("postfix")).replays

    assert first.lines[0] == "EHLO client.example"
    assert first.lines[-1] == "QUIT"
    assert (second.lines, third.lines) == (("HELO there",), ("EHLO mx.example.com",))


def test_a_folded_line_is_one_again() -> None:
    refused = row(imported(log("postfix-mail")), "550")

    assert refused.text.endswith(
        "Recipient address rejected: User unknown in local recipient table"
    )


# Explanations.


def test_replies_and_commands_lead_to_their_entries() -> None:
    found = imported(log("swaks"))

    assert row(found, "550").target == "replies/550"
    assert row(found, "550").target_label == "All about 550"
    assert row(found, "550").severity == "refused"
    assert row(found, "MAIL").target == "commands/mail"
    assert row(found, "250-SIZE").target == "extensions/size"
    assert "mailbox" in plain(row(found, "550").explanation)


def test_every_name_of_a_reply_is_one() -> None:
    assert set(NAMES.values()) | set(USUAL.values()) <= set(CATALOGUE)
    assert [code for (code, _), name in NAMES.items() if CATALOGUE[name].code != code] == [502]


def test_every_code_that_leads_to_an_entry_has_one() -> None:
    codes = {
        int(code)
        for path in (REFERENCE / "en" / "codes").glob("*.toml")
        for code in tomllib.loads(path.read_text(encoding="utf-8"))
    }

    assert codes >= ALSO_TOLD
    assert {reply.code for reply in CATALOGUE.values()} <= codes


@pytest.mark.parametrize("code", ["299", "560", "399", "555", "471"])
def test_a_code_of_nobodys_is_a_reply_all_the_same(code: str) -> None:
    found = imported(f"S: {code} What\nC: NOOP\nS: {code} What")

    assert row(found, code).title
    assert row(found, code).target in ("", f"replies/{code}")


# Ours.


@pytest.mark.parametrize("secrets", [False, True])
def test_what_was_exported_as_json_comes_back(*, secrets: bool) -> None:
    lines = (HELLO, "FOO é", PLAIN, MAIL, RCPT, *LETTER, MAIL, RCPT, "BDAT 5 LAST", "abc", "QUIT")
    made = conversation(*lines)
    made.open(made.persona, 0.0)
    say(made, [HELLO])
    text = written("json", made, secrets=secrets)
    told = [line for each in json.loads(text)["connections"] for line in each["lines"]]

    found = imported(text)

    assert found.kind == "ours"
    assert sides(found) == "".join(LETTERS[line["from"]] for line in told)
    first, second = found.replays
    assert second.lines == (HELLO,)
    if secrets:
        again = conversation(*first.lines)
        same = json.loads(written("json", again, secrets=True))
        assert same["connections"] == json.loads(text)["connections"][:1]
        assert again.inbox.newest == 2


def test_text_that_was_exported_comes_back_as_well() -> None:
    made = conversation(HELLO, MAIL, RCPT, *LETTER, "QUIT")

    found = imported(written("text", made))

    assert found.kind == "marked"
    assert said(found, "client") == [HELLO, MAIL, RCPT, *LETTER, "QUIT"]


@pytest.mark.parametrize(
    "damaged",
    [
        '{"format": "smtp-playground-transcript"',
        '{"format": "smtp-playground-transcript"}',
        '{"format": "smtp-playground-transcript", "connections": 1}',
        '{"format": "smtp-playground-transcript", "connections": [1, {"lines": [2, {"from": 3}]}]}',
        '{"format": "smtp-playground-transcript", "connections": [{"lines": [{"from": "client",'
        ' "text": "NOOP", "octets": 3}]}]}',
        '{"format": "smtp-playground-transcript", "x": ' + "[" * 5000,
        '{"format": "another"}',
        "[]",
    ],
)
def test_damaged_json_is_read_as_far_as_it_can_be(damaged: str) -> None:
    assert imported(damaged).left_out == 0


# Kinds that are told apart.


AT = "2026-11-23 20:00:00"
TELNET = "Trying 192.0.2.1...\nConnected to mx.example.com.\n"


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("> EHLO a\n< 250 b", "marked", "CS"),
        ("* Connected\n< 220 a\n> EHLO b\n< 250 c\n} [5 bytes data]", "marked", ".SCS."),
        (">>> RCPT To:<a@b.example>\n<<< 550 5.1.1 No\n550 5.1.1 <a@b.example>", "marked", "CS."),
        (f"{AT} SERVER -> CLIENT: 220 a\n{AT} CLIENT -> SERVER: EHLO b", "marked", "SC"),
        (f"[{AT}] DEBUG [x1] S: 220 a\n[{AT}] DEBUG [x1] C: EHLO b", "marked", "SC"),
        ("220 a\nEHLO b\n250-a\n250 SIZE\nQUIT\n221 bye", "unknown", "SCSSCS"),
        ("220 a\nHELLO b\n500 what\nQUIT", "unknown", "SCSC"),
        ("the server said: 550 5.1.1 no such user\nand that was it", "unknown", "S."),
        ("nothing of the kind", "unknown", "."),
        ("", "unknown", "."),
        (f"{TELNET}220 a\nfoo\n500 b\n\nQUIT", "telnet", "..SCS.C"),
        ("05:02:18.0 send: 'noop\\r\\n'\nreply: b'250 \"ok\" \\xff\\r\\n'", "smtplib", "CS"),
    ],
)
def test_kinds_are_told_apart(text: str, kind: str, expected: str) -> None:
    found = imported(text)

    assert (found.kind, sides(found)) == (kind, expected)


def test_a_guess_is_marked() -> None:
    found = imported("the server said: 550 5.1.1 no such user\nand that was it")

    assert [row.sure for row in found.rows] == [False, False]
    assert found.rows[0].around == "the server said: 550 5.1.1 no such user"
    assert found.unsure == 2


def test_a_message_whose_end_is_cut_off_swallows_no_reply() -> None:
    text = "220 a\nEHLO b\n250 a\nDATA\n354 go\n250 queued\nQUIT\n221 bye"

    assert sides(imported(text)) == "SCSCSSCS"


# Bad input.

HOSTILE = "\u202e\u200b\x1b[31m\x00\u2028"


def test_what_cannot_be_seen_is_made_visible() -> None:
    (only,) = imported(f"S: 220 {HOSTILE}\nC: NOOP").rows[:1]

    assert only.text == r"220 \xe2\x80\xae\xe2\x80\x8b\x1b[31m\x00\xe2\x80\xa8"


BOMBS = {
    "one line": "x" * 20_000_000,
    "lines": "S: 250 ok\nC: NOOP\n" * 1_000_000,
    "replies": "220 a\n" * 3_000_000,
    "blank": "\n" * 20_000_000,
    "returns": "\r" * 20_000_000,
    "quotes": "send: '" + "' " * 500_000,
    "escapes": "send: '" + "\\" * 1_000_001 + "'",
    "brackets": "[" * 1_000_000,
    "arguments": "--auth-password '" * 70_000,
    "challenges": ("334 a " + "YWFh" * 10 + " x\n") * 20_000,
    "openssl": "CONNECTED(1)\n" + "---\n" * 300_000,
    "postfix": "postfix/smtpd[1]: > a[b]: 250-a\n" * 40_000,
    "folds": " Out: 220 a\n In: x\n" + "     y\n" * 150_000,
    "dots": "354 a\n" + ".\n" * 500_000,
    "words": "AUTH " * 200_000,
    "json": '{"format": "smtp-playground-transcript", "connections": [' + "{}," * 300_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_log_of_20_megabytes_is_bounded(bomb: str) -> None:
    """No more is shown than is stated, and reading never takes more than in proportion."""
    found = imported(BOMBS[bomb])

    assert len(found.rows) <= LINES_READ
    assert sum(len(row.text) for row in found.rows) <= CHARACTERS_READ


@pytest.mark.parametrize("bomb", BOMBS)
def test_four_times_the_length_takes_about_four_times_as_long(bomb: str) -> None:
    """A ratio within one run; a pattern that goes back over its steps would square it."""
    text = BOMBS[bomb][:CHARACTERS_READ]

    def seconds(length: int) -> float:
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            read_log(text[:length])
            best = min(best, time.process_time() - start)
        return best

    whole, quarter = seconds(len(text)), seconds(len(text) // 4)
    # Squared, a million characters would take hours: two seconds of grace hide nothing.
    assert whole < 12 * quarter + 2


def test_how_much_was_left_out_is_told() -> None:
    found = imported("S: 250 ok\nC: NOOP\n" * 1_000_000)

    assert len(found.rows) == LINES_READ
    assert found.left_out == 2_000_000 - LINES_READ


# Secrets.


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("swaks --to a@b.example --auth-password wonderland", "wonderland"),
        ("swaks --to a@b.example -ap 'wonder land'", "wonder land"),
        ("curl --user alice:wonderland smtp://mx.example.com", "wonderland"),
        ("x: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=", "AGFsaWNlAHdvbmRlcmxhbmQ="),
        ("220 a\nAUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=\n235 in", "AGFsaWNlAHdvbmRlcmxhbmQ="),
        ("app said 334 UGFzc3dvcmQ6\napp wrote d29uZGVybGFuZA==", "d29uZGVybGFuZA=="),
        ("d29uZGVybGFuZA==\n235 2.7.0 in\nQUIT", "d29uZGVybGFuZA=="),
        (
            "C: AUTH NTLM\nS: 504 no\nC: d29uZGVybGFuZA==\nS: 500 d29uZGVybGFuZA==",
            "d29uZGVybGFuZA==",
        ),
        ("mx postfix/smtpd[1]: x: init_response AGFsaWNlAHdvbmRlcmxhbmQ=", "AGFsaWNl"),
    ],
)
def test_secrets_are_recognised_wherever_they_stand(text: str, secret: str) -> None:
    found = imported(text)

    assert [row.text for row in found.rows if secret in row.text + row.around] == []
    assert any(DOTS in row.text and secret in row.secret for row in found.rows)


def test_only_what_is_secret_is_hidden() -> None:
    told = imported(log("swaks")).rows[0].text

    assert f"--auth PLAIN --auth-user alice --auth-password {DOTS} --data" in told


def test_mechanisms_that_a_server_lists_are_no_secret() -> None:
    found = imported("some log: 250-AUTH PLAIN LOGIN\nanother AUTH PLAIN LOGIN")

    assert found.secrets == 0
