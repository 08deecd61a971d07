"""A text of no known kind: what looks like a reply or a command is taken for one, and marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from smtp_playground.imports.dialogue import REPLY, verb_in
from smtp_playground.imports.log_line import LogLine, numbered
from smtp_playground.imports.unmarked import Unmarked

_INSIDE: Final = re.compile(
    r"(?:^|[\s:\"'>])(?P<text>"
    r"[2-5][0-9]{2}[ -][245]\.[0-9]{1,3}\.[0-9]{1,3}[ \"'].*|[2-5][0-5][0-9][ -][A-Za-z<].*)"
)
"""A reply behind something else."""


def lines(text: str) -> Iterator[LogLine]:
    """Yield its lines; where neither reply nor command begins one, nothing is sure."""
    kept = [*numbered(text)]
    unmarked = Unmarked(kept)
    is_talk = any(REPLY.match(line) for _, line in kept) and any(
        verb_in(line) is not None for _, line in kept
    )
    began = False
    for number, line in kept:
        shaped = REPLY.match(line) or verb_in(line) is not None
        if is_talk and (shaped or unmarked.is_content(number) or unmarked.dialogue.responding):
            yield unmarked.attribute(number, line)
        elif shaped:
            yield replace(unmarked.attribute(number, line), sure=False)
        elif not line.strip():
            yield LogLine(number, "note", line)
        elif found := _INSIDE.search(line[:2000]):
            unmarked.dialogue.hear("server", found["text"])
            yield LogLine(number, "server", found["text"], sure=False, around=line)
        elif is_talk and began and unmarked.dialogue.is_clients_turn:
            yield replace(unmarked.attribute(number, line), sure=False)
        else:
            yield LogLine(number, "note", line, sure=False)
        began = began or bool(REPLY.match(line))
