"""Server characters: the files we ship, and files that are wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smtp_playground.bridge import Bridge
from smtp_playground.errors import ContentError
from smtp_playground.personas import load_persona_file, load_personas
from smtpcore import ServerSession, Verification

GOOD = """
[name]
en = "Test"
[description]
en = "A server for tests."
[server]
hostname = "mx.test.example"
"""


def test_the_personas_we_ship_serve_the_fixtures() -> None:
    """Everyone's examples rely on alice, bob, carol and postmaster at example.com."""
    personas = load_personas()

    assert {"playground", "reference"} <= set(personas)
    for persona in personas.values():
        assert {"alice", "bob", "carol"} == set(persona.policy.mailboxes)
        assert {"example.com"} == persona.policy.domains
        assert {"en", "pt-BR"} == set(persona.name) == set(persona.description)


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_the_page_lists_mail_between_hosts_first(language: str) -> None:
    """Our own, then the characters; then where an author hands it in, and where it is delivered."""
    catalogue = json.loads(Bridge().catalogue(language))

    assert [
        *("playground", "reference"),
        *("aiosmtpd", "exchange", "exim", "gmail", "opensmtpd", "postfix", "qmail", "sendmail"),
        *("submission-587", "submissions-465", "lmtp"),
    ] == [row["id"] for row in catalogue["personas"]]
    assert all(row["name"] and row["description"] for row in catalogue["personas"])


def test_a_persona_speaks_in_its_own_words(tmp_path: Path) -> None:
    """Texts are replaced by reply name; code and meaning stay."""
    path = tmp_path / "mine.toml"
    path.write_text(
        GOOD
        + 'vrfy = "withheld"\n[limits]\nrecipients = 2\n[mailboxes]\nDora = "Dora Diver"\n'
        + '[replies]\nservice-ready = "{hostname} here"\n'
    )
    persona = load_persona_file(path)
    session = ServerSession(persona.policy)
    session.greet(0.0)

    assert b"220 mx.test.example here\r\n" == session.data_to_send()
    assert "mine" == persona.id
    assert Verification.WITHHELD is persona.policy.vrfy
    assert {"dora": "Dora Diver"} == persona.policy.mailboxes
    assert 2 == persona.policy.dialect.limits.recipients


BROKEN = {
    "not-toml": ("[name", "mine.toml is not TOML"),
    "no-name": ('[server]\nhostname = "a.example"', "mine.toml: name.en is missing"),
    "unknown-table": (GOOD + "[servr]\n", "servr is not known; known are"),
    "unknown-key": (GOOD + 'banner = "x"\n', "server.banner is not known"),
    "bad-hostname": (
        GOOD.replace("mx.test.example", "mx_test"),
        "server.hostname must be a domain",
    ),
    "hostname-not-ascii": (
        GOOD.replace("mx.test.example", "mx.bücher.example"),
        "server.hostname must be a domain name in ASCII, not 'mx.bücher.example'",
    ),
    "bad-domains": (GOOD + "domains = []\n", "server.domains must be a list of at least one"),
    "bad-extension": (GOOD + 'extensions = ["DSNX"]\n', "server.extensions must be a list of: "),
    "bad-vrfy": (GOOD + 'vrfy = "off"\n', "server.vrfy must be one of: on, withheld"),
    "bad-boolean": (GOOD + "help = 1\n", "server.help must be true or false"),
    "bad-tolerated": (GOOD + 'tolerated = ["all"]\n', "server.tolerated must be a list of: "),
    "bad-limit": (GOOD + '[limits]\nerrors = "many"\n', "limits.errors must be a whole number"),
    "negative-limit": (GOOD + "[limits]\nerrors = -1\n", "limits.errors must be a whole number"),
    "unknown-limit": (GOOD + "[limits]\nlines = 1\n", "limits.lines is not known"),
    "unknown-reply": (GOOD + '[replies]\nhallo = "x"\n', "replies.hallo is not known"),
    "unknown-fact": (GOOD + '[replies]\nreset = "{x}"\n', "replies.reset has no fact {x}"),
    "broken-fact": (GOOD + '[replies]\nreset = "{x"\n', "replies.reset has a broken placeholder"),
    "attribute": (GOOD + '[replies]\nreset = "{verb.__class__}"\n', "replies.reset has no fact"),
    "format-spec": (GOOD + '[replies]\nreset = "{verb:9999999}"\n', "replies.reset has no fact"),
    "not-ascii": (GOOD + '[replies]\nreset = "olá"\n', "replies.reset must be a text in printable"),
    "not-a-text": (GOOD + "[replies]\nreset = 1\n", "replies.reset must be a text in printable"),
    "line-break": (GOOD + '[mailboxes]\na = "A\\r\\nB"\n', "mailboxes.a must be a text"),
    "not-a-table": (GOOD.replace("[server]", "[serv]") + "", "serv is not known"),
    "list-for-table": ("mailboxes = []\n" + GOOD, "mailboxes must be a table"),
    "bad-name": (GOOD.replace('"Test"', "1"), "name.en must be a text"),
    "huge-limit": (GOOD + "[limits]\nmessage = 99999999999\n", "limits.message must be a whole"),
    "bad-forward": (GOOD + '[forwarded]\nx = "eve"\n', "forwarded.x must be an address"),
    "too-deep": ("x = " + "[" * 100_000, "is nested too deeply"),
    "bad-list": (GOOD + '[lists]\nall = "x"\n', "lists.all must be a list of texts"),
    "no-address": (GOOD + '[lists]\nall = ["Eve"]\n', "lists.all must be a list of texts like"),
    "bad-mailbox": (GOOD + '[mailboxes]\n"a b" = "A B"\n', "mailboxes.a b must be a local part"),
    "nameless": (
        GOOD + '[replies]\nclosing = "Bye"\n',
        "replies.closing must begin with {hostname}",
    ),
}


@pytest.mark.parametrize(("toml", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_is_named(tmp_path: Path, toml: str, said: str) -> None:
    """File, table and key, and what would be right, in one line."""
    path = tmp_path / "mine.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        load_persona_file(path)

    assert said in str(error.value)
    assert str(error.value).startswith("mine.toml")
    assert "\n" not in str(error.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder, a missing file, octets that are no text."""
    (tmp_path / "octets.toml").write_bytes(b"\xff\xfe")
    for name in ("missing.toml", "octets.toml", "."):
        with pytest.raises(ContentError):
            load_persona_file(tmp_path / name)
