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
from smtp_playground.facts import most_useful_first, named, reachable
from smtp_playground.history import OVER, Conversation
from smtp_playground.ids import command_id
from smtp_playground.rules_view import clock_view, rules_view
from smtp_playground.sample_chunk import sample_chunk
from smtp_playground.sample_response import sample_account, sample_response
from smtp_playground.scenes import Scene, scene_view
from smtp_playground.visible import shown
from smtp_playground.words import Words
from smtpcore import Envelope, Kind, Path, ServerSession, State, Verb

_MODES: Final[Mapping[State, Mode]] = {
    State.RECEIVING_CONTENT: "message",
    State.AUTHENTICATING: "response",
    **dict.fromkeys(OVER, "closed"),
}
_PORTS: Final[Mapping[Kind, int]] = {Kind.SMTP: 25, Kind.SUBMISSION: 587, Kind.LMTP: 24}
"""Where such a server listens by convention; LMTP must not use 25 (RFC 2033 5)."""
_SUBMISSIONS: Final = 465
"""Submission with TLS from the first octet (RFC 8314 3.3)."""
_TYPED_AS: Final = {Verb.LAST_CHUNK: Verb.BDAT, Verb.RESPONSE: Verb.AUTH}
"""What is no command of its own -> the command that it belongs to."""
_NOBODYS: Final = Envelope(Path("", ""), {})


def session_view(
    conversation: Conversation, words: Words, scene: Scene | None = None
) -> SessionView:
    """Return the view of a conversation's session in one language, and of what is played in it."""
    session, persona = conversation.session, conversation.persona
    chips = _chips(conversation, words)
    is_response = session.state is State.AUTHENTICATING
    return SessionView(
        persona=persona.id,
        hostname=persona.policy.hostname,
        state=session.state,
        state_title=words.states[session.state].title,
        status=_status(session, words),
        secure=session.secure and session.state not in OVER,
        mode="chunk" if session.octets_due else _MODES.get(session.state, "command"),
        octets_due=session.octets_due,
        round_trips=conversation.round_trips,
        chips=chips,
        sample_message=_sample_message(session, words),
        # A secret is written by whoever chooses its chip, and by nobody's first letter.
        completions=() if is_response else tuple(chip.fill for chip in chips),
        states=_state_rows(session, words),
        way=tuple(conversation.way),
        envelope=_envelope_view(conversation),
        scene=scene_view(scene, words) if scene else None,
        clock=clock_view(conversation),
        rules=rules_view(conversation, words),
    )


def _status(session: ServerSession, words: Words) -> str:
    """Return one line on the connection: where to, encrypted or not, as whom."""
    policy = session.policy
    facts: dict[str, object] = {
        "hostname": policy.hostname,
        "port": _SUBMISSIONS if policy.implicit_tls else _PORTS[policy.kind],
        "account": session.account,
    }
    if session.state in OVER:
        keys = [str(session.state)]
    else:
        keys = ["open-secure" if session.secure else "open", *["account"] * bool(session.account)]
    return " · ".join(words.conversation[f"status.{key}"].format(**facts) for key in keys)


def _sample_message(session: ServerSession, words: Words) -> str:
    """Return what fits the moment: a whole message, or as many octets of one as are due."""
    envelope = session.envelope
    if session.state is State.RECEIVING_CONTENT and envelope is not None:
        return _message_in(envelope, words)
    if not session.octets_due:
        return ""
    lines = _message_in(envelope or _NOBODYS, words).rstrip("\n").split("\n")
    # Where no message begins with this chunk, it has no header either.
    begins = envelope is not None and not session.standing.received
    return sample_chunk(lines if begins else lines[lines.index("") + 1 :], session.octets_due)


def _message_in(envelope: Envelope, words: Words) -> str:
    """Return a message whose header says what the envelope says."""
    recipients = ", ".join(str(recipient.path) for recipient in envelope.recipients)
    # A notification is sent from nobody, but says who wrote it (RFC 5321 4.5.5, RFC 5322 3.6.2).
    null = envelope.reverse_path.is_null
    sender = "<postmaster@client.example>" if null else str(envelope.reverse_path)
    return words.conversation["sample.message"].format(sender=sender, recipients=recipients)


def _chips(conversation: Conversation, words: Words) -> tuple[Chip, ...]:
    session = conversation.session
    if session.octets_due:
        return ()
    verbs = most_useful_first(session.state, session.policy)
    chips = [_chip(verb, words) for verb in verbs if _is_worthwhile(verb, session)]
    answer = sample_response(conversation)
    if session.state is State.AUTHENTICATING and answer is not None:
        told = words.conversation["sample.response"]
        account = sample_account(session.policy)
        hint = words.conversation["sample.response-hint"].format(account=account)
        chips.insert(0, Chip(told.format(account=account), answer, len(answer), len(answer), hint))
    return tuple(chips)


def _is_worthwhile(verb: Verb, session: ServerSession) -> bool:
    """Tell whether a command in order is not refused just now, however it is written."""
    command = _TYPED_AS.get(verb, verb)
    done = {Verb.STARTTLS: session.secure, Verb.AUTH: bool(session.account)}
    guards = (guard for extension in session.policy.extensions for guard in extension.guards)
    return not done.get(command) and not any(guard(command, session.standing) for guard in guards)


def _chip(verb: Verb, words: Words) -> Chip:
    told = words.commands[command_id(verb)]
    start = max(0, told.example.find(told.change)) if told.change else len(told.example)
    label = told.example if verb is Verb.RESPONSE else verb
    return Chip(label, told.example, start, start + len(told.change), told.does)


def _state_rows(session: ServerSession, words: Words) -> tuple[StateRow, ...]:
    """Return the states that a session with this server can be in, as the table has them."""
    reached = reachable(session.policy)
    return tuple(
        StateRow(
            state,
            words.states[state].title,
            words.states[state].text,
            tuple(named(verb, words) for verb in session.policy.allowed_in(state)),
            state is session.state,
        )
        for state in State
        if state in reached or state is session.state
    )


def _envelope_view(conversation: Conversation) -> EnvelopeView:
    session = conversation.session
    envelope = session.envelope
    return EnvelopeView(
        client=session.client,
        open=envelope is not None,
        reverse_path=shown(str(envelope.reverse_path)) if envelope else "",
        sender_parameters=_shown(envelope.parameters) if envelope else (),
        recipients=tuple(
            RecipientRow(shown(str(recipient.path)), _shown(recipient.parameters))
            for recipient in (envelope.recipients if envelope else ())
        ),
        newest=conversation.inbox.newest,
    )


def _shown(parameters: Mapping[str, str | None]) -> tuple[str, ...]:
    return tuple(
        shown(keyword if value is None else f"{keyword}={value}")
        for keyword, value in parameters.items()
    )
