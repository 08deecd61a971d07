"""A conversation's own clock: it moves when time is let pass, and never by itself.

So a conversation is the same whenever it is played, and five minutes last as long as a click.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class SessionClock:
    """What time it is in a conversation, and what its round trips took."""

    began: float | None = None
    "When the first connection was opened, in seconds since the epoch."
    passed: float = 0
    "Seconds since then."
    latency: int = 0
    "Milliseconds of a round trip."
    travelled: int = 0
    "Milliseconds of all of them."
    heard: float = 0
    "How many seconds had passed when anybody last said something."

    def begin(self, now: float) -> SessionClock:
        """Return the clock of a conversation that is spoken to at `now`; it begins once."""
        return replace(self, began=now if self.began is None else self.began)

    @property
    def now(self) -> float:
        """Return the time in seconds since the epoch."""
        return (self.began or 0) + self.passed

    def to(self, now: float) -> SessionClock:
        """Return the clock at a later moment."""
        return replace(self, passed=max(self.passed, now - (self.began or 0)))

    def spoken(self) -> SessionClock:
        """Return the clock after something was said."""
        return replace(self, heard=self.passed)

    def after_round_trip(self) -> SessionClock:
        """Return the clock after a line has gone there and a reply has come back."""
        passed = self.passed + self.latency / 1000
        return replace(self, passed=passed, travelled=self.travelled + self.latency)
