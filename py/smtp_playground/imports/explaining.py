"""What each line of a log is, in the words that explain the conversation."""

from __future__ import annotations

import re
from typing import Final

from smtp_playground.bubbles import Severity
from smtp_playground.explain import Explainer, severity_of
from smtp_playground.ids import command_id
from smtp_playground.imports.bubbles import LogRow
from smtp_playground.imports.dialogue import REPLY, Dialogue, Moment, verb_in
from smtp_playground.imports.log_line import LogLine
from smtp_playground.markup import Text, fill
from smtp_playground.runs import Run
from smtp_playground.visible import shown, visible
from smtpcore import CATALOGUE, Verb
from smtpcore.extensions.auth import decode_response

SHOWN: Final = 2_000
"""Characters of a line that are shown."""

NAMES: Final = {
    (220, None): "service-ready",
    (220, Verb.STARTTLS): "ready-for-tls",
    (235, Verb.RESPONSE): "auth-succeeded",
    (235, Verb.AUTH): "auth-succeeded",
    (250, Verb.HELO): "hello",
    (250, Verb.EHLO): "extended-hello",
    (250, Verb.LHLO): "extended-hello",
    (250, Verb.MAIL): "sender-accepted",
    (250, Verb.RCPT): "recipient-accepted",
    (250, Verb.END_OF_DATA): "message-accepted",
    (250, Verb.BDAT): "chunk-accepted",
    (250, Verb.RSET): "reset",
    (250, Verb.NOOP): "nothing-done",
    (334, Verb.AUTH): "auth-challenge",
    (502, None): "unrecognized",
    (550, Verb.RCPT): "no-such-mailbox",
}
"""What a code most often means as the answer to a verb: None is the greeting."""

USUAL: Final = {
    500: "unrecognized",
    501: "bad-syntax",
    502: "not-implemented",
    503: "out-of-order",
}
"""What a code most often means, whatever it answers."""

ALSO_TOLD: Final = frozenset(
    {200, 345, 420, 431, 441, 442, 446, 447, 449, 471, 510, 511, 512, 513, 540, 541}
)
"""Codes that no server here gives, and that the reference explains all the same."""

_ENHANCED: Final = re.compile(r"[2-5][0-9]{2}[ -]([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:\s|\Z)")
_FIELD: Final = re.compile(r"[!-9;-~]{1,100}:")
_BY_CODE: Final = {
    code: [name for name, reply in CATALOGUE.items() if reply.code == code]
    for code in {reply.code for reply in CATALOGUE.values()}
}


class Lines:
    """Explains lines in one language."""

    def __init__(self, explainer: Explainer) -> None:
        """Take the explainer of the reader's language."""
        self._explainer = explainer
        self._words = explainer.words

    def row(
        self, line: LogLine, moment: Moment, dialogue: Dialogue, hidden: str, around: str
    ) -> LogRow:
        """Return a line as it is shown: `hidden` is its text without secrets."""
        title, text, target = self._told(line.text, moment, dialogue)
        severity: Severity = "none"
        if moment == "reply" and (match := REPLY.match(line.text)):
            severity = severity_of(int(match[1]))
        return LogRow(
            number=line.number,
            speaker=line.speaker,
            label=self._words.conversation[f"speaker.{line.speaker}"],
            text=_shortened(hidden),
            secret=_shortened(line.text) if hidden != line.text else "",
            around="" if around in ("", line.text) else _shortened(around),
            sure=line.sure,
            severity=severity,
            title=title,
            explanation=text,
            target=target,
            target_label=self._target_label(target),
        )

    def _target_label(self, target: str) -> str:
        name = target.partition("/")[2].upper().replace("-", " ")
        return self._explainer.label("link.entry", code=name) if target else ""

    def _told(self, text: str, moment: Moment, dialogue: Dialogue) -> tuple[str, Text, str]:
        """Return a line's title, what is said of it, and the entry that says more."""
        match moment:
            case "reply":
                return self._reply(text, dialogue)
            case "command":
                return self._command(text)
            case "end":
                return self._verb(Verb.END_OF_DATA)
            case "response" | "stray":
                return (*self._part("sasl-cancel" if text == "*" else "sasl-response"), "")
            case "chunk":
                return (*self._part("chunk-octets"), "")
            case "content":
                return self._content(text, dialogue.part)
            case "note":
                return self._explainer.label("import.note") if text.strip() else "", (), ""

    def _part(self, name: str, **facts: str) -> tuple[str, Text]:
        told = self._words.parts[name]
        return told.title, fill(told.text, {"value": "", "decoded": "", **facts})

    def _verb(self, verb: Verb) -> tuple[str, Text, str]:
        id_ = command_id(verb)
        told = self._words.commands[id_]
        return told.title, _plain(told.does), f"commands/{id_}"

    def _command(self, text: str) -> tuple[str, Text, str]:
        verb = verb_in(text.lstrip(" \t"))
        if verb is None:
            title = self._words.parts["unreadable"].title
            return title, _plain(self._explainer.label("import.unknown")), ""
        return self._verb(verb)

    def _content(self, text: str, part: str) -> tuple[str, Text, str]:
        if text.startswith("."):
            return (*self._part("dot-stuffed"), "")
        if part == "header-end" or (part == "header" and _FIELD.match(text)):
            name = "header-field" if part == "header" else part
            return self._words.parts[name].title, (), ""
        return self._explainer.label("import.content"), (), ""

    def _reply(self, text: str, dialogue: Dialogue) -> tuple[str, Text, str]:
        match = REPLY.match(text)
        if match is None:
            return self._explainer.label("import.no-reply"), (), ""
        code = int(match[1])
        if code == 334:
            decoded = visible(decode_response(text[4:].strip()) or b"")
            return (*self._part("challenge", decoded=decoded), "replies/334")
        keyword = self._keyword(text, dialogue)
        if keyword:
            return keyword
        enhanced = _ENHANCED.match(text)
        # The class of an enhanced code says what the first digit says.
        told = self._explainer.enhanced(enhanced[1]) if enhanced else self._digit(match[1])
        target = f"replies/{code}" if code in _BY_CODE or code in ALSO_TOLD else ""
        return self._title(code, enhanced[1] if enhanced else "", dialogue.answered), told, target

    def _keyword(self, text: str, dialogue: Dialogue) -> tuple[str, Text, str] | None:
        """Return what an extension's line in the reply to EHLO says."""
        if dialogue.answered not in (Verb.EHLO, Verb.LHLO):
            return None
        id_ = text[4:].partition(" ")[0].partition("=")[0].lower()
        told = self._words.keywords.get(id_)
        return (told.title, told.text, f"extensions/{id_}") if told else None

    def _digit(self, code: str) -> Text:
        return self._words.digits.get(f"first-{code[0]}", ())

    def _title(self, code: int, enhanced: str, verb: Verb | None) -> str:
        """Return a reply's title: of the one that gives it here, if there is but one."""
        names = _BY_CODE.get(code, [])
        exact = [name for name in names if enhanced and CATALOGUE[name].enhanced == enhanced]
        usual = NAMES.get((code, verb)) or USUAL.get(code)
        for found in (exact, [usual] if usual else [], names):
            if len(found) == 1:
                return self._words.replies[found[0]].title
        return self._words.conversation[f"severity.{severity_of(code)}"]


def _plain(text: str) -> Text:
    return (Run(text, "plain", ""),)


def _shortened(text: str) -> str:
    """Return a text in which everything can be seen, and of a long one the beginning."""
    seen = shown(text[:SHOWN])
    return seen if len(text) <= SHOWN else f"{seen} …"
