"""A persona's words for replies, its EHLO list and its manners: what is read, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from smtp_playground.errors import ContentError
from smtp_playground.markup import plain
from smtp_playground.persona_wording import facts_of_reply
from smtp_playground.personas import Persona, load_persona_file
from smtp_playground.sessions import load_sessions, play
from smtpcore import (
    CATALOGUE,
    Counts,
    Event,
    Farewell,
    Leniency,
    Patience,
    ReplySent,
    Verb,
)

from ..smtpcore.transcript import FOLDER, read_transcript
from ..smtpcore.transcript import play as play_transcript

HEAD = """
[name]
en = "Test"
[description]
en = "A server."
[server]
hostname = "mx.test.example"
"""


def loaded(folder: Path, text: str) -> Persona:
    path = folder / "mine.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_persona_file(path)


def test_a_reply_is_reworded_with_code_and_enhanced_code(tmp_path: Path) -> None:
    """And for one command alone, which has from above what it does not say itself."""
    text = """
[replies.bad-syntax]
text = "no"
code = 555
enhanced = "5.5.2"
to.mail = "not you"
to.bdat = { code = 521, closes = true }
"""
    found = loaded(tmp_path, text).policy.wording["bad-syntax"]
    mail, bdat = found.to["MAIL"], found.to["BDAT"]

    assert (found.reply.text, found.reply.code, found.reply.enhanced) == ("no", 555, "5.5.2")
    assert (mail.reply.text, mail.reply.code, mail.closes) == ("not you", 555, False)
    assert (bdat.reply.text, bdat.reply.code, bdat.closes) == ("no", 521, True)
    assert found.reply.name == "bad-syntax"


def test_an_enhanced_code_follows_the_class_of_a_new_code(tmp_path: Path) -> None:
    """What is a departure has to be written out; what is none need not be."""
    found = loaded(tmp_path, "[replies.relaying-denied]\ncode = 454\n").policy
    reply = found.wording["relaying-denied"].reply

    assert (reply.code, reply.enhanced) == (454, "4.7.1")


def test_the_end_of_a_connection_may_have_any_code_but_3yz(tmp_path: Path) -> None:
    text = '[replies.too-many-errors]\ntext = "bye"\ncode = 500\n'
    found = loaded(tmp_path, text).policy.wording["too-many-errors"]

    assert (found.reply.code, found.closes) == (500, True)


def test_a_departure_names_the_rfc_and_tells_in_the_readers_language(tmp_path: Path) -> None:
    text = """
[replies.closing]
text = "Bye"
departs.rfc = "5321#4.2"
departs.en = "without `hostname`"
departs.pt-BR = "sem `hostname`"
"""
    persona = loaded(tmp_path, text)
    departure = persona.departure("closing", "QUIT")

    assert departure is not None
    assert departure.rfc.section == "4.2"
    assert plain(departure.texts["pt-BR"]) == "sem hostname"
    assert persona.departure("reset", "RSET") is None


def test_the_list_of_ehlo_switches_extensions_on(tmp_path: Path) -> None:
    persona = loaded(tmp_path, 'ehlo = ["X-FOO BAR", "SIZE", "HELP", "PRDR", "DSN"]\n')

    assert persona.policy.listed == ("X-FOO BAR", "SIZE", "HELP", "PRDR", "DSN")
    assert persona.policy.keywords == {"SIZE", "DSN"}


def test_manners_are_read(tmp_path: Path) -> None:
    text = """
