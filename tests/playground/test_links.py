r"""What a link holds: the lines of a conversation as text, which says them again anywhere."""

from __future__ import annotations

import base64
import json
import zlib
from binascii import crc32

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from smtp_playground import links
from smtp_playground.bridge import Bridge
from smtp_playground.history import Conversation
from smtp_playground.library import the_library
from smtp_playground.links import CHARACTERS, LINES, OTHERS, Connect, Send, escaped, octets, read
from smtp_playground.personas import load_personas
from smtp_playground.sessions import load_sessions

from .talk import HELLO, MAIL, RCPT, Talk, Told, lines

NOW = 1_700_000_000.0
TOLD = {language: the_library().words(language).conversation for language in ("en", "pt-BR")}
RIGHT = base64.b64encode(b"\0alice\0wonderland").decode()
WRONG = base64.b64encode(b"\0alice\0queen of hearts").decode()
ORDINARY = [
    *(HELLO, "MAIL FROM:<sender@client.example> SIZE=1024", RCPT, "RCPT TO:<bob@example.com>"),
    *("DATA", "From: Sender <sender@client.example>", "To: Alice <alice@example.com>"),
    *("Subject: Lunch on Thursday?", "", "Hello Alice,", "shall we meet at noon?", "."),
    *("NOOP", "RSET", "VRFY carol", "MAIL FROM:<sender@client.example>"),
    *("RCPT TO:<nobody@example.com>", "RCPT TO:<carol@elsewhere.example>", "HELP", "QUIT"),
]


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge(lambda: NOW)


@pytest.fixture
def talk(bridge: Bridge, request: pytest.FixtureRequest) -> Talk:
    """Return a session that has been greeted by `playground`."""
    talk = Talk(bridge, str(request.node.name))
    talk.open()
    return talk


def share(bridge: Bridge, talk: Talk, *, secrets: bool = False) -> Told:
    told: Told = json.loads(bridge.share(talk._id, secrets))
    return told


def opened(bridge: Bridge, text: str, name: str = "opened", language: str = "en") -> Told:
    bridge._sessions.pop(name, None)
    told: Told = json.loads(bridge.replay(name, text, language))
    return told


def seen(bubbles: list[Told]) -> list[tuple[str, str, list[str]]]:
    return [(each["speaker"], each["reply"], lines(each)) for each in bubbles]


def signed(body: str) -> str:
    """Return a text with the check that makes it whole."""
    return f"{body}#{crc32(body.encode()):x}\n"


def packed(text: str) -> str:
    """Return a text as the page packs it."""
    deflate = zlib.compressobj(wbits=-15)
    octets = deflate.compress(text.encode()) + deflate.flush()
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def test_a_link_says_the_same_again(bridge: Bridge, talk: Talk) -> None:
    """Persona by persona, Enter by Enter, dots and all; and a link to that is the same link."""
    talk.paste(HELLO, "NOOP")
    talk.say(MAIL, RCPT, "DATA")
    talk._told(bridge.finish(talk._id, "Subject: dots\n\n.\n..", True))
    talk.open("lmtp")
    talk.say("LHLO client.example", MAIL, RCPT, "DATA")
    talk._told(bridge.finish(talk._id, "", True))
    talk.say("QUIT", "NOOP")
    told = share(bridge, talk)
    update = opened(bridge, told["text"])

    assert update["notice"] == ""
    assert seen(update["bubbles"]) == seen(talk.all())
    assert update["session"] == talk.session
    again = json.loads(bridge.share("opened", False))
    assert again == told
    assert (told["lines"], told["secrets"]) == (17, 0)


def test_twenty_ordinary_lines_are_a_short_link(bridge: Bridge, talk: Talk) -> None:
    talk.say(*ORDINARY)
    told = share(bridge, talk)

    assert told["lines"] == len(ORDINARY) == 20
    assert list(told["shown"]) == ORDINARY
    address = "https://a-school-with-a-long-name.example/courses/2026/smtp-playground/"
    assert len(f"{address}#talk=v1.{packed(told['text'])}&lang=pt-BR&tab=envelope") < 1_000


@seed(5321)
@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    line=st.binary(max_size=60)
    | st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace"))
)
def test_no_octet_of_a_line_is_lost(line: bytes) -> None:
    text = escaped(line)

    assert "\n" not in text
    assert text.isprintable()
    assert octets(text, Conversation(load_personas()["playground"])) == line


