"""Rules and the clock at the browser's door: what the reader asks for, and what is shown of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from smtp_playground.bridge import Bridge, BridgeError
from smtp_playground.bubbles import RuleForm
from smtp_playground.library import the_library
from smtp_playground.ready_rules import ready_rules
from smtp_playground.rule_forms import form_of, rule_from
from smtp_playground.ruled import duration
from smtp_playground.rules_toml import MOST_RULES

from .talk import HELLO, MAIL, RCPT, Talk, Told, lines, replies, text

BRIDGE = Bridge(lambda: 1_700_000_000.0)
LANGUAGES = ("en", "pt-BR")


class Ruled(Talk):
    """A conversation with a server that follows rules."""

    def __init__(self, session: str) -> None:
        """Open a connection."""
        super().__init__(BRIDGE, session)
        self.open()

    def ask(self, method: str, *arguments: object) -> list[Told]:
        """Call a method of the door that is about rules or time."""
        return self._told(getattr(BRIDGE, method)(self._id, *arguments))

    @property
    def rows(self) -> list[Told]:
        found: list[Told] = self.session["rules"]["rows"]
        return found

    @property
    def clock(self) -> Told:
        found: Told = self.session["clock"]
        return found


@pytest.fixture
def talk(request: pytest.FixtureRequest) -> Ruled:
    return Ruled(request.node.name)


def form(**fields: str) -> str:
    """Return a form with these fields, the others as they are at first."""
    empty = dict.fromkeys(RuleForm.__dataclass_fields__, "")
    return json.dumps({**empty, "command": "RCPT", "nth": "1", "does": "reply", **fields})


def said(bubbles: list[Told]) -> list[str]:
    """Return replies by their names, and notes by their words."""
    return [
        bubble["reply"] or lines(bubble)[0] for bubble in bubbles if bubble["speaker"] != "client"
    ]


def test_greylisting_lets_in_who_comes_again_later(talk: Ruled) -> None:
    talk.ask("add_rule", "greylisting")
    talk.say(HELLO, MAIL)

    assert ["greylisted"] == replies(talk.say(RCPT))
    assert ["You let time pass: 4 minutes"] == said(talk.ask("pass_time", 240))
    assert ["greylisted"] == replies(talk.say(RCPT))
    talk.ask("pass_time", 60)
    assert ["recipient-accepted"] == replies(talk.say(RCPT))
    assert ("0:05:00", 2) == (talk.clock["time"], talk.rows[0]["applied"])


def test_reply_of_a_rule_says_so_and_what_its_code_means(talk: Ruled) -> None:
    talk.ask("put_rule", -1, form(code="451", enhanced="4.9.9", text="Hm", name="Mine"))
    talk.say(HELLO, MAIL)
    (bubble,) = [each for each in talk.say(RCPT) if each["reply"]]

    assert ["451 4.9.9 Hm"] == lines(bubble)
    assert "451, because you asked for it" == bubble["explanation"]["title"]
    assert "That is what your rule Mine asks for. Not now." in text(bubble["explanation"]["here"])
    assert bubble["open"]
    assert "451, because you asked for it" == talk.detail(bubble)["title"]


def test_reply_with_a_name_keeps_its_words(talk: Ruled) -> None:
    talk.say(HELLO, MAIL)
    (bubble,) = [each for each in talk.say("RCPT TO:<452-4.2.2@any.example>") if each["reply"]]
    here = text(bubble["explanation"]["here"])

    assert "mailbox-full" == bubble["reply"]
    assert here.startswith("That is what the address <452-4.2.2@any.example> asks for.")
    assert len(here) > len("That is what the address <452-4.2.2@any.example> asks for.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ready", ready_rules())
def test_every_ready_made_rule_does_something(ready: str, language: str) -> None:
    """It is added by its name, and what it does is explained."""
    talk = Ruled(f"{ready} {language}")
    talk.open(language=language)
    talk.ask("add_rule", ready)
    told = talk.say(HELLO, "AUTH PLAIN", "*", MAIL, RCPT, RCPT, RCPT, "DATA", ".", MAIL)
    everything = [*talk.all(language), *told]

    words = the_library().words(language).conversation
    assert words[f"ready.{ready}"] == talk.rows[0]["name"]
    assert talk.rows[0]["applied"] or ready == "message-refused"
    assert all(bubble["explanation"] for bubble in everything if bubble["reply"])


def test_slow_server_moves_the_clock(talk: Ruled) -> None:
    talk.ask("add_rule", "slow-server")
    notes = said(talk.say(HELLO))

    assert "0:00:10" == talk.clock["time"]
    assert notes == [
        "The server takes 10 seconds to answer: your rule Slow server wants it so. "
        "The clock has moved on by that.",
        "extended-hello",
    ]


def test_client_does_not_wait_for_ever(talk: Ruled) -> None:
    """RFC 5321 4.5.3.2.6: ten minutes after the dot."""
    talk.ask("add_rule", "hanging-server")
    told = talk.say(HELLO, MAIL, RCPT, "DATA", ".")

    assert said(told)[-1].startswith("The server does not answer: your rule Server that hangs")
    assert talk.clock["waiting"]
    assert (
        "Lines not sent, because the server has not answered yet: 2."
        in said(talk.paste(MAIL, RCPT))[0]
    )
    assert ["You let time pass: 5 minutes"] == said(talk.ask("pass_time", 300))
    gone = said(talk.ask("pass_time", 600))
    assert "RFC 5321 asks for at least 10 minutes" in gone[1]
    assert gone[2].startswith("You left while the connection was open.")
    assert ("closed", "0:15:00") == (talk.session["mode"], talk.clock["time"])


def test_delay_longer_than_a_client_waits(talk: Ruled) -> None:
    """RFC 5321 4.5.3.2.4: two minutes after DATA."""
    talk.ask("put_rule", -1, form(command="DATA", does="delay", delay="200"))
    told = said(talk.say(HELLO, MAIL, RCPT, "DATA"))

    assert "RFC 5321 asks for at least 2 minutes" in told[-2]
    assert "0:02:00" == talk.clock["time"]


def test_server_does_not_wait_for_ever_either(talk: Ruled) -> None:
    """RFC 5321 4.5.3.2.7: five minutes."""
    talk.say(HELLO)
    told = said(talk.ask("pass_time", 3600))

    assert ["You let time pass: 1 hour", "300 seconds pass", "timed-out"] == [
        line[: len("300 seconds pass")] if line.startswith("300") else line for line in told[:3]
    ]
    assert "1:00:00" == talk.clock["time"]
    assert ["You let time pass: 1 second"] == said(talk.ask("pass_time", 1))


def test_client_waits_as_long_after_the_last_chunk(talk: Ruled) -> None:
    """RFC 5321 4.5.3.2.6 with RFC 3030: the end of the data is the end, however it came."""
    talk.ask("add_rule", "hanging-server")
    talk.say(HELLO, MAIL, RCPT, "BDAT 3 LAST", "x")

    assert ["You let time pass: 5 minutes"] == said(talk.ask("pass_time", 300))
    assert "RFC 5321 asks for at least 10 minutes" in said(talk.ask("pass_time", 300))[1]


def test_server_waits_as_long_as_its_character_does() -> None:
    """Notqmail's own time-out is 20 minutes (RFC 5321 4.5.3.2.7: at least 5)."""
    talk = Ruled("a patient server")
    talk.open("qmail")
    talk.say("HELO client.example")

    assert len(said(talk.ask("pass_time", 1199))) == 1
    assert talk.session["mode"] == "command"
    talk.ask("pass_time", 1)
    assert talk.session["mode"] == "closed"


