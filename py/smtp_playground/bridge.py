"""The browser's door: what the page asks, as plain strings, and the answer as JSON.

The worker calls these methods and nothing else. Every answer is one of the dataclasses
of `bubbles.py` and `mail_bubbles.py`; every mistake of the caller is a `BridgeError` with
one clear sentence.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final

from smtp_playground.branches import Timeline
from smtp_playground.bubbles import Catalogue, PersonaRow
from smtp_playground.client.calls import ClientCalls
from smtp_playground.errors import BridgeError
from smtp_playground.escapes import BadEscapeError, unescape
from smtp_playground.explain import Explainer
from smtp_playground.history import Entry, Opened
from smtp_playground.lessons.calls import LessonCalls
from smtp_playground.lessons.desk_calls import DeskCalls
from smtp_playground.lessons.reading import personas
from smtp_playground.library import the_library
from smtp_playground.links import TOO_MUCH, read, shared
from smtp_playground.octet_bubbles import RawSent
from smtp_playground.page_session import PageSession, as_json
from smtp_playground.personas import Persona
from smtp_playground.possible import load_matrix
from smtp_playground.raw import raw_mistake, raw_samples
from smtp_playground.ready_rules import ready_rules
from smtp_playground.replay import DEFAULT, Replay
from smtp_playground.rule_calls import RuleCalls
from smtp_playground.rules_view import rule_options
from smtp_playground.scenes import Scene
from smtp_playground.view import View
from smtp_playground.visible import shown
from smtpcore import Kind, State
from smtpcore.message import Message

if TYPE_CHECKING:
    pass

__all__ = ["Bridge", "BridgeError", "the_bridge"]

LINES_AT_ONCE: Final = 10_000
"""Lines that one call may send; the page cuts a larger paste into slices."""

RAW_AT_ONCE: Final = 100_000
"""Characters of a text with escapes that one call may send."""

NAME_SHOWN: Final = 60
"""Characters of a name that nothing has, as the reader is shown it."""


class Bridge(RuleCalls, LessonCalls, DeskCalls, ClientCalls):
    """All sessions of a page. A session's id is any string the page chooses."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Load the content; `clock` gives the seconds since the epoch."""
        self._clock = clock
        library = the_library()
        self._personas = personas()  # those of lessons too, which cannot read files later
        self._words = {language: library.words(language) for language in library.languages}
        self._views = {language: View(Explainer(words)) for language, words in self._words.items()}
        self._sessions: dict[str, PageSession] = {}
        # A memory snapshot holds no files: what may be asked for later is read now.
        ready_rules()
        load_matrix()

    def catalogue(self, language: str) -> str:
        """Return what the page may offer in `language`, a `Catalogue`."""
        language = self._known_language(language)
        personas = tuple(
            PersonaRow(
                persona.id,
                persona.name.get(language, persona.name["en"]),
                persona.description.get(language, persona.description["en"]),
            )
            for persona in sorted(self._personas.values(), key=_place)
        )
        rules = rule_options(self._words[language])
        return as_json(Catalogue(language, personas, tuple(raw_samples()), rules))

    def open(self, session: str, persona: str, language: str) -> str:
        """Open a connection to a server of this character; return an `Update`."""
        character = self._known_persona(persona)
        known = self._session_for(session, character, self._view(language))
        known.scene = None
        server = known.server(character)
        return known.update(known.timeline.open(server, self._clock(), os.urandom(16)))

    def perform(self, session: str, reply: str, language: str) -> str:
        """Open a connection on which the server will say this reply; return an `Update`.

        `next` plays what leads to it, a step a call; `leave` goes on without it.
        """
        # Few ask for it: whoever does not, need not wait for it.
        from smtp_playground.sessions import the_book  # noqa: PLC0415

        view = self._view(language)
        try:
            scene = Scene(the_book().session(reply))
        except LookupError as error:
            told = view.words.conversation["scene.unknown"]
            raise BridgeError(told.format(name=shown(reply[:NAME_SHOWN]))) from error
        known = self._session_for(session, scene.session.persona, view)
        known.leave_lesson()
        known.scene = scene
        return known.update(scene.open(known.timeline, self._clock(), os.urandom(16)))

    def next(self, session: str) -> str:
        """Play the next step of what is being performed, if there is one; return an `Update`."""
        known = self._known_session(session)
        scene = known.scene
        return known.update(scene.play(known.timeline, self._clock()) if scene else [])

    def leave(self, session: str) -> str:
        """Perform no more, keep the connection; return an `Update` without bubbles."""
        known = self._known_session(session)
        known.scene = None
        return known.update([])

    def say(self, session: str, text: str, double_dots: bool) -> str:
        """Send lines, parted by newlines; return an `Update`.

        `double_dots` doubles the leading dots of lines that are mail data from the first.
        """
        known = self._known_session(session)
        return self._said(known, text.split("\n"), double_dots=double_dots)

    def finish(self, session: str, text: str, double_dots: bool) -> str:
        """Send mail data, if any, and then the lone dot that ends it; return an `Update`."""
        known = self._known_session(session)
        in_message = known.conversation.session.state is State.RECEIVING_CONTENT
        if not in_message:
            raise BridgeError("there is no message to finish: the server is not receiving one")
        lines = text.split("\n") if text else []
        return self._said(known, lines, double_dots=double_dots, finish=True)

    def send_raw(self, session: str, text: str) -> str:
        """Send exactly the octets that a text with escapes stands for; return a `RawSent`."""
        known = self._known_session(session)
        if len(text) > RAW_AT_ONCE:
            raise BridgeError(f"{len(text)} characters at once; send at most {RAW_AT_ONCE}")
        try:
            octets = unescape(text)
        except BadEscapeError as error:
            return as_json(RawSent(None, raw_mistake(text, error, known.view.words)))
        return as_json(RawSent(known.shown(known.timeline.send(octets, self._clock())), None))

    def clear(self, session: str) -> str:
        """Forget what was said, keep the connection; return an `Update` without bubbles."""
        known = self._known_session(session)
        known.timeline.clear()
        return known.update([])

    def forget(self, session: str) -> str:
        """Let go of a session, if there is one; return JSON's null."""
        self._sessions.pop(session, None)
        return as_json(None)

    # Other ways through the conversation. Each returns an `Update`; what it kept, it says.

    def go_back(self, session: str, bubble: int) -> str:
        """Return to where this bubble had been said and answered; what came after is a branch."""
        known = self._known_session(session)
        try:
            return known.moved(known.timeline.go_back(bubble))
        except LookupError as error:
            raise BridgeError(f"bubble {bubble} is too old to be returned to") from error

    def go_to(self, session: str, branch: int) -> str:
        """Go where a branch was left."""
        known = self._known_session(session)
        try:
            return known.moved(known.timeline.go_to(branch))
        except LookupError as error:
            raise BridgeError(f"no branch {branch} is kept") from error

    def undo(self, session: str) -> str:
        """Take back what was done last."""
        known = self._known_session(session)
        return known.moved(known.timeline.undo())

    def redo(self, session: str) -> str:
        """Do again what was taken back last."""
        known = self._known_session(session)
        return known.moved(known.timeline.redo())

    def share(self, session: str, secrets: bool) -> str:
        """Return what a link to the conversation holds, with or without `secrets`: a `Shared`."""
        inputs = self._known_session(session).timeline.inputs()
        return as_json(TOO_MUCH if inputs is None else shared(inputs, secrets=secrets))

    def replay(self, session: str, text: str, language: str) -> str:
        """Say what a link holds, as far as it can be read; return an `Update`."""
        view = self._view(language)
        known = self._session_for(session, self._personas[DEFAULT], view)
        known.scene = None
        known.leave_lesson()
        ids, trouble = Replay(known.timeline, self._personas, self._clock).play(read(text))
        told = (view.words.conversation[f"shared.{each}"] for each in trouble)
        return known.update(ids, notice=" ".join(told))

    def branches(self, session: str) -> str:
        """Tell where branches leave; the `Update` has no bubbles."""
        return self._known_session(session).update([])

    def translate(self, session: str, language: str) -> str:
        """Return an `Update` with every remembered bubble, in `language` from now on."""
        known = self._known_session(session)
        known.view = self._view(language)
        return known.update([entry_id for entry_id, _ in known.conversation.entries()])

    def detail(self, session: str, bubble: int) -> str:
        """Return all there is to say about one bubble, a `Detail`."""
        known = self._known_session(session)
        return as_json(known.view.detail(bubble, _known_entry(known, bubble)))

    def side_by_side(self, session: str, bubble: int) -> str:
        """Return the connection before this note beside what the new server would have said.

        It is a `SideBySide`; `bubble` is a note that `compares`.
        """
        from smtp_playground.side_by_side import (  # noqa: PLC0415
            connection_before,
            play_again,
            side_by_side,
        )

        known = self._known_session(session)
        note = _known_entry(known, bubble)
        if not isinstance(note, Opened) or note.replaces is None:
            raise BridgeError(f"bubble {bubble} compares nothing")
        before = connection_before(known.conversation.entries(), bubble)
        turns = None
        if before is not None:
            turns = play_again(before, note.persona, self._clock(), os.urandom(16))
        return as_json(side_by_side(turns, note.replaces, note.persona, known.view.explainer))

    def octets(self, session: str, bubble: int) -> str:
        """Return the octets of a bubble, or of the conversation if it is 0: an `OctetsView`."""
        from smtp_playground.octets import octets_view  # noqa: PLC0415 - few look at octets

        known = self._known_session(session)
        try:
            return as_json(octets_view(known.conversation, bubble, known.view.words))
        except LookupError as error:
            raise BridgeError(f"no bubble {bubble} is remembered") from error

    # The parser of mail is imported for those who look at mail.
    def mailbox(self, session: str) -> str:
        """Return the messages that were accepted and are kept, a `Mailbox`."""
        from smtp_playground.mailbox import mailbox  # noqa: PLC0415

        return as_json(mailbox(self._known_session(session).conversation.inbox))

    def message(self, session: str, number: int) -> str:
        """Return one accepted message from every side, a `MessageView`."""
        from smtp_playground.mailbox import message_view  # noqa: PLC0415

        known = self._known_session(session)
        return as_json(message_view(number, _known_message(known, number), known.view.words))

    def eml(self, session: str, number: int) -> str:
        """Return one accepted message whole, as a file: an `Eml`."""
        from smtp_playground.mailbox import eml  # noqa: PLC0415

        return as_json(eml(number, _known_message(self._known_session(session), number)))

    # Few export or import: neither is in the snapshot, so both come when they are first asked for.

    def export(self, session: str, form: str, secrets: bool) -> str:
        """Return all that is remembered in one form, an `ExportedFile`."""
        from smtp_playground.exports.door import FORMS, export  # noqa: PLC0415

        known = self._known_session(session)
        if form not in FORMS:
            raise BridgeError(f"no form {form!r}; there are: {', '.join(FORMS)}")
        return as_json(export(known.conversation, known.view, form, secrets=secrets))

    def import_log(self, text: str, language: str) -> str:
        """Return a log of another program line by line, an `ImportedLog`."""
        from smtp_playground.imports.door import import_log  # noqa: PLC0415

        view = self._view(language)
        return as_json(import_log(text, view.explainer))

    def _said(
        self, known: PageSession, lines: list[str], *, double_dots: bool, finish: bool = False
    ) -> str:
        if len(lines) > LINES_AT_ONCE:
            raise BridgeError(f"{len(lines)} lines at once; send at most {LINES_AT_ONCE}")
        in_message = known.conversation.session.state is State.RECEIVING_CONTENT
        octets = [line.removesuffix("\r").encode("utf-8", "replace") for line in lines]
        # What was played to its end is told until the reader goes on alone.
        if known.scene and known.scene.is_over:
            known.scene = None
        ids = known.timeline.say(
            octets, self._clock(), double_dots=double_dots and in_message, finish=finish
        )
        if known.scene and len(octets) == 1:
            known.scene.overheard(octets[0], known.conversation, ids)
        return known.update(ids)

    def _session_for(self, session: str, persona: Persona, view: View) -> PageSession:
        """Return the session of this id, made if there is none, in the language of the view."""
        if session not in self._sessions:
            self._sessions[session] = PageSession(Timeline(persona), view, self._clock)
        known = self._sessions[session]
        known.view = view
        return known

    def _now(self) -> float:
        return self._clock()

    def _view(self, language: str) -> View:
        return self._views[self._known_language(language)]

    def _known_session(self, session: str) -> PageSession:
        if session not in self._sessions:
            raise BridgeError(f"there is no session {session!r}; open one first")
        return self._sessions[session]

    def _known_language(self, language: str) -> str:
        if language not in self._words:
            raise BridgeError(f"no language {language!r}; there are: {', '.join(self._words)}")
        return language

    def _known_persona(self, persona: str) -> Persona:
        if persona not in self._personas:
            raise BridgeError(f"no persona {persona!r}; there are: {', '.join(self._personas)}")
        return self._personas[persona]


@cache
def the_bridge() -> Bridge:
    """Return the page's own bridge. It is made once, and a memory snapshot holds it ready."""
    return Bridge()


_OURS: Final = frozenset({"playground", "reference"})


def _place(persona: Persona) -> tuple[int, bool, str]:
    """Return where a persona stands in a list: mail between hosts first, and of it ours."""
    return list(Kind).index(persona.policy.kind), persona.id not in _OURS, persona.id


def _known_entry(known: PageSession, bubble: int) -> Entry:
    try:
        return known.conversation.entry(bubble)
    except LookupError as error:
        raise BridgeError(f"no bubble {bubble} is remembered") from error


def _known_message(known: PageSession, number: int) -> Message:
    try:
        return known.conversation.inbox.message(number)
    except LookupError as error:
        raise BridgeError(f"no message {number} is kept") from error
