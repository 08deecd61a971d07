"""What people type who do not know the commands, and what the page says to it."""

from __future__ import annotations

import pytest

from smtp_playground.suggest import remark_on
from smtpcore import Kind, Policy

SMTP, LMTP = Policy(), Policy(kind=Kind.LMTP)

WORDS = {
    # Slips of the finger.
    "RCTP": "RCPT",
    "mial": "MAIL",
    "MAYL": "MAIL",
    "dta": "DATA",
    "QIUT": "QUIT",
    "EHLOO": "EHLO",
    # Words of other protocols and of daily life.
    "hello": "EHLO",
    "exit": "QUIT",
    "bye": "QUIT",
    "from:": "MAIL",
    "Subject:": "DATA",
    "?": "HELP",
}


@pytest.mark.parametrize(("word", "verb"), WORDS.items())
def test_a_word_near_a_command_is_answered_with_it(word: str, verb: str) -> None:
    """By its letters, or by what it means."""
    assert ("did-you-mean", {"suggestion": verb}) == remark_on(word, SMTP)


@pytest.mark.parametrize("word", ["STARTTLS", "auth", "BDAT", "ETRN"])
def test_commands_of_extensions_are_told_as_such(word: str) -> None:
    """Their spelling is right; what is missing is the extension."""
    assert ("extension-verb", {"verb": word.upper()}) == remark_on(word, SMTP)


@pytest.mark.parametrize("word", ["C:", "S:", "c:", "S:250"])
def test_marks_of_a_printed_session_are_told_as_such(word: str) -> None:
    """A reader who copies them along learns what they are."""
    assert ("transcript-mark", {"mark": word[:2].upper()}) == remark_on(word, SMTP)


@pytest.mark.parametrize("word", ["FOO", "GET", "POST", "", "x" * 400, "\\x00", "TURNN", "SEND:"])
def test_nothing_is_suggested_without_need(word: str) -> None:
    """A wrong suggestion is worse than none; obsolete commands are never one."""
    assert remark_on(word, SMTP) is None


@pytest.mark.parametrize("word", ["hi", "EHLO", "HELO", "LHLO"])
def test_a_greeting_is_answered_with_the_one_that_is_known_here(word: str) -> None:
    """RFC 2033 4.1: LMTP has LHLO and neither EHLO nor HELO."""
    assert ("did-you-mean", {"suggestion": "EHLO"}) == remark_on(word, SMTP)
    assert ("did-you-mean", {"suggestion": "LHLO"}) == remark_on(word, LMTP)
