"""From the record to the view model: each entry of a conversation becomes a bubble."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from smtp_playground.bubbles import Bubble, Detail, Explanation, Speaker, Update
from smtp_playground.careless import Remark, on_content, on_line
from smtp_playground.content_lines import ContentSent
from smtp_playground.deeds import Deed
from smtp_playground.explain import Explainer, severity_of
from smtp_playground.history import (
    Answered,
    Begun,
    Conversation,
    Entry,
    LeftOver,
    Note,
    Opened,
    Unanswered,
    Unsent,
)
from smtp_playground.ids import command_id
from smtp_playground.lessons.watch import StepDone
from smtp_playground.markup import Fact, Text, fill, joined, parse, plain
from smtp_playground.notes import note_text
from smtp_playground.parts import (
    Cut,
    cut_chunk,
    cut_command,
    cut_content,
    cut_reply,
    cut_response,
)
from smtp_playground.pointing import parts_of
from smtp_playground.scenes import Scene
from smtp_playground.session_view import session_view
from smtp_playground.suggest import remark_on
from smtp_playground.visible import visible
from smtp_playground.words import Words
from smtpcore import (
    CommandReceived,
    ConnectionClosed,
    Mail,
    Rcpt,
    ResponseReceived,
    TlsStarted,
    Verb,
    Waiting,
)


class View:
    """Show conversations in one language."""

    def __init__(self, explainer: Explainer) -> None:
        """Take the explainer of the reader's language."""
        self._explainer = explainer
        self._words = explainer.words

    @property
    def explainer(self) -> Explainer:
        """What explains in the reader's language."""
        return self._explainer

    @property
    def words(self) -> Words:
        """The words of the reader's language."""
        return self._words

    def update(
        self, conversation: Conversation, ids: list[int], scene: Scene | None = None
    ) -> Update:
        """Return the bubbles of these entries, as far as they are remembered, and the session."""
        first_kept = conversation.first_kept
        return Update(
            bubbles=tuple(
                self.bubble(entry_id, conversation.entry(entry_id))
                for entry_id in ids
                if entry_id >= first_kept
            ),
            first_kept=first_kept,
            session=session_view(conversation, self._words, scene),
        )

    def bubble(self, entry_id: int, entry: Entry) -> Bubble:
        """Return the bubble of one entry."""
        match entry:
            case Answered():
                return self._reply(entry_id, entry)
            case CommandReceived():
                return self._command(entry_id, entry)
            case ResponseReceived():
                return self._silent(entry_id, "client", (cut_response(entry),), ())
            case Begun():
                cuts = (Cut(visible(entry.line)),)
                return self._silent(entry_id, "client", (cuts,), self._remarks(on_line(entry)))
            case ContentSent():
                return self._content(entry_id, entry)
            case TlsStarted():
                return self._tls(entry_id, entry)
            case (
                Opened()
                | ConnectionClosed()
                | Unsent()
                | LeftOver()
                | Unanswered()
                | Deed()
                | Waiting()
                | StepDone()
            ):
                return self._note(entry_id, entry)
            case _:
                assert_never(entry)

    def detail(self, entry_id: int, entry: Entry) -> Detail:
        """Return all there is to say about one entry."""
        match entry:
            case Answered():
                return self._explainer.reply_detail(entry_id, entry)
            case CommandReceived(verb=verb):
                return self._explainer.command_detail(entry_id, verb)
            case ResponseReceived():
                return self._explainer.command_detail(entry_id, Verb.RESPONSE)
            case Begun(size=size):
                title = self._words.conversation["raw.begun"]
                told = self._remark("line-waits", count=size)
                return self._explainer.plain_detail(entry_id, title, told)
            case ContentSent(in_chunk=in_chunk):
                verb = Verb.BDAT if in_chunk else Verb.END_OF_DATA
                return self._explainer.command_detail(entry_id, verb)
            case TlsStarted():
                return self._explainer.command_detail(entry_id, Verb.HANDSHAKE)
            case (
                Opened()
                | ConnectionClosed()
                | Unsent()
                | LeftOver()
                | Unanswered()
                | Deed()
                | Waiting()
                | StepDone()
            ):
                title = self._words.conversation["speaker.note"]
                return self._explainer.plain_detail(entry_id, title, note_text(entry, self._words))
            case _:
                assert_never(entry)

    def _reply(self, entry_id: int, answered: Answered) -> Bubble:
        event = answered.event
        explanation = self._explainer.explanation(answered)
        severity = severity_of(event.reply.code)
        text = event.lines[0][4:].removeprefix(event.enhanced).strip()
        # Base64 read aloud says nothing: what it stands for does.
        text = visible(str(event.facts.get("decoded", text)).encode())
        return Bubble(
            id=entry_id,
            speaker="server",
            label=self._words.conversation["speaker.server"],
            code=str(event.reply.code),
            reply=event.reply.name,
            severity=severity,
            severity_word=self._words.conversation[f"severity.{severity}"],
            lines=parts_of(entry_id, cut_reply(event), self._explainer),
            remarks=self._suggestions(answered),
            explanation=explanation,
            open=not self._explainer.is_routine(answered),
            spoken=self._explainer.label(
                "spoken.reply", code=event.reply.code, text=text, title=explanation.title
            ),
            is_content=False,
        )

    def _command(self, entry_id: int, event: CommandReceived) -> Bubble:
        return self._silent(entry_id, "client", (cut_command(event),), self._slips(event))

    def _content(self, entry_id: int, sent: ContentSent) -> Bubble:
        in_chunk = sent.in_chunk
        lines = cut_chunk(sent.lines) if in_chunk else cut_content(sent.lines, ended=sent.ended)
        if sent.omitted:
            told = self._explainer.label("note.more-lines", count=sent.omitted)
            place = len(lines) - sent.ended
            lines = (*lines[:place], (Cut(f"[{told}]"),), *lines[place:])
        doubled = sent.dots_doubled
        remarks: tuple[Text, ...] = ()
        if doubled:
            remarks = (self._remark("dots-doubled", count=doubled),)
        remarks += self._remarks(on_content(sent))
        return replace(self._silent(entry_id, "client", lines, remarks), is_content=True)

    def _note(self, entry_id: int, note: Note) -> Bubble:
        bubble = self._silent(entry_id, "note", ((Cut(plain(note_text(note, self._words))),),), ())
        return replace(bubble, compares=isinstance(note, Opened) and note.replaces is not None)

    def _tls(self, entry_id: int, started: TlsStarted) -> Bubble:
        """Return a note that says what a real handshake would do, for here is none."""
        handshake = self._words.commands[command_id(Verb.HANDSHAKE)]
        kind = "implicit" if started.implicit else "started"
        told = [self._told(f"tls.{kind}", {})]
        if started.discarded:
            told.append(self._told("tls.discarded", {"count": started.discarded}))
        explanation = Explanation(
            title=handshake.title,
            here=joined(told),
            next=self._told(f"tls.{kind}-next", {}),
            # They are about STARTTLS; the other kind names its RFC in its words.
            links=() if started.implicit else tuple(map(self._explainer.rfc, handshake.rfc)),
        )
        return replace(self._note(entry_id, started), explanation=explanation, open=True)

    def _silent(
        self,
        entry_id: int,
        speaker: Speaker,
        lines: tuple[tuple[Cut, ...], ...],
        remarks: tuple[Text, ...],
    ) -> Bubble:
        """Return a bubble that is no reply: nothing is explained under it, nothing announced."""
        return Bubble(
            id=entry_id,
            speaker=speaker,
            label=self._words.conversation[f"speaker.{speaker}"],
            code="",
            reply="",
            severity="none",
            severity_word="",
            lines=parts_of(entry_id, lines, self._explainer),
            remarks=remarks,
            explanation=None,
            open=False,
            spoken="",
            is_content=False,
        )

    # Words around the wire.

    def _told(self, key: str, facts: dict[str, Fact]) -> Text:
        return fill(parse(self._words.conversation[key]), facts)

    def _slips(self, event: CommandReceived) -> tuple[Text, ...]:
        """Return what deserves a word about a command line though it was not refused for it."""
        ids = [slip.value for slip in event.tolerated]
        if isinstance(event.command, Mail | Rcpt) and event.command.path.route:
            ids.append("source-route")
        if visible(event.line) != event.line.decode("utf-8", "replace"):
            ids.append("visible-octets")
        return (*map(self._remark, ids), *self._remarks(on_line(event)))

    def _suggestions(self, answered: Answered) -> tuple[Text, ...]:
        """Return what an unknown command may have been meant to be."""
        if answered.event.reply.name != "unrecognized":
            return ()
        found = remark_on(answered.line.partition(" ")[0], answered.persona.policy)
        return (self._remark(found[0], **found[1]),) if found else ()

    def _remarks(self, remarks: list[Remark]) -> tuple[Text, ...]:
        return tuple(self._remark(remark_id, **facts) for remark_id, facts in remarks)

    def _remark(self, remark_id: str, **facts: Fact) -> Text:
        return fill(self._words.remarks[remark_id], facts)
