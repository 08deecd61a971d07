"""What a reader with the RFCs open found: one test a finding, each under its sentence."""

from __future__ import annotations

import pytest

from smtpcore import State

from .speaking import names, say, session_in


@pytest.mark.parametrize(
    "recipient",
    [
        "RCPT TO:<nobody@example.com>",
        "RCPT TO:<alice@example.com> NOTIFY=NEVER",
        "RCPT TO:<no domain>",
        "RCPT TO:<>",
        "RCPT TO:alice@example.com",
    ],
)
def test_data_is_554_whatever_refused_the_recipients(recipient: str) -> None:
    """RFC 5321 3.3 lets a server say 503 or 554 then; ours says 554 wherever RCPT was tried."""
    session = session_in(State.HAS_SENDER)
    assert names(say(session, recipient, "DATA"))[-1] == ("no-valid-recipients", 554)


def test_recipient_out_of_order_counts_for_no_transaction() -> None:
    """RFC 5321 3.3: RCPT without MAIL is 503, and says nothing about recipients."""
    session = session_in(State.READY)
    said = names(say(session, "RCPT TO:<nobody@example.com>", "DATA"))
    assert said == [("sender-first", 503), ("sender-first", 503)]
