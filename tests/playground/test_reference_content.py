"""The reference is whole: everything there is has an entry, and everything it names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from smtp_playground.deeds import deed_in
from smtp_playground.ids import VERBS, command_id
from smtp_playground.reference.composing import Composer
from smtp_playground.reference.entries import LinksBlock
from smtp_playground.reference.library import ENGLISH
from smtp_playground.reference.replies import names_of_codes
from smtp_playground.reference.tables import Said
from smtp_playground.reference.transcripts import all_sessions
from smtp_playground.reference.whole import composers, reference
from smtp_playground.runs import Run
from smtp_playground.sessions import verb_of
from smtpcore import CATALOGUE, EXTENSIONS, Verb

LANGUAGES = tuple(composers())
ENTRIES = {language: reference(language).entries for language in LANGUAGES}

CODES = {
    "RFC 5321 4.2.3": "211 214 220 221 250 251 252 354 421 450 451 452 455 500 501 502 503 504 "
    "550 551 552 553 554 555",
    "RFC 7504": "521 556",
    "RFC 4954": "235 334 432 454 530 534 535 538",
    "RFC 3207": "220 454 501 530 554",
    "RFC 1985": "250 251 252 253 458 459 500 501",
    "RFC 1845": "355",
    "RFC 2645": "250 450 451 453 502 530",
    "IANA's registry of enhanced codes": "422 430 523 524 525 533",
    "Exim alone": "435",
    "no RFC, yet in lists": "101 111 200 345 420 431 441 442 446 447 449 471 510 511 512 513 "
    "540 541",
}

# IANA's table "Enumerated Status Codes": what it calls the associated basic status codes. Where it
# says "5XX", or names a code and allows for others, what it names stands here.
DETAILS = """
0.0: | 1.0: | 1.1: 451 550 | 1.2: | 1.3: 501 | 1.4: | 1.5: 250 | 1.6: | 1.7: | 1.8: 451 501 | 1.9:
1.10: 556 | 2.0: | 2.1: | 2.2: 552 | 2.3: 552 | 2.4: 450 452
3.0: 221 250 421 451 550 554 | 3.1: 452 | 3.2: 453 521 | 3.3: | 3.4: 552 554 | 3.5: | 3.6: 250 251
4.0: | 4.1: 451 | 4.2: 421 | 4.3: 451 550 | 4.4: | 4.5: 451 | 4.6: | 4.7:
5.0: 220 250 251 252 253 451 452 454 458 459 501 502 503 554
5.1: 430 500 501 503 530 550 554 555 | 5.2: 500 501 502 550 555 | 5.3: 451
5.4: 451 501 502 503 504 550 555 | 5.5: | 5.6: 500
6.0: | 6.1: | 6.2: | 6.3: 554 | 6.4: 250 | 6.5: | 6.6: 554 | 6.7: 550 553 | 6.8: 252 550 553
6.9: 550 | 6.10:
7.0: 220 235 450 454 500 501 503 504 530 535 550 | 7.1: 451 454 502 503 533 550 551 | 7.2: 550
7.3: | 7.4: 504 | 7.5: | 7.6: | 7.7: | 7.8: 535 554 | 7.9: 534 | 7.10: 523 | 7.11: 524 538
7.12: 422 432 | 7.13: 525 | 7.14: 535 554 | 7.15: 450 550 | 7.16: 552 | 7.17: | 7.18: | 7.19:
7.20: 550 | 7.21: 550 | 7.22: 550 | 7.23: 550 | 7.24: 451 550 | 7.25: 550 | 7.26: 550 | 7.27: 550
7.28: | 7.29: 550 | 7.30: 550
"""


@pytest.fixture(params=LANGUAGES)
def composer(request: pytest.FixtureRequest) -> Composer:
    """Return the words of each language in its turn."""
    return composers()[request.param]


@cache
def addresses(language: str) -> frozenset[str]:
    """Return where there is something: entries, their sections and causes, terms."""
    found = set()
    for entry in ENTRIES[language]:
        found.add(entry.address)
        for section in entry.sections:
            found.add(f"{entry.address}#{section.id}")
            causes = (block.reply for block in section.blocks if block.kind == "cause")
            found |= {f"{entry.address}#{reply}" for reply in causes}
            if entry.kind == "glossary":
                found.add(f"glossary/{section.id}")
    return frozenset(found)


def ways_in(value: object) -> Iterator[str]:
    """Yield where links lead to, however deep they are, without the addresses of other sites."""
    yield from (href.removeprefix("#") for href in _hrefs(value) if not href.startswith("https://"))


def _hrefs(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _hrefs(each)
    elif isinstance(value, Run) and value.style == "link":
        yield value.href
    elif isinstance(value, LinksBlock):
        yield from (way.target for way in value.links)
    elif hasattr(value, "__slots__"):
        for key in value.__slots__:
            yield from _hrefs(getattr(value, key))


# What there is has an entry.


@pytest.mark.parametrize("source", CODES)
def test_every_code_has_an_entry(composer: Composer, source: str) -> None:
    assert set(CODES[source].split()) <= composer.extra.codes.keys()


def test_every_entry_of_a_code_has_its_reason(composer: Composer) -> None:
    known = {code for codes in CODES.values() for code in codes.split()}

    assert composer.extra.codes.keys() == known | names_of_codes().keys()


def test_every_code_of_this_server_has_an_entry() -> None:
    assert {str(reply.code) for reply in CATALOGUE.values()} <= composers()[
        ENGLISH
    ].extra.codes.keys()


def test_what_stands_in_no_rfc_is_said_to(composer: Composer) -> None:
    wild = {code for code, told in composer.extra.codes.items() if told.status == "wild"}

    assert wild == set(CODES["no RFC, yet in lists"].split())
    assert composer.extra.codes["435"].status == "vendor"


def test_every_enhanced_code_of_iana_has_an_entry_with_its_reply_codes(composer: Composer) -> None:
    rows = (row.partition(":") for row in re.split(r"[|\n]", DETAILS.strip()))
    iana = {detail.strip(): tuple(codes.split()) for detail, _, codes in rows}

    assert len(iana) == 81
    assert {detail: told.basic for detail, told in composer.extra.enhanced.items()} == iana


def test_every_cause_of_this_server_is_told_at_its_code() -> None:
    entries = {entry.code: entry for entry in ENTRIES[ENGLISH] if entry.kind == "replies"}
    for code, names in names_of_codes().items():
        when = next(section for section in entries[code].sections if section.id == "when")
        assert [block.reply for block in when.blocks if block.kind == "cause"] == [*names]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_extension_and_term_has_an_entry(language: str) -> None:
    found = addresses(language)
    commands = {f"commands/{command_id(verb)}" for verb in Verb}
    extensions = {f"extensions/{keyword.lower()}" for keyword in EXTENSIONS}
    terms = {f"glossary/{id_}" for id_ in composers()[language].extra.glossary}

    assert commands | extensions | terms <= found


def test_every_command_and_extension_has_notes(composer: Composer) -> None:
    """Without them its entry would be left with what the conversation says."""
    assert composer.extra.commands.keys() == composer.words.commands.keys()
    assert composer.extra.extensions.keys() == composer.words.keywords.keys()


# Class and code agree: the first digit of an enhanced code is that of its reply.


def test_an_enhanced_code_has_the_class_of_its_reply() -> None:
    """And a 3xx has none (RFC 2034 4)."""
    classes = {(reply.code // 100, reply.enhanced[:1]) for reply in CATALOGUE.values()}

    assert classes == {(2, ""), (2, "2"), (3, ""), (4, "4"), (5, ""), (5, "5")}


WRONG_THEMSELVES = {
    "451 5.7.3 Must issue a STARTTLS command first": "Exchange, in messages of its own logs",
    "454 5.5.1 STARTTLS may not be repeated. k7si1234567plt.12 - gsmtp": "Gmail, measured",
}
"""Lines of real servers that break the rule."""


def said() -> tuple[Said, ...]:
    return composers()[ENGLISH].tables.said


def test_real_servers_lines_agree_with_themselves_or_are_known_not_to() -> None:
    enhanced = r"(?<![0-9.])([245])\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])"
    wrong = {
        row.line
        for row in said()
        if any(first != row.line[0] for first in re.findall(enhanced, row.line))
    }

    assert wrong == WRONG_THEMSELVES.keys()


def test_real_servers_lines_begin_with_a_code_that_has_an_entry() -> None:
    codes = composers()[ENGLISH].extra.codes

    assert [row for row in said() if row.code not in codes or row.line[3:4] not in {" ", "-"}] == []
    assert len(said()) == len(set(said()))


def test_no_enhanced_code_goes_with_a_3xx() -> None:
    """There is no class for it (RFC 3463 3.1)."""
    for detail, told in composers()[ENGLISH].extra.enhanced.items():
        assert {code[0] for code in told.basic} <= {"2", "4", "5"}, detail


# What is named is there.


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_to_entries(language: str) -> None:
    known = addresses(language)
    ways = {entry.address: {*ways_in((entry.lead, entry.sections))} for entry in ENTRIES[language]}

    assert {address: dead for address, led in ways.items() if (dead := led - known)} == {}


def test_links_of_the_explanations_lead_to_entries(composer: Composer) -> None:
    """Those in the conversation's own words, which lead to the reference as well."""
    ways = set(ways_in((*composer.words.replies.values(), *composer.words.commands.values())))

    assert ways <= addresses(ENGLISH)


