"""Each server's character: the strings it is known for, line by line, and what is told of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from smtp_playground.explain import Explainer
from smtp_playground.history import Answered
from smtp_playground.library import CONTENT, the_library
from smtp_playground.markup import plain
from smtp_playground.personas import Persona, load_personas
from smtp_playground.view import View
from smtpcore import CATALOGUE, MessageAccepted, ReplySent, ServerSession, State

FOLDER = Path(__file__).parent / "personas"
PERSONAS = load_personas()
CHARACTERS = ("postfix", "exim", "sendmail", "qmail", "opensmtpd", "exchange", "gmail", "aiosmtpd")
NOW = 1_795_464_000.0
"""Monday, 23 November 2026, 20:00:00 UTC."""
PEER = "192.0.2.7"
LIBRARY = the_library()
EXPLAINERS = {language: Explainer(LIBRARY.words(language)) for language in LIBRARY.languages}


def connections(name: str) -> list[list[str]]:
    """Return the lines of each connection of a character's file.

    `S:` a line that the server must send, `C:` one that the client sends, `C*20:` the same so many
    times, of which only the last is answered here; `R:` octets as they are; `! tls`, `! time out N`
    deeds of the host; `-- closed`: the server has hung up.
    """
    written = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.sub(r"^#.*\n", "", written, flags=re.MULTILINE).strip("\n").split("\n\n")
    return [block.split("\n") for block in blocks]


CONNECTIONS = [
    pytest.param(name, lines, id=f"{name}-{number}")
    for name in CHARACTERS
    for number, lines in enumerate(connections(name), 1)
]


def played(persona: Persona, lines: list[str]) -> Iterator[str]:
    """Yield the lines of a connection as they really come."""
    session = ServerSession(persona.policy, peer=PEER)
    session.greet(NOW)
    yield from said(session)
    for line in lines:
        if line.startswith(("S:", "--")):
            continue
        yield line
        act(session, line)
        yield from said(session)
    if session.state is State.CLOSED:
        yield "-- closed"


def said(session: ServerSession) -> Iterator[str]:
    for line in session.data_to_send().decode().split("\r\n")[:-1]:
        yield f"S: {line}"


def act(session: ServerSession, line: str) -> None:
    mark, _, rest = line.partition(" ")
    if mark == "!" and rest == "tls":
        session.start_tls(NOW)
    elif mark == "!":
        session.time_out(NOW, int(rest.split()[-1]))
    elif mark == "R:":
        session.receive_data(rest.encode().decode("unicode_escape").encode(), NOW)
    else:
        for _ in range(int(mark[2:-1] or 1)):
            session.data_to_send()
            session.receive_data(rest.encode() + b"\r\n", NOW)


@pytest.mark.parametrize(("name", "lines"), CONNECTIONS)
def test_a_character_says_what_the_real_server_says(name: str, lines: list[str]) -> None:
    """To the letter: code, enhanced code, words, and whether it hangs up."""
    assert list(played(PERSONAS[name], lines)) == lines


@pytest.mark.parametrize("name", CHARACTERS)
def test_each_has_a_table_of_its_strings(name: str) -> None:
    """At least 25; qmail has no more than 19 in all."""
    strings = {line for lines in connections(name) for line in lines if line.startswith("S:")}

    assert len(strings) >= (19 if name == "qmail" else 25)


SAID = tomllib.loads((CONTENT / "reference" / "said.toml").read_text(encoding="utf-8"))["said"]
BOTH: dict[str, int] = {
    "postfix": 35,
    "exim": 32,
    "sendmail": 30,
    "qmail": 16,
    "opensmtpd": 20,
    "exchange": 24,
    "gmail": 19,
    "aiosmtpd": 23,
}
"""How many of the lines that the reference says a server says are said here as well."""


@pytest.mark.parametrize("name", CHARACTERS)
def test_the_reference_and_the_character_say_the_same(name: str) -> None:
    strings = {line[3:] for lines in connections(name) for line in lines if line.startswith("S:")}
    told = {row["line"] for row in SAID if row["server"] == name}

    assert len(told & strings) >= BOTH[name]


# What EHLO lists.


@pytest.mark.parametrize("name", CHARACTERS)
def test_what_is_listed_has_words(name: str) -> None:
    """Whoever points at a keyword learns what it is, and whether it is played here."""
    for language in LIBRARY.languages:
        words = LIBRARY.words(language)
        for line in PERSONAS[name].policy.listed:
            keyword = line.partition(" ")[0].lower()
            assert keyword in words.keywords or f"keyword-{keyword}" in words.parts


def test_all_words_of_keywords_are_of_one_that_is_listed() -> None:
    listed = {
        line.partition(" ")[0].lower()
        for persona in PERSONAS.values()
        for line in persona.policy.listed
    }
    told = {part for part in LIBRARY.words("en").parts if part.startswith("keyword-")}

    assert told <= {f"keyword-{keyword}" for keyword in listed}


# Where they depart from an RFC.


@pytest.mark.parametrize("name", CHARACTERS)
def test_a_departure_is_told_in_every_language(name: str) -> None:
    """Each names a section, and says in the reader's words what is done, and why."""
    assert PERSONAS[name].departures
    for (reply, _), departure in PERSONAS[name].departures.items():
        assert reply in CATALOGUE
        assert departure.rfc.section
        assert set(departure.texts) == {"en", "pt-BR"}
        for told in departure.texts.values():
            assert 60 < len(plain(told)) <= 330


