"""The state map as the view draws it: what is laid out at build time. See `bubbles.py`.

Places are the middles of boxes, and all measures are pixels at the map's own size.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MapState:
    """A state, a box."""

    id: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class MapMove:
    """What moves the session there: a button within a group's box."""

    verb: str
    line: str
    "What to put into the prompt; empty: the host does it, and nobody types it."
    select_from: int
    select_to: int
    is_wire: bool
    "Whether the verb is what is typed; the answer to a challenge has a name in words."
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class MapGroup:
    """All moves from one state to one state: a box on the way between them."""

    id: str
    "`greeted>ready`: as `SessionView.way` names what was done."
    source: str
    target: str
    x: float
    y: float
    width: float
    height: float
    moves: tuple[MapMove, ...]
    paths: tuple[str, ...]
    "The lines from the source to the box and on to the target, as SVG has them."
    arrow: str
    "The points of the arrow's head, as SVG has them."


@dataclass(frozen=True, slots=True)
class StateMap:
    """A map: some states, some ways between them."""

    width: float
    height: float
    states: tuple[MapState, ...]
    groups: tuple[MapGroup, ...]