def test_a_reply_is_compared_where_its_code_is() -> None:
    words, pairs = composers()[ENGLISH].words.replies, composers()[ENGLISH].extra.compare
    for name, reply in CATALOGUE.items():
        sides = [{pairs[id_].left, pairs[id_].right} for id_ in words[name].compare]
        code = str(reply.code)
        assert [pair for pair in sides if not pair & {code, f"{code[0]}xx"}] == [], name


def test_a_pair_shows_sessions_that_end_with_its_codes(composer: Composer) -> None:
    for id_, pair in composer.extra.compare.items():
        for side, reply in ((pair.left, pair.left_reply), (pair.right, pair.right_reply)):
            code = str(CATALOGUE[reply].code)
            assert side in {code, f"{code[0]}xx"}, id_


def test_the_matrix_knows_what_a_session_ends_with() -> None:
    matrix = composers()[ENGLISH].tables.matrix
    for name, session in all_sessions().items():
        verb = verb_of(session)
        spoken = any(deed_in(line) is None for line in session.lines)
        ids = [*([command_id(verb)] if verb else []), "any" if spoken else "connect"]
        assert str(CATALOGUE[name].code) in {code for id_ in ids for code in matrix[id_].codes}, (
            name
        )


def test_the_matrix_has_a_row_for_each_command_and_only_codes_with_entries() -> None:
    tables, codes = composers()[ENGLISH].tables, composers()[ENGLISH].extra.codes

    assert tables.matrix.keys() == {*VERBS, "connect", "any"}
    for id_, row in tables.matrix.items():
        assert set(row.codes) <= codes.keys(), id_
        assert len(set(row.codes)) == len(row.codes), id_
        assert {code[0] for code in row.success} <= {"2"}, id_
        assert {code[0] for code in row.intermediate} <= {"3"}, id_
        assert {code[0] for code in row.error} <= {"4", "5"}, id_


def test_the_matrix_holds_all_of_rfc_5321_4_3_2() -> None:
    """The section's own table, in full; `data` and `end-of-data` are one row there."""
    told = {
        "connect": "220 554",
        "ehlo": "250 504 550 502",
        "mail": "250 552 451 452 550 553 503 455 555",
        "rcpt": "250 251 550 551 552 553 450 451 452 503 455 555",
        "data": "354 503 554",
        "end-of-data": "250 552 554 451 452 450 550",
        "rset": "250",
        "vrfy": "250 251 252 550 551 553 502 504",
        "expn": "250 252 550 502 504",
        "help": "211 214 502 504",
        "noop": "250",
        "quit": "221",
        "any": "500 501 421",
    }
    matrix = composers()[ENGLISH].tables.matrix

    missing = {id_: set(codes.split()) - set(matrix[id_].codes) for id_, codes in told.items()}
    assert {id_: codes for id_, codes in missing.items() if codes} == {}
