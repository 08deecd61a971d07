"""Patterns with * and ?: what they match, what one covers of another, and that none is slow."""

from __future__ import annotations

import pytest

from smtpcore.globs import LONGEST, Glob

MATCHES = [
    ("", "", True),
    ("", "a", False),
    ("abc", "abc", True),
    ("abc", "ABC", True),
    ("ABC", "abc", True),
    ("abc", "abcd", False),
    ("abc", "ab", False),
    ("*", "", True),
    ("*", "anything at all", True),
    ("**", "x", True),
    ("*@example.org", "bob@example.org", True),
    ("*@example.org", "bob@example.com", False),
    ("*@example.org", "bob@example.org.uk", False),
    ("b*b@*", "bob@example.org", True),
    ("b?b@*", "bob@example.org", True),
    ("b?b@*", "bb@example.org", False),
    ("?", "", False),
    ("a*b*c", "aXbXbXc", True),
    ("a*b*c", "aXbXbX", False),
    ("*.example", "a.b.example", True),
    ("a.c", "abc", False),
    ("[a-z]+", "[a-z]+", True),
    ("é*", "Émile", True),
    ("?*", "*", True),
]


@pytest.mark.parametrize(("pattern", "text", "expected"), MATCHES)
def test_pattern_matches_a_text_whole_and_in_any_case(
    pattern: str, text: str, expected: bool
) -> None:
    assert Glob(pattern).matches(text) is expected


COVERS = [
    ("*", "*", True),
    ("*", "", True),
    ("*", "a*b?", True),
    ("*@example.org", "*@example.org", True),
    ("*@example.org", "bob@example.org", True),
    ("*@example.org", "b*@example.org", True),
    ("bob@*", "*@example.org", False),
    ("b?b", "b*b", False),
    ("b?b", "b?b", True),
    ("?*", "*", False),
    ("abc", "abc", True),
    ("abc", "ab?", False),
]


@pytest.mark.parametrize(("one", "other", "expected"), COVERS)
def test_pattern_covers_what_can_only_match_where_it_does(
    one: str, other: str, expected: bool
) -> None:
    assert Glob(one).covers(Glob(other)) is expected


def test_no_pattern_is_slow() -> None:
    """A pattern that keeps regular expressions busy for years is one walk over the text."""
    hostile = Glob("*a" * (LONGEST // 2))

    assert not hostile.matches("a" * 100 + "b" * 20_000)


def test_pattern_has_a_longest() -> None:
    with pytest.raises(ValueError, match=f"at most {LONGEST} characters"):
        Glob("x" * (LONGEST + 1))
