"""Unmodified clients speak to a copy of the server, and the page's own hears the same."""

from __future__ import annotations

import json

import pytest

from smtp_playground.client.acts import MOST_ACTS, MOST_OCTETS
from smtp_playground.client.console import MOST_CHARACTERS
from smtp_playground.client.programs import programs
from smtp_playground.errors import BridgeError
from smtp_playground.lessons.built_in import languages, lesson_tables
from smtp_playground.lessons.reading import personas

from . import asyncio_client
from .running import SESSION, Outcome, bridge, ran

CONNECT = "import smtplib\ns = smtplib.SMTP('localhost', 2525)\n"


def test_each_bubble_knows_its_line_of_code() -> None:
    outcome = ran(f"{CONNECT}s.ehlo('client.example')\n\ns.quit()\n")

    lines = [
        (bubble["code_line"], bubble["speaker"])
        for bubble in outcome.bubbles
        if bubble["speaker"] != "note"
    ]
    assert lines == [(2, "server"), (3, "client"), (3, "server"), (5, "client"), (5, "server")]


def test_what_a_function_says_is_tied_to_the_line_within_it() -> None:
    outcome = ran(f"def hello(s):\n    s.ehlo()\n{CONNECT}hello(s)\n")

    (hello,) = (bubble for bubble in outcome.bubbles if bubble["speaker"] == "client")
    assert hello["code_line"] == 2


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("program", [each.id for each in programs("en")])
def test_every_program_to_begin_with_runs(program: str, language: str) -> None:
    server = bridge()
    (chosen,) = (each for each in programs(language) if each.id == program)
    if chosen.rule:
        server.add_rule(SESSION, chosen.rule)
    outcome = ran(chosen.code, server)

    assert outcome.fault is None
    assert json.loads(server.mailbox(SESSION))["messages"]


def test_a_right_retry_loop_gets_through_greylisting_without_waiting() -> None:
    server = bridge()
    (program,) = (each for each in programs("en") if each.id == "greylisting")
    server.add_rule(SESSION, program.rule)
    outcome = ran(program.code, server)

    assert "450" in outcome.codes
    assert outcome.told("stdout").splitlines()[-1] == "done"
    assert "You let time pass: 5 minutes" in outcome.said("note")


def test_the_copy_stands_where_the_server_stands() -> None:
    """A rule that has seen its first message already goes on counting from there."""
    server = bridge()
    server.add_rule(SESSION, "too-many-recipients")
    before = ran(
        f"{CONNECT}print(s.sendmail('a@b.example', ['alice@example.com'] * 3, 'x'))", server
    )

    assert "452" in before.codes


def test_tls_is_simulated_and_said_to_be() -> None:
    outcome = ran(f"{CONNECT}s.starttls()\ns.login('alice', 'wonderland')\n")

    assert outcome.fault is None
    assert outcome.codes[-1] == "235"
    assert [kind for kind, _ in outcome.news].count("tls") == 1


@pytest.mark.parametrize("mechanism", ["plain", "login", "cram_md5"])
def test_every_mechanism_of_smtplib_logs_in(mechanism: str) -> None:
    name = mechanism.replace("_", "-").upper()
    outcome = ran(
        f"{CONNECT}s.starttls()\ns.ehlo()\ns.user, s.password = 'alice', 'wonderland'\n"
        f"print(s.auth({name!r}, s.auth_{mechanism}))\n"
    )

    assert outcome.told("stdout").startswith("(235,")


def test_debug_output_is_printed() -> None:
    outcome = ran(f"{CONNECT}s.set_debuglevel(1)\ns.noop()\n")

    assert "send: 'noop\\r\\n'" in outcome.told("stderr")


def test_a_connection_that_is_opened_anew_leaves_the_one_before() -> None:
    outcome = ran(
        f"{CONNECT}t = smtplib.SMTP('localhost', 2525)\n"
        "try:\n    s.noop()\nexcept smtplib.SMTPServerDisconnected:\n    print('gone')\nt.quit()"
    )

    assert outcome.told("stdout") == "gone\n"
    assert outcome.codes == ["220", "220", "221"]


def test_a_program_that_ends_without_quit_hangs_up() -> None:
    outcome = ran(CONNECT)

    assert any("without QUIT" in note for note in outcome.said("note"))


# Time.


