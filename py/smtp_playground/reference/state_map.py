"""What the state map shows, read from the transition table: nothing is drawn by hand.

Two maps: the way that every message takes, and all there is. The build lays them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from smtp_playground.ids import command_id
from smtp_playground.library import Library
from smtp_playground.words import CommandWords, Words
from smtpcore import MOVES, NEXT, State, Verb

Move = tuple[State, State, Verb]

_ONWARD: Final = (
    (State.GREETED, Verb.EHLO),
    (State.GREETED, Verb.HELO),
    (State.GREETED, Verb.LHLO),
    (State.READY, Verb.MAIL),
    (State.HAS_SENDER, Verb.RCPT),
    (State.HAS_RECIPIENT, Verb.RCPT),
    (State.HAS_RECIPIENT, Verb.DATA),
    (State.RECEIVING_CONTENT, Verb.END_OF_DATA),
    (State.READY, Verb.QUIT),
)
"""The way of a message: what is on the first map. Where each move leads, the table says."""

_LETTER: Final = 7.0
"""Pixels that a letter of a state's title is wide, about."""
_STATE_HEIGHT: Final = 40.0
_MOVE: Final = (64.0, 28.0)
"""Width and height of a command's button: WCAG 2.2 asks for 24 pixels."""
_COLUMNS: Final = 3


def main_moves() -> list[Move]:
    """Return the moves of the first map."""
    return sorted_moves((state, NEXT[state][verb], verb) for state, verb in _ONWARD)


def all_moves() -> list[Move]:
    """Return every move of the table."""
    return sorted_moves(
        (state, target, verb) for state, row in NEXT.items() for verb, target in row.items()
    )


def sorted_moves(moves: Iterable[Move]) -> list[Move]:
    """Return moves in the order of the table, those between the same two states together."""
    order, verbs = list(State), list(Verb)
    return sorted(moves, key=lambda m: (order.index(m[0]), order.index(m[1]), verbs.index(m[2])))


def drawing(library: Library, moves: list[Move], states: Iterable[State]) -> dict[str, Any]:
    """Return a map as the layout wants it: boxes with their sizes, and what joins them."""
    everybodys = [library.words(language) for language in library.languages]
    return {
        "states": [
            {"id": state, "width": _width(state, everybodys), "height": _STATE_HEIGHT}
            for state in states
        ],
        "groups": list(_groups(moves, everybodys)),
    }


def drawings(library: Library) -> dict[str, dict[str, Any]]:
    """Return both maps."""
    main = main_moves()
    seen = {state for source, target, _ in main for state in (source, target)}
    return {
        "main": drawing(library, main, [state for state in State if state in seen]),
        "whole": drawing(library, all_moves(), State),
    }


def _width(state: State, everybodys: list[Words]) -> float:
    return 24 + _LETTER * max(len(words.states[state].title) for words in everybodys)


def _groups(moves: list[Move], everybodys: list[Words]) -> Iterator[dict[str, Any]]:
    for (source, target), group in groupby(moves, key=lambda move: move[:2]):
        buttons = [_move(verb, everybodys) for _, _, verb in group]
        width = max(button["width"] for button in buttons)
        columns = min(_COLUMNS, len(buttons))
        for number, button in enumerate(buttons):
            button["width"] = width
            button["x"] = width * (number % columns)
            button["y"] = button["height"] * (number // columns)
        yield {
            "id": f"{source}>{target}",
            "source": source,
            "target": target,
            "width": width * columns,
            "height": _MOVE[1] * -(-len(buttons) // columns),
            "moves": buttons,
        }


def _move(verb: Verb, everybodys: list[Words]) -> dict[str, Any]:
    told: CommandWords = everybodys[0].commands[command_id(verb)]
    is_wire = verb not in MOVES or verb in (Verb.END_OF_DATA, Verb.LAST_CHUNK)
    longest = max(len(words.commands[command_id(verb)].title) for words in everybodys)
    width, height = _MOVE
    line = "" if verb is Verb.HANDSHAKE else told.example
    start = line.find(told.change) if told.change else len(line)
    return {
        "verb": verb,
        "line": line,
        "select_from": start,
        "select_to": start + len(told.change),
        "is_wire": is_wire,
        "width": max(width, 20 + _LETTER * (len(verb) if is_wire else longest)),
        "height": height,
    }
