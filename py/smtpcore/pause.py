"""What a server that says nothing for a while will say then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from smtpcore.events import Waiting
from smtpcore.outcome import Outcome
from smtpcore.rules import Ruling

NEVER: Final = float("inf")


@dataclass(slots=True)
class Pause:
    """Holds at most one outcome until its time has come."""

    until: float | None = None
    "Seconds since the epoch, or infinity; None: nothing is held."
    _outcome: Outcome | None = None

    def __bool__(self) -> bool:
        """Tell whether something is held."""
        return self.until is not None

    def hold(self, outcome: Outcome, ruling: Ruling, now: float) -> Waiting | None:
        """Hold an outcome back, if a ruling wants it so; return what to tell of it."""
        if not (ruling.delay or ruling.hang):
            return None
        self._outcome = outcome
        self.until = NEVER if ruling.hang else now + ruling.delay
        return Waiting(None if ruling.hang else ruling.delay, ruling.name)

    def over(self, now: float) -> Outcome | None:
        """Hand out what is held, once, if its time has come."""
        if self.until is None or now < self.until:
            return None
        outcome = self._outcome
        self.end()
        return outcome

    def end(self) -> None:
        """Hold nothing any more."""
        self.until = self._outcome = None
