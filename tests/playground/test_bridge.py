"""The browser's door: what the page asks and what it gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtp_playground.bridge import LINES_AT_ONCE, Bridge, BridgeError

TO_DATA = "EHLO client.example\nMAIL FROM:<me@client.example>\nRCPT TO:<alice@example.com>\nDATA"


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: 1_700_000_000.0)


@pytest.fixture
def opened(bridge: Bridge, request: pytest.FixtureRequest) -> str:
    """Return the id of a session that has been greeted by `playground`, in English."""
    name = str(request.node.name)
    bridge.open(name, "playground", "en")
    return name


def told(answer: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer)
    return found


def codes(answer: str) -> list[str]:
    return [bubble["code"] for bubble in told(answer)["bubbles"] if bubble["code"]]


def text(runs: list[dict[str, str]]) -> str:
    return "".join(run["text"] for run in runs)


def line_texts(bubble: dict[str, Any]) -> list[str]:
    return ["".join(part["text"] for part in line) for line in bubble["lines"]]


def test_opening_notes_the_connection_and_shows_the_greeting(bridge: Bridge) -> None:
    """The server speaks first."""
    update = told(bridge.open("opening", "playground", "en"))

    assert ["note", "server"] == [bubble["speaker"] for bubble in update["bubbles"]]
    assert "service-ready" == update["bubbles"][1]["reply"]
    assert "greeted" == update["session"]["state"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("en", "Go on: now send the message itself", id="en"),
        pytest.param("pt-BR", None, id="pt-BR"),
    ],
)
def test_354_is_explained_in_the_same_bubble(
    bridge: Bridge, language: str, expected: str | None
) -> None:
    """DATA after MAIL and RCPT: the reply and what it means here."""
    session = f"354-{language}"
    bridge.open(session, "playground", language)
    bubble = told(bridge.say(session, TO_DATA, False))["bubbles"][-1]

    assert ("354", "start-mail-input", "go-on") == (
        bubble["code"],
        bubble["reply"],
        bubble["severity"],
    )
    assert bubble["open"]
    assert bubble["explanation"]["title"] == (expected or bubble["explanation"]["title"])
    assert "<me@client.example>" in text(bubble["explanation"]["here"])


def test_languages_differ_in_words_and_agree_in_the_wire(bridge: Bridge) -> None:
    """Translating shows every bubble again, under its id."""
    bridge.open("translated", "playground", "en")
    bridge.say("translated", TO_DATA, False)
    english = told(bridge.translate("translated", "en"))["bubbles"]
    portuguese = told(bridge.translate("translated", "pt-BR"))["bubbles"]

    assert [bubble["id"] for bubble in english] == [bubble["id"] for bubble in portuguese]
    wire = [bubble for bubble in english if bubble["speaker"] != "note"]
    assert [line_texts(bubble) for bubble in wire] == [
        line_texts(bubble) for bubble in portuguese if bubble["speaker"] != "note"
    ]
    for ours, theirs in zip(english, portuguese, strict=True):
        if ours["explanation"]:
            assert ours["explanation"]["title"] != theirs["explanation"]["title"]


def test_routine_stays_quiet_and_news_speaks(bridge: Bridge, opened: str) -> None:
    """A plain 250 explains itself when asked; 354, 4xx and 5xx at once."""
    update = told(bridge.say(opened, f"NOOP\nVRFY alice\n{TO_DATA}", False))
    opens = {bubble["reply"]: bubble["open"] for bubble in update["bubbles"] if bubble["code"]}

    assert {
        "nothing-done": False,
        "not-implemented": True,
        "extended-hello": False,
        "sender-accepted": False,
        "recipient-accepted": False,
        "start-mail-input": True,
    } == opens


def test_vrfy_differs_between_the_personas(bridge: Bridge) -> None:
    """`playground` answers 502 as the seed tells it, `reference` verifies."""
    said = {}
    for persona in ("playground", "reference"):
        bridge.open(f"vrfy-{persona}", persona, "en")
        said[persona] = codes(bridge.say(f"vrfy-{persona}", "VRFY alice\nEXPN list\nTURN", False))

    assert {"playground": ["502", "502", "502"], "reference": ["250", "252", "502"]} == said


def test_message_mode_doubles_dots_only_when_asked(bridge: Bridge, opened: str) -> None:
    """The same text is one message with the switch on; with it off, the lone dot ends it."""
    bridge.say(opened, TO_DATA, False)
    kept = told(bridge.finish(opened, ".\n.two", True))
    message = told(bridge.message(opened, kept["session"]["envelope"]["newest"]))

    assert (".\n.two\n", 9) == (message["source"], message["size"])
    assert ["..", "..two", "."] == line_texts(kept["bubbles"][0])

    bridge.say(opened, TO_DATA, False)
    cut_short = told(bridge.say(opened, "one\n.\ntwo", False))

    assert ["message-accepted", "unrecognized"] == [
        bubble["reply"] for bubble in cut_short["bubbles"] if bubble["reply"]
    ]


def test_mail_data_is_one_bubble_that_grows(bridge: Bridge, opened: str) -> None:
    """Lines sent bit by bit replace the bubble of those before."""
    bridge.say(opened, TO_DATA, False)
    first = told(bridge.say(opened, "Subject: x", True))["bubbles"]
    second = told(bridge.say(opened, "", True))["bubbles"]
    last = told(bridge.finish(opened, "text", True))["bubbles"]

    assert [first[0]["id"]] == [bubble["id"] for bubble in second]
    assert ["Subject: x", "", "text", "."] == line_texts(last[0])
    assert last[0]["is_content"]
    assert ["header-field", "header-end", "", "final-dot"] == [
        line[0]["name"] for line in last[0]["lines"]
    ]


def test_a_pasted_conversation_is_not_dot_stuffed(bridge: Bridge, opened: str) -> None:
    """Lines pasted at the command prompt go out as they are, message and all."""
    answer = bridge.say(opened, f"{TO_DATA}\nSubject: x\n\nhi\n.\nQUIT", True)

    assert ["250", "250", "250", "354", "250", "221"] == codes(answer)
    assert 1 == told(answer)["session"]["round_trips"]


def test_lines_after_the_end_are_said_to_be_unsent(bridge: Bridge, opened: str) -> None:
    """Nothing a person typed is dropped in silence."""
    bubbles = told(bridge.say(opened, "QUIT\nNOOP\nNOOP", False))["bubbles"]

    assert "note" == bubbles[-1]["speaker"]
    assert "2" in line_texts(bubbles[-1])[0]


def test_an_unknown_verb_gets_a_suggestion(bridge: Bridge, opened: str) -> None:
    """A typing error is the likeliest reason for a 500."""
    bubble = told(bridge.say(opened, "RCTP TO:<alice@example.com>", False))["bubbles"][-1]

    assert "RCPT" in text(bubble["remarks"][0])


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        ("MAIL FROM: <me@client.example>", "colon"),
        ("MAIL  FROM:<me@client.example>", "more than one space"),
        ("NOOP ", "white space at the end"),
        ("MAIL FROM:<@a.example:me@client.example>", "source route"),
        ("NOOP \u202eabc", "made visible"),
    ],
)
def test_slips_are_remarked_upon(bridge: Bridge, opened: str, line: str, remark: str) -> None:
    """What this server overlooks, a stricter one does not; the reader learns of it."""
    bridge.say(opened, "EHLO client.example", False)
    bubble = told(bridge.say(opened, line, False))["bubbles"][0]

    assert any(remark in text(runs) for runs in bubble["remarks"])


def test_what_cannot_be_seen_is_made_visible(bridge: Bridge, opened: str) -> None:
    """Bidirectional controls and control octets never reach the page as they are."""
    bubble = told(bridge.say(opened, "NOOP \u202e\u200b\x07", False))["bubbles"][0]

    assert "NOOP \\xe2\\x80\\xae\\xe2\\x80\\x8b\\x07" == line_texts(bubble)[0]


def test_user_text_is_never_markup(bridge: Bridge, opened: str) -> None:
    """Asterisks, backticks, brackets and braces in a line stay what they are."""
    line = "**x**`y`[z](https://evil.example){verb}"
    bubbles = told(bridge.say(opened, line, False))["bubbles"]
    runs = bubbles[-1]["explanation"]["here"]

    assert [line] == line_texts(bubbles[0])
    assert line in text(runs)
    assert not [run for run in runs if run["style"] in ("strong", "link")]


def test_chips_come_from_the_table(bridge: Bridge, opened: str) -> None:
    """What leads onward is offered first, and choosing selects what to change."""
    chips = told(bridge.say(opened, "EHLO client.example", False))["session"]["chips"]
    mail = chips[0]

    assert "MAIL" == mail["label"]
    assert "you@client.example" == mail["fill"][mail["select_from"] : mail["select_to"]]
    assert "DATA" not in [chip["label"] for chip in chips]


def test_the_envelope_is_shown_while_it_is_open(bridge: Bridge, opened: str) -> None:
    """Reverse-path, recipients, parameters; gone after RSET."""
    said = "EHLO c.example\nMAIL FROM:<> BODY=8BITMIME\nRCPT TO:<bob@example.com>"
    open_envelope = told(bridge.say(opened, said, False))["session"]["envelope"]
    closed = told(bridge.say(opened, "RSET", False))["session"]["envelope"]

    assert ("<>", ["BODY=8BITMIME"]) == (
        open_envelope["reverse_path"],
        open_envelope["sender_parameters"],
    )
    assert ["<bob@example.com>"] == [row["path"] for row in open_envelope["recipients"]]
    assert not closed["open"]


def test_the_ready_made_message_fits_the_envelope(bridge: Bridge, opened: str) -> None:
    """Its header names the sender and the recipients that the server knows."""
    said = TO_DATA.replace("<alice@example.com>", "<bob@example.com>")
    sample = told(bridge.say(opened, said, False))["session"]["sample_message"]

    assert sample.startswith("From: <me@client.example>\nTo: <bob@example.com>\nSubject: ")
    assert "\n\n" in sample

    answer = bridge.finish(opened, sample, True)

    assert ["250"] == codes(answer)
    assert not told(answer)["session"]["sample_message"]


def test_opening_again_leaves_and_keeps_the_conversation(bridge: Bridge, opened: str) -> None:
    """A new connection begins a new round count; bubbles go on counting."""
    before = told(bridge.say(opened, "NOOP", False))["bubbles"][-1]["id"]
    update = told(bridge.open(opened, "reference", "en"))

    assert [before + 1, before + 2, before + 3] == [bubble["id"] for bubble in update["bubbles"]]
    assert 0 == update["session"]["round_trips"]
    assert 1 == update["first_kept"]


def test_clearing_keeps_the_connection(bridge: Bridge, opened: str) -> None:
    """Also in the middle of a message."""
    bridge.say(opened, f"{TO_DATA}\nbefore", False)
    cleared = told(bridge.clear(opened))
    after = told(bridge.say(opened, "after", False))["bubbles"]

    assert ([], "receiving-content") == (cleared["bubbles"], cleared["session"]["state"])
    assert cleared["first_kept"] == after[0]["id"]


def test_detail_takes_the_code_apart(bridge: Bridge, opened: str) -> None:
    """Digits, enhanced code, sections that the links lead to, RFC links."""
    bubble = told(bridge.say(opened, "VRFY alice", False))["bubbles"][-1]
    detail = told(bridge.detail(opened, bubble["id"]))
    sections = [f"detail/{section['id']}" for section in detail["sections"]]

    assert ["5", "0", "2"] == [digit["digit"] for digit in detail["digits"]]
    assert "5.5.1" == detail["enhanced"]
    for link in bubble["explanation"]["links"]:
        if link["target"].startswith("detail/"):
            assert link["target"] in sections
        elif not link["target"].startswith("https:"):
            assert link["target"] in {
                "replies/502",
                *(f"compare/{n}-vs-502" for n in (252, 354, 500)),
            }
        else:
            assert link["target"].startswith("https://www.rfc-editor.org/rfc/rfc")


def test_every_bubble_has_a_detail(bridge: Bridge, opened: str) -> None:
    """Commands, notes and mail data as well as replies."""
    bridge.say(opened, f"FOO\n{TO_DATA}\nx\n.\nQUIT\nNOOP", False)
    for language in ("en", "pt-BR"):
        for bubble in told(bridge.translate(opened, language))["bubbles"]:
            assert told(bridge.detail(opened, bubble["id"]))["title"]


def test_the_comparison_stands_open_from_either_side(bridge: Bridge, opened: str) -> None:
    """354 against 502: each names the other."""
    bubbles = told(bridge.say(opened, f"VRFY alice\n{TO_DATA}", False))["bubbles"]
    labels = {
        bubble["reply"]: [
            link["label"]
            for link in bubble["explanation"]["links"]
            if link["target"] == "compare/354-vs-502"
        ]
        for bubble in bubbles
        if bubble["reply"] in ("not-implemented", "start-mail-input")
    }

    assert {"not-implemented": ["Compare with 354"], "start-mail-input": ["Compare with 502"]} == (
        labels
    )


def test_anchors_are_unique(bridge: Bridge, opened: str) -> None:
    """Each explained part can be linked to."""
    bridge.say(opened, "EHLO client.example\nMAIL FROM:<a@b.example> SIZE=1 BODY=7BIT", False)
    anchors = [
        part["anchor"]
        for bubble in told(bridge.translate(opened, "en"))["bubbles"]
        for line in bubble["lines"]
        for part in line
        if part["name"]
    ]

    assert len(anchors) == len(set(anchors))
    assert {"b4-code", "b4-code-2", "b4-keyword-4"} <= set(anchors)


def test_the_conversation_forgets_its_oldest_entries(bridge: Bridge, opened: str) -> None:
    """Memory is bounded: a huge paste pushes the beginning out and says how far."""
    update = told(bridge.say(opened, "\n".join(["NOOP"] * 6_000), False))

    assert 10_000 == len(update["bubbles"])
    assert update["bubbles"][0]["id"] == update["first_kept"]
    assert 1 == update["session"]["round_trips"]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda bridge: bridge.open("x", "nobody", "en"), "no persona 'nobody'"),
        (lambda bridge: bridge.open("x", "playground", "tlh"), "no language 'tlh'"),
        (lambda bridge: bridge.say("never", "NOOP", False), "no session 'never'"),
        (lambda bridge: bridge.catalogue(""), "no language ''"),
    ],
)
def test_mistakes_of_the_page_are_one_sentence(
    bridge: Bridge, ask: Callable[[Bridge], str], said: str
) -> None:
    """The worker passes the sentence on."""
    with pytest.raises(BridgeError, match=said):
        ask(bridge)


def test_a_bubble_that_is_not_there_is_refused(bridge: Bridge, opened: str) -> None:
    """Forgotten or never made."""
    for bubble in (0, 10**9):
        with pytest.raises(BridgeError, match="is remembered"):
            bridge.detail(opened, bubble)


def test_finishing_needs_a_message(bridge: Bridge, opened: str) -> None:
    """The dot is a command nowhere else."""
    with pytest.raises(BridgeError, match="no message to finish"):
        bridge.finish(opened, "", True)


def test_too_many_lines_in_one_call_are_refused(bridge: Bridge, opened: str) -> None:
    """A slice has a limit, so that one call never takes long."""
    with pytest.raises(BridgeError, match="at most"):
        bridge.say(opened, "\n" * LINES_AT_ONCE, False)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=12), st.booleans())
def test_nothing_typed_ever_raises(lines: list[str], double_dots: bool) -> None:
    """Any text at any time gives an update that shows every line as it was sent."""
    bridge = BRIDGE
    bridge.open("any", "playground", "en")
    for line in ("", "EHLO client.example", TO_DATA, *lines):
        update = told(bridge.say("any", line, double_dots))
        assert update["session"]["mode"] in ("command", "message", "closed")


BRIDGE = Bridge(lambda: 0.0)
