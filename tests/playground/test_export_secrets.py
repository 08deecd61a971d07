"""What AUTH sends is in no export, unless somebody says so."""

from __future__ import annotations

import base64

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from smtp_playground.exports import FORMS
from smtp_playground.exports.record import connections

from .exporting import HELLO, LETTER, LIBRARY, MAIL, RCPT, conversation, written

ACCOUNT = "humpty-dumpty"
PASSWORD = "Jabberwock-and-Bandersnatch"


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


SECRETS = (ACCOUNT, PASSWORD, b64(ACCOUNT), b64(PASSWORD), b64(f"\0{ACCOUNT}\0{PASSWORD}"))
LOGINS: tuple[tuple[str, ...], ...] = (
    (f"AUTH PLAIN {b64(f'{chr(0)}{ACCOUNT}{chr(0)}{PASSWORD}')}",),
    (f"auth  plain  {PASSWORD}",),
    ("AUTH PLAIN", b64(f"\0{ACCOUNT}\0{PASSWORD}")),
    ("AUTH LOGIN", b64(ACCOUNT), b64(PASSWORD)),
    (f"AUTH LOGIN {b64(ACCOUNT)}", b64(PASSWORD)),
    ("AUTH CRAM-MD5", b64(f"{ACCOUNT} 0123456789abcdef")),
    ("AUTH SCRAM-SHA-256", b64(f"n,,n={ACCOUNT},r=x"), b64(f"c=biws,r=x,p={PASSWORD}")),
    (f"AUTH XOAUTH2 {b64(f'user={ACCOUNT}{chr(1)}auth=Bearer {PASSWORD}{chr(1)}{chr(1)}')}", ""),
    (f"AUTH {PASSWORD}",),
    (f"AUTH NO-SUCH {b64(PASSWORD)}",),
    # Clients that do not look whether they were asked.
    ("AUTH NTLM", b64(ACCOUNT), b64(PASSWORD)),
)
OTHERS = (HELLO, "HELO client.example", MAIL, RCPT, "NOOP", "RSET", "FOO", "VRFY alice", "*", "")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login[0].split()[1][:8])
def test_no_export_holds_a_secret(form: str, login: tuple[str, ...]) -> None:
    made = conversation(HELLO, *login, MAIL, RCPT, *LETTER, "QUIT")

    for language in LIBRARY.languages:
        text = written(form, made, language=language)
        assert [secret for secret in SECRETS if secret in text] == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@seed(354)
@given(
    st.lists(st.one_of(st.sampled_from(LOGINS), st.sampled_from(OTHERS).map(lambda line: (line,)))),
    st.sampled_from(["playground", "reference", "submission-587", "lmtp"]),
)
def test_no_export_of_any_conversation_holds_a_secret(
    lines: list[tuple[str, ...]], persona: str
) -> None:
    """However the logins stand among other lines."""
    made = conversation(HELLO, *(line for group in lines for line in group), persona=persona)

    for form in FORMS:
        text = written(form, made)
        assert [secret for secret in SECRETS if secret in text] == [], form


@pytest.mark.parametrize("form", ["text", "markdown", "json", "html", "smtplib", "pytest"])
def test_secrets_are_there_for_who_asks(form: str) -> None:
    made = conversation(HELLO, *LOGINS[3], "QUIT")

    assert b64(PASSWORD) in written(form, made, secrets=True)


def test_swaks_gets_account_and_password_for_who_asks() -> None:
    for login in (LOGINS[0], LOGINS[2], LOGINS[3], LOGINS[4]):
        told = written("swaks", conversation(HELLO, *login), secrets=True)
        assert f"--auth-user '{ACCOUNT}' --auth-password '{PASSWORD}'" in told


def test_the_name_in_a_cram_is_told_and_its_password_asked_for() -> None:
    told = written("swaks", conversation(HELLO, *LOGINS[5]), secrets=True)

    assert f"""--auth CRAM-MD5 --auth-user '{ACCOUNT}' --auth-password "$SMTP_PASSWORD\"""" in told


def test_what_repeats_a_secret_is_hidden_too() -> None:
    """A server may say back what it did not understand."""
    made = conversation(HELLO, "AUTH NTLM", b64(PASSWORD), persona="sendmail")
    (told,) = connections(made, lambda _, __: "")

    assert [said.line for said in told.said if said.secret] == [b""]
    assert told.said[-1].line == b'500 5.5.1 Command unrecognized: "********"'
