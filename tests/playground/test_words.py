"""Everything the protocol can say or be in has words, the same in every language."""

from __future__ import annotations

import json
import re
import string
import tomllib
from typing import Any

import pytest

from smtp_playground.content_keys import COMMON_FACTS, EXTRA_FACTS, FLAT, KINDS
from smtp_playground.ids import VERBS
from smtp_playground.library import CONTENT, the_library
from smtp_playground.markup import facts_in, parse, plain
from smtp_playground.persona_offers import OPTIONAL, UNPLAYED
from smtp_playground.runs import Run
from smtp_playground.words import Words
from smtpcore import CATALOGUE, EXTENSIONS, State
from smtpcore.sasl import MECHANISMS

LIBRARY = the_library()
TRANSLATIONS = [language for language in LIBRARY.languages if language != "en"]
FILES = [*KINDS, *FLAT]


def tables(language: str, kind: str) -> dict[str, dict[str, Any]]:
    """Return the tables of a kind: those of its own file, and those of the extensions."""
    folder = CONTENT / language
    found: dict[str, dict[str, Any]] = {}
    for path in [folder / f"{kind}.toml", *folder.glob("extensions/*.toml")]:
        if path.exists():
            said = tomllib.loads(path.read_text(encoding="utf-8"))
            found |= said if path.parent == folder else said.get(kind, {})
    return found


@pytest.fixture(params=LIBRARY.languages)
def words(request: pytest.FixtureRequest) -> Words:
    return LIBRARY.words(request.param)


# Words and protocol belong together.


def test_english_and_portuguese_are_there() -> None:
    assert LIBRARY.languages == ("en", "pt-BR")


def test_every_reply_has_words_and_all_words_have_a_reply(words: Words) -> None:
    assert set(CATALOGUE) == set(words.replies)


def test_every_verb_has_words_and_all_words_have_a_verb(words: Words) -> None:
    assert set(VERBS) == set(words.commands)


def test_every_state_has_words_and_all_words_have_a_state(words: Words) -> None:
    assert set(State) == set(words.states)


def test_every_keyword_of_ehlo_has_words(words: Words) -> None:
    """The extensions, and the optional commands that EHLO lists."""
    assert {keyword.lower() for keyword in (*EXTENSIONS, *OPTIONAL)} == set(words.keywords)


def test_every_keyword_that_only_some_servers_have_has_words(words: Words) -> None:
    """They stand with the parts of a line: no extension of ours, and no entry of the reference."""
    told = {part.removeprefix("keyword-") for part in words.parts if part.startswith("keyword-")}

    assert {keyword.lower() for keyword in UNPLAYED} | {"x-anonymoustls", "x-exps"} == told


def test_every_mechanism_of_auth_has_words(words: Words) -> None:
    told = {part for part in words.parts if part.startswith("mechanism-")}

    assert {f"mechanism-{name.lower()}" for name in MECHANISMS} == told


def test_every_parameter_has_words(words: Words) -> None:
    """Of MAIL and of RCPT."""
    parameters = {
        name.lower()
        for each in EXTENSIONS.values()
        for name in (*each.mail_parameters, *each.rcpt_parameters)
    }

    assert parameters == set(words.parameters)


def test_every_digit_of_every_code_has_words(words: Words) -> None:
    codes = [str(reply.code) for reply in CATALOGUE.values()]

    assert {f"first-{code[0]}" for code in codes} <= set(words.digits)
    assert {f"second-{code[1]}" for code in codes} <= set(words.digits)
    assert words.digits["third"]


def test_every_number_of_every_enhanced_code_has_words(words: Words) -> None:
    for reply in CATALOGUE.values():
        if reply.enhanced:
            class_, subject, detail = reply.enhanced.split(".")
            ids = {f"class-{class_}", f"subject-{subject}", f"detail-{subject}-{detail}"}
            assert ids <= set(words.enhanced)


