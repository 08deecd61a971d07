"""A transcript in which each line has the mark of its side: `C:` and `S:`, `>` and `<` ..."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from smtp_playground.imports.dialogue import REPLY, Dialogue
from smtp_playground.imports.log_line import LogLine, beginning, numbered

PAIRS: Final = (
    ("C:", "S:"),  # RFCs, this page, nodemailer
    ("CLIENT -> SERVER:", "SERVER -> CLIENT:"),  # PHPMailer
    ("Client:", "Server:"),
    ("Cliente:", "Servidor:"),
    ("SMTP>>", "SMTP<<"),  # exim -v
    (">>>", "<<<"),  # sendmail -v, and what it sends back
    ("-->", "<--"),
    ("->", "<-"),
    (">", "<"),  # curl -v
)
"""Marks of the client and of the server; the first pair that is found is taken."""

NOTES: Final = ("--", "* ", "==")
"""What begins a note: ours, curl's."""

# Before the mark: a time, a level, a name in brackets.
_BEFORE: Final = (
    r"[ \t]{0,40}(?:[0-9][0-9TZ:., /+-]{6,40}[ ])?(?:\[[^\]]{0,60}\][ ])?"
    r"(?:[A-Z]{3,8}[ ])?(?:\[[^\]]{0,60}\][ ])?"
)


def recognises(text: str) -> bool:
    """Tell whether both sides have their marks, and the server answers as servers do."""
    return _pair(text) is not None


def _pair(text: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    for client_mark, server_mark in PAIRS:
        client, server = _pattern(client_mark), _pattern(server_mark)
        said = [match["text"] for line in beginning(text) if (match := server.match(line))]
        asks = any(client.match(line) for line in beginning(text))
        if any(REPLY.match(line) for line in said) and (asks or len(said) > 1):
            return client, server
    return None


def _pattern(mark: str) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}{re.escape(mark)}(?:[ \t](?P<text>.*)|\Z)", re.DOTALL)


def lines(text: str) -> Iterator[LogLine]:
    """Yield its lines; one without a mark goes on what the client writes, or is a note."""
    client, server = _pair(text) or (_pattern("C:"), _pattern("S:"))
    dialogue = Dialogue()
    for number, line in numbered(text):
        if match := client.match(line):
            made = LogLine(number, "client", match["text"] or "")
        elif match := server.match(line):
            made = LogLine(number, "server", (match["text"] or "").lstrip(" "))
        else:
            is_content = dialogue.content and not line.startswith(NOTES)
            if is_content:
                made = LogLine(number, "client", line, sure=False)
            else:
                known = not line.strip() or line.lstrip().startswith(NOTES)
                made = LogLine(number, "note", line, sure=known)
        dialogue.hear(made.speaker, made.text)
        yield made
