"""Finds what in a log could let somebody in: responses to AUTH, passwords of programs, keys of TLS.

It would rather hide too much: the reader can have it shown.
"""

from __future__ import annotations

import re
from typing import Final

from smtp_playground.imports.dialogue import RESPONSE, Moment, verb_in
from smtp_playground.imports.log_line import LogLine
from smtp_playground.parts import DOTS
from smtpcore.commands import shown_length

_LOOKED_AT: Final = 20_000
"""Characters of a note that are searched; what is behind them is hidden whole."""
_WORD: Final = r"(?:'[^']{1,400}'|\"[^\"]{1,400}\"|\S+)"
_MECHANISM: Final = (
    r"(?:PLAIN|LOGIN|CRAM-MD5|DIGEST-MD5|NTLM|EXTERNAL|XOAUTH2|OAUTHBEARER|SCRAM-[A-Z0-9-]{1,16}"
    r"|plain|login)"
)
_IN_NOTES: Final = re.compile(
    r"(?P<kept>"
    # swaks, curl, msmtp and what else takes a password as an argument
    r"(?<!\S)(?:--?auth-password|-ap|--?auth-pass|--?password|--?pass|--?oauth2-bearer)[ =]{1,4}"
    r"|(?<!\S)(?:--user|-u)[ =]{1,4}(?=\S{1,200}:)"
    r"|\b(?:SMTP_PASSWORD|[Pp]assword|[Pp]asswd|PASSWORD)[:=][ ]?"
    # Postfix, with -v
    r"|\binit_response[ =]"
    r"|\bdecoded (?:initial )?response:?[ ]"
    # openssl
    r"|\b(?:Resumption PSK|Master-Key|PSK)[ ]{0,9}: "
    # AUTH wherever else
    rf"|(?<![\w-])[Aa][Uu][Tt][Hh][ \t]{{1,9}}{_MECHANISM}[ \t]{{1,9}}(?!{_MECHANISM}\b)"
    rf")(?P<secret>{_WORD})"
)
_CHALLENGE: Final = re.compile(r"\b334\b")
_BASE64_AT_END: Final = re.compile(
    r"(?P<kept>(?:^|[\s'\"]))(?P<secret>[A-Za-z0-9+/]{4,}={0,2})(?=['\"\\rn]{0,6}$)"
)
_SHORTEST_ECHO: Final = 4
_SHORTEST_RESPONSE: Final = 8
_LOGGED_IN: Final = ("235", "334", "535")


class Secrets:
    """Hides what is secret, line by line."""

    def __init__(self) -> None:
        self._last = ""
        self._challenged = False

    def hidden(self, line: LogLine, moment: Moment, answer: str) -> str:
        """Return a line's text with dots for secrets. `answer`: the reply that comes next."""
        text = self._hidden(line, moment, answer)
        if line.speaker == "client":
            self._last = line.text[len(text) - len(DOTS) :] if text.endswith(DOTS) else ""
        self._challenged = bool(_CHALLENGE.search(line.text[:_LOOKED_AT]))
        return text

    def _hidden(self, line: LogLine, moment: Moment, answer: str) -> str:
        match moment:
            case "command":
                return self._command(line.text, answer)
            case "response":
                return line.text if line.text in ("*", "") else DOTS
            case "stray":
                return DOTS
            case "reply":
                return self._reply(line.text)
            case "note":
                is_response = not line.sure and _is_response(line.text, answer)
                return DOTS if is_response else self.in_note(line.text, sure=line.sure)
            case "content" | "end" | "chunk":
                return line.text

    def in_note(self, text: str, *, sure: bool = True) -> str:
        """Return what a program says of itself, without secrets."""
        known = _IN_NOTES.sub(rf"\g<kept>{DOTS}", text[:_LOOKED_AT])
        if self._challenged and not sure:
            known = _BASE64_AT_END.sub(rf"\g<kept>{DOTS}", known)
        return known if len(text) <= _LOOKED_AT else known + DOTS

    def _command(self, text: str, answer: str) -> str:
        octets = text.encode("utf-8", "replace")
        shown = shown_length(octets)
        if shown < len(octets):
            return octets[:shown].decode("utf-8", "replace") + DOTS
        if verb_in(text) is not None:
            return text
        return DOTS if _is_response(text, answer) else self.in_note(text)

    def _reply(self, text: str) -> str:
        return text.replace(self._last, DOTS) if len(self._last) >= _SHORTEST_ECHO else text


def _is_response(text: str, answer: str) -> bool:
    """Tell whether a line looks like base64, and is answered as a response is."""
    looks_so = len(text) >= _SHORTEST_RESPONSE and len(text) % 4 == 0 and RESPONSE.fullmatch(text)
    return answer in _LOGGED_IN and bool(looks_so)