@seed(5321)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(data=st.data())
def test_whatever_is_in_an_address_is_opened_as_far_as_it_goes(
    bridge: Bridge, data: st.DataObject
) -> None:
    marks = st.sampled_from(
        [*'@=~>"+.;!|#', "! time out 300", "@playground", "=mailbox-full", "~00"]
    )
    line = st.builds(lambda mark, rest: mark + rest, marks, st.text(max_size=12) | st.just(""))
    text = data.draw(st.lists(line, max_size=12).map("\n".join) | st.text(max_size=60))
    update = opened(bridge, signed(text) if data.draw(st.booleans()) else text, "fuzz")

    assert update["bubbles"][0]["speaker"] == "note"
    assert update["session"]["state"]


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_a_damaged_link_says_so_and_opens_what_it_can(bridge: Bridge, language: str) -> None:
    whole = signed(f"@playground\n>{HELLO}\n>{MAIL}\n>{RCPT}\n")
    cut = whole[: whole.index(RCPT) + 4]
    update = opened(bridge, cut, language=language)

    assert update["notice"] == TOLD[language]["shared.damaged"]
    assert [each["code"] for each in update["bubbles"] if each["code"]] == [
        "220",
        "250",
        "250",
        "501",
    ]
    for text in ("", "\0", whole.replace("client", "klient"), "no link at all"):
        update = opened(bridge, text, language=language)
        assert update["notice"] == TOLD[language]["shared.damaged"]
        assert update["bubbles"][1]["code"] == "220"


def test_an_unknown_server_is_told_and_the_lines_are_said_all_the_same(bridge: Bridge) -> None:
    for server in ("@nobody", "=no-such-reply"):
        update = opened(bridge, signed(f"{server}\n>{HELLO}\n"))
        assert update["notice"] == TOLD["en"]["shared.server"]
        assert [each["code"] for each in update["bubbles"] if each["code"]] == ["220", "250"]


def test_rules_have_their_place(bridge: Bridge) -> None:
    """They are followed from there on."""
    rule = '|[[rule]]\n|when = { command = "NOOP" }\n|then = { code = 450 }\n'
    update = opened(bridge, signed(f"@playground\n>NOOP\n{rule}>NOOP\n! pass time 60\n"))

    assert ["220", "250", "450"] == [each["code"] for each in update["bubbles"] if each["code"]]
    assert (1, "0:01:00") == (
        len(update["session"]["rules"]["rows"]),
        update["session"]["clock"]["time"],
    )


def test_rules_that_cannot_be_read_are_told(bridge: Bridge) -> None:
    text = signed("@playground\n|[[rule]]\n|reply = 450\n>NOOP\n")

    assert opened(bridge, text)["notice"] == TOLD["en"]["shared.rules"]


def test_too_many_lines_are_cut_off_where_they_become_too_many() -> None:
    bomb = read(signed("@playground\n" + ">NOOP\n" * 50_000))
    assert not bomb.is_whole
    assert len(bomb.done) == 1 + LINES
    together = read(signed("@playground\n>NOOP\n" + "+NOOP\n" * 50_000))
    assert not together.is_whole
    assert [len(each.lines) for each in together.done if isinstance(each, Send)] == [LINES]
    connections = read(signed("@playground\n" * 50_000))
    assert not connections.is_whole
    assert len(connections.done) == OTHERS
    long = read(signed(f"@playground\n>{'x' * 2 * CHARACTERS}\n"))
    assert not long.is_whole


def test_a_deed_that_no_host_does_is_none(bridge: Bridge) -> None:
    for deed in ("! dance", "! time out " + "9" * 5_000, "! turn away 3", "!"):
        update = opened(bridge, signed(f"@playground\n{deed}\n"))
        assert update["notice"] == TOLD["en"]["shared.damaged"]
        assert len(update["bubbles"]) == 2


def test_what_does_not_fit_into_a_link_is_said(bridge: Bridge, talk: Talk) -> None:
    talk.paste(*["NOOP"] * LINES)
    assert share(bridge, talk)["text"]
    talk.say("NOOP")

    assert share(bridge, talk)["text"] == ""
    assert share(bridge, talk)["lines"] == LINES + 1


def test_what_was_cleared_still_leads_to_the_same(bridge: Bridge, talk: Talk) -> None:
    """Else the first line after it would be out of order."""
    talk.say(HELLO, MAIL)
    talk.clear()
    talk.say(RCPT)
    update = opened(bridge, share(bridge, talk)["text"])

    assert update["session"] == talk.session
    talk.open("reference")
    talk.clear()
    assert share(bridge, talk)["shown"] == []


