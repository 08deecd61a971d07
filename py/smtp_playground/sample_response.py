"""A right answer to a challenge, ready to be sent: nobody works out base64 or HMAC by hand."""

from __future__ import annotations

import base64

from smtp_playground.history import Conversation
from smtp_playground.sasl_client import next_response
from smtpcore import Policy, State
from smtpcore.extensions.auth import Auth


def sample_account(policy: Policy) -> str:
    """Return the account that a beginner may use; empty if there is none."""
    return next(iter(policy.tuned(Auth).accounts), "")


def sample_response(conversation: Conversation) -> str | None:
    """Return the line that answers the challenge in this account's name, if it can be told."""
    session = conversation.session
    authentication = session.standing.authentication
    account = sample_account(session.policy)
    if session.state is not State.AUTHENTICATING or authentication is None or not account:
        return None
    auth = session.policy.tuned(Auth)
    answer = next_response(
        authentication.mechanism,
        conversation.challenges,
        account,
        auth.accounts[account],
        auth.tokens.get(account, ""),
    )
    return None if answer is None else base64.b64encode(answer).decode()
