"""What tunes extensions and asks for replies in a persona file, and what is said of mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from smtp_playground.errors import ContentError
from smtp_playground.ids import VERBS, command_id
from smtp_playground.personas import load_persona_file
from smtpcore import EXTENSIONS, Greeting, Kind, Verb, replies
from smtpcore.extensions.atrn import Atrn
from smtpcore.extensions.auth import Auth
from smtpcore.extensions.limits import SessionLimits
from smtpcore.extensions.no_soliciting import NoSoliciting

HEAD = """
[name]
en = "Test"
[description]
en = "A server."
[server]
"""
ALL = "extensions = [" + ", ".join(f'"{keyword}"' for keyword in EXTENSIONS) + "]\n"
SUBMISSION = 'kind = "submission"\n'
PORT_25 = (
    'extensions = ["AUTH", "LIMITS", "ETRN", "ATRN", "NO-SOLICITING", "RRVS", "MT-PRIORITY"]\n'
)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def test_settings_are_read_by_the_types_of_their_class(tmp_path: Path) -> None:
    """Texts, flags, numbers, lists and tables of them, under the extension's keyword."""
    policy = load_persona_file(
        written(
            tmp_path,
            PORT_25
            + """
[extension.AUTH]
mechanisms = ["PLAIN"]
accounts = { alice = "wonderland" }
clear-text-without-tls = false
[extension.LIMITS]
mailmax = 3
[extension.ATRN]
waiting = { "client.example" = 3 }
[extension.NO-SOLICITING]
mailboxes = { carol = ["net.example:ADV"] }
""",
        )
    ).policy

    assert policy.tuned(Auth) == Auth(
        mechanisms=("PLAIN",), accounts={"alice": "wonderland"}, clear_text_without_tls=False
    )
    assert policy.tuned(SessionLimits).mailmax == 3
    assert policy.tuned(Atrn).waiting == {"client.example": 3}
    assert policy.tuned(NoSoliciting).mailboxes == {"carol": ("net.example:ADV",)}


def test_answers_are_read_by_verb_and_whom_they_concern(tmp_path: Path) -> None:
    text = '[answers.rcpt]\nbob = "mailbox-full"\n"@example.org" = "greylisted"\n'
    text += '[answers.end-of-data]\n"*" = "transaction-failed"\n'
    policy = load_persona_file(written(tmp_path, text)).policy

    assert policy.answers == {
        Verb.RCPT: {"bob": replies.MAILBOX_FULL, "@example.org": replies.GREYLISTED},
        Verb.END_OF_DATA: {"*": replies.TRANSACTION_FAILED},
    }


def test_kind_greeting_and_implicit_tls_are_read(tmp_path: Path) -> None:
    text = 'kind = "submission"\nimplicit-tls = true\ngreeting = "no-service"\n'
    policy = load_persona_file(written(tmp_path, text)).policy

    assert (policy.kind, policy.implicit_tls, policy.greeting) == (
        Kind.SUBMISSION,
        True,
        Greeting.NO_SERVICE,
    )


BROKEN = {
    "unknown-extension": ("[extension.FOO]\n", "extension.FOO cannot be tuned; these can: "),
    "untunable": (PORT_25 + "[extension.PIPELINING]\n", "extension.PIPELINING cannot be tuned"),
    "off": ("[extension.AUTH]\n", "extension.AUTH is tuned and not on; add it to"),
    "no-table": (PORT_25 + "[extension]\nAUTH = 1\n", "extension.AUTH must be a table"),
    "unknown-key": (PORT_25 + "[extension.AUTH]\nx = 1\n", "extension.AUTH.x is not known; known"),
    "flag": (PORT_25 + "[extension.AUTH]\nrequired = 1\n", "AUTH.required must be true or false"),
    "number": (PORT_25 + '[extension.LIMITS]\nmailmax = "x"\n', "LIMITS.mailmax must be a whole"),
    "text": (PORT_25 + "[extension.MT-PRIORITY]\nprofile = 1\n", "profile must be a text"),
    "list": (PORT_25 + '[extension.AUTH]\nmechanisms = "x"\n', "must be a list of texts"),
    "list-of-numbers": (PORT_25 + "[extension.AUTH]\nmechanisms = [1]\n", "must be a list of"),
    "table": (PORT_25 + "[extension.AUTH]\naccounts = 1\n", "must be a table of names in lower"),
    "upper-case": (
        PORT_25 + '[extension.AUTH]\naccounts = { Alice = "x" }\n',
        "extension.AUTH.accounts must be a table of names in lower case with texts",
    ),
    "mechanism": (
        PORT_25 + '[extension.AUTH]\nmechanisms = ["FOO"]\n',
        "extension.AUTH mechanisms: 'FOO' is none of PLAIN, LOGIN",
    ),
    "limit": (PORT_25 + "[extension.LIMITS]\nmailmax = 1000000\n", "a limit must be from 0 to"),
    "date": (
        PORT_25 + '[extension.RRVS]\nmailboxes = { a = "today" }\n',
        "'today' is no date like 2026-01-31T12:00:00Z",
    ),
    "answers-verb": ('[answers.noop]\na = "x"\n', "answers.noop is not known; known are ehlo"),
    "answers-table": ("[answers]\nrcpt = 1\n", "answers.rcpt must be a table"),
    "answers-name": ('[answers.rcpt]\na = "reset"\n', "answers.rcpt.a must be one of: "),
    "answers-case": ('[answers.rcpt]\nBob = "mailbox-full"\n', "answers.rcpt.Bob must be in lower"),
    "needs": ('extensions = ["BINARYMIME"]\n', "has BINARYMIME, which needs CHUNKING as well"),
    "not-for-submission": (
        SUBMISSION + 'extensions = ["ETRN"]\n',
        "server.extensions has ETRN, not for submission",
    ),
    "no-mail-for-submission": (
        SUBMISSION + 'greeting = "no-mail"\n',
        "server.greeting cannot be no-mail for submission",
    ),
    "only-for-submission": (
        'extensions = ["FUTURERELEASE"]\n',
        "server.extensions has FUTURERELEASE, for submission only",
    ),
    "all-at-once": (ALL, "for submission only"),
    "lmtp": ('kind = "lmtp"\n', "server.extensions lacks ENHANCEDSTATUSCODES, which LMTP needs"),
    "kind": ('kind = "smtps"\n', "server.kind must be one of: smtp, submission, lmtp"),
    "greeting": ('greeting = "hi"\n', "server.greeting must be one of: ready, no-service"),
    "implicit-tls": ("implicit-tls = 1\n", "server.implicit-tls must be true or false"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    """File, place, and the mend, in one line."""
    with pytest.raises(ContentError) as error:
        load_persona_file(written(tmp_path, text))

    assert said in str(error.value)
    assert str(error.value).startswith("mine.toml: ")
    assert "\n" not in str(error.value)


def test_every_verb_has_an_id_of_its_own() -> None:
    """By which persona files and words speak of it."""
    assert {command_id(verb) for verb in Verb} == set(VERBS)
    assert len(VERBS) == len(Verb)
    assert {"mail", "end-of-data", "bdat-last", "auth-response", "tls-handshake"} < set(VERBS)
