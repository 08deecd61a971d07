"""Where a session stands, as the page shows it: what may be sent now, states, envelope.

All of it is read from the transition table and the session; nothing is drawn by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from smtp_playground.bubbles import (
    Chip,
    EnvelopeView,
    Mode,
    RecipientRow,
    SessionView,
    StateRow,
)
from smtp_playground.facts import allowed_in, command_id, most_useful_first
from smtp_playground.history import Conversation
from smtp_playground.words import Words
from smtpcore import ServerSession, State, Verb

_MODES: Final[Mapping[State, Mode]] = {
    State.RECEIVING_CONTENT: "message",
    State.CLOSED: "closed",
}


def session_view(conversation: Conversation, words: Words) -> SessionView:
    """Return the view of a conversation's session in one language."""
    session, persona = conversation.session, conversation.persona
    chips = tuple(_chip(verb, words) for verb in most_useful_first(session.state))
    status = "closed" if session.state is State.CLOSED else "open"
    return SessionView(
        persona=persona.id,
        hostname=persona.policy.hostname,
        state=session.state,
        state_title=words.states[session.state].title,
        status=words.conversation[f"status.{status}"].format(hostname=persona.policy.hostname),
        mode=_MODES.get(session.state, "command"),
        round_trips=conversation.round_trips,
        chips=chips,
        sample_message=_sample_message(session, words),
        completions=tuple(chip.fill for chip in chips),
        states=tuple(_state_row(state, session.state, words) for state in State),
        envelope=_envelope_view(conversation),
    )


def _sample_message(session: ServerSession, words: Words) -> str:
    """Return a message that fits the envelope, while the server waits for one."""
    envelope = session.envelope
    if envelope is None or session.state is not State.RECEIVING_CONTENT:
        return ""
    recipients = ", ".join(str(recipient.path) for recipient in envelope.recipients)
    # A notification is sent from nobody, but says who wrote it (RFC 5321 4.5.5, RFC 5322 3.6.2).
    null = envelope.reverse_path.is_null
    sender = "<postmaster@client.example>" if null else str(envelope.reverse_path)
    return words.conversation["sample.message"].format(sender=sender, recipients=recipients)


def _chip(verb: Verb, words: Words) -> Chip:
    told = words.commands[command_id(verb)]
    start = max(0, told.example.find(told.change)) if told.change else len(told.example)
    return Chip(verb, told.example, start, start + len(told.change), told.does)


def _state_row(state: State, current: State, words: Words) -> StateRow:
    told = words.states[state]
    return StateRow(state, told.title, told.text, allowed_in(state), state is current)


def _envelope_view(conversation: Conversation) -> EnvelopeView:
    session = conversation.session
    envelope = session.envelope
    return EnvelopeView(
        client=session.client,
        open=envelope is not None,
        reverse_path=str(envelope.reverse_path) if envelope else "",
        sender_parameters=_shown(envelope.parameters) if envelope else (),
        recipients=tuple(
            RecipientRow(str(recipient.path), _shown(recipient.parameters))
            for recipient in (envelope.recipients if envelope else ())
        ),
        newest=conversation.inbox.newest,
    )


def _shown(parameters: Mapping[str, str | None]) -> tuple[str, ...]:
    return tuple(
        keyword if value is None else f"{keyword}={value}" for keyword, value in parameters.items()
    )
