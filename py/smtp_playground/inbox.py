"""What the server of a conversation has taken responsibility for, within stated bounds.

Messages are kept whole, since a reader may want any octet of them, and outlive the
connection they came by: that is what a mailbox is for. The oldest are let go.
"""

from __future__ import annotations

from copy import copy
from typing import Final

from smtpcore.message import Message

MESSAGES_KEPT: Final = 50
OCTETS_KEPT: Final = 32 * 1024 * 1024
"""Octets of content kept in all; the newest message is kept whatever its size."""


class Inbox:
    """Messages by number, counted from 1 over all connections to this server."""

    def __init__(self) -> None:
        """Begin empty."""
        self._messages: dict[int, Message] = {}
        self._octets = 0
        self.newest = 0
        "The number of the newest message; 0 if none has come."

    def twin(self) -> Inbox:
        """Return another mailbox with the same messages."""
        twin = copy(self)
        twin._messages = dict(self._messages)
        return twin

    def add(self, message: Message) -> None:
        """Keep a message, and let the oldest go for it if need be."""
        self.newest += 1
        self._messages[self.newest] = message
        self._octets += len(message.content)
        while len(self._messages) > MESSAGES_KEPT or self._octets > OCTETS_KEPT:
            if len(self._messages) == 1:
                break
            self._let_go_oldest()

    @property
    def let_go(self) -> int:
        """How many messages are no longer kept."""
        return self.newest - len(self._messages)

    def newest_first(self) -> list[tuple[int, Message]]:
        """Return the messages that are kept, with their numbers."""
        return list(reversed(self._messages.items()))

    def message(self, number: int) -> Message:
        """Return one message. Raises LookupError if it is not kept."""
        return self._messages[number]

    def clear(self) -> None:
        """Forget everything: another server has another mailbox."""
        self._messages.clear()
        self._octets = self.newest = 0

    def _let_go_oldest(self) -> None:
        oldest = next(iter(self._messages))
        self._octets -= len(self._messages.pop(oldest).content)
