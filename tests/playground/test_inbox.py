"""The mailbox keeps whole messages within stated bounds, and says how many it let go."""

from __future__ import annotations

import pytest

from smtp_playground import inbox as inbox_module
from smtp_playground.inbox import MESSAGES_KEPT, Inbox

from .mails import message


def test_messages_are_numbered_and_the_newest_comes_first() -> None:
    inbox = Inbox()
    assert inbox.newest == 0

    for content in (b"one", b"two"):
        inbox.add(message(content))

    assert [(2, b"two"), (1, b"one")] == [
        (number, kept.content) for number, kept in inbox.newest_first()
    ]
    assert (2, 0) == (inbox.newest, inbox.let_go)
    assert b"one" == inbox.message(1).content


def test_the_oldest_messages_are_let_go_and_counted() -> None:
    inbox = Inbox()
    for _ in range(MESSAGES_KEPT + 2):
        inbox.add(message(b"x"))

    assert MESSAGES_KEPT == len(inbox.newest_first())
    assert 2 == inbox.let_go
    with pytest.raises(LookupError):
        inbox.message(2)


def test_octets_are_bounded_but_the_newest_message_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inbox_module, "OCTETS_KEPT", 10)
    inbox = Inbox()
    for content in (b"12345", b"67890", b"x", b"larger than all"):
        inbox.add(message(content))
        kept = inbox.newest_first()
        assert content == kept[0][1].content
        assert len(kept) == 1 or sum(len(each.content) for _, each in kept) <= 10

    assert 3 == inbox.let_go


def test_another_server_has_another_mailbox() -> None:
    inbox = Inbox()
    inbox.add(message(b"x"))
    inbox.clear()

    assert ([], 0, 0) == (inbox.newest_first(), inbox.newest, inbox.let_go)