@pytest.mark.parametrize("reply", sorted(load_sessions())[::9])
def test_a_performance_is_shared_with_its_server(bridge: Bridge, reply: str) -> None:
    talk = Talk(bridge, f"scene {reply}")
    talk.perform(reply)
    talk.rest()
    update = opened(bridge, share(bridge, talk)["text"])

    assert update["notice"] == ""
    assert [each["reply"] for each in update["bubbles"]] == [each["reply"] for each in talk.all()]


@pytest.mark.parametrize(
    ("said", "replies"),
    [
        pytest.param([f"AUTH PLAIN {RIGHT}", MAIL], ["auth-succeeded"], id="right"),
        pytest.param([f"AUTH PLAIN {WRONG}", "NOOP"], ["credentials-invalid"], id="wrong"),
        pytest.param(["AUTH PLAIN !!!", "NOOP"], ["auth-not-base64"], id="not base64"),
        pytest.param(["AUTH PLAIN", RIGHT], ["auth-challenge", "auth-succeeded"], id="asked"),
        pytest.param(
            ["AUTH LOGIN", "YWxpY2U=", "d29uZGVybGFuZA=="], ["auth-succeeded"], id="login"
        ),
        pytest.param([f"AUTH PLAIN\n{RIGHT}\nNOOP"], ["auth-succeeded"], id="together"),
    ],
)
def test_a_secret_stays_at_home(
    bridge: Bridge, talk: Talk, said: list[str], replies: list[str]
) -> None:
    """Another response that is answered alike stands in for it."""
    talk.open("submissions-465")
    talk.say(HELLO, *said)
    told = share(bridge, talk)

    for secret in (RIGHT, WRONG, "!!!", "YWxpY2U=", "d29uZGVybGFuZA=="):
        assert secret not in json.dumps(told)
    assert told["secrets"] == 1 + ("LOGIN" in said[0])
    update = opened(bridge, told["text"])
    found = [each["reply"] for each in update["bubbles"] if each["reply"]]
    assert found == [each["reply"] for each in talk.all() if each["reply"]]
    assert set(replies) <= set(found)


def test_a_secret_goes_along_if_the_reader_says_so(bridge: Bridge, talk: Talk) -> None:
    """With what its challenge came from: else the answer to that would be wrong."""
    talk.open("submissions-465")
    talk.say(HELLO, "AUTH SCRAM-SHA-256")
    (response,) = [chip for chip in talk.chips if "=" in chip][:1]
    talk.say(response)
    told = share(bridge, talk, secrets=True)
    assert response in told["text"]
    update = opened(bridge, told["text"])

    assert lines(update["bubbles"][-1]) == lines(talk.all()[-1])
    connect = read(told["text"]).done[-4]
    assert isinstance(connect, Connect)
    assert len(connect.seed) == 16


@pytest.mark.parametrize("before", ["STARTTLS", "QUIT"])
def test_what_nobody_read_might_be_a_secret(bridge: Bridge, talk: Talk, before: str) -> None:
    talk.say(HELLO)
    talk.paste(before, f"AUTH PLAIN {RIGHT}", "c2VjcmV0")
    told = share(bridge, talk)

    assert RIGHT not in told["text"]
    assert "c2VjcmV0" not in told["text"]
    assert seen(opened(bridge, told["text"])["bubbles"]) == seen(talk.all())
    assert RIGHT in share(bridge, talk, secrets=True)["text"]


def test_a_response_to_an_auth_that_was_refused_is_a_secret_too(bridge: Bridge, talk: Talk) -> None:
    """Its sender did not wait for the answer; the server took it for a command."""
    talk.open("submission-587")
    talk.paste(HELLO, "AUTH LOGIN", "YWxpY2U=", "d29uZGVybGFuZA==", "NOOP", "XYZZY")
    told = share(bridge, talk)

    assert "YWxpY2U=" not in told["text"]
    assert "d29uZGVybGFuZA" not in told["text"]
    assert told["shown"][-2:] == ["NOOP", "XYZZY"]
    found = [each["reply"] for each in opened(bridge, told["text"])["bubbles"]]
    assert found == [each["reply"] for each in talk.all()]


def test_its_bounds_are_those_of_the_page() -> None:
    """What unpacks it stops where no link goes on."""
    assert links.CHARACTERS == 262_144
