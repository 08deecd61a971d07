"""Whether the sessions of a document are true, and what they would be if they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from smtp_playground.documents.finding import Found, Kind, find
from smtp_playground.documents.playing import Answered, play
from smtp_playground.documents.printed import Line, StrayLineError, Turn, fits, read, turns
from smtp_playground.embedding.element import AttributeProblemError, check

PERSONA: Final = "playground"
"""Who answers where a session does not say."""

SKIPPED: Final = frozenset({"no", "false", "off", "0"})
"""Values of `verify` that leave a session alone."""

MOST_LINES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a document."""

    line: int
    "Counted from 1."
    text: str
    diff: tuple[str, ...] = ()
    "`-` what is printed, `+` what the server says, in the lines around."

    def told(self, name: str) -> list[str]:
        """Return the lines that tell of it, for a document of this name."""
        return [f"{name}:{self.line}: {self.text}", *(f"    {line}" for line in self.diff)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a document."""

    sessions: int
    problems: tuple[Problem, ...]
    mended: str
    "The document with the server's lines as the server says them."


def verify(document: str, kind: Kind) -> Verdict:
    """Play the sessions of a document and compare; a session of `verify=no` is left alone.

    `document` may have any line ends; those of `mended` are the same.
    """
    ends = "\r\n" if "\r\n" in document else "\n"
    text = document.replace("\r\n", "\n")
    sessions = find(text, kind)
    problems: list[Problem] = []
    mended, at = [], 0
    for session in sessions:
        found, lines = _judge(session, text)
        problems += found
        if lines is not None:
            mended += [text[at : session.start], session.written(lines, text)]
            at = session.end
    whole = "".join([*mended, text[at:]])
    return Verdict(len(sessions), tuple(problems), whole.replace("\n", ends))


def _judge(session: Found, document: str) -> tuple[list[Problem], list[str] | None]:
    """Return what is wrong with a session, and its lines mended, if any has to be."""
    if session.problem:
        return [Problem(session.line, session.problem)], None
    verdict = (session.attributes.get("verify") or "").lower()
    attributes = {name: value for name, value in session.attributes.items() if _counts(name)}
    lines = session.lines(document)
    if verdict in SKIPPED:
        return [], None
    if len(lines) > MOST_LINES:
        return [Problem(session.line, f"more than {MOST_LINES} lines in a session")], None
    try:
        check(attributes)
        printed = read(lines)
    except AttributeProblemError as error:
        return [Problem(session.line, str(error))], None
    except StrayLineError as error:
        return [Problem(session.line + error.number, str(error))], None
    if not any(line.voice == "server" for line in printed):
        return [], None  # there is nothing to compare: it is only to be played
    return _compared(session, lines, printed, attributes)


def _counts(name: str) -> bool:
    """Tell what is the element's from what documents write beside it."""
    return name not in {"verify", "name", "class", "id", "style", "title"} and not name.startswith(
        ("data-", "aria-")
    )


def _compared(
    session: Found, lines: list[str], printed: list[Line], attributes: Mapping[str, str | None]
) -> tuple[list[Problem], list[str] | None]:
    said = [line.text for line in printed if line.voice == "client"]
    rules = (attributes.get("rules") or "").split()
    answered = play(attributes.get("persona") or PERSONA, rules, said)
    problems: list[Problem] = []
    mended: list[str] = []
    for turn, got in _paired(turns(printed), answered):
        is_true = fits(turn.after, got) or (not turn.said and not _speaks(turn.after))
        mended += [lines[line.number] for line in turn.said]
        if is_true:
            mended += [lines[line.number] for line in turn.after]
        else:
            mended += _mended(turn.after, lines, got)
            problems.append(_difference(session.line, turn, lines, got))
    closed = answered.closed_after
    if closed is not None and closed < len(said):
        line = [line for line in printed if line.voice == "client"][closed]
        text = "the server has closed the connection: nobody hears this line or any after it"
        problems.append(Problem(session.line + line.number, text))
    return problems, mended if mended != lines else None


def _paired(found: list[Turn], answered: Answered) -> Iterator[tuple[Turn, tuple[str, ...]]]:
    """Yield each turn with what the server says in it."""
    at = 0
    for turn in found:
        if not turn.said:
            yield turn, answered.greeting
            continue
        replies = answered.replies[at : at + len(turn.said)]
        at += len(turn.said)
        yield turn, tuple(line for reply in replies for line in reply)


def _speaks(after: tuple[Line, ...]) -> bool:
    return any(line.voice in {"server", "elision"} for line in after)


def _mended(after: tuple[Line, ...], lines: list[str], got: tuple[str, ...]) -> Iterator[str]:
    """Yield what should be printed; notes and blank lines stay before it or behind it."""
    first = next((at for at, line in enumerate(after) if _speaks((line,))), 0)
    yield from (lines[line.number] for line in after[:first])
    yield from (f"S: {line}".rstrip(" ") for line in got)
    yield from (lines[line.number] for line in after[first:] if not _speaks((line,)))


def _difference(first: int, turn: Turn, lines: list[str], got: tuple[str, ...]) -> Problem:
    wrong = [line for line in turn.after if _speaks((line,))]
    at = (wrong or turn.said or turn.after)[0].number
    diff = [
        *(f"  {lines[line.number].strip()}" for line in turn.said[-1:]),
        *(f"- {lines[line.number].strip()}" for line in wrong),
        *(f"+ S: {line}" for line in got),
    ]
    return Problem(first + at, "the server says something else", tuple(diff))
