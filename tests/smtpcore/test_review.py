"""What a reader with the RFCs open found: one test a finding, each under its sentence."""

from __future__ import annotations

import pytest

from smtpcore import State

from .speaking import names, say, session_in


@pytest.mark.parametrize(
    "recipient",
    [
        "RCPT TO:<eve@example.com>",
        "RCPT TO:<alice@example.com> NOTIFY=NEVER",
        "RCPT TO:<no domain>",
        "RCPT TO:<>",
        "RCPT TO:alice@example.com",
    ],
)
def test_data_is_554_whatever_refused_the_recipients(recipient: str) -> None:
    """RFC 5321 3.3: "If there was no MAIL, or no RCPT, command, or all such commands were
    rejected, the server MAY return a [503] or [554]": 554 wherever RCPT was tried.
    """
    session = session_in(State.HAS_SENDER)
    assert names(say(session, recipient, "DATA"))[-1] == ("no-valid-recipients", 554)


def test_recipient_out_of_order_counts_for_no_transaction() -> None:
    """RFC 5321 3.3: RCPT without MAIL is 503, and says nothing about recipients."""
    session = session_in(State.READY)
    said = names(say(session, "RCPT TO:<eve@example.com>", "DATA"))
    assert said == [("sender-first", 503), ("sender-first", 503)]