def test_rules_outlive_a_connection_and_what_they_have_seen_too(talk: Ruled) -> None:
    talk.ask("put_rule", -1, form(command="EHLO", code="421", times="1"))
    talk.say(HELLO)
    talk.open()

    assert ["extended-hello"] == replies(talk.say(HELLO))
    assert 1 == talk.rows[0]["applied"]


def test_lines_sent_together_are_read_after_a_delay_as_they_were_meant(talk: Ruled) -> None:
    talk.ask("put_rule", -1, form(command="DATA", does="delay", delay="30"))
    told = talk.paste(HELLO, MAIL, RCPT, "DATA", "Subject: Hi", "", "Hello", ".")

    assert "message-accepted" == replies(told)[-1]
    assert 1 == talk.session["round_trips"]


def test_latency_counts_round_trips(talk: Ruled) -> None:
    """What PIPELINING saves is a number."""
    talk.ask("set_latency", 200)
    talk.say(HELLO)
    talk.paste(MAIL, RCPT, "DATA")

    assert (200, 400, "0:00:00") == tuple(
        talk.clock[key] for key in ("latency", "travelled", "time")
    )
    talk.say("Subject: Hi", "", ".", MAIL, "RSET", "NOOP")
    assert (1200, "0:00:01") == (talk.clock["travelled"], talk.clock["time"])
    talk.open()
    assert 0 == talk.clock["travelled"]


def test_toml_and_list_show_each_other(talk: Ruled) -> None:
    talk.ask("put_rule", -1, form(match="*@example.org", code="450", until_minute="5", name="G"))
    written = talk.session["rules"]["toml"]

    assert '[[rule]]\nname = "G"\n' in written
    talk.ask(
        "set_rules", written + '\n[[rule]]\nwhen = { command = "connect" }\nthen = { drop = true }'
    )
    assert [
        "RCPT · *@example.org · until minute 5 · 450 4.2.0",
        "the connection · drop the connection",
    ] == [row["told"] for row in talk.rows]