def slow(seconds: str) -> str:
    return (
        "import smtplib, time\nbegan = time.monotonic()\n"
        f"try:\n    s = smtplib.SMTP('localhost', 2525, timeout={seconds})\n"
        "    s.sendmail('a@b.example', ['alice@example.com'], 'x')\n"
        "finally:\n    print(round(time.monotonic() - began))\n"
    )


@pytest.mark.parametrize(
    ("rule", "timeout", "fault", "passed"),
    [("hanging-server", "10", "timed-out", 10), ("hanging-server", "None", "timed-out", 600)],
)
def test_timeouts_pass_on_the_clock_of_the_conversation(
    rule: str, timeout: str, fault: str, passed: int
) -> None:
    server = bridge()
    server.add_rule(SESSION, rule)
    outcome = ran(slow(timeout), server)

    assert outcome.fault
    assert outcome.fault["title"] == title(fault)
    assert int(outcome.told("stdout")) >= passed


def test_a_reply_that_comes_too_late_is_not_heard() -> None:
    server = bridge()
    server.add_rule(SESSION, "slow-server")
    outcome = ran(slow("1"), server)

    assert outcome.fault
    assert outcome.fault["title"] == title("timed-out")
    assert ran(slow("3600"), bridge()).fault is None


# What ends a program.


def title(name: str, language: str = "en") -> str:
    from smtp_playground.library import the_library  # noqa: PLC0415

    return the_library().words(language).faults[name].title


FAULTS = [
    (f"{CONNECT}s.sendmail('a@b.example', ['x@example.com'], 'x')", "recipients-refused", ["550"]),
    (f"{CONNECT}s.sendmail('no address', ['x@example.com'], 'x')", "sender-refused", ["501"]),
    (
        f"{CONNECT}s.sendmail('a@b.example', ['552+atdata@example.com'], 'x')",
        "data-refused",
        ["552"],
    ),
    (f"{CONNECT}s.starttls()\ns.login('alice', 'x')", "authentication-failed", ["535"]),
    (f"{CONNECT}s.helo()\ns.starttls()", "not-supported", []),
    (f"{CONNECT}s.quit()\ns.noop()", "not-connected", []),
    ("import smtplib\nsmtplib.SMTP().noop()", "not-connected", []),
    ("import smtplib\nsmtplib.SMTP_SSL('localhost')", "no-tls", []),
    (f"{CONNECT}s.sendmail('a@b.example', ['alice@example.com'], 'é')", "not-ascii", []),
    ("import js", "page-out-of-reach", []),
    ("from pyodide.code import run_js", "page-out-of-reach", []),
    ("import no_such_module", "module-missing", []),
    ("input('who? ')", "no-keyboard", []),
    ("import socket\nsocket.create_server(('', 25))", "no-listening", []),
    ("def f(): f()\nf()", "too-deep", []),
    ("raise MemoryError", "too-large", []),
    ("print('a'", "not-python", []),
    ("1 / 0", "other", []),
    (f"{CONNECT}\nwhile True: s.noop()", "too-many-acts", []),
    (f"{CONNECT}\nwhile True: s.send('x' * 1_000_000)", "too-many-octets", []),
    (f"{CONNECT}\ntry:\n    while True: s.noop()\nexcept Exception: pass", "too-many-acts", []),
]


@pytest.mark.parametrize(("code", "name", "codes"), FAULTS)
def test_what_ends_a_program_is_explained(code: str, name: str, codes: list[str]) -> None:
    outcome = ran(code)
    fault = outcome.fault

    assert fault
    assert fault["title"] == title(name)
    assert [reply["code"] for reply in fault["replies"]] == codes
    assert all(reply["bubble"] for reply in fault["replies"])
    assert 1 <= fault["line"] <= code.count("\n") + 1


def test_a_refusal_for_now_asks_for_another_try() -> None:
    outcome = ran(f"{CONNECT}s.sendmail('a@b.example', ['451@example.com'], 'x')")

    assert outcome.fault
    assert "later" in "".join(run["text"] for run in outcome.fault["fix"])


def test_each_refused_recipient_leads_to_its_own_reply() -> None:
    outcome = ran(f"{CONNECT}s.sendmail('a@b.example', ['x@example.com', 'y@example.com'], 'x')")

    assert outcome.fault
    bubbles = {bubble["id"]: bubble for bubble in outcome.bubbles}
    shown = [
        (each["recipient"], str(bubbles[each["bubble"]]["lines"]))
        for each in outcome.fault["replies"]
    ]
    assert all(recipient in line for recipient, line in shown)
    assert len({each["bubble"] for each in outcome.fault["replies"]}) == 2