timeout = 1200
topics = false
unchecked = true
relays = true
unlearned = ["expn", "turn"]
unoffered = ["starttls"]
foreign = ["GET", ":"]
tolerated = ["nested-mail", "hello-missing"]
[patience]
counts = "refused"
farewell = "after"
forgives = false
[limits]
unknown = 3
"""
    policy = loaded(tmp_path, text).policy

    assert (policy.timeout, policy.topics, policy.unchecked, policy.relays) == (
        *(1200, False),
        *(True, True),
    )
    assert policy.unlearned == {Verb.EXPN, Verb.TURN}
    assert policy.unoffered == {Verb.STARTTLS}
    assert policy.dialect.foreign == {"GET", ":"}
    assert policy.dialect.tolerated == {Leniency.NESTED_MAIL, Leniency.HELLO_MISSING}
    assert policy.dialect.patience == Patience(Counts.REFUSED, Farewell.AFTER, forgives=False)
    assert policy.dialect.limits.unknown == 3


SAYING = 'departs.rfc = "5321#4.2"\ndeparts.en = "so"\n'

BROKEN = {
    "unknown-name": ("[replies]\nhallo = 'x'\n", "replies.hallo is not known; known are "),
    "no-table": ("[replies]\nreset = 1\n", "replies.reset must be a text in printable ASCII, or a"),
    "unknown-key": ("[replies.reset]\ntxt = 'x'\n", "replies.reset.txt is not known; known are "),
    "unknown-fact": (
        "[replies.reset]\ntext = '{x}'\n",
        "replies.reset has no fact {x}; known are ",
    ),
    "fact-of-another": (
        "[replies.reset]\ntext = '{forward}'\ncode = 250\n",
        "replies.reset.text has no fact {forward}; known are client, date, hello, hostname, id,",
    ),
    "broken-fact": ("[replies.reset]\ntext = '{'\n", "replies.reset has a broken placeholder"),
    "not-ascii": ("[replies.reset]\ntext = 'olá'\n", "replies.reset must be a text in printable"),
    "code-no-number": (
        "[replies.reset]\ncode = '250'\n",
        "reset.code must be a reply code",
    ),
    "code-too-large": (
        "[replies.bad-syntax]\ncode = 560\n",
        "syntax.code must be a reply code",
    ),
    "code-too-small": ("[replies.reset]\ncode = 199\n", "reset.code must be a reply code"),
    "yes-to-no": ("[replies.reset]\ncode = 500\n", "reset.code must stay 2yz, as reset is"),
    "no-to-yes": ("[replies.bad-syntax]\ncode = 250\n", "must stay 4yz or 5yz, as bad-syntax is"),
    "go-on": ("[replies.start-mail-input]\ncode = 250\n", "must stay 3yz, as start-mail-input is"),
    "end-and-go-on": ("[replies.not-smtp]\ncode = 354\n", "must stay 4yz or 5yz, as not-smtp is"),
    "enhanced": (
        "[replies.reset]\nenhanced = '2.0'\n",
        "reset.enhanced must be like 5.5.1",
    ),
    "enhanced-class": (
        "[replies.bad-syntax]\nenhanced = '4.5.1'\n",
        "bad-syntax.enhanced has a 4.5.1 with 501, against RFC 2034 4; say so in replies.bad-syntax"
        ".departs",
    ),
    "nameless": (
        "[replies.closing]\ntext = 'Bye'\n",
        "replies.closing must begin with {hostname} (RFC 5321 4.2), or say in replies.closing.dep",
    ),
    "closes": ("[replies.bad-syntax]\ncloses = 1\n", "bad-syntax.closes must be true or false"),
    "closes-yes": ("[replies.reset]\ncloses = true\n", "closes is for the refusal of a command"),
    "closes-greeting": ("[replies.no-service]\ncloses = true\n", "is for the refusal of a command"),
    "never-closes": (
        "[replies.timed-out]\ncloses = false\n",
        "timed-out.closes must be true: the connection ends with a 421",
    ),
    "to": ("[replies.reset]\nto = 1\n", "replies.reset.to must be a table of commands"),
    "to-command": (
        "[replies.reset.to]\nfoo = 'x'\n",
        "replies.reset.to.foo is not known",
    ),
    "to-value": ("[replies.reset.to]\nmail = 1\n", "replies.reset.to.mail must be a text in print"),
    "to-in-to": ("[replies.reset.to.mail]\nto = {}\n", "replies.reset.to.mail.to is not known"),
    "departs": ("[replies.reset]\ndeparts = 'x'\n", "reset.departs must be a table of rfc, en and"),
    "departs-nowhere": (
        "[replies.reset]\ndeparts.en = 'x'\n",
        "replies.reset.departs must be a table of rfc, en and other languages",
    ),
    "departs-rfc": (
        "[replies.reset]\ndeparts = { rfc = 'x', en = 'x' }\n",
        "replies.reset.departs must be like 5321#4.1.1.4 or 5321, not 'x'",
    ),
    "departs-fact": (
        "[replies.reset]\ndeparts = { rfc = '5321', en = '{verb}' }\n",
        "replies.reset.departs asks for the unknown fact {verb}",
    ),
    "departs-markup": (
        "[replies.reset]\ndeparts = { rfc = '5321', en = 'a `b' }\n",
        "replies.reset.departs ",
    ),
    "ehlo-beside": ("ehlo = []\nextensions = []\n", "server.ehlo stands beside server.extensions"),
    "ehlo-text": ('ehlo = "SIZE"\n', "server.ehlo must be a list of lines for the reply to EHLO"),
    "ehlo-numbers": ("ehlo = [1]\n", "server.ehlo must be a list of lines for the reply to EHLO"),
    "ehlo-twice": ('ehlo = ["SIZE", "SIZE"]\n', "server.ehlo has SIZE twice"),
    "ehlo-no-line": ('ehlo = ["250 SIZE!\\r"]\n', "which is no keyword with parameters"),
    "ehlo-value": (
        'ehlo = ["SIZE 10"]\n',
        "has 'SIZE 10': write SIZE, the extension says",
    ),
    "ehlo-case": ('ehlo = ["size"]\n', "server.ehlo has 'size': write SIZE"),
    "ehlo-slip": ('ehlo = ["PIPELINNING"]\n', "has 'PIPELINNING'; known are PIPELINING, SIZE"),
    "ehlo-off": (
        'ehlo = ["VRFY"]\nvrfy = "withheld"\n',
        "server.ehlo has VRFY, which is not on here (RFC 5321 4.2.4)",
    ),
    "ehlo-no-help": ('ehlo = ["HELP"]\nhelp = false\n', "has HELP, which is not on here"),
    "ehlo-needs": ('ehlo = ["BINARYMIME"]\n', "has BINARYMIME, which needs CHUNKING as well"),
    "unlearned": ('unlearned = ["foo"]\n', "server.unlearned must be a list of commands, such as"),
    "unoffered": ("unoffered = 1\n", "server.unoffered must be a list of commands"),
    "timeout": ("timeout = 0\n", "server.timeout must be a number of seconds from 1 to 86400"),
    "timeout-text": ('timeout = "5 min"\n', "server.timeout must be a number of seconds"),
    "patience": ("[patience]\nfoo = 1\n", "patience.foo is not known; known are counts, farewell"),
    "counts": ('[patience]\ncounts = "all"\n', "patience.counts must be one of: badly-made"),
    "farewell": ('[patience]\nfarewell = "bye"\n', "patience.farewell must be one of: in-place"),
    "unknown-limit": ("[limits]\nunknown = 0\n", "limits.unknown must be a whole number from 1"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    """File, place, and the mend, in one line."""
    with pytest.raises(ContentError) as error:
        loaded(tmp_path, text)

    assert said in str(error.value)
    assert str(error.value).startswith("mine.toml: ")
    assert "\n" not in str(error.value)


def test_a_departure_may_be_said_in_place_of_a_mend(tmp_path: Path) -> None:
    text = f"[replies.closing]\ntext = 'Bye'\n{SAYING}"
    text += f"[replies.tls-already-active]\ncode = 454\nenhanced = '5.5.1'\n{SAYING}"

    assert len(loaded(tmp_path, text).departures) == 2


# What a text may ask for is there when it is asked for.


def happened() -> list[Event]:
    """Return all that happens in every transcript and every session there is."""
    events = [event for session in load_sessions().values() for event in play(session)]
    for path in sorted(FOLDER.glob("*.txt")):
        turns = play_transcript(read_transcript(path), lambda octets: [octets])
        events += [event for some, _, _ in turns for event in some]
    return events


def test_a_reply_has_the_facts_that_its_words_may_ask_for() -> None:
    """On every way to it: what the moment tells, and what the core told with it.

    A policy may ask for a priority-too-low where MAIL has none: then a text has a gap there.
    """
    moment = facts_of_reply("reset") - {"hostname", "client", "verb", "protocol", "hello"}
    lacking = {
        (event.reply.name, fact)
        for event in happened()
        if isinstance(event, ReplySent)
        for fact in facts_of_reply(event.reply.name) - moment - event.facts.keys()
    }

    assert lacking <= {("priority-too-low", "priority")}


def test_every_reply_may_be_reworded() -> None:
    assert all(facts_of_reply(name) for name in CATALOGUE)