def test_only_plain_success_stays_quiet() -> None:
    """3yz, 4yz and 5yz speak at once, and so does the success that a beginner must notice.

    Which is: a message has arrived, the session turns into something else, or what was
    asked for is not quite what was done.
    """
    speaking = {
        *("service-ready", "message-accepted", "recipient-delivered"),
        *("ready-for-tls", "roles-reversed"),
        *("will-forward", "cannot-verify", "utf8-reply-needed", "priority-changed"),
    }
    quiet = {name for name, reply in CATALOGUE.items() if reply.code < 300} - speaking

    told = LIBRARY.words("en").replies

    assert quiet == {name for name, reply in told.items() if reply.routine}


def test_a_reply_asks_only_for_facts_it_has(words: Words) -> None:
    for name, told in words.replies.items():
        in_text = {field for _, field, _, _ in string.Formatter().parse(CATALOGUE[name].text)}
        known = COMMON_FACTS | EXTRA_FACTS.get(name, frozenset()) | in_text
        assert facts_in(told.here) | facts_in(told.next) <= known, name


def test_facts_of_a_reply_are_those_of_a_reply_there_is() -> None:
    assert set(EXTRA_FACTS) <= set(CATALOGUE)


def test_a_verb_that_may_be_missing_has_something_to_do_instead(words: Words) -> None:
    with_instead = {verb for verb, told in words.commands.items() if told.instead}

    assert {"vrfy", "expn", "help", "turn", "send", "soml", "saml"} == with_instead


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("start-mail-input", ["header", "`..`", "<CRLF>.<CRLF>", "`MAIL`", "`RCPT`", "3xx"]),
        ("not-implemented", ["`VRFY`", "`EXPN`", "`TURN`", "`EHLO`", "`RCPT`", "252", "Postfix"]),
    ],
)
def test_the_models_tell_what_they_must(name: str, told: list[str]) -> None:
    """354: end with a dot, double the leading ones. 502: what is off, and the way around."""
    source = json.dumps(tables("en", "replies")[name])

    assert [wanted for wanted in told if wanted not in source] == []


def test_354_and_502_are_compared_from_either_side(words: Words) -> None:
    assert "354-vs-502" in words.replies["start-mail-input"].compare
    assert "354-vs-502" in words.replies["not-implemented"].compare


# Languages are equal.


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_is_whole(language: str, kind: str) -> None:
    """Every table and every translatable key of English is there, lists as long as in English."""
    english, translated = tables("en", kind), tables(language, kind)

    assert {id_: _shape(kind, table) for id_, table in english.items()} == {
        id_: _shape(kind, table) for id_, table in translated.items()
    }


def _shape(kind: str, table: dict[str, Any]) -> dict[str, int]:
    """Return the translatable keys of a table, with the length of lists."""
    keys = KINDS[kind].keys if kind in KINDS else {}
    return {
        key: len(value) if isinstance(value, list) else 0
        for key, value in table.items()
        if key not in keys or not keys[key].in_english_only
    }


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_translation_tells_the_same_facts(language: str, kind: str) -> None:
    """A fact that is missing in one language would be missed by its readers."""
    english, translated = tables("en", kind), tables(language, kind)

    for id_, table in translated.items():
        for key, value in table.items():
            assert _facts(english[id_][key]) == _facts(value), f"{kind} {id_}.{key}"


def _facts(value: object) -> set[str]:
    return set(re.findall(r"\{[a-z]+\}", value)) if isinstance(value, str) else set()


# How it reads.


def test_words_are_ready_to_show() -> None:
    """Markup is parsed when the content is read; only facts are filled in later."""
    told = LIBRARY.words("en").commands["end-of-data"]

    assert Run("<CRLF>.<CRLF>", "code", "") in told.text
    assert "`" not in plain(told.text)


def test_labels_of_the_conversation_are_found_by_group_and_key() -> None:
    assert LIBRARY.words("en").conversation["speaker.server"] == "Server"
    assert parse(LIBRARY.words("en").conversation["note.opened"])


def test_an_explanation_in_the_conversation_is_short(words: Words) -> None:
    """At most three sentences, and what to do next in one paragraph a person reads at once."""
    for name, told in words.replies.items():
        assert len(plain(told.here)) <= 260, name
        assert len(plain(told.next)) <= 160, name
