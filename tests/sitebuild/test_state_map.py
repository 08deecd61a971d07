"""The state map: every state and every move of the table once, each in a place of its own."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from sitebuild.project import HERE
from sitebuild.state_map import laid_out
from smtpcore.states import NEXT, State

Map = dict[str, Any]
"""A `StateMap`, as JSON brings it."""


@pytest.fixture(scope="module")
def maps() -> dict[str, Map]:
    return laid_out(HERE)


def moves(drawn: Map) -> Counter[tuple[str, str, str]]:
    return Counter(
        (group["source"], group["target"], move["verb"])
        for group in drawn["groups"]
        for move in group["moves"]
    )


def test_the_whole_map_has_every_state_once(maps: dict[str, Map]) -> None:
    assert list(State) == [state["id"] for state in maps["whole"]["states"]]


def test_the_whole_map_has_every_move_once(maps: dict[str, Map]) -> None:
    table = [(source, to, verb) for source, row in NEXT.items() for verb, to in row.items()]

    assert Counter(table) == moves(maps["whole"])


def test_the_first_map_is_the_way_of_a_message(maps: dict[str, Map]) -> None:
    assert [
        "greeted>ready",
        "ready>has-sender",
        "ready>closed",
        "has-sender>has-recipient",
        "has-recipient>has-recipient",
        "has-recipient>receiving-content",
        "receiving-content>ready",
    ] == [group["id"] for group in maps["main"]["groups"]]
    assert moves(maps["main"]) <= moves(maps["whole"])


@pytest.mark.parametrize("name", ["main", "whole"])
def test_no_box_lies_on_another(maps: dict[str, Map], name: str) -> None:
    drawn = maps[name]
    boxes = [(b["x"], b["y"], b["width"], b["height"]) for b in drawn["states"] + drawn["groups"]]

    for number, (x, y, width, height) in enumerate(boxes):
        assert width / 2 - 1 <= x <= drawn["width"] - width / 2 + 1
        assert height / 2 - 1 <= y <= drawn["height"] - height / 2 + 1
        for other_x, other_y, other_width, other_height in boxes[number + 1 :]:
            beside = abs(x - other_x) >= (width + other_width) / 2 - 1
            assert beside or abs(y - other_y) >= (height + other_height) / 2 - 1


def test_every_move_is_a_button_within_its_box(maps: dict[str, Map]) -> None:
    """WCAG 2.2 asks for 24 pixels, at the map's own size."""
    for group in maps["whole"]["groups"]:
        left, top = group["x"] - group["width"] / 2, group["y"] - group["height"] / 2
        for move in group["moves"]:
            assert min(move["width"] - 4, move["height"] - 4) >= 24
            assert left - 1 <= move["x"] <= left + group["width"] - move["width"] + 1
            assert top - 1 <= move["y"] <= top + group["height"] - move["height"] + 1


def test_every_way_is_drawn_with_an_arrow(maps: dict[str, Map]) -> None:
    for drawn in maps.values():
        for group in drawn["groups"]:
            assert 2 == len(group["paths"])
            assert 3 == len(group["arrow"].split(" "))


def test_what_is_typed_is_the_commands_own_example(maps: dict[str, Map]) -> None:
    """What a person will want to change is selected; the host's own move is typed by nobody."""
    lines = {m["verb"]: m for g in maps["whole"]["groups"] for m in g["moves"]}
    mail = lines["MAIL"]

    assert mail["line"].startswith("MAIL FROM:<")
    assert mail["line"][mail["select_from"] : mail["select_to"]]
    assert [""] == [m["line"] for m in lines.values() if m["verb"] == "TLS HANDSHAKE"]
    assert "." == lines["."]["line"]
