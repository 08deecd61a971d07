"""The entries of reply codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from smtp_playground.markup import Text
from smtp_playground.reference.composing import (
    Composer,
    brief,
    code_run,
    listed,
    severity,
    strong,
    text,
)
from smtp_playground.reference.entries import CauseBlock, Entry, EntrySection
from smtp_playground.reference.tables import PROGRAMS, SERVERS
from smtp_playground.reference.transcripts import shortest
from smtp_playground.reference.words import CodeWords
from smtp_playground.words import Reference
from smtpcore import CATALOGUE


@cache
def names_of_codes() -> Mapping[str, tuple[str, ...]]:
    """Return the names of the replies of each code that this core can give."""
    names: dict[str, list[str]] = defaultdict(list)
    for reply in CATALOGUE.values():
        names[str(reply.code)].append(reply.name)
    return {code: tuple(found) for code, found in names.items()}


def reply_entries(composer: Composer) -> Iterator[Entry]:
    """Yield an entry for each code there are words for."""
    for code, told in composer.extra.codes.items():
        yield _entry(composer, code, told)


def session_of(code: str, told: CodeWords) -> str:
    """Return the reply whose session shows a code; empty if this core never gives it."""
    names = names_of_codes().get(code, ())
    return (told.session or shortest(names)) if names else ""


def _entry(composer: Composer, code: str, told: CodeWords) -> Entry:
    shade = severity(code)
    word = composer.words.conversation
    return Entry(
        address=f"replies/{code}",
        kind="replies",
        code=code,
        severity=shade,
        severity_word=word[f"severity.{shade}"] if shade != "none" else "",
        title=told.title,
        label=f"{code} {told.title}",
        description=brief([told.meaning]),
        status="" if told.status == "standard" else composer.label(f"status.{told.status}"),
        lead=(told.meaning,),
        sections=(*_first_aid(composer, told), *_details(composer, code, told)),
    )


def _first_aid(composer: Composer, told: CodeWords) -> Iterator[EntrySection]:
    yield from composer.points("fix" if told.act in _TROUBLES else "go-on", told.fix)
    yield from composer.points("avoid", told.avoid)
    yield from composer.paragraph("client", _act(composer, told))


_TROUBLES = {"retry", "bounce", "fix", "close"}


def _act(composer: Composer, told: CodeWords) -> Text:
    act = composer.label(f"act.{told.act}")
    return (*strong(f"{act}."), *text(" "), *told.client)


def _details(composer: Composer, code: str, told: CodeWords) -> Iterator[EntrySection]:
    if reply := session_of(code, told):
        yield from composer.session(reply)
    yield from _digits(composer, code)
    yield from _causes(composer, code, told)
    yield from _commands(composer, code)
    yield from _said(composer, code)
    yield from _enhanced(composer, code)
    yield from _programs(composer, code)
    yield from composer.links("compare", map(composer.pair_link, _pairs(composer, code)))
    yield from composer.rfcs(_references(composer, code, told))
    yield from composer.links("related", map(composer.code_link, told.related))


def _digits(composer: Composer, code: str) -> list[EntrySection]:
    if not {f"first-{code[0]}", f"second-{code[1]}"} <= composer.words.digits.keys():
        return []  # no code of SMTP has such digits (RFC 5321 4.2)
    digits = composer.explainer.digits(code)
    return composer.table("digits", (), ((code_run(d.digit), d.meaning) for d in digits))


def _causes(composer: Composer, code: str, told: CodeWords) -> list[EntrySection]:
    causes = tuple(_cause(composer, name) for name in names_of_codes().get(code, ()))
    if causes:
        return [EntrySection("when", composer.label("section.when"), causes)]
    return composer.points("when", told.when)


def _cause(composer: Composer, name: str) -> CauseBlock:
    told = composer.words.replies[name]
    return CauseBlock(
        name, told.title, CATALOGUE[name].enhanced, told.when, (*told.fix, *told.avoid)
    )


def _commands(composer: Composer, code: str) -> list[EntrySection]:
    rows = composer.tables.matrix.items()
    commands = [id_ for id_, row in rows if code in row.codes]
    return composer.paragraph("commands", listed(composer.command_runs(id_) for id_ in commands))


def _said(composer: Composer, code: str) -> list[EntrySection]:
    order = list(SERVERS)
    said = sorted(
        (row for row in composer.tables.said if row.code == code),
        key=lambda row: order.index(row.server),
    )
    head = tuple(composer.label(f"said.{key}") for key in ("server", "after", "line"))
    rows = (
        (text(SERVERS[row.server]), _after(composer, row.after), code_run(row.line)) for row in said
    )
    return composer.table("said", head, rows)


def _after(composer: Composer, after: str) -> Text:
    return code_run(after) if after.isupper() else text(composer.label(f"after.{after}"))


def _enhanced(composer: Composer, code: str) -> list[EntrySection]:
    own = {CATALOGUE[name].enhanced.partition(".")[2] for name in names_of_codes().get(code, ())}
    told = composer.extra.enhanced
    details = [detail for detail in told if detail in own or code in told[detail].basic]
    return composer.links("enhanced", map(composer.detail_link, details))


def _programs(composer: Composer, code: str) -> list[EntrySection]:
    names = composer.tables.constants.get(code, {})
    rows = (
        (text(program), listed(map(code_run, names[program])))
        for program in PROGRAMS
        if names.get(program)
    )
    return composer.table("programs", (), rows)


def _pairs(composer: Composer, code: str) -> list[str]:
    return [id_ for id_, pair in composer.extra.compare.items() if code in (pair.left, pair.right)]


def _references(composer: Composer, code: str, told: CodeWords) -> Iterator[Reference]:
    yield from told.rfc
    for name in names_of_codes().get(code, ()):
        yield from composer.words.replies[name].rfc
