"""Every reply there is can be had: its shortest session is played, and is the shortest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from smtp_playground.__main__ import main
from smtp_playground.errors import ContentError
from smtp_playground.sessions import SESSIONS, last_reply, listing, load_sessions, play
from smtpcore import CATALOGUE

LOADED = load_sessions()


def test_every_reply_has_a_session_and_every_session_a_reply() -> None:
    assert set(CATALOGUE) == set(LOADED)


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_a_session_ends_with_its_reply(name: str) -> None:
    """Name and code; the enhanced code wherever RFC 2034 4 lets this reply have one."""
    sent = last_reply(play(LOADED[name]))
    reply = CATALOGUE[name]

    assert (name, reply.code) == (sent.reply.name, sent.reply.code)
    assert sent.enhanced in (reply.enhanced, "")
    assert {line[:3] for line in sent.lines} == {str(reply.code)}


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_no_line_of_a_session_can_be_left_out(name: str) -> None:
    session = LOADED[name]
    for number in range(len(session.lines)):
        shorter = (*session.lines[:number], *session.lines[number + 1 :])

        assert last_reply(play(replace(session, lines=shorter))).reply.name != name, shorter


def test_the_list_tells_code_enhanced_code_name_and_session() -> None:
    assert list(listing(("no-such-mailbox",))) == [
        "550  5.1.1   no-such-mailbox  (reference)",
        "    C: EHLO client.example",
        "    C: MAIL FROM:<you@client.example>",
        "    C: RCPT TO:<nobody@example.com>",
        "    S: 550 5.1.1 No mailbox <nobody@example.com> here",
        "",
    ]


def test_the_list_names_the_settings_that_a_reply_needs() -> None:
    assert list(listing(("auth-required",)))[:3] == [
        "530  5.7.0   auth-required  (reference)",
        "    with extension.AUTH.required = true",
        "    C: VRFY alice",
    ]


def test_the_list_has_every_reply_once_and_shows_nothing_a_terminal_obeys(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The lines of a session may be hostile; its list is for eyes."""
    assert main(["replies"]) == 0
    printed = capfd.readouterr().out

    heads = [line for line in printed.splitlines() if line and not line.startswith(" ")]
    assert sorted(CATALOGUE) == sorted(head.split()[2] for head in heads)
    assert [line for line in printed.splitlines() if not line.isprintable()] == []


def test_a_code_lists_all_its_replies(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["replies", "354", "tls-too-weak"]) == 0
    printed = capfd.readouterr().out

    assert [line for line in printed.splitlines() if line and not line.startswith(" ")] == [
        "354  -       start-mail-input  (reference)",
        "554  5.7.0   tls-too-weak  (reference)",
    ]


def test_a_reply_that_there_is_not_is_told_in_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["replies", "999"]) == 1

    assert capfd.readouterr().err == (
        "smtp_playground: there is no reply '999'; without a name all are listed\n"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[foo]\nlines = []\n", "foo is no reply's name"),
        ("reset = 1\n", "reset must be a table of lines, persona, with"),
        ("[reset]\nlines = []\nfoo = 1\n", "reset must be a table of lines, persona, with"),
        ("[reset]\nlines = 1\n", "reset.lines must be a list of texts"),
        ("[reset]\nlines = [1]\n", "reset.lines must be a list of texts"),
        ('[reset]\nlines = []\npersona = "foo"\n', "reset.persona must be one of: aiosmtpd, "),
        ("[reset]\nlines = []\nwith = { server = { foo = 1 } }\n", "server.foo is not known"),
        ("[reset\n", "is not TOML in UTF-8"),
    ],
)
def test_a_broken_session_is_told_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / SESSIONS.name
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ContentError) as raised:
        load_sessions(path)

    assert problem in str(raised.value)


def test_a_deed_that_is_not_due_does_nothing() -> None:
    """So a session without its STARTTLS is played on, and seen not to yield its reply."""
    session = replace(LOADED["reset"], lines=("! tls", "! sing", "RSET"))

    assert last_reply(play(session)).reply.name == "reset"
