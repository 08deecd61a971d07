"""Addresses that ask for a reply: what they ask for, and when it comes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smtpcore import Kind, Path
from smtpcore.magic import wish_of

from .policies import FULL
from .ruling import rule, server, talk
from .speaking import EHLO, MAIL, RCPT

MAGIC = replace(FULL, magic_addresses=True)

WISHES = {
    ("451", "RCPT"): ("RCPT", 451, "4.3.0", "local-error"),
    ("451", "MAIL"): ("MAIL", 451, "4.3.0", "local-error"),
    ("450", "RCPT"): ("RCPT", 450, "4.2.0", "mailbox-busy"),
    ("450-4.7.1", "RCPT"): ("RCPT", 450, "4.7.1", "greylisted"),
    ("550", "RCPT"): ("RCPT", 550, "5.1.1", "no-such-mailbox"),
    ("550-5.7.1", "RCPT"): ("RCPT", 550, "5.7.1", "recipient-refused"),
    ("550-5.7.1", "MAIL"): ("MAIL", 550, "5.7.1", "sender-refused"),
    ("550-5.4.999", "RCPT"): ("RCPT", 550, "5.4.999", "rule-reply"),
    ("421", "RCPT"): ("RCPT", 421, "4.3.0", "service-unavailable"),
    ("599", "RCPT"): None,
    ("459", "RCPT"): ("RCPT", 459, "4.0.0", "rule-reply"),
    ("552+atdata", "RCPT"): ("end of data", 552, "5.2.2", "quota-exceeded"),
    ("552-5.3.4+atdata", "MAIL"): ("end of data", 552, "5.3.4", "rule-reply"),
    ("451+ATRCPT", "MAIL"): ("RCPT", 451, "4.3.0", "local-error"),
    ("451+atmail", "RCPT"): ("RCPT", 451, "4.3.0", "local-error"),
    ("250", "RCPT"): None,
    ("460", "RCPT"): None,
    ("451-5.1.1", "RCPT"): None,
    ("451+atquit", "RCPT"): None,
    ("4510", "RCPT"): None,
    ("alice", "RCPT"): None,
    ("", "MAIL"): None,
}


@pytest.mark.parametrize(("local_part", "command"), WISHES)
def test_address_asks(local_part: str, command: str) -> None:
    wish = wish_of(Path(local_part, "anywhere.example" if local_part else ""), command)
    found = wish and (wish.stage, wish.reply.code, wish.reply.enhanced, wish.reply.name)

    assert WISHES[local_part, command] == found


TO_451 = "RCPT TO:<451@any.example>"
OK = ["250 sender-accepted", "250 recipient-accepted", "354 start-mail-input"]
TALKS: dict[str, tuple[list[str], list[str]]] = {
    "recipient": ([MAIL, TO_451], [OK[0], "451 local-error [<451@any.example>]"]),
    "sender": (
        ["MAIL FROM:<451@a.example>", RCPT],
        ["451 local-error [<451@a.example>]", "503 sender-first"],
    ),
    "sender, at each recipient": (
        ["MAIL FROM:<452+atrcpt@a.example>", RCPT, RCPT],
        [OK[0], *["452 insufficient-storage [<452+atrcpt@a.example>]"] * 2],
    ),
    "sender, at the end": (
        ["MAIL FROM:<554+atdata@a.example>", RCPT, "DATA", ".", RCPT],
        [*OK, "554 transaction-failed [<554+atdata@a.example>]", "503 sender-first"],
    ),
    "recipient, at the end": (
        [MAIL, "RCPT TO:<552+atdata@a.example>", RCPT, "DATA", "."],
        [*OK[:2], *OK[1:], "552 quota-exceeded [<552+atdata@a.example>]"],
    ),
    "421": (
        [MAIL, "RCPT TO:<421@a.example>"],
        [OK[0], "421 service-unavailable [<421@a.example>] closed [<421@a.example>]"],
    ),
    "out of order": ([TO_451], ["503 sender-first"]),
}


@pytest.mark.parametrize("case", TALKS)
def test_reply_comes_when_its_address_asks(case: str) -> None:
    lines, expected = TALKS[case]
    session, _ = server(policy=MAGIC)
    talk(session, EHLO)

    assert expected == talk(session, *lines)


def test_code_goes_out_as_it_was_asked_for() -> None:
    session, _ = server(policy=MAGIC)
    talk(session, EHLO, MAIL)
    session.data_to_send()
    talk(session, "RCPT TO:<550-5.4.999@a.example>")

    assert b"550 5.4.999 This server was asked to answer so\r\n" == session.data_to_send()


def test_server_that_allows_none_takes_them_for_mailboxes() -> None:
    session, _ = server(policy=FULL)

    assert [
        "250 extended-hello",
        "250 sender-accepted",
        "550 relaying-denied",
        "550 no-such-mailbox",
    ] == talk(session, EHLO, "MAIL FROM:<451@a.example>", TO_451, "RCPT TO:<451@example.com>")


def test_rules_come_first_and_delay_what_an_address_asks() -> None:
    slow, refusing = rule("RCPT", delay=3, times=1), rule("RCPT", 550, nth=2)
    session, _ = server(slow, refusing, policy=MAGIC)

    assert ["waits 3 [<451@any.example>]"] == talk(session, EHLO, MAIL, TO_451)[2:]
    session.wake(session.quiet_until or 0)
    assert ["550 no-such-mailbox [rule 2]"] == talk(session, TO_451)


def test_lmtp_answers_for_each_address() -> None:
    """The first is taken, and the other refused."""
    session, _ = server(policy=replace(MAGIC, kind=Kind.LMTP))
    asking = "RCPT TO:<452+atdata@example.com>"
    answers = talk(session, EHLO.replace("EHLO", "LHLO"), MAIL, RCPT, asking, "DATA", ".")

    assert (
        "250 recipient-delivered 452 insufficient-storage [<452+atdata@example.com>] accepted"
        == answers[-1]
    )
