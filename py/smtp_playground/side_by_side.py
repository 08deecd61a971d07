"""What another server would have said to the same lines: a connection played again.

What a client sends depends on what it hears, so not everything is sent again: a message only
where the other server asked for one, an answer to a challenge only where there is a challenge. A
command that comes where the other server reads a message is read as a line of it, as it would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from smtp_playground.comparison_bubbles import ComparedRow, Side, SideBySide
from smtp_playground.content_lines import ContentSent
from smtp_playground.deeds import Deed, carry_out
from smtp_playground.explain import Explainer, severity_of
from smtp_playground.history import OVER, PEER, Answered, Entry, Opened
from smtp_playground.line_ends import CRLF
from smtp_playground.parts import DOTS, cut_command
from smtp_playground.personas import Persona
from smtp_playground.runs import Run
from smtp_playground.visible import visible
from smtpcore import CommandReceived, Event, ReplySent, ResponseReceived, ServerSession, State

ROWS_AT_MOST: Final = 1000
"""Lines that are compared; of a longer connection, the first."""

Sent = CommandReceived | ResponseReceived | ContentSent
Step = Sent | Deed
"""What comes in a connection: from its client, or of the host's own accord."""


class Silence(StrEnum):
    """Why a server said nothing to a line. The value is an id of the words."""

    HUNG_UP = "hung-up"
    "The connection was over."
    NOT_ASKED = "not-asked"
    "A message or a response that this server did not ask for is not sent to it."
    SWALLOWED = "swallowed"
    "It was reading a message, and took the command for a line of it."
    NOTHING = "nothing"
    "It owes no reply to it."


@dataclass(slots=True)
class Turn:
    """Something that was sent, what was said to it, and what another server says."""

    sent: Step | None
    "None: the greeting comes unasked."
    here: list[Answered] = field(default_factory=list)
    there: list[Answered] = field(default_factory=list)
    silence: Silence = Silence.NOTHING
    "Why there is nothing in `there`, if there is nothing."

    @property
    def differs(self) -> bool:
        """Tell whether the two have not the same codes."""
        return _codes(self.here) != _codes(self.there)


def connection_before(entries: Iterable[tuple[int, Entry]], note: int) -> list[Entry] | None:
    """Return what was said in the connection before the one that this note tells of.

    None if its beginning is no longer remembered.
    """
    found: list[Entry] | None = None
    for entry_id, entry in entries:
        if entry_id == note:
            break
        if isinstance(entry, Opened):
            found = []
        elif found is not None:
            found.append(entry)
    return found


def play_again(
    entries: Sequence[Entry], other: Persona, now: float, seed: bytes = b""
) -> list[Turn]:
    """Say to another server what was said in a connection; return it turn by turn."""
    turns = _turns(entries)[:ROWS_AT_MOST]
    policy = other.policy
    session = ServerSession(policy, secure=policy.implicit_tls, peer=PEER, seed=seed)
    for turn in turns:
        _play(turn, session, other, now)
    return turns


def _turns(entries: Sequence[Entry]) -> list[Turn]:
    is_greeted = not (entries and isinstance(entries[0], Deed))
    turns = [Turn(None)] * is_greeted
    for entry in entries:
        match entry:
            case CommandReceived() | ResponseReceived() | ContentSent() | Deed():
                turns.append(Turn(entry))
            case Answered():
                turns[-1].here.append(entry)
            case _:
                pass
    return turns


def _play(turn: Turn, session: ServerSession, other: Persona, now: float) -> None:
    if turn.sent is None:
        events = session.greet(now)
    else:
        silence = _silence(turn.sent, session)
        if silence in (Silence.HUNG_UP, Silence.NOT_ASKED):
            turn.silence = silence
            return
        turn.silence = silence or Silence.NOTHING
        events = _carry_out(turn.sent, session, now)
        if session.state is State.STARTING_TLS:
            session.start_tls(now)
    line = shown(turn.sent)
    turn.there += [Answered(event, line, other) for event in events if isinstance(event, ReplySent)]


