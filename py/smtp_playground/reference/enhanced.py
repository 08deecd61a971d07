"""The entries of enhanced status codes: one for each subject and detail, whatever the class."""

from __future__ import annotations

from collections.abc import Iterator

from smtp_playground.reference.composing import Composer, brief, code_run, text
from smtp_playground.reference.entries import Entry, EntrySection
from smtp_playground.reference.tables import SERVERS
from smtp_playground.reference.transcripts import shortest
from smtp_playground.reference.words import EnhancedWords
from smtpcore import CATALOGUE


def enhanced_entries(composer: Composer) -> Iterator[Entry]:
    """Yield an entry for each detail of IANA's table."""
    for detail, told in composer.extra.enhanced.items():
        yield _entry(composer, detail, told)


def _entry(composer: Composer, detail: str, told: EnhancedWords) -> Entry:
    meaning = composer.words.enhanced[f"detail-{detail.replace('.', '-')}"]
    return Entry(
        address=f"enhanced/x.{detail}",
        kind="enhanced",
        code=f"X.{detail}",
        severity="none",
        severity_word="",
        title=meaning.title,
        label=f"X.{detail} {meaning.title}",
        description=brief([meaning.text, told.when]),
        status="",
        lead=(meaning.text, told.when),
        sections=tuple(_sections(composer, detail, told)),
    )


def _sections(composer: Composer, detail: str, told: EnhancedWords) -> Iterator[EntrySection]:
    names = [
        reply.name for reply in CATALOGUE.values() if reply.enhanced.partition(".")[2] == detail
    ]
    yield from composer.points("fix", told.fix)
    yield from composer.paragraph("note", told.note)
    if names:
        yield from composer.session(shortest(_usual(composer, names)))
    yield from _parts(composer, detail)
    yield from composer.links("here", map(composer.cause_link, names))
    yield from _said(composer, detail)
    yield from composer.links("basic", map(composer.code_link, _basic(composer, told)))
    yield from composer.rfcs(told.rfc)


def _usual(composer: Composer, names: list[str]) -> list[str]:
    """Return the replies whose codes are a standard's own; all, if none is."""
    codes = composer.extra.codes
    usual = [name for name in names if codes[str(CATALOGUE[name].code)].status == "standard"]
    # Who looks a code up has mostly been refused.
    refusals = [name for name in usual if CATALOGUE[name].is_refusal]
    return refusals or usual or names


def _parts(composer: Composer, detail: str) -> list[EntrySection]:
    """Take the code apart: the classes it is met with, its subject, its detail."""
    subject, number = detail.split(".")
    told = composer.words.enhanced
    rows = [
        (code_run(f"{number}.{detail}"), told[f"class-{number}"].text)
        for number in _classes(composer, detail)
    ]
    rows.append((code_run(f"X.{subject}"), told[f"subject-{subject}"].text))
    rows.append((code_run(f"X.{subject}.{number}"), told[f"detail-{subject}-{number}"].text))
    return composer.table("parts", (), rows)


def _classes(composer: Composer, detail: str) -> list[str]:
    """Return the classes that servers send this detail with; if none does, those of failures."""
    own = {reply.enhanced[0] for reply in CATALOGUE.values() if reply.enhanced[2:] == detail}
    said = {row.line[4] for row in composer.tables.said if row.line[6:].split(" ")[0] == detail}
    basic = {code[0] for code in composer.extra.enhanced[detail].basic}
    return sorted((own | said | basic) & {*"245"}) or ["4", "5"]


def _said(composer: Composer, detail: str) -> list[EntrySection]:
    codes = {f"{number}.{detail}" for number in "245"}
    rows = (
        (text(SERVERS[row.server]), code_run(row.line))
        for row in composer.tables.said
        if codes & set(row.line[4:].split(" ")[:1])
    )
    head = (composer.label("said.server"), composer.label("said.line"))
    return composer.table("said", head, rows)


def _basic(composer: Composer, told: EnhancedWords) -> list[str]:
    return [code for code in told.basic if code in composer.extra.codes]
