"""The browser's door: what the page asks, as plain strings, and the answer as JSON.

The worker calls these methods and nothing else. Every answer is one of the dataclasses
of `bubbles.py` and `mail_bubbles.py`; every mistake of the caller is a `BridgeError` with
one clear sentence.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from smtp_playground.bubbles import Catalogue, Detail, PersonaRow, Update
from smtp_playground.explain import Explainer
from smtp_playground.history import Conversation
from smtp_playground.library import Library
from smtp_playground.mail_bubbles import Eml, Mailbox, MessageView
from smtp_playground.personas import Persona, load_personas
from smtp_playground.scenes import Scene
from smtp_playground.view import View
from smtp_playground.visible import shown
from smtpcore import Kind, State
from smtpcore.message import Message

if TYPE_CHECKING:
    from smtp_playground.exports.bubbles import ExportedFile
    from smtp_playground.imports.bubbles import ImportedLog

LINES_AT_ONCE: Final = 10_000
"""Lines that one call may send; the page cuts a larger paste into slices."""


NAME_SHOWN: Final = 60
"""Characters of a name that nothing has, as the reader is shown it."""


class BridgeError(Exception):
    """The page asked for what is not there. The sentence is for its developer.

    Except where the reader may have asked: in an address. That one is in the reader's language.
    """


@dataclass(slots=True)
class _Session:
    conversation: Conversation
    view: View
    scene: Scene | None = None

    def update(self, ids: list[int]) -> str:
        """Return an `Update` with these entries."""
        return _json(self.view.update(self.conversation, ids, self.scene))


class Bridge:
    """All sessions of a page. A session's id is any string the page chooses."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Load the content; `clock` gives the seconds since the epoch."""
        self._clock = clock
        library = Library.load()
        self._personas = load_personas()
        self._words = {language: library.words(language) for language in library.languages}
        self._views = {language: View(Explainer(words)) for language, words in self._words.items()}
        self._sessions: dict[str, _Session] = {}

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
        return _json(Catalogue(language, personas))

    def open(self, session: str, persona: str, language: str) -> str:
        """Open a connection to a server of this character; return an `Update`."""
        view = self._views[self._known_language(language)]
        character = self._known_persona(persona)
        known = self._session_for(session, character, view)
        known.scene = None
        return known.update(known.conversation.open(character, self._clock(), os.urandom(16)))

    def perform(self, session: str, reply: str, language: str) -> str:
        """Open a connection on which the server will say this reply; return an `Update`.

        `next` plays what leads to it, a step a call; `leave` goes on without it.
        """
        # Few ask for it: whoever does not, need not wait for it.
        from smtp_playground.sessions import the_book  # noqa: PLC0415

        view = self._views[self._known_language(language)]
        try:
            scene = Scene(the_book().session(reply))
        except LookupError as error:
            told = view.words.conversation["scene.unknown"]
            raise BridgeError(told.format(name=shown(reply[:NAME_SHOWN]))) from error
        known = self._session_for(session, scene.session.persona, view)
        known.scene = scene
        return known.update(scene.open(known.conversation, self._clock(), os.urandom(16)))

    def next(self, session: str) -> str:
        """Play the next step of what is being performed, if there is one; return an `Update`."""
        known = self._known_session(session)
        scene = known.scene
        return known.update(scene.play(known.conversation, self._clock()) if scene else [])

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

    def clear(self, session: str) -> str:
        """Forget what was said, keep the connection; return an `Update` without bubbles."""
        known = self._known_session(session)
        known.conversation.clear()
        return known.update([])

    def translate(self, session: str, language: str) -> str:
        """Return an `Update` with every remembered bubble, in `language` from now on."""
        known = self._known_session(session)
        known.view = self._views[self._known_language(language)]
        return known.update([entry_id for entry_id, _ in known.conversation.entries()])

    def detail(self, session: str, bubble: int) -> str:
        """Return all there is to say about one bubble, a `Detail`."""
        known = self._known_session(session)
        try:
            entry = known.conversation.entry(bubble)
        except LookupError as error:
            raise BridgeError(f"no bubble {bubble} is remembered") from error
        return _json(known.view.detail(bubble, entry))

    # The parser of mail greets no one any faster: it is imported for those who look at mail.

    def mailbox(self, session: str) -> str:
        """Return the messages that were accepted and are kept, a `Mailbox`."""
        from smtp_playground.mailbox import mailbox  # noqa: PLC0415

        return _json(mailbox(self._known_session(session).conversation.inbox))

    def message(self, session: str, number: int) -> str:
        """Return one accepted message from every side, a `MessageView`."""
        from smtp_playground.mailbox import message_view  # noqa: PLC0415

        known = self._known_session(session)
        return _json(message_view(number, _known_message(known, number), known.view.words))

    def eml(self, session: str, number: int) -> str:
        """Return one accepted message whole, as a file: an `Eml`."""
        from smtp_playground.mailbox import eml  # noqa: PLC0415

        return _json(eml(number, _known_message(self._known_session(session), number)))

    # Few export or import: neither is in the snapshot, so both come when they are first asked for.

    def export(self, session: str, form: str, secrets: bool) -> str:
        """Return all that is remembered in one form, an `ExportedFile`."""
        from smtp_playground.exports.door import FORMS, export  # noqa: PLC0415

        known = self._known_session(session)
        if form not in FORMS:
            raise BridgeError(f"no form {form!r}; there are: {', '.join(FORMS)}")
        return _json(export(known.conversation, known.view, form, secrets=secrets))

    def import_log(self, text: str, language: str) -> str:
        """Return a log of another program line by line, an `ImportedLog`."""
        from smtp_playground.imports.door import import_log  # noqa: PLC0415

        view = self._views[self._known_language(language)]
        return _json(import_log(text, view.explainer))

    def _said(
        self, known: _Session, lines: list[str], *, double_dots: bool, finish: bool = False
    ) -> str:
        if len(lines) > LINES_AT_ONCE:
            raise BridgeError(f"{len(lines)} lines at once; send at most {LINES_AT_ONCE}")
        conversation = known.conversation
        in_message = conversation.session.state is State.RECEIVING_CONTENT
        octets = [line.removesuffix("\r").encode("utf-8", "replace") for line in lines]
        ids = conversation.say(
            octets, self._clock(), double_dots=double_dots and in_message, finish=finish
        )
        # What was played to its end is told until the reader goes on alone.
        if known.scene and known.scene.is_over:
            known.scene = None
        return known.update(ids)

    def _session_for(self, session: str, persona: Persona, view: View) -> _Session:
        """Return the session of this id, made if there is none, in the language of the view."""
        if session not in self._sessions:
            self._sessions[session] = _Session(Conversation(persona), view)
        known = self._sessions[session]
        known.view = view
        return known

    def _known_session(self, session: str) -> _Session:
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


def _place(persona: Persona) -> tuple[int, str]:
    """Return where a persona stands in a list: mail between hosts first, as most servers are."""
    return list(Kind).index(persona.policy.kind), persona.id


def _known_message(known: _Session, number: int) -> Message:
    try:
        return known.conversation.inbox.message(number)
    except LookupError as error:
        raise BridgeError(f"no message {number} is kept") from error


def _json(
    answer: Update | Catalogue | Detail | Mailbox | MessageView | Eml | ExportedFile | ImportedLog,
) -> str:
    return json.dumps(asdict(answer), ensure_ascii=False, separators=(",", ":"))
