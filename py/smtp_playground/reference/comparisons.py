"""The entries of comparisons: two codes that people confuse, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from smtp_playground.markup import Text, plain
from smtp_playground.reference.composing import Composer, code_run, severity, text
from smtp_playground.reference.entries import (
    Column,
    ColumnsBlock,
    Entry,
    EntrySection,
    PointsBlock,
    TextBlock,
)
from smtp_playground.reference.transcripts import parted
from smtp_playground.reference.words import PairWords


def comparison_entries(composer: Composer) -> Iterator[Entry]:
    """Yield an entry for each pair."""
    for id_, pair in composer.extra.compare.items():
        yield Entry(
            address=f"compare/{id_}",
            kind="compare",
            code="",
            severity="none",
            severity_word="",
            title=pair.title,
            label=pair.title,
            description=plain(pair.test),
            status="",
            lead=(pair.test, pair.summary),
            sections=tuple(_sections(composer, pair)),
        )


def _sections(composer: Composer, pair: PairWords) -> Iterator[EntrySection]:
    yield from _classes(composer, pair)
    rows = ((text(row.aspect), row.left, row.right) for row in pair.contrasts)
    yield from composer.table("differences", ("", pair.left, pair.right), rows)
    yield from composer.section("entries", [_entries(composer, pair)])
    yield from composer.section("meet", [_two(pair, pair.when_left, pair.when_right)])
    yield from composer.section("do", [_two(pair, pair.do_left, pair.do_right)])
    yield from composer.section("sessions", [_sessions(composer, pair)])
    yield from composer.points("more", pair.more or ())
    yield from composer.rfcs(pair.rfc)


def _classes(composer: Composer, pair: PairWords) -> list[EntrySection]:
    told = composer.words.digits
    firsts = dict.fromkeys((pair.left[0], pair.right[0]))
    rows = ((code_run(f"{first}xx"), told[f"first-{first}"]) for first in firsts)
    return composer.table("classes", (), rows)


def _entries(composer: Composer, pair: PairWords) -> ColumnsBlock:
    return ColumnsBlock(_entry(composer, pair.left), _entry(composer, pair.right))


def _entry(composer: Composer, code: str) -> Column:
    told = composer.extra.codes.get(code)
    if told is None:  # a class
        first = composer.words.digits[f"first-{code[0]}"]
        return Column(code, "", severity(code), "", (TextBlock(first),))
    blocks = (TextBlock(told.meaning), PointsBlock(told.fix))
    return Column(code, told.title, severity(code), f"replies/{code}", blocks)


def _two(pair: PairWords, left: Text, right: Text) -> ColumnsBlock:
    return ColumnsBlock(
        Column(pair.left, "", severity(pair.left), "", (TextBlock(left),)),
        Column(pair.right, "", severity(pair.right), "", (TextBlock(right),)),
    )


def _sessions(composer: Composer, pair: PairWords) -> ColumnsBlock:
    left, right = parted(
        composer.transcript(pair.left_reply), composer.transcript(pair.right_reply)
    )
    return ColumnsBlock(
        Column(pair.left, "", severity(pair.left), "", (left,)),
        Column(pair.right, "", severity(pair.right), "", (right,)),
    )
