"""What else could have come: the other replies that the RFCs allow at a point, and the way to them.

`content/matrix.toml` says which command may be answered with which code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from smtp_playground.bubbles import OtherReply
from smtp_playground.history import Answered, Conversation, Opened
from smtp_playground.ids import command_id
from smtp_playground.severity import severity_of
from smtpcore import ReplySent, Rule, State, Then, Verb, When
from smtpcore.faults import fault
from smtpcore.rules import COMMANDS, CONNECT, END_OF_DATA

if TYPE_CHECKING:
    from smtp_playground.explain import Explainer

MATRIX: Final = Path(__file__).parent / "content" / "matrix.toml"

_KINDS: Final = ("success", "intermediate", "error")
_OF_PROTOCOL: Final = frozenset({500, 501, 502, 503, 521, 530})
"""With these a command is refused before any rule is asked."""


@cache
def load_matrix() -> Mapping[str, tuple[int, ...]]:
    """Return the codes of each command, by its id; `connect` is the greeting."""
    tables = tomllib.loads(MATRIX.read_text(encoding="utf-8"))
    everywhere = _codes(tables.pop("any"))
    nowhere = {CONNECT, command_id(Verb.HANDSHAKE)}
    return {
        id_: tuple(sorted({*_codes(row), *(() if id_ in nowhere else everywhere)}))
        for id_, row in tables.items()
    }


def _codes(row: Mapping[str, list[str]]) -> list[int]:
    return [int(code) for kind in _KINDS for code in row[kind]]


def others(event: ReplySent, explainer: Explainer) -> tuple[OtherReply, ...]:
    """Return the other replies that were possible in place of this one."""
    command = _command_of(event)
    if command is None:
        return ()
    matrix_id = CONNECT if event.verb is None else command_id(event.verb)
    may_be_made = command in COMMANDS and event.reply.code not in _OF_PROTOCOL
    return tuple(
        _other(code, command, explainer, can_be_made=may_be_made and code >= 400)
        for code in load_matrix()[matrix_id]
        if code != event.reply.code
    )


def _other(code: int, command: str, explainer: Explainer, *, can_be_made: bool) -> OtherReply:
    words = explainer.words
    named = words.replies.get(fault(command, code).name)
    severity = severity_of(code)
    title = named.title if named else explainer.label(f"severity.{severity}")
    return OtherReply(str(code), severity, title, can_be_made)


def _command_of(event: ReplySent) -> str | None:
    """Return what a rule about this reply would be about; None: it answers nothing known."""
    if event.verb is None:
        return CONNECT if event.before is State.CONNECTED else None
    return END_OF_DATA if event.verb is Verb.END_OF_DATA else event.verb.value


def rule_for(conversation: Conversation, bubble: int, code: int) -> Rule | None:
    """Return the rule by which this reply of the last connection would have this code.

    None: no rule is asked there. Raises LookupError if the reply is not remembered.
    """
    asked = conversation.entry(bubble)
    command = _command_of(asked.event) if isinstance(asked, Answered) else None
    if command not in COMMANDS or not isinstance(asked, Answered):
        return None
    times = 0
    for entry_id, entry in conversation.entries():
        if isinstance(entry, Opened):
            times = 0
        if isinstance(entry, Answered) and _is_ruled(entry.event, command):
            times += 1
        if entry_id == bubble:
            break
    if not _is_ruled(asked.event, command):
        return None
    return Rule(
        when=When(command=command, nth=times),
        then=Then(reply=fault(command, code)),
        times=1,
        name=f"{code}: {command} {times}" if times > 1 else f"{code}: {command}",
    )


def _is_ruled(event: ReplySent, command: str) -> bool:
    ruled = event.reply.code not in _OF_PROTOCOL or bool(event.rule)
    return ruled and _command_of(event) == command
