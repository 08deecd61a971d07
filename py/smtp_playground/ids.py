"""The ids under which content speaks of the protocol's verbs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from smtpcore import Verb

_MOVES: Final = {Verb.END_OF_DATA: "end-of-data"}


def command_id(verb: Verb) -> str:
    """Return the id under which a verb's words are found: `mail`, `bdat-last`, `end-of-data`."""
    return _MOVES.get(verb) or verb.lower().replace(" ", "-")


VERBS: Final[Mapping[str, Verb]] = {command_id(verb): verb for verb in Verb}
"""Every verb, and whatever else moves a session, by its id."""