def answered(name: str, *lines: str) -> Answered:
    """Return the reply to the last of these lines."""
    persona = PERSONAS[name]
    session = ServerSession(persona.policy, peer=PEER)
    events = session.greet(NOW)
    for line in lines:
        events = session.receive_data(line.encode() + b"\r\n", NOW)
    (reply,) = (event for event in events if isinstance(event, ReplySent))
    return Answered(reply, lines[-1], persona)


def test_a_departure_is_told_under_the_reply_and_in_the_panel() -> None:
    found = answered("postfix", "VRFY alice")
    explainer = EXPLAINERS["en"]
    told = plain(explainer.explanation(found).departs)
    detail = explainer.reply_detail(1, found)
    section = next(section for section in detail.sections if section.id == "departs")

    assert told.startswith("Here Postfix departs from RFC 5321 §7.3: where `VRFY`".replace("`", ""))
    assert section.heading == "Where it departs from the standard"
    assert told == plain(section.paragraphs[0])


def test_a_departure_is_told_in_portuguese() -> None:
    told = plain(EXPLAINERS["pt-BR"].explanation(answered("postfix", "VRFY alice")).departs)

    assert told.startswith("Aqui o Postfix se afasta da RFC 5321 §7.3: se o VRFY")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("opensmtpd", ["FOO"]),  # 500 is right for what nobody knows
        ("exim", ["EHLO x.example", "AUTH PLAIN"]),
        ("playground", ["VRFY alice"]),
        ("reference", ["QUIT"]),
    ],
)
def test_what_is_no_departure_is_not_told_as_one(name: str, lines: list[str]) -> None:
    found = answered(name, *lines)

    assert EXPLAINERS["en"].explanation(found).departs == ()
    assert all(
        section.id != "departs" for section in EXPLAINERS["en"].reply_detail(1, found).sections
    )


def test_a_departure_may_be_of_one_command_alone() -> None:
    """OpenSMTPD knows no VRFY, which it should; no FOO either, which nobody does."""
    assert answered("opensmtpd", "vrfy alice").event.reply.name == "unrecognized"
    assert "VRFY" in plain(EXPLAINERS["en"].explanation(answered("opensmtpd", "vrfy x")).departs)


@pytest.mark.parametrize("name", CHARACTERS)
@pytest.mark.parametrize("language", LIBRARY.languages)
def test_every_reply_of_a_character_is_explained(name: str, language: str) -> None:
    """With its own code, however the name is explained elsewhere."""
    view = View(EXPLAINERS[language])
    for lines in connections(name):
        for number, reply in enumerate(all_answers(PERSONAS[name], lines)):
            bubble = view.bubble(number, reply)
            detail = view.detail(number, reply)

            assert bubble.explanation is not None
            assert bubble.code == str(reply.event.reply.code) == detail.code
            assert re.findall(r"\{[a-z]+\}", plain(bubble.explanation.here)) == []
            assert detail.digits


def all_answers(persona: Persona, lines: list[str]) -> Iterator[Answered]:
    session = ServerSession(persona.policy, peer=PEER)
    events = session.greet(NOW)
    for line in lines:
        if line.startswith(("S:", "--")):
            continue
        mark, _, rest = line.partition(" ")
        if mark == "C:":
            events = session.receive_data(rest.encode() + b"\r\n", NOW)
            yield from (Answered(e, rest, persona) for e in events if isinstance(e, ReplySent))
        else:
            act(session, line)


# They are servers all the same.


@pytest.mark.parametrize("name", CHARACTERS)
def test_each_takes_a_message_for_alice(name: str) -> None:
    session = ServerSession(PERSONAS[name].policy)
    session.greet(NOW)
    script = "EHLO a.example|MAIL FROM:<b@a.example>|RCPT TO:<alice@example.com>|DATA|hi|."
    events = [
        event
        for line in script.split("|")
        for event in session.receive_data(line.encode() + b"\r\n", NOW)
    ]

    assert any(isinstance(event, MessageAccepted) for event in events)
