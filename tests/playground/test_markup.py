"""Markup becomes runs first; facts are filled in afterwards and stay text."""

from __future__ import annotations

import pytest

from smtp_playground.markup import MarkupError, facts_in, fill, parse, plain
from smtp_playground.runs import Run
from smtp_playground.words import Reference


def test_each_style_becomes_a_run() -> None:
    template = parse("Send `DATA`, **then** wait for *354*: [RFC](https://rfc.example/a#b).")

    assert template == (
        Run("Send ", "plain", ""),
        Run("DATA", "code", ""),
        Run(", ", "plain", ""),
        Run("then", "strong", ""),
        Run(" wait for ", "plain", ""),
        Run("354", "emphasis", ""),
        Run(": ", "plain", ""),
        Run("RFC", "link", "https://rfc.example/a#b"),
        Run(".", "plain", ""),
    )


def test_code_keeps_every_sign_as_it_is() -> None:
    assert parse("`MAIL FROM:<*@[192.0.2.1]>`") == (Run("MAIL FROM:<*@[192.0.2.1]>", "code", ""),)


@pytest.mark.parametrize("address", ["compare/354-vs-502", "enhanced/x.1.1", "commands/vrfy"])
def test_a_link_may_lead_to_an_entry(address: str) -> None:
    assert parse(f"[there](#{address})") == (Run("there", "link", f"#{address}"),)


@pytest.mark.parametrize(
    "source",
    [
        "an `open code",
        "an *open emphasis",
        "an **open strong*",
        "a [label without a place]",
        "a [place](http://not.encrypted.example/)",
        "a [place](javascript:alert)",
        "a ] bracket",
        "`` empty code",
        "a {fact that is none}",
        "a } brace",
        "`{` in code",
        "a {Fact}",
    ],
)
def test_broken_markup_is_refused(source: str) -> None:
    with pytest.raises(MarkupError, match="has a stray"):
        parse(source)


def test_facts_are_found_in_every_style() -> None:
    assert facts_in(parse("{verb} `{line}` **{limit}** {verb}")) == {"verb", "line", "limit"}


def test_a_fact_takes_the_style_around_it() -> None:
    filled = fill(parse("At most **{limit}** octets in `{line}`."), {"limit": 512, "line": "NOOP"})

    assert filled == (
        Run("At most ", "plain", ""),
        Run("512", "strong", ""),
        Run(" octets in ", "plain", ""),
        Run("NOOP", "code", ""),
        Run(".", "plain", ""),
    )


@pytest.mark.parametrize("typed", ["`code`", "**bold**", "[x](https://e.example)", "{verb}", "<b>"])
@pytest.mark.parametrize("template", ["{line}", "`{line}`"])
def test_what_a_person_typed_never_becomes_markup(template: str, typed: str) -> None:
    """Nor does a brace in it ask for another fact."""
    (run,) = fill(parse(template), {"line": typed, "verb": "MAIL"})

    assert run.text == typed
    assert run.style in {"plain", "code"}


def test_words_as_a_fact_keep_their_styles() -> None:
    filled = fill(parse("Now: {allowed}."), {"allowed": parse("`MAIL` or `QUIT`")})

    assert filled == (
        Run("Now: ", "plain", ""),
        Run("MAIL", "code", ""),
        Run(" or ", "plain", ""),
        Run("QUIT", "code", ""),
        Run(".", "plain", ""),
    )


def test_words_as_a_fact_are_plain_inside_another_style() -> None:
    assert fill(parse("`{allowed}`"), {"allowed": parse("a `b`")}) == (Run("a b", "code", ""),)


def test_an_empty_fact_leaves_no_run() -> None:
    assert fill(parse("{instead}"), {"instead": ()}) == ()


def test_a_missing_fact_is_named() -> None:
    with pytest.raises(MarkupError, match=r"no fact \{limit\}; there are: line, verb"):
        fill(parse("{limit}"), {"verb": "MAIL", "line": ""})


def test_plain_drops_the_styles() -> None:
    assert plain(parse("Send `DATA` **now**")) == "Send DATA now"


@pytest.mark.parametrize(
    ("reference", "href"),
    [
        (Reference("5321", "4.1.1.4"), "https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.4"),
        (Reference("5321", "D.1"), "https://www.rfc-editor.org/rfc/rfc5321#appendix-D.1"),
        (Reference("1870", ""), "https://www.rfc-editor.org/rfc/rfc1870"),
    ],
)
def test_a_reference_leads_to_its_section(reference: Reference, href: str) -> None:
    assert href == reference.href
