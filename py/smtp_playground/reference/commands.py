"""The entries of commands and of extensions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from smtp_playground.explain import usage_of
from smtp_playground.ids import VERBS, command_id
from smtp_playground.markup import plain
from smtp_playground.reference.composing import Composer, brief, code_run, listed, text
from smtp_playground.reference.entries import Entry, EntryLink, EntrySection
from smtp_playground.reference.transcripts import all_sessions, shortest
from smtp_playground.sessions import verb_of
from smtpcore import CATALOGUE, EXTENSIONS, Verb
from smtpcore.extensions import Extension
from smtpcore.states import NEXT


def command_entries(composer: Composer) -> Iterator[Entry]:
    """Yield an entry for each command, and for what moves a session without being one."""
    for id_, told in composer.words.commands.items():
        code = id_.upper().replace("-", " ")
        yield Entry(
            address=f"commands/{id_}",
            kind="commands",
            code=code,
            severity="none",
            severity_word="",
            title=told.does.removesuffix("."),
            label=told.title,
            description=brief([told.text]),
            status="",
            lead=(told.text,),
            sections=tuple(_command_sections(composer, id_)),
        )


def _command_sections(composer: Composer, id_: str) -> Iterator[EntrySection]:
    told, verb = composer.words.commands[id_], VERBS[id_]
    notes = composer.extra.commands.get(id_)
    yield from composer.points("mistakes", notes.mistakes if notes else ())
    yield from composer.paragraph("instead", told.instead or ())
    if usage := usage_of(verb):
        yield from composer.paragraph("syntax", code_run(usage))
    if told.example:
        yield from composer.paragraph("example", code_run(told.example))
    if replies := _replies_to(verb):
        good = [name for name in replies if not CATALOGUE[name].is_refusal]
        yield from composer.seen(shortest(good or replies))
    yield from _states(composer, verb)
    yield from _answers(composer, id_)
    extensions = [e for e in EXTENSIONS.values() if verb in e.forms]
    yield from composer.links("extension", (extension_link(composer, e) for e in extensions))
    yield from composer.rfcs(told.rfc)


@cache
def _replies_to(verb: Verb) -> tuple[str, ...]:
    """Return the replies whose sessions end with an answer to this command."""
    return tuple(name for name, session in all_sessions().items() if verb_of(session) is verb)


def _states(composer: Composer, verb: Verb) -> list[EntrySection]:
    states = [state for state, row in NEXT.items() if verb in row]
    titles = (text(composer.words.states[state.value].title) for state in states)
    return composer.paragraph("states", listed(titles))


def _answers(composer: Composer, id_: str) -> list[EntrySection]:
    row = composer.tables.matrix.get(id_)
    if row is None:
        return []
    kinds = {
        "success": row.success,
        "intermediate": row.intermediate,
        "later": tuple(code for code in row.error if code[0] == "4"),
        "error": tuple(code for code in row.error if code[0] == "5"),
    }
    cells = (
        (text(composer.label(f"answers.{kind}")), composer.code_runs(codes))
        for kind, codes in kinds.items()
        if codes
    )
    return composer.table("answers", (), cells)


def extension_link(composer: Composer, extension: Extension) -> EntryLink:
    """Return the link to an extension's entry."""
    id_ = extension.keyword.lower()
    return EntryLink(
        composer.words.keywords[id_].title, f"extensions/{id_}", extension.keyword, "none"
    )


def extension_entries(composer: Composer) -> Iterator[Entry]:
    """Yield an entry for each keyword that a server may list after EHLO."""
    for id_, told in composer.words.keywords.items():
        title = told.title.partition(": ")[2] or told.title
        yield Entry(
            address=f"extensions/{id_}",
            kind="extensions",
            code=id_.upper(),
            severity="none",
            severity_word="",
            title=title[:1].upper() + title[1:],
            label=told.title,
            description=plain(told.text),
            status="",
            lead=(told.text,),
            sections=tuple(_extension_sections(composer, id_)),
        )


def _extension_sections(composer: Composer, id_: str) -> Iterator[EntrySection]:
    extension = EXTENSIONS.get(id_.upper())
    if notes := composer.extra.extensions.get(id_):
        yield from composer.paragraph("use", notes.use)
        yield from composer.paragraph("without", notes.without)
        yield from composer.points("mistakes", notes.mistakes or ())
    if extension is not None:
        if extension.replies:
            yield from composer.seen(_showing(extension))
        yield from _parameters(composer, extension)
        commands = (command_id(verb) for verb in extension.forms)
        yield from composer.links("adds", map(composer.command_link, commands))
        names = (reply.name for reply in extension.replies)
        yield from composer.links("replies", map(composer.cause_link, names))
    yield from composer.rfcs(composer.words.keywords[id_].rfc)


def _showing(extension: Extension) -> str:
    good = [reply.name for reply in extension.replies if not reply.is_refusal]
    return shortest(good or [reply.name for reply in extension.replies])


def _parameters(composer: Composer, extension: Extension) -> list[EntrySection]:
    rows = [
        (code_run(f"{verb} {keyword}"), composer.words.parameters[keyword.lower()].text)
        for verb, keywords in (
            ("MAIL", extension.mail_parameters),
            ("RCPT", extension.rcpt_parameters),
        )
        for keyword in keywords
    ]
    return composer.table("parameters", (), rows)