def _carry_out(step: Step, session: ServerSession, now: float) -> list[Event]:
    if isinstance(step, Deed):
        return carry_out(step, session, now)
    return session.receive_data(_octets(step, session.octets_due), now)


def _silence(sent: Step, session: ServerSession) -> Silence | None:
    """Return why a server will say nothing to this, if it will not."""
    if session.state in OVER:
        return Silence.HUNG_UP
    reads_text = session.state is State.RECEIVING_CONTENT or session.octets_due > 0
    match sent:
        case ContentSent():
            return None if reads_text else Silence.NOT_ASKED
        case ResponseReceived():
            return None if session.state is State.AUTHENTICATING else Silence.NOT_ASKED
        case CommandReceived():
            return Silence.SWALLOWED if reads_text else None
        case Deed():
            return None


def _octets(sent: Sent, due: int) -> bytes:
    match sent:
        case ContentSent(lines=lines, omitted=omitted, ended=ended):
            # What is not kept of a long message is played as empty lines: there are as many.
            kept = len(lines) - ended
            whole = (*lines[:kept], *[b""] * omitted, *lines[kept:])
            octets = CRLF.join(whole) + CRLF
            return octets[:due] if sent.in_chunk else octets
        case CommandReceived(line=line, size=size, hidden=hidden):
            return (line + hidden).ljust(size - len(CRLF), b"x") + CRLF
        case ResponseReceived(line=line, hidden=hidden):
            return line + hidden + CRLF


def shown(sent: Step | None) -> str:
    """Return a line as it may be shown, its secrets in dots; empty for what is no line."""
    match sent:
        case CommandReceived():
            return "".join(cut.text for cut in cut_command(sent))
        case ResponseReceived(hidden=hidden):
            return DOTS if hidden else visible(sent.line)
        case _:
            return ""


def _codes(answers: list[Answered]) -> list[int]:
    return [answered.event.reply.code for answered in answers]


# In the reader's language.


def side_by_side(
    turns: list[Turn] | None, here: Persona, there: Persona, explainer: Explainer
) -> SideBySide:
    """Return two servers' answers as the page shows them; None: too much was forgotten."""
    rows = tuple(_row(turn, explainer) for turn in turns or ())
    if turns is None:
        summary = explainer.label("compare.forgotten")
    else:
        count = sum(row.differs for row in rows)
        form = "none" if not count else "one" if count == 1 else "other"
        summary = explainer.label(f"compare.{form}", count=count, all=len(rows))
    return SideBySide(_name(here, explainer), _name(there, explainer), summary, rows)


def _name(persona: Persona, explainer: Explainer) -> str:
    return persona.name.get(explainer.words.language, persona.name["en"])


def _row(turn: Turn, explainer: Explainer) -> ComparedRow:
    on_wire = isinstance(turn.sent, CommandReceived | ResponseReceived)
    if isinstance(turn.sent, ContentSent):
        count = len(turn.sent.lines) + turn.sent.omitted
        line = explainer.label("compare.message", count=count)
    elif isinstance(turn.sent, Deed):
        line = explainer.label(f"deed.{turn.sent.name}", number=turn.sent.number)
    else:
        line = shown(turn.sent) if turn.sent else explainer.label("compare.greeting")
    return ComparedRow(
        line=line,
        on_wire=on_wire,
        here=_side(turn.here, Silence.NOTHING, explainer),
        there=_side(turn.there, turn.silence, explainer),
        differs=turn.differs,
        mark=explainer.label("compare.mark") if turn.differs else "",
    )


def _side(answers: list[Answered], silence: Silence, explainer: Explainer) -> Side:
    if not answers:
        remark = explainer.label(f"compare.{silence}")
        return Side((), "", "none", "", remark, ())
    code = answers[-1].event.reply.code
    severity = severity_of(code)
    return Side(
        lines=tuple(line for answered in answers for line in answered.event.lines),
        code=str(code),
        severity=severity,
        severity_word=explainer.label(f"severity.{severity}"),
        remark="",
        departs=tuple(_departures(answers, explainer)),
    )


def _departures(answers: list[Answered], explainer: Explainer) -> Iterator[Run]:
    for answered in answers:
        yield from explainer.departure(answered)