def test_rules_are_turned_off_and_removed_and_changed(talk: Ruled) -> None:
    for ready in ("greylisting", "mailbox-full"):
        talk.ask("add_rule", ready)
    talk.ask("turn_rule", 0, False)
    talk.ask("put_rule", 0, json.dumps({**talk.rows[0]["form"], "code": "451", "enhanced": ""}))

    assert [(False, "451"), (True, "452")] == [
        (row["on"], row["form"]["code"]) for row in talk.rows
    ]
    talk.ask("remove_rule", 1)
    assert ["Greylisting"] == [row["name"] for row in talk.rows]


def test_rule_that_can_never_apply_is_named(talk: Ruled) -> None:
    talk.ask("add_rule", "mailbox-full")
    talk.ask("add_rule", "local-error")

    assert ["“Passing local error” can never apply: “Mailbox full” always does before it."] == (
        talk.session["rules"]["warnings"]
    )


EVERYTHING = """
[[rule]]
when = { command = "RCPT", address = "a*", nth = 3, from_minute = 2, until_minute = 9 }
then = { code = 450, delay = 90, drop = true }
times = 2
[[rule]]
when = { command = "EHLO", argument = "x" }
then = { hang = true }
[[rule]]
when = { command = "end of data", after_messages = 1 }
then = { delay = 5 }
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_is_told_in_one_line(language: str) -> None:
    talk = Ruled(f"told {language}")
    talk.open(language=language)
    talk.ask("set_rules", EVERYTHING)
    told = [row["told"] for row in talk.rows]

    expected = {
        "en": "RCPT · a* · from time 3 on · from minute 2 on · until minute 9 · at most 2{times}"
        " · wait 90 seconds · 450 4.2.0 · drop the connection",
        "pt-BR": "RCPT · a* · da 3ª vez em diante · a partir do minuto 2 · até o minuto 9"
        " · no máximo 2{times} · espera 90 segundos · 450 4.2.0 · derruba a conexão",
    }
    assert expected[language].format(times="\N{MULTIPLICATION SIGN}") == told[0]


WRONG: dict[str, tuple[Any, ...]] = {
    "rules: rule 1, then.code must be a whole number such as 450": (
        "set_rules",
        "[[rule]]\nthen = { code = 'x' }",
    ),
    "code must be a whole number such as 450": ("put_rule", -1, form()),
    "nth must be a whole number from 1": ("put_rule", -1, form(nth="x", code="450")),
    "there is no ready-made rule 'x'": ("add_rule", "x"),
    "there is no rule 0; there are 0": ("remove_rule", 0),
    "there is no rule 1": ("turn_rule", 1, True),
    "there is no rule 7": ("put_rule", 7, form(code="450")),
    "0 seconds cannot pass": ("pass_time", 0),
    "a round trip takes from 0 to 60000 ms, not -1": ("set_latency", -1),
}


@pytest.mark.parametrize("problem", WRONG)
def test_mistake_is_one_clear_sentence(problem: str) -> None:
    talk = Ruled(problem)
    with pytest.raises(BridgeError, match=problem):
        talk.ask(*WRONG[problem])


def test_there_is_a_most_of_rules(talk: Ruled) -> None:
    talk.ask("set_rules", "[[rule]]\nthen = { hang = true }\n" * MOST_RULES)
    with pytest.raises(BridgeError, match=f"at most {MOST_RULES}"):
        talk.ask("add_rule", "greylisting")


@pytest.mark.parametrize("ready", ready_rules())
def test_form_holds_a_whole_rule(ready: str) -> None:
    rule = ready_rules()[ready]

    assert rule == rule_from(RuleForm(**json.loads(json.dumps(asdict(form_of(rule))))))


def test_catalogue_offers_rules_in_each_language() -> None:
    for language in LANGUAGES:
        offered = json.loads(BRIDGE.catalogue(language))["rules"]

        assert [*ready_rules()] == [ready["id"] for ready in offered["ready"]]
        assert {"connect", "RCPT", "end of data", "any"} <= {
            stage["id"] for stage in offered["stages"]
        }


DURATIONS = {1: "1 second", 59: "59 seconds", 60: "1 minute", 90: "90 seconds", 7200: "2 hours"}


@pytest.mark.parametrize("seconds", DURATIONS)
def test_time_is_told_in_whole_units(seconds: int) -> None:
    assert DURATIONS[seconds] == duration(seconds, the_library().words("en"))