def test_the_explanation_speaks_the_readers_language() -> None:
    outcome = ran("import js", bridge(language="pt-BR"))

    assert outcome.fault
    assert outcome.fault["title"] == title("page-out-of-reach", "pt-BR")


def test_an_exception_that_cannot_be_told_is_told_by_its_class() -> None:
    outcome = ran("class Odd(Exception):\n    def __str__(self): raise ValueError\nraise Odd")

    assert outcome.fault
    assert outcome.fault["kind"] == "Odd"


# Ends that are no faults, and bounds.


@pytest.mark.parametrize(
    ("code", "exit_code", "stderr"),
    [
        ("import sys\nsys.exit()", "0", ""),
        ("import sys\nsys.exit(3)", "3", ""),
        ("import sys\nsys.exit('no')", "1", "no\n"),
        ("import os\nos._exit(4)", "4", ""),
        ("import os\nos.abort()", "0", ""),
    ],
)
def test_a_program_may_end_itself(code: str, exit_code: str, stderr: str) -> None:
    outcome = ran(code)

    assert outcome.fault is None
    assert outcome.told("exit") == exit_code
    assert outcome.told("stderr") == stderr


def test_what_nobody_would_read_is_counted_and_not_told() -> None:
    outcome = ran("for i in range(100_000): print('0123456789')")

    assert len(outcome.told("stdout")) == MOST_CHARACTERS
    assert int(outcome.told("unshown")) == 1_100_000 - MOST_CHARACTERS


def test_output_comes_in_the_order_in_which_it_was_printed() -> None:
    outcome = ran("import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')\n")

    assert outcome.news == [("stdout", "a\n"), ("stderr", "b\n"), ("stdout", "c\n")]


def test_the_bounds_are_those_that_the_words_tell() -> None:
    def told(outcome: Outcome) -> str:
        assert outcome.fault
        return "".join(run["text"] for run in outcome.fault["text"])

    assert str(MOST_ACTS) in told(ran(f"{CONNECT}\nwhile True: s.noop()"))
    assert str(MOST_OCTETS) in told(ran(f"{CONNECT}\nwhile True: s.send('x' * 1_000_000)"))


def test_a_client_on_asyncio_speaks_through_the_same_door() -> None:
    outcome = ran(asyncio_client.program())

    assert outcome.fault is None
    assert outcome.told("stdout") == "['nobody@example.com']\n"
    assert outcome.codes[-1] == "221"
    assert "235" in outcome.codes
    assert [kind for kind, _ in outcome.news].count("tls") == 1


def test_waiting_for_what_never_comes_ends() -> None:
    outcome = ran(
        "import asyncio\nasync def main(): await asyncio.Event().wait()\nasyncio.run(main())"
    )

    assert outcome.fault
    assert outcome.fault["title"] == title("timed-out")


def test_every_server_and_every_lesson_can_be_copied() -> None:
    """Wherever a conversation has come to, a program can begin from there."""
    server = bridge()
    for persona in personas():
        server.open(SESSION, persona, "en")
        server.say(SESSION, "EHLO x\nMAIL FROM:<a@b.example>\nRCPT TO:<bob@example.com>", False)
        assert json.loads(server.client_server(SESSION))["server"]
    for lesson in lesson_tables("en").values():
        server.begin_lesson(SESSION, json.dumps(lesson), "en")
        assert json.loads(server.client_server(SESSION))["server"]


@pytest.mark.parametrize(
    "acts",
    [
        *("", "{}", "[[]]", '[["connect", 1, "", 0, 0]]', '[["dance", 1, "", 0]]'),
        *('[["send", -1, "", 0]]', '[["send", 1, "%", 0]]', '[["wait", 1, "", 0]]'),
        *('[["send", 1, "", 9]]', f"[{','.join(['1'] * 501)}]"),
    ],
)
def test_acts_that_are_none_are_refused_and_nothing_is_done(acts: str) -> None:
    server = bridge()
    before = json.loads(server.translate(SESSION, "en"))["bubbles"]

    with pytest.raises(BridgeError, match=r"act|list|JSON"):
        server.client_did(SESSION, acts)
    assert json.loads(server.translate(SESSION, "en"))["bubbles"] == before


@pytest.mark.parametrize("fault", ["", "{}", "[]", '{"kinds": 1}'])
def test_a_fault_that_is_none_is_refused(fault: str) -> None:
    with pytest.raises(BridgeError):
        bridge().client_fault(SESSION, fault)
