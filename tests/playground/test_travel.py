"""Any point of a conversation can be returned to, and left again by any way."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, seed, settings
from hypothesis import strategies as st

from smtp_playground.bridge import Bridge, BridgeError

from .talk import HELLO, MAIL, RCPT, Talk, Told

NOW = 1_700_000_000.0

ENTERS = [
    HELLO,
    "HELO client.example",
    MAIL,
    RCPT,
    "DATA",
    "Subject: hi\n\nHello\n.",
    ".",
    "RSET",
    "NOOP\nVRFY alice\nNOOP",
    "STARTTLS",
    "STARTTLS\nNOOP",
    "AUTH PLAIN\nAGFsaWNlAHdvbmRlcmxhbmQ=",
    "BDAT 6 LAST\nHello\nNOOP",
    f"{HELLO}\n{MAIL}\n{RCPT}\nDATA\n..\n.\nRSET",
    "QUIT\nNOOP",
    "",
]
"""What is entered at once; in any order the server has an answer."""


class Way:
    """A session of the bridge, and the bubbles that its reader has before them."""

    def __init__(self, bridge: Bridge, name: str) -> None:
        self.bridge = bridge
        self.name = name
        self.shown: dict[int, Told] = {}
        self.update: Told = {}
        self.told(bridge.open(name, "playground", "en"))

    def told(self, answer: str) -> Told:
        """Take an update as the page does."""
        update: Told = json.loads(answer)
        self.update = update
        if update["kept"] is not None:
            self.shown = self._shown(0, update["kept"])
        shown = {bubble["id"]: bubble for bubble in update["bubbles"]}
        self.shown = self.shown | shown
        self.shown = self._shown(update["first_kept"], self.newest)
        return update

    def _shown(self, first: int, last: int) -> dict[int, Told]:
        return {at: bubble for at, bubble in self.shown.items() if first <= at <= last}

    def say(self, *enters: str) -> Told:
        for enter in enters:
            self.told(self.bridge.say(self.name, enter, False))
        return self.update

    def send(self, text: str) -> Told:
        """Send raw octets."""
        return self.told(json.dumps(json.loads(self.bridge.send_raw(self.name, text))["update"]))

    def go_back(self, bubble: int) -> Told:
        return self.told(self.bridge.go_back(self.name, bubble))

    def go_to(self, branch: int) -> Told:
        return self.told(self.bridge.go_to(self.name, branch))

    def undo(self) -> Told:
        return self.told(self.bridge.undo(self.name))

    def redo(self) -> Told:
        return self.told(self.bridge.redo(self.name))

    @property
    def stands(self) -> tuple[dict[int, Told], Told]:
        """What a reader sees, but for the ways that lead elsewhere."""
        return self.shown, self.update["session"]

    @property
    def remembered(self) -> dict[int, Told]:
        """Every bubble, as the Bridge has it."""
        update = json.loads(self.bridge.translate(self.name, "en"))
        return {bubble["id"]: bubble for bubble in update["bubbles"]}

    @property
    def branches(self) -> dict[str, int]:
        forks = self.update["travel"]["forks"]
        return {branch["name"]: branch["id"] for fork in forks for branch in fork["branches"]}

    @property
    def newest(self) -> int:
        return max(self.shown, default=0)


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: NOW)


@pytest.fixture
def way(bridge: Bridge, request: pytest.FixtureRequest) -> Way:
    return Way(bridge, str(request.node.name))


def names() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"property {number}"


NAMES = names()


@seed(5321)
@settings(max_examples=20, deadline=None, derandomize=True)
@given(enters=st.lists(st.sampled_from(ENTERS), min_size=1, max_size=8), data=st.data())
def test_the_same_lines_give_the_same_bubbles_again(
    bridge: Bridge, enters: list[str], data: st.DataObject
) -> None:
    """From any bubble on; what stood before it is not touched."""
    way = Way(bridge, next(NAMES))
    after = [way.newest]
    for enter in enters:
        way.say(enter)
        after.append(way.newest)
    before = way.shown
    bubble = data.draw(st.sampled_from(sorted(before)))
    way.go_back(bubble)

    assert way.shown == way.remembered
    kept = way.update["kept"] if way.update["kept"] is not None else way.newest
    assert all(way.shown[each] == before[each] for each in before if each <= kept)
    # Whole Enters that came after are said again; the one in the middle of which it is, is redone.
    if way.newest in after:
        way.say(*enters[len(after) - 1 - after[::-1].index(way.newest) :])
        assert way.shown == before


@seed(5321)
@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    enters=st.lists(st.sampled_from(ENTERS), min_size=1, max_size=6),
    others=st.lists(st.sampled_from(ENTERS), min_size=1, max_size=3),
    data=st.data(),
)
def test_a_branch_that_was_left_is_found_as_it_was(
    bridge: Bridge, enters: list[str], others: list[str], data: st.DataObject
) -> None:
    way = Way(bridge, next(NAMES))
    way.say(*enters)
    before, session = way.stands
    tip = _tip(bridge, way.name)
    way.go_back(data.draw(st.sampled_from(sorted(before))))
    assume(way.update["kept"] is not None)
    way.say("HELP with another way", *others)
    there, here = way.shown, _tip(bridge, way.name)
    assert way.shown == way.remembered
    way.go_to(tip)
    assert way.stands == (before, session)
    assert way.shown == way.remembered
    way.go_to(here)

    assert way.shown == there


def _tip(bridge: Bridge, name: str) -> int:
    at = bridge._sessions[name].timeline.at
    assert at
    return at.number


@seed(5321)
@settings(max_examples=20, deadline=None, derandomize=True)
@given(enters=st.lists(st.sampled_from(ENTERS), min_size=1, max_size=8))
def test_undo_and_redo_lead_there_and_back(bridge: Bridge, enters: list[str]) -> None:
    way = Way(bridge, next(NAMES))
    stands = [way.stands]
    for enter in enters:
        way.say(enter)
        stands.append(way.stands)
    for expected in stands[-2::-1]:
        way.undo()
        assert way.shown == expected[0]
        assert way.update["session"] == expected[1]
    assert not way.update["travel"]["can_undo"]
    assert way.undo()["kept"] is None
    for expected in stands[1:]:
        way.redo()
        assert way.shown == expected[0]
        assert way.update["session"] == expected[1]

    assert not way.update["travel"]["can_redo"]
    assert way.redo()["kept"] is None
    assert way.shown == way.remembered


def test_a_branch_is_named_by_its_first_line_that_differs(way: Way) -> None:
    way.say(HELLO, MAIL, RCPT)
    way.go_back(4)
    fork = way.update["travel"]["forks"][0]
    assert (fork["after"], [each["name"] for each in fork["branches"]]) == (4, [MAIL])
    (branch,) = fork["branches"]
    assert (branch["is_wire"], branch["lines"], branch["next"]) == (True, 2, True)
    way.say("NOOP")
    assert [*way.branches] == [MAIL]
    way.go_to(way.branches[MAIL])

    assert [*way.branches] == ["NOOP"]
    assert way.newest == 8


def test_lines_sent_together_are_parted_where_one_goes_back_to(way: Way) -> None:
    """The branch is named by the line after it, and still is one Enter when it is returned to."""
    way.say(HELLO, "NOOP\nVRFY alice\nRSET")
    before = way.stands
    way.go_back(6)
    assert [*way.branches] == ["VRFY alice"]
    assert way.newest == 6
    way.say("HELP")
    assert [*way.branches] == ["VRFY alice"]
    way.go_to(way.branches["VRFY alice"])
    assert way.stands == before
    way.go_back(8)
    way.go_back(6)
    assert set(way.branches) == {"VRFY alice", "HELP"}
    way.redo()

    assert way.newest == 8
    way.redo()
    assert way.stands == before


def test_a_message_leaves_the_mailbox_and_comes_back_with_its_branch(
    way: Way, bridge: Bridge
) -> None:
    way.say(HELLO, MAIL, RCPT, "DATA", "one\n.")
    subject = json.loads(bridge.mailbox(way.name))["messages"]
    way.go_back(4)
    assert json.loads(bridge.mailbox(way.name))["messages"] == []
    way.say(MAIL, RCPT, "DATA", "another message\n.")
    other = json.loads(bridge.mailbox(way.name))["messages"]
    assert [each["number"] for each in other] == [1]
    assert other != subject
    way.go_to(way.branches["one"])

    assert json.loads(bridge.mailbox(way.name))["messages"] == subject


def test_a_secret_names_no_branch(way: Way) -> None:
    way.say(HELLO, "AUTH PLAIN c2VjcmV0")
    way.undo()

    (name,) = way.branches
    assert name.startswith("AUTH PLAIN \N{BULLET}")
    assert "c2VjcmV0" not in json.dumps(way.update)


def test_what_the_host_does_and_a_new_connection_are_steps_too(bridge: Bridge) -> None:
    talk = Talk(bridge, "deeds")
    talk.perform("timed-out")
    talk.rest()
    talk.open("reference")
    way = Way.__new__(Way)
    way.bridge, way.name, way.shown = bridge, "deeds", {}
    way.told(bridge.translate("deeds", "en"))
    before = way.stands
    way.undo()
    assert [*way.branches] == ["A new connection, to Reference"]
    assert way.update["session"]["persona"] != "reference" or way.update["session"]["mode"]
    way.undo()
    assert [*way.branches] == ["300 seconds pass without a word from you (simulated)"]
    assert way.update["session"]["scene"] is None
    way.redo()
    way.redo()

    assert way.stands[0] == before[0]


def test_a_line_that_came_in_pieces_is_returned_to_whole(way: Way) -> None:
    """Its bubble changed when it was over: that is what the reader sees, and means."""
    way.say(HELLO)
    way.send("NO")
    begun = way.newest
    way.send(r"OP\r\n")
    whole = way.shown
    way.say("RSET")
    way.go_back(begun)
    assert way.shown == whole
    way.undo()
    way.undo()
    assert way.newest == 4
    way.redo()
    assert way.shown[begun] != whole[begun]
    way.redo()

    assert way.shown == whole


def test_raw_octets_near_a_login_name_no_branch(way: Way) -> None:
    way.say(HELLO)
    way.send(r"AUTH PLAIN c2VjcmV0\r\n")
    way.undo()

    assert [*way.branches] == ["\N{BULLET}" * 8]


def test_going_nowhere_changes_nothing(way: Way) -> None:
    way.say(HELLO)
    before = way.stands
    for bubble in (3, 4):
        assert way.go_back(bubble)["travel"]["forks"] == []
        assert way.stands == before


def test_the_same_line_again_is_the_same_way_again(way: Way) -> None:
    """Else a reader who types a line once more had two branches of one name."""
    way.say(HELLO, MAIL)
    way.go_back(2)
    way.say(HELLO)

    assert [*way.branches] == [MAIL]
    way.say(MAIL)
    assert way.branches == {}


def test_after_clearing_there_is_no_way_back(way: Way, bridge: Bridge) -> None:
    way.say(HELLO, MAIL)
    way.undo()
    way.told(bridge.clear(way.name))
    assert way.update["travel"] == {"can_undo": False, "can_redo": False, "forks": []}
    way.say(MAIL, RCPT)
    assert len(way.shown) == 4
    way.undo()
    way.undo()
    assert way.shown == {}
    way.redo()

    assert way.update["session"]["state"] == "has-sender"


def test_what_is_not_remembered_cannot_be_returned_to(way: Way, bridge: Bridge) -> None:
    way.say(HELLO)
    way.told(bridge.clear(way.name))
    way.say("NOOP")
    for go, where in ((way.go_back, 2), (way.go_back, 99), (way.go_to, 99)):
        with pytest.raises(BridgeError):
            go(where)


def test_what_follows_starttls_in_the_clear_is_no_line(way: Way) -> None:
    """It is thrown away; the next line must not take its place above the handshake."""
    way.say(HELLO, "STARTTLS\nNOOP", HELLO)

    assert [way.shown[each]["speaker"] for each in range(5, 10)] == [
        *("client", "server", "note", "client", "server")
    ]
