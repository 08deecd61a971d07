"""A link played again: what it says is said to the servers of this page, now."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Final, assert_never

from smtp_playground.branches import Timeline
from smtp_playground.deeds import Deed, turning_away
from smtp_playground.errors import ContentError
from smtp_playground.inputs import Happened, Ruled
from smtp_playground.links import Connect, Done, Link, Rules, Send, SendRaw, octets
from smtp_playground.personas import Persona
from smtp_playground.rules_toml import parse_rules

DEFAULT: Final = "playground"
"""To whom a link speaks whose server is not known here."""


class Replay:
    """Plays a link in a conversation."""

    def __init__(
        self, timeline: Timeline, personas: Mapping[str, Persona], clock: Callable[[], float]
    ) -> None:
        """Take the conversation that the link is to be said in; call `play` next."""
        self._timeline = timeline
        self._personas = personas
        self._clock = clock
        self._trouble: dict[str, None] = {}

    def play(self, link: Link) -> tuple[list[int], list[str]]:
        """Play it; return the ids of the entries that are new, and what was wrong, by name."""
        done = link.done or (Connect(DEFAULT, for_reply=False, seed=b""),)
        ids = [entry_id for each in done for entry_id in self._do(each)]
        if not link.is_whole:
            self._trouble["damaged"] = None
        return [*dict.fromkeys(ids)], [*self._trouble]

    def _do(self, done: Done) -> list[int]:
        timeline, now = self._timeline, self._clock()
        match done:
            case Connect(name, for_reply, seed):
                persona, away = self._server(name, for_reply=for_reply)
                scene = name if for_reply and persona else ""
                known = persona or self._personas[DEFAULT]
                return timeline.open(known, now, seed or os.urandom(16), away, scene)
            case Send(lines, double_dots, finish):
                said = [octets(line, timeline.conversation) for line in lines]
                return timeline.say(said, now, double_dots=double_dots, finish=finish)
            case SendRaw(text):
                return timeline.send(octets(text, timeline.conversation), now)
            case Rules(toml):
                return self._follow(toml)
            case Happened(deed):
                return timeline.host(deed, now)
            case _:
                assert_never(done)

    def _follow(self, toml: str) -> list[int]:
        try:
            rules = parse_rules(toml)
        except ContentError:
            self._trouble["rules"] = None
            return []
        return self._timeline.do(Ruled(rules, self._timeline.conversation.clock.latency))

    def _server(self, name: str, *, for_reply: bool) -> tuple[Persona | None, Deed | None]:
        """Return who is meant, and whether the client is turned away; None if nobody is."""
        if not for_reply and name in self._personas:
            return self._personas[name], None
        if for_reply:
            # Few ask for it, as in the bridge.
            from smtp_playground.sessions import the_book  # noqa: PLC0415

            try:
                session = the_book().session(name)
            except LookupError:
                pass
            else:
                return session.persona, turning_away(session.lines)
        self._trouble["server"] = None
        return None, None
